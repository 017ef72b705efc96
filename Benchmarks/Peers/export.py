"""Writes what every engine reads: weights, inputs, PyTorch's outputs, ONNX and ncnn files.

Usage: export.py FOLDER NETWORK…
"""

import sys
import warnings
from pathlib import Path

import pnnx
import torch
from safetensors.torch import save_file

from modules import built, random_inputs
from networks import NETWORKS

BATCHES = (1, 8)


class Named(torch.nn.Module):
    """Gives a tuple, whatever the network gives."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, *inputs):
        outputs = self.module(*inputs)
        return outputs if isinstance(outputs, tuple) else (outputs,)


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
        export(name, folder)
