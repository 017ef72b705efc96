"""Everything about a capture that an attacker can choose or a camera decides.

Drawn from a random stream of its own, before and without knowledge of the species, so that live
faces and attacks share one distribution and a network cannot learn to tell them apart by it.
"""

from dataclasses import dataclass

import numpy as np

from .geometry import Camera
from .illumination import ILLUMINATIONS, Lamp, Room, draw_lamp, draw_room
from .rigs import FILLS, SENSORS, DepthSensor, draw_depth_sensor
from .worn import (
    Glasses, Hat, NearHand, Scarf, draw_glasses, draw_hat, draw_near_hand, draw_scarf,
)

NEAREST, FARTHEST = 250, 1200  # mm
YAW, PITCH, ROLL = 40, 30, 30  # degrees, largest turns
ENCODINGS = ("linear", "inverse", "equalised-frame", "equalised-crop", "fixed-range")


@dataclass
class ImageSensor:
    """How an image camera errs and exposes; radiance 1 = full scale at gain 1."""

    metered: str  # exposure follows the "face", the "frame", or is "fixed"
    percentile: float
    target: float
    fixed_gain: float
    gain_limit: float
    blur: float  # pixels
    motion: float  # length of the motion blur in pixels, 0 = none
    motion_angle: float
    rolling: float  # rolling shutter: sideways pixels from the first row of the frame to the last
    shot: float
    read: float
    gamma: float
    contrast: float
    lift: float
    saturation: float  # of colours
    balance: np.ndarray  # [3] gains
    jpeg: int  # quality, 0 = not compressed
    shift: tuple  # pixels by which this stream is off (calibration, and motion between streams)


@dataclass
class Encoding:
    """How a camera or a program packs depth into 8 bits with no scale."""

    kind: str
    near: float  # mm, of a fixed range
    far: float
    hole: str  # holes are "zero", "near", "far", or "counted" as nearest by an equaliser


@dataclass
class Bystander:
    """A person in the background; place in mm from the middle of the face, size in pixels."""

    place: np.ndarray
    turn: tuple
    seed: int


@dataclass
class Conditions:
    distance: float  # mm, camera to the middle of the face
    camera: Camera  # of the images
    place: tuple  # where the face is, pixels from the middle of the frame
    yaw: float  # degrees
    pitch: float
    roll: float
    glasses: Glasses | None
    hat: Hat | None
    scarf: Scarf | None
    hand: NearHand | None
    bystanders: list
    pupil_nir: float
    lamp: Lamp
    room: Room
    background: int  # seed of what stands behind
    depth: DepthSensor
    nir: ImageSensor
    rgb: ImageSensor
    encoding: Encoding
    depth_shift: tuple  # pixels by which depth is off
    box_scale: float
    box_shift: tuple  # in box sides
    closed_eyes: float = 0.1  # how likely the eyes are to be closed, or half so

    @property
    def position(self):
        """Where the middle of the face is, camera mm."""
        x, y = self.place
        return np.array(
            [x / self.camera.fx, y / self.camera.fy, 1], np.float32
        ) * np.float32(self.distance)


def _camera(rng, width, height, focal):
    return Camera(
        width, height, focal, focal * rng.uniform(0.995, 1.005),
        (width - 1) / 2 + rng.normal(0, 5), (height - 1) / 2 + rng.normal(0, 5),
    )


def draw_conditions(rng, sensors=SENSORS):
    room = draw_room(rng)
    depth, camera = draw_depth_sensor(
        rng, lambda width, height, focal: _camera(rng, width, height, focal), room, sensors
    )
    distance = float(np.exp(rng.uniform(np.log(NEAREST), np.log(FARTHEST))))
    # The face may lie anywhere that keeps its middle in the frame's central 90 %.
    face = 150 / distance * camera.fx
    reach_x = max(0.45 * camera.width - 0.5 * face, 8)
    reach_y = max(0.45 * camera.height - 0.5 * face, 8)
    place = tuple(
        float(np.clip(rng.normal(0, 0.45 * reach), -reach, reach)) for reach in (reach_x, reach_y)
    )
    yaw, pitch, roll = _draw_turn(rng)
    apart = rng.random() < 0.3  # the streams were not taken at one moment
    return Conditions(
        distance=distance, camera=camera, place=place, yaw=yaw, pitch=pitch, roll=roll,
        glasses=draw_glasses(rng) if rng.random() < 0.3 else None,
        hat=draw_hat(rng) if rng.random() < 0.16 else None,
        scarf=draw_scarf(rng) if rng.random() < 0.1 else None,
        hand=draw_near_hand(rng) if rng.random() < 0.1 else None,
        bystanders=_draw_bystanders(rng, distance),
        pupil_nir=rng.uniform(0.25, 1) if rng.random() < 0.3 else 0.02,
        lamp=draw_lamp(rng, distance), room=room, background=int(rng.integers(1 << 31)),
        depth=depth, nir=_draw_image_sensor(rng, False, apart),
        rgb=_draw_image_sensor(rng, True, apart),
        encoding=_draw_encoding(rng, distance),
        depth_shift=_draw_shift(rng, apart),
        box_scale=float(np.clip(np.exp(rng.normal(0, 0.08)), 0.82, 1.22)),
        box_shift=(rng.normal(0, 0.04), rng.normal(0, 0.04)),
    )


def _draw_turn(rng):
    limit = np.array([YAW, PITCH, ROLL])
    if rng.random() < 0.2:
        return rng.uniform(-limit, limit)
    return (rng.normal(0, 1, 3) * np.array([15, 10, 8])).clip(-limit, limit)


def _draw_shift(rng, apart):
    spread = 3.0 if apart else 0.6
    return tuple(float(v) for v in rng.normal(0, spread, 2).clip(-8, 8))


