"""The operations of a Caffe model, in ONNX's words, by caffe.proto's field numbers.

A model holds no cropping layers, which its authors' prototxt adds behind transposed convolutions; a
sum here cuts its second part to the first.
"""

import numpy as np

from .caffe import LAYERS, tensors
from .engine import Node
from .errors import ConversionError
from .wire import Message

CONVOLUTION, NORMALIZATION = 106, 139


def _convolution(layer, blobs):
    options = (layer.messages(CONVOLUTION) or [Message(b"")])[0]

    def pair(repeated, rows, columns, default):
        both = options.integers(repeated) or [default]
        return (options.integer(rows, both[0]), options.integer(columns, both[-1]))

    pads = pair(3, 9, 10, 0)
    return {
        "strides": pair(6, 13, 14, 1), "pads": (*pads, *pads),
        "group": options.integer(5, 1), "dilations": tuple((options.integers(18) or [1]) * 2)[:2],
    }


def _normalization(layer, blobs):
    options = (layer.messages(NORMALIZATION) or [Message(b"")])[0]
    mean, variance, factor = blobs
    scale = 1 / factor[0] if factor[0] else 0.0
    ones = np.ones_like(mean)
    return [ones, 0 * ones, mean * scale, variance * scale], options.float(3, 1e-5)


class Graph:
    """The operations of a Caffe model and the values that they take besides its input."""

    def __init__(self, data):
        self.parameters, self.nodes, self.values = tensors(data), [], {}
        self._newest, self.input = {}, "blob1"
        for layer in Message(data).messages(LAYERS):
            self._append(layer)

    def _append(self, layer):
        name, kind = layer.text(1), layer.text(2)
        inputs = [self._newest.get(blob, blob) for blob in layer.texts(3)]
        blobs = [f"{name}.blob{index}" for index in range(len(layer.blobs(7)))]
        numbers = [self.parameters[blob] for blob in blobs]
        self.values.update(zip(blobs, numbers))
        if kind in ("Convolution", "Deconvolution"):
            operation = "Conv" if kind == "Convolution" else "ConvTranspose"
            self._give(layer, operation, inputs + blobs, _convolution(layer, numbers))
        elif kind == "BatchNorm":
            parts, epsilon = _normalization(layer, numbers)
            names = [f"{name} {index}" for index in range(4)]
            self.values.update(zip(names, parts))
            self._give(layer, "BatchNormalization", inputs + names, {"epsilon": epsilon})
        elif kind == "Scale":
            zero, one = f"{name} mean", f"{name} variance"
            self.values.update({zero: 0 * numbers[0], one: np.ones_like(numbers[0])})
            self._give(layer, "BatchNormalization", inputs + blobs + [zero, one], {"epsilon": 0})
        elif kind in ("ReLU", "Eltwise"):
            self._give(layer, "Relu" if kind == "ReLU" else "CroppedAdd", inputs, {})
        elif kind == "Concat":
            self._give(layer, "Concat", inputs, {"axis": 1})
        else:
            raise ConversionError(f"{name}: expected a layer that is known, found {kind}")

    def _give(self, layer, operation, inputs, attributes):
        """Adds an operation; a layer that writes over its input gives a value of a new name."""
        output = f"{layer.text(1)} output"
        self.nodes.append(Node(operation, inputs, [output], attributes))
        self._newest[layer.texts(4)[0]] = output

    def output(self, blob):
        """The name of the last value that a blob has."""
        if blob not in self._newest:
            raise ConversionError(f"expected the blob {blob}, found none of this name")
        return self._newest[blob]
