"""Writes what every engine reads: weights, inputs, PyTorch's outputs, ONNX and ncnn files.

Usage: export.py FOLDER NETWORK…

The network `embedded-key-points`, as which the library's own is written, becomes an ONNX file alone: only
detect_with_onnxruntime.py runs it.
"""

import sys
import warnings
from pathlib import Path

import pnnx
import torch
from safetensors.torch import save_file

from modules import built, random_inputs
from networks import NETWORKS, ROOT

sys.path.insert(0, str(ROOT / "Weights/Training"))

from learning.networks import KeyPointNetwork  # noqa: E402
from learning.weight_files import fitted, opened  # noqa: E402

BATCHES = (1, 8)
EMBEDDED = "embedded-key-points"


class Named(torch.nn.Module):
    """Gives a tuple, whatever the network gives."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, *inputs):
        outputs = self.module(*inputs)
        return outputs if isinstance(outputs, tuple) else (outputs,)


class Heatmaps(torch.nn.Module):
    """The maps of the library's own key-point network, of which detection needs no more."""

    def __init__(self, path):
        super().__init__()
        card, parameters = opened(path, "key-points")
        self.network = fitted(KeyPointNetwork(card["architecture"]), parameters, path)

    def forward(self, image):
        return self.network(image)["heatmaps"]


def export_embedded_key_points(folder):
    module = Heatmaps(ROOT / "Weights/key-points-74.safetensors").eval()
    torch.onnx.export(
        module, (torch.zeros(1, 1, 112, 112),), f"{folder}/{EMBEDDED}.onnx", dynamo=False,
        opset_version=17, input_names=["image"], output_names=["heatmaps"])


def export(name, folder):
    network = NETWORKS[name]
    module, weights = built(name, folder)
    module = Named(module).eval()
    link = folder / f"{name}.weights"
    link.unlink(missing_ok=True)
    link.symlink_to(weights.resolve())
    for batch in BATCHES:
        inputs = random_inputs(name, batch)
        with torch.no_grad():
            outputs = module(*inputs.values())
        stem = f"{folder}/{name}.batch{batch}"
        save_file(inputs, f"{stem}.inputs.safetensors")
        save_file(dict(zip(network.outputs, outputs)), f"{stem}.outputs.safetensors")
        torch.onnx.export(
            module, tuple(inputs.values()), f"{stem}.onnx", dynamo=False,
            opset_version=17, input_names=list(inputs), output_names=list(network.outputs))
    single = tuple(random_inputs(name, 1).values())
    work = folder / f"{name}.pnnx"
    work.mkdir(exist_ok=True)
    pnnx.export(module, f"{work}/network.pt", single, fp16=False)
    if not (work / "network.ncnn.bin").exists():
        raise SystemExit(f"pnnx made no ncnn network of {name}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:]:
        if name == EMBEDDED:
            export_embedded_key_points(folder)
        else:
            export(name, folder)
