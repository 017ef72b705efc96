"""What stands behind a face: a room with furniture, windows, lamps, screens, and other people."""

from functools import lru_cache

import cv2
import numpy as np

from .face_model import PIVOT
from .figures import figure
from .geometry import Placement, rotation, sheet
from .imaging import grey
from .materials import Picture, Plain
from .people import identity
from .rendering import Thing
from .worn import cloth_colour, draw_glasses, draw_hat

_FURNITURE = ("panel", "shelf", "window", "poster", "monitor", "door", "plant", "lamp")
TEXTURES = 60  # pictures of each kind
_ODDS = (0.22, 0.18, 0.15, 0.11, 0.11, 0.08, 0.08, 0.07)


def background(c):
    """The room of the conditions, in camera mm; its seed knows nothing of the species."""
    rng = np.random.default_rng([c.background, 5])
    behind = c.distance + rng.uniform(250, 2800)
    away = rng.random() < 0.06  # out of doors: nothing near enough for a depth camera
    things = [_wall(rng, c, behind if not away else 9000)]
    things += _floor_and_ceiling(rng, behind)
    for _ in range(rng.integers(0, 7)):
        z = rng.uniform(c.distance + 200, behind + 60)
        kind = str(rng.choice(_FURNITURE, p=_ODDS))
        things.append(_piece(rng, kind, z, c))
    return things


def bystanders(model, c):
    """Other people behind the face: things, and for each the 68 points [68, 3] in camera mm."""
    things, faces = [], []
    for b in c.bystanders:
        rng = np.random.default_rng([b.seed, 6])
        person = identity(b.seed)
        placement = Placement(rotation(*b.turn), PIVOT, c.position + b.place)
        worn = (draw_glasses(rng) if rng.random() < 0.25 else None,
                draw_hat(rng) if rng.random() < 0.15 else None, None)
        own, marks = figure(model, person, model.expression(rng), placement, 0.05, worn, rng)
        things += own
        faces.append(placement.to_camera(marks[:68]))
    return things, faces


def _standing(points, x, y, z, turn, rng):
    where = Placement(rotation(turn, rng.normal(0, 3), rng.normal(0, 2)), np.zeros(3, np.float32),
                      np.array([x, y, z], np.float32))
    return where.to_camera(points)


def _pictured(rng, width, height, x, y, z, turn, material):
    points, uv, triangles = sheet(width, height, 8, 8)
    return Thing(_standing(points, x, y, z, turn, rng), triangles, uv, material)


def _wall(rng, c, z):
    nir, rgb = _paint(rng)
    size = 7 * z
    stripes = None
    if rng.random() < 0.2:  # tiles, boards, wallpaper
        stripes = (tuple(0.7 * v for v in rgb), 0.75 * nir, rng.uniform(40, 400),
                   rotation(0, 0, rng.choice([0, 90]))[0], rng.uniform(0.03, 0.5))
    material = Plain(nir=nir, rgb=rgb, texture=rng.uniform(0, 0.25), grain=rng.uniform(30, 400),
                     seed=int(rng.integers(1 << 30)), stripes=stripes)
    points, uv, triangles = sheet(size, size, 8, 8)
    return Thing(_standing(points, 0, 0, z, rng.normal(0, 14), rng), triangles, uv, material)


def _paint(rng):
    """Walls are mostly pale; a tenth are dark. At 850 nm pigments are paler than they look."""
    value = rng.uniform(0.35, 0.8) if rng.random() < 0.8 else rng.uniform(0.04, 0.3)
    rgb = value * rng.uniform(0.82, 1.0, 3)
    nir = float(np.clip(value * rng.uniform(0.85, 1.3), 0.04, 0.9))
    return nir, tuple(float(v) for v in rgb)


def _floor_and_ceiling(rng, behind):
    things = []
    for y, share in ((rng.uniform(700, 1300), 0.6), (-rng.uniform(800, 1500), 0.5)):
        if rng.random() > share:
            continue
        nir, rgb = _paint(rng)
        x, z = np.meshgrid(np.linspace(-3000, 3000, 8), np.linspace(600, behind + 100, 8))
        points = np.stack([x, np.full_like(x, y), z], -1).reshape(-1, 3).astype(np.float32)
        _, _, triangles = sheet(1, 1, 8, 8)
        material = Plain(nir=nir, rgb=rgb, texture=0.15, grain=120, seed=int(rng.integers(1 << 30)))
        things.append(Thing.plain(points, triangles, material))
    return things


