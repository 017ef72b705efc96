"""Attacks in relief: rigid and soft masks, busts, and what covers a part of a face."""

import numpy as np

from .face_model import FACE, HEAD, LEFT_EYE, RIGHT_EYE
from .figures import face_placement, figure, glasses_things, hair_things, torso, worn_things
from .geometry import bend, grow, inside, sheet, sheet_point
from .materials import Plain, Skin, mask_surface, printed
from .people import identity
from .photographs import photograph
from .rasteriser import value_noise
from .rendering import Thing


def _behind(model, inner, shell, gap):
    """A wearer's head that keeps at least `gap` mm behind a shell with the same vertices."""
    face = model.part == FACE
    pushed = inner.copy()
    pushed[face, 2] = np.minimum(inner[face, 2], shell[face, 2] - gap)
    return pushed


def wearer(scene, rng, shell, gap, placement):
    """The person inside a mask or a wrapped print: things and the vertices with hair."""
    model, other = scene.model, scene.other
    bald = model.vertices(other, model.expression(rng))
    offset = shell[model.landmarks[36:48]].mean(0) - bald[model.landmarks[36:48]].mean(0)
    offset[2] -= gap
    inner = _behind(model, bald + offset, shell, 0.5 * gap)
    haired = model.with_hair(inner, other)
    skin = Skin(other, model.eye_centres, scene.conditions.pupil_nir)
    thing = Thing(placement.to_camera(haired), model.triangles, model.attributes, skin)
    return [thing, *hair_things(other, haired, placement, rng)], haired


def _openings(scene, rng, shell, vertices, triangles, fans, soft):
    """Eyes and mouth of a mask: holes, shaped or painted; triangles, with the words for it."""
    model = scene.model
    eye_fans, mouth_fans = fans
    landmarks = shell[model.landmarks]
    if rng.random() < (0.4 if soft else 0.6):
        words = ["eye holes"]
        gone = np.zeros(len(vertices), bool)
        size = rng.uniform(1.05, 1.7)
        near_front = np.zeros(len(vertices), bool)
        near_front[: len(model.part)] = model.part == FACE
        for eye in (LEFT_EYE, RIGHT_EYE):
            hole = inside(vertices[:, :2], grow(landmarks[eye, :2], size))
            gone |= hole & near_front & (vertices[:, 2] > 40)
        triangles = triangles[~gone[triangles].any(1)]
    elif soft or rng.random() < 0.5:
        words = ["shaped eyes"]
        triangles = np.concatenate([triangles, model.eye_triangles])
    else:
        words = ["painted eyes"]
        triangles = np.concatenate([triangles, eye_fans])
    way = rng.random()
    if way < 0.35:
        words.append("mouth hole")
    elif way < 0.7:
        words.append("shaped mouth")
        triangles = np.concatenate([triangles, model.mouth_triangles])
    else:
        words.append("painted mouth")
        triangles = np.concatenate([triangles, mouth_fans])
    return triangles, words


def mask(scene, rng):
    """A rigid or soft mask, worn."""
    c, model = scene.conditions, scene.model
    soft = scene.species == "mask-soft"
    cloth = scene.material == "cloth"
    shape = model.vertices(scene.person, scene.expression)
    rounds = int(rng.integers(8, 40)) if cloth else int(rng.integers(0, 6) if soft else rng.integers(3, 30))
    shell = model.smoothed(shape, rounds)
    shell = shell + (shape[model.landmarks].mean(0) - shell[model.landmarks].mean(0))
    if cloth:
        folds = value_noise(model.mean, rng.uniform(15, 45), int(rng.integers(1 << 30)))
        shell[:, 2] += rng.uniform(0, 1.5) * folds
    whole_head = soft or rng.random() < 0.3
    if whole_head and rng.random() < 0.7:
        shell = model.with_hair(shell, scene.person)
    triangles = model.head_triangles if whole_head else model.face_triangles
    surface = mask_surface(scene.material, identity(scene.person.seed), model.eye_centres, rng)
    vertices, attributes, *fans = model.closed(shell, model.attributes)
    triangles, words = _openings(scene, rng, shell, vertices, triangles, fans, soft)
    placement = face_placement(model, c)
    inner, haired = wearer(scene, rng, shell, rng.uniform(4, 16), placement)
    scene.things.append(Thing(placement.to_camera(vertices), triangles, attributes, surface))
    outermost = shell
    if not whole_head:
        outermost = np.where(haired[:, 2:] > shell[:, 2:], haired, shell)
        scene.things += inner
    elif any("hole" in word for word in words):
        scene.things.append(Thing(
            placement.to_camera(_behind(model, haired, shell, 4)), _front_only(model),
            model.attributes, inner[0].material,
        ))
    marks = model.marks(shell)
    scene.things += worn_things(model, c, outermost, marks, placement, c.glasses)
    scene.things.append(torso(rng, placement, scene.other.size))
    scene.marks = placement.to_camera(marks)
    scene.detail = ", ".join(words)


def _front_only(model):
    """The wearer's face, eyes and mouth: all that a whole-head mask's holes show."""
    keep = (model.part != HEAD) & (np.abs(model.mean[:, 0]) < 62) & (model.mean[:, 1] < 75)
    return model.triangles[keep[model.triangles].all(1)]


