"""What surfaces do with light: skin, hair, paper, screens, masks, cloth.

A material turns the pixels it covers into a `Surface`. Albedo is either near-infrared (850-940 nm,
what the camera sees) or visible (luminance, only for the photographs that prints and screens show).
"""

from dataclasses import dataclass

import numpy as np

from .face_model import EYE_A, EYE_B, EYE_SOCKET, HEAD, MOUTH_SOCKET, TEETH, hair_cover
from .geometry import smooth_step
from .rasteriser import value_noise


@dataclass
class Surface:
    """Reflectance of N pixels; every field is [N] but `bump`, which is [N, 3]."""

    albedo: np.ndarray
    specular: np.ndarray
    exponent: np.ndarray
    scatter: np.ndarray  # share of light that wanders below the surface, 0...1
    bump: np.ndarray  # added to the unit normal
    glint: np.ndarray  # 1 where a wet, curved eye mirrors the lamp
    mirror: np.ndarray  # share of the surroundings that is mirrored

    @classmethod
    def plain(cls, albedo, specular=0.05, exponent=10.0, mirror=0.0):
        n = len(albedo)
        return cls(
            albedo=albedo.astype(np.float32), specular=np.full(n, specular, np.float32),
            exponent=np.full(n, exponent, np.float32), scatter=np.zeros(n, np.float32),
            bump=np.zeros((n, 3), np.float32), glint=np.zeros(n, np.float32),
            mirror=np.full(n, mirror, np.float32),
        )


@dataclass
class Plain:
    """Cloth, wall, plastic: one reflectance with a little texture (cells of `grain` mm)."""

    nir: float
    visible: float
    specular: float = 0.05
    exponent: float = 10.0
    texture: float = 0.0
    grain: float = 15.0
    seed: int = 7

    def surface(self, attributes, positions, visible):
        albedo = np.full(len(positions), self.visible if visible else self.nir, np.float32)
        if self.texture > 0:
            noise = value_noise(positions, self.grain, self.seed)
            albedo = albedo * (1 + self.texture * noise)
        return Surface.plain(np.clip(albedo, 0.01, 1), self.specular, self.exponent)


@dataclass
class Picture:
    """A printed or displayed picture; attributes 0 and 1 are texture coordinates 0...1."""

    nir: np.ndarray  # [H, W] reflectance in the near infrared
    specular: float = 0.1
    exponent: float = 15.0
    mirror: float = 0.0

    def surface(self, attributes, positions, visible):
        albedo = _looked_up(self.nir, attributes[:, 0], attributes[:, 1])
        return Surface.plain(albedo, self.specular, self.exponent, self.mirror)


def _looked_up(picture, u, v):
    """Bilinear samples of a picture at texture coordinates 0...1."""
    height, width = picture.shape
    x, y = np.clip(u, 0, 1) * (width - 1), np.clip(v, 0, 1) * (height - 1)
    i, j = np.minimum(x.astype(int), width - 2), np.minimum(y.astype(int), height - 2)
    a, b = x - i, y - j
    upper = picture[j, i] * (1 - a) + picture[j, i + 1] * a
    lower = picture[j + 1, i] * (1 - a) + picture[j + 1, i + 1] * a
    return upper * (1 - b) + lower * b


