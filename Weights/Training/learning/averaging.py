"""Averages the weights of several epochs of the fusion network.

Networks along one training agree where they must and differ in what they have learned of the
simulator's peculiarities; their average keeps the first (Izmailov et al., "Averaging Weights Leads to
Wider Optima and Better Generalization", 2018; Wortsman et al., "Robust fine-tuning of zero-shot
models", 2022). The running statistics of batch normalization are measured anew.
"""

from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import fusion
from .fusion_network import build_network
from .progress import save
from .readers import MODALITIES

BATCHES = 80  # of training that the statistics are measured on


def parsed(text):
    """Shares by epoch of `0:3,5,7`: the epochs 0, 5 and 7, the first with three times the weight."""
    parts = [part.split(":") for part in text.split(",")]
    shares = {int(epoch): float(share[0]) if share else 1.0 for epoch, *share in parts}
    if not all(0 < share < float("inf") for share in shares.values()):
        raise ValueError(f"expected shares above 0, found {text}")
    return shares


def average(description, shares, data, dev, seed, folder):
    """Writes the average beside the epochs of `folder`, with the number behind the last; gives it."""
    folder = Path(folder)
    states = [torch.load(folder / f"epoch-{epoch:02d}.pt") for epoch in shares]
    total = sum(shares.values())
    network = build_network(description)
    network.load_state_dict({
        key: sum(state[key] * share for state, share in zip(states, shares.values())) / total
        if value.is_floating_point() else value for key, value in states[0].items()
    })
    measured(network, data, seed)
    number = 1 + max(int(path.stem[-2:]) for path in folder.glob("epoch-*.pt"))
    save(network.state_dict(), folder / f"epoch-{number:02d}.pt")
    np.savez(folder / f"dev-{number:02d}.npz", **{
        name: fusion.live_scores(network, dev, name) for name in MODALITIES})
    return number


@torch.no_grad()
def measured(network, data, seed, batch=64):
    """Measures the statistics of batch normalization on augmented training samples."""
    layers = [layer for layer in network.modules() if isinstance(layer, nn.BatchNorm2d)]
    for layer in layers:
        layer.reset_running_stats()
        layer.momentum = None  # the mean over all batches
    network.train()
    count = min(len(data["species"]), BATCHES * batch)
    order = np.random.default_rng([seed, count]).permutation(len(data["species"]))[:count]
    for depth, image, _ in fusion.batches(data, order, min(batch, count), seed):
        network(depth, image)
    network.eval()
