"""Python side of rasteriser.c: depth buffer, interpolation, noise, splat."""

import ctypes

import numpy as np

from .compiled import LIBRARY, floats, integers, pointer


def rasterise(vertices, triangles, height, width):
    """Depth buffer [H, W] in mm (1e9 = nothing), triangle index [H, W], weights [H, W, 3].

    `vertices` is [V, 3]: x and y in pixels, z in millimetres.
    """
    vertices, triangles = floats(vertices), integers(triangles)
    depth = np.empty((height, width), np.float32)
    triangle = np.empty((height, width), np.int32)
    weights = np.empty((height, width, 3), np.float32)
    LIBRARY.rasterise(
        pointer(vertices), pointer(triangles), len(triangles), height, width,
        pointer(depth), pointer(triangle), pointer(weights),
    )
    return depth, triangle, weights


def project(points, camera):
    """Pixels and depths [N, 3] of camera points [N, 3] (mm) through a geometry.Camera."""
    points = floats(points)
    numbers = floats([camera.fx, camera.fy, camera.cx, camera.cy, *(camera.distortion or (0,) * 5)])
    pixels = np.empty_like(points)
    LIBRARY.project(pointer(points), len(points), pointer(numbers), pointer(pixels))
    return pixels


def vertex_normals(vertices, triangles):
    """Area-weighted unit normals [V, 3]."""
    vertices, triangles = floats(vertices), integers(triangles)
    normals = np.empty_like(vertices)
    LIBRARY.vertex_normals(
        pointer(vertices), len(vertices), pointer(triangles), len(triangles), pointer(normals)
    )
    return normals


def interpolate(attributes, triangles, triangle, weights):
    """Vertex attributes [V, K] spread over the pixels of a depth buffer: [H, W, K]."""
    attributes, triangles = floats(attributes), integers(triangles)
    channels = attributes.shape[1]
    output = np.empty((*triangle.shape, channels), np.float32)
    LIBRARY.interpolate(
        pointer(attributes), channels, pointer(triangles), pointer(triangle),
        pointer(weights), triangle.size, pointer(output),
    )
    return output


def value_noise(points, cell, seed):
    """Value noise in -1...1 at `points` [..., 3]; one lattice cell is `cell` units long."""
    points = floats(points)
    output = np.empty(points.shape[:-1], np.float32)
    LIBRARY.value_noise(
        pointer(points), output.size, ctypes.c_float(1.0 / cell),
        ctypes.c_uint(int(seed) & 0xFFFFFFFF), pointer(output),
    )
    return output


def splat(points, footprint, largest, height, width):
    """Nearest-wins painting of a grid of `points` [R, C, 3] onto a depth map [H, W].

    Points are x, y in target pixels and z in mm, 0 = hole; `footprint` is the width and height in
    target pixels of a point without neighbours on its surface, `largest` the step in depth, as a
    share of the distance, up to which neighbours lie on one surface.
    """
    points = floats(points)
    depth = np.empty((height, width), np.float32)
    LIBRARY.splat(
        pointer(points), points.shape[0], points.shape[1], ctypes.c_float(footprint[0] / 2),
        ctypes.c_float(footprint[1] / 2), ctypes.c_float(largest), height, width, pointer(depth),
    )
    return depth
