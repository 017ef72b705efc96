"""The square crop that both networks see; the library applies the same rule to real frames.

Edge coordinates: pixel i covers [i, i + 1). A face box [x, y, width, height] is in edge
coordinates. Pixel-centre coordinates: pixel i is at i. Crops are SIZE x SIZE.
"""

import math

import cv2
import numpy as np

SIZE = 112
SCALE = 1.1  # crop side in units of the face box's longer side


def face_box(points):
    """The box [x, y, width, height] of 68 points [68, 2] (pixel centres): forehead to chin.

    The bounding box of the points, its top moved up by a quarter of its height.
    """
    left, top = points.min(0) + 0.5
    right, bottom = points.max(0) + 0.5
    rise = 0.25 * (bottom - top)
    return np.array([left, top - rise, right - left, bottom - top + rise])


def crop_square(box, scale=SCALE):
    """Left and top edge, and side, of the crop that belongs to a face box."""
    x, y, width, height = box
    side = scale * max(width, height)
    return x + width / 2 - side / 2, y + height / 2 - side / 2, side


def silent_rectangle(box, scale, width, height):
    """The pixels of `scale` times a face box, inside a frame: x, y, width, height, whole numbers.

    The scale shrinks until they are no more than the frame, and they are shifted inside; the last
    row and column belong to them (the rule of the silent models: shape box, border shift).
    """
    x, y, box_width, box_height = (float(v) for v in box)
    scale = min((height - 1) / box_height, (width - 1) / box_width, scale)

    def extent(start, side, limit):
        centre = side / 2 + start
        first, last = centre - side * scale / 2, centre + side * scale / 2
        if first < 0:
            first, last = 0, last - first
        if last > limit - 1:
            first, last = first - last + limit - 1, limit - 1
        return int(first), max(int(last), int(first)) + 1 - int(first)

    (left, across), (top, down) = extent(x, box_width, width), extent(y, box_height, height)
    return left, top, across, down


def resized(patch, size):
    """A patch [H, W, 3] in 8 bits as a square: means of areas, or Lanczos where a side grows."""
    shrinks = min(patch.shape[:2]) >= size
    return cv2.resize(patch, (size, size),
                      interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4)


def to_crop(points, square):
    """Frame pixels [..., 2] as crop pixels (both pixel centres)."""
    left, top, side = square
    return (np.asarray(points) + 0.5 - np.array([left, top])) * (SIZE / side) - 0.5


def to_frame(points, square):
    """Crop pixels [..., 2] as frame pixels (both pixel centres)."""
    left, top, side = square
    return (np.asarray(points) + 0.5) * (side / SIZE) + np.array([left, top]) - 0.5


def crop_image(image, square, size=SIZE):
    """Crop [size, size] of a frame [H, W] or [H, W, 3]: float32 in the frame's own values.

    Every crop pixel averages k x k bilinear samples, k = max(1, ceil(side / size)); coordinates
    are clamped to the frame.
    """
    left, top, side = square
    return crop_rectangle(image, (left, top, side, side), size)


def crop_rectangle(image, rectangle, size):
    """The same for the edges left and top and two sides, each with a k of its own."""
    left, top, width, height = rectangle
    (columns, across), (rows, down) = (
        _places(start, side, size, limit)
        for start, side, limit in ((left, width, image.shape[1]), (top, height, image.shape[0])))
    full = _mix(_mix(image.astype(np.float64), columns, axis=1), rows, axis=0)
    return full.reshape(size, down, size, across, *image.shape[2:]).mean((1, 3)).astype(np.float32)


def _places(start, side, size, limit):
    k = max(1, math.ceil(side / size))
    fine = (np.arange(size * k) + 0.5) / k * (side / size)
    return _linear(start + fine - 0.5, limit), k


def _linear(position, count):
    position = np.clip(position, 0, count - 1)
    low = np.minimum(position.astype(int), count - 1)
    return low, np.minimum(low + 1, count - 1), position - low


def _mix(image, samples, axis):
    low, high, share = samples
    share = share.reshape([-1 if a == axis else 1 for a in range(image.ndim)])
    return image.take(low, axis) * (1 - share) + image.take(high, axis) * share


def crop_depth(depth, square, hole=0):
    """Crop [112, 112] of a depth frame [H, W]: the nearest pixel; outside the frame is a hole."""
    left, top, side = square
    steps = (np.arange(SIZE) + 0.5) * (side / SIZE)
    column = np.floor(left + steps).astype(int)
    row = np.floor(top + steps).astype(int)
    inside_x = (column >= 0) & (column < depth.shape[1])
    inside_y = (row >= 0) & (row < depth.shape[0])
    picked = depth[np.clip(row, 0, depth.shape[0] - 1)][:, np.clip(column, 0, depth.shape[1] - 1)]
    return np.where(inside_y[:, None] & inside_x[None, :], picked, hole).astype(depth.dtype)
