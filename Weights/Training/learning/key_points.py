"""Trains the key-point network on crops of every modality."""

import time

import cv2
import numpy as np
import torch
from torch.nn import functional

from .networks import POINTS, SIDE, KeyPointNetwork, cells, crop_points
from .prefetching import prefetched
from .preprocessing import standardised
from .progress import append_row, described, require_room, resumed, save_state
from .readers import DEPTH_PICTURE, MODALITIES
from .schedule import set_learning_rate
from .variation import modality_of, on_crop, varied

SUPPRESSED = 0.5  # of the crops with dots are filtered as a card's dot suppression does
HIDDEN_WEIGHT = 0.5  # of a hidden point beside a visible one
USUAL_EYES = 45.0  # pixels between the outer eye corners; errors count by their share of it
RATE = 2e-3  # of learning at its peak
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
    generator, choices = torch.Generator().manual_seed(seed), np.random.default_rng(seed)
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


def train(images, truth, dev_images, dev_truth, epochs, seed, folder, batch=32, rate=RATE,
          stop=None):
    """Trains with AdamW; state and curve of every epoch lie in `folder`, where it also resumes.

    `images` holds uint8 crops [N, 112, 112] by modality, `truth` what `readers.key_points` gives.
    With `stop` this run ends before that epoch, while the rate is planned for all `epochs`; the
    next one may bring more data.
    """
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    network = KeyPointNetwork(described(folder / "state.pt")).to(memory_format=torch.channels_last)
    seen = truth["visible"] & on_crop(torch.from_numpy(truth["points"])).numpy()
    truth = {**truth, "visible": seen}
    network.start_at(*(torch.from_numpy(truth[k]) for k in ("visible", "openness")))
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-3)
    steps = len(truth["points"]) // batch
    started = time.time()
    require_room(folder, network, 0)
    for epoch in range(resumed(folder / "state.pt", network, optimiser), stop or epochs):
        network.train()
        order = np.random.default_rng([seed, epoch]).permutation(len(truth["points"]))
        total = 0.0
        batches = prefetched(_batches(images, truth, order, batch, seed * 1000 + epoch))
        for step, (image, *target) in enumerate(batches):
            set_learning_rate(optimiser, epoch + step / steps, epochs, rate, rise=0.05)
            value = loss(network(image), *target)
            optimiser.zero_grad()
            value.backward()
            optimiser.step()
            total += value.item()
        row = {"epoch": epoch, "samples": steps * batch, "seconds": round(time.time() - started),
               "loss": total / max(steps, 1), **_scores(network, dev_images, dev_truth)}
        append_row(folder / "curve.csv", row)
        save_state(folder / "state.pt", network, optimiser, epoch)
        print("key points:", " ".join(
            f"{k} {v:.4f}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items()
        ), flush=True)
    return network
