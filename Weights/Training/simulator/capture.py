"""One simulated capture: a scene, seen by both cameras, cropped as the library crops it."""

from dataclasses import dataclass

import cv2
import numpy as np

import cropping

from . import rasteriser
from .conditions import draw_conditions, nuisance_row
from .rendering import light_with_lamp, see, see_depth
from .scenes import build_scene
from .sensors import behind_lenses, lens_mask, sense_depth, sense_image, with_glare

WINDOW_SIDE = 150  # a crop is rendered at most this many pixels across


@dataclass
class Frames:
    """Frames of one capture; depth in mm with 0 = hole, points in image pixels."""

    conditions: object
    scene: object
    points: np.ndarray  # [68, 2]
    box: np.ndarray  # face box, jittered as the conditions say
    image: np.ndarray  # uint8, of `window`
    depth: np.ndarray  # float32, of the depth camera (or its window)
    aligned_depth: np.ndarray  # float32, on the image's pixels
    left: float  # where the window lies in the camera's frame, edge coordinates
    top: float
    step: float


def jittered(box, scale, shift):
    """A face box as an imperfect detector reports it."""
    x, y, width, height = box
    side = max(width, height)
    cx, cy = x + width / 2 + shift[0] * side, y + height / 2 + shift[1] * side
    width, height = width * scale, height * scale
    return np.array([cx - width / 2, cy - height / 2, width, height])


def simulate(model, species, seed, person_seed, other_seed, conditions=None, full_frame=False):
    """Simulates one capture; every random number follows from `seed`.

    Conditions have a random stream of their own that does not know the species.
    """
    c = conditions or draw_conditions(np.random.default_rng([seed, 1]))
    rng = np.random.default_rng([seed, 2])
    noise = np.random.default_rng([seed, 3])
    scene = build_scene(model, species, c, person_seed, other_seed, rng)
    points = c.camera.project(scene.landmarks)
    box = jittered(cropping.face_box(points), c.box_scale, c.box_shift)
    crop_left, crop_top, side = cropping.crop_square(box)

    if full_frame:
        left, top, step = 0.0, 0.0, 1.0
        width, height = c.camera.width, c.camera.height
    else:
        step = max(1.0, side / WINDOW_SIDE)
        margin = 0.05 * side + 6 * step
        left = max(0.0, np.floor(crop_left - margin))
        top = max(0.0, np.floor(crop_top - margin))
        width = int(np.ceil((min(crop_left + side + margin, c.camera.width) - left) / step))
        height = int(np.ceil((min(crop_top + side + margin, c.camera.height) - top) / step))
    window = c.camera.window(left, top, width, height, step)

    view = see(scene.things, window)
    shading = light_with_lamp(view, scene.things, c.lamp)
    face = np.zeros(view.depth.shape, bool)
    x0, y0 = ((crop_left + 0.2 * side - left) / step, (crop_top + 0.2 * side - top) / step)
    reach = 0.6 * side / step
    face[max(int(y0), 0) : int(y0 + reach), max(int(x0), 0) : int(x0 + reach)] = True
    lenses = [lens_mask(outline, window) for t in scene.things for outline in t.lenses]
    radiance = with_glare(shading.radiance, c.glasses, lenses)
    radiance = cv2.GaussianBlur(radiance, (0, 0), 0.4)
    image = sense_image(c.image, radiance, face & view.covered, c.depth.dots, step, noise)

    if c.depth.separate:
        depth, aligned = _from_beside(c, scene, view, shading, window, full_frame, noise)
    else:
        screen = _marks_screen(scene.things, view.thing)
        true = np.where(view.covered, view.depth, 0)
        true = behind_lenses(true, c.glasses, lenses)
        depth = sense_depth(
            c.depth, true, shading.amplitude, shading.albedo, screen, window, step, noise
        )
        aligned = depth
    return Frames(c, scene, points, box, image, depth, aligned, left, top, step)


def _marks_screen(things, thing):
    screens = np.array([t.is_screen for t in things] + [False])
    return screens[thing]


