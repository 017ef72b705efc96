"""Everything about a capture that an attacker can choose or a camera decides.

Drawn from a random stream of its own, before and without knowledge of the species, so that live
faces and attacks share one distribution and a network cannot learn to tell them apart by it.
"""

from dataclasses import dataclass

import numpy as np

from .geometry import Camera, rotation
from .rendering import Lamp
from .worn import Glasses, Hat, draw_glasses, draw_hat

FRAME_WIDTH, FRAME_HEIGHT = 640, 480  # pixels


@dataclass
class DepthSensor:
    """How the depth camera errs; lengths in mm."""

    kind: str  # "time-of-flight" or "triangulation"
    separate: bool  # a camera of its own, beside the near-infrared one
    camera: Camera
    turn: np.ndarray  # p_image = turn @ p_depth + shift (camera mm)
    shift: np.ndarray
    noise: float  # mm at 0.5 m (time of flight) or pixels of disparity (triangulation)
    grain: float  # correlation of that noise, sensor pixels
    bias: float  # mm: amplitude-dependent error (time of flight)
    rounding: float  # mm: multipath fills concavities (share, time of flight)
    mixing: float  # share of edge pixels that fly between near and far
    focal_baseline: float  # mm * pixels (triangulation)
    fraction: float  # disparity steps per pixel
    shadow: float  # width of the one-sided shadow, sensor pixels at 0.5 m
    shadow_side: int
    dark_limit: float  # reflectance (or relative amplitude) below which a pixel is a hole
    grazing_degrees: float  # incidence beyond which a pixel is a hole
    blobs: float  # threshold (standard deviations) for random patches of holes
    scale_error: float
    offset_error: float
    unit: float  # mm per count of the depth file
    farthest: float  # mm; beyond it is a hole
    median: int  # kernel of the camera's own median filter, 0 = none
    smoothing: float  # sigma of the camera's own filter, sensor pixels, 0 = none
    fill: int  # holes are filled from this many pixels around, 0 = not
    dots: float  # contrast of the projected dots in the near-infrared image, 0 = none


@dataclass
class ImageSensor:
    """How the near-infrared camera errs and exposes; radiance 1 = full scale at gain 1."""

    metered: bool  # exposure follows the face
    percentile: float
    target: float
    fixed_gain: float
    gain_limit: float
    blur: float  # pixels
    motion: int  # length of the motion blur in pixels, 0 = none
    motion_angle: float
    shot: float
    read: float
    gamma: float
    contrast: float
    lift: float
    jpeg: int  # quality, 0 = not compressed


@dataclass
class Conditions:
    distance: float  # mm, camera to the middle of the face
    camera: Camera
    place: tuple  # where the face is, pixels from the middle of the frame
    yaw: float  # degrees
    pitch: float
    roll: float
    glasses: Glasses | None
    hat: Hat | None
    pupil_nir: float
    lamp: Lamp
    background: int  # seed of what stands behind
    depth: DepthSensor
    image: ImageSensor
    box_scale: float
    box_shift: tuple  # in box sides

    @property
    def position(self):
        """Where the middle of the face is, camera mm."""
        x, y = self.place
        return np.array(
            [x / self.camera.fx, y / self.camera.fy, 1], np.float32
        ) * np.float32(self.distance)


def draw_conditions(rng):
    focal = rng.uniform(380, 620)
    camera = Camera(
        FRAME_WIDTH, FRAME_HEIGHT, focal, focal * rng.uniform(0.995, 1.005),
        (FRAME_WIDTH - 1) / 2 + rng.normal(0, 5), (FRAME_HEIGHT - 1) / 2 + rng.normal(0, 5),
    )
    distance = float(np.exp(rng.uniform(np.log(250), np.log(1000))))
    place = (rng.normal(0, 60), rng.normal(0, 40))
    yaw, pitch, roll = (rng.normal(0, 1, 3) * np.array([15, 10, 8])).clip(-38, 38)
    return Conditions(
        distance=distance, camera=camera, place=place, yaw=yaw, pitch=pitch, roll=roll,
        glasses=draw_glasses(rng) if rng.random() < 0.3 else None,
        hat=draw_hat(rng) if rng.random() < 0.15 else None,
        pupil_nir=rng.uniform(0.25, 1) if rng.random() < 0.3 else 0.02,
        lamp=draw_lamp(rng, distance), background=int(rng.integers(1 << 31)),
        depth=draw_depth_sensor(rng, camera), image=_draw_image_sensor(rng),
        box_scale=float(np.clip(np.exp(rng.normal(0, 0.08)), 0.82, 1.22)),
        box_shift=(rng.normal(0, 0.04), rng.normal(0, 0.04)),
    )


