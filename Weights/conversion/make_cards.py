"""Writes the cards of other people's face detectors: `python -m conversion.make_cards FOLDER`.

FOLDER holds the graphs as their authors publish them or as a tool shows them:
retinaface_caffe/deploy.prototxt, onnx_detectors/*.onnx, mediapipe_face/*.graph.json. The cards stand in
cards/ and hold no weights; convert.py puts the weights to them.
"""

import json
import re
import sys
from pathlib import Path

import onnx
from onnx import helper, numpy_helper

from . import mtcnn
from .steps import Graph

CARDS = Path(__file__).parent / "cards"
WIDER = "WIDER FACE, whose terms allow research alone."
LIMITS = ["Trained by others; its error rates were not measured by this project."]


# MARK: Readers of graphs

def caffe(path):
    """The layers of a prototxt, as far as the heads."""
    graph = Graph("data")
    text = Path(path).read_text()
    for layer in re.split(r"\nlayer \{", text)[1:]:
        def texts(name):
            return re.findall(rf'\b{name}: "([^"]+)"', layer)

        def number(name, default):
            found = re.search(rf"\b{name}: (\S+)", layer)
            return type(default)(found.group(1)) if found else default

        kind, name = texts("type")[0], texts("name")[0]
        inputs, output = texts("bottom"), texts("top")[0]
        if kind == "Convolution":
            pad, groups = number("pad", 0), number("group", 1)
            graph.convolution(
                inputs[0], output, f"{name}.blob0",
                f"{name}.blob1" if "bias_term: true" in layer else None,
                channels=number("num_output", 0), kernel=[number("kernel_size", 1)] * 2,
                stride=[number("stride", 1)] * 2, padding=[pad] * 4, groups=groups)
        elif kind == "Deconvolution":
            graph.add("transposed", inputs, output, weight=f"{name}.blob0", bias=f"{name}.blob1",
                      channels=number("num_output", 0), factor=number("kernel_size", 1))
        elif kind == "Crop":
            graph.cut(inputs[0], inputs[1], output)
        elif kind == "BatchNorm":
            graph.normalization(inputs[0], output, f"{name}.blob0", f"{name}.blob1", None, None,
                                number("eps", 1e-5))
        elif kind == "Scale":
            graph.scale(output, f"{name}.blob0", f"{name}.blob1")
        elif kind == "ReLU":
            graph.add("relu", inputs, output)
        elif kind == "Eltwise":
            graph.add("sum", inputs, output)
        elif kind == "Concat" and not output.startswith("mbox"):
            graph.add("join", inputs, output)
    return graph


def open_exchange(path):
    """The operations of an ONNX file that are steps of a network."""
    model = onnx.load(path)
    graph = Graph(model.graph.input[0].name)
    shapes = {tensor.name: list(tensor.dims) for tensor in model.graph.initializer}
    followers = {}
    for node in model.graph.node:
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        inputs, output = list(node.input), node.output[0]
        followers[output] = (node.op_type, inputs[0] if inputs else None)
        if node.op_type == "Conv":
            shape = shapes[inputs[1]]
            graph.convolution(
                inputs[0], output, inputs[1], inputs[2] if len(inputs) > 2 else None,
                channels=shape[0], kernel=shape[2:], stride=attributes["strides"],
                padding=attributes["pads"], groups=attributes["group"],
                dilation=attributes["dilations"])
        elif node.op_type == "BatchNormalization":
            graph.normalization(inputs[0], output, inputs[3], inputs[4], inputs[1], inputs[2],
                                round(attributes["epsilon"], 9))
        elif node.op_type == "Relu":
            graph.add("relu", inputs, output)
        elif node.op_type == "MaxPool":
            graph.add("pool", inputs, output, kernel=attributes["kernel_shape"],
                      stride=attributes["strides"])
        elif node.op_type == "Resize":
            scales = next(numpy_helper.to_array(t) for t in model.graph.initializer
                          if t.name == inputs[2])
            graph.add("enlarge", inputs[:1], output, factor=int(scales[2]))
        elif node.op_type == "Add" and all(name in graph.made for name in inputs):
            graph.add("sum", inputs, output)
        elif node.op_type == "Concat" and all(name in graph.made for name in inputs):
            graph.add("join", inputs, output)

    def origin(name):
        """The map behind what only brings it into another order."""
        while followers[name][0] in ("Transpose", "Reshape", "Sigmoid"):
            name = followers[name][1]
        return name

    return graph, origin, followers


