"""Records what OpenCV makes of lens models: opencv-projection.txt beside this file.

Run with Python 3, numpy and opencv-python. Each line is one record:
  camera MODEL width height fx fy cx cy coefficients...
  project x y z u v          point in metres, pixel
  ray u v x y                pixel, point at distance 1
Both are cv2.projectPoints; in the inverse model, which OpenCV lacks, it leads from the bent point to
the ideal one.
"""
import pathlib

import cv2
import numpy as np

CAMERAS = [
    ("brown-conrady", 640, 480, 610.0, 611.5, 319.5, 239.5, (0, 0, 0, 0, 0)),
    ("brown-conrady", 640, 480, 475.2, 475.9, 313.7, 246.1,
     (0.1404, -0.2573, 0.0024, 0.0009, 0.1281)),
    ("brown-conrady", 640, 576, 504.4, 504.2, 321.9, 331.2,
     (-0.2736, 0.0941, 0.00031, -0.00054, -0.0147)),
    ("brown-conrady", 1280, 720, 921.3, 918.8, 641.2, 355.8, (0.0893, -0.2107, -0.0008, 0.0013, 0)),
    ("brown-conrady", 320, 240, 285.1, 285.1, 158.2, 121.9, (-0.1812, 0.0322, -0.0029, 0.0041, 0)),
    ("inverse-brown-conrady", 640, 480, 474.1, 474.1, 311.2, 245.6,
     (0.1442, 0.0597, 0.0041, 0.0029, 0.0313)),
    ("inverse-brown-conrady", 1280, 720, 921.3, 918.8, 641.2, 355.8,
     (-0.0557, 0.0651, -0.0005, 0.0007, -0.0211)),
    ("rational", 640, 576, 504.8, 504.9, 319.7, 338.8,
     (5.2385, 3.4888, 0.00003, -0.00002, 0.1826, 5.5796, 5.2155, 0.9632)),
    ("rational", 1024, 1024, 504.8, 504.9, 511.7, 522.8,
     (0.7741, 0.0526, 0.00011, 0.00009, 0.0002, 1.1067, 0.1697, 0.0004)),
    ("rational", 1280, 720, 607.5, 607.3, 639.4, 366.1,
     (0.448, -2.511, 0.00065, -0.00026, 1.472, 0.327, -2.336, 1.401)),
]


def lead(start, coefficients):
    """Where OpenCV's polynomial leads from points at distance 1."""
    points = np.concatenate([start, np.ones((len(start), 1))], axis=1)
    ends, _ = cv2.projectPoints(points, np.zeros(3), np.zeros(3), np.eye(3), coefficients)
    return ends.reshape(-1, 2)


def folds(radius, coefficients):
    """Whether the polynomial leads back towards the axis somewhere up to a radius."""
    radii = np.linspace(0, radius, 2000)
    radial = coefficients.copy()
    radial[2:4] = 0
    ends = lead(np.stack([radii, 0 * radii], axis=1), radial)
    return (np.diff(ends[:, 0]) <= 0).any()


def main():
    generator = np.random.default_rng(7)
    lines = []
    for model, width, height, fx, fy, cx, cy, distortion in CAMERAS:
        coefficients = np.array(distortion, dtype=float)
        focal, center = np.array([fx, fy]), np.array([cx, cy])
        lines.append(("camera", model, width, height, fx, fy, cx, cy, *coefficients))
        start = generator.uniform((-0.03, -0.03), (1.03, 1.03), (100, 2)) * (width, height)
        start = (start - center) / focal
        assert not folds(np.linalg.norm(start, axis=1).max(), coefficients), distortion
        end = lead(start, coefficients)
        ideal, bent = (end, start) if model.startswith("inverse") else (start, end)
        pixels = bent * focal + center
        for ray, pixel in zip(ideal[:60], pixels):
            z = generator.uniform(0.2, 3.0)
            lines.append(("project", *(ray * z), z, *pixel))
        for ray, pixel in zip(ideal[60:], pixels[60:]):
            lines.append(("ray", *pixel, *ray))
    text = ""
    for name, *values in lines:
        words = [v if isinstance(v, str) else repr(float(v)) for v in values]
        text += " ".join([name, *words]) + "\n"
    pathlib.Path(__file__).with_name("opencv-projection.txt").write_text(text)


if __name__ == "__main__":
    main()
