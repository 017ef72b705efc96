"""Error rates of ISO/IEC 30107-3, with Clopper-Pearson intervals.

A presentation is accepted as live if its score is GREATER than the threshold.
"""

import numpy as np
from scipy.stats import beta

from simulator.scenes import SPECIES

# What the network is meant to reach, per species.
APCER_TARGETS = {
    "print-flat": 0.01, "print-bent": 0.01, "print-folded": 0.01, "print-layered": 0.01,
    "print-cut": 0.01, "print-wrap": 0.01, "screen": 0.01, "mask-soft": 0.05,
}
BPCER_TARGET = 0.02  # of dev, where the threshold is chosen


def clopper_pearson(errors, count, confidence=0.95):
    """Exact two-sided interval of a rate."""
    tail = (1 - confidence) / 2
    low = 0.0 if errors == 0 else float(beta.ppf(tail, errors, count - errors + 1))
    high = 1.0 if errors == count else float(beta.ppf(1 - tail, errors + 1, count - errors))
    return low, high


def rate(errors, count):
    """One rate as it is written into a card."""
    low, high = clopper_pearson(errors, count)
    return {
        "errors": int(errors), "presentations": int(count), "rate": round(errors / count, 5),
        "interval_95": [round(low, 5), round(high, 5)],
    }


def error_rates(scores, species, threshold):
    """BPCER, and APCER of every species that there is, at a threshold."""
    result = {}
    for number, name in enumerate(SPECIES):
        own = scores[species == number]
        if not len(own):
            continue
        wrong = (own <= threshold).sum() if name == "live" else (own > threshold).sum()
        result[name] = rate(int(wrong), len(own))
    return result


THRESHOLD = 0.5
THRESHOLD_RULE = (
    f"Logits are moved light by light, by `logit_offsets`, so that {THRESHOLD:g} is the highest threshold at "
    f"which at most {100 * BPCER_TARGET:g} % of the living faces of dev are refused in each: near infrared, near "
    "infrared with dots, colour, depth alone, and near infrared and colour together."
)


def operating_point(scores, species):
    """The highest threshold at which at most BPCER_TARGET of the living faces are refused."""
    live = np.sort(scores[species == SPECIES.index("live")])
    refused = int(np.floor(BPCER_TARGET * len(live)))
    # Live scores up to the threshold are refused: half way between the last and the next.
    return float(live[refused - 1] + live[refused]) / 2 if refused > 0 else 0.0


def logit_offset(scores, species):
    """What moves the operating point to THRESHOLD."""
    point = min(max(operating_point(scores, species), 1e-6), 1 - 1e-6)
    return round(float(np.log(THRESHOLD / (1 - THRESHOLD)) - np.log(point / (1 - point))), 4)


def mean_acceptance(scores, species):
    """The mean APCER of all species at the operating point: what the best epoch has least of."""
    rates = error_rates(scores, species, operating_point(scores, species))
    return float(np.mean([r["rate"] for name, r in rates.items() if name != "live"]))


def summary(scores, species):
    """One line: rates in percent at the operating point."""
    threshold = operating_point(scores, species)
    rates = error_rates(scores, species, threshold)
    listed = " ".join(f"{name} {100 * r['rate']:.1f}" for name, r in rates.items())
    return f"[> {threshold:.4f}: {listed}]"
