"""Reads manifests of capture folders, as `liveness evaluate` does, and parts their people into splits.

Whatever is wrong is a `ManifestError` that names the file and the line.
"""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

LABELS = ("bona-fide", "attack")
SPLITS = ("train", "dev", "test")
SHARES = (0.6, 0.2, 0.2)  # of the people, where the manifest does not name splits


class ManifestError(Exception):
    """What was expected of a manifest and what was found."""


@dataclass(frozen=True)
class Row:
    """One capture: its folder, who was on it and what was presented; species is live for a person."""

    capture: Path
    species: str
    subject: str
    split: str

    @property
    def is_live(self):
        return self.species == "live"


def digest(path):
    """The SHA-256 of a manifest."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def read(path, seed):
    """The rows of a manifest; every split has both classes, and no person is in two of them.

    Where no row names a split, people are drawn into splits by the seed.
    """
    path = Path(path)
    if not path.is_file():
        raise ManifestError(f"{path}: expected a manifest, found no such file")
    with open(path, newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file, strict=True)
        for column in ("capture", "label", "subject"):
            if column not in (reader.fieldnames or []):
                raise ManifestError(f"{path}:1: expected a column \"{column}\", found "
                                    f"{', '.join(reader.fieldnames or ['nothing'])}")
        rows = [_row(record, f"{path}:{reader.line_num}", path.parent) for record in reader]
    if not rows:
        raise ManifestError(f"{path}: expected captures, found none")
    named = sum(row.split != "" for row in rows)
    if named not in (0, len(rows)):
        raise ManifestError(f"{path}: expected a split in every row or in none, found it in {named} "
                            f"of {len(rows)}")
    if named == 0:
        rows = _parted(rows, seed)
    _check_people(rows, path)
    check_classes(rows, path)
    return rows


def write(rows, path):
    """Writes rows with their splits, for `liveness evaluate --split`; captures by their whole path."""
    partial = path.with_suffix(".part")
    with open(partial, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("capture", "label", "species", "subject", "split"))
        for row in rows:
            label, species = ("bona-fide", "") if row.is_live else ("attack", row.species)
            writer.writerow((row.capture.resolve(), label, species, row.subject, row.split))
    partial.replace(path)


def _row(record, place, folder):
    label, split = record["label"], record.get("split") or ""
    if label not in LABELS:
        raise ManifestError(f"{place}: label: expected {' or '.join(LABELS)}, found \"{label}\"")
    if split not in ("", *SPLITS):
        raise ManifestError(f"{place}: split: expected {', '.join(SPLITS)}, found \"{split}\"")
    if not record["subject"]:
        raise ManifestError(f"{place}: subject: expected who was presented, found nothing")
    capture = folder / (record["capture"] or "")
    if not (capture / "capture.json").is_file():
        raise ManifestError(f"{place}: capture: expected a folder with capture.json, found none at "
                            f"{capture}")
    species = "live" if label == "bona-fide" else record.get("species") or "attack"
    if label == "attack" and species == "live":
        raise ManifestError(f"{place}: species: expected that of an attack, found \"live\"")
    return Row(capture, species, record["subject"], split)


def _parted(rows, seed):
    """Rows with splits drawn for whole people, those with attacks and without alike."""
    parts = {}
    rng = np.random.default_rng([seed, 5])
    attacked = {row.subject for row in rows if not row.is_live}
    present = {row.subject for row in rows if row.is_live}
    for people in (present & attacked, present - attacked, attacked - present):
        order = rng.permutation(sorted(people))
        ends = np.round(np.cumsum(SHARES) * len(order)).astype(int)
        for index, person in enumerate(order):
            parts[str(person)] = SPLITS[int(np.searchsorted(ends, index, side="right"))]
    return [Row(row.capture, row.species, row.subject, parts[row.subject]) for row in rows]


def _check_people(rows, path):
    first = {}
    for row in rows:
        if first.setdefault(row.subject, row.split) != row.split:
            raise ManifestError(f"{path}: expected each person in one split, found \"{row.subject}\" "
                                f"in {first[row.subject]} and {row.split}")


def check_classes(rows, path):
    """Every split needs living faces and attacks."""
    for split in SPLITS:
        for live, what in ((True, "bona-fide captures"), (False, "attacks")):
            if not any(row.split == split and row.is_live == live for row in rows):
                raise ManifestError(f"{path}: expected {what} in the split {split}, found none")
