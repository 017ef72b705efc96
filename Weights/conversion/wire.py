"""Protocol buffers, as far as reading messages field by field goes.

The encoding is described in https://protobuf.dev/programming-guides/encoding/.
"""

import struct

import numpy as np

from .errors import ConversionError

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


def _varint(data, at):
    value = 0
    for index in range(10):
        if at + index >= len(data):
            raise ConversionError(f"the file is truncated: a number ends behind byte {len(data)}")
        byte = data[at + index]
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value & (1 << 64) - 1, at + index + 1
    raise ConversionError(f"the file is damaged: a number of more than 10 bytes at byte {at}")


def fields(data):
    """The numbers, types and values of a message's fields, in the order of the file.

    A group, or a field that ends behind the message, is an error.
    """
    data, at = memoryview(data), 0
    while at < len(data):
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == VARINT:
            value, at = _varint(data, at)
        else:
            if kind == BYTES:
                size, at = _varint(data, at)
            elif kind in (FIXED32, FIXED64):
                size = 4 if kind == FIXED32 else 8
            else:
                raise ConversionError(f"the file is damaged: a field of type {kind} at byte {at}")
            if size > len(data) - at:
                raise ConversionError(
                    f"the file is truncated: field {number} ends behind byte {len(data)}")
            value, at = data[at : at + size], at + size
        yield number, kind, value


class Message:
    """The fields of one message, by number."""

    def __init__(self, data):
        self._fields = {}
        for number, kind, value in fields(data):
            self._fields.setdefault(number, []).append((kind, value))

    def messages(self, number):
        """The messages in a repeated field."""
        return [Message(value) for kind, value in self._fields.get(number, []) if kind == BYTES]

    def blobs(self, number):
        """The bytes of a repeated field."""
        return [value for kind, value in self._fields.get(number, []) if kind == BYTES]

    def texts(self, number):
        """The strings of a repeated field."""
        try:
            return [bytes(value).decode() for value in self.blobs(number)]
        except UnicodeDecodeError:
            raise ConversionError(f"the file is damaged: field {number} is no UTF-8") from None

    def text(self, number):
        """A string, empty where the field is missing."""
        return (self.texts(number) or [""])[-1]

    def integers(self, number):
        """The signed integers of a repeated field, packed or not."""
        values = []
        for kind, value in self._fields.get(number, []):
            if kind == VARINT:
                values.append(value)
            elif kind == BYTES:
                at = 0
                while at < len(value):
                    one, at = _varint(value, at)
                    values.append(one)
        return [value - (1 << 64) if value >> 63 else value for value in values]

    def integer(self, number, default=0):
        """A signed integer."""
        return (self.integers(number) or [default])[-1]

    def floats(self, number):
        """The 32-bit numbers of a repeated field, packed or not."""
        parts = [bytes(value) for kind, value in self._fields.get(number, [])
                 if kind in (BYTES, FIXED32)]
        joined = b"".join(parts)
        if len(joined) % 4:
            raise ConversionError(f"the file is damaged: field {number} holds no whole numbers")
        return np.frombuffer(joined, "<f4")

    def float(self, number, default=0.0):
        """A 32-bit number."""
        for kind, value in reversed(self._fields.get(number, [])):
            if kind == FIXED32:
                return struct.unpack("<f", value)[0]
        return default
