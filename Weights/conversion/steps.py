"""A network's operations, brought together to the steps that a card describes it by.

Normalization, sum and activation behind a convolution become part of its step.
"""


class Graph:
    """Operations in order, each with the names of what it reads and makes."""

    def __init__(self, input):
        self.input, self.made, self._operations = input, {input}, []

    def add(self, kind, inputs, output, **numbers):
        self._operations.append({"kind": kind, "from": list(inputs), "to": output, **numbers})
        self.made.add(output)

    def convolution(self, x, output, weight, bias, *, channels, kernel, stride, padding, groups=1,
                    dilation=(1, 1)):
        self.add("convolution", [x], output, weight=weight, bias=bias, channels=channels,
                 kernel=list(kernel), stride=list(stride), padding=list(padding), groups=groups,
                 dilation=list(dilation))

    def normalization(self, x, output, mean, variance, scale, offset, epsilon):
        self.add("normalization", [x], output, mean=mean, variance=variance, scale=scale,
                 offset=offset, epsilon=epsilon)

    def scale(self, output, scale, offset):
        """Caffe's second half of a normalization, in place."""
        last = self._operations[-1]
        assert last["kind"] == "normalization" and last["to"] == output
        last.update(scale=scale, offset=offset)

    def cut(self, x, like, output):
        """Cuts the transposed convolution before it to the extents of a map."""
        last = self._operations[-1]
        assert last["kind"] == "transposed" and last["to"] == x
        last.update({"from": [last["from"][0], like], "to": output})
        self.made.add(output)

    # MARK: Steps

    def architecture(self, input, outputs):
        """The `architecture` of a card with an input of the given name, and outputs by old name."""
        operations = self._needed(self._hoisted(), set(outputs))
        steps = self._fused(operations, set(outputs))
        names = {self.input: input, **outputs}
        for step in steps:
            step["from"] = [names.get(name, name) for name in step["from"]]
            step["to"] = names.get(step["to"], step["to"])
        return {"steps": steps, "outputs": list(outputs.values())}

    def _hoisted(self):
        """Pooling and widening directly behind what they read, so that sums can join in."""
        order = []
        for operation in self._operations:
            if operation["kind"] in ("pool", "widen"):
                places = [i for i, other in enumerate(order)
                          if other["to"] == operation["from"][0]]
                order.insert(places[0] + 1 if places else 0, operation)
            else:
                order.append(operation)
        return order

    @staticmethod
    def _needed(operations, outputs):
        """The operations that an output depends on."""
        needed, kept = set(outputs), []
        for operation in reversed(operations):
            if operation["to"] in needed:
                needed.update(operation["from"])
                kept.append(operation)
        return kept[::-1]

    def _fused(self, operations, outputs):
        readers = {}
        for operation in operations:
            for name in operation["from"]:
                readers.setdefault(name, []).append(operation)
        made, done, steps, by_name = {self.input}, set(), [], {}

        def only_reader(name, *kinds):
            found = readers.get(name, [])
            fits = len(found) == 1 and name not in outputs and found[0]["kind"] in kinds
            return found[0] if fits else None

        def absorb(step, operation):
            step["to"] = operation["to"]
            done.add(id(operation))

        for operation in operations:
            if id(operation) in done:
                continue
            kind = operation["kind"]
            if kind == "relu" and by_name[operation["from"][0]]["op"] == "join":
                # The activation of maps side by side is theirs, one by one.
                join = by_name.pop(operation["from"][0])
                for name in join["from"]:
                    assert by_name[name]["op"] == "convolution" and len(readers[name]) == 1
                    by_name[name]["activation"] = "relu"
                step = join
                absorb(step, operation)
            else:
                step = _step(operation)
                steps.append(step)
            if kind == "convolution":
                follower = only_reader(step["to"], "normalization")
                if follower:
                    step["normalization"] = {
                        key: follower[key]
                        for key in ("mean", "variance", "scale", "offset", "epsilon")}
                    absorb(step, follower)
                follower = only_reader(step["to"], "sum")
                if follower:
                    others = [name for name in follower["from"] if name != step["to"]]
                    if len(others) == 1 and others[0] in made:
                        step["from"] = step["from"] + others
                        absorb(step, follower)
            if kind in ("convolution", "sum"):
                follower = only_reader(step["to"], "relu", "prelu")
                if follower:
                    step.update({"activation": "relu"} if follower["kind"] == "relu"
                                else {"slopes": follower["slopes"]})
                    absorb(step, follower)
            made.add(step["to"])
            by_name[step["to"]] = step
        return steps


def _step(operation):
    kind = operation["kind"]
    step = {"from": operation["from"], "to": operation["to"]}
    if kind == "convolution":
        step = {"op": "convolution", **step, "weight": operation["weight"]}
        if operation["bias"]:
            step["bias"] = operation["bias"]
        step["channels"] = operation["channels"]
        for name, default in (("kernel", [1, 1]), ("stride", [1, 1]), ("padding", [0] * 4),
                              ("dilation", [1, 1]), ("groups", 1)):
            if operation[name] != default:
                step[name] = operation[name]
        return step
    numbers = {key: value for key, value in operation.items()
               if key not in ("kind", "from", "to") and value is not None}
    names = {"transposed": "transposed-convolution", "pool": "maximum-pool", "enlarge": "enlarge",
             "sum": "sum", "join": "join", "widen": "widen"}
    assert kind in names, f"{kind} from {operation['from']} stands alone"
    return {"op": names[kind], **step, **numbers}
