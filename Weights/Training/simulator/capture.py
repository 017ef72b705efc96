"""One simulated capture: a scene, seen by all cameras, in one or several windows."""

from dataclasses import dataclass

import cv2
import numpy as np

import cropping

from . import rasteriser
from .conditions import draw_conditions, nuisance_row
from .depth_sensing import behind_lenses, encoded, lens_masks, sense_depth
from .imaging import develop, exposure, through_lenses
from .rendering import see, see_depth, shade
from .rigs import SENSORS
from .scenes import build_scene

WINDOW_SIDE = 150  # a crop is rendered at most this many pixels across
METER_WIDTH = 72  # pixels of the small whole frame on which exposure is metered
VISIBLE_WITHIN = 5.0  # mm that a visible mark may lie behind the nearest surface
SURFACE_STEP = 0.02  # of the distance: neighbouring depth pixels within it are one surface
STEEPEST_SLOPE = 4.0  # tangent up to which a surface is followed
HIDDEN_EYE = 0.08  # of eye openness: a pupil behind it is not visible


@dataclass
class Window:
    """A part of the image camera's frame, rendered with `step` frame pixels a pixel."""

    left: float  # edge coordinates of the frame
    top: float
    width: int
    height: int
    step: float

    def camera(self, camera):
        return camera.window(self.left, self.top, self.width, self.height, self.step)

    def local(self, square):
        """A square of the frame (left, top, side) in the window's pixels."""
        left, top, side = square
        return (left - self.left) / self.step, (top - self.top) / self.step, side / self.step


def window_around(square, camera, margin, longest):
    """The window that shows a square of the frame with a margin, at most `longest` pixels wide."""
    left, top, side = square
    step = max(1.0, side / longest)
    margin = margin * side + 6 * step
    x0, y0 = max(0.0, np.floor(left - margin)), max(0.0, np.floor(top - margin))
    width = int(np.ceil((min(left + side + margin, camera.width) - x0) / step))
    height = int(np.ceil((min(top + side + margin, camera.height) - y0) / step))
    return Window(x0, y0, max(width, 8), max(height, 8), step)


def whole_frame(camera, width=None, height=None):
    """The whole frame, reduced to fit into `width` x `height` where they are given."""
    step = 1.0
    if width is not None:
        step = max(camera.width / width, camera.height / (height or width))
    return Window(0.0, 0.0, int(np.ceil(camera.width / step)),
                  int(np.ceil(camera.height / step)), step)


@dataclass
class Streams:
    """What the cameras give of one window; depth in mm with 0 = hole."""

    window: Window
    nir: np.ndarray  # uint8 [H, W]
    nir_dots: np.ndarray  # uint8 [H, W]
    rgb: np.ndarray  # uint8 [H, W, 3]
    depth: np.ndarray  # float32, of the depth camera (or its window)
    aligned: np.ndarray  # float32 [H, W], on the image's pixels
    levels: np.ndarray  # uint8 [H, W], the same without a scale; see conditions.Encoding
    nearest: np.ndarray  # float32 [H, W], true depth


