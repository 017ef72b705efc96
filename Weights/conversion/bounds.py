"""Budgets that hold before memory is taken, and the bytes of a whole file."""

import os

from .errors import ConversionError

LARGEST_FILE = 512 << 20
MOST_TENSORS = 1 << 16
MOST_EXTENTS = 32


def read_file(path):
    """The bytes of a regular file of at most 512 MiB."""
    try:
        size = os.stat(path).st_size
        if not os.path.isfile(path):
            raise ConversionError(f"{path}: expected a file, found something else")
        if size > LARGEST_FILE:
            raise ConversionError(
                f"{path}: expected at most {LARGEST_FILE} bytes, found {size}")
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise ConversionError(f"{path}: cannot be read: {error.strerror}") from None


def element_count(shape, most, place):
    """The number of elements of a shape, which must be at most `most`."""
    if len(shape) > MOST_EXTENTS:
        raise ConversionError(
            f"{place}: expected at most {MOST_EXTENTS} extents, found {len(shape)}")
    count, others = 1, 1
    for extent in shape:
        if extent < 0:
            raise ConversionError(f"{place}: expected extents of at least 0, found {list(shape)}")
        # An empty shape may not name extents that nothing could have either.
        count, others = count * extent, others * max(extent, 1)
        if count > most or others > LARGEST_FILE:
            raise ConversionError(
                f"{place}: expected at most {most} elements, found the shape {list(shape)}")
    return count


class Budget:
    """The bytes that may be taken altogether."""

    def __init__(self, place, most=LARGEST_FILE):
        self._place, self._most, self._left = place, most, most

    def take(self, count):
        """Takes bytes before they are allocated."""
        self._left -= count
        if self._left < 0:
            raise ConversionError(f"{self._place} takes more than {self._most} bytes")
