"""Builds scenes: a live person, or one of seven species of attack, under given conditions.

Every builder returns things in camera coordinates and the 68 points of the FACE THAT IS SHOWN
(on the print, the screen, the mask). All lengths are millimetres.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from .conditions import draw_lamp
from .face_model import (
    FACE, LEFT_EYE, OUTER_LIPS, PIVOT, RIGHT_EYE, hat_cover, identity,
)
from .geometry import (
    Camera, Placement, bend, grow, inside, rotation, sheet, sheet_point,
)
from .materials import MaskSurface, Picture, Plain, Skin
from .rasteriser import value_noise
from .rendering import Thing, light_for_photograph, light_with_lamp, see
from .worn import finger_mesh, glasses_mesh, peak_mesh, torso_mesh

SPECIES = (
    "live", "print-flat", "print-bent", "print-cut", "print-wrap", "screen", "mask-rigid",
    "mask-soft",
)
PHOTOGRAPH_SIDE = 176  # pixels
_PHOTOGRAPH_TURN = np.array([7, 5, 4])  # degrees, standard deviations of a photographed pose


@dataclass
class Scene:
    things: list
    landmarks: np.ndarray  # [68, 3] camera mm
    mouth_opening: float
    detail: str


@dataclass
class Photograph:
    """A square picture of a face: values 0...1, where its points are, its size in life."""

    image: np.ndarray
    near_infrared: bool
    landmarks: np.ndarray  # [68, 2] texture coordinates
    mesh: np.ndarray  # [V, 2] texture coordinates of the bald head
    life_size: float  # mm
    expression: np.ndarray


def build_scene(model, species, conditions, person_seed, other_seed, rng):
    """The scene of one capture; `person_seed` is shown, `other_seed` holds or wears the attack."""
    c = conditions
    person, other = identity(person_seed), identity(other_seed)
    expression = model.expression(rng)
    builder = {
        "live": _live, "print-flat": _held_sheet, "print-bent": _held_sheet,
        "print-cut": _cut_print, "print-wrap": _wrapped_print, "screen": _held_sheet,
        "mask-rigid": _mask, "mask-soft": _mask,
    }[species]
    things, landmarks, detail = builder(model, species, c, person, other, expression, rng)
    things = things + background(c)
    opening = model.mouth_opening(expression)
    return Scene(things, landmarks.astype(np.float32), opening, detail)


# What stands behind and what is worn


def background(c):
    """A wall, and up to three panels between it and the face."""
    rng = np.random.default_rng([c.background, 5])
    behind = c.distance + rng.uniform(250, 2500)
    things = []

    def panel(width, height, x, y, z, turn):
        points, _, triangles = sheet(width, height, 8, 8)
        where = Placement(rotation(turn, rng.normal(0, 6), rng.normal(0, 4)), np.zeros(3),
                          np.array([x, y, z], np.float32))
        material = Plain(
            nir=rng.uniform(0.05, 0.85), visible=0.5, texture=rng.uniform(0, 0.5),
            grain=rng.uniform(10, 200), seed=int(rng.integers(1 << 30)),
        )
        things.append(Thing.plain(where.to_camera(points), triangles, material))

    size = 6 * behind
    panel(size, size, 0, 0, behind, rng.normal(0, 12))
    for _ in range(rng.integers(0, 4)):
        z = rng.uniform(c.distance + 180, behind + 100)
        panel(rng.uniform(100, 900), rng.uniform(100, 1500), rng.normal(0, 0.5) * z,
              rng.normal(0, 0.3) * z, z, rng.normal(0, 25))
    return things


def _torso(rng, placement):
    vertices, triangles = torso_mesh(rng)
    upright = Placement(rotation(0, 0, 0), placement.pivot, placement.position)
    cloth = Plain(
        nir=rng.uniform(0.1, 0.85), visible=rng.uniform(0.03, 0.85), specular=0.03,
        texture=rng.uniform(0, 0.3), grain=rng.uniform(4, 25),
    )
    return Thing.plain(upright.to_camera(vertices), triangles, cloth)


def _glasses(glasses, landmarks, placement):
    if glasses is None:
        return []
    vertices, triangles, lenses = glasses_mesh(landmarks, glasses)
    plastic = Plain(nir=glasses.nir, visible=glasses.visible, specular=0.5, exponent=60)
    thing = Thing.plain(placement.to_camera(vertices), triangles, plastic)
    thing.lenses = tuple(placement.to_camera(lens) for lens in lenses)
    return [thing]


def _hat(model, hat, vertices, placement):
    """A hat over any head that has the model's vertices (with hair, of paper, of silicone)."""
    if hat is None:
        return []
    covered = hat_cover(model.mean, hat) > 0.5
    shell = model.with_hat(vertices, hat)
    triangles = model.head_triangles[covered[model.head_triangles].all(1)]
    knit = Plain(nir=hat.nir, visible=hat.visible, specular=0.03, texture=0.2, grain=3,
                 seed=hat.seed)
    things = [Thing.plain(placement.to_camera(shell), triangles, knit)]
    if hat.peak > 0:
        peak, triangles = peak_mesh(model, vertices, hat)
        things.append(Thing.plain(placement.to_camera(peak), triangles, knit))
    return things


