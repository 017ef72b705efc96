"""Renders a scene: a depth buffer seen by a camera, and the light that comes back."""

from dataclasses import dataclass, field, fields, replace

import cv2
import numpy as np

from . import rasteriser, shading
from .illumination import panorama_place

BLUR_RGB = np.array([2.4, 1.1, 0.7])  # mm, red to blue (d'Eon & Luebke 2007, skin's widest lobes)
BLUR_NIR = 2.6  # mm at 850 nm: deeper than red (Bashkatov et al. 2005)


@dataclass
class Lens:
    """A spectacle lens: its outline [N, 3] in camera mm and whose it is."""

    outline: np.ndarray
    glasses: object
    number: int


@dataclass
class Thing:
    """A mesh in camera coordinates (mm) with per-vertex attributes and a material."""

    vertices: np.ndarray
    triangles: np.ndarray
    attributes: np.ndarray
    material: object
    is_screen: bool = False
    lenses: tuple = ()

    def moved(self, transform):
        """The same thing with its points transformed, a function of [N, 3]."""
        lenses = tuple(replace(lens, outline=transform(lens.outline)) for lens in self.lenses)
        return replace(self, vertices=transform(self.vertices), lenses=lenses)

    @classmethod
    def plain(cls, vertices, triangles, material):
        return cls(vertices, triangles, np.zeros((len(vertices), 1), np.float32), material)


@dataclass
class View:
    """What a camera sees; images are [H, W] or [H, W, K], depths in mm (1e9 = nothing)."""

    camera: object
    depth: np.ndarray
    thing: np.ndarray  # index of the thing, -1 for nothing
    normals: np.ndarray
    positions: np.ndarray
    attributes: np.ndarray
    covered: np.ndarray = field(init=False)

    def __post_init__(self):
        self.covered = self.thing >= 0


def _merged(things):
    offsets = np.cumsum([0] + [len(t.vertices) for t in things])
    vertices = np.concatenate([t.vertices for t in things]).astype(np.float32)
    triangles = np.concatenate([t.triangles + o for t, o in zip(things, offsets)])
    owner = np.concatenate([np.full(len(t.triangles), i, np.int32) for i, t in enumerate(things)])
    return vertices, np.ascontiguousarray(triangles, np.int32), owner, offsets


def see_depth(things, camera):
    """Depth [H, W] (mm, 1e9 = nothing) and thing index [H, W], without attributes."""
    vertices, triangles, owner, _ = _merged(things)
    pixels = rasteriser.project(vertices, camera)
    depth, triangle, _ = rasteriser.rasterise(pixels, triangles, camera.height, camera.width)
    return depth, np.where(triangle >= 0, owner[np.maximum(triangle, 0)], -1)


def see(things, cameras):
    """The full view of a scene for each of the cameras."""
    vertices, triangles, owner, offsets = _merged(things)
    channels = max(t.attributes.shape[1] for t in things)
    attributes = np.zeros((len(vertices), 3 + channels), np.float32)
    attributes[:, :3] = rasteriser.vertex_normals(vertices, triangles)
    for t, o in zip(things, offsets):
        attributes[o : o + len(t.vertices), 3 : 3 + t.attributes.shape[1]] = t.attributes
    return [_see(vertices, triangles, owner, attributes, camera) for camera in cameras]


def _see(vertices, triangles, owner, attributes, camera):
    pixels = rasteriser.project(vertices, camera)
    depth, triangle, weights = rasteriser.rasterise(
        pixels, triangles, camera.height, camera.width
    )
    image = rasteriser.interpolate(attributes, triangles, triangle, weights)
    positions = camera.back_project(np.where(triangle >= 0, depth, 0))
    normals = np.ascontiguousarray(image[..., :3])
    away = np.einsum("hwc,hwc->hw", normals, positions) > 0
    normals[away] *= -1
    thing = np.where(triangle >= 0, owner[np.maximum(triangle, 0)], -1)
    return View(camera, depth, thing, normals, positions, image[..., 3:])


@dataclass
class Shading:
    """Light that reaches the camera from a view, and what the depth camera's lamp gets back.

    Images are [H, W] or [H, W, 3].
    """

    nir: np.ndarray
    nir_dots: np.ndarray | None  # the same with a projector's dots
    rgb: np.ndarray | None
    albedo: np.ndarray  # at 850 nm
    amplitude: np.ndarray  # of the lamp's returned light


