#!/usr/bin/env python3
"""Records what PyTorch makes of a small key-point network with random weights, beside this file.

key-points.safetensors is the model, with card and golden vector; key-points-found.safetensors holds a
crop of grey from 0 to 255 and what is found on it: points in pixels of the crop, probabilities of
being visible, and openness.

Needs torch (2.15 made the recorded file), numpy and safetensors; the tests need none of them.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from safetensors.torch import save_file

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Weights" / "Training"))

from learning.key_point_card import key_point_fields  # noqa: E402
from learning.key_point_export import golden_outputs  # noqa: E402
from learning.key_points import network_input, predict  # noqa: E402
from learning.networks import KeyPointNetwork, architecture, rounded_to_half  # noqa: E402

torch.set_grad_enabled(False)
torch.set_num_threads(1)


def crop():
    """A face-like crop: waves under a bright oval."""
    y, x = np.mgrid[0:112, 0:112].astype(np.float64)
    oval = np.clip(1.4 - ((x - 60) / 34) ** 2 - ((y - 52) / 45) ** 2, 0, 1)
    wave = 0.5 + 0.3 * np.sin(x / 7) * np.cos(y / 5)
    return np.round(255 * np.clip(0.15 + 0.8 * oval * wave, 0, 1)).astype(np.uint8)


def with_random_statistics(network, generator):
    """Weights as they come from a seed, and normalisations that do not leave maps as they are."""
    for name, tensor in network.state_dict().items():
        if name.endswith("running_mean"):
            tensor.copy_(0.2 * torch.randn(tensor.shape, generator=generator))
        elif name.endswith(("running_var", "norm.weight")):
            tensor.copy_(0.5 + torch.rand(tensor.shape, generator=generator))
        elif name.endswith(("norm.bias", "conv.bias")):
            tensor.copy_(0.3 * torch.randn(tensor.shape, generator=generator))
    return rounded_to_half(network)


torch.manual_seed(74)
description = architecture(widths=(2, 3, 4, 5), blocks=(0, 1, 0, 1), neck=3, reduced=2)
network = with_random_statistics(KeyPointNetwork(description), torch.Generator().manual_seed(74))
card = {
    "format": "liveness-model/1", "name": "small-key-points", "version": "1.0.0",
    **key_point_fields(description), "golden_tolerance": 1e-4, "licence": "Apache-2.0",
    "training_data": "None: random weights.", "limits": ["It finds nothing."],
}
image = network_input(torch.from_numpy(crop()[None]).float() / 255).contiguous()
tensors = {
    key: value.half().contiguous() for key, value in network.state_dict().items()
    if "num_batches_tracked" not in key
}
tensors["golden.input.image"] = image
tensors |= {f"golden.{name}": x for name, x in golden_outputs(network, image).items()}
beside = pathlib.Path(__file__).resolve().parent
save_file({key: value.contiguous() for key, value in tensors.items()},
          str(beside / "key-points.safetensors"),
          metadata={"liveness-model": json.dumps(card, separators=(",", ":"))})
found = {name: x[0].contiguous() for name, x in predict(network, crop()[None]).items()}
save_file({"crop": torch.from_numpy(crop()).float(), **found},
          str(beside / "key-points-found.safetensors"))
