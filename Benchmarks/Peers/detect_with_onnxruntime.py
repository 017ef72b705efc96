"""What `liveness detect` does with one aligned capture, with OpenCV, NumPy and ONNX Runtime.

Usage: detect_with_onnxruntime.py CAPTURE FOLDER OFFSET RIGHT DOWN, the folder being that of export.py. The offset is
the card's for the light of the capture; the depth map is moved by so many pixels, which the library finds out for
itself. Prints the probability of a living face. cold_start.py times it.
"""

import json
import sys

import cv2
import numpy as np
import onnxruntime

SIZE, SCALE, SIGMA, RANGE = 112, 1.1, 1.8, 0.1
CENTRE = slice(22, 90)
SMOOTHING = np.float32([1, 4, 6, 4, 1]) / 16
STRIDE, MARGIN = 4, 2  # pixels between cells of the key points' maps, and cells beyond the crop


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def taps(start, side, count):
    position = np.clip(start + (np.arange(SIZE) + 0.5) * (side / SIZE) - 0.5, 0, count - 1)
    low = position.astype(int)
    return low, np.minimum(low + 1, count - 1), (position - low).astype(np.float32)


def grey_crop(image, left, top, side):
    x0, x1, across = taps(left, side, image.shape[1])
    y0, y1, down = taps(top, side, image.shape[0])
    rows = image[y0] * (1 - down[:, None]) + image[y1] * down[:, None]
    return (rows[:, x0] * (1 - across) + rows[:, x1] * across).astype(np.float32) / 255


def depth_crop(depth, left, top, side):
    steps = (np.arange(SIZE) + 0.5) * (side / SIZE)
    rows, columns = np.floor(top + steps).astype(int), np.floor(left + steps).astype(int)
    return depth[np.clip(rows, 0, depth.shape[0] - 1)[:, None],
                 np.clip(columns, 0, depth.shape[1] - 1)]


def standardised(grey):
    centre = grey[CENTRE, CENTRE]
    return np.clip((grey - centre.mean()) / (centre.std() + 0.02), -4, 4)[None, None]


def mean_places(maps):
    """The points [68, 2] that maps [K, H, W] of logits mean."""
    chances = np.exp(maps[:68] - maps[:68].max((1, 2), keepdims=True))
    chances /= chances.sum((1, 2), keepdims=True)
    axis = (np.arange(maps.shape[1], dtype=np.float32) - MARGIN + 0.5) * STRIDE - 0.5
    return np.stack([chances.sum(1) @ axis, chances.sum(2) @ axis], 1)


def heatmap(points):
    grid = np.arange(SIZE, dtype=np.float32)
    across = np.exp(-((grid - points[:, :1]) ** 2) / (2 * SIGMA**2))
    down = np.exp(-((grid - points[:, 1:]) ** 2) / (2 * SIGMA**2))
    return (down[:, :, None] * across[:, None, :]).max(0)


def relief(depth, points):
    pixel = np.clip(np.floor(points + 0.5).astype(int), 0, SIZE - 1)
    values = depth[pixel[:, 1], pixel[:, 0]]
    values = np.sort(values[values > 0])
    reference = values[(len(values) - 1) // 2]
    return np.where(depth > 0, np.clip((reference - depth) / RANGE, -1, 1), -1)


def main():
    capture, folder, offset, right, down = sys.argv[1:]
    with open(f"{capture}/capture.json") as file:
        description = json.load(file)
    metres = description["depth"]["metres_per_unit"]
    depth = cv2.imread(f"{capture}/{description['depth']['file']}", cv2.IMREAD_UNCHANGED)
    image = cv2.imread(f"{capture}/{description['images'][0]['file']}", cv2.IMREAD_GRAYSCALE)
    x, y, width, height = description["face_box"]
    side = SCALE * max(width, height)
    square = x + width / 2 - side / 2, y + height / 2 - side / 2, side

    grey = grey_crop(image, *square)
    key_points = session(f"{folder}/embedded-key-points.onnx")
    points = mean_places(key_points.run(None, {"image": standardised(grey)})[0][0])
    smooth = cv2.sepFilter2D(grey, -1, SMOOTHING, SMOOTHING, borderType=cv2.BORDER_REPLICATE)
    planes = heatmap(points)[None, None]
    moved = depth_crop(depth, square[0] - int(right), square[1] - int(down), side)
    distances = relief(moved * np.float32(metres), points)[None, None]
    fusion = session(f"{folder}/fusion-default.batch1.onnx")
    logits = fusion.run(["logits"], {
        "depth": np.concatenate([distances, planes], 1).astype(np.float32),
        "image": np.concatenate([standardised(smooth), planes], 1).astype(np.float32)})[0][0]
    print(1 / (1 + np.exp(logits[0] - logits[1] - float(offset))))


if __name__ == "__main__":
    main()
