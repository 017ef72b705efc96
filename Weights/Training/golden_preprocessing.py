"""Records reference values of crop, normalisation and heatmap for the library's tests.

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
        "heatmap": preprocessing.heatmap(batch)[0].numpy().astype(half),
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
            millimetres = cropping.crop_depth(depth, square).astype(np.float32)
            metres = torch.from_numpy(millimetres / np.float32(1000))[None]
            metric = preprocessing.normalised_depth(metres, batch)[0]
            relative = preprocessing.normalised_relative_depth(metres, batch)[0]
            tensors[f"{name}.relief.metric"] = metric.numpy().astype(half)
            tensors[f"{name}.relief.relative"] = relative.numpy().astype(half)
    return {key: np.ascontiguousarray(value) for key, value in tensors.items()}


def main():
    save_file(recorded(), sys.argv[1], metadata={"made-by": "Weights/Training"})


if __name__ == "__main__":
    main()
