"""Judges captures of another renderer: the first state of the simulator, which training never saw.

    git archive b8a711c Weights/Training | tar x -C EARLIER
    cd EARLIER/Weights/Training
    python -c "from simulator.dataset import *; make_split('test', 1500, 'FACES', Path('DATA'), 2)"
    cd -; python earlier_simulator.py --data DATA --split test

Its skin, hair, depth noise and attacks were written anew since, so that this is as near to another
camera as simulation comes. It draws the near infrared with metric depth, one face a frame, and seven
species of attack; `dev` may choose between weights, `test` only judge them.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError

from learning import key_points
from learning.fine_tuning import loaded
from learning.fusion import DEPTH_UNIT, LIVE, inputs, shifted
from learning.metrics import rate
from learning.networks import KeyPointNetwork
from learning.weight_files import fitted, opened

SPECIES = (
    "live", "print-flat", "print-bent", "print-cut", "print-wrap", "screen", "mask-rigid",
    "mask-soft",
)
BATCH = 250


def captures(folder, split):
    """Images, depth counts and species of all shards of a split."""
    paths = sorted((folder / split).glob("*.npz"))
    if not paths:
        raise SystemExit(f"{folder / split}: expected shards of the earlier simulator, found none")
    parts = [np.load(path) for path in paths]
    return {key: np.concatenate([part[key] for part in parts])
            for key in ("image", "depth", "species")}


@torch.no_grad()
def scores(data, network, points_network):
    """Probability of live [N] on points that the key-point network finds."""
    found = key_points.predict(points_network, data["image"])["points"][:, :68]
    parts = []
    for start in range(0, len(data["species"]), BATCH):
        part = slice(start, start + BATCH)
        image = torch.from_numpy(data["image"][part]).float() / 255
        depth = torch.from_numpy(data["depth"][part].astype(np.float32)) * DEPTH_UNIT
        parts.append(network(*inputs(image, depth, found[part].float())).softmax(1)[:, LIVE])
    return torch.cat(parts).numpy()


def main():
    weights = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="shards of the earlier simulator")
    parser.add_argument("--split", default="test", choices=["dev", "test"])
    parser.add_argument("--model", type=Path, default=weights / "depth-fusion.safetensors")
    parser.add_argument("--key-points", type=Path, default=weights / "key-points-74.safetensors")
    options = parser.parse_args()
    data = captures(options.data, options.split)
    try:
        card, network = loaded(options.model)
        points_card, parameters = opened(options.key_points, "key-points")
        points_network = KeyPointNetwork(points_card["architecture"])
        points_network = fitted(points_network, parameters, options.key_points).eval()
    except (OSError, ValueError, SafetensorError) as error:
        raise SystemExit(f"{error}") from None
    offset = card.get("logit_offsets", {}).get("nir", 0)
    found = shifted(scores(data, network.eval(), points_network), offset)
    print(f"{card['name']} {card['version']}, threshold {card['threshold']}, {options.split}")
    for number, species in enumerate(SPECIES):
        live = found[data["species"] == number] > card["threshold"]
        wrong = (~live).sum() if species == "live" else live.sum()
        told = rate(int(wrong), len(live))
        low, high = (100 * value for value in told["interval_95"])
        print(f"{species:11} {'refused' if species == 'live' else 'let pass'} {wrong} of {len(live)}: "
              f"{100 * told['rate']:.1f} % ({low:.1f} to {high:.1f})")


if __name__ == "__main__":
    main()
