"""The simulator's C files, compiled on first use into a temporary folder."""

import ctypes
import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np

_HERE = Path(__file__).parent
_SOURCES = [_HERE / "rasteriser.c", _HERE / "shading.c"]
_FLAGS = ["-O3", "-march=native", "-ffp-contract=off", "-fno-math-errno", "-shared", "-fPIC"]


def _load():
    text = b"".join(path.read_bytes() for path in (*_SOURCES, _HERE / "noise.h"))
    digest = hashlib.sha256(text + " ".join(_FLAGS).encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"capture-simulator-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    library = folder / f"simulator-{digest}.so"
    if not library.exists():
        partial = library.with_suffix(f".{os.getpid()}")
        compiler = os.environ.get("CC", "cc")
        subprocess.run([compiler, *_FLAGS, "-o", partial, *_SOURCES, "-lm"], check=True)
        os.replace(partial, library)
    return ctypes.CDLL(str(library))


LIBRARY = _load()


def pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


def floats(array):
    return np.ascontiguousarray(array, np.float32)


def integers(array):
    return np.ascontiguousarray(array, np.int32)
