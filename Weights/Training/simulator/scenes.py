"""Builds scenes: a live person, or one of fourteen species of attack, under given conditions.

Every builder adds things in camera coordinates and the marks of the FACE THAT IS SHOWN (on the
print, the screen, the mask): 68 points, pupils and canthi. All lengths are millimetres.
"""

from dataclasses import dataclass, field

import numpy as np

from . import masks, prints
from .backgrounds import background, bystanders
from .face_model import openness
from .figures import face_placement, figure, near_hand_things
from .materials import PAPERS, SCREENS, UNSEEN_MATERIALS
from .people import Identity, identity


def _live(scene, rng):
    c = scene.conditions
    placement = face_placement(scene.model, c)
    things, marks = figure(
        scene.model, scene.person, scene.expression, placement, c.pupil_nir,
        (c.glasses, c.hat, c.scarf), rng,
    )
    scene.things += things
    scene.marks = placement.to_camera(marks)


# Name, builder, materials.
_BUILDERS = {
    "live": (_live, ("skin",)),
    "print-flat": (prints.held_print, PAPERS),
    "print-bent": (prints.held_print, PAPERS),
    "print-cut": (prints.cut_print, PAPERS),
    "print-wrap": (prints.wrapped_print, PAPERS),
    "screen": (prints.screen, SCREENS),
    "mask-rigid": (masks.mask, ("resin", "3d-print")),
    "mask-soft": (masks.mask, ("silicone", "latex", "cloth")),
    "print-folded": (prints.held_print, PAPERS),
    "print-layered": (prints.layered_print, PAPERS),
    "bust": (masks.bust, ("resin", "3d-print", "silicone")),
    "partial-glasses": (masks.partial_glasses, PAPERS),
    "partial-nose": (masks.partial_nose, ("silicone", "latex", "resin")),
    "partial-tape": (masks.partial_tape, ("cloth", *PAPERS)),
}
SPECIES = tuple(_BUILDERS)


def materials_of(species, unseen):
    """Materials of a species: those of training, or all where `unseen` ones may occur."""
    every = _BUILDERS[species][1]
    return every if unseen else tuple(m for m in every if m not in UNSEEN_MATERIALS)


@dataclass
class Scene:
    """One capture's scene; `person` is shown, `other` holds or wears the attack."""

    model: object
    species: str
    material: str
    conditions: object
    person: Identity
    other: Identity
    expression: np.ndarray
    things: list = field(default_factory=list)
    marks: np.ndarray | None = None  # [74, 3] camera mm
    faces: list = field(default_factory=list)  # 68 points [68, 3] of everybody else
    detail: str = ""
    openness: np.ndarray | None = None  # left eye, right eye, mouth of the face that is shown


def build_scene(model, species, conditions, person_seed, other_seed, rng, unseen=True):
    """The scene of one capture."""
    person, other = identity(person_seed), identity(other_seed)
    expression = model.expression(rng, conditions.closed_eyes)
    choice = materials_of(species, unseen)
    material = choice[int(rng.random() * len(choice))]
    scene = Scene(model, species, material, conditions, person, other, expression)
    scene.openness = openness(model.marks(model.vertices(person, expression)))
    _BUILDERS[species][0](scene, rng)
    own_face = species == "live" or species.startswith("partial")
    scene.things += near_hand_things(conditions, person if own_face else other)
    others, faces = bystanders(model, conditions)
    scene.things += others + background(conditions)
    scene.faces += faces
    scene.marks = scene.marks.astype(np.float32)
    return scene
