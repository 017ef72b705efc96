"""Attacks with photographs: flat, bent, folded, wrapped, cut and layered prints, and screens."""

import numpy as np

from .face_model import LEFT_EYE, OUTER_LIPS, PIVOT, RIGHT_EYE
from .figures import (
    face_placement, figure, glasses_things, hat_things, holding_hands, scarf_things, torso,
)
from .geometry import Placement, bend, fold, grow, inside, rotation, sheet, sheet_point
from .imaging import grey
from .masks import wearer
from .materials import Picture, Plain, printed
from .photographs import TURN, photograph
from .rasteriser import value_noise
from .rendering import Thing

GRID = 90  # rows and columns of a sheet's mesh


def _worn(c, rng):
    """What is worn in the picture, and glasses laid over it."""
    over = c.glasses if rng.random() < 0.4 else None
    return (None if over else c.glasses, c.hat, c.scarf), over


def _face_outline(points, scale):
    """A closed line around the face: jaw and raised brows, texture coordinates."""
    return grow(np.concatenate([points[0:17], points[26:16:-1] - [0, 0.12]]), scale)


def _without(triangles, removed):
    return triangles[~removed[triangles].any(1)]


def _near_infrared_picture(material, rng):
    return not material.endswith("dye") and rng.random() < 0.4


def _sheet_placement(c, centre):
    """The picture turned already; together they turn as much as a live face."""
    share = np.sqrt(1 - (TURN / np.array([15, 10, 8])) ** 2)
    return Placement(rotation(*(np.array([c.yaw, c.pitch, c.roll]) * share)), centre, c.position)


def _holder(scene, rng, placement, edges):
    """Who holds a sheet: hands at its edges, and perhaps a head or shoulders behind it."""
    c, model, other = scene.conditions, scene.model, scene.other
    if rng.random() < 0.5:
        scene.things += holding_hands(rng, edges, placement, other)
    if rng.random() < 0.5:
        aside = rng.normal(0, 70, 2)
        position = c.position + np.array([*aside, rng.uniform(120, 420)], np.float32)
        behind = Placement(rotation(*rng.normal(0, 10, 3)), PIVOT, position)
        own, marks = figure(model, other, model.expression(rng), behind, c.pupil_nir,
                            (None, None, None), rng)
        scene.things += own
        scene.faces.append(behind.to_camera(marks[:68]))
    elif rng.random() < 0.5:
        scene.things.append(
            torso(rng, Placement(rotation(0, 0, 0), PIVOT, c.position + [0, 0, 80]))
        )


def held_print(scene, rng):
    """Flat, bent and folded prints, held before the camera."""
    c, model, species = scene.conditions, scene.model, scene.species
    worn, over = _worn(c, rng)
    picture = photograph(
        model, scene.person, scene.expression, worn, rng, rng.uniform(1.05, 1.7),
        _near_infrared_picture(scene.material, rng),
    )
    shown, scene.detail = printed(picture, scene.material, rng)
    size = picture.life_size * rng.uniform(0.65, 1.25)
    points, uv, triangles = sheet(size, size, GRID, GRID)
    if species == "print-bent":
        radius = rng.uniform(55, 260) * (1 if rng.random() < 0.8 else -1)
        points = bend(points, radius, rng.normal(0, 12) + (90 if rng.random() < 0.25 else 0))
        if rng.random() < 0.3:
            points = bend(points, rng.uniform(300, 900), 90)
    elif species == "print-folded":
        for _ in range(rng.integers(1, 4)):
            across = 90 if rng.random() < 0.35 else 0
            points = fold(points, rng.normal(0, 0.22) * size, rng.normal(across, 6),
                          rng.uniform(12, 65) * rng.choice([1, 1, -1]))
    else:
        waves = value_noise(points, rng.uniform(50, 200), int(rng.integers(1 << 30)))
        points[:, 2] += waves * rng.uniform(0, 3)
    if rng.random() < 0.35:
        outside = ~inside(uv, _face_outline(picture.marks[:68], rng.uniform(1.0, 1.25)))
        triangles = _without(triangles, outside)
        scene.detail += ", cut out"
    marks = sheet_point(picture.marks, points, GRID, GRID)
    placement = _sheet_placement(c, marks[:68].mean(0))
    scene.things.append(Thing(placement.to_camera(points), triangles, uv, shown))
    scene.things += glasses_things(over, marks, placement)
    scene.marks = placement.to_camera(marks)
    _holder(scene, rng, placement, _edge(points))


def _edge(points):
    grid = points.reshape(GRID, GRID, 3)
    return np.concatenate([grid[0, 10:-10:10], grid[-1, 10:-10:10], grid[10:-10:10, 0],
                           grid[10:-10:10, -1]])


# Width over height and pixel pitch in mm of displays: telephones, tablets, monitors.
_DISPLAYS = {
    "lcd": ((0.56, 0.075), (0.75, 0.11), (1.6, 0.25)), "oled": ((0.47, 0.06), (0.75, 0.1)),
    "e-paper": ((0.75, 0.085), (0.75, 0.17)),
}


