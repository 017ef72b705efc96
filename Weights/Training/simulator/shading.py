"""Python side of shading.c: skin, light, shadows, dots."""

import ctypes
from dataclasses import dataclass, fields

import numpy as np

from .compiled import LIBRARY, floats, pointer

_Three = ctypes.c_float * 3


class SkinParameters(ctypes.Structure):
    """`Person` of shading.c; see there."""

    _fields_ = [
        ("skin_nir", ctypes.c_float), ("skin", _Three), ("lip_nir", ctypes.c_float),
        ("lip", _Three), ("hair_nir", ctypes.c_float), ("hair", _Three),
        ("brow", ctypes.c_float), ("brow_nir", ctypes.c_float), ("beard", ctypes.c_float),
        ("iris_nir", ctypes.c_float), ("iris", _Three), ("pupil_radius", ctypes.c_float),
        ("pupil_nir", ctypes.c_float), ("hairline", ctypes.c_float),
        ("hair_side", ctypes.c_float), ("fringe", ctypes.c_float),
        ("hair_density", ctypes.c_float), ("mottle", ctypes.c_float),
        ("wrinkle", ctypes.c_float), ("age", ctypes.c_float), ("freckles", ctypes.c_float),
        ("redness", ctypes.c_float), ("eyes", _Three * 2), ("seed", ctypes.c_uint),
    ]


class _SurfacePointers(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_void_p)
        for name in ("nir", "rgb", "specular", "exponent", "scatter", "glint", "bump")
    ]


class _LightParameters(ctypes.Structure):
    _fields_ = [
        ("position", _Three), ("reference", ctypes.c_float), ("beam", ctypes.c_float),
        ("spot_x", ctypes.c_float), ("spot_y", ctypes.c_float), ("spot_radius", ctypes.c_float),
        ("spot_gain", ctypes.c_float), ("power", ctypes.c_float), ("sky_nir", ctypes.c_float),
        ("sky", _Three), ("direction", _Three * 2), ("light_nir", ctypes.c_float * 2),
        ("light", _Three * 2), ("gloss", ctypes.c_float),
    ]


class _RadiancePointers(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_void_p)
        for name in ("amplitude", "room_nir", "gloss_nir", "diffuse", "gloss")
    ]


@dataclass
class Surface:
    """Reflectance of N pixels: arrays [N] but for those marked, or one value for all; None is 0."""

    nir: np.ndarray
    rgb: np.ndarray  # [N, 3], linear
    specular: np.ndarray | float = 0.05
    exponent: np.ndarray | float = 10.0
    scatter: np.ndarray | None = None  # share of light that wanders below the surface, 0...1
    glint: np.ndarray | None = None  # 1 where a wet, curved eye mirrors the lamp
    bump: np.ndarray | None = None  # [N, 3], added to the unit normal
    mirror: float | None = None  # share of the surroundings that is mirrored
    emission: np.ndarray | None = None  # [N, 3], visible light that the surface sends out itself
    emission_nir: np.ndarray | None = None

    @classmethod
    def blank(cls, count):
        """All arrays, filled with zeros."""
        wide = ("rgb", "bump", "emission")
        return cls(*(
            np.zeros((count, 3) if f.name in wide else count, np.float32) for f in fields(cls)
        ))

    def pointers(self):
        names = [name for name, _ in _SurfacePointers._fields_]
        return _SurfacePointers(*(getattr(self, name).ctypes.data for name in names))


@dataclass
class Radiance:
    """What N pixels send to the camera: see `Radiance` of shading.c."""

    amplitude: np.ndarray
    room_nir: np.ndarray
    gloss_nir: np.ndarray
    diffuse: np.ndarray  # [N, 3]
    gloss: np.ndarray  # [N, 3]


def skin(parameters, attributes):
    """The surface of pixels of a head; `attributes` [N, 7] as FaceModel gives them."""
    attributes = floats(attributes)
    n = len(attributes)
    nir, specular, exponent, scatter, glint = (np.empty(n, np.float32) for _ in range(5))
    rgb, bump = np.empty((n, 3), np.float32), np.empty((n, 3), np.float32)
    surface = Surface(nir, rgb, specular, exponent, scatter, glint, bump)
    LIBRARY.skin(ctypes.byref(parameters), pointer(attributes), n, surface.pointers())
    return surface


def light(lamp, room, positions, normals, surface, lit):
    """Light from N pixels under the camera's lamp and the room's lights."""
    n = len(positions)
    spot = lamp.hot_spot or (0.0, 0.0, 1.0, 0.0)
    lights = _LightParameters(
        _Three(*lamp.position), lamp.reference, lamp.beam, *spot, lamp.power, room.sky_nir,
        _Three(*room.sky), (_Three * 2)(*(_Three(*d) for d in room.directions)),
        (ctypes.c_float * 2)(*room.lights_nir), (_Three * 2)(*(_Three(*v) for v in room.lights)),
        lamp.gloss,
    )
    one = [np.empty(n, np.float32) for _ in range(3)]
    three = [np.empty((n, 3), np.float32) for _ in range(2)]
    result = Radiance(*one, *three)
    pointers = _RadiancePointers(*(array.ctypes.data for array in (*one, *three)))
    positions, normals, lit = floats(positions), floats(normals), floats(lit)
    LIBRARY.light(
        ctypes.byref(lights), n, pointer(positions), pointer(normals), surface.pointers(),
        pointer(lit), pointers,
    )
    return result


def shadow(depth, camera, direction):
    """Share [H, W] of a distant light that is not blocked; `direction` points to the light."""
    depth = floats(depth)
    lit = np.empty(depth.shape, np.float32)
    numbers = floats([camera.fx, camera.fy, camera.cx, camera.cy])
    direction = floats(direction)
    LIBRARY.shadow(
        pointer(depth), depth.shape[0], depth.shape[1], pointer(numbers), pointer(direction),
        pointer(lit),
    )
    return lit


def dots(positions, projector):
    """Irradiance [H, W] of a dot projector at camera points [H, W, 3]; about 1 on average."""
    positions = floats(positions)
    output = np.empty(positions.shape[:-1], np.float32)
    LIBRARY.dots(
        pointer(positions), output.size, ctypes.c_float(projector.baseline),
        ctypes.c_float(projector.cell), ctypes.c_float(projector.radius),
        ctypes.c_float(projector.contrast), ctypes.c_uint(projector.seed), pointer(output),
    )
    return output
