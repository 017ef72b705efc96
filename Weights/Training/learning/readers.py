"""What each network reads of the shards: arrays in the order of their samples.

| network | product | reader |
|---|---|---|
| face detector | frames | `face_detection`; also `face_crops`, `face_surroundings` |
| key points | crops | `key_points` |
| depth with near infrared, dots, RGB, all or none of them | crops | `fusion` |
| silent RGB; face and background | scales | `silent` |
| colour texture | crops | `color_squares` |
"""

import cv2
import numpy as np
import torch

import cropping
from simulator.dataset import load_split
from simulator.samples import DEPTH_UNIT, SCALES
from simulator.scenes import SPECIES

from .preprocessing import CENTRE_HIGH, CENTRE_LOW, depth_picture

IMAGES = {"nir": "image", "nir-dots": "image_dots", "rgb": "rgb"}  # modality: array of a shard
DEPTH_PICTURE = "depth"  # the modality of a capture whose only image is its depth
MODALITIES = (*IMAGES, DEPTH_PICTURE)
FLAT = ("print-flat", "print-bent", "print-folded", "print-layered", "screen")  # no relief to find
CENTRE = slice(CENTRE_LOW, CENTRE_HIGH)
FEWEST_COVERED = 0.5  # of the centre that has depth, for a face to show in it
CLASSES = ("species", "material", "sensor", "illumination", "person", "nuisance")
LIVE = 0  # of `species`


def face_detection(folder, split, modality, limit=None):
    """Frames uint8 [N, 240, 320] or with 3 colours, boxes [N, 6, 4] (x, y, width, height in edge
    coordinates of the frame) and which of them count [N, 6].

    `modality` is nir, rgb, or depth (uint16 mm, 0 = hole). A face on a display or in dye ink does
    not count in the near infrared, where nobody could mark it.
    """
    key = "depth" if modality == "depth" else IMAGES[modality]
    data = load_split(split, folder, limit, "frames", (key, "boxes", "faces", "shows_in_nir"))
    counts = np.arange(data["boxes"].shape[1]) < data["faces"][:, None]
    if modality == "nir":
        counts[:, 0] &= data["shows_in_nir"]
    return data[key], data["boxes"], counts


def frame_labels(folder, split, limit=None):
    """Of each frame its labels and the pose [N, 3] (degrees) of the face that it is about."""
    return load_split(split, folder, limit, "frames", ("pose", *CLASSES))


def face_crops(folder, split, limit=None):
    """Crops by modality, nir and rgb, each with its only box [N, 1, 4] and whether that counts, as
    `face_detection` gives them of frames; coordinates of the crop.
    """
    wanted = ("image", "rgb", "box", "true_box", "shows_in_nir")
    data = load_split(split, folder, limit, "crops", wanted)
    squares = np.array([cropping.crop_square(box) for box in data["box"]], np.float32)
    step = cropping.SIZE / squares[:, 2:]
    boxes = data["true_box"] * step
    boxes[:, :2] -= squares[:, :2] * step
    boxes, shows = boxes[:, None], data["shows_in_nir"][:, None]
    return {"nir": (data["image"], boxes, shows),
            "rgb": (data["rgb"], boxes, np.ones_like(shows))}


SURROUNDINGS = 216  # pixels along a side of what is shown at the scale 2.7


def face_surroundings(folder, split, limit=None):
    """The crops [N, 3, 80, 80, 3] at the scales 2.7, 1.5 and 1.0, and what of SURROUNDINGS pixels
    each fills [N, 3, 4] (x, y, width, height); the only box [N, 1, 4], and that it counts.
    """
    wanted = ("rgb_scales", "rectangles", "true_box")
    data = load_split(split, folder, limit, "scales", wanted)
    which = [SCALES.index(scale) for scale in (2.7, 1.5, 1.0)]
    places = data["rectangles"][:, which].astype(np.float32)
    boxes = np.concatenate([places, data["true_box"][:, None]], 1)
    boxes[..., :2] -= places[:, :1, :2]
    boxes *= np.tile(SURROUNDINGS / places[:, :1, 2:], 2)
    return (data["rgb_scales"][:, which], boxes[:, :3]), boxes[:, 3:], np.ones((len(boxes), 1), bool)


def luma(rgb):
    """Grey uint8 [..., H, W] of colours [..., H, W, 3], as the library weighs them."""
    weighted = rgb[..., 0] * np.float32(0.299)
    weighted += rgb[..., 1] * np.float32(0.587)
    weighted += rgb[..., 2] * np.float32(0.114)
    return np.round(weighted).astype(np.uint8)


def pictures(depth):
    """Depth uint16 [N, H, W] in shard units as pictures uint8, in parts that fit the cache."""
    result = np.empty(depth.shape, np.uint8)
    for start in range(0, len(depth), 64):
        part = torch.from_numpy(depth[start : start + 64].astype(np.float32) * DEPTH_UNIT / 1000)
        grey = depth_picture(part, torch.zeros(len(part), dtype=torch.bool))
        result[start : start + 64] = np.round(255 * grey.numpy())
    return result


