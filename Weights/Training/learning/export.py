"""Chooses the operating point on dev, reads test once, and writes weight files and cards."""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from simulator.dataset import SPLITS
from simulator.scenes import SPECIES

from .detector_card import detector_lines
from .fusion import DEPTH_UNIT, inputs, live_scores
from .fusion_network import build_network
from .metrics import (
    APCER_TARGETS, BPCER_TARGET, THRESHOLD_RULE, error_rates, mean_acceptance, operating_point, rate,
)
from .key_point_card import key_point_lines
from .networks import rounded_to_half

VERSION = "1.0.0"
TOLERANCE = 1e-4
LICENCE = "Apache-2.0"
LIMITS = [
    "Trained and evaluated on simulated captures only; no real camera, person or attack was "
    "used, and rates on real ones will differ.",
    "Masks differ from skin by what the simulator assumes of their relief, reflectance and "
    "scattering; their rates measure that assumption.",
    "Not simulated: make-up, the proportions of children, single strands of hair, projected or "
    "injected video.",
    "Faces turned more than about 40 degrees, nearer than 0.25 m or farther than 1.2 m were not "
    "seen in training.",
]


def training_data(seed, counts):
    made = ", ".join(
        f"{name} {counts[name]} captures from seed {SPLITS[name].first_seed} of "
        f"{SPLITS[name].identities} identities from {SPLITS[name].first_identity}"
        for name in counts
    )
    return (
        "Simulated depth and near-infrared captures of faces drawn from the ICT-FaceKit "
        f"morphable model (MIT licence): {made}; training seed {seed}. Made by Weights/Training."
    )


def conditions_of_evaluation(counts):
    return {
        "split": "test", "unit": "one frame pair", "unseen_identities": True,
        "simulated": True, "samples": dict(counts),
        "seeds": {name: SPLITS[name].first_seed for name in counts},
        "identities": {name: SPLITS[name].identities for name in counts},
    }


def fusion_card(description, counts, threshold, evaluation, seed):
    return {
        "format": "liveness-model/1", "name": "depth-fusion-nir", "version": VERSION,
        "kind": "depth-fusion", **description, "threshold": threshold,
        "golden_tolerance": TOLERANCE, "licence": LICENCE,
        "training_data": training_data(seed, counts), "evaluation": evaluation,
        "limits": LIMITS + [
            "Near-infrared images with their own lamp only; not trained on colour images.",
        ],
    }


def save_model(path, network, golden, card):
    """Writes parameters as F16, golden tensors as F32 and the card, and reads the size back."""
    tensors = {
        key: value.detach().half().contiguous().clone(memory_format=torch.contiguous_format)
        for key, value in network.state_dict().items() if "num_batches_tracked" not in key
    }
    for key, value in golden.items():
        tensors[f"golden.{key}"] = value.detach().float().clone(
            memory_format=torch.contiguous_format
        )
    text = json.dumps(card, separators=(",", ":"))
    save_file(tensors, str(path), metadata={"liveness-model": text})
    Path(path).chmod(0o644)
    size = Path(path).stat().st_size
    if size > 2_000_000:
        raise ValueError(f"{path} has {size} bytes, which is more than 2 MB")


def _percent(entry):
    low, high = entry["interval_95"]
    return f"{100 * entry['rate']:.2f} % ({100 * low:.2f} to {100 * high:.2f} %)"


