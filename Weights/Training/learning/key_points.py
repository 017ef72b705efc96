"""Trains the key-point network on crops of every modality."""

import cv2
import numpy as np
import torch
from torch.nn import functional

from . import side_by_side, training
from .networks import POINTS, SIDE, KeyPointNetwork, cells, crop_points
from .optimisers import muon
from .precision import fast
from .preprocessing import standardised
from .progress import require_room, tell
from .readers import DEPTH_PICTURE, MODALITIES
from .variation import modality_of, on_crop, varied

SUPPRESSED = 0.5  # of the crops with dots are filtered as a card's dot suppression does
HIDDEN_WEIGHT = 0.5  # of a hidden point beside a visible one
USUAL_EYES = 45.0  # pixels between the outer eye corners; errors count by their share of it
BATCH = 32  # samples a step of each process
RATE, DECAY = 6e-3, 1e-3  # of learning, the highest, and of weights
HALF = 56.0  # pixels of half a crop, the unit of errors in the loss
SPREAD = 1.0  # cells: standard deviation of the heatmap that is wanted
WEIGHTS = {"heatmaps": 0.05, "visibility": 0.05, "openness": 0.2}  # of these losses beside the points'
OUTER_CORNERS = (36, 45)


def shown(truth, modality):
    """Samples whose face shows; bright displays and dye prints are blank in the near infrared, and
    what is flat has no face in its depth.
    """
    if modality == "rgb":
        return np.arange(len(truth["points"]))
    shows = "shows_in_depth" if modality == DEPTH_PICTURE else "shows_in_nir"
    return np.nonzero(truth[shows])[0]


def eye_distance(points):
    """Pixels between the outer eye corners [N] of points [N, 68 or more, 2]."""
    return (points[:, OUTER_CORNERS[0]] - points[:, OUTER_CORNERS[1]]).norm(dim=1)


def errors(predicted, true, which=slice(0, POINTS)):
    """Mean error [N] of some of the points in distances of the outer eye corners."""
    error = (predicted[:, which] - true[:, which]).norm(dim=2).mean(1)
    return error / eye_distance(true)


def wing(difference, width=0.08, curve=0.02):
    """Wing loss (Feng et al. 2018): logarithmic for small differences, linear for large ones."""
    offset = width - width * np.log(1 + width / curve)
    d = difference.abs()
    return torch.where(d < width, width * torch.log(1 + d / curve), d - offset)


def _logarithms(heatmaps):
    """Of the chances of every cell."""
    return heatmaps.flatten(2).log_softmax(2).view_as(heatmaps)


def wanted_heatmaps(points):
    """Chances [B, 74, 32, 32] that are largest at the points (crop pixels) and sum to 1, or to 0 for
    points that lie beyond the map; and for which [B, 74] they do not.
    """
    place = cells(points)
    near = torch.exp(-0.5 * ((torch.arange(SIDE) - place[..., None]) / SPREAD) ** 2)
    near = near / near.sum(-1, keepdim=True).clamp(min=1e-6)
    return near[:, :, 1, :, None] * near[:, :, 0, None, :], \
        ((place > -0.5) & (place < SIDE - 0.5)).all(-1)


def loss(output, points, visible, openness):
    """What training lowers; `points` in crop pixels."""
    logarithms = _logarithms(output["heatmaps"])
    weight = torch.where(visible, 1.0, HIDDEN_WEIGHT)
    near = weight * (USUAL_EYES / eye_distance(points).clamp(min=20))[:, None]
    difference = (crop_points(logarithms.exp()) - points) / HALF
    total = (wing(difference) * near[..., None]).mean()
    wanted, shown_there = wanted_heatmaps(points)
    shape = -(wanted * logarithms).sum((2, 3)) * weight * shown_there
    seen = functional.binary_cross_entropy_with_logits(output["visibility"], visible.float())
    opened = functional.smooth_l1_loss(output["openness"], openness, beta=0.05)
    return total + WEIGHTS["heatmaps"] * shape.mean() + WEIGHTS["visibility"] * seen \
        + WEIGHTS["openness"] * opened


