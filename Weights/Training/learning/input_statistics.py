"""What the inputs of training looked like: the quantities that the library measures of a capture.

All are taken of the crop's centre, the same that `preprocessing.standardised` uses, except for the
size of the face box. A quantity that a capture does not have is not-a-number.
"""

import numpy as np

from .preprocessing import CENTRE_HIGH, CENTRE_LOW

QUANTITIES = (
    "face_pixels",  # the larger side of the face box, in pixels of the image
    "face_distance_metres",  # the median of the valid depths
    "depth_coverage",  # the share of pixels with a valid depth
    "depth_relief_metres",  # from the tenth to the ninetieth percentile of the valid depths
    "image_brightness",  # the mean of grey 0...1
    "image_contrast",  # the population standard deviation of grey 0...1
)
OF_AN_IMAGE = ("face_pixels", "image_brightness", "image_contrast")
QUANTILES = (0.005, 0.025, 0.25, 0.5, 0.75, 0.975, 0.995)


def measured(image, depth, box):
    """The quantities of one capture, in the order of QUANTITIES.

    `image` is the grey crop 0...1, `depth` the depth crop in metres with 0 = hole, `box` the face
    box [x, y, width, height] in pixels of the image.
    """
    centre = slice(CENTRE_LOW, CENTRE_HIGH), slice(CENTRE_LOW, CENTRE_HIGH)
    grey = image[centre].astype(np.float64)
    depths = depth[centre].astype(np.float64)
    valid = np.sort(depths[depths > 0])
    return np.array([
        max(box[2], box[3]), _percentile(valid, 0.5), len(valid) / depths.size,
        _percentile(valid, 0.9) - _percentile(valid, 0.1), grey.mean(), grey.std(),
    ])


def _percentile(ordered, share):
    """The element nearest to a share of the way through sorted values."""
    if len(ordered) == 0:
        return np.nan
    return ordered[int(np.floor(share * (len(ordered) - 1) + 0.5))]


def card_entry(rows, names=QUANTITIES):
    """The member `input_statistics` of a card, from the rows that `measured` gave."""
    quantities = {}
    for name in names:
        values = rows[:, QUANTITIES.index(name)]
        at = np.quantile(values[np.isfinite(values)], QUANTILES)
        quantities[name] = [float(f"{value:.4g}") for value in at]
    return {"captures": len(rows), "quantiles": list(QUANTILES), "quantities": quantities}
