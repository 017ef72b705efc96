"""What both networks are fed, batched in PyTorch; the library computes the same numbers.

Images are grey 0...1, depths in metres with 0 = hole, points in crop pixels (pixel centres).
"""

import torch
from torch.nn import functional

from cropping import SIZE

CENTRE_LOW, CENTRE_HIGH = 22, 90  # the central 60 % of the crop: rows and columns 22..<90
RANGE = 0.1  # metres of depth that map to -1...1
RELATIVE_SPREAD = 0.05  # metres that the key points of relative depth are scaled to span
SIGMA = 1.8  # pixels, of a key point's peak in the heatmap
SMOOTHING = (1, 4, 6, 4, 1)  # what the pixels of a row, and of a column, count for
FEWEST_POINTS = 10  # valid depths at key points, below which the crop's centre is used


def smoothed(image):
    """The image [B, H, W] without its finest detail; what lies outside repeats the border.

    Detail of skin, paper and sensors that is finer than this differs most from one camera to the
    next, and from one simulator to the next.
    """
    reach, (height, width) = len(SMOOTHING) // 2, image.shape[-2:]
    shares = [weight / sum(SMOOTHING) for weight in SMOOTHING]
    wider = functional.pad(image[:, None], (reach,) * 4, mode="replicate")[:, 0]
    # Sums of whole planes take a fifth of the time of a convolution with one channel.
    rows = sum(share * wider[..., k : k + width] for k, share in enumerate(shares))
    return sum(share * rows[:, k : k + height] for k, share in enumerate(shares))


def standardised(image):
    """(v - mean) / (deviation + 0.02), clipped to -4...4; statistics of the crop's centre."""
    centre = image[..., CENTRE_LOW:CENTRE_HIGH, CENTRE_LOW:CENTRE_HIGH]
    mean = centre.mean((-2, -1), keepdim=True)
    deviation = centre.std((-2, -1), correction=0, keepdim=True)
    return ((image - mean) / (deviation + 0.02)).clamp(-4, 4)


def heatmap(points):
    """One plane [B, H, W] with a peak of 1 at each of the points [B, K, 2]."""
    grid = torch.arange(SIZE, dtype=points.dtype)
    across = torch.exp(-((grid - points[..., 0:1]) ** 2) / (2 * SIGMA**2))
    down = torch.exp(-((grid - points[..., 1:2]) ** 2) / (2 * SIGMA**2))
    result = torch.zeros(len(points), SIZE, SIZE, dtype=points.dtype)
    for k in range(points.shape[1]):
        result = torch.maximum(result, down[:, k, :, None] * across[:, k, None, :])
    return result


def _at_points(depth, points):
    """Depths [B, K] at the crop pixels nearest to the points."""
    pixel = torch.floor(points + 0.5).long().clamp(0, SIZE - 1)
    batch = torch.arange(len(depth))[:, None]
    return depth[batch, pixel[..., 1], pixel[..., 0]]


def _sorted_valid(values):
    """Values [B, N] in ascending order with the holes (0) last, and how many are valid [B]."""
    valid = values > 0
    ordered = torch.where(valid, values, torch.inf).sort(1).values
    return ordered, valid.sum(1)


def _references(depth, points=None):
    """The valid depths that a crop is measured by, ascending [B, N] (holes last), and how many.

    Those at the key points, or those of the crop's centre where fewer than ten points have one, or
    there are no points.
    """
    if points is None:
        return _sorted_valid(depth[:, CENTRE_LOW:CENTRE_HIGH, CENTRE_LOW:CENTRE_HIGH].flatten(1))
    ordered, count = _sorted_valid(_at_points(depth, points))
    few = count < FEWEST_POINTS
    if few.any():
        centre = depth[few, CENTRE_LOW:CENTRE_HIGH, CENTRE_LOW:CENTRE_HIGH].flatten(1)
        instead, count[few] = _sorted_valid(centre)
        ordered = functional.pad(ordered, (0, instead.shape[1] - ordered.shape[1]), value=torch.inf)
        ordered[few] = instead
    return ordered, count


def _pick(ordered, index):
    """Element `index` [B] of every row; 1 where the row has no valid depth at all."""
    value = ordered.gather(1, index.long().clamp(min=0)[:, None])[:, 0]
    return torch.where(torch.isfinite(value), value, 1.0)[:, None, None]


def normalised_depth(depth, points=None):
    """(reference - depth) / 0.1 m clipped to -1...1, the reference a lower median; a hole is -1.

    Without any reference the whole crop is -1.
    """
    ordered, count = _references(depth, points)
    reference = _pick(ordered, (count - 1) // 2)
    value = ((reference - depth) / RANGE).clamp(-1, 1)
    return torch.where((depth > 0) & (count > 0)[:, None, None], value, -1.0)


def normalised_relative_depth(depth, points=None):
    """Depth of unknown scale and offset: first scaled so that its references span 0.05 m.

    The span is from the 10th to the 90th percentile; without any, every valid pixel is 0.
    """
    ordered, count = _references(depth, points)
    last = (count - 1).clamp(min=0).to(depth.dtype)
    high = _pick(ordered, torch.floor(0.9 * last + 0.5))
    low = _pick(ordered, torch.floor(0.1 * last + 0.5))
    reference = _pick(ordered, (count - 1) // 2)
    spread = high - low
    gain = torch.where(spread > 0, RELATIVE_SPREAD / RANGE / spread.clamp(min=1e-12), 0.0)
    value = ((reference - depth) * gain).clamp(-1, 1)
    return torch.where((depth > 0) & (count > 0)[:, None, None], value, -1.0)


def depth_picture(depth, relative):
    """Depth [B, H, W] as a grey picture 0...1, for captures without any image: near is bright.

    Measured by the crop's centre; holes are black. `relative` [B] says whose scale is unknown.
    """
    plane = normalised_depth(depth)
    if relative.any():
        plane[relative] = normalised_relative_depth(depth[relative])
    return (plane + 1) / 2
