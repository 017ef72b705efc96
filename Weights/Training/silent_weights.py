"""The stages of make_weights.py that make weights for one colour camera.

`silent` and `face-background` train networks that see one crop each, `color-texture` a linear machine
on histograms. The networks read the product `scales`, the machine the squares of `crops`.
"""

import numpy as np

SEED = 20
SIZE = 80
COUNTS = {"train": 3_500, "dev": 1_000, "test": 1_500}
TOY_COUNTS = {"train": 360, "dev": 120, "test": 120}
# What each network sees: its scale, and whether the face is masked; and for how many epochs.
NETWORKS = {"silent-2.7": (2.7, False), "face-1.0": (1.0, False), "background-2.7": (2.7, True)}
EPOCHS = {"silent-2.7": 30, "face-1.0": 13, "background-2.7": 8}
STARTS = {"background-2.7": "silent-2.7"}  # whose last epoch a training begins with
SILENT = ("silent-2.7", "face-1.0")
FACE_AND_BACKGROUND = {"face": "face-1.0", "background": "background-2.7"}


def _stage(*widths, stride=1, pool=True):
    convolutions = [{"channels": width, "kernel": 3, "stride": stride if first == 0 else 1}
                    for first, width in enumerate(widths)]
    return {"convolutions": convolutions, "normalization": "batch", "activation": "relu",
            "downsampling": "max" if pool else "none"}


ARCHITECTURE = {
    "branches": [{
        "name": "image", "inputs": ["image"],
        "stages": [_stage(16, 32, stride=2), _stage(32, 48), _stage(64, 96), _stage(128)],
        "dense": [64],
    }],
    "fusion": {"kind": "concat"}, "hidden": [],
}


def _counts(options):
    return TOY_COUNTS if options.toy else options.counts or COUNTS


def _split(options, name, network):
    from learning import readers

    scale, masks_face = NETWORKS[network]
    limit = _counts(options)[name]
    return readers.silent(options.work / "data", name, scale, limit, masks_face)


def _description():
    from learning.silent_export import description

    return description(ARCHITECTURE, SIZE)


def _trained(options, name):
    """Trains a network unless that is finished; gives it calibrated, with dev and its epoch."""
    import torch

    from learning import silent, silent_export

    torch.set_num_threads(options.workers)
    dev = _split(options, "dev", name)
    start = None
    if name in STARTS:
        start = torch.load(silent_export.last_epoch(options.work / STARTS[name]))
    silent.train(_description(), _split(options, "train", name), dev,
                 1 if options.toy else EPOCHS[name], SEED, options.work / name, start)
    network, epoch = silent_export.finished(_description(), options.work / name, dev)
    return network, dev, epoch


def _history(options, name):
    """What a person noted beside a training that did not run as the code stands, for the card."""
    path = options.work / name / "history.txt"
    return path.read_text().strip() if path.exists() else ""


def _evaluated(options, name, network, epoch):
    from learning import silent_export
    from simulator.dataset import SPLITS

    test, counts = _split(options, "test", name), _counts(options)
    seeds = {split: SPLITS[split].first_seed for split in counts}
    scores, figures = silent_export.evaluated(network, test, epoch, counts, seeds)
    np.save(options.work / f"{name}-test.npy", scores)
    return scores, figures, test


def _others(options, named, scores, test):
    """What the cards say of other models and of photos, where the options name them."""
    from learning import readers, silent_comparison
    from learning.minifasnet import pair

    peers = pair(options.minifasnet) if options.minifasnet else []
    limit = _counts(options)["test"]
    crops = {p.scale: readers.silent(options.work / "data", "test", p.scale, limit)["images"]
             for p in peers}
    joined = {**scores, "mean of all": np.mean(list(scores.values()), 0)}
    parts = {"beside_others": silent_comparison.beside(joined, peers, crops, test)}
    if options.photos:
        judges = _judges(named)
        told = silent_comparison.photos(options.photos, judges, ("mean of all", np.mean))
        if peers:
            others = {"MiniFASNet pair": silent_comparison.pair_judge(peers)}
            silent_comparison.add(told, silent_comparison.photos(options.photos, others))
        parts["real_photos"] = told
    return parts


def _judges(named):
    """What judges photos, by name, of networks by the names of NETWORKS."""
    from learning.silent_comparison import network_judge

    return {name: network_judge(network, *NETWORKS[name]) for name, network in named.items()}


