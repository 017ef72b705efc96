"""Variations of fusion crops in training, alike for living faces and attacks.

What detectors, cameras and lamps change: place and size of the crop, exposure, blur, holes and noise of
the depth, a depth of unknown scale, and depth that lies beside the image.
"""

import math

import cv2
import torch
from torch.nn import functional

from .preprocessing import depth_picture
from .variation import DEPTH, COLOUR, MIRROR, Draws, blurred, exposed

MAXIMUM_SHIFT = 8  # pixels that depth and image may disagree by
TURNED = 0.3  # of the samples are turned and scaled, by at most these degrees and standard deviation
TURN_DEGREES, SIZE_DEVIATION = 20, 0.07
PUNCTURED, CHEQUERED = 0.25, 0.1  # of the samples lose single depths, or squares of them
MOST_HOLES = 0.4  # of their depths
NOISY, MOST_NOISE = 0.3, 0.003  # of the samples get noise of up to so many metres
CUT_BACKGROUND, FILLED = 0.15, 0.08  # lose what lies behind the face, or have holes filled from behind
RELATIVE_SHARE = 0.1  # of the samples with metric depth are taken for relative
SOFT, SOFTEST = 0.35, 2.0  # of the images are blurred by standard deviations of up to so many pixels
SHARP, SHARPEST = 0.25, 1.5  # have their edges enhanced by up to so much
GRAINY, MOST_GRAIN = 0.3, 0.06  # of the images have grain of up to so much where they are white


def shifted(planes, dx, dy):
    """Moves each plane [B, H, W] by whole pixels; what comes in is a hole (0)."""
    result = torch.zeros_like(planes)
    height, width = planes.shape[1:]
    for i, (x, y) in enumerate(zip(dx.tolist(), dy.tolist())):
        result[i, max(y, 0) : height + min(y, 0), max(x, 0) : width + min(x, 0)] = planes[
            i, max(-y, 0) : height + min(-y, 0), max(-x, 0) : width + min(-x, 0)
        ]
    return result


def turned(image, depth, points, draws):
    """Turns and scales some of the samples about the crop's middle; corners that come in are 0."""
    chosen = torch.nonzero(draws.chosen(TURNED)).flatten()
    angle = ((2 * draws.uniform() - 1) * math.radians(TURN_DEGREES))[chosen]
    size = torch.exp(draws.normal() * SIZE_DEVIATION)[chosen]
    cosine, sine, none = angle.cos() * size, angle.sin() * size, torch.zeros_like(angle)
    matrix = torch.stack([cosine, -sine, none, sine, cosine, none], 1).view(-1, 2, 3)
    grid = functional.affine_grid(matrix, (len(chosen), 1, *image.shape[1:]), align_corners=False)
    for planes, mode in ((image, "bilinear"), (depth, "nearest")):
        planes[chosen] = functional.grid_sample(
            planes[chosen, None], grid, mode=mode, align_corners=False)[:, 0]
    middle = (image.shape[-1] - 1) / 2
    back = torch.inverse(matrix[:, :, :2])
    points[chosen] = torch.einsum("bij,bkj->bki", back, points[chosen] - middle) + middle


def mirrored(image, depth, points, draws):
    """Every second sample as in a mirror; changes its arguments."""
    chosen = draws.chosen(0.5)
    image[chosen], depth[chosen] = image[chosen].flip(-1), depth[chosen].flip(-1)
    flipped = points[chosen][:, MIRROR[:68]]
    flipped[..., 0] = image.shape[-1] - 1 - flipped[..., 0]
    points[chosen] = flipped


def softened(image, draws):
    """Some of the images less sharp, as by another lens, sensor or filter."""
    spread = 0.3 + (SOFTEST - 0.3) * draws.uniform()
    for i in torch.nonzero(draws.chosen(SOFT)).flatten().tolist():
        soft = cv2.GaussianBlur(image[i].numpy(), (0, 0), float(spread[i]))
        image[i] = torch.from_numpy(soft)
    return image


def sharpened(image, draws):
    """Some of the images with their edges enhanced, as cameras do."""
    amount, spread = SHARPEST * draws.uniform(), 0.6 + 1.4 * draws.uniform()
    for i in torch.nonzero(draws.chosen(SHARP)).flatten().tolist():
        plain = image[i].numpy()
        soft = cv2.GaussianBlur(plain, (0, 0), float(spread[i]))
        image[i] = torch.from_numpy((plain + float(amount[i]) * (plain - soft)).clip(0, 1))
    return image


