"""Trains a fusion network further on captures of one's own, mixed with simulated ones."""

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from . import fusion, fusion_variation, training
from .fusion_network import build_network
from .prefetching import prefetched
from .preprocessing import SMOOTHING
from .progress import append_row, require_room, save
from .weight_files import fitted, opened

LIVE_OF_SHARD = 0  # the species number of a live face in simulated shards


def loaded(path):
    """The card of a weight file, and its network with the file's parameters."""
    card, parameters = opened(path, "depth-fusion")
    network = fitted(build_network(card, dropout=0.3), parameters, path)
    for entry in card["inputs"]:
        smoothing = tuple(entry["normalization"].get("smoothing", ()))
        if entry["content"][0] == "grey" and smoothing != SMOOTHING:
            raise ValueError(f"{path}: images are smoothed by {list(SMOOTHING)} in training, "
                             f"by {list(smoothing)} in its card")
    return card, network


def mixed(own, simulated, share, seed):
    """Own training crops, repeated, and simulated ones so that the own make up the given share.

    Without simulated crops, the own alone. Both hold image, depth, predicted and relative.
    """
    count = len(own["live"])
    if simulated is None:
        return own
    wanted = min(len(simulated["live"]), 50 * count)
    repeats = max(1, round(wanted * share / (1 - share) / count))
    rng = np.random.default_rng([seed, 6])
    drawn = rng.permutation(len(simulated["live"]))[:wanted]
    return {
        key: np.concatenate([np.repeat(own[key], repeats, 0), simulated[key][drawn]])
        for key in ("image", "depth", "predicted", "relative", "live")
    }


def own_split(data):
    """Own crops with their class."""
    return {**data, "live": data["species"] == "live"}


def simulated_split(data, predicted):
    """Simulated crops in the same form; their depth is metric."""
    return {
        "image": data["image"], "depth": data["depth"], "predicted": predicted,
        "relative": np.zeros(len(data["species"]), bool), "live": data["species"] == LIVE_OF_SHARD,
    }


def _samples(data, index):
    """Grey 0...1, metres and crop pixels of some crops."""
    image = torch.from_numpy(data["image"][index]).float() / 255
    return image, fusion.depths(data, index), torch.from_numpy(data["predicted"][index])


def _batches(data, order, batch, generator):
    """Augmented inputs and classes; the last batch is smaller where the count does not divide."""
    for start in range(0, len(order), batch):
        index = order[start : start + batch]
        if len(index) < 2:
            return  # Batch normalization needs two.
        image, depth, points = _samples(data, index)
        varied = fusion_variation.varied(
            image, torch.zeros(len(index), dtype=torch.long), depth, points,
            torch.from_numpy(data["relative"][index]), generator)
        yield *fusion.inputs(*varied), torch.from_numpy(data["live"][index].astype(np.int64))


@torch.no_grad()
def live_scores(network, data, batch=250):
    """Probability of live [N], without augmentation."""
    network.eval()
    device = next(network.parameters()).device
    parts = []
    for start in range(0, len(data["live"]), batch):
        index = np.arange(start, min(start + batch, len(data["live"])))
        samples = _samples(data, index)
        relative = torch.from_numpy(data["relative"][index])
        logits = network(*(x.to(device) for x in fusion.inputs(*samples, relative)))
        parts.append(logits.softmax(1)[:, fusion.LIVE].cpu())
    return torch.cat(parts).numpy()


def separation(scores, live):
    """The share of pairs of a live face and an attack of which the live face scores higher."""
    order = np.argsort(np.argsort(scores, kind="stable")) + 1.0
    for value in np.unique(scores):
        order[scores == value] = order[scores == value].mean()
    positives, negatives = live.sum(), (~live).sum()
    return float((order[live].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def train(network, data, dev, epochs, seed, folder, batch=64, rate=4e-4):
    """AdamW from where the network is, on a GPU where there is one.

    Keeps every epoch, its scores on dev and the curve; resumes after the last whole epoch, and with more
    `epochs` than before goes on from the last at the full rate.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = network.to(device, memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-2)
    count = len(data["live"])
    share = np.clip(data["live"].mean(), 0.05, 0.95)
    weight = torch.tensor([0.5 / (1 - share), 0.5 / share], dtype=torch.float32, device=device)
    require_room(folder, network, epochs)

    def made(epoch):
        generator = torch.Generator().manual_seed(seed * 1000 + epoch)
        order = np.random.default_rng([seed, epoch]).permutation(count)
        return prefetched(_batches(data, order, batch, generator))

    def loss(*samples):
        depth, image, target = (x.to(device) for x in samples)
        return functional.cross_entropy(network(depth, image), target, weight, label_smoothing=0.02)

    def keep(epoch, mean_loss, seconds):
        scores = live_scores(network, dev)
        area = separation(scores, dev["live"])
        parameters = {key: value.cpu() for key, value in network.state_dict().items()}
        save(parameters, folder / f"epoch-{epoch:02d}.pt")
        np.save(folder / f"dev-{epoch:02d}.npy", scores)
        append_row(folder / "curve.csv", {
            "epoch": epoch, "seconds": seconds, "loss": mean_loss, "dev_area": area})
        print(f"epoch {epoch}: loss {mean_loss:.4f}, area under the curve on dev {area:.4f}, "
              f"{seconds} s", flush=True)

    training.train(network, optimiser, made, loss, -(-count // batch), epochs, seed, folder, keep, rate)
    return network
