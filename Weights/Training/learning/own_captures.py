"""Turns capture folders into the crops that the networks learn from, by the program itself.

`liveness detect --dump-stages` aligns depth and image, finds the key points and cuts the crops, so that a
network learns from exactly what it will be asked about. A capture that has no crop (no face, a face
cut off, cameras far beside each other) is left out and named.
"""

import json
import shutil
import subprocess
import sys

import numpy as np

from cropping import SIZE, to_crop

from .fusion import DEPTH_UNIT
from .manifest import ManifestError

BATCH = 40  # captures a run of the program
STAGE_BYTES = 8_000_000  # that the stages of one capture take, at most about two megapixels
CROP_BYTES = 50_000  # that a capture keeps
NOMINAL = 0.5  # metres that the farthest depth of a relative map is taken for; any number would do
ANSWERED = (0, 1, 2, 65)  # exit statuses of the program after which its other captures count


def prepare(rows, folder, program, model=None):
    """Writes the crops of every split into a folder; goes on where it was interrupted."""
    folder.mkdir(parents=True, exist_ok=True)
    needed = BATCH * STAGE_BYTES + len(rows) * CROP_BYTES
    if (free := shutil.disk_usage(folder).free) < needed:
        raise OSError(f"{folder}: expected {needed / 1e9:.1f} GB of free space, found "
                      f"{free / 1e9:.1f} GB")
    for start in range(0, len(rows), BATCH):
        part = folder / f"part-{start // BATCH:04d}.npz"
        if not part.exists():
            _prepare_part(rows[start : start + BATCH], part, program, model)
        print(f"crops of {min(start + BATCH, len(rows))}/{len(rows)} captures", flush=True)


def load(rows, folder, split):
    """The crops of one split: image, depth, predicted points, relative, species, capture."""
    parts = []
    for start in range(0, len(rows), BATCH):
        with np.load(folder / f"part-{start // BATCH:04d}.npz") as part:
            parts.append({key: part[key] for key in part.files})
    data = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
    wanted = data.pop("split") == split
    data = {key: values[wanted] for key, values in data.items()}
    for live, what in ((True, "bona-fide captures"), (False, "attacks")):
        if not ((data["species"] == "live") == live).any():
            raise ManifestError(f"{folder}: expected crops of {what} in the split {split}, found "
                                "none: all were left out")
    return data


def _prepare_part(rows, path, program, model):
    stages = path.with_suffix(".stages")
    shutil.rmtree(stages, ignore_errors=True)
    command = [str(program), "detect", "--dump-stages", str(stages)]
    command += ["--model", str(model)] if model else []
    run = subprocess.run(
        command + [str(row.capture) for row in rows], stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True)
    if run.returncode not in ANSWERED:
        raise OSError(f"{program} detect ended with {run.returncode}: {run.stderr.strip()}")
    found = {}
    for description in stages.glob("*/stages.json"):
        record = json.loads(description.read_text())
        if record["crop"] is not None and record["key_points"] is not None:
            found[record["capture"]] = (description.parent, record)
        else:
            reasons = ", ".join(record["reasons"])
            print(f"left out: {record['capture']}: {reasons}", file=sys.stderr, flush=True)
    sys.stderr.write(run.stderr)
    samples = [_sample(row, *found[str(row.capture)]) for row in rows if str(row.capture) in found]
    shutil.rmtree(stages)
    partial = path.with_suffix(".tmp")
    with open(partial, "wb") as file:
        np.savez(file, **_stacked(samples))
    partial.replace(path)


def _sample(row, folder, record):
    crop = record["crop"]
    if crop["size"] != SIZE:
        raise ManifestError(f"{row.capture}: expected a model with crops of {SIZE} pixels, found "
                            f"{crop['size']}")
    depth = np.load(folder / "depth-crop.npy")
    depth = np.where(np.isfinite(depth), depth, 0)
    relative = _is_relative(row.capture)
    if relative and depth.max() > 0:
        depth *= NOMINAL / depth.max()
    square = crop["left"], crop["top"], crop["side"]
    return {
        "image": np.round(255 * np.load(folder / "image-crop.npy")).astype(np.uint8),
        "depth": np.clip(np.round(depth / DEPTH_UNIT), 0, 65535).astype(np.uint16),
        "predicted": to_crop(np.array(record["key_points"])[:68], square).astype(np.float32),
        "box": np.array(record["face_box"], np.float32),
        "relative": relative, "species": row.species, "split": row.split,
        "capture": str(row.capture),
    }


def _is_relative(capture):
    depth = json.loads((capture / "capture.json").read_text())["depth"]
    return depth.get("metres_per_unit") == "relative"


def _stacked(samples):
    if not samples:
        crop = {"image": np.uint8, "depth": np.uint16}
        empty = {key: np.zeros((0, SIZE, SIZE), kind) for key, kind in crop.items()}
        empty["predicted"] = np.zeros((0, 68, 2), np.float32)
        empty["box"], empty["relative"] = np.zeros((0, 4), np.float32), np.zeros(0, bool)
        return empty | {key: np.zeros(0, "U1") for key in ("species", "split", "capture")}
    return {key: np.stack([sample[key] for sample in samples]) for key in samples[0]}
