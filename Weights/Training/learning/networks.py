"""The key-point network: steps as a model's card describes them, and the same steps in PyTorch.

Documentation/WeightFormat.md says what a step is. Parameters are named after the map that their
step makes, so that the names in a state are the keys of the weight file.
"""

import torch
from torch import nn
from torch.nn import functional

CENTRE, SPAN = 55.5, 56.0  # crop pixel = 55.5 + 56 * output
POINTS = 68  # in the Multi-PIE order
ALL_POINTS = POINTS + 6  # then both pupils and four canthi, each from the image's left to its right
OPENINGS = 3  # left eye, right eye, mouth
OUTPUTS = {"points": 2 * ALL_POINTS, "visibility": ALL_POINTS, "openness": OPENINGS}
EPSILON = 1e-5  # of batch normalisation
WIDTHS = (12, 24, 48, 96)  # channels of the maps of 56, 28, 14 and 7 pixels
BLOCKS = (0, 1, 2, 1)  # residual blocks on each of them
REDUCED = 48  # channels that the outputs are regressed from


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


def architecture(widths=WIDTHS, blocks=BLOCKS, reduced=REDUCED):
    """The card's `architecture`: a pyramid of residual blocks, halved by strides of 2 from 112 to 7
    pixels, and three regressions from the last map as a whole.
    """
    steps, last = [], "image"
    for stage, (width, count) in enumerate(zip(widths, blocks), 1):
        steps.append(_convolution([last], f"down{stage}", width, stride=2))
        last = f"down{stage}"
        for block in range(1, count + 1):
            inner, outer = f"block{stage}_{block}a", f"block{stage}_{block}b"
            steps.append(_convolution([last], inner, width))
            steps.append(_convolution([inner, last], outer, width))
            last = outer
    steps.append(_convolution([last], "reduced", reduced, kernel=1))
    return {"steps": steps + _regressions(112 >> len(widths)), "outputs": list(OUTPUTS)}


def plain_architecture():
    """The card's `architecture` of the older network with the new outputs: pairs of convolutions,
    and the map halved by its maxima between them.
    """
    steps, last = [], "image"
    for stage, width in enumerate((16, 32, 64, 96), 1):
        for half in (1, 2):
            name = f"stage{stage}_{half}"
            steps.append(_convolution([last], name, width, stride=2 if name == "stage1_1" else 1))
            last = name
        if stage < 4:
            steps.append({"op": "maximum-pool", "from": [last], "to": f"stage{stage}",
                          "kernel": [2, 2], "stride": [2, 2]})
            last = f"stage{stage}"
    steps.append(_convolution([last], "reduced", 32, kernel=1))
    return {"steps": steps + _regressions(7), "outputs": list(OUTPUTS)}


def _regressions(side):
    """What is told from the map `reduced` of `side` pixels as a whole."""
    return [
        _convolution(["reduced"], name, channels, side, padding=0, normalised=False)
        for name, channels in OUTPUTS.items()
    ]


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

    `points` [B, 148] in units of the card's span about its centre, `visibility` [B, 74] and
    `openness` [B, 3]: logits, and gaps over corner distances.
    """

    def __init__(self, description=None):
        super().__init__()
        self.description = description or architecture()
        self.steps, self.outputs = self.description["steps"], self.description["outputs"]
        channels = {"image": 1}
        for step in self.steps:
            inputs = channels[step["from"][0]]
            is_pool = step["op"] == "maximum-pool"
            self.add_module(step["to"], nn.MaxPool2d(2) if is_pool else Step(step, inputs))
            channels[step["to"]] = inputs if is_pool else step["channels"]

    def forward(self, image):
        maps = {"image": image}
        for step in self.steps:
            maps[step["to"]] = getattr(self, step["to"])(*(maps[name] for name in step["from"]))
        return {name: maps[name].flatten(1) for name in self.outputs}

    def start_at(self, points, visible, openness):
        """Sets the outputs to what is found on average, before there is any training.

        `points` [N, 74, 2] in crop pixels, `visible` [N, 74], `openness` [N, 3].
        """
        with torch.no_grad():
            share = visible.float().mean(0).clamp(0.02, 0.98)
            self.points.conv.bias.copy_(((points.mean(0) - CENTRE) / SPAN).flatten())
            self.visibility.conv.bias.copy_(torch.log(share / (1 - share)))
            self.openness.conv.bias.copy_(openness.mean(0))
            for name in self.outputs:
                getattr(self, name).conv.weight.mul_(0.1)

    def take_over(self, tensors):
        """Starts from the parameters of the older network of 68 points, by the names of its file.

        It must have the plain architecture. Pupils begin as the middle of the rims, canthi as their
        corners.
        """
        state = self.state_dict()
        for name, value in tensors.items():
            stage, _, rest = name.partition(".")
            kind, _, what = rest.partition(".")
            if stage.startswith("stage"):
                state[f"{stage}_{kind[-1]}.{kind[:-1]}.{what}"] = value.float()
            elif stage == "reduce":
                state[f"reduced.{rest}"] = value.float()
        for kind in ("weight", "bias"):
            old = tensors[f"regressor.{kind}"].float()
            rows = old.view(POINTS, 2, *((32, 7, 7) if kind == "weight" else ()))
            eyes = [rows[36:42].mean(0), rows[42:48].mean(0), *rows[[36, 39, 42, 45]]]
            state[f"points.conv.{kind}"] = torch.cat([rows, torch.stack(eyes)]).flatten(0, 1)
        self.load_state_dict(state)


def crop_points(output):
    """Crop pixels [B, 74, 2] of the output `points`."""
    return output.view(len(output), -1, 2) * SPAN + CENTRE


def rounded_to_half(network):
    """Rounds every parameter and running statistic to what a half-precision file keeps."""
    with torch.no_grad():
        for tensor in (*network.parameters(), *network.buffers()):
            if tensor.is_floating_point():
                tensor.copy_(tensor.half().float())
    return network.eval()
