"""Depth cameras and the images beside them: sizes, focal lengths, baselines, dots.

Figures are those of the makers' data sheets and SDKs, rounded; ranges around them stand for
tolerances and for cameras of the same kind. `NOISE` follows Nguyen et al. 2012 (structured light),
the disparity error z^2 * subpixel / (f * B) with a subpixel error of 0.05 to 0.1 and more on skin
(stereo), and sigma proportional to z^2 / amplitude (time of flight).
"""

from dataclasses import dataclass

import numpy as np

from .geometry import Camera, rotation

SENSORS = (
    "time-of-flight", "time-of-flight-small", "lidar", "structured-light", "coded-light",
    "active-stereo", "active-stereo-wide", "front-camera",
)
UNSEEN_SENSOR = "coded-light"  # kept out of training


@dataclass(frozen=True)
class Rig:
    """One kind of depth camera; pixels, mm, degrees."""

    method: str  # "time-of-flight" or "triangulation"
    width: int
    height: int
    focal: float
    baseline: float  # between projector and camera or between both cameras
    noise: tuple  # mm at 0.5 m (time of flight) or pixels of disparity, range
    fractions: tuple  # disparity steps per pixel
    dot_cell: float  # radians from dot to dot, 0 = no dots
    separate: float  # share of captures whose image comes from another camera beside it
    source: str


RIGS = {
    "time-of-flight": Rig(
        "time-of-flight", 640, 576, 505, 0, (0.5, 3.0), (), 0, 0.35,
        "Azure Kinect and Femto narrow mode: 640x576, fx 505, sigma at most 17 mm over the range"),
    "time-of-flight-small": Rig(
        "time-of-flight", 224, 172, 208, 0, (0.8, 3.5), (), 0, 0.35,
        "small modules of 224x172 and 62 by 45 degrees"),
    "lidar": Rig(
        "time-of-flight", 1024, 768, 730, 0, (0.6, 2.5), (), 0, 0.5,
        "RealSense L515: 1024x768, 70 by 55 degrees, 0.25 mm units"),
    "structured-light": Rig(
        "triangulation", 640, 480, 575, 75, (0.03, 0.16), (8.0,), 0.0055, 0.5,
        "Orbbec Astra and the first Kinect: fx 570-580, baseline 75 mm, 1/8 px steps"),
    "coded-light": Rig(
        "triangulation", 640, 480, 475, 26, (0.02, 0.08), (16.0, 32.0), 0, 0.35,
        "RealSense SR300/SR305: 640x480, fx 475, depth and infrared share the imager"),
    "active-stereo": Rig(
        "triangulation", 848, 480, 425, 50, (0.05, 0.16), (32.0,), 0.0125, 0.35,
        "RealSense D435: fx 425 at 848x480, baseline 50 mm, 1/32 px steps, about 5,000 dots"),
    "active-stereo-wide": Rig(
        "triangulation", 848, 480, 422, 95, (0.05, 0.16), (32.0,), 0.0125, 0.35,
        "RealSense D455: baseline 95 mm, nearest distance 0.34 m"),
    "front-camera": Rig(
        "triangulation", 640, 480, 585, 27, (0.02, 0.08), (16.0, 32.0), 0.0062, 0.4,
        "telephones' front depth cameras: 640x480, about 30,000 dots"),
}
IMAGE_SIZES = ((640, 480), (640, 480), (640, 400), (800, 600), (1280, 720))


@dataclass
class Projector:
    """Dots: where the projector stands and what its pattern looks like."""

    baseline: float  # mm beside the camera
    cell: float  # radians
    radius: float  # radians
    contrast: float
    seed: int


