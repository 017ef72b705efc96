"""Self-checks of simulator and training code; prints one line each and fails loudly.

    python checks.py --faces face3d_ict_light_min.npz [--data WORK/data]
"""

import argparse

import numpy as np
import torch

import cropping
from learning import preprocessing
from learning.fusion_network import build_network, preset
from learning.key_points import MIRROR
from learning.metrics import clopper_pearson, lowest_threshold, operating_point
from learning.networks import KeyPointNetwork
from simulator.capture import cropped, simulate
from simulator.conditions import NUISANCES, draw_conditions
from simulator.dataset import SPLITS, load_split, plan
from simulator.face_model import FaceModel
from simulator.scenes import SPECIES

EXPECTED_SPECIES = (
    "live", "print-flat", "print-bent", "print-cut", "print-wrap", "screen", "mask-rigid",
    "mask-soft",
)


def check_crop_round_trip():
    rng = np.random.default_rng(1)
    for _ in range(100):
        square = cropping.crop_square(rng.uniform(-50, 300, 4) + [0, 0, 60, 60])
        points = rng.uniform(-100, 700, (68, 2))
        back = cropping.to_frame(cropping.to_crop(points, square), square)
        assert np.allclose(points, back, atol=1e-9)
    # A box whose crop is exactly 112 pixels of the frame changes nothing.
    frame = rng.integers(0, 255, (200, 200)).astype(np.uint8)
    square = (30.0, 40.0, 112.0)
    assert np.array_equal(cropping.crop_image(frame, square), frame[40:152, 30:142])
    assert np.array_equal(cropping.crop_depth(frame, square), frame[40:152, 30:142])
    assert (cropping.crop_depth(frame, (-200.0, 0.0, 112.0)) == 0).all()


def check_species():
    assert SPECIES == EXPECTED_SPECIES
    assert sorted(MIRROR.tolist()) == list(range(68))
    assert torch.equal(MIRROR[MIRROR], torch.arange(68))


def check_splits():
    ranges = [(s.first_identity, s.first_identity + s.identities) for s in SPLITS.values()]
    ranges.sort()
    assert all(a[1] <= b[0] for a, b in zip(ranges, ranges[1:]))
    for split in SPLITS.values():
        _, seed, person, other = plan(split, 17)
        assert seed == split.first_seed + 17 and person != other
        low, high = split.first_identity, split.first_identity + split.identities
        assert low <= person < high and low <= other < high


def check_conditions_ignore_species(model):
    rows = [cropped(simulate(model, s, 12345, 1, 2)).nuisance for s in SPECIES]
    # The mouth belongs to the scene: drawn from the species' own stream, first of all.
    assert all(np.array_equal(rows[0], row) for row in rows[1:])
    first = draw_conditions(np.random.default_rng([12345, 1]))
    second = draw_conditions(np.random.default_rng([12345, 1]))
    assert first.distance == second.distance


def check_repeatable(model):
    one, two = (cropped(simulate(model, "print-cut", 99, 5, 6)) for _ in range(2))
    assert np.array_equal(one.image, two.image) and np.array_equal(one.depth, two.depth)


def check_normalisation():
    depth = torch.full((1, 112, 112), 0.5)
    depth[0, :56] = 0.45
    depth[0, 0, 0] = 0
    points = torch.full((1, 68, 2), 80.0)
    relief = preprocessing.normalised_depth(depth, points)[0]
    assert relief[0, 0] == -1 and abs(relief[10, 10] - 0.5) < 1e-6 and relief[100, 10] == 0
    flat = preprocessing.normalised_relative_depth(depth, points)[0]
    assert flat[0, 0] == -1 and flat[10, 10] == 0
    # Scale and offset of relative depth do not matter.
    spread = points.clone()
    spread[0, :34, 1] = 20
    once = preprocessing.normalised_relative_depth(depth, spread)
    scaled = torch.where(depth > 0, depth * 37 + 5, 0.0)
    assert torch.allclose(once, preprocessing.normalised_relative_depth(scaled, spread), atol=1e-4)


def check_networks():
    points = KeyPointNetwork().eval()(torch.zeros(1, 1, 112, 112))
    description = preset("depth-nir")
    network = build_network(description).eval()
    logits = network(torch.zeros(1, 2, 112, 112), torch.zeros(1, 2, 112, 112))
    assert points.shape == (1, 136) and logits.shape == (1, 2)
    # The description says what training feeds the network.
    depth = description["inputs"][0]["normalization"]
    assert depth["range_metres"] == preprocessing.RANGE
    assert depth["relative_spread_metres"] == preprocessing.RELATIVE_SPREAD
    assert description["heatmap"] == {"planes": 1, "sigma_pixels": preprocessing.SIGMA}
    assert description["crop"] == {"scale": cropping.SCALE, "size": cropping.SIZE}


def check_metrics():
    low, high = clopper_pearson(0, 20)
    assert low == 0 and abs(high - 0.16843) < 1e-4
    species = np.repeat(np.arange(8), 200)
    scores = np.where(species == 0, np.linspace(0.5, 1, 1600), np.linspace(0, 0.8, 1600))
    screens = scores[species == SPECIES.index("screen")]
    assert (screens > lowest_threshold(scores, species)).sum() == 2
    point = operating_point(scores, species)
    assert point >= lowest_threshold(scores, species)
    scores = np.where(species == 0, np.linspace(0.5, 4.5, 1600), 0.1)
    refused = scores[species == 0] <= operating_point(scores, species)
    assert refused.sum() == 3


def check_shortcuts(folder):
    """Nuisances alone must not tell live from attack: area under the curve near 0.5."""
    data, held_out = load_split("train", folder), load_split("test", folder)

    def features(d):
        x = np.concatenate([d["nuisance"], d["nuisance"] ** 2], 1).astype(np.float64)
        return x, (d["species"] == 0).astype(np.float64)

    x, y = features(data)
    mean, deviation = x.mean(0), x.std(0) + 1e-9
    x = np.concatenate([(x - mean) / deviation, np.ones((len(x), 1))], 1)
    w = np.zeros(x.shape[1])
    for _ in range(10):  # Newton's method with a little ridge
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.eye(len(w))
        w -= np.linalg.solve(hessian, x.T @ (p - y) + w)
    x, y = features(held_out)
    score = np.concatenate([(x - mean) / deviation, np.ones((len(x), 1))], 1) @ w
    rank = np.argsort(np.argsort(score)) + 1
    live = int(y.sum())
    area = (rank[y == 1].sum() - live * (live + 1) / 2) / (live * (len(y) - live))
    print(f"  shortcut probe over {len(NUISANCES)} nuisances: area under the curve {area:.3f}")
    assert abs(area - 0.5) < 0.04


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faces", required=True)
    parser.add_argument("--data")
    options = parser.parse_args()
    model = FaceModel(options.faces)
    checks = [
        (check_crop_round_trip,), (check_species,), (check_splits,),
        (check_conditions_ignore_species, model), (check_repeatable, model),
        (check_normalisation,), (check_networks,), (check_metrics,),
    ]
    if options.data:
        checks.append((check_shortcuts, options.data))
    for check, *arguments in checks:
        check(*arguments)
        print(f"{check.__name__.replace('_', ' ')}: ok", flush=True)


if __name__ == "__main__":
    main()
