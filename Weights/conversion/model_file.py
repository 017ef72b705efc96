"""Writes safetensors files with a card; Documentation/WeightFormat.md specifies both."""

import json
import os
import tempfile
from pathlib import Path

import numpy as np

from .errors import ConversionError

NAMES = {"<f4": "F32", "<f2": "F16", "<f8": "F64", "<i4": "I32", "<i8": "I64", "|u1": "U8"}


def encoded(tensors, card):
    """The bytes of a file that holds the tensors in this order, and the card."""
    header = {"__metadata__": {
        "liveness-model": json.dumps(card, separators=(",", ":"), ensure_ascii=False)}}
    data, at = [], 0
    for name, tensor in tensors.items():
        dtype = tensor.dtype.newbyteorder("<")
        if dtype.str not in NAMES:
            raise ConversionError(f"{name}: expected numbers that a weight file can hold, "
                                  f"found {tensor.dtype}")
        if name in header:
            raise ConversionError(f"{name}: expected the name of a tensor")
        part = np.ascontiguousarray(tensor, dtype).tobytes()
        header[name] = {"dtype": NAMES[dtype.str], "shape": list(tensor.shape),
                        "data_offsets": [at, at + len(part)]}
        data.append(part)
        at += len(part)
    try:
        text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ConversionError("expected names of Unicode characters, found half of one") from None
    text += b" " * (-len(text) % 8)
    return b"".join([len(text).to_bytes(8, "little"), text, *data])


def write(path, tensors, card, replacing=False):
    """Writes a file as a whole or not at all."""
    path = Path(path)
    if path.exists() and not replacing:
        raise ConversionError(f"{path} exists; --force replaces it")
    data, temporary = encoded(tensors, card), None
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)
        raise ConversionError(f"{path} cannot be written: {error.strerror}") from None


def read(path):
    """The tensors and the card of a file that `write` wrote."""
    data = Path(path).read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    card = json.loads(header.pop("__metadata__")["liveness-model"])
    kinds = {name: dtype for dtype, name in NAMES.items()}
    return {
        name: np.frombuffer(
            data[8 + size :][entry["data_offsets"][0] : entry["data_offsets"][1]],
            kinds[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
    }, card
