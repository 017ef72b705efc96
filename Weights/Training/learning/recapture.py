"""Close-up recaptures made from crops of living people: attacks that fill the whole crop.

The simulator's prints and screens end within the larger crops. A poster or a monitor before the
camera need not, and what then betrays it is tone, glare, moire and, perhaps, one edge. Each is drawn
wide: contrast and black level of paper under room light, screens that clip and mirror the room,
beats between the pixels of screen and camera.
"""

import cv2
import numpy as np

from .color_augmentation import GREY, smooth_field


def _printed(image, rng):
    """Paper: less contrast and colour, raised black, the cast of the light, soft."""
    image = image ** np.float32(np.exp(rng.normal(0, 0.15)))
    black, white = rng.uniform(0.05, 0.3), rng.uniform(0.6, 0.95)
    grey = (image @ GREY)[..., None]
    image = grey + (image - grey) * np.float32(rng.uniform(0.4, 1.0))
    image = np.float32(black) + np.float32(white - black) * image
    image = image * np.exp(rng.normal(0, 0.12, 3)).astype(np.float32)
    light = np.exp(np.float32(rng.uniform(0.03, 0.25)) * smooth_field(rng, len(image), 2))
    return cv2.GaussianBlur(image * light[..., None], (0, 0), rng.uniform(0.5, 1.4))


def _moire(rng, side):
    """Beats between two grids: a few waves with a phase for each colour, [side, side, 3]."""
    v, u = np.mgrid[:side, :side].astype(np.float32)
    bend = smooth_field(rng, side, 3) * np.float32(rng.uniform(0, 3))
    pattern = np.zeros((side, side, 3), np.float32)
    for _ in range(rng.integers(1, 4)):
        angle, frequency = rng.uniform(0, np.pi), np.exp(rng.uniform(np.log(0.04), np.log(0.5)))
        along = 2 * np.pi * frequency * (u * np.cos(angle) + v * np.sin(angle) + bend)
        phase = rng.uniform(0, 2 * np.pi) + rng.uniform(0, 2.1) * np.arange(3)
        pattern += np.sin(along[..., None] + phase.astype(np.float32)) * np.float32(
            rng.uniform(0.3, 1))
    return pattern


def _displayed(image, rng, mirrored):
    """A display: bright, bluish, clipped, with beats, and the room mirrored in its glass."""
    image = image * np.float32(rng.uniform(0.8, 1.9))
    image = image * np.array([rng.uniform(0.8, 1.05), 1, rng.uniform(0.95, 1.25)], np.float32)
    if rng.random() < 0.7:
        image = image * (1 + np.float32(rng.uniform(0.02, 0.2)) * _moire(rng, len(image)))
    if rng.random() < 0.6:
        soft = cv2.GaussianBlur(mirrored, (0, 0), rng.uniform(0.5, 5))
        image = image + np.float32(rng.uniform(0.05, 0.35)) * soft[:, ::-1]
    return image


def _glared(image, rng):
    """Lamps in gloss: soft or hard bright spots."""
    side = len(image)
    v, u = np.mgrid[:side, :side].astype(np.float32)
    for _ in range(rng.integers(1, 4)):
        x, y = rng.uniform(0, side, 2)
        wide, tall = np.exp(rng.uniform(np.log(1.5), np.log(0.25 * side), 2))
        spot = np.exp(-((u - x) / wide) ** 2 - ((v - y) / tall) ** 2)
        hardness = rng.uniform(1, 4)
        spot = np.clip(hardness * spot * rng.uniform(0.3, 1), 0, 1)[..., None]
        image = image + spot * rng.uniform(0.4, 1) * rng.uniform(0.9, 1, 3)
    return image.astype(np.float32)


def _edged(image, rng, behind, rim):
    """The sheet or display ends within the crop: beyond it its rim, then what is behind."""
    side = len(image)
    v, u = np.mgrid[:side, :side].astype(np.float32) / side - 0.5
    outside = np.full((side, side), -1.0, np.float32)
    turn = rng.normal(0, 0.12)
    for number in rng.permutation(4)[: rng.integers(1, 4)]:
        angle = turn + number * np.pi / 2 + rng.normal(0, 0.03)
        distance = rng.uniform(0.28, 0.5)
        outside = np.maximum(outside, u * np.cos(angle) + v * np.sin(angle) - distance)
    wide = rng.uniform(0.0, 0.1)
    softness = rng.uniform(0.5, 1.5) / side
    on_rim = np.clip(outside / softness, 0, 1)[..., None]
    beyond = np.clip((outside - wide) / softness, 0, 1)[..., None]
    image = image * (1 - on_rim) + on_rim * rim.astype(np.float32)
    return image * (1 - beyond) + beyond * behind


def recaptured(image, other, rng):
    """A crop [S, S, 3], 0...1, as a print or screen of it; `other` is some other crop."""
    side = len(image)
    corners = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    moved = corners + rng.normal(0, 0.04 * side, (4, 2)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    image = cv2.warpPerspective(image, matrix, (side, side), borderMode=cv2.BORDER_REFLECT_101)
    on_paper = rng.random() < 0.5
    if on_paper:
        image, rim = _printed(image, rng), rng.uniform(0.65, 1) * rng.uniform(0.9, 1, 3)
    else:
        image, rim = _displayed(image, rng, other), rng.uniform(0, 0.12) * np.ones(3)
    if rng.random() < (0.4 if on_paper else 0.5):
        image = _glared(image, rng)
    if rng.random() < 0.6:
        image = _edged(image, rng, other, rim)
    return np.clip(image, 0, 1).astype(np.float32)