def _head(model, person, expression, placement, pupil_nir, glasses=None, hat=None):
    """A whole person's head: things and the 68 points in model mm."""
    bald = model.vertices(person, expression)
    haired = model.with_hair(bald, person)
    landmarks = bald[model.landmarks]
    skin = Skin(person, model.eye_centres, pupil_nir)
    things = [Thing(placement.to_camera(haired), model.triangles, model.attributes, skin)]
    things += _glasses(glasses, landmarks, placement)
    things += _hat(model, hat, haired, placement)
    return things, landmarks


def _face_placement(model, c):
    """A head under the conditions' pose; the middle of the face stands at their position."""
    turn = rotation(c.yaw, c.pitch, c.roll)
    middle = model.mean[model.landmarks].mean(0)
    from_pivot = (turn @ (middle - PIVOT)) * np.array([1, -1, -1], np.float32)
    return Placement(turn, PIVOT, c.position - from_pivot)


# Live


def _live(model, species, c, person, other, expression, rng):
    placement = _face_placement(model, c)
    things, landmarks = _head(
        model, person, expression, placement, c.pupil_nir, c.glasses, c.hat
    )
    things.append(_torso(rng, placement))
    return things, placement.to_camera(landmarks), ""


# Photographs, which prints and screens show


def photograph(model, person, expression, glasses, hat, rng, margin, near_infrared):
    """A picture of a person, by daylight or by another near-infrared camera."""
    side = PHOTOGRAPH_SIDE
    distance = rng.uniform(500, 1500)
    turn = rotation(*(rng.normal(0, 1, 3) * _PHOTOGRAPH_TURN))
    placement = Placement(turn, PIVOT, np.array([0, 0, distance], np.float32))
    pupil = rng.uniform(0.25, 1) if rng.random() < 0.3 else 0.02
    things, landmarks = _head(model, person, expression, placement, pupil, glasses, hat)
    things.append(_torso(rng, placement))
    points = placement.to_camera(landmarks)
    rays = points[:, :2] / points[:, 2:]
    low, high = rays.min(0), rays.max(0)
    extent = (high - low).max() * 1.25 * margin
    centre = (low + high) / 2 - np.array([0, 0.08]) * extent
    centre = centre + rng.normal(0, 0.03, 2) * extent
    focal = side / extent
    camera = Camera(side, side, focal, focal, (side - 1) / 2 - focal * centre[0],
                    (side - 1) / 2 - focal * centre[1])
    view = see(things, camera)
    if near_infrared:
        light = light_with_lamp(view, things, draw_lamp(rng, distance)).radiance
    else:
        light = light_for_photograph(view, things, rng)
    covered = view.covered
    bright = np.percentile(light[covered], rng.uniform(80, 97))
    image = light / max(bright, 1e-3) * rng.uniform(0.45, 0.95)
    image = np.where(covered, image, _scenery(rng, side) * (0.4 if near_infrared else 1))
    image = np.clip(cv2.GaussianBlur(image.astype(np.float32), (0, 0), 0.5), 0, 1)
    to_texture = 1.0 / (side - 1)
    bald = placement.to_camera(model.vertices(person, expression))
    return Photograph(
        image=image, near_infrared=near_infrared, landmarks=camera.project(points) * to_texture,
        mesh=camera.project(bald) * to_texture, life_size=float(extent * distance),
        expression=expression,
    )