def lite(path):
    """The operations of a TensorFlow Lite graph; strides and padding follow from the shapes."""
    document = json.loads(Path(path).read_text())
    tensors, stored = document["tensors"], {}
    graph = Graph("0")

    def shape(index):
        return tensors[str(index)]["shape"]

    for operation in document["ops"]:
        kind, output = operation["op"], str(operation["out"][0])
        inputs = operation["in"]
        names = [stored.get(index, str(index)) for index in inputs]
        if kind == "DEQUANTIZE":
            stored[operation["out"][0]] = names[0]
        elif kind in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            filters, taken, given = shape(inputs[1]), shape(inputs[0]), shape(operation["out"][0])
            kernel = filters[1:3]
            stride, padding = same_or_valid(taken, given, kernel)
            graph.convolution(
                names[0], output, names[1], names[2], channels=given[3], kernel=kernel,
                stride=stride, padding=padding,
                groups=taken[3] if kind.startswith("DEPTHWISE") else 1)
        elif kind == "RELU":
            graph.add("relu", names, output)
        elif kind == "PRELU":
            graph.add("prelu", names[:1], output, slopes=names[1])
        elif kind == "ADD":
            graph.add("sum", names, output)
        elif kind == "MAX_POOL_2D":
            graph.add("pool", names, output, kernel=[2, 2], stride=[2, 2])
        elif kind == "PAD":
            graph.add("widen", names[:1], output, channels=shape(operation["out"][0])[3])
    return graph


