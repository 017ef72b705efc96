"""Variations of colour crops that know nothing of the class; one crop [S, S, 3], 0...1, at a time.

What a camera, its lens and its maker's software decide, wider than the simulator draws it: where the
crop lies, exposure, tone curve, colour, haze, sharpness, smoothing, noise, compression. And, so that
a network does not lean on how simulated surfaces look, fine texture, random filters (Lee et al.,
"Network Randomization", 2020) and erased rectangles.
"""

import cv2
import numpy as np

GREY = np.array([0.299, 0.587, 0.114], np.float32)


def moved(image, rng, coverage=None):
    """Mirrored, shifted, turned and scaled a little; what comes in mirrors what is there.

    `coverage` [S, S], which part of each pixel is masked, moves with it.
    """
    side = len(image)
    scale = np.exp(rng.uniform(-0.14, 0.1))
    matrix = cv2.getRotationMatrix2D(((side - 1) / 2,) * 2, rng.normal(0, 4), scale)
    matrix[:, 2] += rng.normal(0, 0.025 * side, 2)
    if rng.random() < 0.5:
        matrix[:, 0], matrix[:, 2] = -matrix[:, 0], matrix[:, 2] + matrix[:, 0] * (side - 1)
    flags = {"flags": cv2.INTER_LINEAR}
    image = cv2.warpAffine(image, matrix, (side, side), borderMode=cv2.BORDER_REFLECT_101, **flags)
    if coverage is None:
        return image
    return image, cv2.warpAffine(coverage, matrix, (side, side), **flags)


def _toned(image, rng):
    """Exposure, white balance, gamma, contrast and black level."""
    gain = np.exp(rng.normal(0, 0.3)) * np.exp(rng.normal(0, 0.1, 3))
    image = np.clip(image * gain.astype(np.float32), 0, 1) ** np.float32(np.exp(rng.normal(0, 0.25)))
    middle = np.float32(rng.uniform(0.35, 0.6))
    return (image - middle) * np.float32(np.exp(rng.normal(0, 0.2))) + middle \
        + np.float32(rng.normal(0, 0.04))


def _colored(image, rng):
    """Saturation, and a mixture of the channels as colour profiles make it."""
    grey = image @ GREY
    image = grey[..., None] + (image - grey[..., None]) * np.float32(rng.uniform(0.3, 1.6))
    mixture = np.eye(3) + rng.normal(0, 0.06, (3, 3))
    return image @ mixture.astype(np.float32)


def smooth_field(rng, side, cells):
    """A field [side, side] of mean 0 that varies over 1 / cells of the crop."""
    coarse = rng.normal(0, 1, (cells, cells)).astype(np.float32)
    return cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)


def _lit(image, rng):
    """Light that falls unevenly, or haze and flare from beside the lens."""
    field = smooth_field(rng, len(image), int(rng.integers(2, 5)))[..., None]
    if rng.random() < 0.5:
        return image * np.exp(np.float32(rng.uniform(0.05, 0.35)) * field)
    share = np.clip(np.float32(rng.uniform(0.05, 0.35)) * (1 + 0.5 * field), 0, 0.6)
    return image * (1 - share) + share * rng.uniform(0.5, 1, 3).astype(np.float32)


def _textured(image, rng):
    """Fine texture of any kind on everything."""
    side = len(image)
    field = sum(smooth_field(rng, side, cells) * weight for cells, weight in
                zip((10, 20, 40, 80), rng.uniform(0, 1, 4)))
    return image * (1 + np.float32(rng.uniform(0.01, 0.08)) * field[..., None])


def _filtered(image, rng):
    """A random 3 x 3 filter over all channels, mixed with the crop, at its mean and spread."""
    kernels = rng.normal(0, 1, (3, 3, 3, 3)).astype(np.float32)
    made = sum(
        np.stack([cv2.filter2D(image[..., c], -1, kernels[d, c]) for d in range(3)], 2)
        for c in range(3))
    made = (made - made.mean((0, 1))) / (made.std((0, 1)) + 1e-3)
    made = made * image.std((0, 1)) + image.mean((0, 1))
    share = np.float32(rng.uniform(0.1, 0.7))
    return image * (1 - share) + share * made


def _blurred(image, rng):
    return cv2.GaussianBlur(image, (0, 0), np.exp(rng.uniform(np.log(0.3), np.log(1.8))))


def _sharpened(image, rng):
    soft = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.6, 1.5))
    return image + np.float32(rng.uniform(0.3, 1.6)) * (image - soft)


def _smoothed(image, rng):
    """What portrait modes do to skin."""
    return cv2.bilateralFilter(image, 5, rng.uniform(0.03, 0.15), rng.uniform(1, 3))


