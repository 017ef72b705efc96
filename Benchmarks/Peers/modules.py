"""The networks as PyTorch modules; their parameter names are those of the weight files."""

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional

from networks import NETWORKS

WIDTHS = (16, 32, 64, 128, 128)


class Stage(nn.Module):
    """Convolutions, each with batch normalisation and ReLU, then perhaps 2 x 2 max pooling."""

    def __init__(self, inputs, outputs, convolutions=1, pool=True, stride=1, size=3):
        super().__init__()
        self.pool, self.names = pool, []
        for number in range(1, convolutions + 1):
            suffix = str(number) if convolutions > 1 else ""
            self.names.append(("conv" + suffix, "norm" + suffix))
            convolution = nn.Conv2d(
                inputs, outputs, size, stride if number == 1 else 1, size // 2, bias=False)
            setattr(self, "conv" + suffix, convolution)
            setattr(self, "norm" + suffix, nn.BatchNorm2d(outputs))
            inputs = outputs

    def forward(self, x):
        for convolution, norm in self.names:
            x = functional.relu(getattr(self, norm)(getattr(self, convolution)(x)))
        return functional.max_pool2d(x, 2) if self.pool else x


class Branch(nn.Module):
    """Stages of so many convolutions, the first of which halve the map, and a fully connected layer."""

    def __init__(self, channels, widths, convolutions, pooled, features):
        super().__init__()
        self.count, extent = len(widths), 112
        for number, (width, count) in enumerate(zip(widths, convolutions), 1):
            halves = number <= pooled
            setattr(self, f"stage{number}", Stage(channels, width, count, halves))
            channels, extent = width, extent // 2 if halves else extent
        self.dense = nn.Linear(channels * extent * extent, features)

    def forward(self, x):
        for number in range(1, self.count + 1):
            x = getattr(self, f"stage{number}")(x)
        return functional.relu(self.dense(x.flatten(1)))


class Head(nn.Module):
    def __init__(self, features, width):
        super().__init__()
        self.dense, self.logits = nn.Linear(features, width), nn.Linear(width, 2)

    def forward(self, x):
        return self.logits(functional.relu(self.dense(x)))


class Fusion(nn.Module):
    """Two branches whose joined features decide."""

    def __init__(self, channels, widths, convolutions, pooled, features):
        super().__init__()
        self.depth_branch, self.image_branch = (
            Branch(count, widths, convolutions, pooled, features) for count in channels)
        self.head = Head(2 * features, 64)

    def forward(self, depth, image):
        features = torch.cat([self.depth_branch(depth), self.image_branch(image)], 1)
        return features, self.head(features)


class KeyPoints(nn.Module):
    """A grey crop to the coordinates of 68 points, by plain regression."""

    def __init__(self):
        super().__init__()
        self.stage1 = Stage(1, 16, 2, stride=2)
        self.stage2 = Stage(16, 32, 2)
        self.stage3 = Stage(32, 64, 2)
        self.stage4 = Stage(64, 96, 2, pool=False)
        self.reduce = Stage(96, 32, pool=False, size=1)
        self.regressor = nn.Linear(32 * 7 * 7, 136)

    def forward(self, image):
        x = self.stage4(self.stage3(self.stage2(self.stage1(image))))
        return self.regressor(self.reduce(x).flatten(1))


class Unit(nn.Module):
    """A convolution with batch normalisation and perhaps a PReLU."""

    def __init__(self, inputs, outputs, size=1, stride=1, padding=0, groups=1, activated=True):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, size, stride, padding, groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(outputs)
        if activated:
            self.prelu = nn.PReLU(outputs)
        self.activated = activated

    def forward(self, x):
        x = self.bn(self.conv(x))
        return self.prelu(x) if self.activated else x


class Excitation(nn.Module):
    """Weighs each channel by a factor that follows from the means of all."""

    def __init__(self, channels):
        super().__init__()
        width = channels // 4
        self.fc1, self.bn1 = nn.Conv2d(channels, width, 1, bias=False), nn.BatchNorm2d(width)
        self.fc2, self.bn2 = nn.Conv2d(width, channels, 1, bias=False), nn.BatchNorm2d(channels)

    def forward(self, x):
        means = functional.adaptive_avg_pool2d(x, 1)
        return x * torch.sigmoid(self.bn2(self.fc2(functional.relu(self.bn1(self.fc1(means))))))


class Bottleneck(nn.Module):
    """1 x 1 convolution to a wider map, depthwise 3 x 3, 1 x 1 back."""

    def __init__(self, inputs, width, outputs, stride=1, squeezed=False):
        super().__init__()
        self.conv = Unit(inputs, width)
        self.conv_dw = Unit(width, width, 3, stride, 1, groups=width)
        self.project = Unit(width, outputs, activated=False)
        if squeezed:
            self.se_module = Excitation(outputs)
        self.squeezed, self.residual = squeezed, stride == 1

    def forward(self, x):
        y = self.project(self.conv_dw(self.conv(x)))
        if self.squeezed:
            y = self.se_module(y)
        return x + y if self.residual else y


class Residuals(nn.Module):
    def __init__(self, channels, widths, squeezed):
        super().__init__()
        last = len(widths) - 1
        self.model = nn.Sequential(*[
            Bottleneck(channels, width, channels, squeezed=squeezed and index == last)
            for index, width in enumerate(widths)])

    def forward(self, x):
        return self.model(x)


class MiniFASNet(nn.Module):
    """Minivision's network for colour images, 0 to 255."""

    def __init__(self, widths, squeezed):
        super().__init__()
        self.conv1 = Unit(3, 32, 3, 2, 1)
        self.conv2_dw = Unit(32, 32, 3, 1, 1, groups=32)
        self.conv_23 = Bottleneck(32, 103, 64, 2)
        self.conv_3 = Residuals(64, widths[0], squeezed)
        self.conv_34 = Bottleneck(64, 231, 128, 2)
        self.conv_4 = Residuals(128, widths[1], squeezed)
        self.conv_45 = Bottleneck(128, 308, 128, 2)
        self.conv_5 = Residuals(128, widths[2], squeezed)
        self.conv_6_sep = Unit(128, 512)
        self.conv_6_dw = Unit(512, 512, 5, groups=512, activated=False)
        self.linear = nn.Linear(512, 128, bias=False)
        self.bn = nn.BatchNorm1d(128)
        self.prob = nn.Linear(128, 3, bias=False)

    def forward(self, image):
        x = self.conv_3(self.conv_23(self.conv2_dw(self.conv1(image))))
        x = self.conv_5(self.conv_45(self.conv_4(self.conv_34(x))))
        features = self.bn(self.linear(self.conv_6_dw(self.conv_6_sep(x)).flatten(1)))
        return features, self.prob(features)


class SilentPair(nn.Module):
    """Both of Minivision's networks, each on its crop of one photo."""

    def __init__(self):
        super().__init__()
        self.near = MODULES["minifasnet-v2"]()
        self.far = MODULES["minifasnet-v1se"]()

    def forward(self, near, far):
        return self.near(near)[1], self.far(far)[1]


MODULES = {
    "fusion-s": lambda: Fusion((2, 4), WIDTHS, (1, 1, 1, 1, 1), 4, 128),
    "fusion-l": lambda: Fusion((2, 4), WIDTHS, (2, 2, 2, 2, 1), 4, 128),
    "fusion-default": lambda: Fusion((2, 2), (16, 16, 48, 64, 96), (1, 1, 2, 2, 2), 5, 64),
    "key-points": KeyPoints,
    "minifasnet-v2": lambda: MiniFASNet(
        ((13,) * 4, (231, 52, 26, 77, 26, 26), (26, 26)), False),
    "minifasnet-v1se": lambda: MiniFASNet(
        ((13, 26, 13, 52), (154, 52, 26, 52, 26, 26), (26, 26)), True),
    "silent-pair": SilentPair,
}


def randomized(module, seed):
    """Gives every parameter and running statistic a seeded value that keeps maps of order one."""
    generator = torch.Generator().manual_seed(seed)

    def uniform(tensor, low, high):
        tensor.uniform_(low, high, generator=generator)

    with torch.no_grad():
        for part in module.modules():
            if isinstance(part, (nn.Conv2d, nn.Linear)):
                part.weight.normal_(0, (2 / part.weight[0].numel()) ** 0.5, generator=generator)
                if part.bias is not None:
                    uniform(part.bias, -0.1, 0.1)
            elif isinstance(part, nn.BatchNorm2d):
                uniform(part.weight, 0.8, 1.2)
                uniform(part.bias, -0.1, 0.1)
                uniform(part.running_mean, -0.1, 0.1)
                uniform(part.running_var, 0.5, 1.5)
    return module


def built(name, folder):
    """The network with its weights, and the file that holds them."""
    network = NETWORKS[name]
    module = MODULES[name]()
    path = network.weights
    if path is None:
        path = folder / f"{name}.safetensors"
        state = randomized(module, seed=1).state_dict()
        save_file({k: v for k, v in state.items() if v.is_floating_point()}, path)
    tensors = {k: v.float() for k, v in load_file(path).items() if v.is_floating_point()}
    parameters = {k: v for k, v in tensors.items() if not k.startswith("golden.")}
    missing, unexpected = module.load_state_dict(parameters, strict=False)
    missing = [key for key in missing if not key.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise SystemExit(f"{path}: {missing} are missing and {unexpected} unexpected")
    return module.eval(), path


def random_inputs(name, batch):
    """Seeded inputs of the network, by name."""
    network = NETWORKS[name]
    generator = torch.Generator().manual_seed(2)
    inputs = {}
    for key, shape in network.inputs.items():
        if network.largest_input:
            values = torch.rand((batch, *shape), generator=generator) * network.largest_input
        else:
            values = torch.randn((batch, *shape), generator=generator)
        inputs[key] = values
    return inputs