def _from_beside(c, scene, view, shading, window, full_frame, noise):
    """Depth of a camera beside the image's: its own frame, and warped onto the image window."""
    sensor = c.depth
    inverse = sensor.turn.T
    if full_frame:
        left, top, step = 0.0, 0.0, 1.0
        width, height = sensor.camera.width, sensor.camera.height
    else:
        u = np.array([0, window.width, 0, window.width], np.float32)
        v = np.array([0, 0, window.height, window.height], np.float32)
        rays = np.stack([(u - window.cx) / window.fx, (v - window.cy) / window.fy, 0 * u + 1], 1)
        corners = np.concatenate([rays * (c.distance + dz) for dz in (-60, 90)])
        pixels = sensor.camera.project((corners - sensor.shift) @ inverse.T)
        left, top = np.floor(np.maximum(pixels.min(0), 0))
        right, bottom = np.minimum(pixels.max(0) + 1, [sensor.camera.width, sensor.camera.height])
        step = max(1.0, (right - left) / (1.1 * WINDOW_SIDE))
        width = max(16, int(np.ceil((right - left) / step)))
        height = max(16, int(np.ceil((bottom - top) / step)))
    eye = sensor.camera.window(left, top, width, height, step)
    moved = [t.moved(lambda p: (p - sensor.shift) @ inverse.T) for t in scene.things]
    true, thing = see_depth(moved, eye)
    true = np.where(thing >= 0, true, 0).astype(np.float32)
    # Reflectance is looked up in the image, which sees almost the same side of everything.
    points = eye.back_project(true).reshape(-1, 3) @ sensor.turn.T + sensor.shift
    points[:, 2] = np.maximum(points[:, 2], 1)
    where = window.project(points).reshape(*true.shape, 2)
    amplitude = cv2.remap(shading.amplitude, where, None, cv2.INTER_NEAREST)
    albedo = cv2.remap(shading.albedo, where, None, cv2.INTER_NEAREST,
                       borderMode=cv2.BORDER_REPLICATE)
    screen = _marks_screen(scene.things, thing)
    lenses = [lens_mask(outline, eye) for t in moved for outline in t.lenses]
    true = behind_lenses(true, c.glasses, lenses)
    depth = sense_depth(sensor, true, amplitude, albedo, screen, eye, step, noise)

    points = eye.back_project(depth).reshape(-1, 3)
    there = points[:, 2] > 0
    points = points[there] @ sensor.turn.T + sensor.shift
    pixels = np.concatenate([window.project(points), points[:, 2:]], 1)
    ratio = window.fx / eye.fx
    footprint = max(1.0, ratio) * noise.uniform(1.0, 1.25)
    aligned = rasteriser.splat(pixels, (footprint, footprint), window.height, window.width)
    return depth, aligned


@dataclass
class Sample:
    """A capture as the networks see it, before normalisation."""

    image: np.ndarray  # uint8 [112, 112]
    depth: np.ndarray  # uint16 [112, 112], counts of 0.25 mm, 0 = hole
    points: np.ndarray  # float32 [68, 2], crop pixels
    nuisance: np.ndarray  # see conditions.NUISANCES
    detail: str


DEPTH_UNIT = 0.25  # mm per count of stored depth


def cropped(frames):
    """The crop of a capture's frames."""
    f = frames
    box = (f.box - np.array([f.left, f.top, 0, 0])) / f.step
    square = cropping.crop_square(box)
    image = np.round(cropping.crop_image(f.image, square)).astype(np.uint8)
    counts = np.clip(np.round(f.aligned_depth / DEPTH_UNIT), 0, 65535).astype(np.uint16)
    return Sample(
        image=image, depth=cropping.crop_depth(counts, square),
        points=cropping.to_crop(f.points, cropping.crop_square(f.box)).astype(np.float32),
        nuisance=nuisance_row(f.conditions, f.scene.mouth_opening), detail=f.scene.detail,
    )