def card_page(card):
    """The human-readable card: the same figures, from the same object."""
    e = card["evaluation"]
    lines = [f"# {card['name']} {card['version']}", "",
             f"Kind: {card['kind']}. Licence: {card['licence']}. Modalities: "
             f"{', '.join(card['modalities'])}.", "",
             "This page is generated from the card inside the weight file.", "",
             "## Training data", "", card["training_data"], "", "## Evaluation", ""]
    if card["kind"] == "key-points":
        lines += key_point_lines(e)
    elif card["kind"] == "face-detector":
        lines += detector_lines(card)
    else:
        lines += [
            f"Live if the probability is greater than {card['threshold']}. How it was chosen: "
            f"{e['threshold_rule']}",
            "", e["decision"], "",
            "| presented | rate | captures | errors | share (95 % Clopper-Pearson) | target |",
            "|---|---|---|---|---|---|",
        ]
        for name, r in e["error_rates"].items():
            label = "BPCER" if name == "live" else "APCER"
            target = e["targets"].get(name)
            shown = "none" if target is None else f"at most {100 * target:g} %"
            lines.append(f"| {name} | {label} | {r['presentations']} | {r['errors']} | "
                         f"{_percent(r)} | {shown} |")
        lines += _condition_lines(e)
    lines += _robustness_lines(card.get("robustness"))
    lines += _input_lines(card.get("input_statistics"))
    lines += ["", "## Limits", ""] + [f"- {limit}" for limit in card["limits"]] + [""]
    return "\n".join(lines)


def _condition_lines(evaluation):
    if not evaluation["other_conditions"]:
        return []
    species = list(evaluation["error_rates"])
    lines = ["", "The same network under other conditions, at the same threshold (APCER and BPCER in "
             "percent):", "",
             "| condition | " + " | ".join(species) + " |", "|---" * (len(species) + 1) + "|"]
    for name, rates in evaluation["other_conditions"].items():
        values = " | ".join(f"{100 * rates[s]['rate']:.2f}" for s in species)
        lines.append(f"| {name} | {values} |")
    return lines


def _robustness_lines(robustness):
    if not robustness:
        return []
    columns = {
        "live_refused": "live refused", "live_without_answer": "live without an answer",
        "prints_and_screens_accepted": "prints and screens accepted",
        "masks_and_busts_accepted": "masks and busts accepted",
        "partial_masks_accepted": "partial masks accepted",
    }
    lines = ["", "## When captures get worse", "",
             f"Captures: {robustness['captures']}, made by the state {robustness['simulator'][:12]} "
             f"of the simulator (the SHA-256 of its sources). {robustness['remark']}Judged by "
             "`liveness evaluate` at the model's own threshold; errors of captures, and the share "
             "with its interval at 95 %. A face without an answer is not let in, but is not called "
             "an attack either.", "",
             "ACER is the mean of BPCER and of the APCER of prints and screens, of answers alone; the "
             "whole error takes a living face without an answer for one that is refused. Their "
             "changes from the same captures unchanged are in points, with the 95 % interval of "
             "drawing captures.", "",
             "| condition | " + " | ".join(columns.values())
             + " | ACER | its change | whole error | its change |",
             "|---" * (len(columns) + 5) + "|"]
    for entry in robustness["conditions"]:
        cells = [entry[key] for key in columns]
        lines.append(f"| {entry['condition']} | " + " | ".join(
            f"{r['errors']} of {r['presentations']}, {_percent(r)}" if r else "–" for r in cells
        ) + "".join(
            f" | {100 * entry[key]['rate']:.2f} % | {_change(entry[key])}"
            for key in ("acer", "whole_error")) + " |")
    return lines + _shaken_lines(robustness)


def _change(error):
    low, high = (100 * end for end in error["interval_95"])
    return f"{100 * error['change']:+.2f} ({low:+.2f} to {high:+.2f})"


def _shaken_lines(robustness):
    """How the changes where a camera shakes stand to the most that is allowed."""
    shaken, most = robustness["shaken"], robustness["shaken"]["largest_change"]
    entries = [e for e in robustness["conditions"] if e["condition"] in shaken["conditions"]]

    def worst(key):
        entry = max(entries, key=lambda entry: entry[key]["change"])
        return entry[key], f"{_change(entry[key])} points under \"{entry['condition']}\""

    (acer, acer_text), (_, whole_text) = worst("acer"), worst("whole_error")
    if acer["change"] <= most:
        beyond = acer["interval_95"][1] > most
        verdict = "kept, but the interval reaches beyond it" if beyond else "kept"
    else:
        verdict = "not kept"
    return ["", f"Where a camera shakes ({'; '.join(shaken['conditions'])}) the ACER may grow by "
            f"{100 * most:g} points at most. It changes by {acer_text} at the worst: the bound is "
            f"{verdict}. The whole error changes by {whole_text} at the worst."]


