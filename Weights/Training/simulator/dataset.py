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
class Part:
    """A run of a split's samples; `cycle` lists how many of each species make one round."""

    cycle: dict
    first: int = 0  # sample
    what: str = ""  # is different in it
    spectacled: bool = False  # everybody wears spectacles


@dataclass(frozen=True)
class Split:
    """One part of the data, in parts of its own from the first sample on."""

    name: str
    first_seed: int
    first_identity: int
    identities: int
    parts: tuple
    everything: bool  # also the materials and the sensor that training never sees

    def part(self, index):
        """The part that a sample belongs to."""
        return [part for part in self.parts if part.first <= index][-1]


_TRAINING_CYCLE = {
    "live": 70, "print-flat": 16, "print-bent": 16, "print-cut": 18, "print-wrap": 18,
    "screen": 14, "mask-rigid": 10, "mask-soft": 12, "print-folded": 8, "print-layered": 8,
    "bust": 6, "partial-glasses": 6, "partial-nose": 5, "partial-tape": 5,
}
# Living faces behind spectacles, and spectacles with printed eyes for lenses, are easily taken for each
# other: a part of training has people who all wear some, whatever else they show. As many live as before.
_SPECTACLED_CYCLE = {
    name: {"live": 19, "partial-glasses": 14}.get(name, 2) for name in _TRAINING_CYCLE
}
CLOSED_BEHIND_SPECTACLES = 0.3  # of these have their eyes closed
# What has the relief of a face, or most of one, is the hardest to tell, and was the rarest; as many live.
_RELIEF_CYCLE = {name: {
    "live": 50, "mask-rigid": 13, "mask-soft": 18, "bust": 17, "partial-nose": 18, "partial-tape": 18,
}.get(name, 2) for name in _TRAINING_CYCLE}
_HELD_OUT_CYCLE = {name: 12 if name == "live" else 2 for name in SPECIES}
_HELD_OUT = (Part(_HELD_OUT_CYCLE),)
# Many attacks of the kinds that are to pass least, for a rate of one in ten thousand.
_FLAT_ATTACKS_CYCLE = {name: int(name == "screen" or name.startswith("print")) for name in SPECIES}

SPLITS = {
    "train": Split("train", 1_000_000, 0, 8000, (
        Part(_TRAINING_CYCLE),
        Part(_SPECTACLED_CYCLE, 40_000, "everybody wears spectacles", spectacled=True),
        Part(_RELIEF_CYCLE, 45_000, "there are more masks, busts, cast noses and tape"),
    ), False),
    "dev": Split("dev", 2_000_000, 100_000, 2000, _HELD_OUT, True),
    "test": Split("test", 3_000_000, 200_000, 4000, _HELD_OUT, True),
    "examples": Split("examples", 4_000_000, 300_000, 100, _HELD_OUT, True),
    "prints": Split("prints", 5_000_000, 400_000, 4000, (Part(_FLAT_ATTACKS_CYCLE),), True),
}


def plan(split, index):
    """Species, seed and the two people of sample `index` of a split."""
    order = [name for name, count in split.part(index).cycle.items() for _ in range(count)]
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
    if not split.part(index).spectacled:
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


def load_split(name, folder, limit=None, product="crops", keys=None, change=None, part=(0, 1)):
    """Finished shards of a split as one dictionary of arrays, at most `limit` samples.

    `keys` names the arrays that are wanted; all are read without it. `change` is applied to the
    dictionary of every shard, before the next is read. `part` (place, count) leaves out all but every
    `count`-th of these samples, the first at `place`.
    """
    place, every = part
    parts, count = [], 0
    for path in sorted((Path(folder) / product / name).glob("*.npz")):
        with np.load(path) as shard:
            arrays = {key: shard[key] for key in keys or shard.files}
        size = len(next(iter(arrays.values())))
        if every > 1:
            first, last = (place - count) % every, None if limit is None else limit - count
            arrays = {key: array[first:last:every].copy() for key, array in arrays.items()}
        parts.append(change(arrays) if change else arrays)
        count += size
        if limit is not None and count >= limit:
            break
    if not parts:
        raise FileNotFoundError(f"no {product} of the split {name} below {folder}: run simulate")
    # What has been joined is let go: a split in memory twice is more than a machine may have.
    return {key: np.concatenate([part.pop(key) for part in parts])[:limit] for key in list(parts[0])}
