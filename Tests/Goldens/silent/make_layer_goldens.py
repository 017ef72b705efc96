"""Records what PyTorch gives for the layers of Documentation/Silent.md; needs torch.

Usage: make_layer_goldens.py. Inputs and filters are made up, and made again by the test.
"""

import json
from pathlib import Path

import torch
from torch.nn import functional


def ramp(shape, step, modulus):
    """Multiples of 1/8 that go around: (step * i) mod modulus."""
    count = torch.Size(shape).numel()
    return ((torch.arange(count) * step) % modulus - modulus // 2).float().reshape(shape) / 8


def central_difference(inputs, outputs, size, kernel, stride, groups, theta):
    x = ramp((2, inputs, size, size), 37, 101)
    weight = ramp((outputs, inputs // groups, kernel, kernel), 29, 53)
    bias = ramp((outputs,), 5, 11)
    plain = functional.conv2d(x, weight, bias, stride=stride, padding=kernel // 2, groups=groups)
    sums = weight.sum((2, 3), keepdim=True)
    y = plain - theta * functional.conv2d(x, sums, stride=stride, groups=groups)
    return {
        "inputs": inputs, "outputs": outputs, "size": size, "kernel": kernel, "stride": stride,
        "groups": groups, "theta": theta, "result": y.reshape(-1).tolist()}


def patches():
    x = ramp((1, 2, 7, 9), 37, 101)
    found = [x[:, :, top:top + 3, left:left + 3] for top in (0, 2, 4) for left in (0, 3, 6)]
    patches = torch.cat(found)
    logits = patches.mean((2, 3))
    return {
        "patches": patches.reshape(-1).tolist(),
        "vote": functional.softmax(logits, dim=1).mean(0).tolist()}


def depth_scores():
    maps = ramp((3, 1, 4, 5), 37, 101)
    mask = (ramp((4, 5), 29, 53) > 0).float()
    return {
        "plain": maps.mean((1, 2, 3)).tolist(),
        "masked": ((maps * mask).sum((1, 2, 3)) / mask.sum()).tolist()}


write = {
    "torch": torch.__version__.split("+")[0],
    "central_difference": [
        central_difference(1, 1, 4, 3, 1, 1, 0.7), central_difference(2, 3, 5, 3, 2, 1, 0.5),
        central_difference(4, 4, 5, 3, 1, 4, 1.0), central_difference(2, 2, 6, 5, 1, 1, 0.25),
        central_difference(3, 2, 4, 3, 1, 1, 0.0)],
    "patches": patches(), "depth_scores": depth_scores()}
(Path(__file__).parent / "layers.json").write_text(json.dumps(write, separators=(",", ":")) + "\n")
