"""Sets colour networks beside MiniFASNet: on the simulated test split, and on real photos."""

import csv
from pathlib import Path

import cv2
import numpy as np

import color_texture
import cropping
from simulator.samples import SCALE_SIDE

from .minifasnet import live_shares
from .silent import margins
from .silent_export import probabilities, rates

MOVED = 48  # boxes around each photo's own
HOW_SIMULATED = "All see the crops of the test split and decide above 0.5."
HOW_PAIR = (
    "MiniFASNet sees them thinned by areas, where its authors interpolate linearly, and decides by the "
    "likeliest class of the mean of both networks."
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
    return {"how": f"{HOW_SIMULATED} {HOW_PAIR}" if pair else HOW_SIMULATED, "models": models}


def _boxes(box, rng):
    x, y, width, height = box
    yield box
    for _ in range(MOVED):
        size = rng.uniform(0.9, 1.1)
        dx, dy = rng.uniform(-0.1, 0.1, 2)
        wide, tall = width * size, height * size
        yield (x + width / 2 + dx * width - wide / 2, y + height / 2 + dy * height - tall / 2,
               wide, tall)


def silent_crop(image, box, scale, masks_face=False):
    """The crop of a photo that a network trained here sees."""
    size = image.shape[1::-1]
    if masks_face:
        image = image.copy()
        (left, right), (top, bottom) = (
            [int(np.clip(v, 0, limit - 1)) for v in (start, start + side)]
            for start, side, limit in zip(box[:2], box[2:], size))
        image[top : bottom + 1, left : right + 1] = 0
    x, y, width, height = cropping.silent_rectangle(box, scale, *size)
    return cropping.resized(image[y : y + height, x : x + width], SCALE_SIDE)


def network_judge(network, scale, masks_face=False):
    """A judge of a photo at several boxes, by a network trained here."""
    def judge(image, boxes):
        crops = np.stack([silent_crop(image, box, scale, masks_face) for box in boxes])
        return probabilities(margins(network, crops))

    return judge


def pair_judge(pair):
    """The same by MiniFASNet."""
    def judge(image, boxes):
        return live_shares([
            network.classes(np.stack([network.crop(image, box) for box in boxes]))
            for network in pair])

    return judge


def texture_judge(machine, size, scale):
    """The same by a machine on histograms."""
    def judge(image, boxes):
        crops = [color_texture.crop(image, box, size, scale) for box in boxes]
        return machine.probabilities(np.stack([color_texture.features(crop) for crop in crops]))

    return judge


def photos(manifest, judges, joined=None):
    """Judges the photos of a manifest: path, label (live or spoof), shows, x, y, width, height.

    `judges` by name; `joined` is the name of a rule over all of them, and the rule.
    """
    judged = []
    with open(manifest, newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        image = cv2.imread(str(Path(manifest).parent / row["path"]), cv2.IMREAD_COLOR)
        if image is None:
            raise SystemExit(f"{manifest}: expected an image, found none at {row['path']}")
        image = np.ascontiguousarray(image[..., ::-1])
        box = [float(row[key]) for key in ("x", "y", "width", "height")]
        boxes = list(_boxes(box, np.random.default_rng(7)))
        found = {name: judge(image, boxes) for name, judge in judges.items()}
        if joined:
            found[joined[0]] = joined[1](list(found.values()), 0)
        right = {name: (scores > 0.5) == (row["label"] == "live") for name, scores in found.items()}
        judged.append({
            "photo": Path(row["path"]).name, "label": row["label"], "shows": row["shows"],
            "live_probabilities": {name: round(float(s[0]), 5) for name, s in found.items()},
            "right_at_moved_boxes": {name: int(r[1:].sum()) for name, r in right.items()},
        })
    told = " ".join(verdict(judged, name) for name in judged[0]["live_probabilities"])
    return {"how": HOW_PHOTOS.format(moved=MOVED), "judged": judged, "verdict": told}


def add(told, more):
    """Puts what further judges said of the same photos behind the first ones'."""
    for first, second in zip(told["judged"], more["judged"]):
        for key in ("live_probabilities", "right_at_moved_boxes"):
            first[key].update(second[key])
    told["verdict"] += " " + more["verdict"]


def verdict(judged, name):
    """One sentence: whether a model judges every photo rightly."""
    wrong = [e["photo"] for e in judged
             if (e["live_probabilities"][name] > 0.5) != (e["label"] == "live")]
    if not wrong:
        return f"{name} judges all {len(judged)} rightly."
    return f"{name} judges {len(judged) - len(wrong)} of {len(judged)} rightly, not {', '.join(wrong)}."