class Capture:
    """A scene under conditions; renders windows of it on demand.

    Every random number follows from `seed`. Conditions have a random stream of their own that does
    not know the species, and so has the noise.
    """

    def __init__(self, model, species, seed, person_seed, other_seed, conditions=None,
                 sensors=SENSORS, unseen=True):
        self.seed = seed
        self.conditions = conditions or draw_conditions(np.random.default_rng([seed, 1]), sensors)
        c = self.conditions
        self.scene = build_scene(
            model, species, c, person_seed, other_seed, np.random.default_rng([seed, 2]), unseen
        )
        self.points = c.camera.project(self.scene.marks)  # [74, 2], frame pixels
        self.true_box = cropping.face_box(self.points[:68])
        self.box = jittered(self.true_box, c.box_scale, c.box_shift)
        self.square = cropping.crop_square(self.box)

    def views(self, windows):
        cameras = [w.camera(self.conditions.camera) for w in windows]
        return see(self.scene.things, cameras)

    def _face_mask(self, window, shape):
        left, top, side = window.local(self.square)
        mask = np.zeros(shape, bool)
        x0, y0, reach = left + 0.2 * side, top + 0.2 * side, 0.6 * side
        mask[max(int(y0), 0) : max(int(y0 + reach), 0), max(int(x0), 0) : max(int(x0 + reach), 0)] = 1
        return mask

    def _light(self, view, visible, dots, shadows=True):
        c = self.conditions
        light = shade(view, self.scene.things, c.lamp, c.room,
                      c.depth.projector if dots else None, visible, shadows)
        lenses = lens_masks(self.scene.things, view.camera, view.depth)
        through_lenses(light.nir, lenses, (3,))
        if dots:
            through_lenses(light.nir_dots, lenses, (3,))
        if visible:
            through_lenses(light.rgb, lenses, (0, 1, 2))
        return light, lenses

    def _gains(self, light, window, visible):
        """Exposure gains (near infrared, RGB) from the light of a window."""
        c = self.conditions
        face = self._face_mask(window, light.nir.shape)
        return (exposure(c.nir, light.nir, face),
                exposure(c.rgb, light.rgb, face) if visible else 1.0)

    def streams(self, windows, visible=True, dots=True, depth=True):
        """All streams of each window; the frame's noise differs from window to window.

        Exposure is metered once: on the first window, or where a camera meters the whole frame and
        that window does not show it, on a small picture of the frame.
        """
        c = self.conditions
        whole = windows[0].step * windows[0].width >= c.camera.width
        extra = not whole and "frame" in (c.nir.metered, visible and c.rgb.metered)
        meter = [whole_frame(c.camera, METER_WIDTH)] if extra else []
        first, *views = self.views([*meter, *windows]) if extra else [None, *self.views(windows)]
        lights = [self._light(view, visible, dots) for view in views]
        if extra:
            light, _ = self._light(first, visible, dots=False, shadows=False)
            gains = self._gains(light, meter[0], visible)
        else:
            gains = self._gains(lights[0][0], windows[0], visible)
        return [
            self._streams(view, window, *light, np.random.default_rng([self.seed, 3, number]),
                          gains, visible, dots, depth)
            for number, (view, window, light) in enumerate(zip(views, windows, lights))
        ]

    def _streams(self, view, window, light, lenses, noise, gains, visible, dots, depth):
        c = self.conditions
        gain_nir, gain_rgb = gains
        rows = (window.top / c.camera.height,
                (window.top + window.height * window.step) / c.camera.height)
        nir = develop(c.nir, light.nir, gain_nir, window.step, noise, rows=rows)
        with_dots = rgb = sensed = aligned = levels = None
        if dots:
            with_dots = develop(c.nir, light.nir_dots, gain_nir, window.step, noise, rows=rows)
        if visible:
            flicker = (c.room.flicker, noise.random())
            rgb = develop(c.rgb, light.rgb, gain_rgb, window.step, noise, flicker, rows)
        if depth:
            sensed, aligned = self._depth(view, light, lenses, window, noise)
            left, top, side = window.local(self.square)
            face = (slice(max(int(top), 0), max(int(top + side), 1)),
                    slice(max(int(left), 0), max(int(left + side), 1)))
            levels = encoded(c.encoding, aligned, face)
        return Streams(window, nir, with_dots, rgb, sensed, aligned, levels, view.depth)

    def _depth(self, view, light, lenses, window, noise):
        c = self.conditions
        if c.depth.separate:
            sensed, aligned = self._from_beside(view.camera, light, window, noise)
        else:
            true = behind_lenses(np.where(view.covered, view.depth, 0), lenses)
            sensed = sense_depth(
                c.depth, true.astype(np.float32), light.amplitude, light.albedo,
                _marks_screen(self.scene.things, view.thing), view.camera, window.step, noise,
            )
            aligned = sensed
        dx, dy = (int(round(v / window.step)) for v in c.depth_shift)
        if dx or dy:
            shift = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
            aligned = cv2.warpAffine(aligned, shift, aligned.shape[::-1], flags=cv2.INTER_NEAREST)
        return sensed, aligned

    def _from_beside(self, camera, light, window, noise):
        """Depth of a camera beside the image's: its own frame, and warped onto the image window."""
        c = self.conditions
        sensor = c.depth
        inverse = sensor.turn.T

        def to_sensor(points):
            return (points - sensor.shift) @ inverse.T

        if window.step == 1 and window.width == c.camera.width:
            own = whole_frame(sensor.camera)
        else:
            own = _window_beside(camera, c, to_sensor, window)
        eye = own.camera(sensor.camera)
        moved = [t.moved(to_sensor) for t in self.scene.things]
        true, thing = see_depth(moved, eye)
        true = np.where(thing >= 0, true, 0).astype(np.float32)
        # Reflectance is looked up in the image, which sees almost the same side of everything.
        points = eye.back_project(true).reshape(-1, 3) @ sensor.turn.T + sensor.shift
        points[:, 2] = np.maximum(points[:, 2], 1)
        where = camera.project(points).reshape(*true.shape, 2)
        amplitude = cv2.remap(light.amplitude, where, None, cv2.INTER_NEAREST)
        albedo = cv2.remap(light.albedo, where, None, cv2.INTER_NEAREST,
                           borderMode=cv2.BORDER_REPLICATE)
        screen = _marks_screen(self.scene.things, thing)
        true = behind_lenses(true, lens_masks(moved, eye, true))
        sensed = sense_depth(sensor, true, amplitude, albedo, screen, eye, own.step, noise)
        return sensed, aligned_depth(sensed, eye, sensor.turn, sensor.shift, camera)

    def visible_marks(self, streams):
        """Which of the 74 marks [74] a window's camera sees: in the frame and not hidden."""
        window, depth = streams.window, streams.nearest
        c = self.conditions
        inside = ((self.points > -0.5) & (self.points < [c.camera.width - 0.5,
                                                         c.camera.height - 0.5])).all(1)
        seen = inside & _unhidden(self.points, self.scene.marks[:, 2], depth, window)
        seen[68:70] &= self.scene.openness[:2] > HIDDEN_EYE
        return seen

    def other_faces(self, streams):
        """Boxes [N, 4] of all other faces of which at least half shows in a whole-frame window."""
        boxes, camera = [], self.conditions.camera
        for face in self.scene.faces:
            if face[:, 2].min() < 100:
                continue
            points = camera.project(face)
            inside = ((points > 0) & (points < [camera.width, camera.height])).all(1)
            seen = inside & _unhidden(points, face[:, 2], streams.nearest, streams.window)
            if seen.mean() >= 0.5:
                boxes.append(cropping.face_box(points))
        return np.array(boxes, np.float32).reshape(-1, 4)

    def nuisance(self):
        return nuisance_row(self.conditions, self.scene.openness)


