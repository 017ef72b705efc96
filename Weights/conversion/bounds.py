"""Budgets that hold before memory is taken, and the bytes of a whole file."""

import os

from .errors import ConversionError

LARGEST_FILE = 512 << 20
MOST_TENSORS = 1 << 16


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
    count = 1
    for extent in shape:
        if extent < 0:
            raise ConversionError(f"{place}: expected extents of at least 0, found {list(shape)}")
        count *= extent
        if count > most:
            raise ConversionError(
                f"{place}: expected at most {most} elements, found the shape {list(shape)}")
    return count