def _crops(images, truth, index, generator):
    """Crops [B, 112, 112] of drawn modalities, and the numbers of these."""
    drawn = modality_of(
        truth["shows_in_nir"][index], truth["shows_in_depth"][index], generator)
    crops = np.stack([images[MODALITIES[m]][i] for m, i in zip(drawn, index)])
    for at in np.nonzero((drawn == 1) & (generator.random(len(drawn)) < SUPPRESSED))[0]:
        crops[at] = cv2.medianBlur(crops[at], 3)
    return torch.from_numpy(crops).float() / 255, torch.from_numpy(drawn)


def _batches(images, truth, order, batch, seed):
    """Network inputs and what is to be found in them; a partial batch is left out."""
    choices = np.random.default_rng(seed)
    generator = torch.Generator().manual_seed(int(choices.integers(1 << 62)))
    tensors = [torch.from_numpy(truth[key]) for key in ("points", "visible", "openness")]
    for start in range(0, len(order) - batch + 1, batch):
        index = order[start : start + batch]
        crops, drawn = _crops(images, truth, index, choices)
        image, *target = varied(crops, drawn, *(t[index] for t in tensors), generator)
        yield network_input(image), *target


def network_input(image):
    """Grey crops 0...1 [B, 112, 112] as the network takes them."""
    return standardised(image)[:, None].contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def predict(network, images, batch=256):
    """Of uint8 crops [N, 112, 112]: `points` [N, 74, 2] in crop pixels, `visibility` [N, 74] as
    probabilities, `openness` [N, 3].
    """
    network.eval()
    parts = []
    for start in range(0, len(images), batch):
        crops = torch.from_numpy(images[start : start + batch]).float() / 255
        part = network(network_input(crops))
        part["points"] = crop_points(_logarithms(part.pop("heatmaps")).exp())
        parts.append(part)
    found = {name: torch.cat([part[name] for part in parts]) for name in parts[0]}
    found["visibility"] = found["visibility"].sigmoid()
    return found


def _scores(network, images, truth):
    """Mean errors on dev by modality, for the curve."""
    row = {}
    for modality in MODALITIES:
        own = shown(truth, modality)
        found = predict(network, images[modality][own])
        true = torch.from_numpy(truth["points"][own])
        row[modality] = float(errors(found["points"], true).mean())
    return row


def train(load, dev, epochs, seed, folder, workers=1, rate=RATE, stop=None):
    """Trains in so many processes; state and curve of every epoch lie in `folder`, where it also resumes:
    with more `epochs` than before, from the last at the full rate.

    `load(part)` gives what `readers.key_points` reads for one process, by its number and that of all;
    `dev()` gives dev. With `stop` this run ends before that epoch, while the rate is planned for all
    `epochs`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    side_by_side.run(_train, (load, dev, epochs, seed, folder, rate, stop), workers)


def _started(truth):
    """A network that tells what is found on average in all processes."""
    network = KeyPointNetwork().to(memory_format=torch.channels_last)
    means = [torch.from_numpy(truth[key]).float().mean(0) for key in ("visible", "openness")]
    side_by_side.average(means)
    network.start_at(*means)
    return network


def _train(load, dev, epochs, seed, folder, rate, stop):
    torch.manual_seed(seed)
    rank, processes = side_by_side.place()
    (images, truth), dev = load((rank, processes)), dev() if rank == 0 else None
    seen = truth["visible"] & on_crop(torch.from_numpy(truth["points"])).numpy()
    truth = {**truth, "visible": seen}
    network = _started(truth)
    optimiser = muon(network.hidden_weights(), network.parameters(), rate, DECAY)
    steps = side_by_side.least(len(truth["points"])) // BATCH
    require_room(folder, network, 0)

    def made(epoch):
        order = np.random.default_rng([seed, epoch, rank]).permutation(len(truth["points"]))
        return _batches(images, truth, order[: steps * BATCH], BATCH, [seed, epoch, rank])

    def keep(epoch, mean_loss, seconds):
        row = {"epoch": epoch, "samples": steps * BATCH * processes, "seconds": seconds, "loss": mean_loss,
               **_scores(network, *dev)}
        tell("key points", row, folder)

    def value(image, *target):
        with fast():
            output = network(image)
        return loss({name: x.float() for name, x in output.items()}, *target)

    training.train(
        network, optimiser, made, value, steps, epochs, seed,
        folder, keep, rate, stop)
