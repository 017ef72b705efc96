"""The three networks of MTCNN as lists of operations, as facenet-pytorch lays them out.

Zhang, Zhang, Li and Qiao, "Joint Face Detection and Alignment Using Multitask Cascaded
Convolutional Networks", 2016.
"""

from .engine import Node

# Steps of each network: c is a convolution with PReLU, d a dense layer with PReLU, p a pool.
_NETWORKS = {
    "pnet": ("c1", "p2", "c2", "c3"),
    "rnet": ("c1", "p3", "c2", "p3", "c3", "d4"),
    "onet": ("c1", "p3", "c2", "p3", "c3", "p2", "c4", "d5"),
}
_HEADS = {
    "pnet": {"probability": "conv4_1", "box": "conv4_2"},
    "rnet": {"probability": "dense5_1", "box": "dense5_2"},
    "onet": {"probability": "dense6_1", "box": "dense6_2", "points": "dense6_3"},
}


class _Writer:
    def __init__(self, network):
        self.network, self.nodes, self.value = network, [], network

    def add(self, operation, *inputs, **attributes):
        name = f"{self.network} {operation} {len(self.nodes)}"
        self.nodes.append(Node(operation, list(inputs), [name], attributes))
        return name

    def layer(self, x, name):
        weight, bias = (f"{self.network}.{name}.{part}" for part in ("weight", "bias"))
        if name.startswith("conv"):
            return self.add("Conv", x, weight, bias)
        return self.add("Add", self.add("MatMul", x, self.add("Transpose", weight, perm=(1, 0))),
                        bias)

    def step(self, step):
        kind, number = step[0], step[1:]
        if kind == "p":
            size = int(number)
            self.value = self.add("MaxPool", self.value, kernel_shape=(size, size), strides=(2, 2),
                                  ceil_mode=1)
            return
        if kind == "d":
            # Its dense layers were trained on maps in the order columns, rows, channels.
            self.value = self.add("Flatten", self.add("Transpose", self.value, perm=(0, 3, 2, 1)))
        layer = ("conv" if kind == "c" else "dense") + number
        slope = f"{self.network}.prelu{number}.weight"
        self.value = self.add("PRelu", self.layer(self.value, layer), slope)


def nodes():
    """The operations that take `pnet`, `rnet` and `onet` to outputs, and the names of these."""
    found, outputs = [], {}
    for network, steps in _NETWORKS.items():
        writer = _Writer(network)
        for step in steps:
            writer.step(step)
        for name, layer in _HEADS[network].items():
            output = writer.layer(writer.value, layer)
            if name == "probability":
                output = writer.add("Softmax", output, axis=1)
            outputs[f"{network}.{name}"] = output
        found += writer.nodes
    return found, outputs
