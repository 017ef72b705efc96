"""The network that a card describes step by step, as a list of operations."""

from .engine import Node


class CardGraph:
    """The steps of a card: the operations, and the parameters that they name."""

    def __init__(self, card):
        self.nodes, self.parameters = [], []
        self.depthwise = set()
        for step in card["architecture"]["steps"]:
            self._append(step)

    def _add(self, operation, inputs, output, **attributes):
        self.nodes.append(Node(operation, list(inputs), [output], attributes))
        return output

    def _named(self, step, *names):
        """The parameters that a step names, which are remembered."""
        found = [step[name] for name in names if name in step]
        self.parameters += found
        return found

    def _append(self, step):
        kinds = {
            "convolution": self._convolution, "transposed-convolution": self._transposed,
            "maximum-pool": self._largest, "enlarge": self._enlarged, "sum": self._sum,
            "join": self._joined, "widen": self._widened,
        }
        kinds[step["op"]](step)
        # An activation takes the place of what the step gave before it.
        if "slopes" in step:
            self._add("PRelu", [step["to"], *self._named(step, "slopes")], step["to"])
        elif "activation" in step:
            self._add("Relu", [step["to"]], step["to"])

    def _convolution(self, step):
        top, left, bottom, right = step.get("padding", (0, 0, 0, 0))
        weights = self._named(step, "weight", "bias")
        groups = step.get("groups", 1)
        if groups > 1 and groups == step["channels"]:
            self.depthwise.add(step["weight"])
        self._add(
            "Conv", [step["from"][0], *weights], step["to"], group=groups,
            strides=step.get("stride", (1, 1)), pads=(top, left, bottom, right),
            dilations=step.get("dilation", (1, 1)))
        if "normalization" in step:
            norm = step["normalization"]
            names = self._named(norm, "scale", "offset", "mean", "variance")
            self._add("BatchNormalization", [step["to"], *names], step["to"],
                      epsilon=norm["epsilon"])
        for other in step["from"][1:]:
            self._add("Add", [step["to"], other], step["to"])

    def _transposed(self, step):
        weights, factor = self._named(step, "weight", "bias"), step["factor"]
        self._add("ConvTranspose", [step["from"][0], *weights], step["to"],
                  strides=(factor, factor))
        self._add("Crop", [step["to"], step["from"][1]], step["to"])

    def _largest(self, step):
        self._add("MaxPool", step["from"], step["to"], kernel_shape=step["kernel"],
                  strides=step.get("stride", (1, 1)), pads=step.get("padding", (0, 0, 0, 0)),
                  ceil_mode=int(step.get("rounds_up", False)))

    def _enlarged(self, step):
        self._add("Enlarge", step["from"], step["to"], factor=step["factor"])

    def _sum(self, step):
        self._add("Add", step["from"], step["to"])

    def _joined(self, step):
        self._add("Concat", step["from"], step["to"], axis=1)

    def _widened(self, step):
        self._add("Widen", step["from"], step["to"], channels=step["channels"])