class Skin:
    """A person's head: skin, brows, lips, lashes, beard, hair, eyes, teeth."""

    def __init__(self, person, eye_centres, pupil_nir=0.02):
        self.person = person
        self.eye_centres = eye_centres
        self.pupil_nir = pupil_nir  # above 0.2: the retina shines back at the lamp

    def surface(self, attributes, positions, visible):
        f = self.person
        p = np.ascontiguousarray(attributes[:, :3])
        lips, brow, lash = attributes[:, 3], attributes[:, 4], attributes[:, 5]
        part = np.round(attributes[:, 6])
        x, y, z = p[:, 0], p[:, 1], p[:, 2]
        on_head = part <= HEAD
        hair_albedo = f.hair_visible if visible else f.hair_nir

        coarse = 0.5 * value_noise(p, 22, f.seed) + 0.3 * value_noise(p, 7, f.seed + 1)
        mottle = coarse + 0.35 * value_noise(p, 2.6, f.seed + 2)
        fine = value_noise(p, 1.4, f.seed + 3)
        albedo = f.skin_visible if visible else f.skin_nir
        albedo = albedo * (1 + mottle * f.mottle * (2 if visible else 0.7))
        below_eyes = np.exp(-(((np.abs(x) - 31) / 17) ** 2 + ((y - 27) / 7) ** 2))
        albedo = albedo * (1 - (0.16 * f.age if visible else 0.05) * below_eyes)
        nose = np.exp(-((x / 14) ** 2 + ((y - 2) / 14) ** 2)) * (z > 105)
        forehead = np.exp(-((x / 30) ** 2 + ((y - 75) / 25) ** 2))
        specular = 0.16 + 0.10 * forehead + 0.12 * nose
        exponent = np.full(len(p), 18.0)

        if f.beard > 0:
            ragged = 5 * value_noise(p, 12, f.seed + 14)
            jaw = smooth_step(-14, -28, y + ragged) * smooth_step(5, 30, z)
            jaw = jaw * smooth_step(-100, -80, y) * (1 - lips)
            moustache = np.exp(-(((y + 19) / 5) ** 2)) * smooth_step(34, 24, np.abs(x)) * (z > 90)
            beard = np.maximum(jaw, moustache * (1 - lips))
            stubble = 1.05 + 0.8 * fine + 0.25 * value_noise(p, 9, f.seed + 4)
            beard = np.clip(beard * f.beard * stubble, 0, 1) * (1.0 if visible else 0.8)
            albedo = albedo * (1 - beard) + hair_albedo * beard
            specular = specular * (1 - beard)

        albedo = albedo * (1 - lips * (1 - (f.lip_visible if visible else f.lip_nir)))
        specular = specular + 0.18 * lips
        strands = value_noise(p * np.array([1, 0.45, 1], np.float32), 1.6, f.seed + 6)
        brow = np.clip(brow * f.brow * (1.1 + 0.75 * strands), 0, 1)
        brow = brow * (1 if visible else f.brow_nir)
        albedo = albedo * (1 - brow) + 0.8 * hair_albedo * brow
        lash = np.clip(lash * 1.1, 0, 1) * 0.8 * (part <= EYE_SOCKET)
        albedo = albedo * (1 - (0.75 if visible else 0.6) * lash)

        hair = np.zeros(len(p))
        if f.hair_depth > 0 or f.age < 0.4:
            density = 1.0 if f.hair_depth > 0 else 0.35
            hair = np.clip(hair_cover(p, f) * on_head * 1.3 - 0.15 + 0.35 * fine, 0, 1) * density
            strand = 1 + 0.45 * value_noise(p * np.array([1, 0.25, 0.25], np.float32), 2.2,
                                            f.seed + 8) + 0.2 * value_noise(p, 9, f.seed + 9)
            albedo = albedo * (1 - hair) + hair_albedo * strand * hair
            specular = specular * (1 - hair) + 0.12 * hair

        scatter = 1 - np.clip(hair + brow, 0, 1)
        glint = np.zeros(len(p))
        socket = part == MOUTH_SOCKET
        albedo = np.where(socket, albedo * 0.3, albedo)
        albedo = np.where(part == EYE_SOCKET, albedo * 0.8, albedo)
        teeth = part == TEETH
        albedo, specular = np.where(teeth, 0.6, albedo), np.where(teeth, 0.4, specular)
        exponent = np.where(teeth, 60.0, exponent)
        for eye in (EYE_A, EYE_B):
            at = part == eye
            if at.any():
                albedo[at] = self._eyeball(p[at] - self.eye_centres[eye], visible)
                specular[at], exponent[at], scatter[at], glint[at] = 0.25, 120.0, 0.3, 1.0

        bump = np.stack([value_noise(p, 2.2, f.seed + 20 + k) for k in range(3)], 1)
        bump = bump * (0.05 + 0.10 * f.wrinkle)
        if f.wrinkle > 0.1:
            folds = np.stack([value_noise(p, 6, f.seed + 23 + k) for k in range(3)], 1)
            bump = bump + 0.05 * f.wrinkle * folds
        bump = bump * np.where(on_head, 1, 0.1)[:, None]
        bump = bump + np.stack([fine, -fine, fine], 1) * (0.5 * hair)[:, None]
        return Surface(
            albedo=np.clip(albedo, 0.01, 1).astype(np.float32),
            specular=specular.astype(np.float32), exponent=exponent.astype(np.float32),
            scatter=scatter.astype(np.float32), bump=bump.astype(np.float32),
            glint=glint.astype(np.float32), mirror=np.zeros(len(p), np.float32),
        )

    def _eyeball(self, from_centre, visible):
        f = self.person
        radius = np.hypot(from_centre[:, 0], from_centre[:, 1])
        iris = smooth_step(6.2, 5.6, radius)
        pupil = smooth_step(f.pupil_radius + 0.35, f.pupil_radius - 0.35, radius)
        angle = np.arctan2(from_centre[:, 1], from_centre[:, 0])
        spokes = np.stack([angle * 6, radius * 0.3, 0 * radius], 1)
        texture = 1 + 0.25 * value_noise(spokes, 1, f.seed + 11)
        ring = 1 - 0.55 * np.exp(-(((radius - 5.7) / 0.7) ** 2))
        iris_albedo = (f.iris_visible if visible else f.iris_nir) * texture * ring
        white = 0.68 if visible else 0.58
        albedo = white * (1 - iris) + iris_albedo * iris
        albedo = albedo * (1 - pupil) + (0.015 if visible else self.pupil_nir) * pupil
        return albedo * (1 - 0.25 * smooth_step(2, 5.5, from_centre[:, 1]))


class MaskSurface:
    """A three-dimensional mask painted or cast after a person."""

    def __init__(self, skin, nir, contrast, specular, exponent, scatter, relief, wet_eyes):
        self.skin = skin
        self.nir = nir  # reflectance of the bulk material
        self.contrast = contrast  # how much of the person's own pattern is painted on, 0...1
        self.specular = specular
        self.exponent = exponent
        self.scatter = scatter
        self.relief = relief  # share of the skin's fine bumps that the cast kept
        self.wet_eyes = wet_eyes

    def surface(self, attributes, positions, visible):
        s = self.skin.surface(attributes, positions, visible)
        pattern = np.clip(s.albedo / self.skin.person.skin_nir, 0.2, 1.6)
        cast = np.clip(self.nir * (1 + (pattern - 1) * self.contrast), 0.02, 0.95)
        s.albedo = cast.astype(np.float32)
        s.specular = np.full(len(positions), self.specular, np.float32)
        s.exponent = np.full(len(positions), self.exponent, np.float32)
        s.scatter = np.full(len(positions), self.scatter, np.float32)
        s.bump = s.bump * self.relief
        s.glint = s.glint * self.wet_eyes
        return s