def same_or_valid(taken, given, kernel):
    """Strides and padding that make a map of one shape another: TensorFlow's SAME, or VALID."""
    if given[1:3] == [1, 1] and taken[1:3] == kernel:
        return [1, 1], [0, 0, 0, 0]
    stride = [taken[axis] // given[axis] for axis in (1, 2)]
    total = [max(0, (given[axis + 1] - 1) * stride[axis] + kernel[axis] - taken[axis + 1])
             for axis in (0, 1)]
    before = [number // 2 for number in total]
    return stride, before + [total[axis] - before[axis] for axis in (0, 1)]


# MARK: Cards

def card(name, version, kind, size, content, mean, scale, licence, graph, outputs, **members):
    """A card; `outputs` names the maps of the graph that are given, by the names they get."""
    height, width = size
    return {
        "format": "liveness-model/1", "name": name, "version": version, "kind": kind,
        "inputs": [{
            "name": "image", "channels": 3, "height": height, "width": width, "content": content,
            "normalization": {"kind": "mean-scale", "mean": mean, "scale": scale},
        }],
        "modalities": ["rgb"],
        **members,
        "golden_tolerance": 1e-4, "licence": licence,
        "architecture": graph.architecture("image", outputs),
    }


def detection(score, overlap, candidates, suppression="greedy"):
    return {"score_threshold": score, "overlap_threshold": overlap, "suppression": suppression,
            "most_candidates": candidates, "minimum_face_pixels": 0}


def retina(folder):
    graph = caffe(folder / "retinaface_caffe/deploy.prototxt")
    levels = [
        {"stride": 8, "sizes": [16, 32], "scores": ["conv_blob49"], "boxes": "conv_blob48"},
        {"stride": 16, "sizes": [64, 128], "scores": ["conv_blob51"], "boxes": "conv_blob50"},
        {"stride": 32, "sizes": [256, 512], "scores": ["conv_blob53"], "boxes": "conv_blob52"},
    ]
    return card(
        "retina-ssd", "1.0.0", "face-detector", (221, 166), ["blue", "green", "red"],
        [104, 117, 123], 1, "Apache-2.0", graph,
        {name: name for level in levels for name in level["scores"] + [level["boxes"]]},
        resize={"kind": "area", "side": 192, "filter": "linear"},
        output={"levels": levels, "centre_offset": 0.5, "score": "softmax",
                "centre_variance": 0.1, "size_variance": 0.2, "size": "exponential",
                "rounding": "inclusive"},
        detection=detection(0.1, 0.3, 400), training_data=WIDER, limits=LIMITS)


def yunet(folder):
    graph, origin, _ = open_exchange(folder / "onnx_detectors/face_detection_yunet_2023mar.onnx")
    names = [f"{kind}_{step}" for step in (8, 16, 32) for kind in ("cls", "obj", "bbox", "kps")]
    levels = [
        {"stride": step, "sizes": [step], "scores": [f"cls_{step}", f"obj_{step}"],
         "boxes": f"bbox_{step}", "landmarks": f"kps_{step}"} for step in (8, 16, 32)]
    return card(
        "yunet", "2023.3.0", "face-detector", (160, 192), ["blue", "green", "red"], [0, 0, 0], 1,
        "MIT", graph, {origin(name): name for name in names},
        resize={"kind": "limit", "side": 640, "multiple": 32, "filter": "linear"},
        output={"levels": levels, "centre_offset": 0, "score": "geometric-mean",
                "centre_variance": 1, "size_variance": 1, "size": "exponential",
                "landmarks": ["right-eye", "left-eye", "nose-tip", "right-mouth-corner",
                              "left-mouth-corner"]},
        detection=detection(0.6, 0.3, 5000), training_data=WIDER, limits=LIMITS)


def ultra_light(folder, name, file):
    graph, origin, followers = open_exchange(folder / "onnx_detectors" / file)
    model = onnx.load(folder / "onnx_detectors" / file)
    joins = {node.output[0]: list(node.input) for node in model.graph.node
             if node.op_type == "Concat"}
    scores = joins[followers["scores"][1]]
    boxes = joins[next(name for name, parts in joins.items()
                       if len(parts) == 4 and parts != scores)]
    outputs = {origin(map): f"scores_{step}" for map, step in zip(scores, (8, 16, 32, 64))}
    outputs.update({origin(map): f"boxes_{step}" for map, step in zip(boxes, (8, 16, 32, 64))})
    sizes = {8: [10, 16, 24], 16: [32, 48], 32: [64, 96], 64: [128, 192, 256]}
    levels = [{"stride": step, "sizes": side, "scores": [f"scores_{step}"],
               "boxes": f"boxes_{step}"} for step, side in sizes.items()]
    # Where the rows are no multiple of the step, the cells share them out evenly.
    levels[2]["vertical_stride"], levels[3]["vertical_stride"] = 30, 60
    return card(
        name, "1.0.0", "face-detector", (240, 320), ["red", "green", "blue"], [127, 127, 127],
        1 / 128, "MIT", graph, outputs,
        resize={"kind": "stretch", "filter": "linear"},
        output={"levels": levels, "centre_offset": 0.5, "clips_anchors": True, "score": "softmax",
                "centre_variance": 0.1, "size_variance": 0.2, "size": "exponential"},
        detection=detection(0.7, 0.5, 200), training_data=WIDER, limits=LIMITS)


def blaze(folder):
    graph = lite(folder / "mediapipe_face/face_detector.graph.json")
    levels = [
        {"stride": 8, "sizes": [128] * 2, "scores": ["scores_8"], "boxes": "boxes_8"},
        {"stride": 16, "sizes": [128] * 6, "scores": ["scores_16"], "boxes": "boxes_16"},
    ]
    return card(
        "blazeface-short", "1.0.0", "face-detector", (128, 128), ["red", "green", "blue"],
        [127.5] * 3, 1 / 127.5, "Apache-2.0", graph,
        {"160": "scores_8", "163": "scores_16", "166": "boxes_8", "169": "boxes_16"},
        resize={"kind": "fit", "place": "centre", "filter": "linear", "filling": 0},
        output={"levels": levels, "centre_offset": 0.5, "score": "sigmoid",
                "centre_variance": 1 / 128, "size_variance": 1 / 128, "size": "linear",
                "landmarks": ["right-eye", "left-eye", "nose-tip", "mouth-centre",
                              "right-ear", "left-ear"]},
        detection=detection(0.5, 0.3, 896, "weighted"), filters="ohwi",
        training_data="Images of Google's own, see the model card of MediaPipe's face detector.",
        limits=LIMITS + ["Made for faces within two metres of a phone's front camera."])


def mesh(folder):
    graph = lite(folder / "mediapipe_face/face_landmarks_detector.graph.json")
    return card(
        "face-landmarks-478", "1.0.0", "face-landmarks", (256, 256), ["red", "green", "blue"],
        [0, 0, 0], 1 / 255, "Apache-2.0", graph,
        {"473": "points", "472": "presence", "471": "tongue"},
        output={"points": "mediapipe-478"}, crop={"scale": 1.5, "size": 256}, filters="ohwi",
        resize={"kind": "stretch", "filter": "linear"},
        training_data="Images of Google's own, see the model card of MediaPipe's face mesh.",
        limits=LIMITS)


def _text(entry):
    """A card as JSON, each step on a line of its own."""
    architecture = entry["architecture"]
    networks = [architecture] if "steps" in architecture else architecture.values()
    text = json.dumps(entry, indent=1)
    for network in networks:
        spread = json.dumps(network["steps"], indent=1)
        for depth in (2, 3):
            found = spread.replace("\n", "\n" + " " * depth)
            lines = (",\n" + " " * (depth + 1)).join(json.dumps(step) for step in network["steps"])
            text = text.replace(found, f"[\n{' ' * (depth + 1)}{lines}\n{' ' * depth}]")
    return text


def main():
    folder = Path(sys.argv[1])
    CARDS.mkdir(exist_ok=True)
    cards = [
        retina(folder), yunet(folder),
        ultra_light(folder, "ultra-light-rfb-320", "version-RFB-320.onnx"),
        ultra_light(folder, "ultra-light-slim-320", "version-slim-320.onnx"),
        blaze(folder), mesh(folder), mtcnn.card(),
    ]
    for entry in cards:
        text = _text(entry)
        assert json.loads(text) == entry
        (CARDS / f"{entry['name']}.json").write_text(text + "\n")
        print(f"{entry['name']}: {len(text)} bytes")


if __name__ == "__main__":
    main()
