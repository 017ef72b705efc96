"""Random valid descriptions of small fusion networks, and model files of them with random weights."""

import copy
import json
import random

import torch
from safetensors.torch import save_file
from torch import nn

from learning.fusion_network import build_network, multiply_adds

STANDARDIZE = {"kind": "standardize", "centre_fraction": 0.6, "floor": 0.02, "clip": 4}
RELIEF = {"kind": "reference-depth", "range_metres": 0.1, "hole_value": -1,
          "relative_spread_metres": 0.05}
CHANNELS = {"depth": 1, "grey": 1, "rgb": 3, "heatmap": 1, "canthi": 4, "pupils": 2, "glint": 2,
            "coordinates": 136}


def _input(name, size, content, **more):
    return {"name": name, "channels": sum(CHANNELS[c] for c in content), "height": size,
            "width": size, "content": content, **more}


class Generator:
    """Draws descriptions; the same seed draws the same ones."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, low, high):
        return self.random.randint(low, high)

    def _map_input(self, name, size):
        """An input of any content that is a map."""
        heat = ["heatmap"] if self.random.random() < 0.6 else []
        kind = self.random.choice(["depth", "grey", "rgb", "eyes"])
        if kind == "depth":
            return _input(name, size, ["depth"] + heat, normalization=RELIEF)
        if kind == "eyes":
            content = self.random.choice(
                [["canthi"], ["pupils"], ["canthi", "pupils"], ["pupils", "glint"], ["glint"],
                 ["canthi", "pupils", "glint"]])
            return _input(name, size, content, modalities=["nir"], normalization=STANDARDIZE,
                          patch={"scale": 0.3, "glint_size": 3})
        return _input(name, size, [kind] + heat, normalization=STANDARDIZE)

    def _stage(self, extent):
        """A stage that leaves something of the map, and the extent that it leaves."""
        convolutions = []
        for _ in range(self.random.choice([1, 1, 2, 3])):
            stride = 2 if extent >= 6 and self.random.random() < 0.15 else 1
            extent = (extent - 1) // stride + 1
            convolutions.append({"channels": self.pick(1, 9),
                                 "kernel": self.random.choice([1, 3, 3, 3, 5, 7]),
                                 "stride": stride})
        normalizations = ["batch", "instance", "layer", "none"]
        halvings = ["max", "average", "strided", "none"] if extent >= 2 else ["none"]
        if extent < 3:  # hardly any statistics are left of such a map
            normalizations = ["batch", "none"]
        stage = {"convolutions": convolutions,
                 "normalization": self.random.choice(normalizations),
                 "activation": self.random.choice(["relu", "relu", "prelu", "none"]),
                 "downsampling": self.random.choice(halvings)}
        return stage, extent if stage["downsampling"] == "none" else extent // 2

    def _architecture(self, size, features):
        stages, extent = [], size
        for _ in range(self.pick(1, 4)):
            stage, extent = self._stage(extent)
            stages.append(stage)
        return {"stages": stages,
                "dense": [self.pick(1, 9) for _ in range(self.pick(0, 2))] + [features]}

    def description(self, number):
        """A description; its number chooses the fusion, so that few of them show every kind."""
        size = self.pick(6, 18)
        shares = self.random.random() < 0.3
        kind = ["concat", "addition", "full"][number % 3]
        features = self.pick(1, 9)
        inputs, branches = [], []
        for index in range(self.random.choice([1, 2, 2, 3, 4])):
            own = size if shares or self.random.random() < 0.5 else self.pick(6, 18)
            taken = [self._map_input(f"input{index}", own)]
            if not shares and self.random.random() < 0.2:
                taken.append(self._map_input(f"other{index}", own))
            inputs += taken
            branch = {"name": f"branch{index}", "inputs": [entry["name"] for entry in taken]}
            if not shares:
                width = features if kind == "addition" else self.pick(1, 9)
                branch |= self._architecture(own, width)
            branches.append(branch)
        fusion = {"kind": kind}
        if kind == "full":
            fusion["features"] = self.pick(1, 9)
        if self.random.random() < 0.4:
            inputs.append(_input("points", 1, ["coordinates"],
                                 normalization={"kind": "crop-coordinates"}))
            fusion["inputs"] = ["points"]
        self.random.shuffle(inputs)
        architecture = {"branches": branches, "fusion": fusion,
                        "hidden": [self.pick(1, 9) for _ in range(self.pick(0, 2))]}
        if shares:
            architecture["shared_architecture"] = self._architecture(size, features)
        return {"inputs": inputs, "modalities": ["nir", "rgb"], "crop": {"scale": 1.1, "size": 32},
                "heatmap": {"planes": 1, "sigma_pixels": 1.8}, "architecture": architecture,
                "output": {"classes": self.random.choice([["spoof", "live"], ["live", "spoof"]])}}


def fill(network):
    """Random statistics and scales, for the weights of PyTorch leave them at 0 and 1."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
        if isinstance(module, (nn.BatchNorm2d, nn.GroupNorm)):
            module.weight.uniform_(0.8, 1.2)
            module.bias.normal_(0, 0.1)
        if isinstance(module, nn.PReLU):
            module.weight.uniform_(-0.5, 0.5)
    for tensor in network.state_dict().values():
        if tensor.is_floating_point():
            tensor.copy_(tensor.half().float())
    return network.eval()


def imprecision(network, inputs, golden):
    """How far 32 bits lie from 64, relative to the largest number of each output."""
    precise = copy.deepcopy(network).double().golden(*(tensor.double() for tensor in inputs))
    return max(
        float((golden[name].double() - precise[name]).abs().max()
              / precise[name].abs().max().clamp(min=1e-6))
        for name in golden if name.startswith("output."))


def drawn(description, images):
    """A network, inputs and what it gives for them, where 32 bits tell that.

    Where nearly every feature ends at 0 and the rest is what rounding leaves, they do not, and a
    comparison of two ways to compute it would say nothing.
    """
    while True:
        network = fill(build_network(description))
        inputs = [torch.randn(images, e["channels"], e["height"], e["width"])
                  for e in description["inputs"]]
        golden = network.golden(*inputs)
        if imprecision(network, inputs, golden) <= 1e-5:
            return network, inputs, golden


def write(description, path, images=2):
    """The model file of a network with random weights; what it costs stands in `evaluation`."""
    network, inputs, golden = drawn(description, images)
    tensors = {key: value.half() for key, value in network.state_dict().items()
               if not key.endswith("num_batches_tracked")}
    card = {"format": "liveness-model/1", "name": path.stem, "version": "1",
            "kind": "depth-fusion", **description, "threshold": 0.5, "golden_tolerance": 1e-4,
            "licence": "Apache-2.0", "training_data": "none", "limits": [],
            "evaluation": {"parameters": sum(value.numel() for value in tensors.values()),
                           "multiply_adds": multiply_adds(network, *inputs)}}
    tensors |= {f"golden.{key}": value for key, value in golden.items()}
    tensors = {key: value.contiguous() for key, value in tensors.items()}
    save_file(tensors, path, metadata={"liveness-model": json.dumps(card, separators=(",", ":"))})
    return path.stat().st_size
