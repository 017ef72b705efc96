"""Records what PyTorch and OpenCV find with the embedded face detector on the sample captures.

    python make_detections.py

Writes detections.json: for each capture rows of x, y, width, height (pixels of the image, edge
coordinates) and score, the surest first.
"""

import json
import sys
from pathlib import Path

import cv2
import torch
from safetensors import safe_open

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Weights" / "Training"))

from learning.detector_evaluation import faces  # noqa: E402
from learning.detector_export import shown_size  # noqa: E402
from learning.detector_network import DetectorNetwork  # noqa: E402


def main():
    with safe_open(ROOT / "Weights" / "face-detector.safetensors", "pt") as file:
        card = json.loads(file.metadata()["liveness-model"])
        tensors = {key: file.get_tensor(key).float() for key in file.keys()
                   if not key.startswith("golden.")}
    network = DetectorNetwork(card["architecture"])
    network.load_state_dict(network.state_dict() | tensors)
    least, found = card["detection"]["score_threshold"], {}
    with torch.no_grad():
        for folder in sorted((ROOT / "Documentation" / "Examples" / "Captures").glob("*-*")):
            image, factor = shown_size(cv2.imread(str(folder / "nir.png"), cv2.IMREAD_GRAYSCALE))
            corners, scores = faces(network, image[None])[0]
            found[folder.name] = [
                [round(float(v), 4) for v in (*(box[:2] / factor), *((box[2:] - box[:2]) / factor), s)]
                for box, s in zip(corners, scores) if s >= least
            ]
    Path(__file__).with_name("detections.json").write_text(json.dumps(found, indent=1) + "\n")


main()
