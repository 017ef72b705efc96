"""Tensors out of PyTorch's checkpoint files, read by an unpickler that can call nothing but itself.

A pickle is a program. This one may name five things (an ordered dictionary, the function that makes
a tensor, the kinds of storage); it gets inert stand-ins for them, and everything else is refused
before it is looked up. PyTorch is not imported.
"""

import io
import pickle
from collections import OrderedDict
from typing import NamedTuple

import numpy as np

from .archive import members
from .bounds import MOST_TENSORS, Budget, element_count
from .errors import ConversionError
from .pickle_check import check

MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
STORAGES = {
    "FloatStorage": "<f4", "DoubleStorage": "<f8", "HalfStorage": "<f2", "LongStorage": "<i8",
    "IntStorage": "<i4", "ShortStorage": "<i2", "CharStorage": "|i1", "ByteStorage": "|u1",
    "BoolStorage": "|b1",
}


class _Storage(NamedTuple):
    """A run of numbers that the file holds elsewhere; nothing can change it once it is made."""

    dtype: np.dtype
    key: str
    count: int


class _Tensor(NamedTuple):
    """Where in a storage a tensor lies; nothing can change it once it is checked."""

    storage: _Storage
    offset: int
    shape: tuple
    strides: tuple


class _Rebuilder:
    """Stands for the function that makes a tensor from a storage."""

    __slots__ = ()

    def __call__(self, storage, offset, shape, strides, *_):
        whole = [offset, *shape, *strides]
        if not isinstance(storage, _Storage) or not all(type(n) is int and n >= 0 for n in whole):
            raise ConversionError("the checkpoint describes a tensor in a way that makes no sense")
        if len(shape) != len(strides):
            raise ConversionError(
                f"the checkpoint gives {len(strides)} strides for {len(shape)} extents")
        return _Tensor(storage, offset, tuple(shape), tuple(strides))


class _Unpickler(pickle.Unpickler):
    allowed = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _Rebuilder(),
    }

    def find_class(self, module, name):
        if (module, name) in self.allowed:
            return self.allowed[module, name]
        if module == "torch" and name in STORAGES:
            return STORAGES[name]
        if module == "torch" and name.endswith("Storage"):
            raise ConversionError(f"the checkpoint holds numbers of a kind not known, {name}")
        raise ConversionError(
            f"the checkpoint would run {module}.{name}, and only tensors are read from it")

    def persistent_load(self, identifier):
        known = isinstance(identifier, tuple) and len(identifier) in (5, 6)
        if not known or identifier[0] != "storage" or identifier[1] not in STORAGES.values():
            raise ConversionError("the checkpoint refers to something that is no tensor's storage")
        _, dtype, key, _, count, *view = identifier
        if not isinstance(key, str) or type(count) is not int or any(view):
            raise ConversionError("the checkpoint refers to a storage in a way that is not known")
        return _Storage(np.dtype(dtype), key, count)


def _unpickled(stream):
    try:
        check(stream)
        return _Unpickler(stream).load()
    except ConversionError:
        raise
    except (EOFError, pickle.UnpicklingError) as error:
        raise ConversionError(f"the checkpoint is truncated or damaged: {error}") from None
    except Exception as error:  # Whatever else damaged bytes make an unpickler raise.
        raise ConversionError(
            f"the checkpoint is damaged: {type(error).__name__}: {error}") from None


def _legacy_parts(data):
    """The pickled object and the bytes of every storage, of files before PyTorch 1.6."""
    stream = io.BytesIO(data)
    if _unpickled(stream) != MAGIC or _unpickled(stream) != PROTOCOL:
        raise ConversionError("this is no checkpoint of PyTorch")
    _unpickled(stream)
    root, keys = _unpickled(stream), _unpickled(stream)
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise ConversionError("the checkpoint does not say which storages it holds")
    widths = {t.storage.key: t.storage.dtype.itemsize for _, t in _tensors(root)}
    storages = {}
    for key in keys:
        count = int.from_bytes(stream.read(8), "little")
        start, width = stream.tell(), widths.get(key)
        if width is None or start + count * width > len(data):
            raise ConversionError(
                f"the checkpoint is truncated: storage {key} ends behind byte {len(data)}")
        storages[key] = data[start : start + count * width]
        stream.seek(start + count * width)
    return root, storages


def _zipped_parts(data):
    """The pickled object and the bytes of every storage, of files since PyTorch 1.6."""
    inside = {name.partition("/")[2]: part for name, part in members(data).items()}
    if "data.pkl" not in inside:
        raise ConversionError("this archive is no checkpoint of PyTorch: it has no data.pkl")
    if inside.get("byteorder", b"little").strip() != b"little":
        raise ConversionError("the checkpoint's numbers are not little-endian")
    root = _unpickled(io.BytesIO(inside["data.pkl"]))
    return root, {
        name[5:]: part for name, part in inside.items() if name.startswith("data/")
    }


def _tensors(root):
    """The named tensors of a state dictionary, which may lie under `state_dict`."""
    if not isinstance(root, dict):
        raise ConversionError(f"expected a dictionary of tensors, found {type(root).__name__}")
    # By the class, because a pickle may give a dictionary methods of its own.
    for key in ("state_dict", "model_state_dict", "model"):
        inner = dict.get(root, key)
        root = inner if isinstance(inner, dict) else root
    tensors = [(name, value) for name, value in dict.items(root) if isinstance(value, _Tensor)]
    if not tensors or not all(isinstance(name, str) for name, _ in tensors):
        raise ConversionError("the checkpoint names no tensors")
    if len(tensors) > MOST_TENSORS:
        raise ConversionError(f"expected at most {MOST_TENSORS} tensors, found {len(tensors)}")
    return tensors


def _array(name, tensor, storages, budget):
    storage = tensor.storage
    if storage.key not in storages:
        raise ConversionError(f"{name}: the checkpoint lacks storage {storage.key}")
    raw = storages[storage.key]
    if len(raw) != storage.count * storage.dtype.itemsize:
        raise ConversionError(
            f"{name}: expected a storage of {storage.count} elements, found {len(raw)} bytes")
    numbers = np.frombuffer(raw, storage.dtype)
    count = element_count(tensor.shape, len(numbers), name)
    last = tensor.offset + sum(
        (extent - 1) * stride for extent, stride in zip(tensor.shape, tensor.strides))
    if count and last >= len(numbers):
        raise ConversionError(
            f"{name}: ends at element {last} of a storage of {len(numbers)} elements")
    if not count:
        return np.empty(tensor.shape, storage.dtype)
    # Tensors may share a storage, and each becomes an array of its own.
    budget.take(count * storage.dtype.itemsize)
    # The stride of an extent of 1 means nothing, and may be any number.
    steps = [stride if extent > 1 else 0 for extent, stride in zip(tensor.shape, tensor.strides)]
    view = np.lib.stride_tricks.as_strided(
        numbers[tensor.offset :], tensor.shape,
        [step * storage.dtype.itemsize for step in steps], writeable=False)
    return np.ascontiguousarray(view).reshape(tensor.shape)


def tensors(data):
    """The tensors of a checkpoint by name.

    Raises `ConversionError` where the file is damaged, or names anything but tensors.
    """
    parts = _zipped_parts if data[:4] == b"PK\3\4" else _legacy_parts
    root, storages = parts(data)
    budget, found = Budget("the checkpoint"), {}
    for name, tensor in _tensors(root):
        own = name.removeprefix("module.")
        if own in found:
            raise ConversionError(f"the checkpoint has two tensors named {own}")
        found[own] = _array(own, tensor, storages, budget)
    return found
