"""Error rates of ISO/IEC 30107-3, with Clopper-Pearson intervals.

A presentation is accepted as live if its score is GREATER than the threshold.
"""

import numpy as np
from scipy.stats import beta

from simulator.scenes import SPECIES

# What the operating point must reach on the dev split, per species.
APCER_TARGETS = {
    "print-flat": 0.01, "print-bent": 0.01, "print-cut": 0.01, "screen": 0.01, "print-wrap": 0.03,
}


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
    """BPCER, and APCER of every species, at a threshold."""
    result = {}
    for number, name in enumerate(SPECIES):
        own = scores[species == number]
        wrong = (own <= threshold).sum() if name == "live" else (own > threshold).sum()
        result[name] = rate(int(wrong), len(own))
    return result


def best_threshold(scores, species):
    """The lowest threshold at which every species meets its target: the lowest BPCER.

    Half way to the next score up, so that it does not hang on one sample.
    """
    threshold = 0.0
    for name, target in APCER_TARGETS.items():
        own = np.sort(scores[species == SPECIES.index(name)])[::-1]
        allowed = int(np.floor(target * len(own)))
        next_up = own[allowed - 1] if allowed > 0 else own[0]
        threshold = max(threshold, float(own[allowed] + next_up) / 2)
    return threshold


def summary(scores, species):
    """One line: rates in percent at 0.5 and at the chosen threshold."""
    parts = []
    for threshold in (0.5, best_threshold(scores, species)):
        rates = error_rates(scores, species, threshold)
        listed = " ".join(f"{name} {100 * r['rate']:.1f}" for name, r in rates.items())
        parts.append(f"[> {threshold:.4f}: {listed}]")
    return " ".join(parts)
