"""Small files of every format, written here byte by byte."""

import io
import pickle
import sys
import types
import zipfile
from collections import OrderedDict
from unittest import mock

import numpy as np

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
KINDS = {"float32": "FloatStorage", "int64": "LongStorage"}


def _torch():
    """Modules with the names that a checkpoint refers to, and nothing in them."""
    torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
    for name in KINDS.values():
        setattr(torch, name, type(name, (), {"__module__": "torch"}))

    def rebuild(*_):
        raise AssertionError("never called")

    rebuild.__module__, rebuild.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
    utils._rebuild_tensor_v2 = rebuild
    return {"torch": torch, "torch._utils": utils}


class _Tensor:
    def __init__(self, array, key):
        self.array, self.key = array, key

    def __reduce__(self):
        strides = tuple(s // self.array.itemsize for s in self.array.strides)
        storage = _Storage(self.array, self.key)
        return (sys.modules["torch._utils"]._rebuild_tensor_v2,
                (storage, 0, self.array.shape, strides, False, OrderedDict()))


class Tampered(_Tensor):
    """A tensor whose pickle changes its attributes after it is made."""

    def __init__(self, array, key, change):
        super().__init__(array, key)
        self.change = change

    def __reduce__(self):
        return (*super().__reduce__(), (None, self.change))


class Shaped(_Tensor):
    """A tensor of another shape and other strides than its array."""

    def __init__(self, array, key, shape, strides):
        super().__init__(array, key)
        self.shape, self.strides = shape, strides

    def __reduce__(self):
        make, (storage, offset, _, _, *rest) = super().__reduce__()
        return make, (storage, offset, self.shape, self.strides, *rest)


class _Storage:
    def __init__(self, array, key):
        self.array, self.key = array, key


class _Pickler(pickle.Pickler):
    legacy = True

    def persistent_id(self, value):
        if not isinstance(value, _Storage):
            return None
        kind = getattr(sys.modules["torch"], KINDS[str(value.array.dtype)])
        entry = ("storage", kind, value.key, "cpu", value.array.size)
        return (*entry, None) if self.legacy else entry


def _pickled(value, legacy):
    with mock.patch.dict(sys.modules, _torch()):
        stream = io.BytesIO()
        pickler = _Pickler(stream, 2)
        pickler.legacy = legacy
        pickler.dump(value)
        return stream.getvalue()


def legacy(value, arrays=()):
    """A checkpoint as PyTorch wrote them before 1.6, of a value and its storages."""
    parts = [pickle.dumps(MAGIC, 2), pickle.dumps(PROTOCOL, 2), pickle.dumps({}, 2),
             _pickled(value, True), pickle.dumps([str(i) for i in range(len(arrays))], 2)]
    for array in arrays:
        parts += [array.size.to_bytes(8, "little"), array.tobytes("A")]
    return b"".join(parts)


def zipped(value, arrays=()):
    """A checkpoint as PyTorch writes them since 1.6."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("archive/data.pkl", _pickled(value, False))
        for index, array in enumerate(arrays):
            archive.writestr(f"archive/data/{index}", array.tobytes("A"))
    return stream.getvalue()


def state(arrays):
    """A dictionary of tensors, as checkpoints hold it."""
    return OrderedDict((name, _Tensor(array, str(index)))
                       for index, (name, array) in enumerate(arrays.items()))


def varint(value):
    """A number as protocol buffers write it."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def field(number, value):
    """A field: an integer, a text, or bytes."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def caffe(layers):
    """A Caffe model of layers `(name, kind, [blob, …])`."""
    model = field(1, "made up")
    for name, kind, blobs in layers:
        layer = field(1, name) + field(2, kind)
        for blob in blobs:
            shape = b"".join(map(varint, blob.shape))
            layer += field(7, field(7, field(1, shape)) + field(5, blob.astype("<f4").tobytes()))
        model += field(100, layer)
    return model


def onnx_tensor(name, array):
    """A TensorProto."""
    kind = {"float32": 1, "int64": 7}[str(array.dtype)]
    dimensions = b"".join(field(1, extent) for extent in array.shape)
    return dimensions + field(2, kind) + field(8, name) + field(9, array.tobytes())


def onnx(initialisers, nodes=(("Relu", ["x"], ["y"]),)):
    """An ONNX file of initialisers and nodes."""
    graph = b""
    for operation, inputs, outputs in nodes:
        names = b"".join(field(1, i) for i in inputs) + b"".join(field(2, o) for o in outputs)
        graph += field(1, names + field(4, operation))
    for name, array in initialisers.items():
        graph += field(5, onnx_tensor(name, array))
    return field(1, 8) + field(7, graph + field(11, field(1, "x")) + field(12, field(1, "y")))


def minifasnet(scale=1.0):
    """Random parameters of a MiniFASNetV2, by the names of the original."""
    generator, tensors = np.random.default_rng(7), OrderedDict()

    def unit(name, inputs, outputs, kernel=1, activated=True):
        shape = (outputs, inputs, kernel, kernel)
        tensors[f"{name}.conv.weight"] = generator.normal(0, 0.2, shape).astype(np.float32) * scale
        norm(f"{name}.bn", outputs)
        if activated:
            tensors[f"{name}.prelu.weight"] = np.full(outputs, 0.25, np.float32)

    def norm(name, features):
        for part in ("weight", "bias", "running_mean", "running_var"):
            tensors[f"{name}.{part}"] = generator.uniform(0.5, 1.5, features).astype(np.float32)
        tensors[f"{name}.num_batches_tracked"] = np.array(3)

    def bottleneck(name, inputs, width, outputs):
        unit(f"{name}.conv", inputs, width)
        unit(f"{name}.conv_dw", 1, width, 3)
        unit(f"{name}.project", width, outputs, activated=False)

    unit("conv1", 3, 32, 3)
    unit("conv2_dw", 1, 32, 3)
    channels = 32
    stages = (("conv_23", 103, "conv_3", 64, (13,)), ("conv_34", 231, "conv_4", 128, (231, 52)),
              ("conv_45", 308, "conv_5", 128, (26,)))
    for transition, width, residual, outputs, widths in stages:
        bottleneck(transition, channels, width, outputs)
        for index, inner in enumerate(widths):
            bottleneck(f"{residual}.model.{index}", outputs, inner, outputs)
        channels = outputs
    unit("conv_6_sep", 128, 512)
    unit("conv_6_dw", 1, 512, 5, activated=False)
    tensors["linear.weight"] = generator.normal(0, 0.1, (128, 512)).astype(np.float32)
    norm("bn", 128)
    tensors["prob.weight"] = generator.normal(0, 0.1, (3, 128)).astype(np.float32)
    return tensors
