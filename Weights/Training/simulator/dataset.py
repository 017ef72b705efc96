"""Makes the splits: numbered shards of cropped samples, each a pure function of its number.

Identities of the splits never meet: every split draws its people from a range of its own.
"""

import multiprocessing
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .capture import cropped, simulate
from .face_model import FaceModel
from .scenes import SPECIES

SHARD = 250  # samples


@dataclass(frozen=True)
class Split:
    """One part of the data; `cycle` lists how many samples of each species make one round."""

    name: str
    first_seed: int
    first_identity: int
    identities: int
    cycle: dict


_TRAINING_CYCLE = {
    "live": 35, "print-flat": 10, "print-bent": 13, "print-cut": 13, "print-wrap": 13,
    "screen": 6, "mask-rigid": 5, "mask-soft": 5,
}
_HELD_OUT_CYCLE = {name: 6 if name == "live" else 2 for name in SPECIES}

SPLITS = {
    "train": Split("train", 1_000_000, 0, 8000, _TRAINING_CYCLE),
    "dev": Split("dev", 2_000_000, 100_000, 2000, _HELD_OUT_CYCLE),
    "test": Split("test", 3_000_000, 200_000, 4000, _HELD_OUT_CYCLE),
    "examples": Split("examples", 4_000_000, 300_000, 100, _HELD_OUT_CYCLE),
}

_model = None


def _start(faces):
    global _model
    import cv2

    cv2.setNumThreads(1)
    _model = FaceModel(faces)


def plan(split, index):
    """Species, seed and the two people of sample `index` of a split."""
    order = [name for name, count in split.cycle.items() for _ in range(count)]
    rng = np.random.default_rng([split.first_seed, index // len(order)])
    species = rng.permutation(order)[index % len(order)]
    seed = split.first_seed + index
    people = np.random.default_rng([seed, 4]).choice(split.identities, 2, replace=False)
    person, other = (int(p) + split.first_identity for p in people)
    return str(species), seed, person, other


def make_shard(job):
    """Simulates one shard and writes it; an existing shard is left alone."""
    split_name, number, folder = job
    path = Path(folder) / split_name / f"{number:04d}.npz"
    if path.exists():
        return str(path)
    split = SPLITS[split_name]
    rows = []
    for index in range(number * SHARD, (number + 1) * SHARD):
        species, seed, person, other = plan(split, index)
        sample = cropped(simulate(_model, species, seed, person, other))
        rows.append((sample, SPECIES.index(species), seed, person))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part")
    with open(partial, "wb") as file:
        np.savez(
            file,
            image=np.stack([r[0].image for r in rows]),
            depth=np.stack([r[0].depth for r in rows]),
            points=np.stack([r[0].points for r in rows]),
            nuisance=np.stack([r[0].nuisance for r in rows]),
            detail=np.array([r[0].detail for r in rows]),
            species=np.array([r[1] for r in rows], np.int64),
            seed=np.array([r[2] for r in rows], np.int64),
            person=np.array([r[3] for r in rows], np.int64),
        )
    os.replace(partial, path)
    return str(path)


def make_split(name, count, faces, folder, workers):
    """Makes at least `count` samples of a split, in shards, with several processes."""
    shards = -(-count // SHARD)
    jobs = [(name, number, str(folder)) for number in range(shards)]
    with multiprocessing.get_context("spawn").Pool(workers, _start, (str(faces),)) as pool:
        for done, path in enumerate(pool.imap(make_shard, jobs), 1):
            print(f"{name}: shard {done}/{shards} {path}", flush=True)


def load_split(name, folder, limit=None):
    """All finished shards of a split as one dictionary of arrays, at most `limit` samples."""
    paths = sorted((Path(folder) / name).glob("*.npz"))
    if limit is not None:
        paths = paths[: -(-limit // SHARD)]
    parts = [np.load(path) for path in paths]
    return {key: np.concatenate([part[key] for part in parts])[:limit] for key in parts[0].files}
