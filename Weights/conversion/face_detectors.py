"""Face detectors and landmark networks, whose cards in `cards/` describe them step by step."""

import json
from pathlib import Path

import numpy as np

from . import caffe, golden, mtcnn, onnx, pickles, tflite
from .card_graph import CardGraph
from .errors import ConversionError

CARDS = Path(__file__).parent / "cards"


def _normalized(entry):
    """A made-up picture, normalized as an input of a card says."""
    picture = golden.picture(entry["channels"], entry["height"], entry["width"])
    rule = entry["normalization"]
    mean = np.array(rule["mean"], np.float32)[:, None, None]
    return ((picture - mean) * np.float32(rule["scale"])).astype(np.float32)


def _laid_out(value, layout, is_depthwise):
    """A parameter with its axes as this library has them, in 32 bits."""
    if layout == "ohwi":
        if value.ndim == 4:
            value = value.transpose((3, 0, 1, 2) if is_depthwise else (0, 3, 1, 2))
        elif value.ndim == 3:
            value = value.reshape(-1)
    return np.ascontiguousarray(value, np.float32)


def converted(name, tensors):
    """The tensors of a weight file, golden vector included, and its card."""
    card = json.loads((CARDS / f"{name}.json").read_text())
    graph = CardGraph(card)
    missing = [key for key in graph.parameters if key not in tensors]
    if missing:
        raise ConversionError(f"{name}: expected the parameter {missing[0]}, found none")
    parameters = {
        key: _laid_out(tensors[key], card.get("filters"), key in graph.depthwise)
        for key in dict.fromkeys(graph.parameters)
    }
    outputs = card["architecture"]["outputs"]
    recorded = golden.vector(
        graph.nodes, parameters, {"image": _normalized(card["inputs"][0])},
        {output: output for output in outputs})
    return {**parameters, **recorded}, card


def from_onnx(name):
    """A converter of one ONNX file by the card of a name."""
    return lambda data: converted(name, onnx.tensors(data))


def from_caffe(name):
    """A converter of one Caffe model, whose running averages must be divided already."""

    def convert(data):
        tensors = caffe.tensors(data)
        for key, value in tensors.items():
            if key.startswith("batch_norm") and key.endswith("blob2") and (value != 1).any():
                raise ConversionError(f"{key}: expected the factor 1, found {value.tolist()}")
        return converted(name, tensors)

    return convert


def from_bundle(name, graph):
    """A converter of one graph in a task bundle."""

    def convert(data):
        graphs = tflite.graphs(data)
        if graph not in graphs:
            raise ConversionError(f"expected the graph {graph}, found {', '.join(graphs)}")
        return converted(name, graphs[graph])

    return convert


def cascade(pnet, rnet, onet):
    """MTCNN of facenet-pytorch: three networks in one file."""
    tensors = {
        f"{network}.{name}": value
        for network, data in zip(mtcnn.NETWORKS, (pnet, rnet, onet))
        for name, value in pickles.tensors(data).items()
    }
    card, found = json.loads((CARDS / "mtcnn.json").read_text()), {}
    for entry in card["inputs"]:
        described = card["architecture"][entry["name"]]
        for step in described["steps"]:
            if step["op"] == "convolution":
                key = step["weight"]
                tensors[key] = mtcnn.laid_out(tensors[key], step["channels"], step["kernel"][0])
        graph = CardGraph({"architecture": described})
        parameters = {key: np.asarray(tensors[key], np.float32) for key in graph.parameters}
        found |= parameters | golden.vector(
            graph.nodes, parameters, {entry["name"]: _normalized(entry)},
            {name: name for name in described["outputs"]})
    return found, card
