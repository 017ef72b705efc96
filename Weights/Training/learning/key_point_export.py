"""Writes the key-point network as a weight file with its card and page."""

import torch

from . import export
from .key_point_card import key_point_fields
from .key_point_evaluation import evaluation
from .key_points import network_input
from .networks import plain_architecture

NAME = "key-points-74"
TAKEN_OVER = " Training went on from key-points-68 1.0.0, which an earlier simulator had taught."
LIMITS = [
    *export.LIMITS,
    "Points on screens and on prints with dye ink are guesses in the near infrared, where hardly "
    "anything of the picture shows.",
]


@torch.no_grad()
def export_key_points(network, output, images, truth, counts, seed, split="test"):
    """Evaluates a rounded network on a split of `readers.key_points` and writes both.

    The input of the golden vector is the first crop of the split.
    """
    card = {
        "format": "liveness-model/1", "name": NAME, "version": export.VERSION,
        **key_point_fields(network.description),
        "golden_tolerance": export.TOLERANCE, "licence": export.LICENCE,
        "training_data": export.training_data(seed, counts) + (
            TAKEN_OVER if network.description == plain_architecture() else ""
        ),
        "evaluation": {
            **export.conditions_of_evaluation(counts), "split": split,
            "normalised_mean_error": evaluation(network, images, truth),
        },
        "limits": LIMITS,
    }
    image = network_input(torch.from_numpy(images["nir"][:1]).float() / 255).contiguous()
    golden = {"input.image": image}
    golden |= {f"output.{name}": x[..., None, None] for name, x in network(image).items()}
    export.save_model(output / f"{NAME}.safetensors", network, golden, card)
    (output / f"{NAME}.md").write_text(export.card_page(card))
