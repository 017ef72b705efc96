#!/usr/bin/env python3
"""Records how Weights/Training measures three shapes, in geometry.safetensors beside this file.

A face, a sheet and a bent sheet, each 112 x 112 pixels with noise, holes and a finger before it.
Needs what Weights/Training needs, and safetensors; the tests need none of it.
"""

import pathlib
import sys
from types import SimpleNamespace

import numpy as np
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[3] / "Weights" / "Training"))

import geometric_gate  # noqa: E402

CAMERA = SimpleNamespace(fx=380.0, fy=384.0, cx=55.0, cy=57.0)
AWAY = 0.6  # metres


def outline():
    """17 points from ear to ear along the chin, mm right and up."""
    angle = np.linspace(0, np.pi, 17)
    return np.stack([-70 * np.cos(angle), 37 - 113 * np.sin(angle)], 1)


def main():
    rng = np.random.default_rng(17)
    marks = np.concatenate([outline(), geometric_gate.MEAN_FACE[:, :2]])
    points = marks / 1000 / AWAY * [CAMERA.fx, -CAMERA.fy] + [CAMERA.cx, CAMERA.cy]
    points = (points + rng.normal(0, 0.4, points.shape)).astype(np.float32)
    row, column = np.mgrid[:112, :112]
    x, y = (column - CAMERA.cx) / CAMERA.fx * AWAY, (row - CAMERA.cy) / CAMERA.fy * AWAY
    nose = np.exp(-((x / 0.012) ** 2 + ((y - 0.005) / 0.025) ** 2))
    shapes = {"face": 5 * x**2 + 2 * y**2 - 0.02 * nose, "sheet": 0.3 * x - 0.1 * y,
              "bent": 4 * (0.9 * x + 0.43 * y) ** 2}
    tensors = {"points": points, "camera": np.array(list(vars(CAMERA).values()), np.float32)}
    for name, height in shapes.items():
        depth = AWAY + height + rng.normal(0, 0.001, height.shape)
        depth[80:112, 20:45] = AWAY - 0.06
        depth[rng.random(depth.shape) < 0.05] = 0
        depth = depth.astype(np.float32)
        tensors[f"{name}.depth"] = depth
        square = (0.0, 0.0, 112.0)
        measures = geometric_gate.measured(depth[None], points[None], [square], [CAMERA])[0]
        tensors[f"{name}.measures"] = measures.astype(np.float32)
        print(name, dict(zip(geometric_gate.MEASURES, measures)))
    save_file(tensors, HERE.with_name("geometry.safetensors"))


if __name__ == "__main__":
    main()