def screen(scene, rng):
    """A photograph on a telephone, tablet, monitor or reader, with its bezel."""
    c, material = scene.conditions, scene.material
    worn, over = _worn(c, rng)
    margin = rng.uniform(1.05, 1.9)
    picture = photograph(
        scene.model, scene.person, scene.expression, worn, rng, margin, False
    )
    displays = _DISPLAYS[material]
    aspect, pitch = displays[rng.integers(len(displays))]
    size = picture.life_size * rng.uniform(0.5, 1.1)
    wide, tall = max(size, size * aspect), max(size, size / aspect)
    image, to_canvas = _canvas(picture.image, size, wide, tall, rng)
    tone = grey(image)
    focal = c.camera.fx
    if material == "e-paper":  # titanium dioxide and carbon black, also at 850 nm
        shown = Picture(
            nir=(0.04 + 0.36 * tone).astype(np.float32),
            rgb=np.repeat((0.04 + 0.40 * tone)[..., None], 3, 2).astype(np.float32),
            specular=0.1, exponent=20, mirror=rng.uniform(0.005, 0.03),
        )
    else:
        level = rng.uniform(0.15, 1.6)  # against a white surface in a well-lit room
        dark = rng.uniform(0.015, 0.09) if material == "lcd" else rng.uniform(0.02, 0.06)
        floor = rng.uniform(0.001, 0.004) if material == "lcd" else 0.0  # LCDs leak
        shown = Picture(
            nir=np.full(tone.shape, dark, np.float32),
            rgb=np.full((*tone.shape, 3), 0.5 * dark, np.float32),
            emission=(level * (floor + image)).astype(np.float32), emission_nir=0.002,
            specular=rng.uniform(0.3, 1.2), exponent=rng.uniform(120, 500),
            mirror=rng.uniform(0.02, 0.12), pixels=(wide / pitch, tall / pitch, pitch, focal),
        )
    points, uv, triangles = sheet(wide, tall, GRID, GRID)
    if rng.random() < 0.06:
        points = bend(points, rng.uniform(700, 1800))  # curved monitors
    marks = sheet_point(to_canvas(picture.marks), points, GRID, GRID)
    placement = _sheet_placement(c, marks[:68].mean(0))
    scene.things.append(Thing(placement.to_camera(points), triangles, uv, shown, is_screen=True))
    rim = rng.uniform(2, 20)
    frame, _, frame_triangles = sheet(wide + 2 * rim, tall + 2 * rim, 6, 6)
    frame[:, 2] += points[:, 2].min() - 1.5
    shade = rng.uniform(0.01, 0.5)
    bezel = Plain(nir=rng.uniform(0.02, 0.5), rgb=(shade,) * 3, specular=0.3, exponent=60)
    scene.things.append(Thing.plain(placement.to_camera(frame), frame_triangles, bezel))
    scene.things += glasses_things(over, marks, placement)
    scene.marks = placement.to_camera(marks)
    _holder(scene, rng, placement, _edge(points))


def _canvas(image, size, wide, tall, rng):
    """A display's whole picture: the photograph in the middle, bars or its own edges around it."""
    side = len(image)
    columns, rows = int(round(side * wide / size)), int(round(side * tall / size))
    left, top = (columns - side) // 2, (rows - side) // 2
    if rng.random() < 0.5:
        canvas = np.full((rows, columns, 3), rng.choice([0.0, 0.0, 0.9]), np.float32)
    else:
        canvas = np.pad(image, ((top, rows - side - top), (left, columns - side - left), (0, 0)),
                        "edge")
    canvas[top : top + side, left : left + side] = image

    def to_canvas(uv):
        moved = uv * (side - 1) + np.array([left, top])
        return moved / np.array([columns - 1, rows - 1])

    return canvas, to_canvas


# A print with eyes, nose or mouth cut out, held before a face

_CUTS = (("eyes",), ("eyes", "nose"), ("eyes", "nose", "mouth"), ("mouth",), ("eyes", "mouth"))