def key_points(folder, split, limit=None, part=(0, 1)):
    """Grey crops uint8 [N, 112, 112] by modality, and what is to be found in them; of all, or of the
    `part` of them that `load_split` takes.

    The second dictionary holds `points` [N, 74, 2] (68 points, both pupils, four canthi; crop
    pixels), `visible` [N, 74], `openness` [N, 3], `pose` [N, 3] (degrees), and `shows_in_nir` [N]
    and `shows_in_depth` [N], without which there is nothing to find there.
    """
    def grey(arrays):
        picture = pictures(arrays.pop("depth"))
        return {**arrays, "rgb": luma(arrays["rgb"]), DEPTH_PICTURE: picture}

    wanted = ("points", "eye_points", "visible", "openness", "pose", "shows_in_nir", *CLASSES)
    data = load_split(split, folder, limit, "crops", (*IMAGES.values(), "depth", *wanted), grey, part)
    data["points"] = np.concatenate([data["points"], data.pop("eye_points")], 1)
    images = {name: data.pop(key) for name, key in IMAGES.items()}
    images[DEPTH_PICTURE] = data.pop(DEPTH_PICTURE)
    covered = (images[DEPTH_PICTURE][:, CENTRE, CENTRE] > 0).mean((1, 2))
    flat = np.isin(data["species"], [SPECIES.index(name) for name in FLAT])
    data["shows_in_depth"] = (covered > FEWEST_COVERED) & ~flat
    return images, data


def fusion(folder, split, limit=None, part=(0, 1)):
    """Crops of depth and of every image; all, or the `part` of them that `load_split` takes.

    The dictionary holds grey images uint8 [N, 112, 112] by modality, `depth` uint16 in shard units,
    `levels` uint8, the camera's own picture of depth (0 = hole where the camera says so), `points`
    [N, 74, 2] and the labels; `species` 0 is a living face.
    """
    def grey(arrays):
        return {**arrays, "rgb": luma(arrays["rgb"])}

    wanted = ("depth", "levels", "points", "eye_points", *IMAGES.values(), *CLASSES)
    data = load_split(split, folder, limit, "crops", wanted, grey, part)
    data["points"] = np.concatenate([data["points"], data.pop("eye_points")], 1)
    return data | {name: data.pop(key) for name, key in IMAGES.items() if name != key}


def only(data, chosen):
    """Some of the samples of what `fusion` gives, with the points that were found in them."""
    return {key: only(value, chosen) if isinstance(value, dict) else value[chosen]
            for key, value in data.items()}


def silent(folder, split, scale, limit=None, masks_face=False):
    """Crops of one of the scales around the face box, and their labels.

    The dictionary holds `images` uint8 [N, 80, 80, 3], `live` [N] and the labels; with `masks_face`
    also `coverage` [N, 80, 80], which part of each pixel the face box covers.
    """
    wanted = ["rgb_scales", *CLASSES]
    wanted += ["rectangles", "frame", "box"] if masks_face else []
    data = load_split(split, folder, limit, "scales", wanted)
    at = SCALES.index(scale)
    result = {"images": np.ascontiguousarray(data["rgb_scales"][:, at])}
    result["live"] = data["species"] == LIVE
    if masks_face:
        rows = zip(data["box"], data["rectangles"][:, at], data["frame"])
        result["coverage"] = np.stack([_covered(*row, result["images"].shape[1]) for row in rows])
    return result | {name: data[name] for name in CLASSES}


def color_squares(folder, split, limit=None):
    """Square colour crops, cut as the library cuts them for the texture machine, and their labels.

    The dictionary holds `images` uint8 [N, 112, 112, 3], `live` [N] and the labels.
    """
    data = load_split(split, folder, limit, "crops", ("rgb", *CLASSES))
    return {"images": data.pop("rgb"), "live": data["species"] == LIVE, **data}


def _covered(box, rectangle, frame, size):
    """Which part of each pixel of a crop [size, size] the pixels of the face box cover."""
    def along(start, side, first, count, limit):
        low, high = (int(np.clip(v, 0, limit - 1)) for v in (start, start + side))
        edges = np.clip((np.array([low, high + 1]) - first) * size / count, 0, size)
        places = np.arange(size)
        return np.clip(np.minimum(places + 1, edges[1]) - np.maximum(places, edges[0]), 0, 1)

    x, y, width, height = (float(v) for v in box)
    across = along(x, width, rectangle[0], rectangle[2], int(frame[0]))
    down = along(y, height, rectangle[1], rectangle[3], int(frame[1]))
    return (down[:, None] * across).astype(np.float32)


def aligned_by_eyes(levels, points, angle, size):
    """One 8-bit depth crop as programs store it that turn faces upright: what comes in is 0.

    `angle` in degrees and `size` about the crop's middle; gives the crop and its points.
    """
    middle = (levels.shape[1] - 1) / 2, (levels.shape[0] - 1) / 2
    matrix = cv2.getRotationMatrix2D(middle, angle, size)
    turned = cv2.warpAffine(levels, matrix, levels.shape[::-1], flags=cv2.INTER_NEAREST)
    moved = points @ matrix[:, :2].T + matrix[:, 2]
    return turned, moved.astype(np.float32)
