"""Photographs of people, which prints and screens show."""

from dataclasses import dataclass

import cv2
import numpy as np

from .figures import figure
from .face_model import PIVOT
from .geometry import Camera, Placement, rotation
from .illumination import draw_lamp, draw_room
from .imaging import grey
from .rendering import see, shade

SIDES = (140, 260)  # pixels, from poor to good pictures
TURN = np.array([7, 5, 4])  # degrees, standard deviations of a photographed pose


@dataclass
class Photograph:
    """A square picture of a face: where its points are and its size in life."""

    image: np.ndarray  # [side, side, 3], linear 0...1
    near_infrared: bool
    marks: np.ndarray  # [74, 2] texture coordinates
    mesh: np.ndarray  # [V, 2] texture coordinates of the bald head
    life_size: float  # mm
    size: float  # of the person's head, relative


def photograph(model, person, expression, worn, rng, margin, near_infrared):
    """A picture of a person by room light, or by another near-infrared camera.

    `worn` are glasses, hat and scarf; `margin` is the picture's side in faces.
    """
    distance = rng.uniform(500, 1500)
    side = int(rng.integers(*SIDES))
    turn = rotation(*(rng.normal(0, 1, 3) * TURN))
    placement = Placement(turn, PIVOT, np.array([0, 0, distance], np.float32))
    pupil = rng.uniform(0.25, 1) if rng.random() < 0.3 else 0.02
    things, marks = figure(model, person, expression, placement, pupil, worn, rng)
    points = placement.to_camera(marks)
    rays = points[:, :2] / points[:, 2:]
    low, high = rays.min(0), rays.max(0)
    extent = (high - low).max() * 1.25 * margin
    centre = (low + high) / 2 - np.array([0, 0.08]) * extent
    centre = centre + rng.normal(0, 0.03, 2) * extent
    focal = side / extent
    camera = Camera(side, side, focal, focal, (side - 1) / 2 - focal * centre[0],
                    (side - 1) / 2 - focal * centre[1])
    view = see(things, [camera])[0]
    room, lamp = draw_room(rng), draw_lamp(rng, distance)
    light = shade(view, things, lamp, room, visible=not near_infrared, shadows=False)
    image = light.nir[..., None] * np.ones(3, np.float32) if near_infrared else light.rgb
    covered = view.covered
    bright = np.percentile(grey(image)[covered], rng.uniform(80, 97))
    image = image / max(float(bright), 1e-3) * rng.uniform(0.45, 0.95)
    behind = _scenery(rng, side) * (0.4 if near_infrared else 1)
    image = np.where(covered[..., None], image, behind)
    image = cv2.GaussianBlur(image.astype(np.float32), (0, 0), rng.uniform(0.4, 0.9))
    to_texture = 1.0 / (side - 1)
    bald = placement.to_camera(model.vertices(person, expression))
    return Photograph(
        image=np.clip(image, 0, 1), near_infrared=near_infrared,
        marks=camera.project(points) * to_texture, mesh=camera.project(bald) * to_texture,
        life_size=float(extent * distance), size=person.size,
    )


def _scenery(rng, side):
    """An abstract background picture in 0...1."""
    cells = int(rng.integers(2, 7))
    coarse = rng.uniform(0, 0.9, (cells, cells, 1)) * rng.uniform(0.6, 1, 3)
    image = cv2.resize(coarse.astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
    for _ in range(rng.integers(0, 8)):
        x0, y0, x1, y1 = (int(v) for v in rng.integers(-20, side + 20, 4))
        cv2.rectangle(image, (x0, y0), (x1, y1), tuple(float(v) for v in rng.uniform(0, 0.9, 3)), -1)
    return np.clip(cv2.GaussianBlur(image, (0, 0), rng.uniform(0.5, 6)), 0, 1)
