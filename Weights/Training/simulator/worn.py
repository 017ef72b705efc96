"""What anybody may wear or hold, live or attacker: glasses, hats, scarves, clothes, hands, hair.

Meshes are in model coordinates of a head (mm).
"""

from dataclasses import dataclass

import numpy as np

from .face_model import LEFT_EYE, RIGHT_EYE
from .geometry import grid_triangles, rotation, tube, unit_sphere
from .rasteriser import value_noise


@dataclass
class Glasses:
    """Spectacle frames; lengths in mm, reflectances 0...1."""

    half_width: float
    half_height: float
    rim: float
    stand_off: float
    nir: float
    rgb: tuple
    tint: tuple  # share of red, green, blue and near infrared that passes the lenses twice
    lens_holes: float  # share of the lenses where the depth camera sees nothing
    lens_error: float  # mm: refraction and reflections bend the depth behind the lenses
    glare: float  # radiance of the lamp's mirror image on each lens, 0 = none
    seed: int

    @property
    def dark(self):
        return self.tint[1] < 0.5


@dataclass
class Hat:
    """A knitted hat, a cap with a peak, a hat with a brim, or a headscarf; lengths in mm."""

    kind: str
    seed: int
    edge: float
    thickness: float
    reach: float  # of peak or brim
    oval: tuple  # half width and half height of a headscarf's opening
    nir: float
    rgb: tuple


@dataclass
class Scarf:
    """A ring of cloth round the neck, perhaps over chin and mouth; lengths in mm."""

    seed: int
    top: float  # height of its upper edge, model mm
    thickness: float
    nir: float
    rgb: tuple


@dataclass
class NearHand:
    """A hand near or over the face; place in model mm from the middle of the face."""

    place: np.ndarray
    turn: tuple  # degrees
    curl: float
    seed: int


def cloth_colour(rng):
    """Near-infrared and linear visible reflectance of a dyed cloth.

    Most dyes absorb little at 850 nm: cloth is bright there whatever its colour.
    """
    hue, value = rng.uniform(0, 1), rng.uniform(0.02, 0.75) ** 1.3
    pure = np.clip(np.abs((hue + np.array([0, 2 / 3, 1 / 3])) % 1 * 6 - 3) - 1, 0, 1)
    saturation = rng.uniform(0, 0.85) if rng.random() < 0.7 else 0.05
    nir = rng.uniform(0.35, 0.85) if rng.random() < 0.8 else rng.uniform(0.05, 0.3)
    return nir, tuple(float(v) for v in value * (1 - saturation * (1 - pure)))


def draw_glasses(rng):
    tint = (0.92, 0.92, 0.92, 0.9)
    if rng.random() < 0.15:  # sunglasses: most dyed lenses are clear at 850 nm
        dark = rng.uniform(0.02, 0.35)
        tint = (dark * rng.uniform(0.8, 1.4), dark, dark * rng.uniform(0.6, 1.2),
                rng.uniform(0.5, 0.9) if rng.random() < 0.8 else rng.uniform(0.05, 0.4))
    return Glasses(
        half_width=rng.uniform(20, 28), half_height=rng.uniform(15, 24),
        rim=rng.uniform(0.5, 3.2), stand_off=rng.uniform(8, 14),
        nir=rng.uniform(0.03, 0.6), rgb=cloth_colour(rng)[1], tint=tint,
        lens_holes=rng.uniform(0, 0.6) if rng.random() < 0.35 else 0.0,
        lens_error=rng.uniform(2, 15) if rng.random() < 0.5 else 0.0,
        glare=rng.uniform(0.5, 4) if rng.random() < 0.35 else 0.0,
        seed=int(rng.integers(1 << 30)),
    )


def draw_hat(rng):
    nir, rgb = cloth_colour(rng)
    kind = str(rng.choice(["knit", "cap", "brim", "headscarf"], p=[0.3, 0.35, 0.15, 0.2]))
    return Hat(
        kind=kind, seed=int(rng.integers(1 << 30)), edge=rng.uniform(72, 98),
        thickness=rng.uniform(3, 9) if kind == "headscarf" else rng.uniform(4, 16),
        reach=rng.uniform(45, 75) if kind in ("cap", "brim") else 0.0,
        oval=(rng.uniform(62, 74), rng.uniform(76, 96)), nir=nir, rgb=rgb,
    )


