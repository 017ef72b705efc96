"""Initialisers and nodes out of an ONNX file, by onnx.proto's field numbers."""

import numpy as np

from .bounds import element_count
from .engine import Node
from .errors import ConversionError
from .wire import Message

GRAPH, NODES, INITIALISERS, INPUTS, OUTPUTS = 7, 1, 5, 11, 12
TYPES = {1: "<f4", 2: "|u1", 3: "|i1", 5: "<i2", 6: "<i4", 7: "<i8", 9: "|b1", 10: "<f2", 11: "<f8"}


def _node(message):
    attributes = {a.text(1): _attribute(a) for a in message.messages(5)}
    return Node(message.text(4), message.texts(1), message.texts(2), attributes, message.text(3))


def _attribute(message):
    kind = message.integer(20)
    readers = {
        1: lambda: message.float(2), 2: lambda: message.integer(3), 3: lambda: message.text(4),
        4: lambda: next(map(tensor, message.messages(5)), None), 6: lambda: message.floats(7).tolist(),
        7: lambda: message.integers(8),
    }
    return readers.get(kind, lambda: None)()


def tensor(message):
    """The numbers of a TensorProto."""
    name, kind, shape = message.text(8) or "a constant", message.integer(2), message.integers(1)
    if kind not in TYPES:
        raise ConversionError(f"{name}: expected a type of number that is known, found {kind}")
    if message.blobs(13):
        raise ConversionError(f"{name}: expected its numbers in this file, found them in another")
    dtype = np.dtype(TYPES[kind])
    if message.blobs(9):
        raw = bytes(message.blobs(9)[-1])
        if len(raw) % dtype.itemsize:
            raise ConversionError(f"{name}: expected whole numbers, found {len(raw)} bytes")
        numbers = np.frombuffer(raw, dtype)
    elif kind == 1:
        numbers = message.floats(4)
    else:
        numbers = np.array(message.integers(7 if kind == 7 else 5), dtype)
    if element_count(shape, max(1, len(numbers)), name) != len(numbers):
        raise ConversionError(f"{name}: expected the shape {shape}, found {len(numbers)} numbers")
    return numbers.reshape(shape)


class Graph:
    """The operations of an ONNX file, its initialisers by name, and what it takes and gives."""

    def __init__(self, data):
        graphs = Message(data).messages(GRAPH)
        if len(graphs) != 1:
            raise ConversionError("this is no ONNX file: it has no graph")
        self.nodes = [_node(message) for message in graphs[0].messages(NODES)]
        self.initialisers = {m.text(8): tensor(m) for m in graphs[0].messages(INITIALISERS)}
        names = [message.text(1) for message in graphs[0].messages(INPUTS)]
        self.inputs = [name for name in names if name not in self.initialisers]
        self.outputs = [message.text(1) for message in graphs[0].messages(OUTPUTS)]
        if not self.nodes:
            raise ConversionError("this is no ONNX file: its graph has no node")


def tensors(data):
    """The initialisers by name."""
    return Graph(data).initialisers
