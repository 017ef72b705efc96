"""Trains the face detector on simulated frames, near infrared and colour alike often."""

import time

import numpy as np
import torch
from torch.nn import functional

from . import detector_evaluation, side_by_side, textures
from .detector_network import (
    HEIGHT, WIDTH, DetectorNetwork, anchors, corners, flattened, network_input,
)
from .frame_variation import FrameMaker
from .progress import described, require_room, resumed, save_state, tell
from .schedule import set_learning_rate

MODALITIES = ("nir", "rgb")
TEXTURES = 300  # pictures without faces
RATE = 4e-3  # of learning at its peak
BOX_WEIGHT = 2.0  # of the boxes' loss beside that of the scores
# Shares of an anchor's side that the faces measured from it have.
RANGES = ((0.0, 1.6), (0.45, 1.5), (0.45, 9.0))
REACH = 0.2  # of the face's sides: cells so near its centre tell it
LEAST_REACH = 1.0  # of the distance between cells
EXTENTS = ((WIDTH, HEIGHT), *[(192, 160)] * 3, *[(128, 128)] * 4)  # of batches, alike often
BATCH = 16  # of each process
SAMPLES = 64_000  # of an epoch; each is drawn and varied anew
LARGEST_GRADIENT = 10.0
# Shares of the samples whose light and sensor are varied: of the first ones, and from the middle on.
FIRST_VARIED, VARIED = 0.2, 0.7


