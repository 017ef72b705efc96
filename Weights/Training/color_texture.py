"""From a manifest of colour images to the weight file of the color-texture system.

    python color_texture.py --manifest MANIFEST.csv --output FOLDER [--name NAME]

A manifest has the columns path, label (live or spoof), species, split (train, dev or test), x, y,
width and height: an image relative to the manifest, and the box of its face in edge coordinates.
A linear support vector machine learns on train; dev chooses its C, its probability and its
threshold; test is read once.
"""

import argparse
import csv
import json
from pathlib import Path

import cv2
import numpy as np
from safetensors.numpy import save_file
from skimage.feature import local_binary_pattern
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

import cropping

SIZE, SCALE = 64, 1.1
RADII, WINDOW = (1, 2, 3), 7
PATTERNS = 59
BPCER_TARGET = 0.05
COSTS = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)


def crop(image, box, size=SIZE, scale=SCALE):
    """The square around a face box, [size, size, 3] in 8 bits; the library applies the same rule."""
    square = cropping.crop_square(box, scale)
    return np.floor(cropping.crop_image(image, square, size) + 0.5).astype(np.uint8)


def local_binary_patterns(plane, radius):
    """The bins of all pixels whose circle lies within the plane."""
    codes = local_binary_pattern(plane, 8, radius, "nri_uniform").astype(int)
    return codes[radius:-radius, radius:-radius]


