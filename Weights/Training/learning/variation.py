"""Variations of key-point crops in training: what detectors, cameras and covering hands change."""

import numpy as np
import torch
from torch.nn import functional

# Order of the 74 points, and of the three openings, in a mirrored face.
MIRROR = torch.tensor(
    [*range(16, -1, -1), *range(26, 16, -1), 27, 28, 29, 30, 35, 34, 33, 32, 31,
     45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40,
     54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65,
     69, 68, 73, 72, 71, 70]
)
MIRROR_OPENINGS = torch.tensor([1, 0, 2])
DARKEST, BRIGHTEST = -3.0, 2.0  # stops of exposure: an eighth to four times the light
COLOUR, DEPTH = 2, 3  # numbers of the modalities nir, nir-dots, rgb, depth
DISPLAY_GAMMA = 2.2  # of colour images; near-infrared cameras are linear


class Draws:
    """Random tensors of one batch of `count` samples."""

    def __init__(self, count, generator):
        self.count, self.generator = count, generator

    def normal(self, *shape):
        return torch.randn(self.count, *shape, generator=self.generator)

    def uniform(self, *shape):
        return torch.rand(self.count, *shape, generator=self.generator)

    def chosen(self, share):
        return self.uniform() < share

    def whole(self, low, high, count):
        """`count` integers from `low` up to, not including, `high`."""
        return torch.randint(low, high, (count,), generator=self.generator).tolist()


def moved(image, points, draws):
    """Turned, scaled and shifted as by a detector's box; `image` [B, 112, 112]."""
    angle, size = draws.normal() * 0.16, torch.exp(draws.normal() * 0.09)
    cosine, sine = angle.cos() * size, angle.sin() * size
    dx, dy = draws.normal() * 0.07, draws.normal() * 0.07
    matrix = torch.stack(
        [torch.stack([cosine, -sine, dx], 1), torch.stack([sine, cosine, dy], 1)], 1
    )
    grid = functional.affine_grid(matrix, (draws.count, 1, 112, 112), align_corners=False)
    image = functional.grid_sample(
        image[:, None], grid, align_corners=False, padding_mode="border"
    )[:, 0]
    unit = (points + 0.5) / 56 - 1
    unit = torch.einsum(
        "bij,bkj->bki", torch.inverse(matrix[:, :, :2]), unit - matrix[:, None, :, 2]
    )
    return image, (unit + 1) * 56 - 0.5


def mirrored(image, points, visible, openness, draws):
    """Every second sample as in a mirror; changes its arguments."""
    chosen = draws.chosen(0.5)
    image[chosen] = image[chosen].flip(-1)
    flipped = points[chosen][:, MIRROR]
    flipped[..., 0] = 111 - flipped[..., 0]
    points[chosen] = flipped
    visible[chosen] = visible[chosen][:, MIRROR]
    openness[chosen] = openness[chosen][:, MIRROR_OPENINGS]


def exposed(image, is_colour, draws):
    """Another exposure in linear light, another gamma, the sensor's noise, and 8 bits."""
    far = draws.chosen(0.35)
    stops = torch.where(
        far, DARKEST + (BRIGHTEST - DARKEST) * draws.uniform(), 0.5 * draws.normal()
    ).clamp(DARKEST, BRIGHTEST)
    # In linear light a gain g multiplies a displayed value by g ** (1 / gamma).
    gain = torch.exp2(torch.where(is_colour, stops / DISPLAY_GAMMA, stops))[:, None, None]
    image = image * gain + 0.05 * draws.normal(1, 1).clamp(-1.5, 1.5) * gain.clamp(max=1)
    noise = 0.02 * draws.uniform(1, 1) ** 2 * draws.normal(112, 112)
    image = (image + noise * (0.3 + image.clamp(0, 1).sqrt())).clamp(0, 1)
    image = image ** torch.exp(0.25 * draws.normal(1, 1))
    return torch.round(image * 255) / 255


def blurred(image, draws):
    """A fifth of the samples out of focus or moving."""
    for share, size in ((0.12, (3, 3)), (0.04, (1, 5)), (0.04, (5, 1))):
        chosen = draws.chosen(share)
        if chosen.any():
            edge = [size[1] // 2] * 2 + [size[0] // 2] * 2
            wider = functional.pad(image[chosen][:, None], edge, mode="replicate")
            image[chosen] = functional.avg_pool2d(wider, size, 1)[:, 0]
    return image


def covered(image, points, visible, draws):
    """A quarter of the samples behind a patch, which hides the points below it."""
    for i in torch.nonzero(draws.chosen(0.25)).flatten().tolist():
        width, height = draws.whole(8, 44, 2)
        x, y = draws.whole(0, 80, 2)
        part = image[i, y : y + height, x : x + width]
        shade, noise = torch.rand(2, generator=draws.generator).tolist()
        grain = torch.rand(part.shape, generator=draws.generator) - 0.5
        part.copy_((0.8 * shade + 0.3 * noise * grain).clamp(0, 1))
        inside = (points[i] > torch.tensor([x - 0.5, y - 0.5])).all(1)
        inside &= (points[i] < torch.tensor([x + width - 0.5, y + height - 0.5])).all(1)
        visible[i] &= ~inside


def on_crop(points):
    """Which of the points [..., 2] lie within the crop."""
    return ((points > -0.5) & (points < 111.5)).all(-1)


def varied(image, modality, points, visible, openness, generator):
    """All of it: image [B, 112, 112] in 0...1, points [B, 74, 2], visible [B, 74], openness [B, 3].

    `modality` [B] holds numbers as `modality_of` gives: colours have a display's gamma, and a picture
    of depth knows no light.
    """
    draws = Draws(len(image), generator)
    image, points = moved(image, points, draws)
    visible, openness = visible.clone(), openness.clone()
    mirrored(image, points, visible, openness, draws)
    visible &= on_crop(points)
    image = torch.where(
        (modality == DEPTH)[:, None, None], image,
        exposed(blurred(image, draws), modality == COLOUR, draws))
    covered(image, points, visible, draws)
    return image, points, visible, openness


def modality_of(in_near_infrared, in_depth, generator, shares=(0.35, 0.15, 0.35, 0.15)):
    """For each sample which of near infrared, the same with dots, RGB and depth is seen.

    The first two [B] say whose face can be seen there; where it cannot, RGB is seen.
    """
    drawn = generator.choice(4, len(in_depth), p=np.array(shares))
    hidden = ((drawn < COLOUR) & ~in_near_infrared) | ((drawn == DEPTH) & ~in_depth)
    return np.where(hidden, COLOUR, drawn)
