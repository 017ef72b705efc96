"""The learning rate of both trainings: a short rise, then half a cosine down to almost nothing."""

import math


def set_learning_rate(optimiser, step, total, peak, rise):
    """Sets the rate of step `step` of `total`; the first `rise` (share) of them climb to `peak`."""
    progress = step / total
    if progress < rise:
        rate = peak * (0.04 + 0.96 * 0.5 * (1 - math.cos(math.pi * progress / rise)))
    else:
        rate = peak * 0.5 * (1 + math.cos(math.pi * (progress - rise) / (1 - rise)))
    for group in optimiser.param_groups:
        group["lr"] = max(rate, 1e-4 * peak)
