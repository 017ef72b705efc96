"""Reads weight files: a card and the parameters that go with it."""

import json

from safetensors import safe_open


def opened(path, kind=None):
    """The card of a weight file, which may have to be of one kind, and its parameters as float32 by
    name, without golden vectors.
    """
    with safe_open(str(path), "pt") as file:
        text = (file.metadata() or {}).get("liveness-model")
        if text is None:
            raise ValueError(f"{path}: expected a weight file with a card, found none in it")
        card = json.loads(text)
        if kind not in (None, card.get("kind")):
            raise ValueError(
                f"{path}: expected weights of the kind {kind}, found {card.get('kind', 'none')}")
        return card, {
            key: file.get_tensor(key).float() for key in file.keys() if not key.startswith("golden.")
        }


def fitted(network, parameters, path):
    """The network with the parameters of a file, all of them and no others."""
    own = network.state_dict()
    sizes = {key: value.shape for key, value in own.items() if not key.endswith("num_batches_tracked")}
    found = {key: value.shape for key, value in parameters.items()}
    wrong = sorted(key for key in sizes.keys() | found.keys() if sizes.get(key) != found.get(key))
    if wrong:
        raise ValueError(f"{path}: the parameters do not fit the network: {', '.join(wrong[:6])}"
                         + (f" and {len(wrong) - 6} more" if len(wrong) > 6 else ""))
    network.load_state_dict(parameters, strict=False)
    return network