@dataclass
class DepthSensor:
    """How the depth camera errs; lengths in mm."""

    name: str
    kind: str  # "time-of-flight" or "triangulation"
    separate: bool  # a camera of its own, beside the image's
    camera: Camera
    turn: np.ndarray  # p_image = turn @ p_depth + shift (camera mm)
    shift: np.ndarray
    noise: float  # mm at 0.5 m (time of flight) or pixels of disparity (triangulation)
    grain: float  # correlation of that noise, sensor pixels
    drift: float  # pixels of disparity, slowly varying error (triangulation)
    bias: float  # mm: amplitude-dependent error (time of flight)
    wiggle: float  # mm: periodic error with distance (time of flight)
    rounding: float  # multipath fills concavities (share, time of flight)
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
    fill: str  # how the camera fills holes: none, grow, left, farthest, nearest
    speckle: float  # share of isolated wrong pixels
    wrong_unit: float  # declared unit over true unit; 1 = right
    projector: Projector
    sunlit: float  # share of the lamp that sunlight outshines, 0 = none


FILLS = ("none", "grow", "left", "farthest", "nearest")


def draw_depth_sensor(rng, camera_of, room, sensors):
    """A depth camera and the image camera of its rig.

    `camera_of(width, height, focal)` makes a camera; the image is of the depth camera's own imager,
    or of another camera 15 to 60 mm beside it.
    """
    name = str(rng.choice(sensors))
    rig = RIGS[name]
    size = rng.uniform(0.94, 1.06)
    own = camera_of(rig.width, rig.height, rig.focal * size)
    separate = bool(rng.random() < rig.separate)
    width, height = IMAGE_SIZES[rng.integers(len(IMAGE_SIZES))]
    beside = camera_of(width, height, width * rng.uniform(0.6, 0.97))
    turn = rotation(*rng.normal(0, 0.6, 3))
    side = rng.choice([-1, 1])
    shift = np.array([side * rng.uniform(15, 60), rng.normal(0, 3), rng.normal(0, 2)], np.float32)
    flying = rig.method == "time-of-flight"
    cell = rig.dot_cell or rng.uniform(0.005, 0.013)
    projector = Projector(
        baseline=rng.choice([-1, 1]) * (rig.baseline or rng.uniform(10, 60)),
        cell=cell * rng.uniform(0.85, 1.2), radius=cell * rng.uniform(0.14, 0.26),
        contrast=rng.uniform(0.35, 0.95), seed=int(rng.integers(1 << 30)),
    )
    sunlight = room.illumination == "sunlight"
    sensor = DepthSensor(
        name=name, kind=rig.method, separate=separate, camera=own, turn=turn, shift=shift,
        noise=rng.uniform(*rig.noise), grain=rng.uniform(0, 0.9) if flying else rng.uniform(0.8, 2.5),
        drift=rng.uniform(0, 0.06), bias=rng.uniform(-0.8, 2.2), wiggle=rng.uniform(0.3, 3),
        rounding=rng.uniform(0, 0.10), mixing=rng.uniform(0, 1),
        focal_baseline=rig.focal * size * (rig.baseline or 50) * rng.uniform(0.9, 1.1),
        fraction=float(rng.choice(rig.fractions or (16.0,))), shadow=rng.uniform(1, 14),
        shadow_side=int(rng.choice([-1, 1])),
        dark_limit=rng.uniform(0.02, 0.12) if flying else rng.uniform(0.03, 0.10),
        grazing_degrees=rng.uniform(68, 84), blobs=rng.uniform(1.8, 3.6),
        scale_error=rng.normal(0, 0.006), offset_error=rng.normal(0, 3),
        unit=float(rng.choice([1.0, 0.25, 0.125, 0.1], p=[0.65, 0.15, 0.1, 0.1])),
        farthest=rng.uniform(1200, 6000), median=int(rng.choice([0, 3, 5], p=[0.6, 0.3, 0.1])),
        smoothing=rng.uniform(0.6, 3.0) if rng.random() < 0.5 else 0.0,
        fill=str(rng.choice(FILLS, p=[0.55, 0.15, 0.1, 0.1, 0.1])),
        speckle=10 ** rng.uniform(-4, -2) if rng.random() < 0.3 else 0.0,
        wrong_unit=float(rng.choice([0.1, 0.25, 0.5, 2, 4, 10])) if rng.random() < 0.04 else 1.0,
        projector=projector, sunlit=rng.uniform(0.3, 0.9) if sunlight else 0.0,
    )
    return sensor, (beside if separate else own)
