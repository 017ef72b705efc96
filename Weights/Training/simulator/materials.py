"""What surfaces do with light: skin, cloth, paper, screens, masks.

A material turns the pixels it covers into a `Surface` with reflectances at 850 nm and in linear RGB.
"""

from dataclasses import dataclass, field

import numpy as np

from . import shading
from .imaging import grey
from .rasteriser import value_noise
from .shading import Surface


@dataclass
class Plain:
    """Cloth, wall, plastic, skin of hands: one reflectance with a texture (cells of `grain` mm)."""

    nir: float
    rgb: tuple
    specular: float = 0.05
    exponent: float = 10.0
    texture: float = 0.0
    grain: float = 15.0
    seed: int = 7
    scatter: float = 0.0
    mirror: float = 0.0
    stripes: tuple | None = None  # second RGB, second nir, period in mm, direction [3], share

    def surface(self, attributes, positions, normals):
        n = len(positions)
        nir = np.full(n, self.nir, np.float32)
        rgb = np.full((n, 3), self.rgb, np.float32)
        if self.stripes is not None:
            other, other_nir, period, direction, share = self.stripes
            on = (positions @ np.asarray(direction, np.float32) / period) % 1 < share
            nir[on], rgb[on] = other_nir, other
        if self.texture > 0:
            factor = 1 + self.texture * value_noise(positions, self.grain, self.seed)
            nir *= factor
            rgb *= factor[:, None]
        np.clip(nir, 0.01, 1, out=nir)
        np.clip(rgb, 0.005, 1, out=rgb)
        return Surface(nir, rgb, self.specular, self.exponent, self.scatter, mirror=self.mirror)


@dataclass
class Picture:
    """A printed, displayed or painted picture; attributes 0 and 1 are texture coordinates 0...1."""

    nir: np.ndarray  # [H, W] reflectance at 850 nm
    rgb: np.ndarray  # [H, W, 3] reflectance
    emission: np.ndarray | None = None  # [H, W, 3] light that it sends out
    emission_nir: float = 0.0  # share of the emission's mean that is sent out at 850 nm
    specular: float = 0.1
    exponent: float = 15.0
    mirror: float = 0.0
    pixels: tuple | None = None  # a display's: columns, rows, pitch (mm), sensor's focal length
    scatter: float = 0.0
    fibres: float = 0.0  # relief of paper or cloth

    def surface(self, attributes, positions, normals):
        u, v = attributes[:, 0], attributes[:, 1]
        s = Surface(
            _looked_up(self.nir, u, v), _looked_up(self.rgb, u, v), self.specular, self.exponent,
            self.scatter, mirror=self.mirror,
        )
        if self.emission is not None:
            s.emission = _looked_up(self.emission, u, v)
            if self.pixels is not None:
                s.emission *= self._raster(u, v, positions)
            s.emission_nir = self.emission_nir * grey(s.emission)
        if self.fibres > 0:
            relief = self.fibres * value_noise(positions, 1.2, 5)
            s.bump = np.repeat(relief[:, None], 3, 1)
        return s

    def _raster(self, u, v, positions):
        """A display's pixels and colour stripes as a sampling camera sees them: moire.

        A camera pixel of width w averages a grid of pitch p to a contrast of sinc(w / p); what
        remains is sampled, not filtered, and folds back to low frequencies.
        """
        columns, rows, pitch, focal = self.pixels
        width = float(np.median(positions[:, 2])) / focal
        contrast = abs(float(np.sinc(width / pitch)))
        raster = np.empty((len(u), 3), np.float32)
        for c in range(3):
            raster[:, c] = np.cos(2 * np.pi * (u * columns + c / 3))
        raster += np.cos(2 * np.pi * v * rows)[:, None]
        return 1 + contrast * raster


def _looked_up(picture, u, v):
    """Bilinear samples of a picture [H, W] or [H, W, 3] at texture coordinates 0...1."""
    height, width = picture.shape[:2]
    x, y = np.clip(u, 0, 1) * (width - 1), np.clip(v, 0, 1) * (height - 1)
    i, j = np.minimum(x.astype(np.int32), width - 2), np.minimum(y.astype(np.int32), height - 2)
    a, b = (x - i).astype(np.float32), (y - j).astype(np.float32)
    if picture.ndim == 3:
        a, b = a[:, None], b[:, None]
    upper = picture[j, i] * (1 - a) + picture[j, i + 1] * a
    lower = picture[j + 1, i] * (1 - a) + picture[j + 1, i + 1] * a
    return (upper * (1 - b) + lower * b).astype(np.float32)


