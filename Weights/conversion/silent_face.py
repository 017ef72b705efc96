"""Cards and golden vectors of the kind `silent-face`: one MiniFASNet with its own preprocessing."""

from dataclasses import dataclass

import numpy as np

from . import golden, minifasnet
from .errors import ConversionError


@dataclass(frozen=True)
class SilentFace:
    """What the weights alone do not say."""

    name: str
    scale: float
    licence: str
    training_data: str
    limits: tuple
    size: int = 80
    content: tuple = ("blue", "green", "red")
    highest: float = 255
    shape: str = "box"
    border: str = "shift"
    resize: str = "linear"
    scale_fit: str = "clamp"
    classes: tuple = ("spoof", "live", "spoof")


def _card(model, parameters):
    folded = "conv1.bn.weight" not in parameters
    return {
        "format": "liveness-model/1", "name": model.name, "version": "1.0.0",
        "kind": "silent-face",
        "inputs": [{
            "name": "image", "channels": 3, "height": model.size, "width": model.size,
            "content": list(model.content),
            "normalization": {"kind": "range", "low": 0, "high": model.highest},
        }],
        "modalities": ["rgb"],
        "crop": {
            "scale": model.scale, "size": model.size, "shape": model.shape,
            "scale_fit": model.scale_fit, "border": model.border, "resize": model.resize,
        },
        "architecture": {
            "family": minifasnet.family(parameters),
            "batch_norm": "folded" if folded else "separate",
        },
        "output": {"classes": list(model.classes)},
        "golden_tolerance": 1e-4, "licence": model.licence,
        "training_data": model.training_data, "limits": list(model.limits),
    }


def converted(model, parameters):
    """The tensors of a weight file, golden vector included, and its card."""
    parameters = {
        name: value.astype(np.float32) for name, value in parameters.items()
        if not name.endswith("num_batches_tracked")
    }
    nodes, logits, count = minifasnet.nodes(parameters, model.size)
    if count != len(model.classes):
        raise ConversionError(
            f"{model.name}: expected {len(model.classes)} classes, found {count}")
    image = golden.picture(3, model.size, model.size) * np.float32(model.highest / 255)
    recorded = golden.vector(nodes, parameters, {"image": image}, {"logits": logits})
    return {**parameters, **recorded}, _card(model, parameters)


_MINIVISION = {
    "licence": "Apache-2.0",
    "training_data": "Minivision's own photographs of living faces, prints and screens, which are "
                     "not published (Silent-Face-Anti-Spoofing, 2020).",
    "limits": (
        "Trained by others; its error rates were not measured by this project.",
        "Made to vote with other scales: alone, one scale is weaker.",
    ),
}

V2 = SilentFace(name="minifasnet-v2-2.7", scale=2.7, **_MINIVISION)
V1SE = SilentFace(name="minifasnet-v1se-4.0", scale=4.0, **_MINIVISION)
V2SE = SilentFace(
    name="minifasnet-v2se-1.5", scale=1.5, size=128, content=("red", "green", "blue"), highest=1,
    shape="square", border="reflect", resize="lanczos-or-area", classes=("live", "spoof"),
    licence="Apache-2.0",
    training_data="Not published with the file; its authors name CelebA-Spoof, whose terms allow "
                  "research alone (face-antispoof-onnx 1.0.0).",
    limits=(
        "Trained by others; its error rates were not measured by this project.",
        "The terms of its training data allow research alone.",
    ),
)
