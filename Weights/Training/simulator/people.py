"""People: what the skin, hair and eyes of one identity reflect, and how the hair is cut.

Sources: skin tones by individual typology angle (Chardon et al. 1991; classes from very light, above
55 degrees, to dark, below -30: Del Bino & Bernerd 2013), ITA = atan((L* - 50) / b*); a* and b* of
facial skin within Xiao et al. 2017. Reflectance at 850 nm 0.5 to 0.65 and nearly independent of tone
(Cooksey et al. 2017); melanin absorbs there a quarter of what it does in green (Jacques 2013). Faces
of six-year-olds measure about 0.86 of an adult's (Farkas 1994).
"""

from dataclasses import dataclass

import numpy as np

from .shading import SkinParameters

CUTS = ("bald", "buzz", "short", "parted", "receding", "bob", "long", "bun", "afro")
YOUNGEST, OLDEST, GROWN = 6, 85, 18  # years
CHILD_SCALE = 0.86  # of a six-year-old's face


@dataclass
class Hair:
    """A cut; lengths in mm."""

    cut: str
    depth: float  # of the shell over the scalp
    hairline: float
    side: float  # how far down it reaches beside the face
    fringe: float
    length: float  # of what hangs down beside the face, 0 = nothing
    opening: float  # degrees from the front at which that begins
    density: float  # of what covers the scalp, 0...1


@dataclass
class Identity:
    """One person: shape weights and reflectances 0...1; `rgb` values are linear."""

    seed: int
    shape: np.ndarray
    years: float
    size: float
    typology: float  # individual typology angle, degrees
    skin_nir: float
    skin_rgb: np.ndarray
    lip_nir: float
    lip_rgb: np.ndarray
    hair_nir: float
    hair_rgb: np.ndarray
    brow: float
    brow_nir: float
    beard: float
    iris_nir: float
    iris_rgb: np.ndarray
    pupil_radius: float
    hair: Hair
    mottle: float
    wrinkle: float
    age: float  # 0...1
    freckles: float
    redness: float

    def parameters(self, eye_centres, pupil_nir):
        """What shading.c needs to know; `eye_centres` in canonical mm."""
        p = SkinParameters()
        for name in ("skin_nir", "lip_nir", "hair_nir", "brow", "brow_nir", "beard", "iris_nir",
                     "pupil_radius", "mottle", "wrinkle", "age", "freckles", "redness", "seed"):
            setattr(p, name, getattr(self, name))
        for name in ("skin", "lip", "hair", "iris"):
            getattr(p, name)[:] = getattr(self, name + "_rgb")
        p.pupil_nir = pupil_nir
        p.hairline, p.hair_side = self.hair.hairline, self.hair.side
        p.fringe, p.hair_density = self.hair.fringe, self.hair.density
        for k, centre in enumerate(eye_centres.values()):
            p.eyes[k][:] = centre
        return p