def jittered(box, scale, shift):
    """A face box as an imperfect detector reports it."""
    x, y, width, height = box
    side = max(width, height)
    cx, cy = x + width / 2 + shift[0] * side, y + height / 2 + shift[1] * side
    width, height = width * scale, height * scale
    return np.array([cx - width / 2, cy - height / 2, width, height])


def aligned_depth(depth, eye, turn, shift, camera):
    """Depth of camera `eye` on the pixels of `camera`, as the library's aligner paints it.

    `turn` and `shift` (mm) take the depth camera's points to the image camera's.
    """
    points = eye.back_project(depth)
    there = points[..., 2] > 0
    moved = (points.reshape(-1, 3) @ np.asarray(turn, np.float32).T + shift).astype(np.float32)
    moved[:, 2] = np.where(there.ravel(), moved[:, 2], 0)
    pixels = rasteriser.project(moved, camera).reshape(points.shape)
    largest = max(SURFACE_STEP, STEEPEST_SLOPE / min(eye.fx, eye.fy))
    footprint = camera.fx / eye.fx, camera.fy / eye.fy
    return rasteriser.splat(pixels, footprint, largest, camera.height, camera.width)


def _window_beside(camera, c, to_sensor, window):
    """The depth camera's window that covers what an image window shows of the face."""
    u = np.array([0, camera.width, 0, camera.width], np.float32)
    v = np.array([0, 0, camera.height, camera.height], np.float32)
    rays = np.stack([(u - camera.cx) / camera.fx, (v - camera.cy) / camera.fy, 0 * u + 1], 1)
    nearer = max(c.distance - 60, 120)
    corners = np.concatenate([rays * nearer, rays * (c.distance + 90)])
    frame = c.depth.camera
    pixels = frame.project(to_sensor(corners))
    left, top = np.clip(np.floor(pixels.min(0)), 0, [frame.width - 16, frame.height - 16])
    right, bottom = np.clip(pixels.max(0) + 1, [left + 16, top + 16], [frame.width, frame.height])
    longest = 1.1 * max(window.width, window.height)
    step = max(1.0, (right - left) / longest, (bottom - top) / longest)
    return Window(left, top, max(16, int(np.ceil((right - left) / step))),
                  max(16, int(np.ceil((bottom - top) / step))), step)


def _unhidden(points, depths, nearest, window):
    """Whether points (frame pixels, camera depth in mm) lie at the nearest surface there."""
    x = np.round((points[:, 0] + 0.5 - window.left) / window.step - 0.5).astype(int)
    y = np.round((points[:, 1] + 0.5 - window.top) / window.step - 0.5).astype(int)
    inside = (x >= 0) & (y >= 0) & (x < window.width) & (y < window.height)
    around = cv2.dilate(nearest, np.ones((3, 3)))
    x, y = np.clip(x, 0, window.width - 1), np.clip(y, 0, window.height - 1)
    return inside & (depths <= around[y, x] + VISIBLE_WITHIN)


def _marks_screen(things, thing):
    screens = np.array([t.is_screen for t in things] + [False])
    return screens[thing]