def cut_print(scene, rng):
    c, model = scene.conditions, scene.model
    (glasses, _, _), over = _worn(c, rng)
    picture = photograph(
        model, scene.person, scene.expression, (glasses, None, None), rng,
        rng.uniform(1.05, 1.35), _near_infrared_picture(scene.material, rng),
    )
    shown, ink = printed(picture, scene.material, rng)
    size = picture.life_size * rng.uniform(0.9, 1.12)
    points, uv, triangles = sheet(size, size, GRID, GRID)
    marks = picture.marks
    cut = _CUTS[int(rng.integers(len(_CUTS)))]
    removed = np.zeros(GRID * GRID, bool)
    wide = rng.uniform(1.2, 1.9)
    if "eyes" in cut:
        removed |= inside(uv, grow(marks[LEFT_EYE], wide))
        removed |= inside(uv, grow(marks[RIGHT_EYE], wide))
    if "nose" in cut:
        removed |= inside(uv, grow(marks[[27, 31, 33, 35]], rng.uniform(1.1, 1.5)))
    if "mouth" in cut:
        removed |= inside(uv, grow(marks[OUTER_LIPS], rng.uniform(0.9, 1.25)))
    if rng.random() < 0.6:
        removed |= ~inside(uv, _face_outline(marks[:68], rng.uniform(1.0, 1.2)))
    triangles = _without(triangles, removed)
    if rng.random() < 0.55:
        points = points - np.array([(marks[:, 0].mean() - 0.5) * size, 0, 0], np.float32)
        points = bend(points, rng.uniform(75, 170))
    on_sheet = sheet_point(marks, points, GRID, GRID)
    placement = face_placement(model, c)
    head, face = figure(model, scene.other, model.expression(rng), placement, c.pupil_nir,
                        (None, c.hat, c.scarf), rng)
    # The sheet touches the nose, or where the nose passes through it the brows and lips.
    if "nose" in cut:
        touch = max(face[17:27, 2].max(), face[48:60, 2].max()) + rng.uniform(1, 8)
    else:
        touch = face[30, 2] + rng.uniform(1, 5)
    eyes = slice(36, 48)
    move = face[eyes].mean(0) - on_sheet[eyes].mean(0)
    move[:2] += rng.normal(0, 2, 2)
    move[2] = touch - points[:, 2].max()
    scene.things.append(Thing(placement.to_camera(points + move), triangles, uv, shown))
    scene.things += head + glasses_things(over, on_sheet + move, placement)
    scene.marks = placement.to_camera(on_sheet + move)
    scene.detail = ink + ", cut: " + " ".join(cut)
    if rng.random() < 0.4:
        scene.things += holding_hands(rng, _edge(points + move), placement, scene.other)


def layered_print(scene, rng):
    """Several copies of one print, cut smaller and smaller and stacked: face, middle, nose."""
    c, model = scene.conditions, scene.model
    worn, over = _worn(c, rng)
    picture = photograph(
        model, scene.person, scene.expression, worn, rng, rng.uniform(1.05, 1.5),
        _near_infrared_picture(scene.material, rng),
    )
    shown, scene.detail = printed(picture, scene.material, rng)
    size = picture.life_size * rng.uniform(0.75, 1.2)
    points, uv, triangles = sheet(size, size, GRID, GRID)
    marks = picture.marks[:68]
    brow_to_chin = marks[[17, 0, 3, 6, 8, 10, 13, 16, 26]]
    middle = marks[[36, 31, 48, 57, 54, 35, 45, 24, 19]]
    nose = marks[[27, 31, 33, 35]]
    levels = [np.ones(len(uv), bool), inside(uv, grow(brow_to_chin, rng.uniform(0.85, 1.0))),
              inside(uv, grow(middle, rng.uniform(0.8, 1.1))),
              inside(uv, grow(nose, rng.uniform(1.2, 1.7)))]
    levels = levels[: int(rng.integers(2, 5))]
    height = np.zeros(3, np.float32)
    if rng.random() < 0.5:
        points = bend(points, rng.uniform(90, 300))
    top = np.zeros(len(uv), np.float32)
    placement = _sheet_placement(c, sheet_point(picture.marks, points, GRID, GRID)[:68].mean(0))
    for level, kept in enumerate(levels):
        height = height + np.array([0, 0, 0 if level == 0 else rng.uniform(3, 14)], np.float32)
        own = _without(triangles, ~kept)
        scene.things.append(Thing(placement.to_camera(points + height), own, uv, shown))
        top[kept] = height[2]
    raised = points + np.stack([0 * top, 0 * top, top], 1)
    on_sheet = sheet_point(picture.marks, raised, GRID, GRID)
    scene.things += glasses_things(over, on_sheet, placement)
    scene.marks = placement.to_camera(on_sheet)
    scene.detail += f", {len(levels)} layers"
    _holder(scene, rng, placement, _edge(points))


def wrapped_print(scene, rng):
    """A print drawn round a head."""
    c, model = scene.conditions, scene.model
    (glasses, _, _), over = _worn(c, rng)
    picture = photograph(
        model, scene.person, scene.expression, (glasses, None, None), rng,
        rng.uniform(1.05, 1.25), _near_infrared_picture(scene.material, rng),
    )
    shown, scene.detail = printed(picture, scene.material, rng)
    bald = model.vertices(scene.person, scene.expression)
    relief = model.smoothed(bald, int(rng.integers(20, 50)))
    # Paper follows a head in one direction well and in the other badly: between the smoothed
    # relief and a barrel.
    share, radius = rng.uniform(0.35, 1), rng.uniform(75, 110)
    front = relief[model.face_vertices, 2].max() - rng.uniform(2, 10)
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
        scene.detail += ", open eyes and mouth"
    placement = face_placement(model, c)
    inner, haired = wearer(scene, rng, shell, rng.uniform(3, 18), placement)
    marks = model.marks(shell)
    scene.things += [Thing(placement.to_camera(paper), triangles, uv, shown), *inner]
    scene.things += glasses_things(over, marks, placement)
    outermost = np.where(haired[:, 2:] > shell[:, 2:], haired, shell)
    scene.things += hat_things(model, c.hat, outermost, placement)
    scene.things += scarf_things(c.scarf, outermost, placement)
    scene.things.append(torso(rng, placement, scene.other.size))
    scene.marks = placement.to_camera(marks)
