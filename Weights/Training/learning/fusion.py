"""Trains the fusion network: depth and an image of any modality, with key-point heatmaps."""

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from simulator.scenes import SPECIES

from . import fusion_variation, side_by_side, training
from .fusion_network import build_network
from .metrics import mean_acceptance, summary
from .optimisers import muon
from .precision import fast
from .preprocessing import depth_picture, heatmap, normalised_depth, normalised_relative_depth, \
    smoothed, standardised
from .progress import append_row, require_room, save
from .readers import DEPTH_PICTURE, MODALITIES
from .weight_files import fitted, opened

LIVE = 1  # class index; spoof is 0
DEPTH_UNIT = 0.00025  # metres per count of stored depth
LEVEL = 0.002  # metres that a level of an 8-bit picture of depth is taken for; any number would do
SHARES = (0.4, 0.15, 0.3, 0.15)  # of the training samples that show near infrared, dots, RGB, depth
HOLE = -1  # what the network sees where there is no depth
LEVELS_SHARE = 0.12  # of the training samples have the camera's 8-bit picture for depth
BATCH = 64  # samples a step of each process
RATE = 3e-3  # the highest
DROPOUT = 0.15  # more was too much for a network that sees every sample varied
BOTH = ("nir", "rgb")  # modalities that are judged together where a capture holds them
NAMING_WEIGHT = 0.3  # of the loss of naming the species, beside that of telling live from spoof


def inputs(image, depth, points, relative=None, pictured=None):
    """Network inputs, [B, 2, 112, 112] each, from grey 0...1, metres and crop pixels.

    `relative` [B] marks samples whose depth has an unknown scale and offset, `pictured` [B] those whose
    image is a picture of their depth, which is not smoothed: no camera's detail is in it.
    """
    heat = heatmap(points)
    plane = normalised_depth(depth, points)
    if relative is not None and relative.any():
        plane[relative] = normalised_relative_depth(depth[relative], points[relative])
    smooth = smoothed(image)
    if pictured is not None:
        smooth = torch.where(pictured[:, None, None], image, smooth)
    layout = torch.channels_last
    return (
        torch.stack([plane, heat], 1).contiguous(memory_format=layout),
        torch.stack([standardised(smooth), heat], 1).contiguous(memory_format=layout),
    )


def without(part, depth, image):
    """Network inputs that lack a part: `heatmaps`, `depth` (holes everywhere) or `image` (one grey)."""
    depth, image = depth.clone(), image.clone()
    if part == "heatmaps":
        depth[:, 1], image[:, 1] = 0, 0
    elif part == "depth":
        depth[:, 0] = HOLE
    else:
        image[:, 0] = 0
    return depth, image


def depths(data, index, levels=None):
    """Depth [B, 112, 112] in metres; of the samples that `levels` marks, the camera's picture."""
    depth = torch.from_numpy(data["depth"][index].astype(np.float32)) * DEPTH_UNIT
    if levels is not None and levels.any():
        depth[levels] = torch.from_numpy(data["levels"][index[levels]].astype(np.float32)) * LEVEL
    return depth


def seen(data, index, modality):
    """Grey crops 0...1 [B, 112, 112] and predicted points [B, 68, 2]; `modality` [B] are numbers.

    Nothing is seen of samples of depth alone: their picture is made of their depth.
    """
    image = torch.zeros(len(index), *data["depth"].shape[1:])
    points = np.empty((len(index), 68, 2), np.float32)
    for number, name in enumerate(MODALITIES):
        own = modality == number
        if not own.any():
            continue
        points[own] = data["predicted"][name][index[own]]
        if name != DEPTH_PICTURE:
            image[torch.from_numpy(own)] = torch.from_numpy(data[name][index[own]]).float() / 255
    return image, torch.from_numpy(points)


@torch.no_grad()
def live_scores(network, data, modality="nir", batch=250, relative=False, levels=False,
                lacking=None, offsets=None):
    """Probability of live [N] on one modality, without augmentation, moved by its offset where there are
    any (a card's `logit_offsets`).

    With `relative`, depth is treated as if its scale were unknown; with `levels`, it is the camera's
    8-bit picture; with `lacking` the network does not see that part, as `without` takes it away.
    """
    network.eval()
    number = MODALITIES.index(modality)
    parts = []
    for start in range(0, len(data["species"]), batch):
        index = np.arange(start, min(start + batch, len(data["species"])))
        image, points = seen(data, index, np.full(len(index), number))
        depth = depths(data, index, np.full(len(index), levels))
        unscaled = torch.full((len(index),), relative or levels)
        if modality == DEPTH_PICTURE:
            image = depth_picture(depth, unscaled)
        shown = inputs(image, depth, points, unscaled, torch.from_numpy(
            np.full(len(index), modality == DEPTH_PICTURE)))
        shown = without(lacking, *shown) if lacking else shown
        parts.append(network(*shown).softmax(1)[:, LIVE])
    return shifted(torch.cat(parts).numpy(), (offsets or {}).get(modality, 0))


def odds(scores):
    """Of probabilities, none of them certain."""
    sure = np.clip(np.asarray(scores, np.float64), 1e-6, 1 - 1e-6)
    return sure / (1 - sure)


def shifted(scores, offset):
    """Probabilities the logarithms of whose odds are larger by an offset."""
    if offset == 0:
        return scores
    moved = odds(scores) * np.exp(offset)
    return (moved / (1 + moved)).astype(np.float32)


def joined(scores):
    """Probability [N] whose odds' logarithm is the mean of those of `scores` [K, N]."""
    mean = np.exp(np.log(odds(scores)).mean(0))
    return (mean / (1 + mean)).astype(np.float32)


