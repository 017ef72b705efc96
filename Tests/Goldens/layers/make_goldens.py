#!/usr/bin/env python3
"""Records what PyTorch's layers make of seeded inputs, for the layer tests.

    make_goldens.py [SEED [OUTPUT]]

Writes layers.safetensors beside this file, unless told otherwise. A case is a set of tensors below a name of its own
(`conv2d-03.x`, `conv2d-03.weight`, …, `conv2d-03.y`); the entry `cases` of the metadata lists the
cases as JSON: name, layer and the numbers that make the layer.

Needs torch (2.15 made the recorded file) and safetensors; the tests need neither.
"""

import json
import pathlib
import random
import sys

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional

seed = int(sys.argv[1]) if len(sys.argv) > 1 else 2019
beside = pathlib.Path(__file__).parent / "layers.safetensors"
path = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else beside
random.seed(seed)
torch.manual_seed(seed)
torch.set_grad_enabled(False)
pick = random.randint
tensors, cases = {}, []


def record(layer, inputs, output, parameters=None, /, **numbers):
    """Adds one case: `inputs` is one tensor or several, `parameters` a state dict."""
    name = f"{layer}-{sum(case['layer'] == layer for case in cases):02d}"
    inputs = inputs if isinstance(inputs, list) else [inputs]
    numbers = {key: value if isinstance(value, list) else [value] for key, value in numbers.items()}
    cases.append({"name": name, "layer": layer, "inputs": len(inputs), "numbers": numbers})
    for index, tensor in enumerate(inputs):
        tensors[f"{name}.x{index}"] = tensor.detach().clone().contiguous()
    for key, tensor in (parameters or {}).items():
        if not key.endswith("num_batches_tracked"):
            tensors[f"{name}.{key}"] = tensor.detach().clone().contiguous()
    tensors[f"{name}.y"] = output.detach().clone().contiguous()


def state(module):
    """The parameters of a module, drawn so that none is 0 or 1 by chance of its initial values."""
    for key, tensor in module.state_dict().items():
        if tensor.is_floating_point():
            drawn = torch.rand_like(tensor) + 0.2 if "var" in key else torch.randn_like(tensor) / 2
            tensor.copy_(drawn)
    return module.eval().state_dict()


def axes(fewest=1, padded=True):
    """Kernel, stride, padding and dilation for rows and columns, and an extent that fits."""
    result = []
    for _ in range(2):
        kernel, stride, dilation = pick(1, 5), pick(1, 4), pick(1, 3)
        padding = pick(0, 3) if padded else 0
        reach = dilation * (kernel - 1) + 1
        extent = max(fewest, reach - 2 * padding) + pick(0, 6)
        result.append((kernel, stride, padding, dilation, extent))
    return [list(values) for values in zip(*result)]


def conv2d(batch, inputs, outputs, kernel, stride, padding, dilation, extent, groups, bias):
    layer = nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, groups, bias)
    parameters = state(layer)
    x = torch.randn(batch, inputs, *extent)
    record("conv2d", x, layer(x), parameters, kernel=kernel, stride=stride, padding=padding,
           dilation=dilation, groups=groups, inputs=inputs, outputs=outputs, bias=int(bias))


def conv_transpose2d(batch, inputs, outputs, kernel, stride, padding, extra, dilation, extent,
                     groups, bias):
    layer = nn.ConvTranspose2d(
        inputs, outputs, kernel, stride, padding, extra, groups, bias, dilation)
    parameters = state(layer)
    x = torch.randn(batch, inputs, extent, extent + 2)
    record("conv_transpose2d", x, layer(x), parameters, kernel=kernel, stride=stride,
           padding=padding, extra=extra, dilation=dilation, groups=groups, inputs=inputs,
           outputs=outputs, bias=int(bias))


# Convolution: a 1×1 map, stride > kernel, a kernel that is the whole map, depthwise, depthwise with
# two filters a channel, a pointwise product, an empty batch, then a sweep.
one = [1, 1]
conv2d(1, 3, 4, one, one, [0, 0], one, one, 1, True)
conv2d(1, 2, 3, [2, 2], [5, 4], [0, 0], one, [11, 14], 1, True)
conv2d(1, 6, 6, [5, 5], one, [0, 0], one, [5, 5], 6, False)
conv2d(2, 8, 8, [3, 3], one, one, one, [9, 7], 8, True)
conv2d(1, 5, 10, [3, 3], [2, 2], one, one, [8, 11], 5, False)
conv2d(2, 7, 9, one, one, [0, 0], one, [6, 5], 1, True)
conv2d(1, 4, 4, [3, 3], one, [2, 2], [2, 2], one, 1, True)
conv2d(0, 2, 3, [3, 3], one, one, one, [4, 5], 1, True)
for _ in range(36):
    kernel, stride, padding, dilation, extent = axes()
    groups = random.choice([1, 1, 2, 3])
    conv2d(pick(1, 2), groups * pick(1, 3), groups * pick(1, 3), kernel, stride, padding, dilation,
           extent, groups, random.random() < 0.5)

