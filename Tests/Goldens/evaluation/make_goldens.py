"""Records what SciPy and scikit-learn make of intervals and scores: the text files beside this file.

Run with Python 3, numpy, scipy and scikit-learn. Each line of intervals.txt is one record:
  clopper-pearson count total confidence lower upper   (scipy.stats.beta.ppf)
  beta a b x lower upper                               (scipy.stats.beta.cdf, sf)
  probit p x                                           (scipy.special.ndtri)
Each line of scores.txt belongs to the case named by the last `case` line:
  case name
  score label species subject value                    label 1 is bona fide, 0 an attack
  <metric> [argument] value
Metrics of curves are read off sklearn.metrics.roc_curve(drop_intermediate=False), whose thresholds
accept with >=; its points are the same as those of > one score further down.
`casia-tpr` holds the wanted rate of accepted attacks, the threshold that numpy.interp makes of it on a
grid, and the shares of bona fide and attacks above that threshold.
"""
import pathlib

import numpy as np
from scipy import interpolate, special, stats
from sklearn import metrics

HERE = pathlib.Path(__file__).parent


def intervals(generator):
    shares = [(0, 1), (1, 1), (0, 20), (1, 20), (19, 20), (20, 20), (0, 1000), (7, 16000),
              (2, 500), (220, 500), (500, 100000), (99999, 100000), (0, 100000), (50000, 100000)]
    for _ in range(60):
        total = int(10 ** generator.uniform(0, 5))
        shares.append((int(generator.integers(0, total + 1)), total))
    for count, total in shares:
        for confidence in (0.9, 0.95, 0.99):
            tail = (1 - confidence) / 2
            lower = stats.beta.ppf(tail, count, total - count + 1) if count else 0.0
            upper = stats.beta.isf(tail, count + 1, total - count) if count < total else 1.0
            yield "clopper-pearson", count, total, confidence, lower, upper
    for _ in range(120):
        a, b = 10 ** generator.uniform(-0.5, 4, 2)
        x = stats.beta.rvs(a, b, random_state=generator)
        yield "beta", a, b, x, stats.beta.cdf(x, a, b), stats.beta.sf(x, a, b)
    for p in [1e-300, 1e-12, 1e-5, 0.001, 0.025, 0.3, 0.5, 0.5000001, 0.7, 0.975, 0.99999,
              *generator.uniform(0, 1, 40)]:
        yield "probit", p, special.ndtri(p)


