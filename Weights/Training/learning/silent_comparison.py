"""Sets colour networks beside MiniFASNet: on the simulated test split, and on real photos."""

import csv
from pathlib import Path

import cv2
import numpy as np

import cropping
from simulator.samples import SCALE_SIDE

from .minifasnet import live_shares
from .silent import margins
from .silent_export import probabilities, rates

MOVED = 48  # boxes around each photo's own
HOW_SIMULATED = (
    "All see the crops of the test split, cut as their cards say but thinned by areas where MiniFASNet "
    "asks for linear interpolation. MiniFASNet decides by the likeliest class of the mean of both "
    "networks, the others above 0.5; where a species' name says so, it was simulated."
)
HOW_PHOTOS = (
    "Photos that nobody trained on or chose a threshold by. The probability of a living face at the "
    "box that a face detector draws; MiniFASNet's is that of its live class against the likelier "
    "attack. In brackets how many of {moved} boxes moved and resized by up to a tenth are judged "
    "rightly."
)


def beside(named_scores, pair, crops, test):
    """What the card says of the models' errors on test; `crops` by scale, `pair` perhaps empty."""
    models = {name: rates(scores, test) for name, scores in named_scores.items()}
    if pair:
        classes = [network.classes(crops[network.scale]) for network in pair]
        models["MiniFASNet V2 2.7 + V1SE 4.0"] = rates(live_shares(classes), test)
    return {"how": HOW_SIMULATED, "models": models}


def _boxes(box, rng):
    x, y, width, height = box
    yield box
    for _ in range(MOVED):
        size = rng.uniform(0.9, 1.1)
        dx, dy = rng.uniform(-0.1, 0.1, 2)
        wide, tall = width * size, height * size
        yield (x + width / 2 + dx * width - wide / 2, y + height / 2 + dy * height - tall / 2,
               wide, tall)


def silent_crop(image, box, scale):
    """The crop of a photo that a network trained here sees."""
    x, y, width, height = cropping.silent_rectangle(box, scale, *image.shape[1::-1])
    return cropping.resized(image[y : y + height, x : x + width], SCALE_SIDE)


def _judged(image, box, networks, pair):
    """Probabilities of a living face by model, at the box and at those around it, [1 + MOVED]."""
    boxes = list(_boxes(box, np.random.default_rng(7)))
    result = {}
    for name, (network, scale) in networks.items():
        crops = np.stack([silent_crop(image, b, scale) for b in boxes])
        result[name] = probabilities(margins(network, crops))
    if len(networks) > 1:
        result["mean of all"] = np.mean(list(result.values()), 0)
    if pair:
        classes = [n.classes(np.stack([n.crop(image, b) for b in boxes])) for n in pair]
        result["MiniFASNet pair"] = live_shares(classes)
    return result


def photos(manifest, networks, pair):
    """Judges the photos of a manifest: path, label (live or spoof), shows, x, y, width, height."""
    judged = []
    with open(manifest, newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        image = cv2.imread(str(Path(manifest).parent / row["path"]), cv2.IMREAD_COLOR)
        if image is None:
            raise SystemExit(f"{manifest}: expected an image, found none at {row['path']}")
        box = [float(row[key]) for key in ("x", "y", "width", "height")]
        found = _judged(np.ascontiguousarray(image[..., ::-1]), box, networks, pair)
        right = {name: (scores > 0.5) == (row["label"] == "live") for name, scores in found.items()}
        judged.append({
            "photo": Path(row["path"]).name, "label": row["label"], "shows": row["shows"],
            "live_probabilities": {name: round(float(s[0]), 5) for name, s in found.items()},
            "right_at_moved_boxes": {name: int(r[1:].sum()) for name, r in right.items()},
        })
    return {"how": HOW_PHOTOS.format(moved=MOVED), "judged": judged}


def verdict(judged, name):
    """One sentence: whether a model judges every photo rightly."""
    wrong = [e["photo"] for e in judged
             if (e["live_probabilities"][name] > 0.5) != (e["label"] == "live")]
    if not wrong:
        return f"{name} judges all {len(judged)} rightly."
    return f"{name} judges {len(judged) - len(wrong)} of {len(judged)} rightly, not {', '.join(wrong)}."