def linear_rgb(lightness, a, b):
    """Linear sRGB (D65) of a CIELAB colour, clipped to 0...1."""
    y = (lightness + 16) / 116
    xyz = np.array([y + a / 500, y, y - b / 200])
    xyz = np.where(xyz > 6 / 29, xyz**3, (xyz - 16 / 116) / 7.787)
    xyz *= [0.95047, 1.0, 1.08883]
    matrix = [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
    return np.clip(np.array(matrix) @ xyz, 0.01, 1)


def _skin_rgb(rng, typology):
    """A facial colour of the given typology angle; yellowness is highest for middle tones."""
    b = 11.5 + 6 * np.exp(-(((typology - 15) / 32) ** 2)) + rng.normal(0, 1.3)
    a = 8.5 + 3 * np.exp(-(((typology - 10) / 40) ** 2)) + rng.normal(0, 1.4)
    b = max(b, 5.0)
    return linear_rgb(np.clip(50 + b * np.tan(np.deg2rad(typology)), 22, 74), a, b)


_HAIR_COLOURS = {  # linear RGB and reflectance at 850 nm: melanin lets near infrared through
    "black": ((0.012, 0.011, 0.010), (0.10, 0.30)), "brown": ((0.055, 0.034, 0.020), (0.18, 0.45)),
    "blond": ((0.30, 0.20, 0.10), (0.35, 0.65)), "red": ((0.20, 0.065, 0.025), (0.30, 0.60)),
    "grey": ((0.30, 0.29, 0.28), (0.35, 0.65)),
}
_IRIS_COLOURS = np.array(
    [[0.06, 0.035, 0.02], [0.10, 0.06, 0.03], [0.10, 0.14, 0.20], [0.12, 0.14, 0.08]]
)


def _hair_colour(rng, typology, years):
    if years > 40 and rng.random() < (years - 35) / 55:
        name = "grey"
    elif typology < 20 or rng.random() < 0.45:
        name = "black"
    else:
        name = str(rng.choice(["brown", "blond", "red"], p=[0.65, 0.27, 0.08]))
    colour, (low, high) = _HAIR_COLOURS[name]
    return np.array(colour) * rng.uniform(0.75, 1.5), rng.uniform(low, high)


def _hair(rng, years):
    weights = np.array([0.05, 0.12, 0.25, 0.12, 0.08, 0.12, 0.14, 0.07, 0.05])
    if years < GROWN:
        weights[[0, 4]] = 0.01
    cut = str(rng.choice(CUTS, p=weights / weights.sum()))
    low, high = {
        "bald": (0, 0), "buzz": (1, 5), "short": (6, 26), "parted": (8, 30), "receding": (3, 16),
        "bob": (8, 24), "long": (6, 22), "bun": (3, 9), "afro": (35, 75),
    }[cut]
    hanging = cut in ("bob", "long")
    return Hair(
        cut=cut, depth=rng.uniform(low, high),
        hairline=rng.uniform(95, 112) if cut == "receding" else rng.uniform(66, 96),
        side=rng.uniform(20, 45) if cut == "bun" else rng.uniform(-60, 25),
        fringe=rng.uniform(-12, 12) if cut == "parted" else rng.uniform(-8, 8),
        length=rng.uniform(40, 110) if cut == "bob" else rng.uniform(120, 260) if hanging else 0.0,
        opening=rng.uniform(42, 85),
        density={"bald": 0.0, "buzz": rng.uniform(0.3, 0.8)}.get(cut, 1.0),
    )


def identity(seed):
    """The person that belongs to a seed; the same seed always gives the same person."""
    rng = np.random.default_rng([seed, 11])
    shape = rng.standard_normal(50) * rng.uniform(0.7, 1.15)
    years = rng.uniform(YOUNGEST, OLDEST)
    grown = min((years - YOUNGEST) / (GROWN - YOUNGEST), 1.0)
    typology = rng.uniform(-55, 65)
    melanin = (65 - typology) / 120
    iris = _IRIS_COLOURS[rng.integers(0, 2 if typology < 15 else 4)] * rng.uniform(0.7, 1.4)
    hair_rgb, hair_nir = _hair_colour(rng, typology, years)
    bearded = grown == 1 and rng.random() < 0.38
    return Identity(
        seed=int(seed), shape=shape.clip(-2.5, 2.5).astype(np.float32), years=years,
        size=(CHILD_SCALE + (1 - CHILD_SCALE) * grown) * rng.normal(1, 0.025),
        typology=typology,
        skin_nir=float(np.clip(rng.uniform(0.52, 0.68) - 0.10 * melanin, 0.3, 0.75)),
        skin_rgb=_skin_rgb(rng, typology),
        lip_nir=rng.uniform(0.80, 1.02),
        lip_rgb=np.array([rng.uniform(0.75, 1), rng.uniform(0.45, 0.8), rng.uniform(0.5, 0.85)]),
        hair_nir=hair_nir, hair_rgb=hair_rgb, brow=rng.uniform(0.35, 1),
        brow_nir=rng.uniform(0.25, 0.75), beard=rng.uniform(0.1, 1) if bearded else 0.0,
        iris_nir=rng.uniform(0.30, 0.60), iris_rgb=iris, pupil_radius=rng.uniform(1.6, 3.2),
        hair=_hair(rng, years), mottle=rng.uniform(0.01, 0.06),
        wrinkle=float(np.clip((years - 20) / 60, 0, 1) ** 1.5 * rng.uniform(0.4, 1.2)),
        age=(years - YOUNGEST) / (OLDEST - YOUNGEST),
        freckles=rng.uniform(0.2, 1) if rng.random() < 0.2 else rng.uniform(0, 0.1),
        redness=rng.uniform(0, 0.22),
    )
