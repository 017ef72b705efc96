"""How many faces a detector finds on frames, how many it sees where there is none, and by what."""

import numpy as np
import torch

from simulator.illumination import ILLUMINATIONS
from simulator.rigs import SENSORS
from simulator.scenes import SPECIES

from .detector_network import anchors, corners, flattened, network_input
from .frame_variation import shows
from .metrics import rate

LEAST_SCORE = 0.05  # of a candidate
MOST_CANDIDATES = 200  # of a frame, the surest ones
SAME_FACE = 0.4  # overlap above which two candidates are one face
FOUND = 0.5  # overlap from which a face counts as found
ALARMS = 0.03  # of a frame: what the threshold leaves on dev
YAWS = (0, 15, 30, 90)  # degrees off the camera, either way
SIDES = (0, 32, 64, 96, 400)  # pixels of the longer side of the box
GAINS = (0.125, 0.25, 0.5, 1, 2, 4)  # of the light


def showing(images, boxes, counts):
    """The same frames where a face that is all black, white or grey does not count."""
    shown = np.stack([shows(grey(image[None])[0], _corners(own)) for image, own in zip(images, boxes)])
    return images, boxes, counts & shown


def overlap(box, boxes):
    """Intersection over union [N] of corners [4] with corners [N, 4]."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    common = np.maximum(high - low, 0).prod(1)
    union = (box[2:] - box[:2]).prod() + (boxes[:, 2:] - boxes[:, :2]).prod(1) - common
    return common / np.maximum(union, 1e-9)


def kept(boxes, scores):
    """The surest of candidates that overlap, the surest first."""
    order, result = np.argsort(-scores, kind="stable")[:MOST_CANDIDATES], []
    while len(order):
        result.append(order[0])
        order = order[1:][overlap(boxes[order[0]], boxes[order[1:]]) <= SAME_FACE]
    return boxes[result], scores[result]


@torch.no_grad()
def faces(network, images, batch=32):
    """Of each grey frame uint8 [N, H, W]: corners [K, 4] and scores [K], the surest first."""
    network.eval()
    found = []
    for start in range(0, len(images), batch):
        x = network_input(images[start : start + batch])
        centres, sides = anchors(*x.shape[2:])
        logits, numbers = flattened(network(x))
        scores, boxes = logits.sigmoid(), corners(numbers, centres, sides)
        for own_boxes, own_scores in zip(boxes.numpy(), scores.numpy()):
            which = own_scores >= LEAST_SCORE
            found.append(kept(own_boxes[which], own_scores[which]))
    return found


def _corners(boxes):
    return np.concatenate([boxes[..., :2], boxes[..., :2] + boxes[..., 2:]], -1)


def matched(found, boxes, counts, least=FOUND):
    """For faces `boxes` [N, F, 4] (x, y, width, height) of which `counts` [N, F] are to be found: the
    score [N, F] at which each is, -1 if it is not; and the scores of all that is no face [M].

    What lies on a face that does not count is neither right nor wrong.
    """
    scores, alarms = np.full(counts.shape, -1.0), []
    for n, (own_boxes, own_scores) in enumerate(found):
        true = _corners(boxes[n])
        for box, score in zip(own_boxes, own_scores):
            share = overlap(box, true) * (boxes[n, :, 2] > 0)
            open_share = np.where(counts[n] & (scores[n] < 0), share, 0)
            face = int(open_share.argmax())
            if open_share[face] >= least:
                scores[n, face] = score
            elif not (share[~counts[n]] > 0.1).any():
                alarms.append(score)
    return scores, np.array(alarms)


def threshold_for(alarms, frames, allowed=ALARMS):
    """The smallest score at which at most so many false alarms a frame are left."""
    alarms, most = np.sort(alarms)[::-1], int(allowed * frames)
    return float(alarms[most]) + 1e-6 if len(alarms) > most else LEAST_SCORE


def curve_row(network, dev):
    """By modality: the share of faces found where ALARMS are left; for the curve."""
    row = {}
    for modality, (images, boxes, counts) in dev.items():
        scores, alarms = matched(faces(network, grey(images)), boxes, counts)
        threshold = threshold_for(alarms, len(images))
        row[modality] = float((scores[counts] >= threshold).mean())
        row[f"{modality}-threshold"] = threshold
    return row


def grey(images):
    """Frames uint8 [N, H, W] of one channel, as the library weighs red, green and blue."""
    from .readers import luma

    return images if images.ndim == 3 else np.stack([luma(image) for image in images])


def chosen_threshold(network, dev):
    """The score above which dev has at most ALARMS in either modality, to two digits."""
    thresholds = []
    for images, boxes, counts in dev.values():
        _, alarms = matched(faces(network, grey(images)), boxes, counts)
        thresholds.append(threshold_for(alarms, len(images)))
    return float(np.ceil(100 * max(thresholds)) / 100)


def _groups(labels, boxes):
    """Name of an axis, then name of a group: which faces [N, F] belong to it. Labels are those of the
    face that the capture is about, the first of its frame.
    """
    first = np.zeros(boxes.shape[:2], bool)
    first[:, 0] = True
    axes = {
        name: {label: first & (labels[name] == i)[:, None] for i, label in enumerate(names)}
        for name, names in (("species", SPECIES), ("sensor", SENSORS),
                            ("illumination", ILLUMINATIONS))
    }
    yaw, side = np.abs(labels["pose"][:, 0])[:, None], boxes[..., 2:].max(-1)
    axes["yaw"] = {f"{a}-{b}": first & (yaw >= a) & (yaw < b) for a, b in zip(YAWS, YAWS[1:])}
    axes["side"] = {f"{a}-{b}": (side >= a) & (side < b) for a, b in zip(SIDES, SIDES[1:])}
    axes["place"] = {"the capture's face": first, "faces beside it": ~first}
    return axes


def figures(found, boxes, counts, threshold, labels=None, least=FOUND):
    """What a card says of one detector on one kind of frames."""
    scores, alarms = matched(found, boxes, counts, least)
    missed = scores < threshold
    result = {"missed": rate(int(missed[counts].sum()), int(counts.sum())),
              "false_alarms_a_frame": round(float((alarms >= threshold).sum() / len(found)), 5),
              "frames": len(found)}
    for axis, groups in (_groups(labels, boxes) if labels else {}).items():
        result[axis] = {
            name: rate(int(missed[own & counts].sum()), int((own & counts).sum()))
            for name, own in groups.items() if (own & counts).any()
        }
    return result


def evaluation(network, frames, labels, threshold):
    """By modality: figures at a threshold, and the share found under other light."""
    result = {}
    for modality, (images, boxes, counts) in frames.items():
        shown = grey(images)
        result[modality] = figures(faces(network, shown), boxes, counts, threshold, labels)
        result[modality]["light"] = {
            f"{gain:g}": figures(faces(network, _lit(shown, gain, modality == "rgb")), boxes, counts,
                                 threshold)["missed"]
            for gain in GAINS if gain != 1
        }
    return result


def _lit(images, gain, is_colour):
    """Frames at so many times the light, clipped at white."""
    gain = gain ** (1 / 2.2) if is_colour else gain
    table = np.clip(np.arange(256) * gain, 0, 255).round().astype(np.uint8)
    return table[images]
