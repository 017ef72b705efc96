"""Writes the weight file, card and page of a network that was trained on captures of one's own."""

import sys
from pathlib import Path

import numpy as np
import torch

from . import manifest
from .card_page import card_page
from .export import TOLERANCE, save_model
from .fine_tuning import live_scores, loaded, own_split, separation
from .fusion import DEPTH_UNIT, inputs
from .input_statistics import card_entry, measured
from .metrics import rate
from .networks import rounded_to_half

RULE = "The highest threshold that refuses at most {share:g} % of the live faces on dev."


def export(options, rows, splits):
    """Chooses epoch and threshold on dev, reads test once, and writes into `--output`."""
    card, network = loaded(options.base)
    splits = {name: own_split(data) for name, data in splits.items()}
    epoch, area = _best_epoch(options.work / "training", splits["dev"]["live"])
    before = float((options.work / "before.txt").read_text())
    print(f"area under the curve on dev: {before:.4f} before, {area:.4f} after epoch {epoch}")
    if area <= before:
        print("no epoch tells live faces and attacks of dev apart better than the weights did before",
              file=sys.stderr)
    network.load_state_dict(torch.load(options.work / "training" / f"epoch-{epoch:02d}.pt"))
    rounded_to_half(network)
    threshold = operating_point(
        live_scores(network, splits["dev"]), splits["dev"]["live"], options.refused)
    evaluation = {
        "split": "test", "unit": "one capture", "unseen_identities": True, "simulated": False,
        "epoch": epoch, "threshold_rule": RULE.format(share=100 * options.refused),
        "decision": "Crops and key points as the program finds them; captures without a crop are "
                    "left out.",
        "samples": {name: len(data["live"]) for name, data in splits.items()},
        "identities": {name: len({row.subject for row in rows if row.split == name})
                       for name in manifest.SPLITS},
        "targets": {}, "other_conditions": {},
        "dev_error_rates": rates(network, splits["dev"], threshold),
        "error_rates": rates(network, splits["test"], threshold),
    }
    written = {
        **card, "name": options.name, "version": "1.0.0", "threshold": threshold,
        "golden_tolerance": TOLERANCE, "licence": options.licence,
        "training_data": _training_data(options, card, rows, splits["train"]),
        "evaluation": evaluation,
        "limits": [
            "Measured on the cameras, people and attacks of one collection; rates elsewhere will "
            "differ.",
            *(limit for limit in card["limits"] if "simulated captures only" not in limit),
        ],
    }
    for other in ("robustness", "logit_offsets"):  # of the weights before, and of their threshold
        written.pop(other, None)
    written.pop("input_statistics", None)
    if not splits["train"]["relative"].any():
        written["input_statistics"] = card_entry(_input_rows(splits["train"]))
    output = options.output or options.work
    output.mkdir(parents=True, exist_ok=True)
    save_model(output / f"{options.name}.safetensors", network, _golden(network), written)
    (output / f"{options.name}.md").write_text(card_page(written))
    _tell(evaluation, threshold, output / f"{options.name}.safetensors")


def operating_point(scores, live, refused):
    """The highest threshold that refuses at most a share of the live faces, half way to the next."""
    ordered = np.sort(scores[live])
    count = int(np.floor(refused * len(ordered)))
    lower = ordered[count - 1] if count > 0 else 0.0
    return round(float(lower + ordered[count]) / 2, 5)


@torch.no_grad()
def rates(network, data, threshold):
    """BPCER, and APCER of every species."""
    scores = live_scores(network, data)
    result = {}
    for name in sorted(set(data["species"].tolist()), key=lambda name: (name != "live", name)):
        own = scores[data["species"] == name]
        wrong = (own <= threshold).sum() if name == "live" else (own > threshold).sum()
        result[name] = rate(int(wrong), len(own))
    return result


def _best_epoch(folder, live):
    """The epoch that tells live faces and attacks of dev apart best, the first of equals, and how
    well: the area under the curve."""
    paths = sorted(Path(folder).glob("dev-*.npy"))
    if not paths:
        raise ValueError(f"{folder}: expected trained epochs, found none; run the stage train")
    areas = [separation(np.load(path), live) for path in paths]
    return int(paths[int(np.argmax(areas))].stem[-2:]), max(areas)


def _training_data(options, card, rows, train):
    mixture = "" if options.simulated is None else (
        f", mixed with simulated ones ({100 * options.share:g} % own)")
    return (
        f"Trained further from {card['name']} {card['version']} on {len(train['live'])} own captures "
        f"of {len({row.subject for row in rows if row.split == 'train'})} people{mixture}; manifest "
        f"SHA-256 {manifest.digest(options.manifest)}, seed {options.seed}. Before that: "
        f"{card['training_data']}"
    )


def _input_rows(data):
    image = data["image"].astype(np.float32) / 255
    depth = data["depth"].astype(np.float32) * DEPTH_UNIT
    return np.stack([measured(*sample) for sample in zip(image, depth, data["box"])])


@torch.no_grad()
def _golden(network):
    """A golden vector over inputs from formulas: nobody's face goes into the weight file."""
    y, x = torch.meshgrid(torch.arange(112.0), torch.arange(112.0), indexing="ij")
    away = ((x - 56) / 38) ** 2 + ((y - 56) / 48) ** 2
    image = (0.5 + 0.3 * torch.sin(x / 9) * torch.cos(y / 7)).clamp(0, 1)
    depth = torch.where(away < 1, 0.6 - 0.06 * (1 - away).clamp(min=0).sqrt(), 1.1)
    angle = torch.arange(68.0) * 2.4
    radius = 4.2 * torch.arange(68.0).sqrt()
    points = torch.stack([56 + radius * angle.cos(), 56 + radius * angle.sin()], 1)
    inputs_ = inputs(image[None], depth[None], points[None])
    return network.golden(*(x.contiguous() for x in inputs_))


def _tell(evaluation, threshold, path):
    print(f"{path}: epoch {evaluation['epoch']}, live above {threshold}")
    for name, entry in evaluation["error_rates"].items():
        low, high = entry["interval_95"]
        what = "refused" if name == "live" else "accepted"
        print(f"  {name}: {entry['errors']} of {entry['presentations']} {what} "
              f"(95 %: {100 * low:.1f} to {100 * high:.1f} %)")
