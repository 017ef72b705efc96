"""Trains the networks that see one colour crop: silent ones and those of face and background.

All are described by a preset and differ in their crop alone: its scale, and whether the face in it is
masked. Half of what training sees is live; a share of the live crops are turned into attacks by
`recapture`.
"""

import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel

from simulator.scenes import SPECIES

from .color_augmentation import cluttered, moved, varied
from .prefetching import prefetched
from .progress import require_room, save
from .fusion_network import build_network
from .recapture import recaptured
from .schedule import set_learning_rate

LIVE = 1  # class index; spoof is 0
RECAPTURED = 0.12  # of the attacks that training sees
CLUTTERED = 0.35  # of all crops that training sees
AVERAGING = 0.995  # what stays of the averaged weights at each step
SMOOTHING = 0.05
# How often an attack of a species is drawn, relative to its number: what hardly shows on one colour
# picture is drawn less, so that the networks learn paper, displays and edges first.
SELDOM = ("mask-rigid", "mask-soft", "bust", "partial-glasses", "partial-nose", "partial-tape")
SPECIES_WEIGHTS = {name: 0.3 if name in SELDOM else 1.0 for name in SPECIES[1:]}


def inputs(images, coverage=None):
    """Network inputs [B, 3, S, S], -1...1, of crops uint8 [B, S, S, 3]; masked parts are black."""
    x = torch.from_numpy(np.ascontiguousarray(images)).permute(0, 3, 1, 2).float()
    if coverage is not None:
        x = torch.round(x * (1 - torch.from_numpy(coverage)[:, None]))
    return (x / 127.5 - 1).contiguous(memory_format=torch.channels_last)


def _varied_sample(data, index, other, recapture, rng):
    """One training crop, float [S, S, 3], 0...1, and its label."""
    image = data["images"][index].astype(np.float32) / 255
    coverage = data["coverage"][index] if "coverage" in data else None
    live = bool(data["live"][index])
    if recapture:
        behind = data["images"][other].astype(np.float32) / 255
        image, live = recaptured(image, behind, rng), False
    if rng.random() < CLUTTERED:
        near = data["images"][(index * 7 + other) % len(data["live"])].astype(np.float32) / 255
        image = cluttered(image, near, rng)
    if coverage is None:
        return varied(moved(image, rng), rng), live
    image, coverage = moved(image, rng, coverage)
    return varied(image, rng) * (1 - coverage[..., None]), live


def _order(data, rng):
    """Indices of one epoch, half of them live, and which of those become recaptures."""
    live, attack = np.nonzero(data["live"])[0], np.nonzero(~data["live"])[0]
    half = len(data["live"]) // 2
    weights = np.array([SPECIES_WEIGHTS[SPECIES[s]] for s in data["species"][attack]])
    made = rng.choice(live, int(RECAPTURED * half))
    index = np.concatenate([
        rng.permutation(np.resize(live, half)), made,
        rng.choice(attack, half - len(made), p=weights / weights.sum(), replace=True)])
    recapture = np.zeros(len(index), bool)
    recapture[half : half + len(made)] = True
    order = rng.permutation(len(index))
    return index[order], recapture[order], rng.permutation(np.resize(live, len(index)))


def _batches(data, seed, epoch, batch):
    """Network inputs and labels of one epoch; a partial batch is left out."""
    index, recapture, others = _order(data, np.random.default_rng([seed, epoch]))
    for start in range(0, len(index) - batch + 1, batch):
        samples = [
            _varied_sample(data, index[k], others[k], recapture[k],
                           np.random.default_rng([seed, epoch, k]))
            for k in range(start, start + batch)
        ]
        images = torch.from_numpy(np.stack([image for image, _ in samples]))
        x = (2 * images.permute(0, 3, 1, 2) - 1).contiguous(memory_format=torch.channels_last)
        yield x, torch.tensor([int(live) for _, live in samples])


@torch.no_grad()
def margins(network, images, coverage=None, batch=250):
    """Logit of live less that of spoof [N], without variations."""
    network.eval()
    parts = []
    for start in range(0, len(images), batch):
        own = slice(start, start + batch)
        logits = network(inputs(images[own], None if coverage is None else coverage[own]))
        parts.append(logits[:, LIVE] - logits[:, 1 - LIVE])
    return torch.cat(parts).numpy()


def separation(scores, live):
    """Area under the curve, and the error rate where both rates are equal."""
    order = np.argsort(scores)
    refused = np.cumsum(live[order]) / live.sum()
    accepted = 1 - np.cumsum(~live[order]) / (~live).sum()
    at = int(np.argmin(np.abs(refused - accepted)))
    area = 1 - float((np.diff(refused, prepend=0) * accepted).sum())
    return area, float(refused[at] + accepted[at]) / 2


@torch.no_grad()
def _average(kept, current, number):
    """Moves the averaged weights towards the current ones, the faster the fewer steps there were."""
    share = 1 - min(AVERAGING, (1 + number) / (10 + number))
    for old, new in zip(kept, current):
        if old.is_floating_point():
            old.lerp_(new, float(share))
        else:
            old.copy_(new)


def train(description, data, dev, epochs, seed, folder, start=None, batch=32, rate=2e-3):
    """Trains with AdamW; keeps the averaged weights and a line of the dev curve of every epoch.

    `data` and `dev` hold `images` uint8 [N, S, S, 3], `live` [N], `species` [N] and, where the face
    is masked, `coverage` [N, S, S]. Goes on behind the last finished epoch. `start` are the weights
    of a finished network to begin with, at half the rate.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    network = build_network(description, dropout=0.15).to(memory_format=torch.channels_last)
    if start is not None:
        network.load_state_dict(start)
        rate /= 2
    averaged = AveragedModel(network, multi_avg_fn=_average, use_buffers=True)
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=2e-2)
    first, state_path = 0, folder / "state.pt"
    kept = {"network": network, "averaged": averaged, "optimiser": optimiser}
    if state_path.exists():
        state = torch.load(state_path, weights_only=False)
        for name, part in kept.items():
            part.load_state_dict(state[name])
        first = state["epoch"] + 1
    steps, started = len(data["live"]) // 2 * 2 // batch, time.time()
    require_room(folder, network, epochs - first)
    for epoch in range(first, epochs):
        network.train()
        torch.manual_seed(seed * 1000 + epoch)
        total = 0.0
        for step, (x, target) in enumerate(prefetched(_batches(data, seed, epoch, batch))):
            set_learning_rate(optimiser, epoch * steps + step, steps * epochs, rate, rise=0.1)
            loss = functional.cross_entropy(network(x), target, label_smoothing=SMOOTHING)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            averaged.update_parameters(network)
            total += loss.item()
        scores = margins(averaged.module, dev["images"], dev.get("coverage"))
        area, equal = separation(scores, dev["live"])
        save(averaged.module.state_dict(), folder / f"epoch-{epoch:02d}.pt")
        state = {name: part.state_dict() for name, part in kept.items()} | {"epoch": epoch}
        save(state, state_path)
        line = (f"{folder.name}: epoch {epoch} loss {total / steps:.4f} dev area {area:.4f} "
                f"equal error {100 * equal:.2f} % {time.time() - started:.0f} s")
        print(line, flush=True)
        with open(folder / "curve.txt", "a") as file:
            file.write(line + "\n")
    return averaged.module
