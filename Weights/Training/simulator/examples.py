"""Writes the sample captures: whole frames of people whom training, dev and test never saw.

Seeds and people follow from the position in the list; nothing is chosen by its outcome.
"""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from .capture import simulate
from .conditions import FRAME_HEIGHT, FRAME_WIDTH, draw_conditions
from .dataset import SPLITS
from .face_model import FaceModel
from .geometry import Camera, rotation

# Name and whether one time-of-flight sensor gives both frames (else a structured-light rig).
EXAMPLES = (
    ("live-01", True), ("live-02", False), ("live-03", True), ("live-04", False),
    ("attack-print-flat-01", True), ("attack-print-flat-02", False),
    ("attack-print-bent-01", False), ("attack-print-cut-01", True),
    ("attack-print-wrap-01", False), ("attack-screen-01", True),
    ("attack-mask-rigid-01", False), ("attack-mask-soft-01", True),
)


def example_conditions(seed, aligned):
    """Conditions as drawn for any capture, with one of the two camera arrangements."""
    c = draw_conditions(np.random.default_rng([seed, 1]))
    rng = np.random.default_rng([seed, 9])
    if aligned:
        sensor = replace(c.depth, kind="time-of-flight", separate=False, camera=c.camera, unit=1.0,
                         noise=rng.uniform(0.5, 3.0), grain=rng.uniform(0, 0.9), dots=0.0)
        return replace(c, depth=sensor)
    distortion = tuple(
        round(float(v), 5) for v in rng.normal(0, 1, 5) * [0.06, 0.04, 0.001, 0.001, 0.01]
    )
    camera = replace(c.camera, distortion=distortion)
    beside = Camera(
        FRAME_WIDTH, FRAME_HEIGHT, 570.0, 570.0, (FRAME_WIDTH - 1) / 2 + rng.normal(0, 3),
        (FRAME_HEIGHT - 1) / 2 + rng.normal(0, 3),
    )
    shift = [rng.choice([-1, 1]) * rng.uniform(25, 50), rng.normal(0, 2), rng.normal(0, 1.5)]
    sensor = replace(
        c.depth, kind="triangulation", separate=True, camera=beside, unit=1.0,
        turn=rotation(*rng.normal(0, 0.6, 3)), shift=np.array(shift, np.float32),
        noise=rng.uniform(0.03, 0.22), grain=rng.uniform(0.8, 2.5),
        dark_limit=rng.uniform(0.03, 0.10),
    )
    return replace(c, camera=camera, depth=sensor)


def _camera(camera):
    coefficients = [float(v) for v in camera.distortion]
    model = "brown-conrady" if coefficients else "none"
    numbers = {k: round(float(getattr(camera, k)), 4) for k in ("fx", "fy", "cx", "cy")}
    return {
        "width": camera.width, "height": camera.height, **numbers,
        "distortion": {"model": model, "coefficients": coefficients},
    }


def _orthonormal(matrix):
    """The nearest rotation matrix in double precision."""
    u, _, v = np.linalg.svd(np.asarray(matrix, np.float64))
    return (u @ v).tolist()


def write_example(model, folder, name, aligned, index):
    """Simulates one sample capture and writes capture.json, depth.png and nir.png."""
    split = SPLITS["examples"]
    seed = split.first_seed + index
    person, other = split.first_identity + 2 * index, split.first_identity + 2 * index + 1
    species = "live" if name.startswith("live") else name[len("attack-") : -len("-01")]
    return write_capture(model, Path(folder) / name, species, seed, person, other, aligned)


def write_capture(model, target, species, seed, person, other, aligned):
    """Simulates whole frames of one scene and writes them as a capture folder."""
    c = example_conditions(seed, aligned)
    frames = simulate(model, species, seed, person, other, conditions=c, full_frame=True)
    description = {
        "format": "liveness-capture/1",
        "depth": {
            "file": "depth.png", "metres_per_unit": 0.001, "invalid": [0],
            "camera": _camera(c.depth.camera),
        },
        "images": [{"file": "nir.png", "modality": "nir", "camera": _camera(c.camera)}],
        "aligned": aligned,
    }
    if not aligned:
        description["depth_to_image"] = {
            "rotation": _orthonormal(c.depth.turn),
            "translation_metres": [round(float(v) / 1000, 6) for v in c.depth.shift],
        }
    description["face_box"] = [round(float(v), 1) for v in frames.box]
    target.mkdir(parents=True, exist_ok=True)
    depth = np.clip(np.round(frames.depth), 0, 65535).astype(np.uint16)
    packed = [cv2.IMWRITE_PNG_COMPRESSION, 9]
    cv2.imwrite(str(target / "depth.png"), depth, packed)
    cv2.imwrite(str(target / "nir.png"), frames.image, packed)
    (target / "capture.json").write_text(json.dumps(description, indent=2) + "\n")
    return frames


def write_examples(faces, folder):
    model = FaceModel(faces)
    for index, (name, aligned) in enumerate(EXAMPLES):
        write_example(model, folder, name, aligned, index)
        print(f"examples: {name}", flush=True)
