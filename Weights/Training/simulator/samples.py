"""What a data set keeps of a capture: crops, small whole frames, or RGB at several scales."""

import numpy as np

import cropping

from .capture import WINDOW_SIDE, whole_frame, window_around
from .rigs import SENSORS
from .illumination import ILLUMINATIONS
from .materials import MATERIALS
from .scenes import SPECIES

DEPTH_UNIT = 0.25  # mm per count of stored depth
SCALES = (1.0, 1.5, 2.7, 4.0)  # crops of the silent models, in sides of the face box
SCALE_SIDE = 80  # pixels of such a crop
FRAME_SIZE = (320, 240)  # of the face detector
MOST_FACES = 6  # boxes kept of a frame


def labels(capture, streams):
    """What every product keeps beside its images."""
    c, scene = capture.conditions, capture.scene
    return {
        "species": np.int64(SPECIES.index(scene.species)),
        "material": np.int64(MATERIALS.index(scene.material)),
        "sensor": np.int64(SENSORS.index(c.depth.name)),
        "illumination": np.int64(ILLUMINATIONS.index(c.room.illumination)),
        "seed": np.int64(capture.seed), "person": np.int64(scene.person.seed),
        "nuisance": capture.nuisance(), "detail": np.str_(scene.detail[:80]),
        "pose": np.array([c.yaw, c.pitch, c.roll], np.float32),
        "openness": scene.openness, "visible": capture.visible_marks(streams),
        "box": capture.box.astype(np.float32), "true_box": capture.true_box.astype(np.float32),
        "tone": np.float32(scene.person.typology), "years": np.float32(scene.person.years),
        "shows_in_nir": shows_in_near_infrared(scene),
    }


def shows_in_near_infrared(scene):
    """Whether the shown face can be seen at 850 nm: not on bright displays, hardly in dye ink."""
    covered = scene.species.startswith("partial") or scene.species == "live"
    return np.bool_(covered or not (scene.material in ("lcd", "oled") or
                                    scene.material.endswith("dye")))


def crops(capture):
    """Crops of all streams around the face, as the library cuts them."""
    camera = capture.conditions.camera
    streams = capture.streams([window_around(capture.square, camera, 0.05, WINDOW_SIDE)])[0]
    square = streams.window.local(capture.square)
    counts = np.clip(np.round(streams.aligned / DEPTH_UNIT), 0, 65535).astype(np.uint16)

    def cut(image):
        return np.round(cropping.crop_image(image, square)).astype(np.uint8)

    points = cropping.to_crop(capture.points, capture.square).astype(np.float32)
    return {
        "image": cut(streams.nir), "image_dots": cut(streams.nir_dots), "rgb": cut(streams.rgb),
        "depth": cropping.crop_depth(counts, square),
        "levels": cropping.crop_depth(streams.levels, square),
        "points": points[:68], "eye_points": points[68:],
        "declared_scale": np.float32(capture.conditions.depth.wrong_unit),
        **labels(capture, streams),
    }


def frames(capture):
    """Whole frames, reduced to 320 x 240 (the rest is black), with the boxes of all faces."""
    camera = capture.conditions.camera
    streams = capture.streams([whole_frame(camera, *FRAME_SIZE)], dots=False)[0]
    step = streams.window.step
    boxes = np.zeros((MOST_FACES, 4), np.float32)
    found = np.concatenate([capture.true_box[None], capture.other_faces(streams)])[:MOST_FACES]
    boxes[: len(found)] = found / step

    def fitted(image):
        whole = np.zeros((FRAME_SIZE[1], FRAME_SIZE[0], *image.shape[2:]), image.dtype)
        part = image[: FRAME_SIZE[1], : FRAME_SIZE[0]]
        whole[: part.shape[0], : part.shape[1]] = part
        return whole

    points = (capture.points + 0.5) / step - 0.5
    depth = np.clip(np.round(streams.aligned), 0, 65535).astype(np.uint16)
    return {
        "image": fitted(streams.nir), "rgb": fitted(streams.rgb), "depth": fitted(depth),
        "boxes": boxes, "faces": np.int64(len(found)), "points": points[:68].astype(np.float32),
        "eye_points": points[68:].astype(np.float32), **labels(capture, streams),
    }


def scales(capture):
    """RGB crops at the silent models' scales.

    `rectangles` are the pixels of the frame that each crop shows, `frame` its width and height.
    """
    camera = capture.conditions.camera
    rectangles = [
        cropping.silent_rectangle(capture.box, s, camera.width, camera.height) for s in SCALES
    ]
    near, far = ((*r[:2], max(r[2:])) for r in (rectangles[1], rectangles[3]))
    windows = [window_around(near, camera, 0.02, 1.5 * SCALE_SIDE),
               window_around(far, camera, 0.02, 1.9 * SCALE_SIDE)]
    near, far = capture.streams(windows, dots=False, depth=False)
    return {
        "rgb_scales": np.stack([
            _scaled(streams, rectangle)
            for rectangle, streams in zip(rectangles, (near, near, far, far))
        ]),
        "rectangles": np.array(rectangles, np.int64),
        "frame": np.array([camera.width, camera.height], np.int64),
        **labels(capture, near),
    }


def _scaled(streams, rectangle):
    """What a rectangle of the frame looks like to a silent model, [80, 80, 3].

    Exactly as the library cuts it where the window has the frame's own pixels; where it was
    rendered coarser, by means of areas as well.
    """
    window = streams.window
    x, y, width, height = rectangle
    if window.step == 1:
        left, top = int(x - window.left), int(y - window.top)
        return cropping.resized(streams.rgb[top : top + height, left : left + width], SCALE_SIDE)
    left, top = (x - window.left) / window.step, (y - window.top) / window.step
    local = left, top, width / window.step, height / window.step
    return np.round(cropping.crop_rectangle(streams.rgb, local, SCALE_SIDE)).astype(np.uint8)


PRODUCTS = {"crops": crops, "frames": frames, "scales": scales}
