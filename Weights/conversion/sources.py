"""The files that the converter knows, by their SHA-256; `sources.txt` lists them."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """A file as its authors publish it."""

    sha256: str
    size: int
    file: str
    url: str


def _listed(path):
    lines = path.read_text().splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return [Source(sha256, int(size), file, url) for sha256, size, file, url in rows]


SOURCES = _listed(Path(__file__).parent.parent / "sources.txt")
BY_HASH = {source.sha256: source for source in SOURCES}
BY_FILE = {source.file: source for source in SOURCES}


def sha256(data):
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