def draw_scarf(rng):
    nir, rgb = cloth_colour(rng)
    over_mouth = rng.random() < 0.3
    return Scarf(
        seed=int(rng.integers(1 << 30)), thickness=rng.uniform(18, 32), nir=nir, rgb=rgb,
        top=rng.uniform(-45, 0) if over_mouth else rng.uniform(-105, -70),
    )


def draw_near_hand(rng):
    """Half of them beside the face or in front of the neck, half over a part of it."""
    angle = rng.uniform(0, 2 * np.pi)
    away = rng.uniform(0.35, 1.0) if rng.random() < 0.5 else rng.uniform(1.0, 1.7)
    place = [85 * away * np.cos(angle), 95 * away * np.sin(angle), rng.uniform(25, 90)]
    return NearHand(
        place=np.array(place, np.float32), curl=rng.uniform(0, 1.2),
        turn=(rng.normal(0, 25), rng.normal(0, 25), rng.uniform(-120, 120)),
        seed=int(rng.integers(1 << 30)),
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
        reach = hat.reach * t * np.sqrt(np.clip(1 - (0.85 * x) ** 2, 0, 1))
        rows.append(np.stack([62 * x, top - 0.25 * reach - 6 * x**2 * t, edge + reach], 1))
    return np.concatenate(rows).astype(np.float32), grid_triangles(6, 17)


def brim_mesh(face_model, vertices, hat):
    """The brim all round a hat: vertices, triangles."""
    mean = face_model.mean
    band = (np.abs(mean[:, 1] - hat.edge - 4) < 8) & (face_model.part <= 1)
    ring = vertices[band]
    centre, top = ring.mean(0), float(ring[:, 1].mean())
    angle = np.linspace(0, 2 * np.pi, 49)
    half = np.abs(ring[:, [0, 2]] - centre[[0, 2]]).max(0) - 6
    rows = [
        np.stack([centre[0] + (half[0] + r) * np.cos(angle), np.full(49, top - 0.12 * r),
                  centre[2] + (half[1] + r) * np.sin(angle)], 1)
        for r in np.linspace(0, hat.reach, 5)
    ]
    return np.concatenate(rows).astype(np.float32), grid_triangles(5, 49)


def hair_curtain_mesh(person, vertices):
    """Hair that hangs down beside and behind a head with the model's size: vertices, triangles.

    Measured from the ears outwards; the front stays open.
    """
    hair = person.hair
    half_width = float(np.abs(vertices[:, 0][vertices[:, 1] > 60]).max()) + 0.35 * hair.depth
    angle = np.deg2rad(np.linspace(hair.opening, 360 - hair.opening, 42))
    height = np.linspace(95, -hair.length, 26)[:, None] * person.size
    across = np.sqrt(np.clip(1 - np.maximum(height - 20, 0) ** 2 / 150**2, 0.1, 1))
    waves = value_noise(
        np.stack(np.broadcast_arrays(angle * 8, height / 25, 0 * height), -1), 1.0, person.seed
    )
    outwards = across * (1 + 0.05 * waves)
    x = (half_width + 4) * np.sin(angle) * outwards
    z = -12 + 98 * np.cos(angle) * outwards
    points = np.stack(np.broadcast_arrays(x, height, z), -1).reshape(-1, 3)
    return points.astype(np.float32), grid_triangles(26, 42)


def bun_mesh(rng, vertices):
    """A knot of hair on top of or behind the head: vertices, triangles."""
    sphere, triangles = unit_sphere(12)
    top = vertices[np.argmax(vertices[:, 1])]
    place = top + np.array([rng.normal(0, 8), rng.uniform(0, 18), rng.uniform(-40, -5)])
    return (sphere * rng.uniform(22, 38) + place).astype(np.float32), triangles


def scarf_mesh(scarf, vertices):
    """Folds of cloth round a neck: vertices, triangles."""
    jaw = vertices[np.abs(vertices[:, 1] - scarf.top) < 14]
    front = float(jaw[:, 2].max()) + 4 if len(jaw) else 90.0
    half = (max(float(np.abs(jaw[:, 0]).max()), 62.0) if len(jaw) else 75.0) * 0.95
    angle = np.linspace(0, 2 * np.pi, 49)
    bottom = min(scarf.top - 50, -120)
    height = np.linspace(scarf.top, bottom, 14)[:, None]
    fold = np.sin(np.linspace(0, 3 * np.pi, 14))[:, None] * 0.35 + 0.6
    lumps = value_noise(
        np.stack(np.broadcast_arrays(5 * np.cos(angle), height / 18, 5 * np.sin(angle)), -1),
        1.0, scarf.seed,
    )
    out = scarf.thickness * fold * (1 + 0.4 * lumps)
    depth = (front + 55) / 2
    x = (half + out) * np.sin(angle)
    z = front - depth + (depth + out) * np.cos(angle)
    points = np.stack(np.broadcast_arrays(x, height, z), -1).reshape(-1, 3)
    return points.astype(np.float32), grid_triangles(14, 49)


_TORSO = (  # height, half width, half depth, centre z of cross-sections, mm
    (-112, 52, 50, -18), (-132, 64, 56, -22), (-150, 105, 64, -26), (-166, 160, 76, -28),
    (-184, 200, 88, -28), (-215, 222, 98, -25), (-290, 205, 108, -18), (-400, 185, 112, -12),
    (-620, 175, 115, -12),
)


def torso_mesh(rng, size):
    """Shoulders, chest and hanging arms below a head of relative `size`: vertices, triangles."""
    sections = np.array(_TORSO)
    angle = np.linspace(0, 2 * np.pi, 41)
    stout = rng.uniform(0.9, 1.2)
    rows = []
    for y, half_width, half_depth, z in sections:
        power = 0.8  # boxier than an ellipse
        x = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power * half_width * stout
        rows.append(np.stack([
            x, np.full_like(x, y), z + half_depth * stout * np.sin(angle)
        ], 1))
    parts = [(np.concatenate(rows), grid_triangles(len(rows), 41))]
    for side in (-1, 1):
        shoulder = np.array([side * 205 * stout, -222, -25])
        elbow = shoulder + [side * rng.uniform(20, 90), -270, rng.uniform(-30, 60)]
        hand = elbow + [side * rng.uniform(-160, 20), -160, rng.uniform(20, 160)]
        middle = 0.5 * (shoulder + elbow)
        parts.append(tube(np.stack([shoulder, middle, elbow, hand]), 46 * stout, 10))
        sphere, triangles = unit_sphere(10)
        parts.append((sphere * 54 * stout + shoulder, triangles))
    points, triangles = _joined(parts)
    points = points * size
    points[:, 2] += 6 * value_noise(points, 60, int(rng.integers(1 << 30)))
    return points.astype(np.float32), triangles


def hand_mesh(rng, curl=0.3):
    """A hand with its palm at the origin, fingers up, forearm down: vertices, triangles."""
    sphere, triangles = unit_sphere(10)
    parts = [(sphere * np.array([42, 48, 15]), triangles)]
    for k, (x, long) in enumerate(((-30, 62), (-10, 74), (10, 70), (29, 54))):
        spread = (k - 1.5) * rng.uniform(0.02, 0.12)
        t = np.linspace(0, 1, 8)[:, None]
        bent = curl * t
        path = np.concatenate([
            x + long * t * spread + 0 * t, 40 + long * t * np.cos(bent), long * t * np.sin(bent)
        ], 1)
        parts.append(tube(path, rng.uniform(7.5, 9.5), 8))
        parts.append((sphere * 8.5 + path[-1], triangles))
    side = rng.choice([-1, 1])
    thumb = np.array([[side * 34, -20, 4], [side * 58, 4, 12], [side * 66, 32, 16]])
    parts.append(tube(thumb, 10, 8))
    parts.append((sphere * 9.5 + thumb[-1], triangles))
    parts.append(tube(np.array([[0, -30, 0], [0, -90, 0], [0, -260, -20]]), 30, 10))
    return _joined(parts)


def _joined(meshes):
    vertices, triangles, offset = [], [], 0
    for v, t in meshes:
        vertices.append(v)
        triangles.append(t + offset)
        offset += len(v)
    return np.concatenate(vertices), np.concatenate(triangles)
