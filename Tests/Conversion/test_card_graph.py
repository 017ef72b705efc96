"""The steps of a card, operation by operation, and that every card fits together."""

import json
import unittest

import numpy as np

from conversion import engine
from conversion.card_graph import CardGraph
from conversion.face_detectors import CARDS


def run(steps, output, **values):
    """What the last of some steps gives."""
    graph = CardGraph({"architecture": {"steps": steps}})
    return engine.run(graph.nodes, values, [output])[0]


class StepTests(unittest.TestCase):
    x = np.arange(8.0).reshape(1, 2, 2, 2) - 3

    def test_a_convolution_is_normalized_summed_and_activated_in_this_order(self):
        steps = [{
            "op": "convolution", "from": ["x", "x"], "to": "y", "weight": "w", "channels": 2,
            "normalization": {"mean": "m", "variance": "v", "scale": "s", "offset": "o",
                              "epsilon": 0.0},
            "activation": "relu",
        }]
        found = run(steps, "y", x=self.x, w=np.eye(2).reshape(2, 2, 1, 1), m=np.array([1.0, 0]),
                    v=np.array([4.0, 1]), s=np.array([2.0, 1]), o=np.array([0.5, 0]))
        plain = np.stack([(self.x[0, 0] - 1) + 0.5, self.x[0, 1]])[None]
        np.testing.assert_array_equal(found, np.maximum(plain + self.x, 0))

    def test_slopes_are_those_of_prelu(self):
        steps = [{"op": "convolution", "from": ["x"], "to": "y", "weight": "w", "channels": 2,
                  "slopes": "a"}]
        found = run(steps, "y", x=self.x, w=np.eye(2).reshape(2, 2, 1, 1), a=np.array([0.5, 2]))
        np.testing.assert_array_equal(found[0, 0], [[-1.5, -1], [-0.5, 0]])
        np.testing.assert_array_equal(found[0, 1], self.x[0, 1])

    def test_maps_are_pooled_enlarged_joined_widened_and_summed(self):
        steps = [
            {"op": "maximum-pool", "from": ["x"], "to": "p", "kernel": [2, 2], "stride": [2, 2]},
            {"op": "enlarge", "from": ["p"], "to": "e", "factor": 2},
            {"op": "sum", "from": ["x", "e"], "to": "s"},
            {"op": "join", "from": ["s", "x"], "to": "j"},
            {"op": "widen", "from": ["j"], "to": "y", "channels": 5},
        ]
        found = run(steps, "y", x=self.x)
        self.assertEqual(found.shape, (1, 5, 2, 2))
        np.testing.assert_array_equal(found[0, 0], self.x[0, 0] + self.x[0, 0].max())
        np.testing.assert_array_equal(found[:, 2:4], self.x)
        self.assertFalse(found[:, 4].any())

    def test_a_transposed_convolution_is_cut_to_the_other_map(self):
        steps = [{"op": "transposed-convolution", "from": ["x", "like"], "to": "y", "weight": "w",
                  "channels": 1, "factor": 2}]
        found = run(steps, "y", x=self.x, like=np.zeros((1, 1, 3, 4)), w=np.ones((2, 1, 2, 2)))
        both = self.x.sum(1)[0].repeat(2, 0).repeat(2, 1)
        np.testing.assert_array_equal(found[0, 0], both[:3])


class CardTests(unittest.TestCase):
    def test_every_step_of_every_card_reads_what_an_earlier_one_made(self):
        cards = sorted(CARDS.glob("*.json"))
        self.assertGreaterEqual(len(cards), 6)
        for path in cards:
            with self.subTest(path.stem):
                card = json.loads(path.read_text())
                self.assertEqual(card["name"], path.stem)
                self.assertTrue(card["licence"] and card["limits"] and card["training_data"])
                architecture = card["architecture"]
                networks = {"image": architecture} if "steps" in architecture else architecture
                for name, network in networks.items():
                    graph = CardGraph({"architecture": network})
                    known = {name, *graph.parameters}
                    for node in graph.nodes:
                        self.assertLessEqual(set(node.inputs), known)
                        known.update(node.outputs)
                    self.assertLessEqual(set(network["outputs"]), known)


if __name__ == "__main__":
    unittest.main()
