"""The human-readable page of a weight file's card: the same figures, from the same object."""

from .detector_card import detector_lines
from .key_point_card import key_point_lines
from .left_out_card import left_out_lines


def _percent(entry):
    low, high = entry["interval_95"]
    return f"{100 * entry['rate']:.2f} % ({100 * low:.2f} to {100 * high:.2f} %)"


def card_page(card):
    """The page as Markdown."""
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
            f"{e['threshold_rule']}{_offsets(card)}",
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
        lines += _flat_attack_lines(e.get("prints_and_screens"))
        lines += left_out_lines(e.get("left_out"))
    lines += _robustness_lines(card.get("robustness"))
    lines += _input_lines(card.get("input_statistics"))
    lines += ["", "## Limits", ""] + [f"- {limit}" for limit in card["limits"]] + [""]
    return "\n".join(lines)


def _offsets(card):
    """The offsets of the logits, light by light, where there are any."""
    told = ", ".join(f"{name} {value:+g}" for name, value in card.get("logit_offsets", {}).items())
    return f" The offsets: {told}." if told else ""


def _condition_lines(evaluation):
    if not evaluation["other_conditions"]:
        return []
    species = list(evaluation["error_rates"])
    lines = ["", "The same network under other conditions, at the same threshold (APCER and BPCER in "
             "percent):", "",
             "| condition | " + " | ".join(species) + " |", "|---" * (len(species) + 1) + "|"]
    for name, rates in evaluation["other_conditions"].items():
        values = " | ".join(
            f"{100 * rates[s]['rate']:.2f}" if s in rates else "–" for s in species)
        lines.append(f"| {name} | {values} |")
    return lines


def _flat_attack_lines(found):
    """What many prints and screens say of a strict threshold."""
    if not found:
        return []
    first = next(iter(found.values()))
    shares = [f"{100 * entry['attacks_accepted']:g} %" for entry in first["at"]]
    lines = ["", f"On {first['all']['presentations']} prints and screens of people of their own, and the "
             "living faces of test: what passes at the model's threshold, and how many living faces are "
             "accepted at thresholds that let pass no more of these attacks than the column says:", "",
             "| images | prints and screens let pass | " + " | ".join(shares) + " |",
             "|---" * (len(shares) + 2) + "|"]
    for name, entry in found.items():
        cells = [f"{r['errors']}, {_percent(r)}" for r in [entry["all"]]]
        cells += [f"{_percent(at['live_accepted'])} above {at['threshold']:g}" for at in entry["at"]]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    species = list(first["species"])
    lines += ["", "What passes at the model's threshold, in percent:", "",
              "| images | " + " | ".join(species) + " |", "|---" * (len(species) + 1) + "|"]
    return lines + [
        f"| {name} | " + " | ".join(f"{100 * entry['species'][s]['rate']:.2f}" for s in species) + " |"
        for name, entry in found.items()]


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
