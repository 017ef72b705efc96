"""Records what OpenCV makes of Brown-Conrady cameras: opencv-projection.txt beside this file.

Run with Python 3, numpy and opencv-python. Each line is one record:
  camera width height fx fy cx cy k1 k2 p1 p2 k3
  project x y z u v          point in metres, pixel          (cv2.projectPoints)
  ray u v x y                pixel, point at distance 1      (cv2.undistortPoints)
"""
import pathlib

import cv2
import numpy as np

CAMERAS = [
    (640, 480, 610.0, 611.5, 319.5, 239.5, (0, 0, 0, 0, 0)),
    (640, 480, 475.2, 475.9, 313.7, 246.1, (0.1404, -0.2573, 0.0024, 0.0009, 0.1281)),
    (640, 576, 504.4, 504.2, 321.9, 331.2, (-0.2736, 0.0941, 0.00031, -0.00054, -0.0147)),
    (1280, 720, 921.3, 918.8, 641.2, 355.8, (0.0893, -0.2107, -0.0008, 0.0013, 0.0)),
    (320, 240, 285.1, 285.1, 158.2, 121.9, (-0.1812, 0.0322, -0.0029, 0.0041, 0.0)),
]


def main():
    generator = np.random.default_rng(7)
    lines = []
    for width, height, fx, fy, cx, cy, distortion in CAMERAS:
        matrix = np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1]])
        coefficients = np.array(distortion, dtype=float)
        lines.append(("camera", width, height, fx, fy, cx, cy, *distortion))
        z = generator.uniform(0.2, 3.0, 60)
        x = generator.uniform(-0.55, 0.55, 60) * width / fx * z
        y = generator.uniform(-0.55, 0.55, 60) * height / fy * z
        points = np.stack([x, y, z], axis=1)
        pixels, _ = cv2.projectPoints(points, np.zeros(3), np.zeros(3), matrix, coefficients)
        for point, pixel in zip(points, pixels.reshape(-1, 2)):
            lines.append(("project", *point, *pixel))
        pixels = generator.uniform((0, 0), (width - 1, height - 1), (40, 2)).reshape(-1, 1, 2)
        criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 500, 1e-14)
        rays = cv2.undistortPoints(pixels, matrix, coefficients, criteria=criteria)
        for pixel, ray in zip(pixels.reshape(-1, 2), rays.reshape(-1, 2)):
            lines.append(("ray", *pixel, *ray))
    records = [" ".join([name, *(repr(float(v)) for v in values)]) for name, *values in lines]
    text = "\n".join(records) + "\n"
    pathlib.Path(__file__).with_name("opencv-projection.txt").write_text(text)


if __name__ == "__main__":
    main()
