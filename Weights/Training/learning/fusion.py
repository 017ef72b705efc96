"""Trains the fusion network: depth and near-infrared crops with key-point heatmaps."""

import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from .fusion_network import build_network
from .metrics import mean_acceptance, summary
from .prefetching import prefetched
from .preprocessing import heatmap, normalised_depth, normalised_relative_depth, standardised
from .progress import append_row, resumed, save_state
from .schedule import set_learning_rate
from .variation import MIRROR

LIVE = 1  # class index; spoof is 0
DEPTH_UNIT = 0.00025  # metres per count of stored depth
MAXIMUM_SHIFT = 8  # pixels that depth and image may disagree by
RELATIVE_SHARE = 0.15  # of the training samples have depth of unknown scale and offset


def inputs(image, depth, points, relative=None):
    """Network inputs, [B, 2, 112, 112] each, from grey 0...1, metres and crop pixels.

    `relative` [B] marks samples whose depth has an unknown scale and offset.
    """
    heat = heatmap(points)
    plane = normalised_depth(depth, points)
    if relative is not None and relative.any():
        plane[relative] = normalised_relative_depth(depth[relative], points[relative])
    layout = torch.channels_last
    return (
        torch.stack([plane, heat], 1).contiguous(memory_format=layout),
        torch.stack([standardised(image), heat], 1).contiguous(memory_format=layout),
    )


def _shifted(planes, dx, dy):
    """Moves each plane [B, H, W] by whole pixels; what comes in is a hole (0)."""
    result = torch.zeros_like(planes)
    height, width = planes.shape[1:]
    for i, (x, y) in enumerate(zip(dx.tolist(), dy.tolist())):
        result[i, max(y, 0) : height + min(y, 0), max(x, 0) : width + min(x, 0)] = planes[
            i, max(-y, 0) : height + min(-y, 0), max(-x, 0) : width + min(-x, 0)
        ]
    return result


def augmented(image, depth, points, generator):
    """Training variations that know nothing of the class.

    Returns image, depth, points and which samples have relative depth.
    """
    n = len(image)

    def normal(*shape):
        return torch.randn(*shape, generator=generator)

    def uniform(*shape):
        return torch.rand(*shape, generator=generator)

    def whole(limit):
        return torch.randint(-limit, limit + 1, (n,), generator=generator)

    # The whole crop moves a little, and depth a little more against it (every second sample).
    dx, dy = whole(4), whole(4)
    apart = (uniform(n) < 0.5).long()
    image = _shifted(image, dx, dy)
    points = points + torch.stack([dx, dy], 1)[:, None].float()
    depth = _shifted(depth, dx + apart * whole(MAXIMUM_SHIFT), dy + apart * whole(MAXIMUM_SHIFT))

    mirrored = uniform(n) < 0.5
    image[mirrored], depth[mirrored] = image[mirrored].flip(-1), depth[mirrored].flip(-1)
    flipped = points[mirrored][:, MIRROR[:68]]
    flipped[..., 0] = 111 - flipped[..., 0]
    points[mirrored] = flipped

    # Predicted points on training faces are a little too good.
    points = points + normal(n, 68, 2) * uniform(n, 1, 1) * 1.0 + normal(n, 1, 2) * 0.5

    gain = (1 + 0.25 * normal(n, 1, 1)).clamp(0.3, 1.8)
    image = (image * gain + 0.03 * normal(n, 1, 1)).clamp(0, 1)
    image = image ** torch.exp(0.2 * normal(n, 1, 1))

    relative = uniform(n) < RELATIVE_SHARE
    scale = torch.exp(0.7 * normal(n, 1, 1))
    step = 0.002 + 0.005 * uniform(n, 1, 1)  # metres per level of an 8-bit depth image
    stepped = (uniform(n, 1, 1) < 0.5) & relative[:, None, None]
    coarse = torch.round(depth / step) * step
    changed = torch.where(stepped, coarse, depth)
    changed = changed * scale + 0.3 * uniform(n, 1, 1)
    changed = torch.where(depth > 0, changed, 0.0)
    depth = torch.where(relative[:, None, None], changed, depth)
    return image, depth, points, relative


def tensors(data, points, index):
    image = torch.from_numpy(data["image"][index]).float() / 255
    depth = torch.from_numpy(data["depth"][index].astype(np.float32)) * DEPTH_UNIT
    return image, depth, torch.from_numpy(points[index])


@torch.no_grad()
def live_scores(network, data, points, batch=250, relative=False):
    """Probability of live [N] with key points [N, 68, 2], without augmentation.

    With `relative`, depth is treated as if its scale were unknown.
    """
    network.eval()
    parts = []
    for start in range(0, len(data["species"]), batch):
        index = np.arange(start, min(start + batch, len(data["species"])))
        unscaled = torch.full((len(index),), relative)
        depth, image = inputs(*tensors(data, points, index), unscaled)
        parts.append(network(depth, image).softmax(1)[:, LIVE])
    return torch.cat(parts).numpy()


def _batches(data, label, order, batch, generator):
    """Augmented network inputs and labels, in the given order; a partial batch is left out."""
    for start in range(0, len(order) - batch + 1, batch):
        index = order[start : start + batch]
        samples = tensors(data, data["predicted"], index)
        yield *inputs(*augmented(*samples, generator)), label[index]


def train(description, data, dev, epochs, seed, folder, batch=64, rate=2e-3):
    """Trains with AdamW on predicted key points; keeps network and dev scores of every epoch."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    network = build_network(description, dropout=0.3).to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-2)
    count = len(data["species"])
    steps = count // batch
    label = torch.from_numpy((data["species"] == 0).astype(np.int64))
    started = time.time()
    for epoch in range(resumed(folder / "state.pt", network, optimiser), epochs):
        network.train()
        torch.manual_seed(seed * 1000 + epoch)
        generator = torch.Generator().manual_seed(seed * 1000 + epoch)
        order = np.random.default_rng([seed, epoch]).permutation(count)
        total = 0.0
        batches = prefetched(_batches(data, label, order, batch, generator))
        for step, (depth, image, target) in enumerate(batches):
            place = epoch * steps + step
            set_learning_rate(optimiser, place, steps * epochs, rate, rise=0.15)
            logits = network(depth, image)
            loss = functional.cross_entropy(logits, target, label_smoothing=0.02)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item()
            if step % 50 == 49:
                done = f"{step + 1}/{steps} loss {total / (step + 1):.4f}"
                print(f"  {done} {time.time() - started:.0f} s", flush=True)
        scores = live_scores(network, dev, dev["predicted"])
        np.save(folder / f"dev-{epoch:02d}.npy", scores)
        torch.save(network.state_dict(), folder / f"epoch-{epoch:02d}.pt")
        append_row(folder / "curve.csv", {
            "epoch": epoch, "seconds": round(time.time() - started), "loss": total / steps,
            "mean_acceptance": mean_acceptance(scores, dev["species"]),
        })
        save_state(folder / "state.pt", network, optimiser, epoch)
        print(
            f"fusion: epoch {epoch} loss {total / steps:.4f} {summary(scores, dev['species'])} "
            f"{time.time() - started:.0f} s", flush=True,
        )
    return network