def silent(options):
    """Networks of several scales that vote, and their files silent-face-*."""
    from learning import silent_card, silent_export

    trained = {name: _trained(options, name) for name in SILENT}
    silent_export.calibrate_vote([parts[:2] for parts in trained.values()])
    read = {name: _evaluated(options, name, network, epoch)
            for name, (network, _, epoch) in trained.items()}
    shared = _others(options, {name: parts[0] for name, parts in trained.items()},
                     {name: parts[0] for name, parts in read.items()}, read[SILENT[0]][2])
    rule = f"{silent_export.THRESHOLD_RULE} {silent_export.VOTE_RULE}"
    for name, (network, dev, _) in trained.items():
        scale = NETWORKS[name][0]
        crop = {"scale": scale, "size": SIZE, "shape": "box", "scale_fit": "clamp",
                "border": "shift", "resize": "lanczos-or-area"}
        text = silent_export.card(
            f"silent-face-{scale}", "silent-face", {"crop": crop}, _description(),
            _counts(options), {**read[name][1], **shared, "threshold_rule": rule},
            silent_card.limits(shared, "mean of all"), SEED, _history(options, name))
        silent_export.write(options.output, network, text, dev)


def face_background(options):
    """A network for the face and one for what surrounds it, and their files face-region-*."""
    from learning import silent_card, silent_export
    from learning.silent_comparison import beside, photos

    trained = {part: _trained(options, name) for part, name in FACE_AND_BACKGROUND.items()}
    read = {part: _evaluated(options, FACE_AND_BACKGROUND[part], network, epoch)
            for part, (network, _, epoch) in trained.items()}
    scores = {part: parts[0] for part, parts in read.items()}
    scores["minimum of both"] = np.minimum(*scores.values())
    figures = {"beside_others": beside(scores, [], {}, read["face"][2])}
    if options.photos:
        judges = _judges({name: trained[part][0] for part, name in FACE_AND_BACKGROUND.items()})
        figures["real_photos"] = photos(options.photos, judges, ("minimum of both", np.min))
    for part, (network, dev, _) in trained.items():
        scale, masks_face = NETWORKS[FACE_AND_BACKGROUND[part]]
        reach = round((scale - 1) / 2, 6)
        region = {side: reach for side in ("up", "down", "left", "right")}
        region |= {"size": SIZE, "border": "shift", "masks_face": masks_face,
                   "resize": "lanczos-or-area"}
        text = silent_export.card(
            f"face-region-{part}", "face-region", {"region": region}, _description(),
            _counts(options), {**read[part][1], **figures},
            silent_card.limits(figures, "minimum of both"), SEED,
            _history(options, FACE_AND_BACKGROUND[part]))
        silent_export.write(options.output, network, text, dev)


def color_texture(options):
    """The classical machine, and its file color-texture-rgb."""
    from argparse import Namespace

    import color_texture as classical
    import cropping
    from learning import readers, silent_card, silent_export
    from learning.silent_comparison import photos, texture_judge
    from simulator.dataset import SPLITS

    wanted = _counts(options)
    data = {name: readers.color_squares(options.work / "data", name, wanted[name])
            for name in wanted}
    described = {name: _described(data[name]["images"], options.workers) for name in wanted}
    labels = {name: data[name]["live"].astype(int) for name in wanted}
    machine = classical.chosen((described["train"], labels["train"]),
                               (described["dev"], labels["dev"]), SEED)
    threshold = classical.operating_point(
        machine.probabilities(described["dev"]), labels["dev"])
    machine.intercept -= float(np.log(threshold / (1 - threshold)))
    scores = machine.probabilities(described["test"])
    figures = silent_export.about_test(wanted, {n: SPLITS[n].first_seed for n in wanted}) | {
        "threshold_rule": "Live where the probability is above 0.5, where one in twenty living "
                          "faces of dev is refused.",
        **silent_export.rates(scores, data["test"])}
    place = cropping.SIZE, cropping.SCALE
    name = "color-texture-rgb"
    if options.photos:
        figures["real_photos"] = photos(options.photos, {name: texture_judge(machine, *place)})
    told = Namespace(
        name=name, licence=silent_export.LICENCE,
        training_data=silent_card.training_data(wanted, SEED),
        limits=silent_card.limits(figures, name, silent_card.LIMITS[:3]))
    text = classical.card(machine, 0.5, figures, told, *place)
    golden = [data["dev"]["images"][np.nonzero(data["dev"]["live"] == live)[0][0]]
              for live in (True, False)]
    classical.save(options.output / f"{told.name}.safetensors", machine, golden, text)
    (options.output / f"{told.name}.md").write_text(silent_card.page(text))


def _described(images, workers):
    """The histograms of many crops, [N, features]."""
    from multiprocessing import get_context

    from color_texture import features

    with get_context("spawn").Pool(workers) as pool:
        return np.stack(pool.map(features, images, chunksize=50))
