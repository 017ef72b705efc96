"""The fusion network as a model's card describes it; parameter names are the keys of the weight files.

A description is the card itself, or any object with its members `inputs` and `architecture`;
Documentation/WeightFormat.md specifies both.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

PRESETS = Path(__file__).resolve().parents[2] / "Presets"
SHIPPED = "depth-image"  # describes the liveness network of the default weights


def _numbered(name, index, count):
    """An only layer has no number."""
    return name if count == 1 else f"{name}{index + 1}"


def _normalization(kind, channels):
    if kind == "batch":
        return nn.BatchNorm2d(channels)
    if kind in ("instance", "layer"):
        return nn.GroupNorm(channels if kind == "instance" else 1, channels)
    return None


class Stage(nn.Module):
    """Convolutions, each with normalization and activation, then a halving of the map."""

    def __init__(self, channels, stage):
        super().__init__()
        self.activation, self.downsampling = stage["activation"], stage["downsampling"]
        convolutions, kind = stage["convolutions"], stage["normalization"]
        self.numbers = [_numbered("", i, len(convolutions)) for i in range(len(convolutions))]
        for number, convolution in zip(self.numbers, convolutions):
            width, kernel = convolution["channels"], convolution["kernel"]
            self.add_module(f"conv{number}", nn.Conv2d(
                channels, width, kernel, convolution["stride"], kernel // 2, bias=kind == "none"))
            normalization = _normalization(kind, width)
            if normalization is not None:
                self.add_module(f"norm{number}", normalization)
            if self.activation == "prelu":
                self.add_module(f"prelu{number}", nn.PReLU(width))
            channels = width
        if self.downsampling == "strided":
            self.down = nn.Conv2d(channels, channels, 2, 2)
        self.channels = channels

    def _activated(self, x, number):
        if self.activation == "relu":
            return functional.relu(x)
        return getattr(self, f"prelu{number}")(x) if self.activation == "prelu" else x

    def forward(self, x):
        for number in self.numbers:
            x = getattr(self, f"conv{number}")(x)
            if hasattr(self, f"norm{number}"):
                x = getattr(self, f"norm{number}")(x)
            if number == self.numbers[-1] and self.downsampling == "max" \
                    and self.activation == "relu":
                # Pooling first gives the same result as ReLU first, for a quarter of the work.
                x = functional.max_pool2d(x, 2)
            x = self._activated(x, number)
        if self.downsampling == "max" and self.activation != "relu":
            return functional.max_pool2d(x, 2)
        if self.downsampling == "average":
            return functional.avg_pool2d(x, 2)
        return self.down(x) if self.downsampling == "strided" else x


class Dense(nn.Module):
    """Fully connected layers, each behind dropout and followed by ReLU."""

    def __init__(self, features, widths, dropout, drops_first=True):
        super().__init__()
        self.dropout, self.drops_first = nn.Dropout(dropout), drops_first
        self.names = [_numbered("dense", i, len(widths)) for i in range(len(widths))]
        for name, width in zip(self.names, widths):
            self.add_module(name, nn.Linear(features, width))
            features = width
        self.features = features

    def forward(self, x):
        for name in self.names:
            x = getattr(self, name)(self.dropout(x) if self.drops_first else x)
            x = functional.relu(x)
        return x if self.drops_first else self.dropout(x)


class Branch(Dense):
    """Stages and fully connected layers: [B, C, S, S] to [B, features]."""

    def __init__(self, channels, size, architecture, dropout):
        stages = []
        for stage in architecture["stages"]:
            stages.append(Stage(channels, stage))
            channels = stages[-1].channels
            for convolution in stage["convolutions"]:
                size = (size - 1) // convolution["stride"] + 1
            size //= 1 if stage["downsampling"] == "none" else 2
        super().__init__(channels * size * size, architecture["dense"], dropout)
        self.stages = len(stages)
        for number, stage in enumerate(stages, 1):
            self.add_module(f"stage{number}", stage)

    def forward(self, x):
        for number in range(1, self.stages + 1):
            x = getattr(self, f"stage{number}")(x)
        return super().forward(x.flatten(1))


class Head(Dense):
    """Hidden layers, then two neurons."""

    def __init__(self, features, widths, dropout):
        super().__init__(features, widths, dropout, drops_first=False)
        self.logits = nn.Linear(self.features, 2)

    def forward(self, x):
        return self.logits(super().forward(x))


class FusionNetwork(nn.Module):
    """The inputs of the description, in its order, to logits [B, 2]."""

    def __init__(self, description, dropout=0.0):
        super().__init__()
        self.description = description
        architecture = description["architecture"]
        inputs = {entry["name"]: entry for entry in description["inputs"]}
        self.order = list(inputs)
        self.branches = [(f"{b['name']}_branch", b["inputs"]) for b in architecture["branches"]]
        widths = []
        for branch in architecture["branches"]:
            taken = [inputs[name] for name in branch["inputs"]]
            module = Branch(
                sum(entry["channels"] for entry in taken), taken[0]["height"],
                architecture.get("shared_architecture", branch), dropout)
            self.add_module(f"{branch['name']}_branch", module)
            widths.append(module.features)
        fusion = architecture["fusion"]
        self.kind, self.vectors = fusion["kind"], fusion.get("inputs", [])
        width = widths[0] if self.kind == "addition" else sum(widths)
        width += sum(inputs[name]["channels"] for name in self.vectors)
        if self.kind == "full":
            self.fusion = Dense(width, [fusion["features"]], dropout)
            width = self.fusion.features
        self.width = width
        self.head = Head(width, architecture["hidden"], dropout)

    def branch_features(self, *inputs):
        """The features [B, F] of each branch, by the name of its scope."""
        named = dict(zip(self.order, inputs))
        return {
            scope: getattr(self, scope)(torch.cat([named[name] for name in names], 1))
            for scope, names in self.branches
        }

    def fused(self, branches, *inputs):
        """What the fusion makes of the features of the branches."""
        named = dict(zip(self.order, inputs))
        parts = list(branches.values())
        if self.kind == "addition":
            parts = [sum(parts[1:], parts[0])]
        x = torch.cat(parts + [named[name].flatten(1) for name in self.vectors], 1)
        return self.fusion(x) if self.kind == "full" else x

    def hidden_weights(self):
        """The weights of all convolutions and fully connected layers but the last, of the two neurons."""
        layers = [m for m in self.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
        return [layer.weight for layer in layers if layer is not self.head.logits]

    def features(self, *inputs):
        return self.fused(self.branch_features(*inputs), *inputs)

    def forward(self, *inputs):
        return self.head(self.features(*inputs))

    def golden(self, *inputs):
        """The golden tensors of a weight file: inputs, and what the network gives for them."""
        branches = self.branch_features(*inputs)
        features = self.fused(branches, *inputs)
        golden = {f"input.{name}": x for name, x in zip(self.order, inputs)}
        golden |= {"output.features": features, "output.logits": self.head(features)}
        return golden | {f"output.{scope}": x for scope, x in branches.items()}


def preset(name=SHIPPED):
    """A description of Weights/Presets: inputs, architecture and what else the card says of them."""
    return json.loads((PRESETS / f"{name}.json").read_text())


def build_network(description, dropout=0.0):
    """The network that a card or a preset describes."""
    return FusionNetwork(description, dropout)


def multiply_adds(network, *inputs):
    """Multiplications with an addition behind them that one forward pass of one capture takes."""
    total = 0

    def count(module, _, output):
        nonlocal total
        positions = output[0, 0].numel() if isinstance(module, nn.Conv2d) else 1
        total += module.weight.numel() * positions

    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    hooks = [layer.register_forward_hook(count) for layer in layers]
    network(*inputs)
    for hook in hooks:
        hook.remove()
    return total
