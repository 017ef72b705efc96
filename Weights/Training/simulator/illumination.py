"""Light: the camera's own near-infrared lamp, and the room's, which differs by a labelled axis.

Visible light 1 makes a white surface that faces it as bright as a well-lit room does. White LEDs and
fluorescent lamps send next to nothing at 850 nm; incandescent lamps and the sun do: of sunlight
about as much per nanometre as of green, halved (ASTM G173).
"""

from dataclasses import dataclass

import cv2
import numpy as np

ILLUMINATIONS = ("normal", "bright", "dark", "back", "side", "sunlight")
_SHARES = (0.35, 0.13, 0.17, 0.13, 0.14, 0.08)
SUN_NIR = 0.5  # of its visible light, relative to a lamp that lights the face with 1
ENVIRONMENT = (12, 24)  # rows and columns of the panorama that mirrors show


@dataclass
class Lamp:
    """Near-infrared light beside the lens.

    Falls off with the square of the distance; radiance 1 is a white surface facing the lamp at
    `reference` mm.
    """

    position: np.ndarray
    reference: float
    beam: float  # exponent of the cosine of the angle off the axis
    hot_spot: tuple | None  # x/z, y/z, radius (same unit), gain
    power: float
    gloss: float


@dataclass
class Room:
    """The room's light; directions point to the lights, visible values are linear RGB."""

    illumination: str
    sky: np.ndarray
    sky_nir: float
    directions: np.ndarray  # [2, 3]: key light, which throws shadows, and fill
    lights: np.ndarray  # [2, 3]
    lights_nir: np.ndarray  # [2]
    behind: float  # brightness of what stands behind the face, relative to the room's light
    environment: np.ndarray  # [rows, columns, 3]: what mirrors show
    flicker: float  # contrast of 100 or 120 Hz mains light


def draw_lamp(rng, distance):
    spotted = rng.random() < 0.35
    spot = (rng.normal(0, 0.15), rng.normal(0, 0.15), rng.uniform(0.04, 0.2),
            rng.uniform(-0.3, 0.8))
    return Lamp(
        position=(rng.normal(0, 1, 3) * np.array([12, 12, 3])).astype(np.float32),
        reference=float(distance), beam=rng.uniform(0, 14), hot_spot=spot if spotted else None,
        power=1.0, gloss=rng.uniform(0.5, 1.5),
    )


def _towards(azimuth, elevation):
    """Unit vector (camera axes) to a light; azimuth 0 is behind the camera, 90 to its right."""
    a, e = np.deg2rad([azimuth, elevation])
    return np.array([np.sin(a) * np.cos(e), -np.sin(e), -np.cos(a) * np.cos(e)], np.float32)


def _colour(rng, kelvin_low, kelvin_high):
    """Linear RGB of a warm to cool white after the camera's imperfect white balance."""
    warmth = np.log(rng.uniform(kelvin_low, kelvin_high) / 5000)
    return np.array([np.exp(-0.35 * warmth), 1.0, np.exp(0.55 * warmth)], np.float32)


def draw_room(rng):
    name = str(rng.choice(ILLUMINATIONS, p=_SHARES))
    level = {
        "normal": rng.uniform(0.5, 1.3), "bright": rng.uniform(1.5, 3.0),
        "dark": rng.uniform(0.01, 0.12), "back": rng.uniform(0.25, 0.7),
        "side": rng.uniform(0.15, 0.5), "sunlight": rng.uniform(1.0, 2.0),
    }[name]
    side = rng.choice([-1, 1])
    azimuth = {
        "back": 180 + rng.normal(0, 25), "side": side * rng.uniform(65, 110),
        "sunlight": rng.uniform(-120, 120),
    }.get(name, rng.normal(0, 55))
    key = {
        "back": rng.uniform(1.0, 3.0), "side": rng.uniform(0.7, 1.8),
        "sunlight": rng.uniform(3, 8),
    }.get(name, level * rng.uniform(0.3, 1.2))
    warm = rng.random() < 0.3  # incandescent: much near infrared
    nir_share = rng.uniform(0.15, 0.5) if warm else rng.uniform(0.0, 0.04)
    if name == "sunlight":
        nir_share = SUN_NIR * rng.uniform(0.6, 1.2) / 3
    elsewhere = rng.uniform(0.02, 0.3) if rng.random() < 0.2 else 0.01 * rng.random()
    colour = _colour(rng, 2700, 4000) if warm else _colour(rng, 3500, 8000)
    directions = np.stack([
        _towards(azimuth, rng.uniform(15, 65)), _towards(rng.uniform(-180, 180), rng.uniform(0, 80))
    ])
    fill = level * rng.uniform(0.05, 0.5)
    lights = np.stack([key * colour, fill * _colour(rng, 3500, 8000)])
    return Room(
        illumination=name, sky=(level * colour).astype(np.float32),
        sky_nir=float(level * (nir_share + elsewhere)), directions=directions, lights=lights,
        lights_nir=np.array([key * nir_share, fill * elsewhere], np.float32),
        behind=rng.uniform(2, 6) if name == "back" else rng.uniform(0.5, 1.3),
        environment=_environment(rng, level, directions[0], lights[0]),
        flicker=rng.uniform(0.02, 0.25) if rng.random() < 0.12 else 0.0,
    )


def _environment(rng, level, direction, key):
    """A panorama of soft patches, a bright window or two, and the key light."""
    rows, columns = ENVIRONMENT
    panorama = rng.uniform(0.05, 0.6, (4, 6, 1)) * np.ones(3) * level
    panorama = cv2.resize(panorama.astype(np.float32), (columns, rows))
    for _ in range(rng.integers(0, 3)):
        y, x = rng.integers(0, rows - 4), rng.integers(0, columns - 4)
        panorama[y : y + rng.integers(2, 5), x : x + rng.integers(1, 4)] = rng.uniform(1, 3) * level
    row, column = panorama_place(direction[None])
    panorama[int(row[0]), int(column[0])] += 4 * key
    return panorama.astype(np.float32)


def panorama_place(directions):
    """Row and column (fractions of pixels) of unit vectors [N, 3] in the panorama."""
    rows, columns = ENVIRONMENT
    down = np.arccos(np.clip(-directions[:, 1], -1, 1)) / np.pi
    around = np.arctan2(directions[:, 0], -directions[:, 2]) / (2 * np.pi) + 0.5
    return np.minimum(down * rows, rows - 1), np.minimum(around * columns, columns - 1)
