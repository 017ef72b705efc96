"""What is timed: the networks by name, what goes in and comes out, and where their weights are."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Network:
    inputs: dict  # name: (channels, height, width)
    outputs: tuple
    weights: Path | None = None  # None: seeded random ones
    largest_input: float = 0  # 0: normally distributed; else uniform from 0 to this

    def is_available(self):
        return self.weights is None or self.weights.exists()


def outside(name):
    folder = os.environ.get("LIVENESS_MODELS")
    return Path(folder or "/nonexistent") / "minifasnet" / name


TWO_BRANCHES = {"depth": (2, 112, 112), "image": (4, 112, 112)}
BOTH = ("features", "logits")
NETWORKS = {
    "fusion-s": Network(TWO_BRANCHES, BOTH),
    "fusion-l": Network(TWO_BRANCHES, BOTH),
    "fusion-default": Network(
        {"depth": (2, 112, 112), "image": (2, 112, 112)}, BOTH,
        ROOT / "Weights/depth-fusion.safetensors"),
    "key-points": Network({"image": (1, 112, 112)}, ("points",)),
    "minifasnet-v2": Network(
        {"image": (3, 80, 80)}, BOTH, outside("2.7_80x80_MiniFASNetV2.safetensors"), 255),
    "minifasnet-v1se": Network(
        {"image": (3, 80, 80)}, BOTH, outside("4_0_0_80x80_MiniFASNetV1SE.safetensors"), 255),
    "silent-pair": Network(
        {"near": (3, 80, 80), "far": (3, 80, 80)}, ("near_logits", "far_logits"),
        largest_input=255),
}
