"""What the cards of colour networks say, and their pages."""

from simulator.dataset import SPLITS
from simulator.materials import UNSEEN_MATERIALS
from simulator.rigs import UNSEEN_SENSOR

LIMITS = [
    "Trained and evaluated on simulated pictures only: no photo of a person, and no real print, "
    "screen or mask. The figures of the simulated test split say how well it knows the simulator, "
    "not how well it knows the world, and a few real photos say little about that.",
    "Masks, busts, cast noses and glasses differ from skin by what the simulator assumes of relief, "
    "reflectance and scattering; their rates measure that assumption.",
    "One frame shows no movement: nothing here knows a replaced camera stream or a printed "
    "picture that is good enough.",
    "Where the frame does not hold its scale it answers on less of the surroundings; training saw "
    "that.",
]


def limits(evaluation, judge, known=LIMITS):
    """The known limits, and a plain warning where a judge errs on real photos."""
    judged = evaluation.get("real_photos", {}).get("judged", [])
    wrong = [entry["photo"] for entry in judged
             if (entry["live_probabilities"][judge] > 0.5) != (entry["label"] == "live")]
    if not wrong:
        return known
    return [*known, f"On real photos it errs: {judge} is wrong about {', '.join(wrong)}. Do not "
                     "decide about real people by it; it is here to be measured and trained on."]


def training_data(counts, seed, recaptured=None, cluttered=0.0):
    made = ", ".join(
        f"{name} {counts[name]} from seed {SPLITS[name].first_seed} of "
        f"{SPLITS[name].identities} identities from {SPLITS[name].first_identity}"
        for name in counts
    )
    variations = "" if recaptured is None else (
        "Pictures were varied in place, exposure, colour, haze, sharpness, noise, fine texture and "
        f"compression; {100 * recaptured:.0f} % of the attacks were made from live pictures by "
        f"imitating a print or screen that fills the crop; around {100 * cluttered:.0f} % of the "
        "faces lines, spots or a piece of another picture were drawn. Masks, busts and partial "
        "attacks were drawn a third as often as prints and screens. ")
    return (
        "Simulated RGB pictures of faces drawn from the ICT-FaceKit morphable model (MIT licence), "
        f"in rooms, on prints and screens, behind masks: {made}; training seed {seed}. {variations}"
        f"Kept out of training: {', '.join(UNSEEN_MATERIALS)}, and the sensor {UNSEEN_SENSOR}. Made "
        "by Weights/Training."
    )


def percent(entry):
    low, high = entry["interval_95"]
    return f"{100 * entry['rate']:.2f} % ({100 * low:.2f} to {100 * high:.2f} %)"


def _row(name, label, entry):
    return f"| {name} | {label} | {entry['presentations']} | {entry['errors']} | {percent(entry)} |"


def _comparison(comparison):
    names = list(comparison["models"])
    lines = ["", "## Beside other models, on the same simulated pictures", "",
             comparison["how"], "",
             "| presented | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for species in next(iter(comparison["models"].values()))["error_rates"]:
        label = "BPCER" if species == "live" else "APCER"
        cells = [percent(m["error_rates"][species]) for m in comparison["models"].values()]
        lines.append(f"| {species}, {label} | " + " | ".join(cells) + " |")
    cells = [percent(m["all_attacks"]) for m in comparison["models"].values()]
    lines.append("| all attacks, APCER | " + " | ".join(cells) + " |")
    areas = [f"{m['area_under_the_curve']:.4f}" for m in comparison["models"].values()]
    return lines + ["| area under the curve | " + " | ".join(areas) + " |"]


def _photos(photos):
    names = list(photos["judged"][0]["live_probabilities"])
    lines = ["", "## On real photos", "", photos["how"], "",
             "| photo | shows | " + " | ".join(names) + " | right |",
             "|---" * (len(names) + 3) + "|"]
    for entry in photos["judged"]:
        cells = [f"{entry['live_probabilities'][name]:.4f} "
                 f"({entry['right_at_moved_boxes'][name]})" for name in names]
        right = ", ".join(n for n in names
                          if (entry["live_probabilities"][n] > 0.5) == (entry["label"] == "live"))
        lines.append(f"| {entry['photo']} | {entry['shows']} | " + " | ".join(cells)
                     + f" | {right or 'none'} |")
    return lines + ["", photos["verdict"]]


def page(card):
    """The human-readable card: the same figures, from the same object."""
    e = card["evaluation"]
    lines = [f"# {card['name']} {card['version']}", "",
             f"Kind: {card['kind']}. Licence: {card['licence']}. Modalities: "
             f"{', '.join(card['modalities'])}.", "",
             "This page is generated from the card inside the weight file.", "",
             "## Training data", "", card["training_data"], "", "## Evaluation", "",
             f"{e['samples']['test']} simulated pictures of people unseen in training, one frame a "
             f"decision. {e['threshold_rule']}", "",
             "| presented | rate | pictures | errors | share (95 % Clopper-Pearson) |",
             "|---|---|---|---|---|"]
    for name, entry in e["error_rates"].items():
        lines.append(_row(name, "BPCER" if name == "live" else "APCER", entry))
    lines.append(_row("all attacks", "APCER", e["all_attacks"]))
    lines += ["", f"Area under the curve {e['area_under_the_curve']:.4f}, equal error rate "
              f"{100 * e['equal_error_rate']:.2f} %.", "",
              "What training never saw, within the above:", "",
              "| presented | pictures | errors | share (95 % Clopper-Pearson) |", "|---|---|---|---|"]
    lines += [f"| {name} | {r['presentations']} | {r['errors']} | {percent(r)} |"
              for name, r in e["unseen_in_training"].items()]
    if "beside_others" in e:
        lines += _comparison(e["beside_others"])
    if "real_photos" in e:
        lines += _photos(e["real_photos"])
    lines += ["", "## Limits", ""] + [f"- {limit}" for limit in card["limits"]] + [""]
    return "\n".join(lines)