def _piece(rng, kind, z, c):
    """One piece of furniture somewhere in view."""
    half_view = 0.5 * c.camera.width / c.camera.fx
    x, y = rng.uniform(-1.1, 1.1) * half_view * z, rng.normal(0, 0.25) * z
    turn = rng.normal(0, 22)
    level = float(c.room.sky.mean())
    if kind == "panel":
        nir, rgb = cloth_colour(rng)
        material = Plain(nir=nir, rgb=rgb, texture=rng.uniform(0, 0.5), grain=rng.uniform(10, 200),
                         seed=int(rng.integers(1 << 30)))
        return _pictured(rng, rng.uniform(100, 900), rng.uniform(100, 1500), x, y, z, turn, material)
    if kind == "shelf":
        image = _texture("shelf", int(rng.integers(TEXTURES)))
        return _pictured(rng, rng.uniform(500, 1400), rng.uniform(500, 1500), x, y, z, turn,
                         _paper_like(rng, image))
    if kind == "poster":
        image = _texture("poster", int(rng.integers(TEXTURES)))
        return _pictured(rng, rng.uniform(200, 700), rng.uniform(200, 800), x, y, z, turn,
                         _paper_like(rng, image))
    if kind == "door":
        nir, rgb = _paint(rng)
        image = np.ones((40, 24, 3), np.float32) * np.array(rgb, np.float32)
        cv2.rectangle(image, (4, 4), (19, 17), tuple(0.8 * v for v in rgb), 1)
        cv2.rectangle(image, (4, 21), (19, 36), tuple(0.8 * v for v in rgb), 1)
        return _pictured(rng, 800, 2000, x, rng.uniform(-100, 300), z, turn, _paper_like(rng, image))
    if kind == "plant":
        image = _texture("plant", int(rng.integers(TEXTURES)))
        nir = np.clip(2.5 * image[..., 1], 0.05, 0.6)  # chlorophyll is bright at 850 nm
        material = Picture(nir=nir.astype(np.float32), rgb=image, specular=0.1)
        return _pictured(rng, rng.uniform(150, 600), rng.uniform(200, 900), x, y, z, turn, material)
    return _shining(rng, kind, x, y, z, turn, c, level)


def _shining(rng, kind, x, y, z, turn, c, level):
    """A window, a monitor or a lamp: things that send out light of their own."""
    if kind == "window":
        image = _texture("window", int(rng.integers(TEXTURES))) * level * c.room.behind * rng.uniform(0.6, 1.6)
        share = rng.uniform(0.3, 0.6) * (level > 0.3)
        size = rng.uniform(500, 1500), rng.uniform(600, 1500)
    elif kind == "monitor":
        image, share = _texture("poster", int(rng.integers(TEXTURES))) * rng.uniform(0.15, 0.8), 0.0
        size = rng.uniform(300, 700), rng.uniform(200, 420)
    else:
        image = np.ones((4, 4, 3), np.float32) * (1 + 4 * level) * rng.uniform(0.5, 2)
        share = rng.uniform(0.0, 0.05) if rng.random() < 0.6 else rng.uniform(0.2, 0.6)
        y = -abs(y) - 0.15 * z
        size = (rng.uniform(200, 1400), rng.uniform(20, 90))
    dark = np.full(image.shape[:2], 0.05, np.float32)
    material = Picture(
        nir=dark, rgb=np.repeat(dark[..., None], 3, 2), emission=image.astype(np.float32),
        emission_nir=share, specular=0.4, exponent=100, mirror=0.05,
    )
    return _pictured(rng, *size, x, y, z, turn, material)


def _paper_like(rng, image):
    """Printed or painted things: paler and greyer at 850 nm than they look."""
    tone = grey(image)
    nir = tone + (0.8 - tone) * rng.uniform(0.1, 0.7)
    return Picture(nir=nir.astype(np.float32), rgb=image.astype(np.float32), specular=0.05)


@lru_cache(maxsize=None)
def _texture(kind, number):
    """One of a fixed stock of pictures; not to be written to."""
    draw = {"shelf": _books, "poster": _poster, "plant": _leaves, "window": _outdoors}[kind]
    return draw(np.random.default_rng([number, 8])).astype(np.float32)


def _books(rng):
    image = np.full((72, 72, 3), rng.uniform(0.05, 0.5), np.float32)
    rows = int(rng.integers(2, 6))
    for r in range(rows):
        bottom, x = (r + 1) * 72 // rows - 2, 1
        while x < 70:
            wide = int(rng.integers(1, 5))
            if rng.random() < 0.85:
                top = bottom - int(rng.uniform(0.5, 0.95) * 72 / rows)
                image[max(top, 0) : bottom, x : x + wide] = cloth_colour(rng)[1]
            x += wide
    return image


def _poster(rng):
    image = np.full((48, 64, 3), rng.uniform(0.1, 0.9), np.float32)
    for _ in range(rng.integers(2, 9)):
        colour = tuple(float(v) for v in cloth_colour(rng)[1])
        x0, y0, x1, y1 = (int(v) for v in rng.integers(-8, 64, 4))
        if rng.random() < 0.5:
            cv2.rectangle(image, (x0, y0), (x1, y1), colour, -1)
        else:
            cv2.circle(image, (x0, y0), int(rng.integers(2, 20)), colour, -1)
    for row in range(int(rng.integers(0, 6))):  # lines of text
        y = 6 + 7 * row
        image[y : y + 2, 6 : 6 + int(rng.integers(10, 50))] *= 0.2
    return image


def _leaves(rng):
    image = np.full((40, 40, 3), 0.02, np.float32)
    for _ in range(50):
        green = rng.uniform(0.05, 0.22)
        centre = tuple(int(v) for v in rng.integers(0, 40, 2))
        axes = (int(rng.integers(2, 9)), int(rng.integers(1, 3)))
        colour = (0.5 * green, green, 0.3 * green)
        cv2.ellipse(image, centre, axes, rng.uniform(0, 180), 0, 360, colour, -1)
    return image


def _outdoors(rng):
    """Sky over something darker, behind bars."""
    image = np.ones((40, 40, 3), np.float32) * np.array([0.85, 0.95, 1.1], np.float32)
    horizon = int(rng.integers(10, 40))
    image[horizon:] = rng.uniform(0.1, 0.5, 3)
    image = cv2.GaussianBlur(image, (0, 0), 1.5)
    for k in range(int(rng.integers(1, 4))):
        image[:, (k + 1) * 10 : (k + 1) * 10 + 1] = 0.15
    image[int(rng.integers(12, 28))] = 0.15
    return image
