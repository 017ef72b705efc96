"""Calibrates colour networks on dev, reads test once, and writes weight files and their cards."""

from pathlib import Path

import numpy as np
import torch

from simulator.materials import MATERIALS, UNSEEN_MATERIALS
from simulator.rigs import SENSORS, UNSEEN_SENSOR

from .export import LICENCE, TOLERANCE, VERSION, save_model
from .fusion_network import build_network
from .metrics import error_rates, rate
from .networks import rounded_to_half
from .silent import CLUTTERED, LIVE, RECAPTURED, inputs, margins, separation
from .silent_card import page, training_data

BPCER_TARGET = 0.05
THRESHOLD_RULE = (
    "Live where the probability is above 0.5. The logits were scaled and shifted on dev: the scale "
    "is that of a logistic regression on the difference of both logits, living faces and attacks "
    "weighing the same, and at 0.5 one in twenty living faces of dev is refused."
)
VOTE_RULE = (
    "Where several of these networks vote by the mean of their probabilities, it is the vote that "
    "refuses one in twenty."
)


def last_epoch(folder):
    """The file of the last finished epoch."""
    paths = sorted(Path(folder).glob("epoch-*.pt"))
    if not paths:
        raise SystemExit(f"{folder}: expected a finished epoch, found none: run the stage silent")
    return paths[-1]


def best_epoch(network, folder, dev):
    """Loads the epoch whose area under the curve on dev is largest, and gives its number."""
    paths, areas = sorted(Path(folder).glob("epoch-*.pt")), []
    for path in paths:
        network.load_state_dict(torch.load(path))
        scores = margins(network, dev["images"], dev.get("coverage"))
        areas.append(separation(scores, dev["live"])[0])
    best = paths[int(np.argmax(areas))]
    network.load_state_dict(torch.load(best))
    return int(best.stem[-2:])


def calibrate(network, dev):
    """Folds scale and shift into the last layer, so that 0.5 is the operating point."""
    from sklearn.linear_model import LogisticRegression

    scores, live = margins(network, dev["images"], dev.get("coverage")), dev["live"]
    spread = float(scores.std())
    fit = LogisticRegression(class_weight="balanced").fit(scores[:, None] / spread, live)
    scale = float(fit.coef_[0, 0]) / spread
    if scale <= 0:
        print("warning: the network is no better than chance on dev", flush=True)
        scale = 0.01 / spread
    ordered = np.sort(scores[live])
    refused = int(BPCER_TARGET * len(ordered))
    shift = scale * float(ordered[max(refused - 1, 0)] + ordered[refused]) / 2
    with torch.no_grad():
        network.head.logits.weight.mul_(scale)
        network.head.logits.bias.mul_(scale)
    _shift(network, -shift)


@torch.no_grad()
def _shift(network, amount):
    """Adds to the difference of both logits, and rounds as the file does."""
    network.head.logits.bias[LIVE] += amount / 2
    network.head.logits.bias[1 - LIVE] -= amount / 2
    rounded_to_half(network)


def calibrate_vote(trained):
    """Shifts networks alike until the mean of their probabilities refuses one in twenty of dev.

    `trained` are pairs of a calibrated network and its dev.
    """
    live = trained[0][1]["live"]
    scores = np.stack([margins(network, dev["images"])[live] for network, dev in trained])
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        refused = (probabilities(scores + middle).mean(0) <= 0.5).mean()
        low, high = (middle, high) if refused > BPCER_TARGET else (low, middle)
    for network, _ in trained:
        _shift(network, high)


def finished(description, folder, dev):
    """A trained network, calibrated and rounded as its file keeps it, and its epoch."""
    network = build_network(description)
    epoch = best_epoch(network, folder, dev)
    calibrate(network, dev)
    return network, epoch


def probabilities(margin):
    """Of a living face."""
    return 1 / (1 + np.exp(-margin.astype(np.float64)))


def rates(scores, data):
    """Errors at 0.5: species by species, and of what training never saw."""
    unseen = {}
    attack = ~data["live"]
    for name in UNSEEN_MATERIALS:
        own = data["material"] == MATERIALS.index(name)
        if own.any():
            unseen[f"APCER of attacks of {name}"] = rate(int((scores[own] > 0.5).sum()), own.sum())
    own = data["sensor"] == SENSORS.index(UNSEEN_SENSOR)
    for label, group, wrong in (("APCER", attack & own, scores > 0.5),
                                ("BPCER", ~attack & own, scores <= 0.5)):
        if group.any():
            unseen[f"{label} on the sensor {UNSEEN_SENSOR}"] = rate(
                int(wrong[group].sum()), group.sum())
    area, equal = separation(scores, data["live"])
    return {
        "error_rates": error_rates(scores, data["species"], 0.5),
        "all_attacks": rate(int((scores[attack] > 0.5).sum()), attack.sum()),
        "unseen_in_training": unseen,
        "area_under_the_curve": round(area, 4), "equal_error_rate": round(equal, 4),
    }


def description(architecture, size):
    """What a card says of the network and its input; crops and regions come beside it."""
    return {
        "inputs": [{
            "name": "image", "channels": 3, "height": size, "width": size,
            "content": ["red", "green", "blue"],
            "normalization": {"kind": "range", "low": -1, "high": 1},
        }],
        "modalities": ["rgb"], "architecture": architecture,
        "output": {"classes": ["spoof", "live"]},
    }


def card(name, kind, place, described, counts, evaluation, limits, seed, history=""):
    """The card; `place` is its `crop` or its `region`, `history` what training did otherwise."""
    told = f"{training_data(counts, seed, RECAPTURED, CLUTTERED)} {history}".strip()
    return {
        "format": "liveness-model/1", "name": name, "version": VERSION, "kind": kind,
        **described, **place, "threshold": 0.5, "golden_tolerance": TOLERANCE,
        "licence": LICENCE, "training_data": told,
        "evaluation": evaluation, "limits": limits,
    }


@torch.no_grad()
def write(output, network, text, dev):
    """The weight file with its golden vector, a live crop and an attack of dev, and its page."""
    index = [int(np.nonzero(dev["live"] == live)[0][0]) for live in (True, False)]
    coverage = dev["coverage"][index] if "coverage" in dev else None
    golden = network.golden(inputs(dev["images"][index], coverage).contiguous())
    save_model(Path(output) / f"{text['name']}.safetensors", network, golden, text)
    (Path(output) / f"{text['name']}.md").write_text(page(text))


def about_test(counts, seeds):
    """What a card says of the split that was read last."""
    return {"split": "test", "unit": "one frame", "simulated": True, "unseen_identities": True,
            "samples": dict(counts), "seeds": dict(seeds)}


def evaluated(network, test, epoch, counts, seeds):
    """Scores of test and what the card says of them."""
    scores = probabilities(margins(network, test["images"], test.get("coverage")))
    return scores, about_test(counts, seeds) | {
        "epoch": epoch, "threshold_rule": THRESHOLD_RULE, **rates(scores, test)}