def _shrunk(image, rng):
    """From a picture with fewer pixels."""
    side = len(image)
    small = int(side * rng.uniform(0.4, 0.95))
    how = cv2.INTER_AREA if rng.random() < 0.7 else cv2.INTER_LINEAR
    image = cv2.resize(image, (small, small), interpolation=how)
    how = (cv2.INTER_LINEAR, cv2.INTER_CUBIC)[int(rng.integers(2))]
    return cv2.resize(image, (side, side), interpolation=how)


def _noisy(image, rng):
    spread = np.exp(rng.uniform(np.log(0.004), np.log(0.05)))
    shape = image.shape if rng.random() < 0.6 else (*image.shape[:2], 1)
    grain = rng.standard_normal(shape, np.float32)
    if rng.random() < 0.5:
        grain = cv2.GaussianBlur(grain, (0, 0), 0.7).reshape(shape) * np.float32(2)
    return image + np.float32(spread) * grain


def compressed(image, rng):
    """JPEG of any quality; gives 0...1."""
    levels = np.round(np.clip(image, 0, 1) * 255).astype(np.uint8)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 96))]
    _, code = cv2.imencode(".jpg", np.ascontiguousarray(levels[..., ::-1]), quality)
    return cv2.imdecode(code, cv2.IMREAD_COLOR)[..., ::-1].astype(np.float32) / 255


def cluttered(image, other, rng):
    """Lines, bands and spots around the middle, as patterned cloth, shelves and lamps have them, and
    perhaps a piece of another crop: a straight edge alone is no print."""
    side = len(image)
    drawn = image.copy()
    for _ in range(rng.integers(1, 7)):
        colour = tuple(float(v) for v in rng.uniform(0, 1) * rng.uniform(0.6, 1.2, 3))
        kind, thickness = rng.integers(4), int(rng.integers(1, 4))
        points = rng.uniform(-0.1, 1.1, (int(rng.integers(2, 5)), 2)) * side
        if kind < 2:
            cv2.polylines(drawn, [points.astype(np.int32)], False, colour, thickness, cv2.LINE_AA)
        elif kind == 2:
            for offset in np.arange(rng.integers(2, 7)) * rng.uniform(3, 10):
                band = (points[:2] + offset).astype(np.int32)
                cv2.polylines(drawn, [band], False, colour, thickness, cv2.LINE_AA)
        else:
            centre = tuple(int(v) for v in points[0])
            cv2.circle(drawn, centre, int(rng.integers(1, 7)), colour, -1, cv2.LINE_AA)
    if rng.random() < 0.4:
        width, height = (rng.uniform(0.12, 0.45, 2) * side).astype(int)
        x, y = int(rng.integers(0, side - width)), int(rng.integers(0, side - height))
        drawn[y : y + height, x : x + width] = other[y : y + height, x : x + width]
    v, u = np.mgrid[:side, :side].astype(np.float32) / side - 0.5
    reach = rng.uniform(0.2, 0.3)
    around = np.clip(20 * (np.hypot(u, 0.85 * v) - reach), 0, 1)[..., None]
    share = np.float32(rng.uniform(0.4, 1)) * around
    return image * (1 - share) + share * drawn


def _erased(image, rng):
    """Up to three rectangles of one colour or of noise."""
    image, side = image.copy(), len(image)
    for _ in range(rng.integers(1, 4)):
        width, height = (rng.uniform(0.06, 0.35, 2) * side).astype(int) + 1
        x, y = int(rng.integers(0, side - width)), int(rng.integers(0, side - height))
        filling = rng.uniform(0, 1, 3) if rng.random() < 0.5 else rng.uniform(
            0, 1, (height, width, 3))
        image[y : y + height, x : x + width] = filling
    return image


MILD = 0.4  # of the crops change less: each step is as rare again as RARER says
RARER = 0.3
# What may happen to a crop, in this order, and how often.
_STEPS = (
    (_textured, 0.25), (_filtered, 0.15), (_lit, 0.3), (_shrunk, 0.2), (_blurred, 0.3),
    (_smoothed, 0.12), (_toned, 0.9), (_colored, 0.7), (_sharpened, 0.25), (_noisy, 0.4),
    (_erased, 0.2),
)


def varied(image, rng):
    """A crop as another camera might have given it, 0...1."""
    often = RARER if rng.random() < MILD else 1
    for step, share in _STEPS:
        if rng.random() < often * share:
            image = step(image.astype(np.float32), rng)
    if rng.random() < often * 0.4:
        image = compressed(image, rng)
    return np.clip(image, 0, 1).astype(np.float32)
