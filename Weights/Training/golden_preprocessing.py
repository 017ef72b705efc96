"""Records reference values of crop, lens, alignment, normalisation and heatmap for the tests.

    python golden_preprocessing.py OUTPUT.safetensors

The frame follows from formulas and a fixed seed. Depths are whole millimetres (U16), 0 is a hole;
a test turns them into metres and its own kind of hole. Points are in crop pixels. To keep the file
small, results in -1...1 are stored as F16 (compare within 0.001), the others as F32.
"""

import sys

import numpy as np
import torch
from safetensors.numpy import save_file

import cropping
from learning import preprocessing
from learning.input_statistics import measured
from simulator.capture import aligned_depth
from simulator.geometry import Camera, rotation

WIDTH, HEIGHT = 120, 90  # pixels
FACE_BOXES = {  # [x, y, width, height], edge coordinates
    "enlarged": [31.3, 12.7, 46.5, 60.25],  # the crop is enlarged
    "reduced": [-12.5, -9.0, 121.0, 104.0],  # the crop is reduced and leaves the frame
}


def frame():
    """Grey u8 image and depth in millimetres with holes."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    rng = np.random.default_rng(7)
    wave = 0.5 + 0.3 * np.sin(x / 9) * np.cos(y / 7) + 0.2 * rng.random((HEIGHT, WIDTH))
    image = np.clip(np.round(255 * wave), 0, 255).astype(np.uint8)
    away = ((x - 54) / 26) ** 2 + ((y - 43) / 33) ** 2
    depth = np.where(away < 1, 0.55 - 0.06 * np.sqrt(np.maximum(1 - away, 0)), 1.3)
    depth = depth + 0.002 * rng.standard_normal((HEIGHT, WIDTH))
    depth[rng.random((HEIGHT, WIDTH)) < 0.05] = 0
    depth[30:38, 66:78] = 0
    return image, np.round(1000 * depth).astype(np.uint16)


DEPTH_CAMERA = Camera(80, 64, 78.0, 79.0, 40.5, 30.5)
IMAGE_CAMERA = Camera(120, 90, 105.0, 104.0, 58.0, 46.5, (0.08, -0.12, 0.001, -0.002, 0.03))
TURN, SHIFT = rotation(0.8, -0.5, 0.6), np.array([32.0, -2.0, 1.5], np.float32)  # mm


def depth_to_align():
    """Millimetres (u16) that DEPTH_CAMERA sees: a bulge before a slanted wall, and a hole."""
    y, x = np.mgrid[0:64, 0:80].astype(np.float64)
    away = ((x - 41) / 17) ** 2 + ((y - 32) / 22) ** 2
    depth = np.where(away < 1, 560 - 55 * np.sqrt(np.maximum(1 - away, 0)), 900 + 1.5 * x)
    depth[24:29, 46:52] = 0
    return np.round(depth).astype(np.uint16)


def _numbers(camera):
    values = [camera.fx, camera.fy, camera.cx, camera.cy, *(camera.distortion or (0,) * 5)]
    return np.array(values, np.float32)


def shared_geometry():
    """What the simulator's lens and alignment make of given points and depths."""
    rng = np.random.default_rng(5)
    points = rng.uniform([-260, -200, 450], [260, 200, 900], (60, 3)).astype(np.float32)
    depth = depth_to_align()
    aligned = aligned_depth(depth.astype(np.float32), DEPTH_CAMERA, TURN, SHIFT, IMAGE_CAMERA)
    return {
        "lens.camera": _numbers(IMAGE_CAMERA), "lens.points_mm": points,
        "lens.pixels": IMAGE_CAMERA.project(points), "align.depth_camera": _numbers(DEPTH_CAMERA),
        "align.rotation": TURN, "align.translation_mm": SHIFT, "align.depth_mm": depth,
        "align.aligned_mm": np.round(aligned).astype(np.uint16),
    }


def points_in_crop():
    """68 points spread over an oval; two of them outside the crop."""
    angle = np.arange(68) * 2.399963
    radius = np.sqrt((np.arange(68) + 0.5) / 68)
    points = np.stack([55.5 + 40 * radius * np.cos(angle), 55.5 + 46 * radius * np.sin(angle)], 1)
    points[0], points[1] = (-3.2, 50.1), (60.4, 115.7)
    return points.astype(np.float32)


def recorded():
    image, depth = frame()
    points = points_in_crop()
    batch = torch.from_numpy(points)[None]
    half = np.float16
    tensors = {
        "frame.image": image, "frame.depth_mm": depth, "points": points,
        "heatmap": preprocessing.heatmap(batch)[0].numpy().astype(half), **shared_geometry(),
    }
    for name, box in FACE_BOXES.items():
        square = cropping.crop_square(box)
        grey = cropping.crop_image(image, square) / np.float32(255)
        tensors[f"{name}.box"] = np.array(box, np.float32)
        tensors[f"{name}.crop.image"] = grey.astype(np.float32 if name == "enlarged" else half)
        tensors[f"{name}.crop.depth_mm"] = cropping.crop_depth(depth, square)
        metres = cropping.crop_depth(depth, square).astype(np.float32) / np.float32(1000)
        tensors[f"{name}.inputs"] = measured(grey, metres, box)
        if name == "enlarged":
            standard = preprocessing.standardised(torch.from_numpy(grey)[None])[0]
            tensors[f"{name}.standardized"] = standard.numpy()
            smooth = preprocessing.standardised(preprocessing.smoothed(torch.from_numpy(grey)[None]))
            tensors[f"{name}.smoothed"] = smooth[0].numpy().astype(half)
            millimetres = cropping.crop_depth(depth, square).astype(np.float32)
            metres = torch.from_numpy(millimetres / np.float32(1000))[None]
            metric = preprocessing.normalised_depth(metres, batch)[0]
            relative = preprocessing.normalised_relative_depth(metres, batch)[0]
            for scale, unknown in (("metric", False), ("relative", True)):
                picture = preprocessing.depth_picture(metres, torch.tensor([unknown]))[0]
                tensors[f"{name}.picture.{scale}"] = np.round(255 * picture.numpy()).astype(np.uint8)
            tensors[f"{name}.relief.metric"] = metric.numpy().astype(half)
            tensors[f"{name}.relief.relative"] = relative.numpy().astype(half)
    return {key: np.ascontiguousarray(value) for key, value in tensors.items()}


def main():
    save_file(recorded(), sys.argv[1], metadata={"made-by": "Weights/Training"})


if __name__ == "__main__":
    main()
