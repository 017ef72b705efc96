"""The face detector: steps as its card describes them, the same steps in PyTorch, and its anchors.

Documentation/WeightFormat.md says what a step is and how numbers become boxes. Parameters are named
after the map that their step makes, so that the names in a state are the keys of the weight file.
"""

import torch
from torch import nn
from torch.nn import functional

HEIGHT, WIDTH = 256, 320  # of the input in training: 320 x 240 below which the rest is empty
MEAN, SCALE = 110, 1 / 64  # a sample v of 0...255 becomes (v - MEAN) * SCALE
STRIDES = (8, 16, 32)  # pixels of the input between the cells of the three grids
ANCHORS = (24, 64, 160)  # sides of their anchors, in pixels of the input
CENTRE_OFFSET, CENTRE_VARIANCE, SIZE_VARIANCE = 0.5, 0.1, 0.2
EPSILON = 1e-5  # of batch normalisation
MOMENTUM = 0.02  # of its running figures, which small batches of two sizes shake
WIDTHS = (12, 24, 40, 72, 112)  # channels of the maps, each half as wide and high as the one before
BLOCKS = (0, 0, 1, 3, 3)  # residual blocks on each of them
NECK = 32  # channels of the maps that faces are told from


def _convolution(source, name, channels, kernel=3, stride=1, groups=1, active=True):
    """A convolution with batch normalisation as a card's step."""
    norm = {"mean": "running_mean", "variance": "running_var", "scale": "weight", "offset": "bias"}
    step = {"op": "convolution", "from": list(source), "to": name,
            "weight": f"{name}.conv.weight", "channels": channels, "kernel": [kernel, kernel],
            "stride": [stride, stride], "padding": [kernel // 2] * 4, "groups": groups,
            "normalization": {key: f"{name}.norm.{value}" for key, value in norm.items()}
            | {"epsilon": EPSILON}}
    return step | {"activation": "relu"} if active else step


def _separable(source, name, inputs, channels, kernel=3, stride=1, added=None):
    """A filter for each channel, then a mixture of them, to which a map may be added."""
    return [
        _convolution([source], f"{name}_each", inputs, kernel, stride, groups=inputs),
        _convolution([f"{name}_each"] + ([added] if added else []), name, channels, 1),
    ]


def architecture(widths=WIDTHS, blocks=BLOCKS, neck=NECK):
    """The card's `architecture`: a pyramid of residual blocks, its coarser maps added to the finer
    ones, and a score and a box from every cell of three of them.
    """
    steps, last = [_convolution(["image"], "level1", widths[0], stride=2)], "level1"
    for level in range(2, len(widths) + 1):
        width, count = widths[level - 1], blocks[level - 1]
        kernel = 5 if level == len(widths) else 3
        steps += _separable(last, f"level{level}", widths[level - 2], width, stride=2)
        last = f"level{level}"
        for block in range(1, count + 1):
            name = f"block{level}_{block}"
            steps += _separable(last, name, width, width, kernel, added=last)
            last = name
        if level >= 3:
            steps.append(_convolution([last], f"side{1 << level}", neck, 1))
    joined = f"side{STRIDES[-1]}"
    for stride in STRIDES[-2::-1]:
        steps += [{"op": "enlarge", "from": [joined], "to": f"wide{stride}", "factor": 2},
                  {"op": "sum", "from": [f"side{stride}", f"wide{stride}"], "to": f"sum{stride}"}]
        joined = f"sum{stride}"
    outputs = []
    for stride in STRIDES:
        source = f"side{stride}" if stride == STRIDES[-1] else f"sum{stride}"
        steps += _separable(source, f"face{stride}", neck, neck)
        for name, channels in ((f"score{stride}", 1), (f"box{stride}", 4)):
            steps.append({
                "op": "convolution", "from": [f"face{stride}"], "to": name, "channels": channels,
                "weight": f"{name}.conv.weight", "bias": f"{name}.conv.bias", "kernel": [3, 3],
                "padding": [1, 1, 1, 1]})
            outputs.append(name)
    return {"steps": steps, "outputs": outputs}


def multiplications(description, height, width):
    """How many the convolutions need for one image."""
    extents, total = {"image": (1, height, width)}, 0
    for step in description["steps"]:
        channels, rows, columns = extents[step["from"][0]]
        if step["op"] == "convolution":
            (kernel, _), (stride, _) = step.get("kernel"), step.get("stride", (1, 1))
            rows, columns = -(-rows // stride), -(-columns // stride)
            inputs, channels = channels // step.get("groups", 1), step["channels"]
            total += rows * columns * channels * inputs * kernel * kernel
        elif step["op"] == "enlarge":
            rows, columns = rows * step["factor"], columns * step["factor"]
        extents[step["to"]] = (channels, rows, columns)
    return total


class Step(nn.Module):
    """A convolution of a card, to whose result a map may be added before the activation."""

    def __init__(self, step, inputs):
        super().__init__()
        normalised = "normalization" in step
        self.conv = nn.Conv2d(
            inputs, step["channels"], step["kernel"], step.get("stride", 1), step["padding"][0],
            groups=step.get("groups", 1), bias=not normalised)
        self.norm = nn.BatchNorm2d(step["channels"], EPSILON, MOMENTUM) if normalised else None
        self.active = "activation" in step

    def forward(self, x, added=None):
        x = self.conv(x)
        x = x if self.norm is None else self.norm(x)
        x = x if added is None else x + added
        return functional.relu(x, inplace=True) if self.active else x


class DetectorNetwork(nn.Module):
    """Grey frames [B, 1, H, W], H and W multiples of 32, to the outputs of its architecture by name:
    logits [B, 1, h, w] and boxes [B, 4, h, w] of every grid.
    """

    def __init__(self, description=None):
        super().__init__()
        self.description = description or architecture()
        channels = {"image": 1}
        for step in self.description["steps"]:
            inputs = channels[step["from"][0]]
            if step["op"] == "convolution":
                self.add_module(step["to"], Step(step, inputs))
            channels[step["to"]] = step.get("channels", inputs)
        for stride in STRIDES:
            score = getattr(self, f"score{stride}").conv
            nn.init.normal_(score.weight, std=0.01)
            nn.init.constant_(score.bias, -4.0)  # a face in a cell is rare

    def forward(self, image):
        maps = {"image": image}
        for step in self.description["steps"]:
            sources = [maps[name] for name in step["from"]]
            if step["op"] == "convolution":
                result = getattr(self, step["to"])(*sources)
            elif step["op"] == "enlarge":
                result = functional.interpolate(sources[0], scale_factor=step["factor"])
            else:
                result = sources[0] + sources[1]
            maps[step["to"]] = result
        return {name: maps[name] for name in self.description["outputs"]}


def network_input(images):
    """Grey frames uint8 [B, H, W] as the network takes them, with rows and columns of black below
    and to the right up to multiples of 32.
    """
    rows, columns = (-images.shape[axis] % STRIDES[-1] for axis in (1, 2))
    whole = functional.pad(torch.as_tensor(images)[:, None].float(), (0, columns, 0, rows))
    return ((whole - MEAN) * SCALE).contiguous(memory_format=torch.channels_last)


def anchors(height, width):
    """Of all cells of all grids in order: centres [A, 2], and sides [A] of their anchors; pixels."""
    centres, sides = [], []
    for stride, side in zip(STRIDES, ANCHORS):
        rows, columns = (torch.arange(n // stride) for n in (height, width))
        y, x = torch.meshgrid(rows, columns, indexing="ij")
        centres.append((torch.stack([x, y], -1).reshape(-1, 2) + CENTRE_OFFSET) * stride)
        sides.append(torch.full((len(rows) * len(columns),), float(side)))
    return torch.cat(centres), torch.cat(sides)


def flattened(outputs):
    """Logits [B, A] and numbers of the boxes [B, A, 4] of all cells of all grids in order."""
    scores = torch.cat([outputs[f"score{s}"].flatten(1) for s in STRIDES], 1)
    numbers = torch.cat([outputs[f"box{s}"].flatten(2) for s in STRIDES], 2)
    return scores, numbers.transpose(1, 2)


def corners(numbers, centres, sides):
    """Boxes [..., 4] (left, top, right, bottom; pixels) of the network's numbers [..., 4]."""
    middle = centres + CENTRE_VARIANCE * sides[..., None] * numbers[..., :2]
    half = sides[..., None] * torch.exp((SIZE_VARIANCE * numbers[..., 2:]).clamp(-6, 6)) / 2
    return torch.cat([middle - half, middle + half], -1)
