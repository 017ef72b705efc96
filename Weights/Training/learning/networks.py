"""The key-point network: steps as a model's card describes them, and the same steps in PyTorch.

Documentation/WeightFormat.md says what a step is. Parameters are named after the map that their
step makes, so that the names in a state are the keys of the weight file.
"""

import torch
from torch import nn
from torch.nn import functional

POINTS = 68  # in the Multi-PIE order
ALL_POINTS = POINTS + 6  # then both pupils and four canthi, each from the image's left to its right
OPENINGS = 3  # left eye, right eye, mouth
NUMBERS = {"visibility": ALL_POINTS, "openness": OPENINGS}  # that are told beside the heatmaps
EPSILON = 1e-5  # of batch normalisation
WIDTHS = (12, 24, 48, 96)  # channels of the maps of 56, 28, 14 and 7 pixels
BLOCKS = (0, 1, 1, 1)  # residual blocks on each of them
NECK = 24  # channels of the map that heatmaps are told from
REDUCED = 32  # channels that the numbers are told from
STRIDE = 4  # pixels of the crop from one cell of a heatmap to the next
MARGIN = 2  # cells of a heatmap beyond the crop's edge
SIDE = 112 // STRIDE + 2 * MARGIN  # cells of a heatmap


def _convolution(source, name, channels, kernel=3, stride=1, padding=None, normalised=True):
    """One convolution as a card's step; `source` is a map or a map and the one that is added."""
    edge = kernel // 2 if padding is None else padding
    step = {"op": "convolution", "from": list(source), "to": name,
            "weight": f"{name}.conv.weight", "channels": channels, "kernel": [kernel, kernel],
            "stride": [stride, stride], "padding": [edge] * 4}
    if not normalised:
        return step | {"bias": f"{name}.conv.bias"}
    norm = {"mean": "running_mean", "variance": "running_var", "scale": "weight", "offset": "bias"}
    named = {key: f"{name}.norm.{value}" for key, value in norm.items()}
    return step | {"normalization": named | {"epsilon": EPSILON}, "activation": "relu"}


def architecture(widths=WIDTHS, blocks=BLOCKS, neck=NECK, reduced=REDUCED):
    """The card's `architecture`: a pyramid of residual blocks, halved by strides of 2 from 112 to 7
    pixels; its coarser maps added to the finer ones up to 28 pixels, from which a heatmap for each
    point is told; and numbers that are told from the coarsest map as a whole.
    """
    steps, last, maps = [], "image", []
    for stage, (width, count) in enumerate(zip(widths, blocks), 1):
        steps.append(_convolution([last], f"down{stage}", width, stride=2))
        last = f"down{stage}"
        for block in range(1, count + 1):
            inner, outer = f"block{stage}_{block}a", f"block{stage}_{block}b"
            steps.append(_convolution([last], inner, width))
            steps.append(_convolution([inner, last], outer, width))
            last = outer
        maps.append(last)
    joined = maps[-1]
    for stage, width in ((3, widths[2]), (2, neck)):
        steps += [
            _convolution([joined], f"up{stage + 1}", width, kernel=1),
            {"op": "enlarge", "from": [f"up{stage + 1}"], "to": f"wide{stage + 1}", "factor": 2},
            _convolution([maps[stage - 1], f"wide{stage + 1}"], f"join{stage}", width, kernel=1),
        ]
        joined = f"join{stage}"
    steps += [
        _convolution([joined], "fine", neck, padding=1 + MARGIN),
        _convolution(["fine"], "heatmaps", ALL_POINTS, kernel=1, normalised=False),
        _convolution([maps[-1]], "reduced", reduced, kernel=1),
    ]
    steps += [_convolution(["reduced"], name, count, 7, padding=0, normalised=False)
              for name, count in NUMBERS.items()]
    return {"steps": steps, "outputs": ["heatmaps", *NUMBERS]}


class Step(nn.Module):
    """A convolution with batch normalisation and ReLU, or a plain one with a bias."""

    def __init__(self, step, inputs):
        super().__init__()
        normalised = "normalization" in step
        self.conv = nn.Conv2d(inputs, step["channels"], step["kernel"], step["stride"],
                              step["padding"][0], bias=not normalised)
        self.norm = nn.BatchNorm2d(step["channels"], EPSILON) if normalised else None

    def forward(self, x, added=None):
        x = self.conv(x)
        if self.norm is None:
            return x
        x = self.norm(x)
        return functional.relu(x if added is None else x + added)


class KeyPointNetwork(nn.Module):
    """Standardised grey crop [B, 1, 112, 112] to the outputs of its architecture, by name.

    `heatmaps` [B, 74, 32, 32], `visibility` [B, 74] and `openness` [B, 3]: logits, and gaps over
    corner distances.
    """

    def __init__(self, description=None):
        super().__init__()
        self.description = description or architecture()
        self.steps, self.outputs = self.description["steps"], self.description["outputs"]
        channels = {"image": 1}
        for step in self.steps:
            inputs = channels[step["from"][0]]
            if step["op"] == "convolution":
                self.add_module(step["to"], Step(step, inputs))
            channels[step["to"]] = step.get("channels", inputs)

    def forward(self, image):
        maps = {"image": image}
        for step in self.steps:
            sources = [maps[name] for name in step["from"]]
            if step["op"] == "convolution":
                maps[step["to"]] = getattr(self, step["to"])(*sources)
            else:
                maps[step["to"]] = functional.interpolate(sources[0], scale_factor=step["factor"])
        return {name: maps[name] if name == "heatmaps" else maps[name].flatten(1)
                for name in self.outputs}

    def start_at(self, visible, openness):
        """Sets the numbers to what is found on average, before there is any training.

        `visible` [74] are shares, `openness` [3].
        """
        with torch.no_grad():
            share = visible.clamp(0.02, 0.98)
            self.visibility.conv.bias.copy_(torch.log(share / (1 - share)))
            self.openness.conv.bias.copy_(openness)
            for name in NUMBERS:
                getattr(self, name).conv.weight.mul_(0.1)

    def hidden_weights(self):
        """The weights of all convolutions but those that give the outputs."""
        return [module.conv.weight for name, module in self.named_children() if name not in self.outputs]


def cells(pixels):
    """Places in heatmaps of places on the crop."""
    return (pixels + 0.5) / STRIDE - 0.5 + MARGIN


def crop_points(chances):
    """Crop pixels [B, 74, 2]: the mean places of `chances` [B, 74, 32, 32], which sum to 1 in each map
    (Sun et al., "Integral Human Pose Regression", 2018).
    """
    axis = (torch.arange(SIDE) - MARGIN + 0.5) * STRIDE - 0.5
    return torch.stack([chances.sum(2) @ axis, chances.sum(3) @ axis], 2)


def rounded_to_half(network):
    """Rounds every parameter and running statistic to what a half-precision file keeps."""
    with torch.no_grad():
        for tensor in (*network.parameters(), *network.buffers()):
            if tensor.is_floating_point():
                tensor.copy_(tensor.half().float())
    return network.eval()
