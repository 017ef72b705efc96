"""Records what OpenCV makes of stereo pairs: opencv-stereo.txt beside this file.

Run with Python 3, numpy and opencv-python. Each line is one record:
  camera SIDE MODEL width height fx fy cx cy coefficients...
  transform r11 ... r33 tx ty tz       from the left camera to the right one
  view SIDE r11 ... r33 f cx cy        cv2.stereoRectify
  map SIDE x y u v                     cv2.initUndistortRectifyMap at some pixels
  matrix LEFT-TO-RIGHT 12 values       K2 [R|t] K1^-1
  remap x y value                      cv2.remap of the pattern below by the left map
"""
import pathlib

import cv2
import numpy as np

PAIRS = [
    ((320, 180), (191.1, 191.4, 158.9, 91.2), (0, 0, 0, 0, 0), (190.7, 190.9, 161.3, 88.8),
     (0, 0, 0, 0, 0), (0, 0, 0), (-0.05, 0, 0)),
    ((320, 240), (237.6, 237.9, 156.7, 123.1), (0.14, -0.25, 0.0024, 0.0009, 0.12),
     (235.6, 235.4, 161.7, 118.1), (0.12, -0.21, -0.0011, 0.0019, 0.08), (0.01, -0.03, 0.02),
     (-0.062, 0.0021, -0.0013)),
    ((320, 240), (285.1, 285.4, 158.2, 121.9), (-0.18, 0.032, -0.0029, 0.0041, 0),
     (283.1, 283.6, 161.2, 118.9), (-0.16, 0.022, 0.0012, -0.0008, 0), (-0.04, 0.05, -0.01),
     (-0.095, -0.004, 0.006)),
]


def pattern(width, height):
    """A smooth image, which any good interpolation reads alike: the tests make the same."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    return np.rint(128 + 60 * np.sin(x / 17) + 50 * np.cos(y / 13)).astype(np.uint8)


def numbers(values):
    return " ".join(repr(float(v)) for v in np.ravel(values))


def main():
    generator = np.random.default_rng(9)
    lines = []
    for size, left, left_lens, right, right_lens, turn, shift in PAIRS:
        rotation, _ = cv2.Rodrigues(np.array(turn, dtype=float))
        matrices = []
        for side, camera, lens in [("left", left, left_lens), ("right", right, right_lens)]:
            fx, fy, cx, cy = camera
            matrices.append(np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1]]))
            lines.append(
                f"camera {side} brown-conrady {numbers(size)} {numbers(camera)} {numbers(lens)}")
        lines.append(f"transform {numbers(rotation)} {numbers(shift)}")
        conversion = matrices[1] @ np.hstack(
            [rotation @ np.linalg.inv(matrices[0]), np.array(shift)[:, None]])
        lines.append(f"matrix {numbers(conversion)}")
        lenses = [np.array(left_lens, dtype=float), np.array(right_lens, dtype=float)]
        result = cv2.stereoRectify(
            matrices[0], lenses[0], matrices[1], lenses[1], size, rotation, np.array(shift)[:, None],
            flags=cv2.CALIB_ZERO_DISPARITY, alpha=-1)
        for index, side in enumerate(["left", "right"]):
            turned, projection = result[index], result[2 + index]
            lines.append(
                f"view {side} {numbers(turned)} {numbers(projection[0, 0])} "
                f"{numbers(projection[:2, 2])}")
            u, v = cv2.initUndistortRectifyMap(
                matrices[index], lenses[index], turned, projection[:, :3], size, cv2.CV_32FC1)
            pixels = generator.integers((0, 0), size, (40, 2))
            for x, y in pixels:
                lines.append(f"map {side} {numbers((x, y, u[y, x], v[y, x]))}")
            if side == "left":
                image = cv2.remap(pattern(*size), u, v, cv2.INTER_LINEAR)
                inside = (u > 1) & (v > 1) & (u < size[0] - 2) & (v < size[1] - 2)
                for x, y in pixels:
                    if inside[y, x]:
                        lines.append(f"remap {numbers((x, y, image[y, x]))}")
    text = "\n".join(lines) + "\n"
    pathlib.Path(__file__).with_name("opencv-stereo.txt").write_text(text)


if __name__ == "__main__":
    main()
