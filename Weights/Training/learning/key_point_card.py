"""What the card of the key-point network says, and its page."""

from cropping import SCALE, SIZE

from .networks import MARGIN, STRIDE

TITLES = {"nir": "near infrared", "nir-dots": "near infrared with dots", "rgb": "RGB as grey",
          "depth": "picture of depth"}
AXES = {"species": "presented", "yaw": "degrees of yaw", "illumination": "light",
        "sensor": "sensor"}


def key_point_fields(architecture):
    """The members of the card that say what the network is fed, is made of and gives."""
    return {
        "kind": "key-points",
        "inputs": [{
            "name": "image", "channels": 1, "height": SIZE, "width": SIZE, "content": ["grey"],
            "normalization": {
                "kind": "standardize", "centre_fraction": 0.6, "floor": 0.02, "clip": 4,
            },
        }],
        "modalities": list(TITLES), "crop": {"scale": SCALE, "size": SIZE},
        "architecture": architecture,
        "output": {"points": "multipie-68-eyes-6",
                   "heatmaps": {"stride": STRIDE, "margin": MARGIN}},
    }


def _percent(share):
    return f"{100 * share:.2f} %"


def key_point_lines(evaluation):
    """The figures of a card as lines of Markdown."""
    results = evaluation["normalised_mean_error"]
    lines = [
        f"{evaluation['samples'][evaluation['split']]} captures of the split "
        f"{evaluation['split']}, near infrared only where a face shows in it. Mean distance of the "
        "points from the true ones, in distances of the outer eye corners (36 to 45):", "",
        "| image | captures | 68 points | live faces | pupils | canthi | 95th percentile | worse "
        "than 10 % | visibility (area under the curve) | error of left eye, right eye, mouth |",
        "|" + "---|" * 10,
    ]
    for modality, r in results.items():
        opened = ", ".join(f"{e:.3f}" for e in r["openness_error"])
        lines.append(
            f"| {TITLES[modality]} | {r['all']['presentations']} | "
            f"{_percent(r['all']['outer_eye'])} | {_percent(r['live']['outer_eye'])} | "
            f"{_percent(r['pupils'])} | {_percent(r['canthi'])} | "
            f"{_percent(r['all']['95th_percentile'])} | "
            f"{_percent(r['all']['worse_than_10_percent']['rate'])} | "
            f"{r['visibility_auc']:.3f} | {opened} |")
    for axis, title in AXES.items():
        names = list(dict.fromkeys(name for r in results.values() for name in r[axis]))
        lines += ["", f"| {title} | " + " | ".join(TITLES[m] for m in results) + " |",
                  "|---" * (len(results) + 1) + "|"]
        for name in names:
            cells = [r[axis].get(name) for r in results.values()]
            lines.append(f"| {name} | " + " | ".join(
                f"{_percent(c['outer_eye'])} ({c['presentations']})" if c else "–" for c in cells
            ) + " |")
    return lines
