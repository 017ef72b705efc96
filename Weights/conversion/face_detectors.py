"""Cards and golden vectors of the kind `face-detector`."""

import numpy as np

from . import caffe_graph, golden, mtcnn, onnx, pickles
from .errors import ConversionError

RGB, BGR = ("red", "green", "blue"), ("blue", "green", "red")


def _input(name, height, width, content, subtract, divide):
    return {
        "name": name, "channels": 3, "height": height, "width": width, "content": list(content),
        "normalization": {"kind": "affine", "subtract": subtract, "divide": divide},
    }


def _card(name, family, inputs, outputs, licence, training_data, limits):
    return {
        "format": "liveness-model/1", "name": name, "version": "1.0.0", "kind": "face-detector",
        "inputs": inputs, "modalities": ["rgb"], "architecture": {"family": family},
        "output": {"tensors": list(outputs)}, "golden_tolerance": 1e-4, "licence": licence,
        "training_data": training_data, "limits": limits,
    }


def _pictures(inputs):
    """A made-up picture for every input of a card, normalized as the card says."""
    pictures = {}
    for seed, entry in enumerate(inputs):
        picture = golden.picture(3, entry["height"], entry["width"], seed)
        rule = entry["normalization"]
        subtract, divide = (
            np.array(rule[key], np.float32)[:, None, None] for key in ("subtract", "divide"))
        pictures[entry["name"]] = (picture - subtract) / divide
    return pictures


def _parameters(tensors):
    """What a network learned: no counters, shapes or empty tensors of an exporter."""
    return {
        name: value for name, value in tensors.items()
        if value.dtype == np.float32 and value.size and value.ndim
    }


_WIDER = "WIDER FACE, whose terms allow research alone."
_LIMITS = ["Trained by others; its error rates were not measured by this project."]


def _onnx(data, card, others=()):
    graph = onnx.Graph(data)
    if len(graph.inputs) != 1:
        raise ConversionError(f"expected one input, found {len(graph.inputs)}")
    pictures = _pictures(card["inputs"])
    values = {**graph.initialisers, graph.inputs[0]: pictures["image"]}
    recorded = golden.vector(
        graph.nodes, values, {}, {name: name for name in card["output"]["tensors"]})
    parameters = {
        name: value for name, value in _parameters(graph.initialisers).items()
        if name not in others
    }
    return {**parameters, "golden.input.image": pictures["image"], **recorded}, card


def ultra_light(name, family):
    """The detectors of Ultra-Light-Fast-Generic-Face-Detector-1MB."""
    inputs = [_input("image", 240, 320, RGB, [127.0] * 3, [128.0] * 3)]
    card = _card(name, family, inputs, ["scores", "boxes"], "MIT", _WIDER, _LIMITS)
    return lambda data: _onnx(data, card)


def yunet(data):
    """YuNet of OpenCV's model zoo, whose maps may have any sides that 32 divides."""
    outputs = [f"{kind}_{step}" for kind in ("cls", "obj", "bbox", "kps") for step in (8, 16, 32)]
    inputs = [_input("image", 160, 192, BGR, [0.0] * 3, [1.0] * 3)]
    card = _card("yunet-2023mar", "yunet", inputs, outputs, "MIT", _WIDER, _LIMITS)
    # The factors of its two enlargements, which every network of this shape has.
    return _onnx(data, card, others=("464", "465"))


def retina_ssd(data):
    """The detector of Silent-Face-Anti-Spoofing, as far as its six heads."""
    graph = caffe_graph.Graph(data)
    heads = [f"conv_blob{number}" for number in range(48, 54)]
    inputs = [_input("image", 96, 128, BGR, [104.0, 117.0, 123.0], [1.0] * 3)]
    card = _card("retina-ssd", "retina-ssd", inputs, heads, "Apache-2.0", _WIDER, _LIMITS)
    pictures = _pictures(inputs)
    recorded = golden.vector(
        graph.nodes, {**graph.values, graph.input: pictures["image"]}, {},
        {head: graph.output(head) for head in heads})
    return {
        **graph.parameters, "golden.input.image": pictures["image"], **recorded
    }, card


def cascade(pnet, rnet, onet):
    """MTCNN of facenet-pytorch: three networks in one file."""
    parameters = {
        f"{network}.{name}": value
        for network, data in (("pnet", pnet), ("rnet", rnet), ("onet", onet))
        for name, value in pickles.tensors(data).items()
    }
    sides = {"pnet": (48, 64), "rnet": (24, 24), "onet": (48, 48)}
    inputs = [_input(name, *side, RGB, [127.5] * 3, [128.0] * 3) for name, side in sides.items()]
    nodes, outputs = mtcnn.nodes()
    card = _card("mtcnn", "mtcnn", inputs, outputs, "MIT",
                 "WIDER FACE and CelebA, whose terms allow research alone.", _LIMITS)
    recorded = golden.vector(nodes, parameters, _pictures(inputs), outputs)
    return {**parameters, **recorded}, card
