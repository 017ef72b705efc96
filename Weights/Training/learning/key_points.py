"""Trains the 68-point network on near-infrared crops of faces that show."""

import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from .networks import CENTRE, SPAN, KeyPointNetwork
from .preprocessing import standardised
from .schedule import set_learning_rate

# Order of the 68 points in a mirrored face.
MIRROR = torch.tensor(
    [*range(16, -1, -1), *range(26, 16, -1), 27, 28, 29, 30, 35, 34, 33, 32, 31,
     45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40,
     54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65]
)


def shows_a_face(data, species):
    """Samples whose picture is visible in the near infrared.

    Bright displays show nothing there and dye prints almost nothing; nobody could mark points.
    """
    return np.nonzero(data["shows_in_nir"])[0]


def augmented(image, points, generator):
    """Random turn, scale, shift, mirror, exposure, noise and a covering patch.

    `image` [B, 112, 112] in 0...1, `points` [B, 68, 2].
    """
    n = len(image)

    def normal(*shape):
        return torch.randn(*shape, generator=generator)

    def uniform(*shape):
        return torch.rand(*shape, generator=generator)

    angle, size = normal(n) * 0.16, torch.exp(normal(n) * 0.08)
    cosine, sine = angle.cos() * size, angle.sin() * size
    dx, dy = normal(n) * 0.06, normal(n) * 0.06
    matrix = torch.stack(
        [torch.stack([cosine, -sine, dx], 1), torch.stack([sine, cosine, dy], 1)], 1
    )
    grid = functional.affine_grid(matrix, (n, 1, 112, 112), align_corners=False)
    image = functional.grid_sample(
        image[:, None], grid, align_corners=False, padding_mode="border"
    )[:, 0]
    unit = (points + 0.5) / 56 - 1
    unit = torch.einsum(
        "bij,bkj->bki", torch.inverse(matrix[:, :, :2]), unit - matrix[:, None, :, 2]
    )
    points = (unit + 1) * 56 - 0.5
    mirrored = uniform(n) < 0.5
    image[mirrored] = image[mirrored].flip(-1)
    flipped = points[mirrored][:, MIRROR]
    flipped[..., 0] = 111 - flipped[..., 0]
    points[mirrored] = flipped
    gain = (1 + 0.3 * normal(n, 1, 1)).clamp(0.4, 1.8)
    image = (image * gain + 0.06 * normal(n, 1, 1)).clamp(0, 1)
    image = image ** torch.exp(0.25 * normal(n, 1, 1))
    image = image + normal(*image.shape) * uniform(n, 1, 1) * 0.04
    for i in torch.nonzero(uniform(n) < 0.25).flatten().tolist():
        width, height = torch.randint(8, 40, (2,), generator=generator).tolist()
        x, y = torch.randint(0, 72, (2,), generator=generator).tolist()
        image[i, y : y + height, x : x + width] = uniform(1) * 0.8
    return image, points


def errors(predicted, true):
    """Mean error [B] in outer-eye-corner distances (points 36 and 45) and pupil distances."""
    error = (predicted - true).norm(dim=2).mean(1)
    corners = (true[:, 36] - true[:, 45]).norm(dim=1)
    pupils = (true[:, 36:42].mean(1) - true[:, 42:48].mean(1)).norm(dim=1)
    return error / corners, error / pupils


def wing(difference, width=0.08, curve=0.02):
    """Wing loss (Feng et al. 2018): logarithmic for small differences, linear for large ones."""
    offset = width - width * np.log(1 + width / curve)
    d = difference.abs()
    return torch.where(d < width, width * torch.log(1 + d / curve), d - offset).mean()


@torch.no_grad()
def predict(network, images, batch=256):
    """Points [N, 68, 2] of uint8 crops [N, 112, 112]."""
    network.eval()
    parts = []
    for start in range(0, len(images), batch):
        x = torch.from_numpy(images[start : start + batch]).float() / 255
        x = standardised(x)[:, None].contiguous(memory_format=torch.channels_last)
        parts.append(network.points(x))
    return torch.cat(parts)


def train(data, usable, dev, dev_usable, epochs, seed, state_path, batch=64, rate=3e-3):
    """Trains with AdamW; resumes from `state_path` after an interruption."""
    torch.manual_seed(seed)
    network = KeyPointNetwork().to(memory_format=torch.channels_last)
    points = torch.from_numpy(data["points"])
    with torch.no_grad():
        mean = (points[usable].mean(0) - CENTRE) / SPAN
        network.regressor.bias.copy_(mean.flatten())
        network.regressor.weight.mul_(0.1)
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-3)
    steps = len(usable) // batch
    first, path = 0, Path(state_path)
    if path.exists():
        state = torch.load(path, weights_only=False)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        first = state["epoch"] + 1
    started = time.time()
    for epoch in range(first, epochs):
        network.train()
        generator = torch.Generator().manual_seed(seed * 1000 + epoch)
        order = np.random.default_rng([seed, epoch]).permutation(usable)
        total = 0.0
        for start in range(0, steps * batch, batch):
            index = order[start : start + batch]
            image = torch.from_numpy(data["image"][index]).float() / 255
            image, target = augmented(image, points[index].clone(), generator)
            x = standardised(image)[:, None].contiguous(memory_format=torch.channels_last)
            loss = wing(network(x) - ((target - CENTRE) / SPAN).flatten(1))
            step = epoch * steps + start // batch
            set_learning_rate(optimiser, step, steps * epochs, rate, rise=0.1)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item()
        predicted = predict(network, dev["image"][dev_usable])
        corners, _ = errors(predicted, torch.from_numpy(dev["points"][dev_usable]))
        print(
            f"key points: epoch {epoch} loss {total / steps:.5f} dev error "
            f"{corners.mean():.4f} of the outer-eye distance, {time.time() - started:.0f} s",
            flush=True,
        )
        state = {"network": network.state_dict(), "optimiser": optimiser.state_dict()}
        state["epoch"] = epoch
        partial = path.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(path)
    return network
