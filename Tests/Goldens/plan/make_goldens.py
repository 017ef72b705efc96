#!/usr/bin/env python3
"""Records what PyTorch makes of two small fusion networks with seeded parameters.

    make_goldens.py

Writes fusion-single.safetensors (one convolution a stage) and fusion-double.safetensors (two) beside
this file: the parameters by the names that the network takes, `golden.input.depth`,
`golden.input.image`, `golden.output.features` and `golden.output.logits`.

Needs torch (2.15 made the recorded files) and safetensors; the tests need neither.
"""

import pathlib

import torch
from safetensors.torch import save_file
from torch import nn

SIZE, FEATURES, HEAD, BATCH = 28, 12, 10, 2
# Width, and whether 2×2 max pooling follows; widths on and off the vectors of every processor.
STAGES = [(8, True), (16, True), (20, False)]
torch.set_grad_enabled(False)


class Stage(nn.Module):
    """Convolutions of one width, each with batch normalization and ReLU, and max pooling."""

    def __init__(self, channels, width, convolutions, pooled):
        super().__init__()
        self.pooled = pooled
        self.steps = []
        for number in range(1, convolutions + 1):
            suffix = "" if convolutions == 1 else str(number)
            self.add_module(f"conv{suffix}", nn.Conv2d(channels, width, 3, padding=1, bias=False))
            self.add_module(f"norm{suffix}", nn.BatchNorm2d(width))
            self.steps.append(suffix)
            channels = width

    def forward(self, x):
        for suffix in self.steps:
            x = getattr(self, f"norm{suffix}")(getattr(self, f"conv{suffix}")(x)).relu()
        return nn.functional.max_pool2d(x, 2) if self.pooled else x


class Branch(nn.Module):
    def __init__(self, channels, convolutions):
        super().__init__()
        side = SIZE
        for number, (width, pooled) in enumerate(STAGES, start=1):
            self.add_module(f"stage{number}", Stage(channels, width, convolutions, pooled))
            channels = width
            side = side // 2 if pooled else side
        self.dense = nn.Linear(channels * side * side, FEATURES)

    def forward(self, x):
        for number in range(1, len(STAGES) + 1):
            x = getattr(self, f"stage{number}")(x)
        return self.dense(x.flatten(1)).relu()


class Fusion(nn.Module):
    def __init__(self, convolutions):
        super().__init__()
        self.depth_branch = Branch(2, convolutions)
        self.image_branch = Branch(4, convolutions)
        self.head = nn.ModuleDict(
            {"dense": nn.Linear(2 * FEATURES, HEAD), "logits": nn.Linear(HEAD, 2)})

    def forward(self, depth, image):
        features = torch.cat([self.depth_branch(depth), self.image_branch(image)], 1)
        return features, self.head["logits"](self.head["dense"](features).relu())


beside = pathlib.Path(__file__).parent
for name, convolutions in [("single", 1), ("double", 2)]:
    torch.manual_seed(convolutions)
    network = Fusion(convolutions).eval()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
            module.weight.uniform_(0.8, 1.2)
            module.bias.normal_(0, 0.1)
    depth, image = torch.randn(BATCH, 2, SIZE, SIZE), torch.randn(BATCH, 4, SIZE, SIZE)
    features, logits = network(depth, image)
    tensors = {key: value.contiguous() for key, value in network.state_dict().items()
               if not key.endswith("num_batches_tracked")}
    tensors |= {"golden.input.depth": depth, "golden.input.image": image,
                "golden.output.features": features, "golden.output.logits": logits}
    save_file(tensors, beside / f"fusion-{name}.safetensors")
    print(name, tuple(features.shape), features.abs().max().item(), logits[0].tolist())
