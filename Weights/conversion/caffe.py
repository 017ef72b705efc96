"""Layers and their blobs out of a Caffe model, by caffe.proto's field numbers."""

import numpy as np

from .bounds import element_count
from .errors import ConversionError
from .wire import Message

LAYERS, OLD_LAYERS = 100, 2
NAME, BLOBS = 1, 7
OLD_SHAPE, DATA, DOUBLE_DATA, SHAPE = (1, 2, 3, 4), 5, 8, 7


def _blob(message, place):
    numbers = message.floats(DATA)
    if message.blobs(DOUBLE_DATA):
        raise ConversionError(f"{place}: expected 32-bit numbers, found 64-bit ones")
    shapes = message.messages(SHAPE)
    shape = shapes[0].integers(1) if shapes else [message.integer(n, 1) for n in OLD_SHAPE]
    if element_count(shape, len(numbers), place) != len(numbers):
        raise ConversionError(f"{place}: expected the shape {shape}, found {len(numbers)} numbers")
    return numbers.astype(np.float32).reshape(shape)


def tensors(data):
    """The blobs of every layer, as `<layer>.blob<index>`."""
    model = Message(data)
    if model.blobs(OLD_LAYERS):
        raise ConversionError("expected a model of Caffe 1.0, found layers of an older format")
    found = {}
    for layer in model.messages(LAYERS):
        for index, blob in enumerate(layer.messages(BLOBS)):
            name = f"{layer.text(NAME)}.blob{index}"
            if name in found:
                raise ConversionError(f"{name}: two layers have this name")
            found[name] = _blob(blob, name)
    if not found:
        raise ConversionError("this is no Caffe model: it has no layer with numbers")
    return found
