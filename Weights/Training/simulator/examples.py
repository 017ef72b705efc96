"""Writes the sample captures: whole frames of people whom training, dev and test never saw.

Seeds and people follow from the position in the list; nothing is chosen by its outcome.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from .capture import Capture
from .conditions import draw_conditions
from .dataset import SPLITS
from .face_model import FaceModel
from .folders import write_capture
from .geometry import Camera, rotation

FRAME_WIDTH, FRAME_HEIGHT = 640, 480  # pixels
# Name and whether one time-of-flight sensor gives both frames (else a structured-light rig).
EXAMPLES = (
    ("live-01", True), ("live-02", False), ("live-03", True), ("live-04", False),
    ("attack-print-flat-01", True), ("attack-print-flat-02", False),
    ("attack-print-bent-01", False), ("attack-print-cut-01", True),
    ("attack-print-wrap-01", False), ("attack-screen-01", True),
    ("attack-mask-rigid-01", False), ("attack-mask-soft-01", True),
)


def _pinhole(rng, focal):
    return Camera(
        FRAME_WIDTH, FRAME_HEIGHT, focal, focal, (FRAME_WIDTH - 1) / 2 + rng.normal(0, 3),
        (FRAME_HEIGHT - 1) / 2 + rng.normal(0, 3),
    )


def example_conditions(seed, aligned):
    """Conditions as drawn for any capture, with one of the two camera arrangements."""
    rig = "time-of-flight" if aligned else "structured-light"
    c = draw_conditions(np.random.default_rng([seed, 1]), (rig,))
    rng = np.random.default_rng([seed, 9])
    camera = _pinhole(rng, rng.uniform(430, 600))
    sensor = replace(c.depth, separate=not aligned, camera=camera, unit=1.0, wrong_unit=1.0)
    if not aligned:
        distortion = tuple(
            round(float(v), 5) for v in rng.normal(0, 1, 5) * [0.06, 0.04, 0.001, 0.001, 0.01]
        )
        camera = replace(camera, distortion=distortion)
        shift = [rng.choice([-1, 1]) * rng.uniform(25, 50), rng.normal(0, 2), rng.normal(0, 1.5)]
        sensor = replace(sensor, camera=_pinhole(rng, 570.0), turn=rotation(*rng.normal(0, 0.6, 3)),
                         shift=np.array(shift, np.float32))
    place = tuple(float(np.clip(v, -reach, reach)) for v, reach in zip(c.place, (120, 80)))
    return replace(c, camera=camera, depth=sensor, place=place)


def write_examples(faces, folder):
    model = FaceModel(faces)
    split = SPLITS["examples"]
    for index, (name, aligned) in enumerate(EXAMPLES):
        seed = split.first_seed + index
        person, other = split.first_identity + 2 * index, split.first_identity + 2 * index + 1
        species = "live" if name.startswith("live") else name[len("attack-") : -len("-01")]
        capture = Capture(model, species, seed, person, other, example_conditions(seed, aligned))
        write_capture(capture, Path(folder) / name, modalities=("nir",), truth=False)
        print(f"examples: {name}", flush=True)
