"""The key-point network, whose parameter names are the keys of its weight file; `fusion_network` has the
other."""

import torch
from torch import nn
from torch.nn import functional

CENTRE, SPAN = 55.5, 56.0  # crop pixel = 55.5 + 56 * output
POINTS = 68


def _convolution(inputs, outputs, size=3, stride=1):
    return nn.Conv2d(inputs, outputs, size, stride, padding=size // 2, bias=False)


class KeyPointStage(nn.Module):
    """Two 3 x 3 convolutions with batch normalisation and ReLU, then perhaps pooling."""

    def __init__(self, inputs, outputs, stride, pool):
        super().__init__()
        self.conv1, self.norm1 = _convolution(inputs, outputs, 3, stride), nn.BatchNorm2d(outputs)
        self.conv2, self.norm2 = _convolution(outputs, outputs), nn.BatchNorm2d(outputs)
        self.pool = pool

    def forward(self, x):
        x = functional.relu_(self.norm1(self.conv1(x)))
        x = functional.relu_(self.norm2(self.conv2(x)))
        return functional.max_pool2d(x, 2) if self.pool else x


class Reduction(nn.Module):
    """A 1 x 1 convolution with batch normalisation and ReLU."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv, self.norm = _convolution(inputs, outputs, 1), nn.BatchNorm2d(outputs)

    def forward(self, x):
        return functional.relu(self.norm(self.conv(x)))


class KeyPointNetwork(nn.Module):
    """Standardised grey crop [B, 1, 112, 112] to 68 points as [B, 136]."""

    widths = (16, 32, 64, 96)

    def __init__(self):
        super().__init__()
        a, b, c, d = self.widths
        self.stage1 = KeyPointStage(1, a, 2, True)
        self.stage2 = KeyPointStage(a, b, 1, True)
        self.stage3 = KeyPointStage(b, c, 1, True)
        self.stage4 = KeyPointStage(c, d, 1, False)
        self.reduce = Reduction(d, 32)
        self.regressor = nn.Linear(32 * 7 * 7, 2 * POINTS)

    def forward(self, image):
        x = self.stage4(self.stage3(self.stage2(self.stage1(image))))
        return self.regressor(self.reduce(x).flatten(1))

    def points(self, image):
        """Crop pixels [B, 68, 2]."""
        return self(image).view(-1, POINTS, 2) * SPAN + CENTRE


def rounded_to_half(network):
    """Rounds every parameter and running statistic to what a half-precision file keeps."""
    with torch.no_grad():
        for tensor in (*network.parameters(), *network.buffers()):
            if tensor.is_floating_point():
                tensor.copy_(tensor.half().float())
    return network.eval()
