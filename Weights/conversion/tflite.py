"""Constant tensors out of the TensorFlow Lite graphs in a MediaPipe task bundle.

A bundle is a ZIP archive; a graph is a FlatBuffer, whose tables are read here by the field numbers
of schema.fbs. The encoding is described in https://flatbuffers.dev/internals/.
"""

import struct

import numpy as np

from .archive import members
from .bounds import MOST_TENSORS, Budget, element_count
from .errors import ConversionError

TYPES = {0: "<f4", 1: "<f2", 2: "<i4", 3: "|u1", 4: "<i8", 6: "|b1", 7: "<i2", 9: "|i1"}
SUBGRAPHS, BUFFERS, TENSORS = 2, 4, 0
SHAPE, KIND, BUFFER, SPARSITY = 0, 1, 2, 6


class _Table:
    """One table of a FlatBuffer, whose every access is checked against the file's end."""

    def __init__(self, data, at):
        self._data, self._at = data, at
        self._layout = at - self._read("<i", at)
        self._size = self._read("<H", self._layout)

    def _read(self, format, at):
        if at < 0 or at + struct.calcsize(format) > len(self._data):
            raise ConversionError(
                f"the graph is truncated: byte {at} lies outside of {len(self._data)}")
        return struct.unpack_from(format, self._data, at)[0]

    def _place(self, field):
        entry = 4 + 2 * field
        offset = self._read("<H", self._layout + entry) if entry + 2 <= self._size else 0
        return self._at + offset if offset else None

    def number(self, field, format):
        """A number, 0 where the field is missing."""
        place = self._place(field)
        return 0 if place is None else self._read(format, place)

    def has(self, field):
        """Whether the field is there."""
        return self._place(field) is not None

    def _vector(self, field):
        place = self._place(field)
        if place is None:
            return 0, 0
        start = place + self._read("<I", place)
        return start + 4, self._read("<I", start)

    def numbers(self, field, dtype):
        """A vector of numbers."""
        start, count = self._vector(field)
        if not count:
            return np.empty(0, dtype)
        end = start + count * np.dtype(dtype).itemsize
        if end > len(self._data):
            raise ConversionError(
                f"the graph is truncated: a vector ends at byte {end} of {len(self._data)}")
        return np.frombuffer(self._data, dtype, count, start)

    def tables(self, field):
        """A vector of tables."""
        start, count = self._vector(field)
        if count > MOST_TENSORS:
            raise ConversionError(f"expected at most {MOST_TENSORS} tables, found {count}")
        places = [start + 4 * index for index in range(count)]
        return [_Table(self._data, place + self._read("<I", place)) for place in places]


def graph_tensors(data):
    """The constant tensors of a graph by their index."""
    if data[4:8] != b"TFL3":
        raise ConversionError("this is no TensorFlow Lite graph")
    model = _Table(data, struct.unpack_from("<I", data)[0])
    subgraphs, buffers = model.tables(SUBGRAPHS), model.tables(BUFFERS)
    if len(subgraphs) != 1:
        raise ConversionError(f"expected one subgraph, found {len(subgraphs)}")
    found, budget = {}, Budget("the graph")
    for index, tensor in enumerate(subgraphs[0].tables(TENSORS)):
        buffer = tensor.number(BUFFER, "<I")
        if buffer >= len(buffers):
            raise ConversionError(f"tensor {index}: expected a buffer, found no number {buffer}")
        raw = buffers[buffer].numbers(0, "|u1")
        if len(raw):
            # Tensors may share a buffer, and each becomes an array of its own.
            budget.take(len(raw))
            found[str(index)] = _constant(tensor, raw, f"tensor {index}")
    return found


def _constant(tensor, raw, place):
    kind, shape = tensor.number(KIND, "<b"), tensor.numbers(SHAPE, "<i4").tolist()
    if kind not in TYPES:
        raise ConversionError(f"{place}: expected a type of number that is known, found {kind}")
    if tensor.has(SPARSITY):
        raise ConversionError(f"{place}: expected all numbers, found a sparse tensor")
    width = np.dtype(TYPES[kind]).itemsize
    if element_count(shape, len(raw), place) * width != len(raw):
        raise ConversionError(f"{place}: expected the shape {shape}, found {len(raw)} bytes")
    return np.frombuffer(raw.tobytes(), TYPES[kind]).reshape(shape)


def graphs(data):
    """The graphs of a bundle by name, each a dictionary of constant tensors."""
    found = members(data, lambda name: name.endswith(".tflite"))
    if not found:
        raise ConversionError("this is no task bundle: it holds no graph")
    return {name[: -len(".tflite")]: graph_tensors(part) for name, part in found.items()}
