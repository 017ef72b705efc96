"""The three networks of MTCNN, as facenet-pytorch lays them out, described step by step.

Zhang, Zhang, Li and Qiao, "Joint Face Detection and Alignment Using Multitask Cascaded
Convolutional Networks", 2016. Dense layers are convolutions whose window is the whole map.
"""

import numpy as np

# Steps of each network: a layer with PReLU, its channels and the side of its window; a pool, and the
# side of its window; heads without PReLU.
_STEPS = {
    "pnet": [("conv1", 10, 3), 2, ("conv2", 16, 3), ("conv3", 32, 3)],
    "rnet": [("conv1", 28, 3), 3, ("conv2", 48, 3), 3, ("conv3", 64, 2), ("dense4", 128, 3)],
    "onet": [("conv1", 32, 3), 3, ("conv2", 64, 3), 3, ("conv3", 64, 3), 2, ("conv4", 128, 2),
             ("dense5", 256, 3)],
}
_HEADS = {
    "pnet": {"scores": ("conv4_1", 2), "boxes": ("conv4_2", 4)},
    "rnet": {"scores": ("dense5_1", 2), "boxes": ("dense5_2", 4)},
    "onet": {"scores": ("dense6_1", 2), "boxes": ("dense6_2", 4), "points": ("dense6_3", 10)},
}
_SIDES = {"pnet": (48, 64), "rnet": (24, 24), "onet": (48, 48)}
NETWORKS = tuple(_STEPS)


def card():
    """The card; its numbers are those of facenet-pytorch."""
    return {
        "format": "liveness-model/1", "name": "mtcnn", "version": "1.0.0", "kind": "face-cascade",
        "inputs": [{
            "name": network, "channels": 3, "height": height, "width": width,
            "content": ["red", "green", "blue"],
            "normalization": {"kind": "mean-scale", "mean": [127.5] * 3, "scale": 0.0078125},
        } for network, (height, width) in _SIDES.items()],
        "modalities": ["rgb"],
        "output": {"landmarks": ["right-eye", "left-eye", "nose-tip", "right-mouth-corner",
                                 "left-mouth-corner"]},
        "detection": {"score_thresholds": [0.6, 0.7, 0.7], "overlap_threshold": 0.7,
                      "minimum_face_pixels": 20, "pyramid_factor": 0.709, "longest_side": 1280,
                      "most_candidates": 2000},
        "training_data": "WIDER FACE and CelebA, whose terms allow research alone.",
        "limits": ["Trained by others; its error rates were not measured by this project."],
        "golden_tolerance": 1e-4, "licence": "MIT",
        "architecture": {network: _architecture(network) for network in NETWORKS},
    }


def _architecture(network):
    steps, value = [], network

    def layer(name, channels, side, target):
        key = f"{network}.{name}"
        steps.append({"op": "convolution", "from": [value], "to": target, "weight": f"{key}.weight",
                      "bias": f"{key}.bias", "channels": channels, "kernel": [side, side]})

    for index, step in enumerate(_STEPS[network]):
        target = f"{network}.{index + 1}"
        if isinstance(step, int):
            steps.append({"op": "maximum-pool", "from": [value], "to": target,
                          "kernel": [step, step], "stride": [2, 2], "rounds_up": True})
        else:
            layer(*step, target)
            steps[-1]["slopes"] = f"{network}.prelu{step[0][-1]}.weight"
        value = target
    for name, (head, channels) in _HEADS[network].items():
        layer(head, channels, 1, f"{network}.{name}")
    return {"steps": steps, "outputs": [f"{network}.{name}" for name in _HEADS[network]]}


def laid_out(value, channels, side):
    """The weight of a dense layer as a filter of a side; it was trained on columns, rows, channels."""
    if value.ndim == 2:
        inputs = value.shape[1] // side**2
        value = value.reshape(channels, side, side, inputs).transpose(0, 3, 2, 1)
    return np.ascontiguousarray(value, np.float32)
