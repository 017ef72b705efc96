"""Makes the splits: numbered shards of samples, each a pure function of its number.

People of the splits never meet: every split draws them from a range of its own. Training does not
see the materials and the sensor that are kept out.
"""

import multiprocessing
import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .capture import Capture
from .conditions import draw_conditions, nuisance_row
from .face_model import FaceModel, openness
from .people import identity
from .rigs import SENSORS, UNSEEN_SENSOR
from .samples import PRODUCTS
from .scenes import SPECIES
from .worn import draw_glasses

SHARD = 250  # samples


@dataclass(frozen=True)
class Split:
    """One part of the data; `cycle` lists how many samples of each species make one round."""

    name: str
    first_seed: int
    first_identity: int
    identities: int
    cycle: dict
    everything: bool  # also the materials and the sensor that training never sees
    spectacled_from: int | None = None  # from this sample on everybody wears spectacles

    def spectacled(self, index):
        return self.spectacled_from is not None and index >= self.spectacled_from


_TRAINING_CYCLE = {
    "live": 70, "print-flat": 16, "print-bent": 16, "print-cut": 18, "print-wrap": 18,
    "screen": 14, "mask-rigid": 10, "mask-soft": 12, "print-folded": 8, "print-layered": 8,
    "bust": 6, "partial-glasses": 6, "partial-nose": 5, "partial-tape": 5,
}
# Living faces behind spectacles, and spectacles with printed eyes for lenses, are easily taken for each
# other: training ends with people who all wear some, whatever else they show. As many live as before.
_SPECTACLED_CYCLE = {
    name: {"live": 19, "partial-glasses": 14}.get(name, 2) for name in _TRAINING_CYCLE
}
CLOSED_BEHIND_SPECTACLES = 0.3  # of these have their eyes closed
_HELD_OUT_CYCLE = {name: 12 if name == "live" else 2 for name in SPECIES}

SPLITS = {
    "train": Split("train", 1_000_000, 0, 8000, _TRAINING_CYCLE, False, spectacled_from=40_000),
    "dev": Split("dev", 2_000_000, 100_000, 2000, _HELD_OUT_CYCLE, True),
    "test": Split("test", 3_000_000, 200_000, 4000, _HELD_OUT_CYCLE, True),
    "examples": Split("examples", 4_000_000, 300_000, 100, _HELD_OUT_CYCLE, True),
}


def plan(split, index):
    """Species, seed and the two people of sample `index` of a split."""
    cycle = _SPECTACLED_CYCLE if split.spectacled(index) else split.cycle
    order = [name for name, count in cycle.items() for _ in range(count)]
    rng = np.random.default_rng([split.first_seed, index // len(order)])
    species = rng.permutation(order)[index % len(order)]
    seed = split.first_seed + index
    people = np.random.default_rng([seed, 4]).choice(split.identities, 2, replace=False)
    person, other = (int(p) + split.first_identity for p in people)
    return str(species), seed, person, other


def sensors_of(split):
    return SENSORS if split.everything else tuple(s for s in SENSORS if s != UNSEEN_SENSOR)


def planned_conditions(split, index):
    """The conditions of sample `index` of a split."""
    seed = split.first_seed + index
    conditions = draw_conditions(np.random.default_rng([seed, 1]), sensors_of(split))
    if not split.spectacled(index):
        return conditions
    glasses = conditions.glasses or draw_glasses(np.random.default_rng([seed, 8]))
    return replace(conditions, glasses=glasses, closed_eyes=CLOSED_BEHIND_SPECTACLES)


def planned_capture(model, split, index):
    """Capture `index` of a split."""
    return Capture(model, *plan(split, index), planned_conditions(split, index),
                   unseen=split.everything)


def planned_labels(model, name, count, among=None):
    """Labels [count, K] of a split's captures without rendering them, and which are live: of its
    first, or of so many that stand evenly `among` its first.

    They are those of the shards: conditions and expression follow from the seed alone.
    """
    split = SPLITS[name]
    rows, live = [], []
    for index in range(count) if among is None else (i * among // count for i in range(count)):
        species, seed, person, _ = plan(split, index)
        conditions = planned_conditions(split, index)
        expression = model.expression(np.random.default_rng([seed, 2]), conditions.closed_eyes)
        vertices = model.vertices(identity(person), expression)
        rows.append(nuisance_row(conditions, openness(model.marks(vertices))))
        live.append(species == "live")
    return np.stack(rows).astype(np.float64), np.array(live)


_model = None


def _start(faces):
    global _model
    import cv2

    cv2.setNumThreads(1)
    _model = FaceModel(faces)


def shard_path(folder, product, split_name, number):
    return Path(folder) / product / split_name / f"{number:04d}.npz"


def make_shard(job):
    """Simulates one shard and writes it; an existing shard is left alone."""
    product, split_name, number, folder, size = job
    path = shard_path(folder, product, split_name, number)
    if path.exists():
        return str(path)
    split = SPLITS[split_name]
    rows = [
        PRODUCTS[product](planned_capture(_model, split, index))
        for index in range(number * size, (number + 1) * size)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part")
    with open(partial, "wb") as file:
        np.savez(file, **{key: np.stack([row[key] for row in rows]) for key in rows[0]})
    os.replace(partial, path)
    return str(path)


def make_split(name, count, faces, folder, workers, product="crops", size=SHARD):
    """Makes at least `count` samples of a split, in shards, with several processes."""
    shards = -(-count // size)
    jobs = [(product, name, number, str(folder), size) for number in range(shards)]
    with multiprocessing.get_context("spawn").Pool(workers, _start, (str(faces),)) as pool:
        for done, path in enumerate(pool.imap(make_shard, jobs), 1):
            print(f"{product} {name}: shard {done}/{shards} {path}", flush=True)


def load_split(name, folder, limit=None, product="crops", keys=None, change=None):
    """Finished shards of a split as one dictionary of arrays, at most `limit` samples.

    `keys` names the arrays that are wanted; all are read without it. `change` is applied to the
    dictionary of every shard, before the next is read.
    """
    parts, count = [], 0
    for path in sorted((Path(folder) / product / name).glob("*.npz")):
        with np.load(path) as part:
            arrays = {key: part[key] for key in keys or part.files}
        parts.append(change(arrays) if change else arrays)
        count += len(next(iter(parts[-1].values())))
        if limit is not None and count >= limit:
            break
    if not parts:
        raise FileNotFoundError(f"no {product} of the split {name} below {folder}: run simulate")
    return {key: np.concatenate([part[key] for part in parts])[:limit] for key in parts[0]}