def _surface(view, things):
    """What is covered, sorted by thing: flat pixel numbers [N], surface, positions, bent normals."""
    thing = view.thing.ravel()
    order = np.argsort(thing, kind="stable")
    ends = np.searchsorted(thing, np.arange(-1, len(things)), side="right", sorter=order)
    order = order[ends[0] :]
    ends = ends - ends[0]
    normals, positions = view.normals.reshape(-1, 3)[order], view.positions.reshape(-1, 3)[order]
    attributes = view.attributes.reshape(view.depth.size, -1)[order]
    whole = shading.Surface.blank(len(order))
    for t, start, end in zip(things, ends[:-1], ends[1:]):
        if start == end:
            continue
        part = slice(start, end)
        own = t.material.surface(attributes[part], positions[part], normals[part])
        for item in fields(shading.Surface):
            value = getattr(own, item.name)
            if value is not None:
                getattr(whole, item.name)[part] = value
    normals += whole.bump
    normals /= np.sqrt(np.einsum("nc,nc->n", normals, normals))[:, None] + 1e-6
    return order, whole, positions, normals


def _spread(image, share, weight, sigma):
    """Light that wandered below the surface: `share` of it is blurred by `sigma` pixels."""
    if sigma < 0.3:
        return image
    covered = cv2.GaussianBlur(weight, (0, 0), sigma)
    wandered = cv2.GaussianBlur(image * weight, (0, 0), sigma) / np.maximum(covered, 0.05)
    return image * (1 - share) + wandered * share


def shade(view, things, lamp, room, projector=None, visible=True, shadows=True):
    """The light of a view by the camera's own lamp and the room's lights."""
    shape, camera = view.depth.shape, view.camera
    order, surface, positions, normals = _surface(view, things)
    lit = np.ones(shape, np.float32)
    if shadows:
        lit = shading.shadow(np.where(view.covered, view.depth, 0), camera, room.directions[0])
        lit = cv2.GaussianBlur(lit, (0, 0), max(1.2, 0.012 * shape[1]))
    radiance = shading.light(lamp, room, positions, normals, surface, lit.ravel()[order])
    mirrored = _mirrored(surface, positions, normals, room)

    def plane(values):
        whole = np.zeros((view.depth.size, *values.shape[1:]), np.float32)
        whole[order] = values
        return whole.reshape(*shape, *values.shape[1:])

    covered = view.covered.astype(np.float32)
    amplitude, room_nir = plane(radiance.amplitude), plane(radiance.room_nir)
    gloss = plane(radiance.gloss_nir)
    added = plane(mirrored @ np.full(3, 0.1, np.float32) + surface.emission_nir)
    pixels = camera.fx / lamp.reference  # per mm at the face
    scatter = plane(surface.scatter)
    nir = _spread(amplitude + room_nir, 0.75 * scatter, covered, BLUR_NIR * pixels)
    with_dots = None
    if projector is not None:
        pattern = shading.dots(view.positions, projector)
        with_dots = amplitude * pattern + room_nir
        with_dots = _spread(with_dots, 0.75 * scatter, covered, BLUR_NIR * pixels)
        with_dots += gloss * pattern + added
    rgb = None
    if visible:
        rgb = plane(radiance.diffuse)
        for c, sigma in enumerate(BLUR_RGB * pixels):
            rgb[..., c] = _spread(rgb[..., c], 0.6 * scatter, covered, sigma)
        rgb += plane(radiance.gloss + mirrored + surface.emission)
    return Shading(
        nir=nir + gloss + added, nir_dots=with_dots, rgb=rgb, albedo=plane(surface.nir),
        amplitude=amplitude,
    )


def _mirrored(surface, positions, normals, room):
    """What glass mirrors of the room, [N, 3]."""
    result = np.zeros((len(positions), 3), np.float32)
    at = np.nonzero(surface.mirror > 0)[0]
    if len(at):
        view = positions[at] / (np.linalg.norm(positions[at], axis=1, keepdims=True) + 1e-6)
        n = normals[at]
        reflected = view - 2 * (view * n).sum(1, keepdims=True) * n
        row, column = panorama_place(reflected)
        soft = cv2.resize(room.environment, None, fx=4, fy=4, interpolation=cv2.INTER_LINEAR)
        picked = soft[(4 * row).astype(np.int32), (4 * column).astype(np.int32)]
        result[at] = picked * surface.mirror[at, None]
    return result
