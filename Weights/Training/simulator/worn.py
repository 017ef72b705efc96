"""What anybody may wear or hold, live or attacker: glasses, hats, clothes, fingers."""

from dataclasses import dataclass

import numpy as np

from .face_model import LEFT_EYE, RIGHT_EYE
from .geometry import grid_triangles, rotation, tube, unit_sphere


@dataclass
class Glasses:
    """Spectacle frames; lengths in mm, reflectances 0...1."""

    half_width: float
    half_height: float
    rim: float
    stand_off: float
    nir: float
    visible: float
    lens_holes: float  # share of the lenses where the depth camera sees nothing
    lens_error: float  # mm: refraction and reflections bend the depth behind the lenses
    glare: float  # radiance of the lamp's mirror image on each lens, 0 = none
    seed: int


@dataclass
class Hat:
    """A knitted hat, or a cap with a peak (`peak` > 0, in mm)."""

    seed: int
    edge: float
    thickness: float
    peak: float
    nir: float
    visible: float


def draw_glasses(rng):
    return Glasses(
        half_width=rng.uniform(20, 28), half_height=rng.uniform(15, 24),
        rim=rng.uniform(0.7, 3.2), stand_off=rng.uniform(8, 14),
        nir=rng.uniform(0.03, 0.6), visible=rng.uniform(0.02, 0.35),
        lens_holes=rng.uniform(0, 0.6) if rng.random() < 0.35 else 0.0,
        lens_error=rng.uniform(2, 15) if rng.random() < 0.5 else 0.0,
        glare=rng.uniform(0.5, 4) if rng.random() < 0.35 else 0.0,
        seed=int(rng.integers(1 << 30)),
    )


def draw_hat(rng):
    return Hat(
        seed=int(rng.integers(1 << 30)), edge=rng.uniform(72, 98), thickness=rng.uniform(4, 16),
        peak=rng.uniform(45, 75) if rng.random() < 0.5 else 0.0,
        nir=rng.uniform(0.1, 0.8), visible=rng.uniform(0.03, 0.8),
    )


def glasses_mesh(landmarks, glasses):
    """Rims, bridge and arms around a face's 68 model points: vertices, triangles, lenses.

    Lenses are two outlines [N, 3].
    """
    g = glasses
    centres = [landmarks[LEFT_EYE].mean(0), landmarks[RIGHT_EYE].mean(0)]
    front = max(landmarks[36:48, 2].max(), landmarks[27, 2] - 4) + g.stand_off
    angle = np.linspace(0, 2 * np.pi, 33)
    round_x = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.8
    round_y = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.8
    paths, lenses = [], []
    for side, centre, temple in ((-1, centres[0], 0), (1, centres[1], 16)):
        x = centre[0] + side * 3 + g.half_width * round_x
        y = centre[1] - 3 + g.half_height * round_y
        z = front - 0.06 * np.abs(g.half_width * np.cos(angle))
        lenses.append(np.stack([x, y, z], 1).astype(np.float32))
        paths.append(lenses[-1])
        hinge = [centre[0] + side * (3 + g.half_width), centre[1], front - 1]
        ear = landmarks[temple] + np.array([side * 7, 0, -20])
        paths.append(np.linspace(hinge, [ear[0], centre[1] + 2, ear[2]], 12))
    left = [centres[0][0] - 3 + g.half_width, centres[0][1] + 3, front]
    right = [centres[1][0] + 3 - g.half_width, centres[1][1] + 3, front]
    paths.append(np.linspace(left, right, 8))
    return *_joined([tube(path, g.rim) for path in paths]), lenses


def peak_mesh(face_model, vertices, hat):
    """The peak of a cap, fixed to the forehead: vertices, triangles."""
    mean = face_model.mean
    band = (np.abs(mean[:, 1] - hat.edge - 4) < 6) & (mean[:, 2] > 55) & (face_model.part <= 1)
    forehead = vertices[band]
    top = float(forehead[:, 1].mean()) if len(forehead) else hat.edge
    front = float(forehead[:, 2].max()) if len(forehead) else 100.0
    x = np.linspace(-1, 1, 17)
    rows = []
    for t in np.linspace(0, 1, 6):
        edge = front - 45 * x**2 + hat.thickness
        reach = hat.peak * t * np.sqrt(np.clip(1 - (0.85 * x) ** 2, 0, 1))
        rows.append(np.stack([62 * x, top - 0.25 * reach - 6 * x**2 * t, edge + reach], 1))
    return np.concatenate(rows).astype(np.float32), grid_triangles(6, 17)


def torso_mesh(rng):
    """An ellipsoid of shoulders below a head: vertices, triangles."""
    sphere, triangles = unit_sphere()
    size = [rng.uniform(170, 230), rng.uniform(90, 120), rng.uniform(70, 110)]
    return (sphere * np.array(size) + np.array([0, -255, -40])).astype(np.float32), triangles


def finger_mesh(rng, tip):
    """A finger lying over the edge of a sheet at `tip` (model mm): vertices, triangles."""
    sphere, triangles = unit_sphere()
    size = np.array([rng.uniform(8, 11), rng.uniform(20, 30), 9])
    turned = (sphere * size) @ rotation(0, 0, rng.uniform(0, 180)).T
    return (turned + tip + np.array([0, 0, 4])).astype(np.float32), triangles


def _joined(meshes):
    vertices, triangles, offset = [], [], 0
    for v, t in meshes:
        vertices.append(v)
        triangles.append(t + offset)
        offset += len(v)
    return np.concatenate(vertices), np.concatenate(triangles)
