"""Error rates of the fusion network on a split, by modality and under conditions that are not ideal.

Key points are predicted anew wherever the image is another one.
"""

import numpy as np
import torch

from simulator.materials import MATERIALS, UNSEEN_MATERIALS
from simulator.rigs import SENSORS, UNSEEN_SENSOR

from . import key_points
from .fusion import BOTH, live_scores, scores_of_both
from .metrics import THRESHOLD, error_rates, logit_offset
from .readers import DEPTH_PICTURE, MODALITIES, only
from .variation import DISPLAY_GAMMA

TITLES = {
    "nir": "near infrared", "nir-dots": "near infrared with dots", "rgb": "RGB as grey",
    "depth": "depth alone",
}
TOGETHER = "near infrared and RGB"
CHOOSING = ("nir", "nir-dots", "rgb")  # modalities whose dev captures choose the epoch
STOPS = (-3, -2, -1, 1, 2)  # of exposure
SHIFTS = (-6, 6)  # crop pixels that depth lies beside the image


def offsets(network, dev):
    """The logit offsets of a card, each modality's and that of near infrared with colour, from dev."""
    scores = {name: live_scores(network, dev, name) for name in MODALITIES}
    scores["+".join(BOTH)] = scores_of_both(network, dev)
    return {name: logit_offset(found, dev["species"]) for name, found in scores.items()}


def exposed(images, stops, modality):
    """The same 8-bit pictures under other light, as the same camera would give them."""
    gain = 2.0 ** (stops / DISPLAY_GAMMA if modality == "rgb" else stops)
    return np.round(np.clip(images.astype(np.float32) * gain, 0, 255)).astype(np.uint8)


def moved(data, pixels):
    """The same captures with depth moved to the right by whole pixels: misaligned cameras."""
    depth = np.roll(data["depth"], pixels, 2)
    if pixels > 0:
        depth[:, :, :pixels] = 0
    else:
        depth[:, :, pixels:] = 0
    return {**data, "depth": depth}


def scaled(data, factor):
    """The same captures with another scale of depth."""
    depth = np.clip(np.round(data["depth"] * np.float32(factor)), 0, 65535).astype(np.uint16)
    return {**data, "depth": depth}


@torch.no_grad()
def evaluation(network, finder, data, moves):
    """Rates on near infrared, and by name those of everything else; also the scores by modality.

    `finder` is the key-point network, `data` what `fusion.live_scores` takes and the labels, `moves` the
    logit offsets.
    """
    scores = {name: live_scores(network, data, name, offsets=moves) for name in MODALITIES}
    species = data["species"]

    def rates(found, of=species):
        return error_rates(found, of, THRESHOLD)

    def on(changed, **options):
        return rates(live_scores(network, changed, offsets=moves, **options), changed["species"])

    others = {TITLES[name]: rates(scores[name]) for name in MODALITIES[1:]}
    others[TOGETHER] = rates(scores_of_both(network, data, moves))
    for stops in STOPS:
        for name in ("nir", "rgb"):
            image = exposed(data[name], stops, name)
            points = key_points.predict(finder, image)["points"][:, :68].numpy()
            changed = {**data, name: image, "predicted": {**data["predicted"], name: points}}
            word = "darker" if stops < 0 else "brighter"
            others[f"{TITLES[name]}, {abs(stops)} stops {word}"] = on(changed, modality=name)
    for pixels in SHIFTS:
        others[f"depth moved by {pixels} px"] = on(moved(data, pixels))
    others["depth declared relative"] = on(data, relative=True)
    for factor in (0.5, 2):
        others[f"depth declared relative, times {factor:g}"] = on(
            scaled(data, factor), relative=True)
    others["8-bit picture for depth"] = on(data, levels=True)
    others["8-bit picture alone"] = on(data, levels=True, modality=DEPTH_PICTURE)
    for part in ("heatmaps", "depth", "image"):
        others[f"near infrared, its {part} taken away"] = on(data, lacking=part)
    kept_out = [MATERIALS.index(name) for name in UNSEEN_MATERIALS]
    others["materials unseen in training"] = on(only(data, np.isin(data["material"], kept_out)))
    others["sensor unseen in training"] = on(
        only(data, data["sensor"] == SENSORS.index(UNSEEN_SENSOR)))
    return scores, rates(scores["nir"]), others
