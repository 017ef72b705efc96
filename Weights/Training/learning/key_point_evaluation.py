"""How well the key-point network does, by modality and by what may make a difference to it."""

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from simulator.illumination import ILLUMINATIONS
from simulator.rigs import SENSORS
from simulator.scenes import SPECIES

from . import key_points
from .metrics import rate
from .networks import POINTS
from .variation import on_crop

YAWS = (0, 10, 20, 30, 90)  # degrees off the camera, either way
PUPILS, CANTHI = slice(POINTS, POINTS + 2), slice(POINTS + 2, POINTS + 6)
LARGE = 0.1  # of the outer eye corners' distance: an error that misplaces the face


def _groups(truth):
    """Name of an axis, then name of a group: which of the samples belong to it."""
    yaw = np.abs(truth["pose"][:, 0])
    axes = {
        name: {label: truth[name] == i for i, label in enumerate(labels)}
        for name, labels in (("species", SPECIES), ("sensor", SENSORS),
                             ("illumination", ILLUMINATIONS))
    }
    axes["yaw"] = {f"{a}-{b}": (yaw >= a) & (yaw < b) for a, b in zip(YAWS, YAWS[1:])}
    return axes


def _summary(error):
    return {
        "presentations": len(error), "outer_eye": round(float(error.mean()), 5),
        "median": round(float(np.median(error)), 5),
        "95th_percentile": round(float(np.percentile(error, 95)), 5),
        "worse_than_10_percent": rate(int((error > LARGE).sum()), len(error)),
    }


def _of_modality(found, truth):
    true = torch.from_numpy(truth["points"])
    error = key_points.errors(found["points"], true).numpy()
    visible = truth["visible"] & on_crop(true).numpy()
    result = {
        "all": _summary(error), "live": _summary(error[truth["species"] == 0]),
        "visibility_auc": round(float(roc_auc_score(
            visible.ravel(), found["visibility"].numpy().ravel())), 5),
        "openness_error": [
            round(float(e), 5)
            for e in np.abs(found["openness"].numpy() - truth["openness"]).mean(0)
        ],
    }
    for name, which in (("pupils", PUPILS), ("canthi", CANTHI)):
        own = key_points.errors(found["points"], true, which)
        result[name] = round(float(own.mean()), 5)
    for axis, groups in _groups(truth).items():
        result[axis] = {name: _summary(error[own]) for name, own in groups.items() if own.any()}
    return result


def evaluation(network, images, truth):
    """By modality: errors in distances of the outer eye corners, visibility, openness.

    Errors are of the 68 points unless a name says otherwise; visibility is an area under the curve;
    the three openings have mean absolute errors.
    """
    result = {}
    for modality in key_points.MODALITIES:
        own = key_points.shown(truth, modality)
        found = key_points.predict(network, images[modality][own])
        result[modality] = _of_modality(found, {k: v[own] for k, v in truth.items()})
    return result


def text(result):
    """The same as lines to read."""
    lines = []
    for modality, r in result.items():
        opened = " ".join(f"{e:.3f}" for e in r["openness_error"])
        lines.append(
            f"{modality}: all {_percent(r['all'])} live {_percent(r['live'])} pupils "
            f"{100 * r['pupils']:.2f} % canthi {100 * r['canthi']:.2f} % visibility "
            f"{r['visibility_auc']:.3f} openness {opened}")
        for axis in ("species", "yaw", "illumination", "sensor"):
            lines.append(f"  {axis}: " + ", ".join(
                f"{name} {100 * g['outer_eye']:.2f}" for name, g in r[axis].items()))
    return "\n".join(lines)


def _percent(summary):
    return (f"{100 * summary['outer_eye']:.2f} % (median {100 * summary['median']:.2f}, "
            f"95th {100 * summary['95th_percentile']:.2f}, n {summary['presentations']})")