def local_phases(plane, window=WINDOW):
    """The codes of all pixels whose window lies within the plane, by plain sums."""
    wave = np.exp(-2j * np.pi * (np.arange(window) - window // 2) / window)
    flat = np.ones(window)
    plane = plane.astype(np.float64)
    level, varied = _summed(plane, flat, 1), _summed(plane, wave, 1)
    codes = np.zeros([side - window + 1 for side in plane.shape], int)
    frequencies = ((flat, varied), (wave, level), (wave, varied), (wave, varied.conj()))
    for index, (down, across) in enumerate(frequencies):
        sums = _summed(across, down, 0)
        codes |= (sums.real > 1e-6) << (2 * index) | (sums.imag > 1e-6) << (2 * index + 1)
    return codes


def _summed(plane, weights, axis):
    """Weighted sums along the windows of one axis that lie within the plane."""
    count = plane.shape[axis] - len(weights) + 1
    return sum(weight * plane.take(range(first, first + count), axis)
               for first, weight in enumerate(weights))


def planes(image):
    """Hue, saturation, value; luma and the differences of blue and red, of [H, W, 3] RGB."""
    hsv = cv2.cvtColor(image, cv2.COLOR_RGB2HSV)
    luma, red, blue = np.moveaxis(cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb), 2, 0)
    return np.moveaxis(hsv, 2, 0), (luma, blue, red)


def _histogram(codes, bins):
    return np.bincount(codes.ravel(), minlength=bins) / codes.size


def features(image):
    """The description of a crop: what ColorTextureDescriptor makes of it."""
    hsv, ycbcr = planes(image)
    parts = [_histogram(local_binary_patterns(plane, radius), PATTERNS)
             for plane in hsv for radius in RADII]
    parts += [_histogram(local_phases(plane), 256) for plane in ycbcr]
    return np.concatenate(parts).astype(np.float32)


def _load(manifest):
    rows = list(csv.DictReader(manifest.open(newline="")))
    described = []
    for row in rows:
        image = cv2.imread(str(manifest.parent / row["path"]), cv2.IMREAD_COLOR)
        if image is None:
            raise SystemExit(f"{manifest.parent / row['path']}: expected an image, found none")
        box = [float(row[key]) for key in ("x", "y", "width", "height")]
        described.append(crop(image[:, :, ::-1], box))
    return rows, described


class Machine:
    """A plane over described crops, its scaling folded in, and its probability."""

    def __init__(self, inputs, labels, cost, seed):
        scaler = StandardScaler().fit(inputs)
        plane = LinearSVC(C=cost, class_weight="balanced", random_state=seed, max_iter=20_000)
        plane.fit(scaler.transform(inputs), labels)
        weight = plane.coef_[0] / scaler.scale_
        self.weight = weight.astype(np.float32)
        self.bias = np.float32(plane.intercept_[0] - weight @ scaler.mean_)
        self.slope, self.intercept = 1.0, 0.0

    def decisions(self, inputs):
        """Distances in units of the margin, as the library sums them."""
        return inputs.astype(np.float64) @ self.weight.astype(np.float64) + float(self.bias)

    def calibrate(self, inputs, labels):
        """Fits a logistic function to the distances of captures that were not learned from."""
        fit = LogisticRegression(class_weight="balanced").fit(
            self.decisions(inputs)[:, None], labels)
        if fit.coef_[0, 0] <= 0:
            raise SystemExit("expected live faces on the living side, found them on the other")
        self.slope, self.intercept = float(fit.coef_[0, 0]), float(fit.intercept_[0])

    def probabilities(self, inputs):
        """Of a living face."""
        return 1 / (1 + np.exp(-(self.slope * self.decisions(inputs) + self.intercept)))


def balanced_error(scores, labels, threshold):
    """The mean of the shares of attacks accepted and living faces refused."""
    accepted, refused = scores[labels == 0] > threshold, scores[labels == 1] <= threshold
    return (accepted.mean() + refused.mean()) / 2


def operating_point(scores, labels):
    """The threshold that refuses at most the wanted share of living faces, and no more."""
    live = np.sort(scores[labels == 1])
    refused = int(np.floor(BPCER_TARGET * len(live)))
    return float(np.floor(1e5 * (live[refused - 1] + live[refused]) / 2) / 1e5) if refused else \
        float(np.floor(1e5 * live[0]) / 1e5 - 1e-5)


def evaluation(scores, labels, species, threshold):
    """The shares of errors on test, attack species by attack species."""
    rates = {}
    for name in sorted(set(species)):
        own = np.array([s == name for s in species])
        live = bool(labels[own].all())
        wrong = (scores[own] <= threshold) if live else (scores[own] > threshold)
        rates[name] = {"errors": int(wrong.sum()), "presentations": int(own.sum()),
                       "rate": round(float(wrong.mean()), 5), "kind": "BPCER" if live else "APCER"}
    return {"split": "test", "unit": "one frame", "error_rates": rates,
            "balanced_error": round(float(balanced_error(scores, labels, threshold)), 5)}


def card(machine, threshold, figures, options, size=SIZE, scale=SCALE):
    """The card of the weight file."""
    return {
        "format": "liveness-model/1", "name": options.name, "version": "1.0.0",
        "kind": "color-texture",
        "inputs": [{"name": "image", "channels": 3, "height": size, "width": size,
                    "content": ["red", "green", "blue"],
                    "normalization": {"kind": "range", "low": 0, "high": 255}}],
        "modalities": ["rgb"], "crop": {"scale": scale, "size": size},
        "architecture": {"lbp_radii": list(RADII), "lpq_window": WINDOW},
        "output": {"classes": ["spoof", "live"], "slope": machine.slope,
                   "intercept": machine.intercept},
        "threshold": threshold, "golden_tolerance": 1e-5, "licence": options.licence,
        "training_data": options.training_data, "evaluation": figures, "limits": options.limits,
    }


def save(path, machine, images, text):
    """Writes the plane, the golden vector and the card."""
    described = np.stack([features(image) for image in images])
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({
        "svm.weight": machine.weight[None], "svm.bias": np.array([machine.bias], np.float32),
        "golden.input.image": np.ascontiguousarray(
            np.stack(images).transpose(0, 3, 1, 2).astype(np.float32)),
        "golden.output.features": described,
        "golden.output.decision": machine.decisions(described)[:, None].astype(np.float32),
    }, str(path), metadata={"liveness-model": json.dumps(text, separators=(",", ":"))})
    path.chmod(0o644)


def chosen(train, dev, seed):
    """The machine whose cost errs least on dev, with a probability; both are inputs and labels."""
    machines = [Machine(*train, cost, seed) for cost in COSTS]
    errors = [balanced_error(m.decisions(dev[0]), dev[1], 0.0) for m in machines]
    machine = machines[int(np.argmin(errors))]
    machine.calibrate(*dev)
    return machine


def train(options):
    """Learns, chooses, evaluates and writes."""
    rows, images = _load(options.manifest)
    described = np.stack([features(image) for image in images])
    labels = np.array([row["label"] == "live" for row in rows], int)
    split = {name: np.array([row["split"] == name for row in rows])
             for name in ("train", "dev", "test")}
    for name, own in split.items():
        if len(set(labels[own])) != 2:
            raise SystemExit(f"{options.manifest}: expected live and spoof in {name}")
    learned, dev, test = (split[name] for name in ("train", "dev", "test"))
    machine = chosen((described[learned], labels[learned]), (described[dev], labels[dev]),
                     options.seed)
    threshold = operating_point(machine.probabilities(described[dev]), labels[dev])
    figures = evaluation(
        machine.probabilities(described[test]), labels[test],
        [row["species"] for row, own in zip(rows, test) if own], threshold)
    options.output.mkdir(parents=True, exist_ok=True)
    path = options.output / f"{options.name}.safetensors"
    golden = [images[np.nonzero(dev & (labels == label))[0][0]] for label in (1, 0)]
    save(path, machine, golden, card(machine, threshold, figures, options))
    print(json.dumps(figures, indent=1))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--manifest", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--name", default="color-texture-rgb")
    parser.add_argument("--licence", default="Apache-2.0")
    parser.add_argument("--training-data", default="not stated")
    parser.add_argument("--limits", nargs="*", default=["Its captures are those of the manifest."])
    parser.add_argument("--seed", type=int, default=0)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