def bust(scene, rng):
    """A head that nobody wears, on shoulders or a stand of its own, perhaps with a wig."""
    c, model = scene.conditions, scene.model
    person = identity(scene.person.seed)
    wig = rng.random() < 0.5
    shape = model.vertices(scene.person, scene.expression)
    shell = model.smoothed(shape, int(rng.integers(0, 12)))
    surface = mask_surface(scene.material, person, model.eye_centres, rng)
    placement = face_placement(model, c)
    haired = model.with_hair(shell, scene.person)
    scene.things.append(
        Thing(placement.to_camera(haired), model.triangles, model.attributes, surface)
    )
    if wig:
        scene.things += hair_things(scene.person, haired, placement, rng)
    marks = model.marks(shell)
    scene.things += worn_things(model, c, haired, marks, placement, c.glasses)
    shoulders = torso(rng, placement, scene.person.size)
    if rng.random() < 0.5:
        shoulders.material = Plain(nir=surface.nir, rgb=tuple(surface.rgb), specular=0.2)
        scene.detail = "bare shoulders"
    scene.things.append(shoulders)
    scene.marks = placement.to_camera(marks)


# What covers a part of a real face

_PATCHES = {  # canonical x, y centre and half sizes, mm
    "forehead": (0, 75, 45, 18), "left cheek": (-45, -5, 20, 22), "right cheek": (45, -5, 20, 22),
    "mouth": (0, -36, 38, 16), "chin": (0, -62, 32, 16), "nose bridge": (0, 30, 12, 20),
    "lower face": (0, -45, 70, 42),
}


def _patch_triangles(model, name):
    x, y, half_width, half_height = _PATCHES[name]
    near = np.abs(model.mean[:, 0] - x) < half_width
    near &= (np.abs(model.mean[:, 1] - y) < half_height) & (model.mean[:, 2] > 20)
    near &= model.part == FACE
    return model.triangles[near[model.triangles].all(1)]


def _wearing(scene, rng):
    """The real person under a partial attack: vertices, marks and the placement."""
    c, model = scene.conditions, scene.model
    placement = face_placement(model, c)
    bald = model.vertices(scene.person, scene.expression)
    things, marks = figure(model, scene.person, scene.expression, placement, c.pupil_nir,
                           (None, c.hat, c.scarf), rng)
    scene.things += things
    scene.marks = placement.to_camera(marks)
    return bald, marks, placement


def partial_nose(scene, rng):
    """A cast nose over one's own."""
    model, c = scene.model, scene.conditions
    bald, marks, placement = _wearing(scene, rng)
    x, y = model.mean[:, 0], model.mean[:, 1]
    along = np.clip((45 - y) / 45, 0, 1)
    nose = (model.part == FACE) & (np.abs(x) < 9 + 14 * along) & (y > -14) & (y < 45)
    nose &= model.mean[:, 2] > 88
    other = model.vertices(scene.other, np.zeros_like(scene.expression))
    offset = bald[nose].mean(0) - other[nose].mean(0)
    shell = np.maximum(bald, other + offset)
    grown = bald.copy()
    grown[:, 2] = shell[:, 2] + rng.uniform(1.5, 5)
    surface = mask_surface(scene.material, identity(scene.other.seed), model.eye_centres, rng)
    triangles = model.triangles[nose[model.triangles].all(1)]
    scene.things.append(Thing(placement.to_camera(grown), triangles, model.attributes, surface))
    scene.things += glasses_things(c.glasses, marks, placement)


def partial_tape(scene, rng):
    """Tape, plaster or pieces of a print stuck to the face."""
    model, c = scene.model, scene.conditions
    bald, marks, placement = _wearing(scene, rng)
    names = list(_PATCHES)
    chosen = [names[i] for i in rng.permutation(len(names))[: rng.integers(1, 4)]]
    if scene.material == "cloth":
        grey = rng.uniform(0.3, 0.85)
        material, uv = Plain(nir=rng.uniform(0.4, 0.85), rgb=(grey, 0.9 * grey, 0.8 * grey),
                             texture=0.08, grain=1.5), np.zeros((len(bald), 2), np.float32)
    else:
        picture = photograph(
            model, scene.other, scene.expression, (None, None, None), rng, 1.15, False
        )
        material, ink = printed(picture, scene.material, rng)
        uv, scene.detail = picture.mesh.astype(np.float32), ink + ", "
    lifted = bald + np.array([0, 0, rng.uniform(0.6, 3)], np.float32)
    for name in chosen:
        triangles = _patch_triangles(model, name)
        scene.things.append(Thing(placement.to_camera(lifted), triangles, uv, material))
    scene.detail += " and ".join(chosen)
    scene.things += glasses_things(c.glasses, marks, placement)


def partial_glasses(scene, rng):
    """Another person's printed eyes where the lenses of spectacles would be."""
    model, c = scene.model, scene.conditions
    _, marks, placement = _wearing(scene, rng)
    picture = photograph(
        model, scene.other, scene.expression, (None, None, None), rng, 1.1, False
    )
    shown, scene.detail = printed(picture, scene.material, rng)
    rows, columns = 40, 60
    size = picture.life_size
    points, uv, triangles = sheet(size, size, columns, rows)
    eyes = picture.marks[36:48]
    low, high = eyes.min(0), eyes.max(0)
    wide = high[0] - low[0]
    reach = np.array([0.16 * wide, rng.uniform(0.14, 0.3) * wide])
    away = (uv < low - reach).any(1) | (uv > high + reach).any(1)
    triangles = triangles[~away[triangles].any(1)]
    points = bend(points, rng.uniform(80, 200)) if rng.random() < 0.7 else points
    on_sheet = sheet_point(eyes, points, rows, columns)
    move = marks[36:48].mean(0) - on_sheet.mean(0)
    move[2] += rng.uniform(8, 18)
    scene.things.append(Thing(placement.to_camera(points + move), triangles, uv, shown))
    scene.things += glasses_things(c.glasses, marks, placement)