for _ in range(20):
    kernel, stride, dilation, groups = pick(1, 4), pick(1, 3), pick(1, 2), pick(1, 2)
    conv_transpose2d(pick(1, 2), groups * pick(1, 3), groups * pick(1, 3), kernel, stride,
                     pick(0, dilation * (kernel - 1) // 2), pick(0, max(stride, dilation) - 1),
                     dilation, pick(1, 5), groups, random.random() < 0.5)

# Normalization, alone and behind a convolution or a fully connected layer.
for channels in (1, 3, 8):
    layer = nn.BatchNorm2d(channels, eps=1e-3 if channels == 3 else 1e-5)
    parameters = state(layer)
    x = torch.randn(2, channels, 5, 4)
    record("batch_norm2d", x, layer(x), parameters, channels=channels, epsilon=layer.eps)
    layer = nn.BatchNorm1d(channels)
    parameters = state(layer)
    x = torch.randn(3, channels)
    record("batch_norm1d", x, layer(x), parameters, channels=channels, epsilon=layer.eps)
for groups, bias in ((1, True), (4, False), (2, True)):
    block = nn.Sequential(nn.Conv2d(4, 8, 3, 1, 1, 1, groups, bias), nn.BatchNorm2d(8))
    parameters = state(block)
    x = torch.randn(1, 4, 6, 7)
    record("folded2d", x, block(x), parameters, inputs=4, outputs=8, kernel=3, padding=1,
           groups=groups, bias=int(bias))
for bias in (True, False):
    block = nn.Sequential(nn.Linear(9, 5, bias), nn.BatchNorm1d(5))
    parameters = state(block)
    x = torch.randn(2, 9)
    record("folded1d", x, block(x), parameters, inputs=9, outputs=5, bias=int(bias))

# Pooling.
for index in range(24):
    kernel, stride, _, dilation, extent = axes(padded=False)
    padding = [pick(0, k // 2) for k in kernel]
    up = bool(index % 2)
    x = torch.randn(pick(1, 2), pick(1, 3), *extent)
    record("max_pool2d", x, functional.max_pool2d(x, kernel, stride, padding, dilation, up),
           kernel=kernel, stride=stride, padding=padding, dilation=dilation, up=int(up))
    counted = random.random() < 0.5
    record("average_pool2d", x,
           functional.avg_pool2d(x, kernel, stride, padding, up, counted),
           kernel=kernel, stride=stride, padding=padding, up=int(up), counted=int(counted))
x = torch.randn(1, 2, 6, 6)
x[0, 0, 2, 3] = float("nan")
record("max_pool2d", x, functional.max_pool2d(x, 3, 2, 1), kernel=[3, 3], stride=[2, 2],
       padding=[1, 1], dilation=[1, 1], up=0)
for shape in ((1, 1, 1, 1), (2, 5, 7, 3), (1, 2, 31, 30)):
    x = torch.randn(shape)
    record("global_average_pool2d", x, x.mean((2, 3)))

for sizes in ((1, 1, 1), (1, 37, 11), (2, 37, 11), (5, 8, 1), (3, 1, 6), (0, 4, 2)):
    batch, inputs, outputs = sizes
    layer = nn.Linear(inputs, outputs, bias=outputs != 1)
    parameters = state(layer)
    x = torch.randn(batch, inputs)
    record("linear", x, layer(x), parameters, inputs=inputs, outputs=outputs,
           bias=int(layer.bias is not None))

# Scalar by scalar.
for shape in ((2, 3, 4, 5), (3, 6)):
    x = torch.randn(shape) * 4
    record("relu", x, functional.relu(x))
    record("sigmoid", x * 10, torch.sigmoid(x * 10))
    record("add", [x, x.flip(0)], x + x.flip(0))
    for slopes in (1, shape[1]):
        layer = nn.PReLU(slopes)
        parameters = state(layer)
        record("prelu", x, layer(x), parameters, channels=slopes)
x = torch.tensor([[float("nan"), -1.0, 0.0, 2.0]])
record("relu", x, functional.relu(x))
x, factors = torch.randn(2, 3, 4, 5), torch.randn(2, 3)
record("channel_scale", [x, factors], x * factors[:, :, None, None])

for shape, axis, span in (((2, 5), 1, 1), ((1, 2), 1, 1e4), ((2, 3, 4, 5), 1, 5),
                          ((2, 3, 4, 5), 3, 5), ((3, 4), 0, 100), ((2, 1), 1, 1)):
    x = torch.randn(shape) * span
    record("softmax", x, torch.softmax(x, axis), axis=axis)
for axis in range(4):
    parts = [torch.randn([pick(1, 3) if a == axis else a + 2 for a in range(4)]) for _ in range(3)]
    record("concat", parts, torch.cat(parts, axis), axis=axis)

# Resizing, also to sizes at which the place of the nearest scalar depends on rounding.
sizes = [((1, 1), (3, 4)), ((5, 7), (1, 1)), ((4, 6), (8, 12)), ((2, 14), (82, 46))]
sizes += [((pick(1, 12), pick(1, 12)), (pick(1, 17), pick(1, 17))) for _ in range(11)]
for source, target in sizes:
    x = torch.randn(1, 2, *source)
    for mode in ("nearest", "bilinear"):
        y = functional.interpolate(x, size=target, mode=mode)
        record(f"resize_{mode}", x, y, height=target[0], width=target[1])

# Statistics of each image: layer normalization, instance normalization, and between the two.
for channels, groups in ((1, 1), (6, 1), (6, 6), (6, 3), (17, 17), (17, 1)):
    layer = nn.GroupNorm(groups, channels)
    parameters = state(layer)
    x = torch.randn(2, channels, pick(2, 9), pick(2, 9)) * 3 + 5
    record("group_norm2d", x, layer(x), parameters, channels=channels, groups=groups)

save_file(tensors, path, metadata={"cases": json.dumps(cases)})
print(f"{len(cases)} cases, {path.stat().st_size} bytes in {path}")
