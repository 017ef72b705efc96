#!/usr/bin/env python3
"""Records what PyTorch makes of fusion networks that are built from their descriptions.

    make_goldens.py              writes random/*.safetensors and presets.safetensors beside this file
    make_goldens.py SEED FOLDER  writes forty networks drawn from another seed into the folder

Random networks are small and stand in their files whole. Of the presets in Weights/Presets, at their
full size, only what they give is recorded: their parameters and inputs are drawn from SplitMix64 by
name, which the tests do in the same way.

Needs torch (2.15 made the recorded files), numpy and safetensors; the tests need none of them.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from safetensors.torch import save_file

BESIDE = pathlib.Path(__file__).resolve().parent
ROOT = BESIDE.parent.parent.parent
sys.path.insert(0, str(ROOT / "Weights" / "Training"))

from learning.fusion_network import build_network  # noqa: E402
from random_networks import Generator, write  # noqa: E402

RECORDED_SEED, RECORDED, FRESH = 7, 12, 40
torch.set_grad_enabled(False)
torch.set_num_threads(1)


def drawn(name, count):
    """Numbers from -1 to 1: SplitMix64, seeded with the FNV-1a hash of a name."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = (seed ^ byte) * 0x100000001B3 % 2**64
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(
            0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(40)).astype(np.float32) * np.float32(2**-23) - np.float32(1)


def parameter(name, shape):
    """A parameter that keeps the numbers on their way at about 1."""
    values = drawn(name, int(np.prod(shape))).reshape(shape)
    if len(shape) > 1:
        return np.sqrt(np.float32(6) / np.float32(np.prod(shape[1:]))) * values
    if name.endswith("running_var"):
        return np.float32(1) + np.float32(0.5) * values
    if name.endswith("weight"):
        return np.float32(1) + np.float32(0.2) * values
    return np.float32(0.1) * values


def preset(path):
    """What a preset's network gives, by the preset's name and the output's."""
    description = json.loads(path.read_text())
    network = build_network(description).eval()
    for name, tensor in network.state_dict().items():
        if tensor.is_floating_point():
            tensor.copy_(torch.from_numpy(parameter(name, tuple(tensor.shape))))
    inputs = []
    for entry in description["inputs"]:
        shape = (2, entry["channels"], entry["height"], entry["width"])
        values = drawn(f"input.{entry['name']}", int(np.prod(shape)))
        inputs.append(torch.from_numpy(values).view(shape))
    golden = network.golden(*inputs)
    print(path.stem, golden["output.logits"][0].tolist())
    return {f"{path.stem}.{name.removeprefix('output.')}": tensor.contiguous()
            for name, tensor in golden.items() if name.startswith("output.")}


def random_networks(seed, count, folder):
    folder.mkdir(parents=True, exist_ok=True)
    generator = Generator(seed)
    torch.manual_seed(seed)
    sizes = [write(generator.description(number), folder / f"random-{number:02d}.safetensors")
             for number in range(count)]
    print(f"{count} networks, {sum(sizes)} bytes in {folder}")


if len(sys.argv) == 3:
    random_networks(int(sys.argv[1]), FRESH, pathlib.Path(sys.argv[2]))
else:
    random_networks(RECORDED_SEED, RECORDED, BESIDE / "random")
    tensors = {}
    for path in sorted((ROOT / "Weights" / "Presets").glob("*.json")):
        tensors |= preset(path)
    save_file(tensors, BESIDE / "presets.safetensors")