def scores_of_both(network, data, offsets=None):
    """Probability of live [N] of captures that hold near infrared and colour, as the library judges them:
    the points found in the near infrared serve for both.
    """
    predicted = {**data["predicted"], "rgb": data["predicted"]["nir"]}
    scores = [live_scores(network, {**data, "predicted": predicted}, name) for name in BOTH]
    return shifted(joined(scores), (offsets or {}).get("+".join(BOTH), 0))


def batches(data, order, batch, seed, lacking=None):
    """Augmented network inputs and species, in the given order; a partial batch is left out.

    With `lacking` they lack that part, as `without` takes it away.
    """
    choices = np.random.default_rng(seed)
    generator = torch.Generator().manual_seed(int(choices.integers(1 << 62)))
    for start in range(0, len(order) - batch + 1, batch):
        index = order[start : start + batch]
        modality = choices.choice(len(SHARES), batch, p=SHARES)
        levels = choices.random(batch) < LEVELS_SHARE
        image, points = seen(data, index, modality)
        sample = fusion_variation.varied(
            image, torch.from_numpy(modality), depths(data, index, levels), points,
            torch.from_numpy(levels), generator)
        pictured = torch.from_numpy(modality == MODALITIES.index(DEPTH_PICTURE))
        shown = inputs(*sample, pictured)
        shown = without(lacking, *shown) if lacking else shown
        yield *shown, torch.from_numpy(data["species"][index])


class Lesson(nn.Module):
    """A network and, for as long as it learns, a layer beside its head that names the species.

    What tells a mask from a bust is of no use later, but it is a richer lesson than one bit.
    """

    def __init__(self, network):
        super().__init__()
        self.network, self.description = network, network.description
        self.naming = nn.Linear(network.width, len(SPECIES))

    def forward(self, depth, image):
        features = self.network.features(depth, image)
        return self.network.head(features), self.naming(features)


def species_weights(species):
    """The weight [S] of each species in the loss: those of attacks count alike, however many there
    are of each, and together as much as there are attacks.
    """
    counts = np.bincount(species, minlength=len(SPECIES)).astype(np.float32)
    attacks = counts.copy()
    attacks[SPECIES.index("live")] = 0
    weights = attacks.sum() / max((attacks > 0).sum(), 1) / np.maximum(counts, 1)
    weights[SPECIES.index("live")] = 1
    return torch.from_numpy(weights.astype(np.float32))


def _loss(lesson, depth, image, species, weights):
    """Of one batch: cross entropy of live and spoof, and of the species."""
    with fast():
        logits, names = (x.float() for x in lesson(depth, image))
    weight = weights[species]
    live = (species == SPECIES.index("live")).long()
    judging = functional.cross_entropy(logits, live, label_smoothing=0.02, reduction="none")
    naming = functional.cross_entropy(names, species, label_smoothing=0.02, reduction="none")
    return ((judging + NAMING_WEIGHT * naming) * weight).sum() / weight.sum()


def train(description, load, dev, epochs, seed, folder, workers=1, rate=RATE, start=None, stop=None,
          lacking=None):
    """Trains on predicted key points in so many processes; keeps network and dev scores of every epoch
    in `folder`, where it also resumes: with more `epochs` than before, from the last at the full rate.

    `load(part)` gives the samples of one process, by its number and that of all; `dev()` gives dev.
    With `start` it goes on from the parameters of that weight file, rather than from none; with `stop`
    this run ends before that epoch, while the rate is planned for all `epochs`; with `lacking` the
    network never sees that part of its inputs.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    side_by_side.run(
        _train, (description, load, dev, epochs, seed, folder, rate, start, stop, lacking), workers)


def _train(description, load, dev, epochs, seed, folder, rate, start, stop, lacking):
    torch.manual_seed(seed)
    network = build_network(description, DROPOUT).to(memory_format=torch.channels_last)
    rank, processes = side_by_side.place()
    data, dev = load((rank, processes)), dev() if rank == 0 else None
    if start is not None:
        fitted(network, opened(start, "depth-fusion")[1], start)
    lesson = Lesson(network)
    optimiser = muon(network.hidden_weights(), lesson.parameters(), rate)
    steps = side_by_side.least(len(data["species"])) // BATCH
    weights = species_weights(data["species"])
    require_room(folder, lesson, epochs)

    def made(epoch):
        order = np.random.default_rng([seed, epoch, rank]).permutation(len(data["species"]))
        return batches(data, order[: steps * BATCH], BATCH, [seed, epoch, rank], lacking)

    training.train(
        lesson, optimiser, made, lambda *batch: _loss(lesson, *batch, weights), steps, epochs, seed, folder,
        lambda *told: _keep(network, *told, dev, lacking, folder), rate, stop)


def _keep(network, epoch, loss, seconds, dev, lacking, folder):
    """Writes an epoch's network, its scores on dev and its line of the curve."""
    scores = {name: live_scores(network, dev, name, lacking=lacking) for name in MODALITIES}
    save(network.state_dict(), folder / f"epoch-{epoch:02d}.pt")
    np.savez(folder / f"dev-{epoch:02d}.npz", **scores)
    accepted = {name: mean_acceptance(s, dev["species"]) for name, s in scores.items()}
    append_row(folder / "curve.csv", {
        "epoch": epoch, "seconds": seconds, "loss": loss,
        **{f"mean_acceptance_{name}": value for name, value in accepted.items()},
    })
    print(f"fusion: epoch {epoch} loss {loss:.4f} {summary(scores['nir'], dev['species'])} "
          f"{seconds} s", flush=True)
