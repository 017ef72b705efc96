"""From the 3-D face model to the weight files, in stages that can be interrupted and repeated.

    python make_weights.py all --faces face3d_ict_light_min.npz --work WORK --output ..
    python make_weights.py simulate --product frames --faces ... --work WORK

Stages: simulate, card, key-points, fusion, export-key-points, export-fusion, inputs, examples, and,
only when they are named, average, left-out, face-detector, export-face-detector, folders, silent,
face-background and color-texture. WORK keeps the simulated data, the state of training and the
predicted key points; a stage that finds its result there does not repeat it. `--toy` tries everything
on a few samples.
"""

import argparse
import json
import shutil
import sys
from functools import partial
from pathlib import Path

from splits import (
    COUNTS, PRODUCT_COUNTS, TOY_COUNTS, counts, predicted_points, sample_count, trained_key_points,
    with_predicted_points,
)

SEED = 21
KILOBYTES = {"crops": 100, "frames": 462, "scales": 79}  # of a sample in a shard
KEY_POINT_EPOCHS = 16
FUSION_EPOCHS = 16
DETECTOR_EPOCHS = 40  # of `face_detector.SAMPLES` each
DETECTOR_EXTRAS = 12_000  # crops, and surroundings, that the face detector learns from besides
DETECTOR_CURVE = 250  # frames of dev that every epoch is measured on
INPUT_CAPTURES = 4_000  # of the training split, for the quantiles in the cards
FOLDERS = 200  # captures written as folders
PROBED = {"train": 6_000, "test": 4_000}  # captures whose labels the shortcut probe sees
TOY_SHARD = 60
TOY_DETECTOR_SAMPLES = 320


def three_counts(text):
    """The value of --counts."""
    numbers = [int(part) for part in text.split(",")]
    if len(numbers) != 3 or min(numbers) < 1:
        raise argparse.ArgumentTypeError(f"expected three numbers above 0, found {text}")
    return dict(zip(COUNTS, numbers))


