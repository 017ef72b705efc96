"""People as meshes: a head with hair and what is worn, shoulders below, hands."""

import numpy as np

from .face_model import PIVOT, hat_cover
from .geometry import Placement, rotation
from .materials import Plain, Skin, bare_skin, hair_strands
from .rendering import Lens, Thing
from .worn import (
    brim_mesh, bun_mesh, cloth_colour, glasses_mesh, hair_curtain_mesh, hand_mesh, peak_mesh,
    scarf_mesh, torso_mesh,
)


def face_placement(model, c):
    """A head under the conditions' pose; the middle of the face stands at their position."""
    turn = rotation(c.yaw, c.pitch, c.roll)
    middle = model.mean[model.landmarks].mean(0)
    from_pivot = (turn @ (middle - PIVOT)) * np.array([1, -1, -1], np.float32)
    return Placement(turn, PIVOT, c.position - from_pivot)


def glasses_things(glasses, landmarks, placement):
    if glasses is None:
        return []
    vertices, triangles, lenses = glasses_mesh(landmarks, glasses)
    plastic = Plain(nir=glasses.nir, rgb=glasses.rgb, specular=0.5, exponent=60)
    thing = Thing.plain(placement.to_camera(vertices), triangles, plastic)
    thing.lenses = tuple(
        Lens(placement.to_camera(outline), glasses, k) for k, outline in enumerate(lenses)
    )
    return [thing]


def hat_things(model, hat, vertices, placement):
    """A hat over any head that has the model's vertices (with hair, of paper, of silicone)."""
    if hat is None:
        return []
    covered = hat_cover(model.mean, hat) > 0.5
    shell = model.with_hat(vertices, hat)
    triangles = model.head_triangles[covered[model.head_triangles].all(1)]
    knit = Plain(nir=hat.nir, rgb=hat.rgb, specular=0.03, texture=0.2, grain=3, seed=hat.seed)
    things = [Thing.plain(placement.to_camera(shell), triangles, knit)]
    if hat.kind in ("cap", "brim"):
        mesh = peak_mesh if hat.kind == "cap" else brim_mesh
        points, triangles = mesh(model, vertices, hat)
        things.append(Thing.plain(placement.to_camera(points), triangles, knit))
    return things


def scarf_things(scarf, vertices, placement):
    if scarf is None:
        return []
    points, triangles = scarf_mesh(scarf, vertices)
    cloth = Plain(nir=scarf.nir, rgb=scarf.rgb, specular=0.02, texture=0.25, grain=4,
                  seed=scarf.seed)
    return [Thing.plain(placement.to_camera(points), triangles, cloth)]


def worn_things(model, c, vertices, landmarks, placement, glasses):
    """Glasses, hat and scarf over a head that has the model's vertices."""
    return [
        *glasses_things(glasses, landmarks, placement),
        *hat_things(model, c.hat, vertices, placement),
        *scarf_things(c.scarf, vertices, placement),
    ]


def hair_things(person, vertices, placement, rng):
    """What hangs down or is tied up; the shell over the scalp is part of the head."""
    things = []
    if person.hair.length > 0:
        points, triangles = hair_curtain_mesh(person, vertices)
        things.append(Thing.plain(placement.to_camera(points), triangles, hair_strands(person)))
    if person.hair.cut == "bun":
        points, triangles = bun_mesh(rng, vertices)
        things.append(Thing.plain(placement.to_camera(points), triangles, hair_strands(person)))
    return things


def torso(rng, placement, size=1.0):
    """Shoulders that stay upright, half turned with the head."""
    vertices, triangles = torso_mesh(rng, size)
    heading = np.degrees(np.arctan2(placement.turn[0, 2], placement.turn[2, 2]))
    upright = Placement(
        rotation(0.5 * heading + rng.normal(0, 8), 0, 0), placement.pivot, placement.position
    )
    nir, rgb = cloth_colour(rng)
    stripes = None
    if rng.random() < 0.35:
        other_nir, other = cloth_colour(rng)
        direction = rotation(0, 0, rng.choice([0, 90, rng.uniform(0, 180)]))[0]
        stripes = (other, other_nir, rng.uniform(8, 90), direction, rng.uniform(0.08, 0.6))
    cloth = Plain(nir=nir, rgb=rgb, specular=0.03, texture=rng.uniform(0.03, 0.3),
                  grain=rng.uniform(3, 25), seed=int(rng.integers(1 << 30)), stripes=stripes)
    return Thing.plain(upright.to_camera(vertices), triangles, cloth)


def figure(model, person, expression, placement, pupil_nir, worn, rng):
    """A whole person with shoulders; `worn` are glasses, hat and scarf.

    Returns things and the marks [74, 3] in model mm.
    """
    glasses, hat, scarf = worn
    bald = model.vertices(person, expression)
    haired = model.with_hair(bald, person)
    marks = model.marks(bald)
    skin = Skin(person, model.eye_centres, pupil_nir)
    things = [Thing(placement.to_camera(haired), model.triangles, model.attributes, skin)]
    if hat is None or hat.kind != "headscarf":
        things += hair_things(person, haired, placement, rng)
    things += glasses_things(glasses, marks, placement)
    things += hat_things(model, hat, haired, placement)
    things += scarf_things(scarf, haired, placement)
    things.append(torso(rng, placement, person.size))
    return things, marks


def near_hand_things(c, person):
    """The conditions' hand near or over the face; it does not turn with the head."""
    if c.hand is None:
        return []
    rng = np.random.default_rng([c.hand.seed, 3])
    vertices, triangles = hand_mesh(rng, c.hand.curl)
    turned = vertices @ rotation(*c.hand.turn).T + c.hand.place
    upright = Placement(rotation(0, 0, 0), np.zeros(3, np.float32), c.position)
    return [Thing.plain(upright.to_camera(turned), triangles, bare_skin(person))]


def holding_hands(rng, edge_points, placement, person):
    """One or two hands at the edges of a sheet: fingers or a thumb in front, the palm behind.

    `edge_points` [N, 3] in the sheet's model mm; the sheet's middle is its origin.
    """
    things = []
    for _ in range(rng.integers(1, 3)):
        at = edge_points[rng.integers(len(edge_points))]
        outwards = np.degrees(np.arctan2(at[1], at[0]))
        vertices, triangles = hand_mesh(rng, rng.uniform(0.1, 0.5))
        # Fingers point to the middle of the sheet; half of the time only the thumb is in front.
        turn = rotation(0, 0, outwards + 90 + rng.normal(0, 25))
        front = rng.random() < 0.5
        away = np.array([0, -62 if front else -34, 8 if front else -12])
        lean = rotation(0, rng.uniform(-15, 5) if front else rng.uniform(5, 20), 0)
        points = (vertices @ lean.T + away) @ turn.T + at
        things.append(Thing.plain(placement.to_camera(points), triangles, bare_skin(person)))
    return things