def draw_lamp(rng, distance):
    direction = rng.normal(0, 1, 3)
    direction[1] = -abs(direction[1])
    direction[2] = -0.7 * abs(direction[2])
    spotted = rng.random() < 0.35
    spot = (rng.normal(0, 0.15), rng.normal(0, 0.15), rng.uniform(0.04, 0.2),
            rng.uniform(-0.3, 0.8))
    return Lamp(
        position=(rng.normal(0, 1, 3) * np.array([12, 12, 3])).astype(np.float32),
        reference=distance, beam=rng.uniform(0, 6), hot_spot=spot if spotted else None,
        ambient=rng.uniform(0, 0.05) if rng.random() < 0.8 else rng.uniform(0.05, 0.5),
        ambient_direction=(direction / np.linalg.norm(direction)).astype(np.float32),
        subsurface=rng.uniform(0.8, 2.6), gloss=rng.uniform(0.4, 1.5),
        reflections=rng.uniform(0, 0.3, (4, 4)).astype(np.float32),
    )


def draw_depth_sensor(rng, camera):
    """A depth camera: one with the image's own pixels, or one that stands beside it."""
    kind = "time-of-flight" if rng.random() < 0.5 else "triangulation"
    separate = rng.random() < 0.35
    focal = camera.fx * rng.uniform(0.45, 1.1)
    width = int(round(FRAME_WIDTH * focal / camera.fx))
    height = int(round(FRAME_HEIGHT * focal / camera.fx))
    own = Camera(
        width, height, focal, focal, (width - 1) / 2 + rng.normal(0, 4),
        (height - 1) / 2 + rng.normal(0, 4),
    )
    turn = rotation(*rng.normal(0, 0.7, 3))
    side = rng.choice([-1, 1])
    shift = np.array([side * rng.uniform(15, 55), rng.normal(0, 3), rng.normal(0, 2)], np.float32)
    time_of_flight = kind == "time-of-flight"
    noise = rng.uniform(0.5, 3.0) if time_of_flight else rng.uniform(0.03, 0.22)
    return DepthSensor(
        kind=kind, separate=separate, camera=own if separate else camera, turn=turn, shift=shift,
        noise=noise, grain=rng.uniform(0, 0.9) if time_of_flight else rng.uniform(0.8, 2.5),
        bias=rng.uniform(-0.8, 2.2), rounding=rng.uniform(0, 0.10), mixing=rng.uniform(0, 1),
        focal_baseline=rng.uniform(450, 1100) * rng.uniform(25, 75),
        fraction=float(rng.choice([8, 16, 32])), shadow=rng.uniform(1, 8),
        shadow_side=int(rng.choice([-1, 1])),
        dark_limit=rng.uniform(0.02, 0.12) if time_of_flight else rng.uniform(0.03, 0.10),
        grazing_degrees=rng.uniform(68, 84), blobs=rng.uniform(2.0, 3.6),
        scale_error=rng.normal(0, 0.006), offset_error=rng.normal(0, 3),
        unit=float(rng.choice([1.0, 0.25, 0.1], p=[0.7, 0.2, 0.1])),
        farthest=rng.uniform(1200, 6000), median=int(rng.choice([0, 3, 5], p=[0.6, 0.3, 0.1])),
        smoothing=rng.uniform(0.6, 2.0) if rng.random() < 0.35 else 0.0,
        fill=int(rng.choice([0, 2, 5], p=[0.8, 0.12, 0.08])),
        dots=rng.uniform(0.1, 0.6) if not time_of_flight and rng.random() < 0.2 else 0.0,
    )


def _draw_image_sensor(rng):
    return ImageSensor(
        metered=rng.random() < 0.6, percentile=rng.uniform(70, 97),
        target=rng.uniform(0.4, 0.95), fixed_gain=rng.uniform(0.6, 1.5),
        gain_limit=rng.uniform(2, 8), blur=rng.uniform(0.3, 1.2),
        motion=int(rng.integers(3, 9)) if rng.random() < 0.2 else 0,
        motion_angle=rng.uniform(0, np.pi), shot=10 ** rng.uniform(-3.2, -1.9),
        read=10 ** rng.uniform(-3, -1.9), gamma=rng.uniform(0.5, 1.0),
        contrast=rng.uniform(0.85, 1.15), lift=rng.normal(0, 0.03),
        jpeg=int(rng.integers(35, 96)) if rng.random() < 0.4 else 0,
    )


NUISANCES = (
    "distance", "focal", "place_x", "place_y", "yaw", "pitch", "roll", "glasses", "hat", "pupil",
    "ambient", "hot_spot", "time_of_flight", "separate", "fill", "median", "smoothing", "unit",
    "farthest", "metered", "motion", "jpeg", "gamma", "box_scale", "box_x", "box_y",
    "mouth_opening",
)


def nuisance_row(c, mouth_opening):
    """The conditions as numbers, in the order of NUISANCES, for the shortcut probe."""
    return np.array([
        c.distance, c.camera.fx, *c.place, c.yaw, c.pitch, c.roll, c.glasses is not None,
        c.hat is not None, c.pupil_nir, c.lamp.ambient, c.lamp.hot_spot is not None,
        c.depth.kind == "time-of-flight", c.depth.separate, c.depth.fill, c.depth.median,
        c.depth.smoothing, c.depth.unit, c.depth.farthest, c.image.metered, c.image.motion,
        c.image.jpeg, c.image.gamma, c.box_scale, *c.box_shift, mouth_opening,
    ], np.float32)
