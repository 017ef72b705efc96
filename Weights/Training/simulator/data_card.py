"""The card of a data set, as JSON and Markdown: what is in it, what was kept out, the probe."""

import json
from collections import Counter
from pathlib import Path

import numpy as np

from .conditions import NUISANCES
from .dataset import SPLITS, load_split
from .illumination import ILLUMINATIONS
from .materials import MATERIALS, UNSEEN_MATERIALS
from .rigs import RIGS, SENSORS, UNSEEN_SENSOR
from .scenes import SPECIES

_KEYS = ("species", "material", "sensor", "illumination", "nuisance", "seed", "person", "tone",
         "years", "visible")
SOURCES = {
    "skin": "ITA: Chardon 1991, Del Bino & Bernerd 2013; a*, b*: Xiao 2017; 850 nm: Cooksey 2017, "
            "Jacques 2013; scattering: d'Eon & Luebke 2007, Bashkatov 2005",
    "faces": "ICT-FaceKit light (MIT), 50 shape and 53 expression modes; children by size: "
             "Farkas 1994",
    "structured light": "Nguyen 2012: noise, dropout, disparity steps",
    "stereo": "z^2 * subpixel / (f * B), subpixel 0.05 to 0.16",
    "time of flight": "sigma ~ z^2 / sqrt(amplitude); wiggling, multipath, mixed pixels",
    "hole filling, equalised 8-bit depth": "librealsense: hole_filling_filter, colorizer",
    "ink, toner, screens": "850 nm: dye clear, carbon black dark; displays 0.015 to 0.09",
    "light": "sunlight at 850 nm: ASTM G173; white LEDs send none",
    **{f"sensor {name}": rig.source for name, rig in RIGS.items()},
}


def _counts(values, names):
    found = Counter(values.tolist())
    return {names[k]: found[k] for k in sorted(found)}


def data_card(folder, product, probe=None, milliseconds=None):
    """The card as a dictionary; `probe` holds areas under the curve by name."""
    splits = {}
    for name in ("train", "dev", "test"):
        if not list((Path(folder) / product / name).glob("*.npz")):
            continue
        data = load_split(name, folder, product=product, keys=_KEYS)
        split = SPLITS[name]
        table = Counter(
            (SPECIES[s], MATERIALS[m]) for s, m in zip(data["species"], data["material"])
        )
        splits[name] = {
            "captures": len(data["species"]), "people": len(np.unique(data["person"])),
            "identities": [split.first_identity, split.first_identity + split.identities],
            "first_seed": split.first_seed,
            "species": _counts(data["species"], SPECIES),
            "materials": _counts(data["material"], MATERIALS),
            "species_and_materials": {f"{s} {m}": n for (s, m), n in sorted(table.items())},
            "sensors": _counts(data["sensor"], SENSORS),
            "illuminations": _counts(data["illumination"], ILLUMINATIONS),
            "typology_degrees": [round(float(v), 1) for v in np.quantile(data["tone"], [0, .5, 1])],
            "years": [round(float(v), 1) for v in np.quantile(data["years"], [0, .5, 1])],
            "visible_points": round(float(data["visible"].mean()), 4),
        }
    return {
        "format": "liveness-data/1", "product": product, "simulated": True, "splits": splits,
        "kept_out_of_training": {"materials": list(UNSEEN_MATERIALS), "sensors": [UNSEEN_SENSOR]},
        "shortcut_probe": {"labels": len(NUISANCES), "areas_under_the_curve": probe or {}},
        "milliseconds_per_sample_and_core": milliseconds, "sources": SOURCES,
    }


def card_page(card):
    """The same as Markdown."""
    lines = [f"# Simulated data: {card['product']}", ""]
    kept = card["kept_out_of_training"]
    lines += [f"Kept out of training: materials {', '.join(kept['materials'])}; "
              f"sensor {', '.join(kept['sensors'])}.", ""]
    for name, area in card["shortcut_probe"]["areas_under_the_curve"].items():
        lines.append(f"- shortcut probe, {name}, {card['shortcut_probe']['labels']} labels: area "
                     f"under the curve {area:.3f}")
    lines.append("")
    for title in ("species", "materials", "sensors", "illuminations"):
        names = sorted({key for split in card["splits"].values() for key in split[title]})
        lines += [f"## {title.capitalize()}", "", "| | " + " | ".join(card["splits"]) + " |",
                  "|---|" + "---|" * len(card["splits"])]
        for key in names:
            row = " | ".join(str(split[title].get(key, 0)) for split in card["splits"].values())
            lines.append(f"| {key} | {row} |")
        lines.append("")
    lines += ["## People", ""]
    for name, split in card["splits"].items():
        low, high = split["identities"]
        lines.append(f"- {name}: {split['captures']} captures of {split['people']} people, "
                     f"identities {low} to {high - 1}, seeds from {split['first_seed']}")
    lines += ["", "## Sources", ""]
    lines += [f"- {key}: {value}" for key, value in card["sources"].items()]
    return "\n".join(lines) + "\n"


def write_card(folder, product, probe=None, milliseconds=None):
    card = data_card(folder, product, probe, milliseconds)
    target = Path(folder) / product
    (target / "card.json").write_text(json.dumps(card, indent=2) + "\n")
    (target / "card.md").write_text(card_page(card))
    return card
