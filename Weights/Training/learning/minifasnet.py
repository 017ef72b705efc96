"""Runs a converted MiniFASNet, to set its figures beside those of networks trained here."""

import sys
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional

import cropping

from .weight_files import opened

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from conversion import minifasnet  # noqa: E402


def _run(node, values):
    """One operation, by its ONNX name."""
    x, *rest = (values[name] for name in node.inputs)
    at = node.attributes
    if node.operation == "Conv":
        top, left = at["pads"][:2]
        return functional.conv2d(x, rest[0], rest[1] if len(rest) > 1 else None, at["strides"],
                                 (top, left), groups=at["group"])
    if node.operation == "BatchNormalization":
        scale, offset, mean, variance = rest
        return functional.batch_norm(x, mean, variance, scale, offset)
    if node.operation == "PRelu":
        return functional.prelu(x, rest[0])
    if node.operation == "GlobalAveragePool":
        return x.mean((2, 3), keepdim=True)
    simple = {"Relu": functional.relu, "Sigmoid": torch.sigmoid, "Flatten": lambda v: v.flatten(1),
              "Add": torch.add, "Mul": torch.mul, "MatMul": torch.matmul,
              "Transpose": lambda v: v.T}
    return simple[node.operation](x, *rest)


class MiniFASNet:
    """One weight file that Weights/convert.py wrote."""

    def __init__(self, path):
        text, self.tensors = opened(path)
        self.name, self.scale, self.size = text["name"], text["crop"]["scale"], text["crop"]["size"]
        self.live = text["output"]["classes"].index("live")
        own = text["inputs"][0]
        if own["content"] != ["blue", "green", "red"] or own["normalization"]["high"] != 255:
            raise ValueError(f"{path}: expected Minivision's pixels, found {own}")
        self.nodes, self.last, _ = minifasnet.nodes(self.tensors, self.size)

    @torch.no_grad()
    def classes(self, images, batch=250):
        """Probabilities [N, 3] of crops uint8 [N, 80, 80, 3], red first."""
        parts = []
        for start in range(0, len(images), batch):
            own = np.ascontiguousarray(images[start : start + batch, ..., ::-1])
            values = {**self.tensors, "image": torch.from_numpy(own).permute(0, 3, 1, 2).float()}
            for node in self.nodes:
                values[node.outputs[0]] = _run(node, values)
            parts.append(values[self.last].softmax(1))
        return torch.cat(parts).numpy()

    def crop(self, image, box):
        """What the authors' program shows the network of a photo, red first."""
        x, y, width, height = cropping.silent_rectangle(box, self.scale, *image.shape[1::-1])
        patch = image[y : y + height, x : x + width]
        return cv2.resize(patch, (self.size, self.size), interpolation=cv2.INTER_LINEAR)


def pair(folder):
    """MiniFASNetV2 and V1SE of a folder."""
    return [MiniFASNet(Path(folder) / name)
            for name in ("minifasnet-v2-2.7.safetensors", "minifasnet-v1se-4.0.safetensors")]


def live_shares(probabilities, live=1):
    """The probability of a living face [N] of the mean of several models' classes.

    It is made to cross 0.5 where `live` becomes the likeliest class, as the authors decide.
    """
    mean = np.mean(probabilities, 0)
    others = np.delete(mean, live, 1).max(1)
    return mean[:, live] / (mean[:, live] + others)
