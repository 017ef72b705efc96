"""Python side of rasteriser.c, which is compiled on first use into a temporary folder."""

import ctypes
import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np

_SOURCE = Path(__file__).with_name("rasteriser.c")


def _load():
    digest = hashlib.sha256(_SOURCE.read_bytes()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"capture-simulator-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    library = folder / f"rasteriser-{digest}.so"
    if not library.exists():
        partial = library.with_suffix(f".{os.getpid()}")
        flags = ["-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC"]
        compiler = os.environ.get("CC", "cc")
        subprocess.run([compiler, *flags, "-o", partial, _SOURCE, "-lm"], check=True)
        os.replace(partial, library)
    return ctypes.CDLL(str(library))


_LIBRARY = _load()


def _pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


def _floats(array):
    return np.ascontiguousarray(array, np.float32)


def _integers(array):
    return np.ascontiguousarray(array, np.int32)


def rasterise(vertices, triangles, height, width):
    """Depth buffer [H, W] in mm (1e9 = nothing), triangle index [H, W], weights [H, W, 3].

    `vertices` is [V, 3]: x and y in pixels, z in millimetres.
    """
    vertices, triangles = _floats(vertices), _integers(triangles)
    depth = np.empty((height, width), np.float32)
    triangle = np.empty((height, width), np.int32)
    weights = np.empty((height, width, 3), np.float32)
    _LIBRARY.rasterise(
        _pointer(vertices), _pointer(triangles), len(triangles), height, width,
        _pointer(depth), _pointer(triangle), _pointer(weights),
    )
    return depth, triangle, weights


def vertex_normals(vertices, triangles):
    """Area-weighted unit normals [V, 3]."""
    vertices, triangles = _floats(vertices), _integers(triangles)
    normals = np.empty_like(vertices)
    _LIBRARY.vertex_normals(
        _pointer(vertices), len(vertices), _pointer(triangles), len(triangles), _pointer(normals)
    )
    return normals


def interpolate(attributes, triangles, triangle, weights):
    """Vertex attributes [V, K] spread over the pixels of a depth buffer: [H, W, K]."""
    attributes, triangles = _floats(attributes), _integers(triangles)
    channels = attributes.shape[1]
    output = np.empty((*triangle.shape, channels), np.float32)
    _LIBRARY.interpolate(
        _pointer(attributes), channels, _pointer(triangles), _pointer(triangle),
        _pointer(weights), triangle.size, _pointer(output),
    )
    return output


def value_noise(points, cell, seed):
    """Value noise in -1...1 at `points` [..., 3]; one lattice cell is `cell` units long."""
    points = _floats(points)
    output = np.empty(points.shape[:-1], np.float32)
    _LIBRARY.value_noise(
        _pointer(points), output.size, ctypes.c_float(1.0 / cell),
        ctypes.c_uint(int(seed) & 0xFFFFFFFF), _pointer(output),
    )
    return output


def splat(points, footprint, height, width):
    """Nearest-wins splat of `points` [N, 3] (x, y in pixels, z in mm) to a depth map [H, W].

    `footprint` is the width and height, in target pixels, that one point covers.
    """
    points = _floats(points)
    depth = np.empty((height, width), np.float32)
    _LIBRARY.splat(
        _pointer(points), len(points), ctypes.c_float(footprint[0] / 2),
        ctypes.c_float(footprint[1] / 2), height, width, _pointer(depth),
    )
    return depth