def _draw_bystanders(rng, distance):
    count = int(rng.choice([0, 1, 2], p=[0.72, 0.2, 0.08]))
    people = []
    for _ in range(count):
        away = rng.uniform(250, 2200)
        side = rng.choice([-1, 1]) * rng.uniform(0.25, 0.75) * (distance + away)
        people.append(Bystander(
            place=np.array([side, rng.normal(0, 0.12) * (distance + away), away], np.float32),
            turn=tuple(rng.normal(0, 1, 3) * np.array([22, 9, 6])), seed=int(rng.integers(1 << 30)),
        ))
    return people


def _draw_encoding(rng, distance):
    near = distance * rng.uniform(0.3, 0.85)
    return Encoding(
        kind=str(rng.choice(ENCODINGS, p=[0.25, 0.15, 0.2, 0.25, 0.15])), near=near,
        far=distance + rng.uniform(120, 3000),
        hole=str(rng.choice(["zero", "near", "far", "counted"], p=[0.5, 0.15, 0.1, 0.25])),
    )


def _draw_image_sensor(rng, colour, apart):
    odds = [0.5, 0.42, 0.08] if colour else [0.45, 0.3, 0.25]
    metered = str(rng.choice(["face", "frame", "fixed"], p=odds))
    usual = rng.uniform(0.15, 0.55) if colour else rng.uniform(0.35, 0.9)
    # From starved to saturated.
    target = usual if rng.random() < 0.8 else np.exp(rng.uniform(-3.2, 0.6))
    return ImageSensor(
        metered=metered, percentile=rng.uniform(60, 97), target=float(target),
        fixed_gain=float(np.exp(rng.uniform(np.log(0.12), np.log(2.2)))),
        gain_limit=rng.uniform(4, 30) if colour else rng.uniform(2, 8),
        blur=rng.uniform(0.3, 1.3),
        motion=rng.uniform(2, 9) if rng.random() < 0.2 else 0.0,
        motion_angle=rng.uniform(0, np.pi),
        rolling=rng.normal(0, 12) if rng.random() < 0.15 else 0.0,
        shot=10 ** rng.uniform(-3.2, -1.9), read=10 ** rng.uniform(-3, -1.9),
        gamma=rng.uniform(0.4, 0.6) if colour else rng.uniform(0.5, 1.0),
        contrast=rng.uniform(0.85, 1.25), lift=rng.normal(0, 0.03),
        saturation=rng.uniform(0.7, 1.35), balance=np.exp(rng.normal(0, 0.08, 3)),
        jpeg=int(rng.integers(30, 96)) if rng.random() < (0.75 if colour else 0.4) else 0,
        shift=_draw_shift(rng, apart),
    )


_IMAGE_NUISANCES = (
    "percentile", "target", "fixed_gain", "gain_limit", "blur", "motion", "rolling", "shot",
    "read", "gamma", "contrast", "lift", "saturation", "jpeg",
)
_DEPTH_NUISANCES = (
    "separate", "noise", "grain", "drift", "bias", "wiggle", "rounding", "mixing",
    "focal_baseline", "fraction", "shadow", "dark_limit", "grazing_degrees", "blobs",
    "scale_error", "offset_error", "unit", "farthest", "median", "smoothing", "speckle",
    "wrong_unit", "sunlit",
)
NUISANCES = (
    "distance", "focal", "width", "place_x", "place_y", "yaw", "pitch", "roll", "glasses",
    "dark_glasses", "hat", "headscarf", "scarf", "hand", "bystanders", "pupil", "lamp_beam",
    "lamp_gloss", "hot_spot", "sky", "sky_nir", "key", "key_nir", "behind", "flicker",
    *(f"light_{name}" for name in ILLUMINATIONS), *(f"sensor_{name}" for name in SENSORS),
    *(f"fill_{name}" for name in FILLS), *(f"depth_{name}" for name in _DEPTH_NUISANCES),
    *(f"{stream}_{name}" for stream in ("nir", "rgb")
      for name in ("face", "frame", *_IMAGE_NUISANCES, "shift_x", "shift_y")),
    *(f"encoding_{name}" for name in ENCODINGS), "depth_shift_x", "depth_shift_y", "box_scale",
    "box_x", "box_y", "left_eye", "right_eye", "mouth",
)


def nuisance_row(c, opening):
    """The conditions as numbers, in the order of NUISANCES, for the shortcut probe.

    `opening` is how far eyes and mouth of the face that is shown are open.
    """
    values = [
        c.distance, c.camera.fx, c.camera.width, *c.place, c.yaw, c.pitch, c.roll,
        c.glasses is not None, c.glasses is not None and c.glasses.dark, c.hat is not None,
        c.hat is not None and c.hat.kind == "headscarf", c.scarf is not None, c.hand is not None,
        len(c.bystanders), c.pupil_nir, c.lamp.beam, c.lamp.gloss, c.lamp.hot_spot is not None,
        c.room.sky.mean(), c.room.sky_nir, c.room.lights[0].mean(), c.room.lights_nir[0],
        c.room.behind, c.room.flicker,
    ]
    values += [c.room.illumination == name for name in ILLUMINATIONS]
    values += [c.depth.name == name for name in SENSORS]
    values += [c.depth.fill == name for name in FILLS]
    values += [getattr(c.depth, name) for name in _DEPTH_NUISANCES]
    for sensor in (c.nir, c.rgb):
        values += [sensor.metered == "face", sensor.metered == "frame"]
        values += [getattr(sensor, name) for name in _IMAGE_NUISANCES] + list(sensor.shift)
    values += [c.encoding.kind == name for name in ENCODINGS]
    values += [*c.depth_shift, c.box_scale, *c.box_shift, *opening]
    return np.array(values, np.float32)