def _scenery(rng, side):
    """An abstract background picture [side, side] in 0...1."""
    cells = int(rng.integers(2, 7))
    coarse = rng.uniform(0, 0.95, (cells, cells)).astype(np.float32)
    image = cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC) * 0.7
    image += 0.3 * rng.uniform(0, 0.9)
    for _ in range(rng.integers(0, 8)):
        x0, y0, x1, y1 = (int(v) for v in rng.integers(-20, side + 20, 4))
        cv2.rectangle(image, (x0, y0), (x1, y1), float(rng.uniform(0, 0.95)), -1)
    return np.clip(cv2.GaussianBlur(image, (0, 0), rng.uniform(0.5, 5)), 0, 1)


def _wears_in_picture(c, rng):
    """Glasses and hat in the picture, and glasses laid over it."""
    over = rng.random() < 0.4
    return (None if over else c.glasses), c.hat, (c.glasses if over else None)


def _ink(picture, rng):
    """What a print of a photograph reflects in the near infrared, and its name.

    Dye inks are almost clear there, pigment black and toner are dark; an attacker may also print
    a near-infrared photograph with absorbing ink.
    """
    paper = rng.uniform(0.6, 0.92)
    tone = picture.image
    if picture.near_infrared:
        contrast, name = rng.uniform(0.65, 0.96), "near-infrared photograph"
        nir = paper * (1 - contrast * (1 - tone ** rng.uniform(0.6, 1.1)))
    elif rng.random() < 0.5:
        contrast, name = rng.uniform(0.02, 0.25), "dye"
        nir = paper * (1 - contrast * (1 - tone))
    else:
        contrast, name = rng.uniform(0.3, 0.9), "pigment"
        nir = paper * (1 - contrast * (1 - tone) ** rng.uniform(0.8, 1.6))
    glossy = rng.random() < 0.35
    return Picture(
        nir=nir.astype(np.float32),
        specular=rng.uniform(0.25, 0.6) if glossy else rng.uniform(0.01, 0.12),
        exponent=rng.uniform(25, 90) if glossy else rng.uniform(5, 15),
    ), name


def _face_outline(points, scale):
    """A closed line around the face: jaw and raised brows, texture coordinates."""
    return grow(np.concatenate([points[0:17], points[26:16:-1] - [0, 0.12]]), scale)


# Flat and bent prints, screens


