"""MiniFASNet as a list of operations, from the names and shapes of its parameters."""

from .engine import Node
from .errors import ConversionError

STAGES = (("conv_23", "conv_3"), ("conv_34", "conv_4"), ("conv_45", "conv_5"))


class _Writer:
    def __init__(self, tensors):
        self.tensors, self.nodes, self.channels = tensors, [], 0

    def add(self, operation, *inputs, **attributes):
        name = f"{operation} {len(self.nodes)}"
        self.nodes.append(Node(operation, list(inputs), [name], attributes))
        return name

    def tensor(self, name):
        if name not in self.tensors:
            raise ConversionError(f"expected a MiniFASNet, found no parameter {name}")
        return self.tensors[name]

    def normalized(self, x, name):
        parts = [f"{name}.{part}" for part in ("weight", "bias", "running_mean", "running_var")]
        if parts[0] not in self.tensors:
            return x
        for part in parts:
            self.tensor(part)
        return self.add("BatchNormalization", x, *parts)

    def convolution(self, x, name, norm, stride=1, padding=0):
        weight = self.tensor(f"{name}.weight")
        if weight.ndim != 4 or not weight.size or weight.shape[1] not in (1, self.channels):
            raise ConversionError(
                f"{name}.weight: expected filters of 1 or {self.channels} channels, "
                f"found the shape {list(weight.shape)}")
        bias = [f"{name}.bias"] if f"{name}.bias" in self.tensors else []
        x = self.add(
            "Conv", x, f"{name}.weight", *bias, strides=(stride, stride), pads=(padding,) * 4,
            group=self.channels // weight.shape[1])
        self.channels = weight.shape[0]
        return self.normalized(x, norm)

    def unit(self, x, name, stride=1, padding=0):
        x = self.convolution(x, f"{name}.conv", f"{name}.bn", stride, padding)
        slope = f"{name}.prelu.weight"
        return self.add("PRelu", x, slope) if slope in self.tensors else x

    def excitation(self, x, name):
        if f"{name}.fc1.weight" not in self.tensors:
            return x
        width = self.channels
        y = self.add("GlobalAveragePool", x)
        y = self.add("Relu", self.convolution(y, f"{name}.fc1", f"{name}.bn1"))
        y = self.add("Sigmoid", self.convolution(y, f"{name}.fc2", f"{name}.bn2"))
        self.channels = width
        return self.add("Mul", x, y)

    def bottleneck(self, x, name, stride):
        x = self.unit(x, f"{name}.conv")
        x = self.unit(x, f"{name}.conv_dw", stride, padding=1)
        return self.excitation(self.unit(x, f"{name}.project"), f"{name}.se_module")


def nodes(tensors, size):
    """The operations that take `image` to the logits, the name of these, and their number."""
    writer = _Writer(tensors)
    writer.channels = 3
    x = writer.unit("image", "conv1", stride=2, padding=1)
    x = writer.unit(x, "conv2_dw", padding=1)
    for transition, residual in STAGES:
        x = writer.bottleneck(x, transition, stride=2)
        index = 0
        while f"{residual}.model.{index}.conv.conv.weight" in tensors:
            x = writer.add("Add", x, writer.bottleneck(x, f"{residual}.model.{index}", stride=1))
            index += 1
    x = writer.unit(writer.unit(x, "conv_6_sep"), "conv_6_dw")
    kernel = writer.tensor("conv_6_dw.conv.weight").shape[2]
    if kernel * 16 != size:
        raise ConversionError(
            f"expected parameters for {size}×{size} pixels, found those for {16 * kernel}")
    x = writer.add("Flatten", x)
    for name, norm in (("linear.weight", "bn"), ("prob.weight", "")):
        if writer.tensor(name).ndim != 2:
            raise ConversionError(
                f"{name}: expected a matrix, found the shape {list(tensors[name].shape)}")
        x = writer.add("MatMul", x, writer.add("Transpose", name, perm=(1, 0)))
        x = writer.normalized(x, norm)
    return writer.nodes, x, tensors["prob.weight"].shape[0]


def family(tensors):
    """Which MiniFASNet the widths and squeezed blocks belong to."""
    squeezed = "conv_3.model.3.se_module.fc1.weight" in tensors
    width = getattr(tensors.get("conv_4.model.0.conv.conv.weight"), "shape", [0])[0]
    known = {(231, False): "minifasnet-v2", (154, True): "minifasnet-v1se",
             (231, True): "minifasnet-v2se", (154, False): "minifasnet-v1"}
    if (width, squeezed) not in known:
        raise ConversionError(f"expected a MiniFASNet, found a stage that is {width} wide")
    return known[width, squeezed]


def from_graph(graph):
    """The parameters of a MiniFASNet that was exported to ONNX, by their names before the export.

    The exporter folds batch normalizations into convolutions and names what it made by numbers; the
    operations keep the paths of the modules that they came from.
    """
    found = {}
    for node in graph.nodes:
        path = ".".join(node.name.strip("/").split("/")[:-1]).replace("model.model.", "model.")
        path = "prob" if path == "logits" else path
        for name, value in _parameters(node, graph.initialisers):
            found[f"{path}.{name}"] = value
    return found


def _parameters(node, initialisers):
    values = [initialisers[name] for name in node.inputs[1:] if name in initialisers]
    if node.operation == "Conv":
        return zip(("weight", "bias"), values)
    if node.operation == "PRelu" and values:
        return [("weight", values[0].reshape(-1))]
    if node.operation == "MatMul" and values:
        return [("weight", values[0].T.copy())]
    if node.operation == "BatchNormalization":
        return zip(("weight", "bias", "running_mean", "running_var"), values)
    return []