class Split64:
    """SplitMix64 of Steele, Lea and Flood (2014)."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)


def draw(generator, decimals, bona_fide, species):
    rows = []
    for index in range(bona_fide):
        value = 1 / (1 + np.exp(-generator.normal(1.4, 1.3)))
        rows.append((1, "-", f"p{index % 17}", round(float(value), decimals)))
    for name, (count, mean) in species.items():
        for index in range(count):
            value = 1 / (1 + np.exp(-generator.normal(mean, 1.2)))
            rows.append((0, name, f"p{index % 11}", round(float(value), decimals)))
    order = generator.permutation(len(rows))
    return [rows[index] for index in order]


def rates(labels, scores, threshold):
    far = np.mean(scores[labels == 0] > threshold)
    frr = np.mean(scores[labels == 1] <= threshold)
    return far, frr


def equal_error(labels, scores, weights=None):
    fpr, tpr, _ = metrics.roc_curve(labels, scores, drop_intermediate=False, sample_weight=weights)
    distance = np.abs(fpr - (1 - tpr))
    nearest = distance <= distance.min() + 1e-12
    return np.mean((fpr[nearest] + 1 - tpr[nearest]) / 2)


def hull_equal_error(fpr, tpr):
    """The lower convex hull of (FPR, FNR), met with the diagonal by bisection."""
    from scipy.optimize import brentq
    points = np.unique(np.stack([fpr, 1 - tpr], axis=1), axis=0)
    hull = []
    for point in points:
        while len(hull) > 1 and np.cross(
                np.append(hull[-1] - hull[-2], 0), np.append(point - hull[-2], 0))[2] <= 0:
            hull.pop()
        hull.append(point)
    hull = np.array(hull)
    keep = np.append(np.diff(hull[:, 0]) > 0, True)
    line = interpolate.interp1d(hull[keep][:, 0], hull[keep][:, 1])
    return brentq(lambda x: line(x) - x, hull[keep][0, 0], 1, xtol=1e-15, rtol=1e-14)


def casia(labels, scores, target):
    grid = np.arange(0, 1, 0.001)
    fpr = np.array([np.mean(scores[labels == 0] > threshold) for threshold in grid])
    if fpr[-1] > target:
        return None
    threshold = np.interp(target, fpr[::-1], grid[::-1])
    return threshold, np.mean(scores[labels == 1] > threshold), rates(labels, scores, threshold)[0]


def expected_calibration_error(labels, scores, bins=15):
    index = np.minimum((scores * bins).astype(int), bins - 1)
    error = 0.0
    for chosen in range(bins):
        inside = index == chosen
        if inside.any():
            error += inside.mean() * abs(scores[inside].mean() - labels[inside].mean())
    return error


def worst(labels, species, scores, threshold):
    return max(np.mean(scores[species == name] > threshold)
               for name in np.unique(species[labels == 0]))


def case(name, rows, test_rows):
    yield "case", name
    for row in rows:
        yield "score", *row
    labels, species, subjects, scores = (np.array(column) for column in zip(*rows))
    yield "auc", metrics.roc_auc_score(labels, scores)
    yield "brier", metrics.brier_score_loss(labels, scores)
    yield "ece", expected_calibration_error(labels, scores)
    yield "eer", equal_error(labels, scores)
    fpr, tpr, _ = metrics.roc_curve(labels, scores, drop_intermediate=False)
    if not (tpr[fpr == 0] == 1).any():
        yield "hull-eer", hull_equal_error(fpr, tpr)
    for target in (0.0001, 0.01, 0.05, 0.1, 0.2, 0.5):
        yield "tpr-at-fpr", target, tpr[fpr <= target].max()
    for target in (0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0):
        if found := casia(labels, scores, target):
            yield "casia-tpr", target, *found
    candidates = np.append(-np.inf, np.unique(scores))
    for n in (10, 20, 100):
        threshold = min(t for t in candidates if worst(labels, species, scores, t) <= 1 / n)
        yield "bpcer-n", n, threshold, rates(labels, scores, threshold)[1]
    for share in (0.01, 0.05):
        threshold = max(t for t in candidates if rates(labels, scores, t)[1] <= share)
        yield "bpcer-at-most", share, threshold, rates(labels, scores, threshold)[0]
    fpr_det, fnr_det, thresholds = metrics.det_curve(labels, scores)
    for far, frr, threshold in list(zip(fpr_det, fnr_det, thresholds))[::7]:
        yield "det", np.nextafter(threshold, -np.inf), far, frr
    # The development scores are these; the test scores are the other case's.
    test_labels, _, _, test_scores = (np.array(column) for column in zip(*test_rows))
    for weight in (0.0, 0.25, 0.5, 0.75, 1.0):
        errors = [weight * far + (1 - weight) * frr
                  for far, frr in (rates(labels, scores, t) for t in candidates)]
        threshold = candidates[len(errors) - 1 - int(np.argmin(np.round(errors[::-1], 14)))]
        yield "epc", weight, threshold, sum(rates(test_labels, test_scores, threshold)) / 2
    # People in the order in which they first occur, each drawn as SplitMix64 says.
    people = list(dict.fromkeys(subjects))
    index = np.array([people.index(subject) for subject in subjects])
    random = Split64(7)
    figures = []
    for _ in range(40):
        weights = np.zeros(len(people))
        for _ in people:
            weights[(random.next() * len(people)) >> 64] += 1
        weight = weights[index]
        if weight[labels == 0].sum() == 0 or weight[labels == 1].sum() == 0:
            continue
        used = weight > 0
        figures.append((metrics.roc_auc_score(labels, scores, sample_weight=weight),
                        equal_error(labels[used], scores[used], weight[used])))
    for figure, column in enumerate(np.array(figures).T):
        yield "bootstrap", figure, *np.quantile(column, [0.025, 0.975])


def write(name, records):
    with open(HERE / name, "w") as file:
        for record in records:
            words = [repr(float(word)) if isinstance(word, (float, np.floating)) else str(word)
                     for word in record]
            print(*words, file=file)


def main():
    generator = np.random.default_rng(11)
    write("intervals.txt", intervals(generator))
    sets = {
        "many-ties": draw(generator, 1, 120, {"print": (90, -1.5), "screen": (60, -0.5)}),
        "some-ties": draw(generator, 2, 150, {"print": (100, -2.0), "mask": (40, 0.3)}),
        "few-ties": draw(generator, 6, 200, {"print": (80, -1.0), "screen": (70, -1.4),
                                             "mask": (50, 0.5)}),
    }
    names = list(sets)
    write("scores.txt", (record for position, name in enumerate(names)
                         for record in case(name, sets[name], sets[names[position - 1]])))


main()