def grained(image, draws):
    """Some of the images with grain of one pixel or two, as of other sensors and codecs."""
    amount = MOST_GRAIN * draws.uniform()
    for i in torch.nonzero(draws.chosen(GRAINY)).flatten().tolist():
        side, size = image.shape[-1], draws.whole(1, 3, 1)[0]
        grain = torch.randn(side // size, side // size, generator=draws.generator)
        grain = grain.repeat_interleave(size, 0).repeat_interleave(size, 1)
        image[i] = (image[i] + amount[i] * grain * image[i].sqrt()).clamp(0, 1)
    return image


def with_holes(depth, draws):
    """Depth with more holes, or with its holes filled or its background gone, and with noise."""
    share = MOST_HOLES * draws.uniform(1, 1) * draws.chosen(PUNCTURED)[:, None, None]
    lost = draws.uniform(*depth.shape[1:]) < share
    share = MOST_HOLES * draws.uniform(1, 1) * draws.chosen(CHEQUERED)[:, None, None]
    squares = draws.uniform(28, 28) < share
    lost |= squares.repeat_interleave(4, 1).repeat_interleave(4, 2)
    noise = MOST_NOISE * draws.uniform(1, 1) * draws.chosen(NOISY)[:, None, None]
    changed = (depth + noise * draws.normal(*depth.shape[1:])).clamp(min=0)
    depth = torch.where((depth == 0) | lost, 0.0, changed)

    centre = depth[:, 34:78, 34:78].flatten(1)
    middle = torch.where(centre > 0, centre, torch.nan).nanmedian(1).values.nan_to_num(1)
    reach = (0.1 + 0.2 * draws.uniform()) * draws.chosen(CUT_BACKGROUND)
    beyond = (depth > (middle + reach)[:, None, None]) & (reach > 0)[:, None, None]
    depth = torch.where(beyond, 0.0, depth)
    behind = (middle + 0.1 + draws.uniform())[:, None, None]
    fill = draws.chosen(FILLED)[:, None, None] & (depth == 0)
    return torch.where(fill, behind, depth)


def of_unknown_scale(depth, draws):
    """Depth with another scale and offset, every second one in 8-bit steps; holes stay holes."""
    step = 0.002 + 0.005 * draws.uniform(1, 1)  # metres per level
    coarse = torch.round(depth / step) * step
    changed = torch.where(draws.chosen(0.5)[:, None, None], coarse, depth)
    changed = changed * torch.exp(0.7 * draws.normal(1, 1)) + 0.3 * draws.uniform(1, 1)
    return torch.where(depth > 0, changed, 0.0)


def varied(image, modality, depth, points, relative, generator):
    """All of it, as new tensors: image [B, 112, 112] in 0...1, depth in metres, points [B, 68, 2].

    `modality` [B] holds numbers as `variation.modality_of` gives; the image of a sample of depth
    alone is made here. `relative` [B] says whose depth has no scale already, and is returned with
    those that have lost theirs.
    """
    draws = Draws(len(image), generator)
    image, depth, points = image.clone(), depth.clone(), points.clone()
    alone = modality == DEPTH
    turned(image, depth, points, draws)
    # The whole crop moves a little, and depth a little more against it (every second sample).
    dx, dy = (torch.tensor(draws.whole(-4, 5, len(image))) for _ in range(2))
    apart = ((draws.uniform() < 0.5) & ~alone).long()
    image = shifted(image, dx, dy)
    points = points + torch.stack([dx, dy], 1)[:, None].float()
    dx, dy = (
        d + apart * torch.tensor(draws.whole(-MAXIMUM_SHIFT, MAXIMUM_SHIFT + 1, len(image)))
        for d in (dx, dy)
    )
    depth = shifted(depth, dx, dy)
    mirrored(image, depth, points, draws)

    # Predicted points on training faces are a little too good, and seldom quite wrong.
    wrong = 1 + 4 * draws.chosen(0.1)[:, None, None]
    points = points + draws.normal(68, 2) * draws.uniform(1, 1) + 0.5 * wrong * draws.normal(1, 2)

    lost = draws.chosen(RELATIVE_SHARE) & ~relative
    depth = torch.where(lost[:, None, None], of_unknown_scale(depth, draws), depth)
    depth = torch.where(relative[:, None, None], depth, with_holes(depth, draws))
    relative = relative | lost

    image = grained(sharpened(softened(blurred(image, draws), draws), draws), draws)
    image = exposed(image, modality == COLOUR, draws)
    if alone.any():
        image[alone] = depth_picture(depth[alone], relative[alone])
    return image, depth, points, relative
