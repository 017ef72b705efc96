"""The splits as the networks on crops learn from them: how many samples there are of each, and with the
points that the key-point network finds.

What the functions take is the options of make_weights.py.
"""

import numpy as np

COUNTS = {"train": 90_000, "dev": 8_000, "test": 6_000}  # crops that the networks learn from
# What the data sets of the networks hold; `crops` is as large as the largest network wants it.
PRODUCT_COUNTS = {
    "crops": {"train": 90_000, "dev": 8_000, "test": 10_000},
    "frames": {"train": 16_000, "dev": 1_500, "test": 3_000},
    "scales": {"train": 24_000, "dev": 3_000, "test": 5_000},
}
TOY_COUNTS = {"train": 360, "dev": 120, "test": 120}


def counts(options, product="crops"):
    """Samples of a product by split. Larger counts later go on behind what is there."""
    if options.toy:
        return TOY_COUNTS
    return options.counts or PRODUCT_COUNTS[product]


def sample_count(options, name):
    """How many crops of a split the networks see."""
    return min(COUNTS[name], counts(options)[name])


def trained_key_points(options):
    import torch

    from learning.networks import KeyPointNetwork, rounded_to_half

    state = torch.load(options.work / "key-points" / "state.pt", weights_only=False)
    network = KeyPointNetwork(state["description"]).to(memory_format=torch.channels_last)
    network.load_state_dict(state["network"])
    return rounded_to_half(network)


def predicted_points(options, name):
    """The 68 points that the key-point network finds in each image of a split, by modality."""
    from learning import key_points, readers
    from simulator.dataset import load_split

    folder, data = options.work / "key-points", options.work / "data"
    size = sample_count(options, name)
    path = folder / f"predicted-{name}.npz"
    fresh = path.exists() and path.stat().st_mtime > (folder / "state.pt").stat().st_mtime
    count = len(load_split(name, data, size, keys=("species",))["species"])
    if not fresh or len(np.load(path)["nir"]) != count:
        network, crops = trained_key_points(options), readers.fusion(data, name, size)
        images = {mode: crops[mode] for mode in readers.IMAGES}
        images[readers.DEPTH_PICTURE] = readers.pictures(crops["depth"])
        np.savez(path, **{
            mode: key_points.predict(network, planes)["points"][:, :68].numpy()
            for mode, planes in images.items()
        })
    return dict(np.load(path))


def with_predicted_points(options, name, part=(0, 1)):
    """A split, or the `part` of it that `load_split` takes, with the points found in its images."""
    from learning import readers

    found = predicted_points(options, name)
    data = readers.fusion(options.work / "data", name, sample_count(options, name), part)
    data["predicted"] = {mode: points[part[0]::part[1]] for mode, points in found.items()}
    return data
