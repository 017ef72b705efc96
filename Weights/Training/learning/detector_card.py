"""What the card of the face detector says, and its page."""

from .detector_evaluation import MOST_CANDIDATES, SAME_FACE
from .detector_network import (
    ANCHORS, CENTRE_OFFSET, CENTRE_VARIANCE, MEAN, SCALE, SIZE_VARIANCE, STRIDES, WIDTH,
)

GOLDEN = (128, 160)  # rows and columns of the golden vector
TITLES = {"nir": "near infrared", "rgb": "RGB as grey"}
AXES = {"place": "face", "side": "longer side of the box, pixels of 320 × 240", "yaw": "degrees of yaw",
        "illumination": "light", "species": "presented", "sensor": "sensor", "light": "times the light"}


def detector_fields(architecture, threshold):
    """The members of the card that say what the network is fed, is made of and gives."""
    return {
        "kind": "face-detector",
        "inputs": [{
            "name": "image", "channels": 1, "height": GOLDEN[0], "width": GOLDEN[1],
            "content": ["grey"],
            "normalization": {"kind": "mean-scale", "mean": [MEAN], "scale": SCALE},
        }],
        "modalities": list(TITLES),
        "resize": {"kind": "limit", "side": WIDTH, "multiple": STRIDES[-1],
                   "filter": "lanczos-or-area", "filling": 0},
        "architecture": architecture,
        "output": {
            "levels": [{"stride": stride, "sizes": [side], "scores": [f"score{stride}"],
                        "boxes": f"box{stride}"} for stride, side in zip(STRIDES, ANCHORS)],
            "centre_offset": CENTRE_OFFSET, "score": "sigmoid", "centre_variance": CENTRE_VARIANCE,
            "size_variance": SIZE_VARIANCE, "size": "exponential",
        },
        "detection": {"score_threshold": threshold, "overlap_threshold": SAME_FACE,
                      "suppression": "greedy", "most_candidates": MOST_CANDIDATES,
                      "minimum_face_pixels": 0},
    }


def _found(rate):
    low, high = rate["interval_95"]
    return f"{100 - 100 * rate['rate']:.2f} % ({100 - 100 * high:.2f} to {100 - 100 * low:.2f} %)"


def detector_lines(card):
    """The figures of a card as lines of Markdown."""
    evaluation = card["evaluation"]
    named = {f"this network, {TITLES[m]}": f for m, f in evaluation["figures"].items()}
    named |= {f"YuNet 2023mar, {TITLES[m]}": f for m, f in evaluation.get("yunet", {}).items()}
    samples = evaluation["samples"]
    lines = [
        f"{card['millions_of_multiplications']} million multiplications for 320 × 240 pixels. A face "
        f"counts from a score of {evaluation['threshold']}. {evaluation['threshold_rule']}", "",
        f"{samples['test']} simulated frames of the split test, read once; dev has {samples['dev']}. "
        "Faces on displays and in dye ink count in RGB alone, and a face whose box is all black, white or "
        "grey (a standard deviation below 4 of 255) does not count."
        + (" YuNet's weights ran in OpenCV, at the score of its card (0.6), on the same frames; its boxes "
           "follow another convention." if "yunet" in evaluation else ""), "",
        "| detector | faces | found (95 % Clopper-Pearson) | false alarms a frame |", "|" + "---|" * 4]
    lines += [
        f"| {name} | {f['missed']['presentations']} | {_found(f['missed'])} | "
        f"{f['false_alarms_a_frame']:.3f} |" for name, f in named.items()]
    for axis, title in AXES.items():
        columns = {name: f[axis] for name, f in named.items() if axis in f}
        groups = list(dict.fromkeys(group for f in columns.values() for group in f))
        lines += ["", f"| {title} | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
        for group in groups:
            cells = [f.get(group) for f in columns.values()]
            lines.append(f"| {group} | " + " | ".join(
                f"{100 - 100 * c['rate']:.2f} % of {c['presentations']}" if c else "–" for c in cells
            ) + " |")
    return lines + _photo_lines(evaluation.get("photos"))


def _photo_lines(photos):
    if not photos:
        return []
    lines = ["", "Photos of real people, by which nothing was trained or chosen; their boxes are "
             "another detector's:", "",
             "| shows | found | overlap | score | boxes elsewhere |", "|" + "---|" * 5]
    return lines + [
        f"| {p['shows']} | {'yes' if p['found'] else 'no'} | {p['overlap']:.2f} | {p['score']:.2f} | "
        f"{p['elsewhere']} |" for p in photos]