class Skin:
    """A person's head: skin, brows, lips, lashes, beard, hair, eyes, teeth."""

    def __init__(self, person, eye_centres, pupil_nir=0.02):
        self.person = person
        self.parameters = person.parameters(eye_centres, pupil_nir)

    def surface(self, attributes, positions, normals):
        return shading.skin(self.parameters, attributes[:, :7])


def hair_strands(person):
    """Hair that hangs down or is tied up."""
    return Plain(
        nir=person.hair_nir, rgb=tuple(person.hair_rgb), specular=0.12, exponent=18,
        texture=0.5, grain=3.5, seed=person.seed,
    )


def bare_skin(person):
    """Hands and fingers."""
    return Plain(
        nir=person.skin_nir, rgb=tuple(person.skin_rgb), specular=0.12, exponent=16, texture=0.06,
        grain=12, seed=person.seed, scatter=1.0,
    )


@dataclass
class MaskSurface:
    """A three-dimensional mask that is painted or cast after a person."""

    skin: Skin
    nir: float  # reflectance of the bulk material at 850 nm
    rgb: np.ndarray  # of the bulk material
    painted: float  # how much of the person's colours is on it, 0...1
    contrast: float  # how much of the person's own pattern shows at 850 nm, 0...1
    specular: float
    exponent: float
    scatter: float
    relief: float  # share of the skin's fine bumps that the cast kept
    wet_eyes: float
    layers: float = 0.0  # height of a printer's layers, mm
    weave: float = 0.0  # relief of cloth
    seed: int = field(default=3)

    def surface(self, attributes, positions, normals):
        s = self.skin.surface(attributes, positions, normals)
        pattern = np.clip(s.nir / self.skin.person.skin_nir, 0.2, 1.6)
        s.nir = np.clip(self.nir * (1 + (pattern - 1) * self.contrast), 0.02, 0.95)
        s.nir = s.nir.astype(np.float32)
        mean = np.asarray(self.rgb, np.float32)
        s.rgb = np.clip(mean + (s.rgb - mean) * self.painted, 0.01, 0.95).astype(np.float32)
        s.specular[:], s.exponent[:] = self.specular, self.exponent
        s.scatter[:] = self.scatter
        s.bump *= self.relief
        if self.layers > 0:
            s.bump[:, 1] += 0.35 * np.sin(2 * np.pi * attributes[:, 1] / self.layers)
        if self.weave > 0:
            canonical = np.ascontiguousarray(attributes[:, :3])
            s.bump += self.weave * value_noise(canonical, 1.0, self.seed)[:, None]
        s.glint *= self.wet_eyes
        return s


# Materials of attacks

PAPERS = (
    "matte-inkjet-dye", "matte-inkjet-pigment", "matte-laser", "glossy-inkjet-dye",
    "glossy-inkjet-pigment", "glossy-laser",
)
SCREENS = ("lcd", "oled", "e-paper")
UNSEEN_MATERIALS = ("glossy-laser", "e-paper", "latex")  # kept out of training
MATERIALS = ("skin", *PAPERS, *SCREENS, "resin", "3d-print", "silicone", "latex", "cloth")

# How much black ink takes away at 850 nm: dye is clear there, carbon black (pigment, toner) is not.
_INK_CONTRAST = {"dye": (0.02, 0.25), "pigment": (0.3, 0.9), "laser": (0.4, 0.94)}


