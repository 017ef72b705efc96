"""Rotations, cameras and simple meshes.

Camera coordinates: millimetres, x right, y down, z forward. Model coordinates (faces, sheets):
millimetres, x right, y UP, z towards the viewer. Pixel (0, 0) is the centre of the top-left pixel.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from . import rasteriser


def rotation(yaw, pitch, roll):
    """Rotation matrix of model coordinates from angles in degrees (yaw first, then pitch, roll)."""
    a, b, c = np.deg2rad([yaw, pitch, roll])
    about_y = [[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]]
    about_x = [[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]]
    about_z = [[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]]
    return (np.array(about_z) @ np.array(about_x) @ np.array(about_y)).astype(np.float32)


@dataclass(frozen=True)
class Placement:
    """Where a model stands: turned about `pivot` (model mm), which lands at `position` (camera)."""

    turn: np.ndarray
    pivot: np.ndarray
    position: np.ndarray

    def to_camera(self, points):
        turned = (np.asarray(points, np.float32) - self.pivot) @ self.turn.T
        flipped = turned * np.array([1, -1, -1], np.float32)
        return (flipped + self.position).astype(np.float32)


@dataclass(frozen=True)
class Camera:
    """A pinhole camera with Brown-Conrady distortion (k1, k2, p1, p2, k3); lengths in pixels."""

    width: int
    height: int
    fx: float
    fy: float
    cx: float
    cy: float
    distortion: tuple = ()

    def project(self, points):
        """Pixels [N, 2] of camera points [N, 3]."""
        return rasteriser.project(points, self)[:, :2]

    def back_project(self, depth):
        """Camera points [H, W, 3] of a depth map in mm; distortion is left out."""
        v, u = np.mgrid[0 : depth.shape[0], 0 : depth.shape[1]].astype(np.float32)
        x = (u - self.cx) / self.fx * depth
        y = (v - self.cy) / self.fy * depth
        return np.stack([x, y, depth], 2)

    def window(self, left, top, width, height, step):
        """The camera whose pixel (u, v) covers `step` pixels of this one from edge (left, top)."""
        return replace(
            self, width=width, height=height, fx=self.fx / step, fy=self.fy / step,
            cx=(self.cx + 0.5 - left) / step - 0.5, cy=(self.cy + 0.5 - top) / step - 0.5,
        )


def sheet(width, height, columns=28, rows=28):
    """A flat rectangle in model coordinates: vertices [V, 3], texture coordinates, triangles."""
    u, v = np.meshgrid(np.linspace(0, 1, columns), np.linspace(0, 1, rows))
    uv = np.stack([u, v], -1).reshape(-1, 2).astype(np.float32)
    flat = np.stack([(uv[:, 0] - 0.5) * width, (0.5 - uv[:, 1]) * height, 0 * uv[:, 0]], 1)
    return flat.astype(np.float32), uv, grid_triangles(rows, columns)


@lru_cache(maxsize=64)
def grid_triangles(rows, columns):
    """Two triangles for each cell of a grid of vertices; shared, not to be written to."""
    index = np.arange(rows * columns).reshape(rows, columns)
    upper = np.stack([index[:-1, :-1], index[:-1, 1:], index[1:, :-1]], -1).reshape(-1, 3)
    lower = np.stack([index[:-1, 1:], index[1:, 1:], index[1:, :-1]], -1).reshape(-1, 3)
    return np.concatenate([upper, lower]).astype(np.int32)


def bend(points, radius, angle=0.0):
    """Bends the plane z = 0 around a cylinder; radius in mm, positive bulges to the viewer.

    `angle` (degrees) is the direction of the cylinder's axis: 0 upright, 90 lying.
    """
    c, s = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    across = points[:, 0] * c + points[:, 1] * s
    along = -points[:, 0] * s + points[:, 1] * c
    arc = np.clip(across / radius, -1.5, 1.5)
    bent = points.copy()
    x = radius * np.sin(arc) + (across - arc * radius)
    bent[:, 0], bent[:, 1] = x * c - along * s, x * s + along * c
    bent[:, 2] = points[:, 2] - radius * (1 - np.cos(arc))
    return bent


def fold(points, place, angle, degrees):
    """Folds what lies beyond a straight crease; positive angles fold away from the viewer.

    The crease runs at `angle` degrees from upright, `place` mm from the origin; both sides turn by
    half of `degrees`, so that the sheet keeps its length.
    """
    c, s = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    across = points[:, 0] * c + points[:, 1] * s - place
    half = np.deg2rad(degrees / 2)
    folded = points.copy()
    moved = across * np.cos(half) - across
    folded[:, 0] += moved * c
    folded[:, 1] += moved * s
    folded[:, 2] -= np.abs(across) * np.sin(half)
    return folded


def sheet_point(uv, points, rows, columns):
    """Positions [N, 3] on a deformed sheet at texture coordinates [N, 2] (bilinear)."""
    grid = points.reshape(rows, columns, 3)
    x = np.clip(uv[:, 0] * (columns - 1), 0, columns - 1.001)
    y = np.clip(uv[:, 1] * (rows - 1), 0, rows - 1.001)
    i, j = x.astype(int), y.astype(int)
    a, b = (x - i)[:, None], (y - j)[:, None]
    upper = grid[j, i] * (1 - a) + grid[j, i + 1] * a
    lower = grid[j + 1, i] * (1 - a) + grid[j + 1, i + 1] * a
    return (upper * (1 - b) + lower * b).astype(np.float32)


@lru_cache(maxsize=8)
def unit_sphere(rings=16):
    """A sphere of radius 1: vertices [V, 3], triangles."""
    around, down = np.meshgrid(np.linspace(0, 2 * np.pi, 2 * rings), np.linspace(0, np.pi, rings))
    points = [np.cos(around) * np.sin(down), np.cos(down), np.sin(around) * np.sin(down)]
    vertices = np.stack(points, -1).reshape(-1, 3).astype(np.float32)
    return vertices, grid_triangles(rings, 2 * rings)


def tube(path, radius, sides=6):
    """A tube of `radius` mm along a path [N, 3]: vertices, triangles."""
    path = np.asarray(path, np.float32)
    along = np.empty_like(path)
    along[1:-1] = path[2:] - path[:-2]
    along[0], along[-1] = path[1] - path[0], path[-1] - path[-2]
    along /= np.sqrt((along**2).sum(1, keepdims=True)) + 1e-9
    x, y, z = along.T
    side = np.stack([y - 0.02 * z, -x, 0.02 * x], 1)  # across a direction near the viewer's
    side /= np.sqrt((side**2).sum(1, keepdims=True)) + 1e-6
    up = along[:, [1, 2, 0]] * side[:, [2, 0, 1]] - along[:, [2, 0, 1]] * side[:, [1, 2, 0]]
    angle = np.linspace(0, 2 * np.pi, sides + 1)[None, :, None]
    ring = np.cos(angle) * side[:, None] + np.sin(angle) * up[:, None]
    vertices = (path[:, None] + radius * ring).reshape(-1, 3)
    return vertices.astype(np.float32), grid_triangles(len(path), sides + 1)


def inside(points, polygon):
    """Which points [N, 2] lie inside a polygon [M, 2] (even-odd rule)."""
    result = np.zeros(len(points), bool)
    for (x1, y1), (x2, y2) in zip(polygon, np.roll(polygon, -1, axis=0)):
        crosses = (y1 > points[:, 1]) != (y2 > points[:, 1])
        slope = (x2 - x1) / (y2 - y1 + 1e-12)
        result ^= crosses & (points[:, 0] < slope * (points[:, 1] - y1) + x1)
    return result


def grow(polygon, factor):
    """A polygon scaled about its mean point."""
    centre = polygon.mean(0)
    return centre + (polygon - centre) * factor


def smooth_step(low, high, x):
    """0 below `low`, 1 above `high`, cubic in between (also with low > high)."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)