def shares_by_epoch(text):
    """The value of --shares."""
    from learning.averaging import parsed

    try:
        return parsed(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected epochs such as 0:3,5,7, found {text}") from None


def check_inputs(options):
    """Says what is missing before hours are spent."""
    if not options.faces.is_file():
        sys.exit(f"--faces: expected the ICT-FaceKit reduction, found no file {options.faces}")
    if options.stage in ("simulate", "all"):
        planned = sum(counts(options, options.product).values())
        needed = planned * KILOBYTES[options.product] * 1024
        folder = options.work / "data" / options.product
        needed -= sum(path.stat().st_size for path in folder.glob("*/*.npz"))
        free = shutil.disk_usage(options.work).free
        if free < needed:
            sys.exit(f"--work: {options.product} still need {needed / 1e9:.1f} GB, "
                     f"found {free / 1e9:.1f} GB free in {options.work}")


def simulate(options):
    """Makes the shards of one product; goes on where it was interrupted."""
    from simulator.dataset import SHARD, make_split

    for name, count in counts(options, options.product).items():
        make_split(name, count, options.faces, options.work / "data", options.workers,
                   options.product, TOY_SHARD if options.toy else SHARD)


def card(options):
    """Writes the data set's card, with the shortcut probe over all labels."""
    from learning.shortcuts import probe
    from simulator.data_card import write_card
    from simulator.dataset import planned_labels
    from simulator.face_model import FaceModel

    model = FaceModel(options.faces)
    probed = TOY_COUNTS if options.toy else PROBED
    among = {} if options.toy else {"train": COUNTS["train"]}
    rows = [planned_labels(model, name, probed[name], among.get(name)) for name in ("train", "test")]
    areas = probe(*rows[0], *rows[1])
    for name, area in areas.items():
        print(f"shortcut probe, {name}: area under the curve {area:.3f}", flush=True)
    write_card(options.work / "data", options.product, areas)


def folders(options):
    """Writes captures of the test split as folders with a manifest."""
    from simulator.face_model import FaceModel
    from simulator.folders import write_split

    count = 6 if options.toy else FOLDERS
    write_split(FaceModel(options.faces), "test", count, options.work / "folders")


def train_key_points(options):
    """Trains the key-point network, measures it on dev and predicts the points of every split."""
    import torch

    from learning import key_point_evaluation, key_points, readers

    torch.set_num_threads(options.workers)
    folder = options.work / "key-points"
    train, dev = (
        partial(readers.key_points, options.work / "data", name, sample_count(options, name))
        for name in ("train", "dev"))
    epochs = options.epochs or (1 if options.toy else KEY_POINT_EPOCHS)
    key_points.train(train, dev, epochs, SEED, folder, options.workers)
    network = trained_key_points(options)
    found = key_point_evaluation.evaluation(network, *dev())
    (folder / "dev.json").write_text(json.dumps(found, indent=1))
    print(key_point_evaluation.text(found), flush=True)


def _check_start(options):
    """Says what is wrong with the weights to go on from, before data is read."""
    from safetensors import SafetensorError

    from learning.fusion_network import build_network, preset
    from learning.weight_files import fitted, opened

    if options.start is None:
        return
    try:
        fitted(build_network(preset()), opened(options.start, "depth-fusion")[1], options.start)
    except (OSError, ValueError) as error:
        sys.exit(f"--start: {error}")
    except SafetensorError as error:
        sys.exit(f"--start: {options.start}: {error}")


def train_fusion(options):
    """Trains the fusion network on predicted key points, in one process for each worker, and scores
    every epoch on dev.
    """
    import torch

    from learning import fusion, fusion_network

    torch.set_num_threads(options.workers)
    _check_start(options)
    for name in ("train", "dev"):
        predicted_points(options, name)  # before the processes, all of which need them
    epochs = options.epochs or (1 if options.toy else FUSION_EPOCHS)
    fusion.train(
        fusion_network.preset(), partial(with_predicted_points, options, "train"),
        partial(with_predicted_points, options, "dev"), epochs, SEED, options.work / "fusion",
        options.workers, options.rate or fusion.RATE, options.start)


def _require_epochs(options, numbers):
    """Says which epochs of the fusion network are not there."""
    folder = options.work / "fusion"
    missing = [n for n in numbers if not (folder / f"epoch-{n:02d}.pt").is_file()]
    if missing:
        sys.exit(f"--work: expected the epochs {missing} in {folder}, found "
                 f"{len(list(folder.glob('epoch-*.pt')))} others")


def average(options):
    """Averages epochs of the fusion network; the next number stands for the result."""
    import torch

    from learning import averaging, fusion_network

    torch.set_num_threads(options.workers)
    if not options.shares:
        sys.exit("--shares: expected the epochs to average, such as 0:3,5,7")
    _require_epochs(options, options.shares)
    splits = [with_predicted_points(options, name) for name in ("train", "dev")]
    number = averaging.average(fusion_network.preset(), options.shares, *splits, SEED,
                               options.work / "fusion")
    print(f"fusion: the average is epoch {number}", flush=True)


def export_key_points(options):
    """Reads test once and writes the key-point network with its card."""
    from learning import key_point_export, readers

    crops = readers.key_points(options.work / "data", "test", sample_count(options, "test"))
    used = {name: sample_count(options, name) for name in COUNTS}
    network = trained_key_points(options)
    options.output.mkdir(parents=True, exist_ok=True)
    key_point_export.export_key_points(network, options.output, *crops, used, SEED)


def export_fusion(options):
    """Chooses epoch and threshold on dev, reads test once, writes weights and card."""
    from learning import export as writing, fusion_network

    if options.epoch is not None:
        _require_epochs(options, [options.epoch])
    dev, test = (with_predicted_points(options, name) for name in ("dev", "test"))
    used = {name: sample_count(options, name) for name in COUNTS}
    writing.export_fusion(fusion_network.preset(), options.work, options.output,
                          trained_key_points(options), dev, test, used, SEED, options.epoch)


def _frames(options, name, limit=None):
    """Frames of a split by modality; faces of which nothing shows do not count."""
    from learning import detector_evaluation, face_detector, readers

    return {modality: detector_evaluation.showing(
        *readers.face_detection(options.work / "data", name, modality, limit))
        for modality in face_detector.MODALITIES}


def _detector_sources(options):
    """What the face detector learns from: frames, and what there is of `crops` and `scales`."""
    from learning import readers

    data = options.work / "data"
    frames = _frames(options, "train", counts(options, "frames")["train"])
    return frames, *(
        read(data, "train", DETECTOR_EXTRAS) if (data / product / "train").exists() else None
        for product, read in (("crops", readers.face_crops),
                              ("scales", readers.face_surroundings)))


def train_face_detector(options):
    """Trains the face detector, in one process for each worker."""
    from learning import face_detector

    epochs = options.epochs or (1 if options.toy else DETECTOR_EPOCHS)
    samples = TOY_DETECTOR_SAMPLES if options.toy else face_detector.SAMPLES
    face_detector.train(
        partial(_detector_sources, options), partial(_frames, options, "dev", DETECTOR_CURVE),
        epochs, SEED, options.work / "face-detector", samples, workers=options.workers)


def export_face_detector(options):
    """Chooses the threshold on dev, reads test once, and writes the face detector with its card."""
    import torch

    from learning import detector_export, readers
    from learning.detector_network import DetectorNetwork
    from learning.networks import rounded_to_half

    state = torch.load(options.work / "face-detector" / "state.pt", weights_only=False)
    network = DetectorNetwork(state["description"])
    network.load_state_dict(state["network"])
    dev, test = (_frames(options, name) for name in ("dev", "test"))
    labels = readers.frame_labels(options.work / "data", "test")
    used = {"dev": len(dev["nir"][0]), "test": len(test["nir"][0])}
    detector_export.export_detector(
        rounded_to_half(network), dev, test, labels, used,
        detector_export.training_data(options.work, SEED, {
            "frames": counts(options, "frames")["train"], "crops": DETECTOR_EXTRAS,
            "scales": DETECTOR_EXTRAS}), options)


def inputs(options):
    """Writes what the captures of training looked like into the cards."""
    import input_statistics

    input_statistics.measure(options.work, 50 if options.toy else INPUT_CAPTURES)
    input_statistics.write(options.work, options.output)


def examples(options):
    from simulator.examples import write_examples

    write_examples(options.faces, options.examples)


def leave_out(options):
    """Short trainings that lack a species, a sensor or a part of the inputs, into the card."""
    import left_out

    left_out.train(options)
    left_out.write(options)


def colour(name):
    """A stage of silent_weights.py."""
    def stage(options):
        import silent_weights

        getattr(silent_weights, name)(options)

    return stage


STAGES = {
    "simulate": simulate, "card": card, "key-points": train_key_points, "fusion": train_fusion,
    "face-detector": train_face_detector,
    "average": average, "left-out": leave_out, "export-key-points": export_key_points,
    "export-fusion": export_fusion, "export-face-detector": export_face_detector, "inputs": inputs,
    "examples": examples, "folders": folders,
    "silent": colour("silent"), "face-background": colour("face_background"),
    "color-texture": colour("color_texture"),
}
ONLY_WHEN_NAMED = ("average", "left-out", "face-detector", "export-face-detector", "folders", "silent",
                   "face-background", "color-texture")


def main():
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=[*STAGES, "all"])
    parser.add_argument("--faces", type=Path, required=True, help="the ICT-FaceKit reduction")
    parser.add_argument("--work", type=Path, required=True, help="folder for data and states")
    parser.add_argument("--output", type=Path, default=here.parent, help="folder of the weights")
    parser.add_argument(
        "--examples", type=Path,
        default=here.parent.parent / "Documentation" / "Examples" / "Captures",
    )
    parser.add_argument("--product", choices=list(PRODUCT_COUNTS), default="crops",
                        help="what simulate and card are about")
    parser.add_argument("--counts", type=three_counts, metavar="TRAIN,DEV,TEST",
                        help="how many samples simulate makes, other than the product's own")
    parser.add_argument("--epochs", type=int, metavar="N",
                        help="of a training, other than its own; more than there are go on")
    parser.add_argument("--start", type=Path, metavar="FILE",
                        help="weights that the liveness network begins with, rather than with none")
    parser.add_argument("--rate", type=float, metavar="RATE",
                        help="the highest learning rate of the liveness network, other than its own")
    parser.add_argument("--shares", type=shares_by_epoch, metavar="E:SHARE,…",
                        help="epochs to average, with what each weighs: 0:3,5,7")
    parser.add_argument("--epoch", type=int, metavar="N",
                        help="the epoch that export-fusion writes, other than the best on dev")
    parser.add_argument("--yunet", type=Path, metavar="FILE",
                        help="YuNet's ONNX file, that the face detector is set beside")
    parser.add_argument("--minifasnet", type=Path, metavar="DIR",
                        help="converted weights that silent sets its figures beside")
    parser.add_argument("--photos", type=Path, metavar="CSV",
                        help="photos that silent and the face detector judge for their cards: path, "
                             "label, shows, x, y, width, height")
    parser.add_argument("--toy", action="store_true", help="a few samples and one epoch")
    parser.add_argument("--workers", type=int, default=2, help="processes, or threads")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    check_inputs(options)
    for name, stage in STAGES.items():
        wanted = options.stage == "all" and name not in ONLY_WHEN_NAMED
        if wanted or options.stage == name:
            try:
                stage(options)
            except OSError as error:
                sys.exit(f"make_weights.py {name}: {error}")


if __name__ == "__main__":
    main()
