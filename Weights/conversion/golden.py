"""Inputs of golden vectors: made-up pictures, the same on every machine."""

import numpy as np

from . import engine
from .errors import ConversionError


def picture(channels, height, width, seed=0):
    """A picture of 8-bit values, `[1, channels, height, width]`: shading, an oval and grain."""
    generator = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width] / np.array([height, width])[:, None, None]
    planes = []
    for channel in range(channels):
        shade = 90 + 60 * np.sin(3.1 * x + channel) * np.cos(2.3 * y - channel)
        oval = 70 / (1 + np.exp(40 * (((x - 0.5) / 0.3) ** 2 + ((y - 0.5) / 0.4) ** 2 - 1)))
        planes.append(shade + oval + generator.normal(0, 8, (height, width)))
    return np.clip(np.rint(planes), 0, 255).astype(np.float32)[None]


def vector(nodes, parameters, inputs, outputs):
    """The tensors of a golden vector.

    `outputs` names, for each tensor to record, the operation's output that it is.
    """
    values = engine.run(nodes, {**parameters, **inputs}, list(outputs.values()))
    recorded = {f"golden.input.{name}": value for name, value in inputs.items()}
    for name, value in zip(outputs, values):
        if not np.isfinite(value.astype(np.float32)).all():
            raise ConversionError(f"the network gives numbers for {name} that are not finite")
        recorded[f"golden.output.{name}"] = value.astype(np.float32)
    return recorded
