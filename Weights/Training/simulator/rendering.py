"""Renders a scene: a depth buffer seen by a camera, and the light that comes back."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from . import rasteriser

NOTHING = 1e8  # depths beyond this (mm) are empty pixels


@dataclass
class Thing:
    """A mesh in camera coordinates (mm) with per-vertex attributes and a material."""

    vertices: np.ndarray
    triangles: np.ndarray
    attributes: np.ndarray
    material: object
    is_screen: bool = False
    lenses: tuple = ()  # outlines [N, 3] of spectacle lenses, camera mm

    def moved(self, transform):
        """The same thing with its points transformed, a function of [N, 3]."""
        lenses = tuple(transform(lens) for lens in self.lenses)
        return replace(self, vertices=transform(self.vertices), lenses=lenses)

    @classmethod
    def plain(cls, vertices, triangles, material):
        return cls(vertices, triangles, np.zeros((len(vertices), 1), np.float32), material)


@dataclass
class View:
    """What a camera sees; images are [H, W] or [H, W, K], depths in mm."""

    camera: object
    depth: np.ndarray
    thing: np.ndarray  # index of the thing, -1 for nothing
    normals: np.ndarray
    positions: np.ndarray
    attributes: np.ndarray

    @property
    def covered(self):
        return self.thing >= 0


def _merged(things):
    offsets = np.cumsum([0] + [len(t.vertices) for t in things])
    vertices = np.concatenate([t.vertices for t in things]).astype(np.float32)
    triangles = np.concatenate([t.triangles + o for t, o in zip(things, offsets)])
    owner = np.concatenate([np.full(len(t.triangles), i, np.int32) for i, t in enumerate(things)])
    return vertices, np.ascontiguousarray(triangles, np.int32), owner, offsets


def _to_pixels(camera, vertices):
    safe = np.where(vertices[:, 2:] > 1, vertices, np.array([0, 0, 1], np.float32))
    return np.concatenate([camera.project(safe), vertices[:, 2:]], 1)


def see_depth(things, camera):
    """Depth [H, W] (mm, 1e9 = nothing) and thing index [H, W], without attributes."""
    vertices, triangles, owner, _ = _merged(things)
    pixels = _to_pixels(camera, vertices)
    depth, triangle, _ = rasteriser.rasterise(pixels, triangles, camera.height, camera.width)
    return depth, np.where(triangle >= 0, owner[np.maximum(triangle, 0)], -1)


def see(things, camera):
    """The full view of a scene."""
    vertices, triangles, owner, offsets = _merged(things)
    pixels = _to_pixels(camera, vertices)
    depth, triangle, weights = rasteriser.rasterise(
        pixels, triangles, camera.height, camera.width
    )
    channels = max(t.attributes.shape[1] for t in things)
    attributes = np.zeros((len(vertices), 3 + channels), np.float32)
    attributes[:, :3] = rasteriser.vertex_normals(vertices, triangles)
    for t, o in zip(things, offsets):
        attributes[o : o + len(t.vertices), 3 : 3 + t.attributes.shape[1]] = t.attributes
    image = rasteriser.interpolate(attributes, triangles, triangle, weights)
    normals = image[..., :3]
    normals = normals / (np.linalg.norm(normals, axis=2, keepdims=True) + 1e-6)
    positions = camera.back_project(np.where(triangle >= 0, depth, 0))
    away = (normals * positions).sum(2) > 0
    normals[away] *= -1
    thing = np.where(triangle >= 0, owner[np.maximum(triangle, 0)], -1)
    return View(camera, depth, thing, normals, positions, image[..., 3:])


@dataclass
class Lamp:
    """Near-infrared light: a lamp beside the lens, and what the room adds.

    Falls off with the square of the distance; radiance 1 is a white surface facing the lamp at
    `reference` mm.
    """

    position: np.ndarray
    reference: float
    beam: float  # exponent of the cosine of the angle off the axis
    hot_spot: tuple | None  # x/z, y/z, radius (same unit), gain
    ambient: float
    ambient_direction: np.ndarray
    subsurface: float  # mm that light wanders in skin
    gloss: float
    reflections: np.ndarray  # [4, 4] what a screen's glass mirrors


@dataclass
class Shading:
    """Radiance, near-infrared reflectance and lamp amplitude of a view, each [H, W]."""

    radiance: np.ndarray
    albedo: np.ndarray
    amplitude: np.ndarray


def _surfaces(view, things, visible):
    shape = view.depth.shape
    maps = {
        name: np.zeros(shape, np.float32)
        for name in ("albedo", "specular", "scatter", "glint", "mirror")
    }
    maps["exponent"] = np.full(shape, 20.0, np.float32)
    normals = view.normals.copy()
    for i, t in enumerate(things):
        at = view.thing == i
        if not at.any():
            continue
        surface = t.material.surface(view.attributes[at], view.positions[at], visible)
        for name, target in maps.items():
            target[at] = getattr(surface, name)
        bent = normals[at] + surface.bump
        normals[at] = bent / (np.linalg.norm(bent, axis=1, keepdims=True) + 1e-6)
    return maps, normals


def _unit(vectors):
    return vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-6)


def _lit(normals, to_light):
    return np.clip((normals * to_light).sum(-1), 0, 1)


def light_with_lamp(view, things, lamp):
    """Near-infrared shading of a view by the camera's own lamp and the room."""
    maps, normals = _surfaces(view, things, visible=False)
    covered = view.covered
    p = view.positions
    to_lamp = lamp.position - p
    distance = np.linalg.norm(to_lamp, axis=2)
    to_lamp = to_lamp / np.maximum(distance, 1)[..., None]
    to_eye = -_unit(p)
    halfway = _lit(normals, _unit(to_lamp + to_eye))
    falloff = (lamp.reference / np.maximum(distance, 50)) ** 2
    falloff = falloff * np.clip(-to_eye[..., 2], 0, 1) ** lamp.beam
    if lamp.hot_spot is not None:
        x, y, radius, gain = lamp.hot_spot
        z = np.maximum(p[..., 2], 1)
        r2 = (p[..., 0] / z - x) ** 2 + (p[..., 1] / z - y) ** 2
        falloff = falloff * (1 + gain * np.exp(-r2 / (2 * radius**2)))
    facing = _lit(normals, to_lamp)
    ambient = lamp.ambient * (0.6 + 0.4 * _lit(normals, lamp.ambient_direction))
    amplitude = maps["albedo"] * facing * falloff * covered
    diffuse = amplitude + maps["albedo"] * ambient
    blur = lamp.subsurface * view.camera.fx / lamp.reference
    if blur > 0.3:
        spread = cv2.GaussianBlur(diffuse * covered, (0, 0), blur)
        spread /= np.maximum(cv2.GaussianBlur(covered.astype(np.float32), (0, 0), blur), 0.05)
        share = 0.75 * maps["scatter"]
        diffuse = diffuse * (1 - share) + spread * share
    exponent = maps["exponent"]
    gloss = maps["specular"] * halfway**exponent * (exponent + 8) / 60 * falloff * lamp.gloss
    glint = maps["glint"] * (6 * halfway**500 * falloff + 0.3 * lamp.ambient * halfway**40)
    size = (view.depth.shape[1], view.depth.shape[0])
    mirrored = cv2.resize(lamp.reflections, size, interpolation=cv2.INTER_CUBIC)
    radiance = diffuse + gloss + glint + maps["mirror"] * np.clip(mirrored, 0, 1)
    return Shading(
        (radiance * covered).astype(np.float32), maps["albedo"], amplitude.astype(np.float32)
    )


def light_for_photograph(view, things, rng):
    """Visible luminance [H, W] of a view under one to three distant lamps and the sky."""
    maps, normals = _surfaces(view, things, visible=True)
    to_eye = -_unit(view.positions)
    sky = 0.65 - 0.35 * np.clip(normals[..., 1], -1, 1)
    light = maps["albedo"] * rng.uniform(0.25, 0.8) * sky
    for _ in range(rng.integers(1, 4)):
        direction = rng.normal(0, 1, 3) * np.array([1.3, 0.8, 0.6])
        direction[1] -= 0.5
        direction[2] = -abs(direction[2]) - 0.25
        direction = (direction / np.linalg.norm(direction)).astype(np.float32)
        strength = rng.uniform(0.15, 0.9)
        wrapped = (normals @ direction + 0.25 * maps["scatter"]) / (1 + 0.25 * maps["scatter"])
        halfway = _lit(normals, _unit(direction + to_eye))
        gloss = 0.5 * maps["specular"] * halfway ** maps["exponent"]
        glint = 3 * maps["glint"] * halfway**400
        light = light + strength * (maps["albedo"] * np.clip(wrapped, 0, 1) + gloss + glint)
    return (light * view.covered).astype(np.float32)
