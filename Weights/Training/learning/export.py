"""Chooses the operating point on dev, reads test once, and writes weight files and cards."""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from simulator.dataset import SPLITS

from .card_page import card_page
from .fusion import depths, inputs, live_scores, seen
from .fusion_evaluation import CHOOSING, evaluation, offsets
from .fusion_network import build_network
from .metrics import (
    APCER_TARGETS, BPCER_TARGET, THRESHOLD, THRESHOLD_RULE, error_rates, mean_acceptance,
)
from .networks import rounded_to_half

VERSION = "1.0.0"  # to be raised whenever released tensors change: a policy holds for one version
FUSION_NAME = "depth-fusion"
TOLERANCE = 1e-4
LICENCE = "Apache-2.0"
LIMITS = [
    "Trained and evaluated on simulated captures only; no real camera, person or attack was "
    "used, and rates on real ones will differ.",
    "Masks differ from skin by what the simulator assumes of their relief, reflectance and "
    "scattering; their rates measure that assumption.",
    "Not simulated: make-up, the proportions of children, single strands of hair, projected or "
    "injected video.",
    "Faces turned more than about 40 degrees, nearer than 0.25 m or farther than 1.2 m were not "
    "seen in training.",
]


def training_data(seed, counts):
    made = ", ".join(
        f"{name} {counts[name]} captures from seed {SPLITS[name].first_seed} of "
        f"{SPLITS[name].identities} identities from {SPLITS[name].first_identity}"
        for name in counts
    )
    for part in SPLITS["train"].parts[1:]:
        if part.first < counts["train"]:
            made += f"; of train, from its sample {part.first} on, {part.what}"
    return (
        "Simulated depth, near-infrared and colour captures of faces drawn from the ICT-FaceKit "
        f"morphable model (MIT licence): {made}; training seed {seed}. Made by Weights/Training."
    )


def conditions_of_evaluation(counts):
    return {
        "split": "test", "unit": "one frame pair", "unseen_identities": True,
        "simulated": True, "samples": dict(counts),
        "seeds": {name: SPLITS[name].first_seed for name in counts},
        "identities": {name: SPLITS[name].identities for name in counts},
    }


def fusion_card(description, counts, moves, seed, evaluation):
    return {
        "format": "liveness-model/1", "name": FUSION_NAME, "version": VERSION,
        "kind": "depth-fusion", **description, "threshold": THRESHOLD, "logit_offsets": moves,
        "golden_tolerance": TOLERANCE, "licence": LICENCE,
        "training_data": training_data(seed, counts), "evaluation": evaluation,
        "limits": LIMITS,
    }


def save_model(path, network, golden, card):
    """Writes parameters as F16, golden tensors as F32 and the card, and reads the size back."""
    tensors = {
        key: value.detach().half().contiguous().clone(memory_format=torch.contiguous_format)
        for key, value in network.state_dict().items() if "num_batches_tracked" not in key
    }
    for key, value in golden.items():
        tensors[f"golden.{key}"] = value.detach().float().clone(
            memory_format=torch.contiguous_format
        )
    text = json.dumps(card, separators=(",", ":"))
    save_file(tensors, str(path), metadata={"liveness-model": text})
    Path(path).chmod(0o644)
    size = Path(path).stat().st_size
    if size > 2_000_000:
        raise ValueError(f"{path} has {size} bytes, which is more than 2 MB")


def _first_example(data):
    """The input of the golden vector: the first live capture of dev, in the near infrared."""
    index = np.nonzero(data["species"] == 0)[0][:1]
    image, points = seen(data, index, np.zeros(1, np.int64))
    return image, depths(data, index), points


@torch.no_grad()
def export_fusion(description, work, output, finder, dev, test, counts, seed, epoch=None):
    """Chooses epoch and threshold on dev, reads test once, writes weights, card and page."""
    epoch = best_epoch(work, dev["species"]) if epoch is None else epoch
    network = build_network(description)
    network.load_state_dict(torch.load(work / "fusion" / f"epoch-{epoch:02d}.pt"))
    rounded_to_half(network)
    moves = offsets(network, dev)
    test_scores, rates, others = evaluation(network, finder, test, moves)
    np.savez(work / "test-scores.npz", **test_scores)
    card = fusion_card(description, counts, moves, seed, {
        **conditions_of_evaluation(counts), "threshold_rule": THRESHOLD_RULE, "epoch": epoch,
        "decision": "Near infrared with depth. Key points predicted by key-points-74; face boxes "
                    "jittered as an imperfect detector reports them; one frame pair a decision.",
        "targets": {**APCER_TARGETS, "live": BPCER_TARGET},
        "error_rates": rates, "other_conditions": others,
        "dev_error_rates": error_rates(
            live_scores(network, dev, offsets=moves), dev["species"], THRESHOLD),
    })
    golden = network.golden(*(x.contiguous() for x in inputs(*_first_example(dev))))
    output.mkdir(parents=True, exist_ok=True)
    save_model(output / f"{FUSION_NAME}.safetensors", network, golden, card)
    (output / f"{FUSION_NAME}.md").write_text(card_page(card))


def best_epoch(work, species):
    """The epoch that accepts the fewest attacks on dev, in each light at its own operating point."""
    paths = sorted((work / "fusion").glob("dev-*.npz"))
    accepted = [np.mean([mean_acceptance(np.load(path)[name], species) for name in CHOOSING])
                for path in paths]
    return int(paths[int(np.argmin(accepted))].stem[-2:])