def _held_sheet(model, species, c, person, other, expression, rng):
    on_screen = species == "screen"
    glasses, hat, over = _wears_in_picture(c, rng)
    near_infrared = not on_screen and rng.random() < 0.35
    picture = photograph(
        model, person, expression, glasses, hat, rng, rng.uniform(1.05, 1.7), near_infrared
    )
    scale = rng.uniform(0.5, 1.1) if on_screen else rng.uniform(0.65, 1.25)
    size = picture.life_size * scale
    n = 90
    points, uv, triangles = sheet(size, size, n, n)
    if on_screen:
        shown = Picture(
            nir=np.full_like(picture.image, rng.uniform(0.015, 0.09)),
            specular=rng.uniform(0.3, 1.2), exponent=rng.uniform(120, 500),
            mirror=rng.uniform(0.02, 0.4),
        )
        detail = "screen"
    else:
        shown, detail = _ink(picture, rng)
    if species == "print-bent":
        radius = rng.uniform(55, 260) * (1 if rng.random() < 0.8 else -1)
        points = bend(points, radius, rng.normal(0, 12) + (90 if rng.random() < 0.25 else 0))
        if rng.random() < 0.3:
            points = bend(points, rng.uniform(300, 900), 90)
    elif species == "print-flat":
        waves = value_noise(points, rng.uniform(50, 200), int(rng.integers(1 << 30)))
        points[:, 2] += waves * rng.uniform(0, 3)
    if not on_screen and rng.random() < 0.35:
        outside = ~inside(uv, _face_outline(picture.landmarks, rng.uniform(1.0, 1.25)))
        triangles = triangles[~outside[triangles].any(1)]
        detail += ", cut out"
    landmarks = sheet_point(picture.landmarks, points, n, n)
    # The picture turned already; together they turn as much as a live face.
    share = np.sqrt(1 - (_PHOTOGRAPH_TURN / np.array([15, 10, 8])) ** 2)
    placement = Placement(
        rotation(*(np.array([c.yaw, c.pitch, c.roll]) * share)), landmarks.mean(0), c.position
    )
    things = [
        Thing(placement.to_camera(points), triangles, uv, shown, is_screen=on_screen)
    ]
    if on_screen:
        rim = rng.uniform(3, 20)
        tall = size * rng.uniform(1, 1.2)
        frame, _, frame_triangles = sheet(size + 2 * rim, tall + 2 * rim, 6, 6)
        frame[:, 2] -= 1.5
        plastic = Plain(nir=rng.uniform(0.02, 0.5), visible=0.1, specular=0.3, exponent=60)
        things.append(Thing.plain(placement.to_camera(frame), frame_triangles, plastic))
    things += _glasses(over, landmarks, placement)
    if rng.random() < 0.45:
        edges = [0, n // 2, n - 1, n * (n - 1), n * n - 1, n * (n // 2), n * (n // 2) + n - 1]
        for _ in range(rng.integers(1, 3)):
            finger, finger_triangles = finger_mesh(rng, points[rng.choice(edges)])
            skin = Plain(nir=other.skin_nir, visible=other.skin_visible, specular=0.1,
                         texture=0.05)
            things.append(Thing.plain(placement.to_camera(finger), finger_triangles, skin))
    if rng.random() < 0.5:
        aside = rng.normal(0, 50, 2)
        position = c.position + np.array([*aside, rng.uniform(120, 320)], np.float32)
        behind = Placement(rotation(*rng.normal(0, 10, 3)), PIVOT, position)
        head, _ = _head(model, other, model.expression(rng), behind, c.pupil_nir)
        things += head + [_torso(rng, behind)]
    elif rng.random() < 0.5:
        things.append(_torso(rng, Placement(rotation(0, 0, 0), PIVOT, c.position + [0, 0, 80])))
    return things, placement.to_camera(landmarks), detail


# A print with eyes, nose or mouth cut out, held before a face


def _cut_print(model, species, c, person, other, expression, rng):
    glasses, hat, over = _wears_in_picture(c, rng)
    picture = photograph(
        model, person, expression, glasses, None, rng, rng.uniform(1.05, 1.35),
        rng.random() < 0.35,
    )
    shown, detail = _ink(picture, rng)
    n = 90
    size = picture.life_size * rng.uniform(0.9, 1.12)
    points, uv, triangles = sheet(size, size, n, n)
    marks = picture.landmarks
    what = [("eyes",), ("eyes", "nose"), ("eyes", "nose", "mouth"), ("mouth",), ("eyes", "mouth")]
    cut = what[int(rng.integers(0, 5))]
    removed = np.zeros(n * n, bool)
    wide = rng.uniform(1.2, 1.9)
    if "eyes" in cut:
        removed |= inside(uv, grow(marks[LEFT_EYE], wide))
        removed |= inside(uv, grow(marks[RIGHT_EYE], wide))
    if "nose" in cut:
        removed |= inside(uv, grow(marks[[27, 31, 33, 35]], rng.uniform(1.1, 1.5)))
    if "mouth" in cut:
        removed |= inside(uv, grow(marks[OUTER_LIPS], rng.uniform(0.9, 1.25)))
    if rng.random() < 0.6:
        removed |= ~inside(uv, _face_outline(marks, rng.uniform(1.0, 1.2)))
    triangles = triangles[~removed[triangles].any(1)]
    if rng.random() < 0.55:
        points = points - np.array([(marks[:, 0].mean() - 0.5) * size, 0, 0], np.float32)
        points = bend(points, rng.uniform(75, 170))
    on_sheet = sheet_point(marks, points, n, n)
    placement = _face_placement(model, c)
    behind = model.expression(rng)
    head, face = _head(model, other, behind, placement, c.pupil_nir, None, c.hat)
    # The sheet touches the nose, or where the nose passes through it the brows and lips.
    if "nose" in cut:
        touch = max(face[17:27, 2].max(), face[48:60, 2].max()) + rng.uniform(1, 8)
    else:
        touch = face[30, 2] + rng.uniform(1, 5)
    eyes = slice(36, 48)
    move = face[eyes].mean(0) - on_sheet[eyes].mean(0)
    move[:2] += rng.normal(0, 2, 2)
    move[2] = touch - points[:, 2].max()
    things = [Thing(placement.to_camera(points + move), triangles, uv, shown)] + head
    things += _glasses(over, on_sheet + move, placement)
    things.append(_torso(rng, placement))
    return things, placement.to_camera(on_sheet + move), detail + ", cut: " + " ".join(cut)


# A print drawn round a head


def _behind(model, wearer, shell, gap):
    """A wearer's head that keeps at least `gap` mm behind a shell with the same vertices."""
    face = model.part == FACE
    pushed = wearer.copy()
    pushed[face, 2] = np.minimum(wearer[face, 2], shell[face, 2] - gap)
    return pushed


def _wearer(model, other, expression, shell, gap, placement, pupil_nir):
    """The person inside a mask or a wrapped print: the thing and the vertices with hair."""
    bald = model.vertices(other, expression)
    offset = shell[model.landmarks[36:48]].mean(0) - bald[model.landmarks[36:48]].mean(0)
    offset[2] -= gap
    inner = _behind(model, bald + offset, shell, 0.5 * gap)
    haired = model.with_hair(inner, other)
    skin = Skin(other, model.eye_centres, pupil_nir)
    thing = Thing(placement.to_camera(haired), model.triangles, model.attributes, skin)
    return thing, haired


def _wrapped_print(model, species, c, person, other, expression, rng):
    glasses, _, over = _wears_in_picture(c, rng)
    picture = photograph(
        model, person, expression, glasses, None, rng, rng.uniform(1.05, 1.25),
        rng.random() < 0.35,
    )
    shown, detail = _ink(picture, rng)
    relief = model.smoothed(model.vertices(person, expression), int(rng.integers(30, 90)))
    # Paper follows a head in one direction well and in the other badly: between the smoothed
    # relief and a barrel.
    share, radius = rng.uniform(0.35, 1), rng.uniform(75, 110)
    front = relief[np.unique(model.face_triangles), 2].max() - rng.uniform(2, 10)
    x, y = relief[:, 0], relief[:, 1] - 10
    barrel = front - radius * (1 - np.sqrt(np.clip(1 - (x / radius) ** 2, 0.02, 1)))
    barrel -= rng.uniform(0, 1) * 95 * (1 - np.sqrt(np.clip(1 - (y / 150) ** 2, 0.05, 1)))
    shell = relief.copy()
    shell[:, 2] = (1 - share) * relief[:, 2] + share * barrel
    wrinkles = value_noise(model.mean, rng.uniform(12, 40), int(rng.integers(1 << 30)))
    shell[:, 2] += wrinkles * rng.uniform(0, 2.5)
    paper, uv, eye_fans, mouth_fans = model.closed(shell, picture.mesh)
    triangles = model.face_triangles
    if rng.random() < 0.75:
        triangles = np.concatenate([triangles, eye_fans, mouth_fans])
    else:
        detail += ", open eyes and mouth"
    placement = _face_placement(model, c)
    inner, haired = _wearer(
        model, other, model.expression(rng), shell, rng.uniform(3, 18), placement, c.pupil_nir
    )
    landmarks = shell[model.landmarks]
    things = [Thing(placement.to_camera(paper), triangles, uv, shown), inner]
    things += _glasses(over, landmarks, placement)
    things += _hat(model, c.hat, np.where(haired[:, 2:] > shell[:, 2:], haired, shell), placement)
    things.append(_torso(rng, placement))
    return things, placement.to_camera(landmarks), detail


# Masks


def _mask(model, species, c, person, other, expression, rng):
    soft = species == "mask-soft"
    shape = model.vertices(person, expression)
    rounds = int(rng.integers(0, 6)) if soft else int(rng.integers(3, 40))
    shell = model.smoothed(shape, rounds) if rounds else shape
    shell = shell + (shape[model.landmarks].mean(0) - shell[model.landmarks].mean(0))
    whole_head = soft or rng.random() < 0.3
    if whole_head and rng.random() < 0.7:
        shell = model.with_hair(shell, person)
    triangles = model.head_triangles if whole_head else model.face_triangles

    pattern = identity(person.seed)
    pattern.mottle *= rng.uniform(0, 0.5) if soft else rng.uniform(0, 0.15)
    pattern.wrinkle *= rng.uniform(0.3, 1) if soft else rng.uniform(0, 0.3)
    if rng.random() < 0.5:
        pattern.beard = 0.0
    surface = MaskSurface(
        Skin(pattern, model.eye_centres, 0.05),
        nir=rng.uniform(0.3, 0.75) if soft else rng.uniform(0.2, 0.9),
        contrast=rng.uniform(0.3, 1) if soft else rng.uniform(0, 0.6),
        specular=rng.uniform(0.08, 0.35) if soft else rng.uniform(0.03, 0.8),
        exponent=rng.uniform(8, 35) if soft else rng.uniform(6, 70),
        scatter=rng.uniform(0.5, 1) if soft else 0.0,
        relief=rng.uniform(0.3, 0.9) if soft else rng.uniform(0, 0.35),
        wet_eyes=1.0 if soft or rng.random() < 0.3 else 0.0,
    )
    vertices, attributes, eye_fans, mouth_fans = model.closed(shell, model.attributes)
    landmarks = shell[model.landmarks]
    details = []
    if rng.random() < (0.4 if soft else 0.6):
        details.append("eye holes")
        gone = np.zeros(len(vertices), bool)
        size = rng.uniform(1.05, 1.7)
        near_front = np.zeros(len(vertices), bool)
        near_front[: len(model.part)] = model.part == FACE
        for eye in (LEFT_EYE, RIGHT_EYE):
            hole = inside(vertices[:, :2], grow(landmarks[eye, :2], size))
            gone |= hole & near_front & (vertices[:, 2] > 40)
        triangles = triangles[~gone[triangles].any(1)]
    elif soft or rng.random() < 0.5:
        details.append("shaped eyes")
        triangles = np.concatenate([triangles, model.eye_triangles])
    else:
        details.append("painted eyes")
        triangles = np.concatenate([triangles, eye_fans])
    way = rng.random()
    if way < 0.35:
        details.append("mouth hole")
    elif way < 0.7:
        details.append("shaped mouth")
        triangles = np.concatenate([triangles, model.mouth_triangles])
    else:
        details.append("painted mouth")
        triangles = np.concatenate([triangles, mouth_fans])

    placement = _face_placement(model, c)
    inner, haired = _wearer(
        model, other, model.expression(rng), shell, rng.uniform(4, 16), placement, c.pupil_nir
    )
    things = [Thing(placement.to_camera(vertices), triangles, attributes, surface)]
    outermost = shell
    if not whole_head or any("hole" in detail for detail in details):
        if whole_head:
            inner = Thing(
                placement.to_camera(_behind(model, haired, shell, 4)),
                _front_only(model), model.attributes, inner.material,
            )
        else:
            outermost = np.where(haired[:, 2:] > shell[:, 2:], haired, shell)
        things.append(inner)
    things += _glasses(c.glasses, landmarks, placement)
    things += _hat(model, c.hat, outermost, placement)
    things.append(_torso(rng, placement))
    return things, placement.to_camera(landmarks), ", ".join(details)


def _front_only(model):
    """The wearer's face, eyes and mouth: all that a whole-head mask's holes show."""
    keep = (model.part != 1) & (np.abs(model.mean[:, 0]) < 62) & (model.mean[:, 1] < 75)
    return model.triangles[keep[model.triangles].all(1)]