def printed(picture, material, rng):
    """What a print of a photograph reflects, and its ink's name for the manifest's detail.

    A photograph of another near-infrared camera is printed with ink that absorbs there.
    """
    finish, ink = material.split("-")[0], material.split("-")[-1]
    paper = rng.uniform(0.72, 0.9)  # matte office paper 0.8 at 850 nm
    tone = grey(picture.image)
    if picture.near_infrared and ink != "dye":
        contrast, detail = rng.uniform(0.65, 0.96), "near-infrared photograph"
        nir = paper * (1 - contrast * (1 - tone ** rng.uniform(0.6, 1.1)))
    else:
        contrast, detail = rng.uniform(*_INK_CONTRAST[ink]), ink
        nir = paper * (1 - contrast * (1 - tone) ** rng.uniform(0.8, 1.6))
    black = rng.uniform(0.02, 0.06) if finish == "glossy" else rng.uniform(0.04, 0.10)
    white = np.array([1, 1, rng.uniform(0.9, 1.05)]) * rng.uniform(0.72, 0.9)
    plain = tone[..., None]
    dull = plain + (picture.image - plain) * rng.uniform(0.6, 1.05)
    rgb = black + (white - black) * np.clip(dull, 0, 1)
    glossy = finish == "glossy"
    return Picture(
        nir=nir.astype(np.float32), rgb=rgb.astype(np.float32),
        specular=rng.uniform(0.25, 0.6) if glossy else rng.uniform(0.01, 0.12),
        exponent=rng.uniform(25, 90) if glossy else rng.uniform(5, 15),
        mirror=rng.uniform(0.02, 0.05) if glossy else 0.0,
        fibres=0.0 if glossy else rng.uniform(0, 0.03),
    ), detail


_SKIN_COLOURS = np.array([[0.55, 0.33, 0.24], [0.30, 0.16, 0.11], [0.62, 0.42, 0.33]])
_PLASTIC_COLOURS = np.array([
    [0.75, 0.74, 0.71], [0.35, 0.36, 0.38], [0.70, 0.58, 0.42], [0.06, 0.06, 0.06],
    [0.55, 0.33, 0.24],
])


def mask_surface(material, person, eye_centres, rng):
    """The surface of a mask, bust or prosthesis after `person` (its pattern is changed)."""
    silicone, latex = material == "silicone", material == "latex"
    cloth, soft = material == "cloth", material in ("silicone", "latex", "cloth")
    person.mottle *= rng.uniform(0, 0.5) if soft else rng.uniform(0, 0.15)
    person.wrinkle *= rng.uniform(0.3, 1) if silicone or latex else rng.uniform(0, 0.3)
    if rng.random() < 0.5:
        person.beard = 0.0
    painted = rng.uniform(0.6, 1) if soft or rng.random() < 0.6 else rng.uniform(0, 0.3)
    plastic = _PLASTIC_COLOURS[rng.integers(len(_PLASTIC_COLOURS))]
    bulk = person.skin_rgb if soft else plastic
    nir = {
        "silicone": rng.uniform(0.5, 0.7), "latex": rng.uniform(0.4, 0.8),
        "cloth": rng.uniform(0.35, 0.85), "resin": rng.uniform(0.25, 0.85),
        "3d-print": rng.uniform(0.2, 0.9),
    }[material]
    specular, exponent, scatter = {
        "silicone": (rng.uniform(0.08, 0.35), rng.uniform(8, 35), rng.uniform(0.5, 1)),
        "latex": (rng.uniform(0.1, 0.5), rng.uniform(10, 45), rng.uniform(0.2, 0.6)),
        "cloth": (rng.uniform(0.0, 0.04), 6.0, 0.0),
        "resin": (rng.uniform(0.1, 0.8), rng.uniform(12, 70), rng.uniform(0, 0.3)),
        "3d-print": (rng.uniform(0.03, 0.4), rng.uniform(6, 30), rng.uniform(0, 0.2)),
    }[material]
    return MaskSurface(
        Skin(person, eye_centres, 0.05), nir=nir, rgb=np.asarray(bulk), painted=painted,
        contrast=painted * rng.uniform(0.3, 1), specular=specular, exponent=exponent,
        scatter=scatter, relief=rng.uniform(0.3, 0.9) if silicone or latex else rng.uniform(0, 0.35),
        wet_eyes=1.0 if silicone or rng.random() < 0.3 else 0.0,
        layers=rng.uniform(0.1, 0.4) if material == "3d-print" else 0.0,
        weave=rng.uniform(0.1, 0.35) if cloth else 0.0, seed=person.seed,
    )
