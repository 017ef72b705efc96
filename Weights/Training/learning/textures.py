"""Pictures without faces, drawn and not photographed: what a detector learns to leave alone."""

import cv2
import numpy as np


def leaves(rng, width, height):
    """Overlapping shapes of any size, as many small ones as natural pictures have (Lee, Mumford and
    Huang, "Occlusion models for natural images", 2001); uint8 [height, width].
    """
    image = np.full((height, width), rng.integers(0, 256), np.uint8)
    low, high = rng.uniform(0, 0.4), rng.uniform(0.5, 1)
    least = np.exp(rng.uniform(np.log(3), np.log(40)))
    count = int(rng.integers(20, 300))
    for _ in range(count):
        reach = min(least / rng.uniform(0.02, 1) ** 0.5, 0.4 * width)
        centre = rng.uniform(0, (width, height))
        shade = float(rng.uniform(low, high) * 255)
        _shape(image, rng, centre, reach, shade)
    return image


def _shape(image, rng, centre, reach, shade):
    kind, place = rng.integers(4), tuple(int(v) for v in centre)
    if kind == 0:
        axes = tuple(int(v) + 1 for v in reach * rng.uniform(0.4, 1, 2))
        cv2.ellipse(image, place, axes, rng.uniform(0, 180), 0, 360, shade, -1, cv2.LINE_AA)
    elif kind == 1:
        box = cv2.boxPoints((place, tuple(2 * reach * rng.uniform(0.1, 1, 2)), rng.uniform(0, 180)))
        cv2.fillPoly(image, [box.astype(np.int32)], shade, cv2.LINE_AA)
    elif kind == 2:
        angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 8)))
        points = np.stack([np.cos(angles), np.sin(angles)], 1) * reach * rng.uniform(0.4, 1) + centre
        cv2.fillPoly(image, [points.astype(np.int32)], shade, cv2.LINE_AA)
    else:
        end = centre + rng.normal(0, reach, 2)
        thickness = int(rng.integers(1, 4))
        cv2.line(image, place, tuple(int(v) for v in end), shade, thickness, cv2.LINE_AA)


def cloud(rng, width, height):
    """Noise whose power falls with frequency, as in cloth, foliage and walls; uint8."""
    steepness = rng.uniform(0.5, 2)
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None])
    frequency[0, 0] = 1
    spectrum = np.fft.rfft2(rng.standard_normal((height, width))) / frequency**steepness
    field = np.fft.irfft2(spectrum, (height, width))
    field = (field - field.mean()) / (field.std() + 1e-6)
    return np.clip(rng.uniform(40, 200) + rng.uniform(10, 60) * field, 0, 255).astype(np.uint8)


def grating(rng, width, height):
    """Stripes or a grid: blinds, shelves, tiles, radiators; uint8."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    field = np.zeros((height, width), np.float32)
    for _ in range(rng.integers(1, 3)):
        angle, period = rng.uniform(0, np.pi), np.exp(rng.uniform(np.log(3), np.log(60)))
        wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / period)
        field += np.tanh(wave * rng.uniform(0.5, 8))
    return np.clip(128 + rng.uniform(10, 90) * field, 0, 255).astype(np.uint8)


def heads_without_faces(rng, width, height):
    """Shaded ovals, smooth or spotted, some with hair and shoulders, none with a face; uint8."""
    image = (leaves, cloud)[int(rng.integers(2))](rng, width, height)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    for _ in range(rng.integers(1, 5)):
        reach = np.exp(rng.uniform(np.log(10), np.log(100)))
        cx, cy = rng.uniform(0, (width, height))
        across, down = (x - cx) / reach, (y - cy) / (reach * rng.uniform(0.9, 1.5))
        inside = np.clip((1 - np.hypot(across, down)) * reach / 2, 0, 1)
        light = rng.uniform(60, 230) * (1 + rng.uniform(-0.6, 0.6) * across
                                        + rng.uniform(-0.3, 0.3) * down
                                        - rng.uniform(0, 0.5) * (across**2 + down**2))
        dark = down < rng.uniform(-1.2, -0.2)
        light = np.where(dark, light * rng.uniform(0.2, 1), light)
        image = image * (1 - inside) + np.clip(light, 0, 255) * inside
    return image.astype(np.uint8)


def bank(seed, count, width, height):
    """So many pictures uint8 [count, height, width], of every kind alike often."""
    rng, kinds = np.random.default_rng(seed), (leaves, leaves, cloud, grating, heads_without_faces)
    return np.stack([kinds[i % len(kinds)](rng, width, height) for i in range(count)])
