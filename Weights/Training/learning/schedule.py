"""Learning rates: a short rise, then half a cosine down to almost nothing; or a rise, a rate that is held,
and a straight line down, so that a run can go on later from where the rate was full (Hägele et al.,
"Scaling laws and compute-optimal training beyond fixed training durations", 2024).
"""

import math

RISING = 400  # steps of a held rate, or a tenth of those before it falls
FALLING = 0.3  # of the epochs of a held rate


def set_learning_rate(optimiser, step, total, peak, rise):
    """Sets the rate of step `step` of `total`; the first `rise` (share) of them climb to `peak`."""
    progress = step / total
    if progress < rise:
        rate = peak * (0.04 + 0.96 * 0.5 * (1 - math.cos(math.pi * progress / rise)))
    else:
        rate = peak * 0.5 * (1 + math.cos(math.pi * (progress - rise) / (1 - rise)))
    for group in optimiser.param_groups:
        group["lr"] = max(rate, 1e-4 * peak)


def held_until(epochs):
    """The epoch of so many with which a held rate begins to fall."""
    return round((1 - FALLING) * epochs)


def set_held_rate(optimiser, step, held, total, peak):
    """Sets the rate of step `step` of `total`: it rises to `peak`, stays there until step `held`, and falls
    in a straight line to nothing.
    """
    rising = min(RISING, max(held // 10, 1))
    rate = peak * min((step + 1) / rising, 1, max((total - step) / max(total - held, 1), 0))
    for group in optimiser.param_groups:
        group["lr"] = rate
