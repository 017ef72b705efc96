"""Writes captures as folders that the library reads, with a manifest that names what they show.

Whole frames in the cameras' own sizes: depth.png, nir.png, nir-dots.png, rgb.png, capture.json, and
truth.json with the points, their visibility, the boxes of all faces and the pose.
"""

import csv
import json
import os
from pathlib import Path

import cv2
import numpy as np

from .capture import whole_frame
from .dataset import SPLITS, planned_capture

FILES = {"nir": "nir.png", "nir-dots": "nir-dots.png", "rgb": "rgb.png"}
COLUMNS = ("capture", "label", "species", "material", "illumination", "camera", "subject", "split")
_PACKED = [cv2.IMWRITE_PNG_COMPRESSION, 9]


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


def _description(capture, modalities, relative):
    c = capture.conditions
    aligned = relative or not c.depth.separate
    scale = "relative" if relative else round(0.001 * c.depth.unit * c.depth.wrong_unit, 9)
    camera = c.camera if relative else c.depth.camera
    description = {
        "format": "liveness-capture/1",
        "depth": {"file": "depth.png", "metres_per_unit": scale, "invalid": [0],
                  "camera": _camera(camera)},
        "images": [
            {"file": FILES[name], "modality": name, "camera": _camera(c.camera)}
            for name in modalities
        ],
        "aligned": aligned,
    }
    if not aligned:
        description["depth_to_image"] = {
            "rotation": _orthonormal(c.depth.turn),
            "translation_metres": [round(float(v) / 1000, 6) for v in c.depth.shift],
        }
    description["face_box"] = [round(float(v), 1) for v in capture.box]
    return description


def _truth(capture, streams):
    c, scene = capture.conditions, capture.scene
    rounded = [[round(float(v), 2) for v in point] for point in capture.points]
    boxes = [capture.true_box, *capture.other_faces(streams)]
    return {
        "points": rounded[:68], "pupils": rounded[68:70], "canthi": rounded[70:],
        "visible": capture.visible_marks(streams).tolist(),
        "openness": [round(float(v), 4) for v in scene.openness],
        "yaw_pitch_roll_degrees": [round(float(v), 2) for v in (c.yaw, c.pitch, c.roll)],
        "face_boxes": [[round(float(v), 1) for v in box] for box in boxes],
        "distance_millimetres": round(c.distance, 1), "detail": scene.detail,
    }


def write_capture(capture, target, modalities=tuple(FILES), relative=False, truth=True):
    """Renders whole frames and writes one folder; gives the streams.

    With `relative`, depth is the camera's 8-bit picture of it, without a scale.
    """
    c = capture.conditions
    streams = capture.streams(
        [whole_frame(c.camera)], "rgb" in modalities, "nir-dots" in modalities
    )[0]
    target = Path(target)
    target.mkdir(parents=True, exist_ok=True)
    images = {"nir": streams.nir, "nir-dots": streams.nir_dots, "rgb": streams.rgb}
    for name in modalities:
        image = images[name][..., ::-1] if images[name].ndim == 3 else images[name]
        cv2.imwrite(str(target / FILES[name]), image, _PACKED)
    counts = np.clip(np.round(streams.depth / c.depth.unit), 0, 65535).astype(np.uint16)
    cv2.imwrite(str(target / "depth.png"), streams.levels if relative else counts, _PACKED)
    if truth:
        (target / "truth.json").write_text(json.dumps(_truth(capture, streams)) + "\n")
    description = _description(capture, modalities, relative)
    (target / "capture.json").write_text(json.dumps(description, indent=2) + "\n")
    return streams


def write_split(model, name, count, folder):
    """Writes the first `count` captures of a split and their manifest; finished ones are kept.

    A fifth of them, by their number, have 8-bit depth without a scale.
    """
    split, folder = SPLITS[name], Path(folder)
    rows = []
    for index in range(count):
        capture = planned_capture(model, split, index)
        scene, c = capture.scene, capture.conditions
        own = f"{index:06d}-{scene.species}"
        if not (folder / own / "capture.json").exists():
            write_capture(capture, folder / own, relative=index % 5 == 4)
        label = "bona-fide" if scene.species == "live" else "attack"
        rows.append((own, label, "" if scene.species == "live" else scene.species, scene.material,
                     c.room.illumination, c.depth.name, f"person-{scene.person.seed}", name))
        if index % 20 == 19:
            print(f"folders: {index + 1} of {count}", flush=True)
    partial = folder / "manifest.part"
    with open(partial, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    os.replace(partial, folder / "manifest.csv")
