"""Short trainings of the liveness network that lack something, the stage `left-out` of make_weights.py:

- nothing, with three seeds, whose distance from each other is what chance does;
- one species of attack, which is then judged;
- one sensor, whose captures are then judged;
- a part of the inputs: heatmaps, depth, the image, or the alignment of depth and image.

Each begins with nothing and sees every third sample of the training split three times, in one process of
one thread; so many run side by side as there are `--workers`. One that is finished is not repeated. They
are judged on test in the near infrared; nothing is chosen by them.
"""

import multiprocessing
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from splits import predicted_points, with_predicted_points

SEEDS = (21, 22, 23)
EVERY, EPOCHS = 3, 3
MODALITY = "nir"
UNALIGNED = 20  # pixels of the crop that depth lies beside the image at most: cameras 40 mm apart
FOLDER = "left-out"


class Variant(NamedTuple):
    """A training; what is named is what it lacks."""

    name: str
    seed: int = SEEDS[0]
    species: str | None = None
    sensor: str | None = None
    part: str | None = None


def variants():
    from simulator.rigs import SENSORS, UNSEEN_SENSOR
    from simulator.scenes import SPECIES

    found = [Variant(f"seed-{seed}", seed) for seed in SEEDS]
    found += [Variant(f"part-{p}", part=p) for p in ("heatmaps", "depth", "image", "alignment")]
    found += [Variant(f"species-{s}", species=s) for s in SPECIES if s != "live"]
    return found + [Variant(f"sensor-{s}", sensor=s) for s in SENSORS if s != UNSEEN_SENSOR]


def unaligned(data, seed):
    """The same captures, the depth of each moved sideways by its own number of pixels."""
    moves = np.random.default_rng([seed, 3]).integers(-UNALIGNED, UNALIGNED + 1, len(data["species"]))
    changed = dict(data)
    for key in ("depth", "levels"):
        planes = np.zeros_like(data[key])
        for plane, before, move in zip(planes, data[key], moves):
            plane[:, max(move, 0) : len(plane) + min(move, 0)] = before[
                :, max(-move, 0) : len(plane) + min(-move, 0)]
        changed[key] = planes
    return changed


def _plan(options):
    """Of how many training samples one is seen, and how often."""
    return (1, 1) if options.toy else (EVERY, EPOCHS)


_options = None


def _start(options):
    global _options
    _options = options


@cache
def _split(name):
    return with_predicted_points(_options, name, (0, _plan(_options)[0] if name == "train" else 1))


def _kept(name, variant):
    """What a training keeps of a split."""
    from learning.readers import only
    from simulator.rigs import SENSORS
    from simulator.scenes import SPECIES

    data = _split(name)
    if variant.species:
        data = only(data, data["species"] != SPECIES.index(variant.species))
    if variant.sensor:
        data = only(data, data["sensor"] != SENSORS.index(variant.sensor))
    if variant.part == "alignment":
        data = unaligned(data, 1 if name == "train" else 2)
    return data


def _train(variant):
    """Trains one, and keeps its scores on test and its threshold."""
    import torch

    from learning import fusion
    from learning.fusion_network import build_network, preset
    from learning.metrics import operating_point

    folder = _options.work / FOLDER / variant.name
    result = folder / "test.npz"
    if result.exists():
        return variant.name
    lacking = None if variant.part == "alignment" else variant.part
    epochs = _plan(_options)[1]
    dev, test = _kept("dev", variant), _split("test")
    if variant.part == "alignment":
        test = unaligned(test, 3)
    fusion.train(preset(), lambda part: _kept("train", variant), lambda: dev, epochs,
                 variant.seed, folder, lacking=lacking)
    network = build_network(preset())
    network.load_state_dict(torch.load(folder / f"epoch-{epochs - 1:02d}.pt"))

    def scores(data, name):
        return fusion.live_scores(network, data, name, lacking=lacking)

    threshold = operating_point(scores(dev, MODALITY), dev["species"])
    np.savez(result, scores=scores(test, MODALITY), threshold=threshold)
    return variant.name


def train(options):
    """Trains those that are not finished yet."""
    for name in ("train", "dev", "test"):
        predicted_points(options, name)  # before the processes, all of which need them
    with multiprocessing.get_context("spawn").Pool(options.workers, _start, (options,)) as pool:
        for done, name in enumerate(pool.imap_unordered(_train, variants()), 1):
            print(f"left-out: {done}/{len(variants())} {name}", flush=True)


def _errors(wrong):
    return [int(wrong.sum()), len(wrong)]


def figures(found, species, sensors):
    """The card's entry: errors and presentations [e, n] everywhere.

    `found` gives scores [N] and threshold of each variant by its name; `species` and `sensors` [N] are
    names.
    """
    from simulator.scenes import SPECIES

    live = species == "live"

    def wrong(name):
        scores, threshold = found[name]
        return (scores > threshold) != live

    def by_species(name):
        return {s: _errors(wrong(name)[species == s]) for s in SPECIES if s in species}

    def on_sensor(name, sensor):
        return {"live": _errors(wrong(name)[live & (sensors == sensor)]),
                "attacks": _errors(wrong(name)[~live & (sensors == sensor)])}

    def kept(sensor):
        parts = [on_sensor(f"seed-{seed}", sensor) for seed in SEEDS]
        return {key: np.sum([part[key] for part in parts], 0).tolist() for key in parts[0]}

    known = [v for v in variants() if v.name in found]
    return {
        "seeds": {v.name.split("-")[1]: by_species(v.name) for v in known if v.name.startswith("seed")},
        "species": {v.species: _errors(wrong(v.name)[species == v.species])
                    for v in known if v.species},
        "sensors": {v.sensor: {"left_out": on_sensor(v.name, v.sensor), "kept": kept(v.sensor)}
                    for v in known if v.sensor},
        "parts": {v.part: by_species(v.name) for v in known if v.part},
    }


def write(options):
    """Writes the figures into the liveness network's card; no tensor changes."""
    from input_statistics import rewrite
    from simulator.dataset import load_split
    from simulator.rigs import SENSORS
    from simulator.scenes import SPECIES

    labels = load_split("test", options.work / "data", keys=("species", "sensor"))
    found = {}
    for variant in variants():
        with np.load(options.work / FOLDER / variant.name / "test.npz") as result:
            found[variant.name] = result["scores"], float(result["threshold"])
    count = len(next(iter(found.values()))[0])
    entry = figures(found, np.array(SPECIES)[labels["species"][:count]],
                    np.array(SENSORS)[labels["sensor"][:count]])
    every, epochs = _plan(options)
    samples = len(load_split("train", options.work / "data", keys=("species",))["species"]) // every
    entry = {"samples": samples, "epochs": epochs, **entry}
    rewrite(Path(options.output) / "depth-fusion.safetensors", lambda card: {
        **card, "evaluation": {**card["evaluation"], "left_out": entry}})
