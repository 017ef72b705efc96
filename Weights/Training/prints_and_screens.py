"""Measures how many living faces are accepted where one print or screen of ten thousand is.

    python prints_and_screens.py measure --faces face3d_ict_light_min.npz --work WORK
    python prints_and_screens.py write --work WORK

The attacks are 20,000 simulated prints and screens of people of their own, of all materials and
sensors, those that training never saw too; the living faces are those of the test split, which
`make_weights.py simulate` made. `write` puts the figures into the weight file's card; no tensor
changes.
"""

import argparse
import json
from pathlib import Path

import numpy as np

ATTACKS = 20_000
RATES = (1e-2, 1e-3, 1e-4)  # of the attacks that are let pass
FIGURES = "prints-and-screens.json"


def figures(live, attacks, species, threshold):
    """What passes at the threshold, by species [N] of the attacks, and the living faces accepted where
    so many attacks in a hundred, thousand and ten thousand pass, as far as there are so many.
    """
    from learning.metrics import error_rates, rate

    at_rates, ordered = [], np.sort(attacks)[::-1]
    for share in RATES:
        if share * len(ordered) < 1:
            continue
        strict = float(ordered[int(share * len(ordered) + 1e-9)])  # so many are above it, or fewer
        at_rates.append({
            "attacks_accepted": share, "threshold": round(strict, 5),
            "live_accepted": rate(int((live > strict).sum()), len(live)),
        })
    return {
        "all": rate(int((attacks > threshold).sum()), len(attacks)),
        "species": error_rates(attacks, species, threshold), "at": at_rates,
    }


def measure(options):
    import torch

    from learning import fusion, key_points, readers
    from learning.fine_tuning import loaded
    from learning.networks import KeyPointNetwork
    from learning.weight_files import fitted, opened
    from simulator.dataset import make_split

    data = options.work / "data"
    make_split("prints", options.count, options.faces, data, options.workers)
    torch.set_num_threads(options.workers)
    card, network = loaded(options.weights)
    points_card, parameters = opened(options.key_points, "key-points")
    finder = fitted(KeyPointNetwork(points_card["architecture"]), parameters, options.key_points).eval()

    def scored(crops):
        crops["predicted"] = {
            name: key_points.predict(finder, crops[name])["points"][:, :68].numpy()
            for name in readers.IMAGES}
        moves = card.get("logit_offsets")
        scores = {name: fusion.live_scores(network, crops, name, offsets=moves)
                  for name in readers.IMAGES}
        return {**scores, "nir and rgb": fusion.scores_of_both(network, crops, moves)}

    test = readers.fusion(data, "test")
    is_live = test["species"] == readers.LIVE
    live = scored({key: value[is_live] for key, value in test.items()})
    prints = readers.fusion(data, "prints", options.count)
    attacks = scored(prints)
    found = {name: figures(live[name], attacks[name], prints["species"], card["threshold"])
             for name in live}
    (options.work / FIGURES).write_text(json.dumps(found, indent=1))


def write(options):
    from input_statistics import rewrite

    found = json.loads((options.work / FIGURES).read_text())
    rewrite(options.weights, lambda card: {
        **card, "evaluation": {**card["evaluation"], "prints_and_screens": found}})


def main():
    here = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=["measure", "write"])
    parser.add_argument("--faces", type=Path, help="the ICT-FaceKit reduction, to measure")
    parser.add_argument("--work", type=Path, required=True, help="folder for data and figures")
    parser.add_argument("--count", type=int, default=ATTACKS, help="prints and screens")
    parser.add_argument("--workers", type=int, default=2, help="processes, or threads")
    parser.add_argument("--weights", type=Path, default=here / "depth-fusion.safetensors")
    parser.add_argument("--key-points", type=Path, default=here / "key-points-74.safetensors")
    options = parser.parse_args()
    if options.stage == "measure" and options.faces is None:
        parser.error("measure needs --faces")
    if options.count < 1:
        parser.error(f"--count: expected 1 or more, found {options.count}")
    try:
        (write if options.stage == "write" else measure)(options)
    except (OSError, ValueError) as error:
        raise SystemExit(f"prints_and_screens.py {options.stage}: {error}") from None


if __name__ == "__main__":
    main()