def _input_lines(statistics):
    if not statistics:
        return []
    shares = statistics["quantiles"]
    lines = ["", "## What training looked like", "",
             f"Quantiles over {statistics['captures']} captures of the training split, as they were "
             "before crops were moved or brightened; Documentation/WeightFormat.md defines the "
             "quantities. What lies beyond the first or the last column is outside the training "
             "range.", "",
             "| quantity | " + " | ".join(f"{100 * share:g} %" for share in shares) + " |",
             "|---" * (len(shares) + 1) + "|"]
    return lines + [
        f"| `{name}` | " + " | ".join(f"{value:g}" for value in values) + " |"
        for name, values in statistics["quantities"].items()
    ]


def _moved(data, pixels):
    """The same captures with depth moved to the right by whole pixels: misaligned cameras."""
    depth = np.roll(data["depth"], pixels, 2)
    depth[:, :, :pixels] = 0
    return {**data, "depth": depth}


@torch.no_grad()
def fusion_evaluation(network, test, threshold, counts):
    scores = live_scores(network, test, test["predicted"])
    species = test["species"]
    points = test["predicted"]
    others = {
        "depth moved 8 px": live_scores(network, _moved(test, 8), points),
        "depth declared relative": live_scores(network, test, points, relative=True),
    }
    return scores, {
        **conditions_of_evaluation(counts),
        "threshold_rule": THRESHOLD_RULE,
        "decision": "Key points predicted by key-points-74; face boxes jittered as an imperfect "
                    "detector reports them; one frame pair a decision.",
        "targets": {**APCER_TARGETS, "live": BPCER_TARGET},
        "error_rates": error_rates(scores, species, threshold),
        "other_conditions": {
            name: error_rates(s, species, threshold) for name, s in others.items()
        },
    }


def _first_example(data):
    """The input of the golden vector: the first live capture of dev."""
    index = np.nonzero(data["species"] == 0)[0][:1]
    image = torch.from_numpy(data["image"][index]).float() / 255
    depth = torch.from_numpy(data["depth"][index].astype(np.float32)) * DEPTH_UNIT
    return image, depth, torch.from_numpy(data["predicted"][index])


@torch.no_grad()
def export_fusion(description, work, output, dev, test, counts, epoch, seed):
    network = build_network(description)
    network.load_state_dict(torch.load(work / "fusion" / f"epoch-{epoch:02d}.pt"))
    rounded_to_half(network)
    scores = live_scores(network, dev, dev["predicted"])
    threshold = round(operating_point(scores, dev["species"]), 5)
    dev_rates = error_rates(scores, dev["species"], threshold)
    test_scores, evaluation = fusion_evaluation(network, test, threshold, counts)
    evaluation["epoch"] = epoch
    evaluation["dev_error_rates"] = dev_rates
    np.save(work / "test-scores.npy", test_scores)
    card = fusion_card(description, counts, threshold, evaluation, seed)
    image, depth, points = _first_example(dev)
    depth_input, image_input = (x.contiguous() for x in inputs(image, depth, points))
    golden = network.golden(depth_input, image_input)
    save_model(output / "depth-fusion-nir.safetensors", network, golden, card)
    (output / "depth-fusion-nir.md").write_text(card_page(card))


def best_epoch(work, dev):
    """The epoch that accepts the fewest attacks on dev, each at its own operating point."""
    paths = sorted((work / "fusion").glob("dev-*.npy"))
    accepted = [mean_acceptance(np.load(path), dev["species"]) for path in paths]
    return int(paths[int(np.argmin(accepted))].stem[-2:])
