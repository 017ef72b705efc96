"""The files inside a ZIP archive, within a budget."""

import io
import zipfile

from .bounds import LARGEST_FILE
from .errors import ConversionError


def members(data, wanted=lambda name: True):
    """The bytes of the wanted files by name; nothing is written to a disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if wanted(entry.filename)]
            if sum(entry.file_size for entry in entries) > LARGEST_FILE:
                raise ConversionError(f"the archive unpacks to more than {LARGEST_FILE} bytes")
            return {entry.filename: archive.read(entry) for entry in entries}
    except ConversionError:
        raise
    except Exception as error:  # Damaged archives raise a dozen kinds.
        raise ConversionError(f"the archive is truncated or damaged: {error}") from None
