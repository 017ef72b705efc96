"""Writes the key-point network as a weight file with its card and page."""

import torch

from . import export
from .card_page import card_page
from .key_point_card import key_point_fields
from .key_point_evaluation import evaluation
from .key_points import network_input

NAME = "key-points-74"
LIMITS = [
    *export.LIMITS,
    "Points on screens and on prints with dye ink are guesses in the near infrared, where hardly "
    "anything of the picture shows.",
]


def golden_outputs(network, image):
    """What the network gives for one input, as tensors of a golden vector."""
    return {f"output.{name}": x.reshape(*x.shape, *[1] * (4 - x.ndim))
            for name, x in network(image).items()}


@torch.no_grad()
def export_key_points(network, output, images, truth, counts, seed, split="test"):
    """Evaluates a rounded network on a split of `readers.key_points` and writes both.

    The input of the golden vector is the first crop of the split.
    """
    card = {
        "format": "liveness-model/1", "name": NAME, "version": export.VERSION,
        **key_point_fields(network.description),
        "golden_tolerance": export.TOLERANCE, "licence": export.LICENCE,
        "training_data": export.training_data(seed, counts),
        "evaluation": {
            **export.conditions_of_evaluation(counts), "split": split,
            "normalised_mean_error": evaluation(network, images, truth),
        },
        "limits": LIMITS,
    }
    image = network_input(torch.from_numpy(images["nir"][:1]).float() / 255).contiguous()
    golden = {"input.image": image}
    golden |= golden_outputs(network, image)
    export.save_model(output / f"{NAME}.safetensors", network, golden, card)
    (output / f"{NAME}.md").write_text(card_page(card))
