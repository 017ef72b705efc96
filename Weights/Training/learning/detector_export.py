"""Chooses the face detector's threshold on dev, reads test once, and writes weight file and card."""

import csv

import cv2
import numpy as np
import torch

from simulator.dataset import SHARD, SPLITS

from . import export
from .card_page import card_page
from .detector_card import detector_fields
from .detector_evaluation import (
    ALARMS, FOUND, LEAST_SCORE, SAME_FACE, chosen_threshold, evaluation, faces, figures, grey,
    overlap,
)
from .detector_network import WIDTH, multiplications, network_input

NAME = "face-detector"
YUNET_SIDE = (320, 240)
YUNET_SCORE = 0.6  # of its card
LIMITS = [
    "Trained and measured on simulated frames; no real camera or person was used, and rates on real "
    "ones will differ.",
    "Faces turned by more than about 40 degrees, upside down, or less than about 14 pixels high at "
    "the network's size were not to be found in training.",
    "One grey plane: depth is not searched. A face on a display or in dye ink does not show in the "
    "near infrared and is not to be found there.",
]


def training_data(work, seed, most):
    """What the training saw, for the card; `most` says how many of each product it reads."""
    def made(product):
        found = sum(1 for _ in (work / "data" / product / "train").glob("*.npz")) * SHARD
        return min(found, most[product])

    parts = [f"{made(product)} {what} from seed {SPLITS['train'].first_seed}"
             for product, what in (("frames", "frames"), ("crops", "crops of faces"),
                                   ("scales", "colour crops with their surroundings"))
             if made(product)]
    with open(work / "face-detector" / "curve.csv", newline="") as file:
        samples = sum(int(row["samples"]) for row in csv.DictReader(file))
    return (
        "Simulated near-infrared and colour pictures of faces drawn from the ICT-FaceKit morphable "
        f"model (MIT licence): {', '.join(parts)}, of {SPLITS['train'].identities} identities, laid "
        f"onto drawn textures and varied anew in each of {samples} samples; "
        f"training seed {seed}. Made by Weights/Training."
    )


def _yunet(path, images):
    """What YuNet finds on frames, shown to it at their own size; grey in three equal channels."""
    detector = cv2.FaceDetectorYN.create(str(path), "", YUNET_SIDE, LEAST_SCORE, SAME_FACE, 200)
    found = []
    for image in images:
        colour = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if image.ndim == 2 else image[..., ::-1]
        rows = detector.detect(np.ascontiguousarray(colour))[1]
        rows = np.zeros((0, 15), np.float32) if rows is None else rows
        corners = np.concatenate([rows[:, :2], rows[:, :2] + rows[:, 2:4]], 1)
        found.append((corners, rows[:, 14]))
    return found


def shown_size(image):
    """A picture of one channel with the network's larger side at most, as the library shows it, and its
    width and height as shares of what they were.
    """
    image = grey(image[None])[0]
    factor = min(1, WIDTH / max(image.shape))
    size = tuple(max(1, round(n * factor)) for n in image.shape[::-1])
    shares = np.array(size) / image.shape[::-1]
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA), shares


def photos(network, path, threshold):
    """What is found on photos of one's own: rows of shows, overlap and score of the best box, and how
    many boxes lie elsewhere.
    """
    rows = []
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            picture = cv2.imread(row["path"], cv2.IMREAD_COLOR)[..., ::-1]
            image, (across, down) = shown_size(picture)
            boxes, scores = faces(network, image[None])[0]
            x, width = (float(row[k]) * across for k in ("x", "width"))
            y, height = (float(row[k]) * down for k in ("y", "height"))
            shares = overlap(np.array([x, y, x + width, y + height]), boxes)
            best = int(shares.argmax()) if len(shares) else None
            rows.append({
                "shows": row["shows"],
                "overlap": 0.0 if best is None else round(float(shares[best]), 3),
                "score": 0.0 if best is None else round(float(scores[best]), 3),
                "found": best is not None and bool(
                    shares[best] >= FOUND and scores[best] >= threshold),
                "elsewhere": int(((scores >= threshold) & (shares < FOUND)).sum()),
            })
    return rows


def _evaluation(network, dev, test, labels, counts, options):
    threshold = chosen_threshold(network, dev)
    result = {
        "split": "test", "unit": "one frame", "simulated": True, "unseen_identities": True,
        "samples": counts, "threshold": threshold,
        "threshold_rule": f"The smallest score, to two digits, that leaves at most {ALARMS} false "
                          "alarms a frame on dev in either modality; each has its share of faces "
                          f"found at an overlap of {FOUND} or more with the true box.",
        "figures": evaluation(network, test, labels, threshold),
        "dev": {m: figures(faces(network, grey(frames[0])), *frames[1:], threshold)
                for m, frames in dev.items()},
    }
    if options.yunet:
        result["yunet"] = {
            modality: figures(_yunet(options.yunet, images), boxes, marks, YUNET_SCORE, labels)
            for modality, (images, boxes, marks) in test.items()
        }
    if options.photos:
        result["photos"] = photos(network, options.photos, threshold)
    return result


@torch.no_grad()
def export_detector(network, dev, test, labels, counts, learnt, options):
    """Writes a rounded network with what dev and test say of it.

    `dev` and `test` by modality as `readers.face_detection` gives them, `labels` of test; `learnt`
    says what training saw. `options` has `output`, `yunet` and `photos`.
    """
    found = _evaluation(network, dev, test, labels, counts, options)
    million = multiplications(network.description, 240, 320) / 1e6
    card = {
        "format": "liveness-model/1", "name": NAME, "version": export.VERSION,
        **detector_fields(network.description, found["threshold"]),
        "golden_tolerance": export.TOLERANCE, "licence": export.LICENCE,
        "training_data": learnt, "evaluation": found,
        "millions_of_multiplications": round(million, 1), "limits": LIMITS,
    }
    image = network_input(test["nir"][0][:1, ::2, ::2].copy()).contiguous()
    golden = {"input.image": image}
    golden |= {f"output.{name}": x for name, x in network(image).items()}
    options.output.mkdir(parents=True, exist_ok=True)
    export.save_model(options.output / f"{NAME}.safetensors", network, golden, card)
    (options.output / f"{NAME}.md").write_text(card_page(card))