def _level_of(centres, height, width):
    """Which grid each of all cells [A] belongs to, and the distance of its cells."""
    counts = [(height // stride) * (width // stride) for stride in (8, 16, 32)]
    levels = torch.repeat_interleave(torch.arange(3), torch.tensor(counts))
    return levels, torch.tensor([8.0, 16.0, 32.0])[levels]


class Targets:
    """What the cells of an input have to say about faces."""

    def __init__(self, height=HEIGHT, width=WIDTH):
        self.centres, self.sides = anchors(height, width)
        levels, self.strides = _level_of(self.centres, height, width)
        self.low, self.high = torch.tensor(RANGES)[levels].unbind(1)

    def __call__(self, boxes, counts):
        """For boxes [B, N, 4], those that are missing empty, and which count [B, N]: the face
        [B, A] that each cell tells, -1 for none, -2 where either answer would be right.
        """
        extents = (boxes[..., 2:] - boxes[..., :2]).clamp(min=0)
        side = extents.amax(-1)[:, :, None]
        off = (self.centres - (boxes[..., None, :2] + boxes[..., None, 2:]) / 2).abs()
        reach = torch.maximum(REACH * extents[:, :, None], LEAST_REACH * self.strides[:, None])
        near = (off <= reach).all(-1) & (side > 0)
        fits = (side >= self.low * self.sides) & (side <= self.high * self.sides)
        nearly = (side >= 0.8 * self.low * self.sides) & (side <= 1.25 * self.high * self.sides)
        whole = (off <= 0.5 * extents[:, :, None]).all(-1) & (side > 0)
        counted = counts[:, :, None]
        # Where faces overlap, the smaller one is in front or has fewer cells to be told by.
        rank = torch.where(near & fits & counted, side, torch.inf)
        smallest, face = rank.min(1)
        either = (near & nearly & counted).any(1) | (whole & ~counted).any(1)
        return torch.where(smallest < torch.inf, face, torch.where(either, -2, -1))


def overlaps(a, b):
    """Intersection over union [N], and the same less the share of the hull that neither covers
    (Rezatofighi et al., "Generalized Intersection over Union", 2019), of corners [N, 4].
    """
    def area(box):
        return (box[:, 2:] - box[:, :2]).clamp(min=0).prod(1)

    low, high = torch.maximum(a[:, :2], b[:, :2]), torch.minimum(a[:, 2:], b[:, 2:])
    common = (high - low).clamp(min=0).prod(1)
    union = area(a) + area(b) - common
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1)
    share = common / union.clamp(min=1e-6)
    return share, share - (hull - union) / hull.clamp(min=1e-6)


def loss(network, images, boxes, targets, told):
    """What training lowers: a score that is to be the box's overlap with its face, where cells of a
    face count as much as they overlap and others as much as they are taken for one (Zhang et al.,
    "VarifocalNet", 2021), and the boxes. `told` is what the targets say of the boxes.
    """
    logits, numbers = flattened(network(images))
    sample, cell = torch.nonzero(told >= 0, as_tuple=True)
    found = corners(numbers[sample, cell], targets.centres[cell], targets.sides[cell])
    share, closeness = overlaps(found, boxes[sample, told[sample, cell]])
    wanted = torch.zeros_like(logits)
    wanted[sample, cell] = share.detach()
    weight = torch.where(told >= 0, wanted, logits.detach().sigmoid() ** 2) * (told != -2)
    scores = functional.binary_cross_entropy_with_logits(logits, wanted, weight, reduction="sum")
    count = max(len(sample), 1)
    return scores / count + BOX_WEIGHT * (1 - closeness).sum() / count


def _padded(boxes, counts, most):
    result, which = torch.zeros(max(most, 1), 4), torch.zeros(max(most, 1), dtype=torch.bool)
    result[: len(boxes)] = torch.from_numpy(boxes).float()
    which[: len(boxes)] = torch.from_numpy(counts)
    return result, which


def varied_share(epoch, epochs):
    """The share of an epoch's samples whose light and sensor are varied: faces first, then seeing
    them in bad light.
    """
    return FIRST_VARIED + (VARIED - FIRST_VARIED) * min(1, 2 * epoch / epochs)


def _batches(maker, count, seed, common_seed, varied):
    """Network inputs, what is to be found in them, and their targets; `count` samples in all, their
    extents drawn by `common_seed`, with which no process waits for one that has larger ones.
    """
    rng, extents = np.random.default_rng(seed), np.random.default_rng(common_seed)
    targets = {extent: Targets(*extent[::-1]) for extent in EXTENTS}
    for _ in range(count // BATCH):
        extent = EXTENTS[extents.integers(len(EXTENTS))]
        made = [maker.sample(rng, extent, varied) for _ in range(BATCH)]
        most = max(len(boxes) for _, boxes, _ in made)
        boxes, counts = (
            torch.stack(part) for part in zip(*(_padded(b, c, most) for _, b, c in made)))
        images = torch.from_numpy(np.stack([image for image, _, _ in made]))
        own = targets[extent]
        yield network_input(images), boxes, own, own(boxes, counts)


def train(load, dev, epochs, seed, folder, samples=SAMPLES, stop=None, workers=1):
    """Trains with AdamW in so many processes; state and curve of every epoch lie in `folder`, where it
    also resumes.

    `load()` gives frames, crops and surroundings as `FrameMaker` takes them, `dev()` frames by
    modality; with `stop` this run ends before that epoch, while the rate is planned for all `epochs`;
    the next one may bring more data.
    """
    folder.mkdir(parents=True, exist_ok=True)
    side_by_side.run(_train, (load, dev, epochs, seed, folder, samples, stop), workers)


def _train(load, dev, epochs, seed, folder, samples, stop):
    torch.manual_seed(seed)
    network = DetectorNetwork(described(folder / "state.pt")).to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-3)
    maker = FrameMaker(*load(), textures.bank(seed, TEXTURES, WIDTH, HEIGHT))
    (rank, processes), started = side_by_side.place(), time.time()
    dev = dev() if rank == 0 else None
    steps = samples // (BATCH * processes)
    require_room(folder, network, 0)
    for epoch in range(resumed(folder / "state.pt", network, optimiser), stop or epochs):
        network.train()
        total = 0.0
        made = _batches(maker, steps * BATCH, [seed, epoch, 1 + rank], [seed, epoch],
                        varied_share(epoch, epochs))
        for step, batch in enumerate(made):
            set_learning_rate(optimiser, epoch + step / steps, epochs, RATE, rise=0.05)
            value = loss(network, *batch)
            optimiser.zero_grad()
            value.backward()
            side_by_side.average_gradients(network)
            torch.nn.utils.clip_grad_norm_(network.parameters(), LARGEST_GRADIENT)
            optimiser.step()
            total += value.item()
        side_by_side.average_statistics(network)
        if rank == 0:
            row = {"epoch": epoch, "samples": steps * BATCH * processes,
                   "seconds": round(time.time() - started), "loss": total / max(steps, 1),
                   **detector_evaluation.curve_row(network, dev)}
            tell("face detector", row, folder)
            save_state(folder / "state.pt", network, optimiser, epoch)
        side_by_side.wait()
