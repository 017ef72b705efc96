"""Self-checks of simulator and training code; prints one line each and fails loudly.

    python checks.py --faces face3d_ict_light_min.npz [--data WORK/data] [--probe]

Without options it takes a minute or two. `--data` checks shards that were made, `--probe` fits the
shortcut probe to the labels of thousands of captures.
"""

import argparse
import json
import resource
import tempfile
from copy import deepcopy
from pathlib import Path

import cv2
import numpy as np
import torch

import color_texture
import cropping
import left_out
from learning import (
    fusion, fusion_variation, key_points, preprocessing, readers, shortcuts, side_by_side, silent,
)
from learning.color_augmentation import cluttered, varied
from learning.color_augmentation import moved as moved_colours
from learning.fusion_network import build_network, multiply_adds, preset
from learning.metrics import (
    BPCER_TARGET, THRESHOLD, clopper_pearson, logit_offset, operating_point,
)
from learning.networks import ALL_POINTS, NUMBERS, SIDE, KeyPointNetwork, crop_points
from learning.optimisers import muon, orthogonalised
from learning.progress import last_state, require_room, save, save_state, save_states
from learning.recapture import recaptured
from learning.schedule import held_until, set_held_rate
from learning.silent_export import calibrate, calibrate_vote, description, probabilities
from learning.variation import DEPTH, MIRROR, MIRROR_OPENINGS, Draws, covered, mirrored, moved
from learning.weight_files import fitted
from prints_and_screens import figures
from simulator import rasteriser, shading
from simulator.capture import Capture, aligned_depth
from simulator.conditions import (
    FARTHEST, NEAREST, NUISANCES, PITCH, ROLL, YAW, Encoding, draw_conditions,
)
from simulator.dataset import (
    SPLITS, load_split, plan, planned_capture, planned_conditions, planned_labels, sensors_of,
)
from simulator.depth_sensing import encoded
from simulator.face_model import FaceModel, hair_cover, openness
from simulator.folders import write_capture
from simulator.geometry import Camera, fold, sheet
from simulator.illumination import ILLUMINATIONS, Lamp, draw_room
from simulator.materials import MATERIALS, UNSEEN_MATERIALS
from simulator.people import identity
from simulator.rigs import SENSORS, UNSEEN_SENSOR, DepthSensor
from simulator.samples import PRODUCTS, crops, frames, scales
from simulator.scenes import SPECIES, materials_of
from silent_weights import ARCHITECTURE

EXPECTED_SPECIES = (
    "live", "print-flat", "print-bent", "print-cut", "print-wrap", "screen", "mask-rigid",
    "mask-soft", "print-folded", "print-layered", "bust", "partial-glasses", "partial-nose",
    "partial-tape",
)


def check_crop_round_trip():
    rng = np.random.default_rng(1)
    for _ in range(100):
        square = cropping.crop_square(rng.uniform(-50, 300, 4) + [0, 0, 60, 60])
        points = rng.uniform(-100, 700, (68, 2))
        back = cropping.to_frame(cropping.to_crop(points, square), square)
        assert np.allclose(points, back, atol=1e-9)
    # A box whose crop is exactly 112 pixels of the frame changes nothing.
    frame = rng.integers(0, 255, (200, 200)).astype(np.uint8)
    square = (30.0, 40.0, 112.0)
    assert np.array_equal(cropping.crop_image(frame, square), frame[40:152, 30:142])
    assert np.array_equal(cropping.crop_depth(frame, square), frame[40:152, 30:142])
    assert (cropping.crop_depth(frame, (-200.0, 0.0, 112.0)) == 0).all()
    colours = np.stack([frame, frame // 2, 255 - frame], 2)
    split = [cropping.crop_image(colours[..., c], (20.5, 31.2, 140.0), 80) for c in range(3)]
    assert np.allclose(cropping.crop_image(colours, (20.5, 31.2, 140.0), 80), np.stack(split, 2))
    # The texture machine sees the squares of the product crops.
    box = (40.3, 52.8, 61.0, 77.5)
    square = np.round(cropping.crop_image(colours, cropping.crop_square(box)))
    assert np.array_equal(color_texture.crop(colours, box, cropping.SIZE), square)
    # A silent model's crop keeps its scale where the frame is large enough, else it shrinks.
    assert cropping.silent_rectangle((300, 200, 40, 60), 2.0, 640, 480) == (280, 170, 81, 121)
    assert cropping.silent_rectangle((10, 300, 150, 200), 4.0, 640, 480) == (0, 0, 360, 480)
    patch = frame[:160, :160].repeat(3).reshape(160, 160, 3)
    means = patch.reshape(80, 2, 80, 2, 3).mean((1, 3))
    assert np.abs(cropping.resized(patch, 80) - means).max() <= 0.5
    assert np.array_equal(cropping.crop_rectangle(patch, (0, 0, 160, 160), 80),
                          means.astype(np.float32))


def check_masked_face():
    """A face box that is the middle half of a crop covers a quarter of it, edges by their share."""
    covered = readers._covered((20.0, 20.0, 39.0, 39.0), (0, 0, 80, 80), (640, 480), 80)
    assert covered.sum() == 40 * 40 and covered[20:60, 20:60].all()
    half = readers._covered((21.0, 0.0, 1000.0, 1000.0), (0, 0, 160, 160), (640, 480), 80)
    assert half[:, 10].max() == 0.5 and half[:, 11:].all() and not half[:, :10].any()


def check_colour_variations():
    """Crops stay crops, repeat with their seed, and mirroring moves a mask with its picture."""
    image = np.random.default_rng(5).random((80, 80, 3), np.float32)
    for seed in range(60):
        one, two = (varied(moved_colours(image, np.random.default_rng(seed)), np.random.default_rng(seed))
                    for _ in range(2))
        assert np.array_equal(one, two) and one.shape == (80, 80, 3)
        assert np.isfinite(one).all() and one.min() >= 0 and one.max() <= 1
        drawn = cluttered(image, image[::-1], np.random.default_rng(seed))
        assert np.array_equal(drawn[36:44, 36:44], image[36:44, 36:44])
        assert np.isfinite(drawn).all() and not np.array_equal(drawn, image)
        made = recaptured(image, image[::-1], np.random.default_rng(seed))
        assert made.shape == (80, 80, 3) and np.isfinite(made).all()
        assert made.min() >= 0 and made.max() <= 1
    coverage = np.zeros((80, 80), np.float32)
    coverage[30:50, 10:30] = 1
    picture = np.repeat(coverage[..., None], 3, 2)
    for seed in range(10):
        shown, mask = moved_colours(picture, np.random.default_rng(seed), coverage)
        assert np.abs(shown[8:-8, 8:-8, 0] - mask[8:-8, 8:-8]).max() < 1e-5


def check_calibration():
    """Scale and shift within the last layer put 0.5 where one in twenty living faces is refused."""
    rng = np.random.default_rng(6)
    live = np.arange(400) % 2 == 0
    levels = np.where(live, 150, 100)[:, None, None, None] + rng.normal(0, 15, (400, 1, 1, 1))
    images = np.clip(levels + rng.normal(0, 20, (400, 80, 80, 3)), 0, 255).astype(np.uint8)
    torch.manual_seed(6)
    dev = {"images": images, "live": live}
    network = build_network(description(ARCHITECTURE, 80)).eval()
    with torch.no_grad():
        scores = silent.margins(network, images)
        if scores[live].mean() < scores[~live].mean():
            network.head.logits.weight.neg_()
    calibrate(network, dev)
    refused = (probabilities(silent.margins(network, images[live])) <= 0.5).mean()
    assert 0.03 <= refused <= 0.07, refused
    other = deepcopy(network)
    calibrate_vote([(network, dev), (other, dev)])
    vote = np.mean([probabilities(silent.margins(n, images[live])) for n in (network, other)], 0)
    assert 0.03 <= (vote <= 0.5).mean() <= 0.07
    area, equal = silent.separation(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1], bool))
    assert abs(area - 0.75) < 1e-9 and equal == 0.5


def check_species():
    assert SPECIES == EXPECTED_SPECIES
    assert sorted(MIRROR.tolist()) == list(range(74))
    assert torch.equal(MIRROR[MIRROR], torch.arange(74))


def check_splits():
    ranges = [(s.first_identity, s.first_identity + s.identities) for s in SPLITS.values()]
    ranges.sort()
    assert all(a[1] <= b[0] for a, b in zip(ranges, ranges[1:]))
    for split in SPLITS.values():
        _, seed, person, other = plan(split, 17)
        assert seed == split.first_seed + 17 and person != other
        low, high = split.first_identity, split.first_identity + split.identities
        assert low <= person < high and low <= other < high
        assert all(set(part.cycle) == set(SPECIES) for part in split.parts)
    assert UNSEEN_SENSOR not in sensors_of(SPLITS["train"])
    assert UNSEEN_SENSOR in sensors_of(SPLITS["test"])
    for species in SPECIES:
        kept, every = materials_of(species, unseen=False), materials_of(species, unseen=True)
        assert kept and set(every) - set(kept) <= set(UNSEEN_MATERIALS)
        assert not set(kept) & set(UNSEEN_MATERIALS)


def check_lens_and_splat():
    """The same formulas as OpenCV's and a splat that one can follow by hand."""
    rng = np.random.default_rng(3)
    camera = Camera(640, 480, 510.0, 512.0, 317.0, 243.0, (0.11, -0.21, 0.002, -0.001, 0.07))
    points = rng.uniform([-200, -150, 400], [200, 150, 900], (200, 3)).astype(np.float32)
    matrix = np.array([[camera.fx, 0, camera.cx], [0, camera.fy, camera.cy], [0, 0, 1.0]])
    expected, _ = cv2.projectPoints(
        points.astype(np.float64), np.zeros(3), np.zeros(3), matrix, np.array(camera.distortion)
    )
    assert np.abs(camera.project(points) - expected[:, 0]).max() < 2e-3
    three = np.array([[[2.0, 3.0, 700.0], [2.2, 3.0, 500.0], [7.0, 1.0, 0.0]]], np.float32)
    depth = rasteriser.splat(three, (1.0, 1.0), 0.02, 6, 9)
    assert depth[3, 2] == 500 and np.count_nonzero(depth) == 1
    # Neighbours on one surface leave no pinhole between them, others do.
    apart = np.array([[[2.0, 3.0, 500.0], [5.0, 3.0, 505.0]]], np.float32)
    assert (rasteriser.splat(apart, (1.0, 1.0), 0.02, 6, 9)[3, 2:6] > 0).all()
    assert rasteriser.splat(apart, (1.0, 1.0), 0.001, 6, 9)[3, 3] == 0
    # A plane that a camera 40 mm to the right sees lands f * 40 / z pixels away.
    eye = Camera(64, 48, 50.0, 50.0, 31.5, 23.5)
    plane = np.full((48, 64), 500, np.float32)
    aligned = aligned_depth(plane, eye, np.eye(3), np.array([40.0, 0, 0]), eye)
    assert (aligned[:, :4] == 0).all() and np.allclose(aligned[:, 4:], 500)


def check_geometry():
    points, _, _ = sheet(100, 100, 21, 21)
    folded = fold(points, 0, 0, 90)
    edge = folded[(points[:, 0] == 50) | (points[:, 0] == -50)]
    assert np.allclose(np.abs(edge[:, 0]), 50 * np.sqrt(0.5), atol=1e-3)
    assert np.allclose(edge[:, 2], -50 * np.sqrt(0.5), atol=1e-3)


def check_skin_and_light(model):
    """Tones cover all classes; hair covers the same in C as in Python; shadows fall."""
    people = [identity(k) for k in range(300)]
    tones = np.array([p.typology for p in people])
    for low, high in ((55, 90), (41, 55), (28, 41), (10, 28), (-30, 10), (-90, -30)):
        assert ((tones > low) & (tones <= high)).any()
    brightness = np.array([p.skin_rgb.mean() for p in people])
    assert np.corrcoef(tones, brightness)[0, 1] > 0.9
    assert 0.4 < np.mean([p.skin_nir for p in people]) < 0.65
    bald = next(p for p in people if p.hair.density == 0)
    haired = next(p for p in people if p.hair.cut == "short")
    on_top = np.nonzero(hair_cover(model.mean, haired) * (model.part <= 1) > 0.999)[0]
    for person in (bald, haired):
        parameters = person.parameters(model.eye_centres, 0.02)
        nir = shading.skin(parameters, model.attributes[on_top]).nir
        is_hair = abs(nir.mean() - person.hair_nir) < abs(nir.mean() - person.skin_nir)
        assert is_hair == (person is haired)
    room = draw_room(np.random.default_rng(1))
    lamp = Lamp(np.zeros(3, np.float32), 500.0, 0.0, None, 1.0, 0.0)
    white = shading.Surface.blank(1)
    white.nir[:] = 1
    towards = np.array([[0, 0, -1.0]])
    near, far = (
        shading.light(lamp, room, np.array([[0, 0, z]]), towards, white, np.ones(1)).amplitude[0]
        for z in (500.0, 1000.0)
    )
    assert abs(near - 1) < 1e-4 and abs(far - 0.25) < 1e-4
    depth = np.full((40, 40), 600, np.float32)
    depth[15:25, 18:22] = 560
    camera = Camera(40, 40, 200.0, 200.0, 19.5, 19.5)
    lit = shading.shadow(depth, camera, np.array([-0.7, 0, -0.714]))
    assert lit[20, 24] == 0 and lit[20, 10] == 1 and lit[5, 24] == 1


def check_ranges():
    drawn = [draw_conditions(np.random.default_rng([k, 1])) for k in range(600)]
    distance = [c.distance for c in drawn]
    assert min(distance) < 1.1 * NEAREST and max(distance) > 0.9 * FARTHEST
    assert NEAREST <= min(distance) and max(distance) <= FARTHEST
    for name, limit in (("yaw", YAW), ("pitch", PITCH), ("roll", ROLL)):
        turns = np.abs([getattr(c, name) for c in drawn])
        assert turns.max() <= limit and turns.max() > 0.9 * limit
    assert {c.room.illumination for c in drawn} == set(ILLUMINATIONS)
    assert {c.depth.name for c in drawn} == set(SENSORS)
    assert all(isinstance(c.depth, DepthSensor) for c in drawn[:3])


def check_progress():
    """A disk that is full, or fills up, is told; what was written before stays whole."""
    network = torch.nn.Linear(2000, 100)
    network.description = None
    optimiser = torch.optim.AdamW(network.parameters())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "state.pt"
        save_state(path, network, optimiser, 3)
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
        try:
            save(network.state_dict(), path)
        except OSError as error:
            assert "state.pt could not be written" in str(error), error
        else:
            raise AssertionError("a file beyond the limit was written")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        assert torch.load(path, weights_only=False)["epoch"] == 3
        assert [p.name for p in Path(folder).iterdir()] == ["state.pt"]
        require_room(folder, network, 1)
        try:
            require_room(folder, network, 1 << 40)
        except OSError as error:
            assert "MB free" in str(error)
        else:
            raise AssertionError("no disk has that much room")


def check_optimiser():
    """Muon's steps have directions of equal length; a state of it goes on as if nothing had happened."""
    torch.manual_seed(3)
    for shape in ((24, 96), (96, 24)):
        values = torch.linalg.svdvals(orthogonalised(torch.randn(shape)))
        assert 0.6 < values.min() and values.max() < 1.3, values
    layers = torch.nn.Sequential(torch.nn.Conv2d(2, 6, 3), torch.nn.Flatten(), torch.nn.Linear(6, 2))
    together = muon([layers[0].weight], layers.parameters(), 0.01)
    given, wanted = torch.randn(8, 2, 3, 3), torch.randint(2, (8,))

    def stepped():
        together.zero_grad()
        value = torch.nn.functional.cross_entropy(layers(given), wanted)
        value.backward()
        together.step()
        return value.item()

    first = [stepped() for _ in range(3)]
    kept = deepcopy((layers.state_dict(), together.state_dict()))
    later = [stepped() for _ in range(3)]
    assert first[0] > first[1] > later[0] > later[-1]
    layers.load_state_dict(kept[0])
    together.load_state_dict(kept[1])
    assert [stepped() for _ in range(3)] == later


def check_held_rate():
    """The rate rises, stays and falls to nothing; a longer run goes on from where it was full."""
    layer = torch.nn.Linear(2, 1)
    layer.description = None
    optimiser = torch.optim.AdamW(layer.parameters())

    def rate(step):
        set_held_rate(optimiser, step, 7000, 10_000, 0.5)
        return optimiser.param_groups[0]["lr"]

    assert 0 < rate(0) < rate(100) < 0.5 and rate(400) == rate(7000) == 0.5
    assert rate(8500) == 0.25 and 0 < rate(9999) < 0.001
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assert held_until(10) == 7 and last_state(folder, 7).name == "state.pt"
        for epoch in range(9):
            save_states(folder, layer, optimiser, epoch, held_until(10))
        assert last_state(folder, held_until(10)).name == "state.pt"
        assert last_state(folder, held_until(20)).name == "held.pt"
        assert torch.load(folder / "held.pt", weights_only=False)["epoch"] == 6


def check_joined_scores():
    """Two scores that disagree alike are as good as none; a certain one stays finite."""
    found = fusion.joined([[0.5, 0.9, 0.9, 1.0, 0.2], [0.5, 0.1, 0.5, 0.0, 0.2]])
    assert np.allclose(found, [0.5, 0.5, 0.75, 0.5, 0.2])
    scores = np.random.default_rng(1).random(1000).astype(np.float32)
    species = (np.arange(1000) % 3 > 0).astype(int)
    moved = fusion.shifted(scores, logit_offset(scores, species))
    assert abs(operating_point(moved, species) - THRESHOLD) < 2e-3
    assert (np.argsort(moved, kind="stable") == np.argsort(scores, kind="stable")).all()


def check_left_out():
    """Each training is judged by its own threshold, on what it lacked."""
    species = np.array(["live"] * 4 + ["screen"] * 4 + ["bust"] * 2)
    sensors = np.array(["stereo", "tof"] * 5)
    scores = np.array([0.9, 0.8, 0.7, 0.2, 0.6, 0.1, 0.1, 0.1, 0.4, 0.1])
    found = {v.name: (scores, 0.5) for v in left_out.variants()}
    found["species-screen"] = scores, 0.05
    told = left_out.figures(found, species, sensors)
    assert told["seeds"]["22"] == {"live": [1, 4], "screen": [1, 4], "bust": [0, 2]}
    assert told["species"]["screen"] == [4, 4] and told["species"]["bust"] == [0, 2]
    assert set(told["parts"]) == {"heatmaps", "depth", "image", "alignment"}
    data = {"species": np.arange(9), "depth": np.tile(np.arange(1, 113, dtype=np.uint16), (9, 112, 1))}
    data["levels"] = data["depth"].astype(np.uint8)
    moved_ones = left_out.unaligned(data, 1)
    middle = moved_ones["depth"][:, 50, 56].astype(int) - 57
    assert middle.any() and np.abs(middle).max() <= left_out.UNALIGNED
    assert (moved_ones["levels"] == moved_ones["depth"]).all()


def _with_gradients_of_its_own(path):
    rank, _ = side_by_side.place()
    layer = torch.nn.Linear(3, 1, bias=False)
    layer.weight.grad = torch.arange(3.0)[None] + rank
    side_by_side.average_gradients(layer)
    norm = torch.nn.BatchNorm1d(2)
    norm.running_mean += 4 * rank
    side_by_side.average_statistics(norm)
    assert side_by_side.least(5 - rank) == 4
    np.savez(f"{path}/{rank}.npz", gradient=layer.weight.grad, mean=norm.running_mean)
    side_by_side.wait()


def _on_a_full_disk():
    if side_by_side.place()[0] == 1:
        raise OSError("the disk is full")
    side_by_side.wait()


def check_side_by_side():
    """Processes that train together share gradients and statistics; what one is refused, is told."""
    with tempfile.TemporaryDirectory() as folder:
        side_by_side.run(_with_gradients_of_its_own, (folder,), 2)
        for rank in range(2):
            found = np.load(f"{folder}/{rank}.npz")
            assert found["gradient"].tolist() == [[0.5, 1.5, 2.5]], found["gradient"]
            assert found["mean"].tolist() == [2, 2], found["mean"]
    try:
        side_by_side.run(_on_a_full_disk, (), 2)
    except OSError as error:
        assert str(error) == "the disk is full", error
    else:
        raise AssertionError("what one process was refused was not told")


def check_parts_of_a_split():
    """What the processes of a training read of the shards makes up the whole, in the same order."""
    with tempfile.TemporaryDirectory() as folder:
        shards = Path(folder) / "crops" / "train"
        shards.mkdir(parents=True)
        for number in range(3):
            np.savez(shards / f"{number:04d}.npz", row=np.arange(5) + 5 * number)
        for every, limit in ((1, None), (2, None), (3, 13), (4, 7)):
            whole = np.arange(limit or 15)
            for place in range(every):
                found = load_split("train", folder, limit, keys=("row",), part=(place, every))["row"]
                assert found.tolist() == whole[place::every].tolist(), (every, limit, place, found)


def check_weights_fit():
    """Parameters of another network are refused by name."""
    network = build_network(preset("depth-image"))
    parameters = {k: v for k, v in network.state_dict().items() if "num_batches" not in k}
    assert fitted(network, parameters, "FILE") is network
    wider = {**parameters, "depth_branch.dense.weight": torch.zeros(64, 7)}
    for wrong in (wider, {"more": torch.zeros(1), **parameters}, {}):
        try:
            fitted(network, wrong, "FILE")
        except ValueError as error:
            assert str(error).startswith("FILE: the parameters do not fit"), error
        else:
            raise AssertionError("the parameters of another network were taken")


def check_rare_acceptances():
    """The strictest of the thresholds lets pass one attack of ten thousand, or fewer."""
    rng = np.random.default_rng(5)
    attacks, live = rng.random(20_000), 0.5 + 0.6 * rng.random(1000)
    species = np.full(20_000, SPECIES.index("screen"))
    found = figures(live, attacks, species, 0.75)
    assert found["all"]["errors"] == (attacks > 0.75).sum() == found["species"]["screen"]["errors"]
    for entry in found["at"]:
        strict = np.sort(attacks)[::-1][round(20_000 * entry["attacks_accepted"])]
        assert entry["live_accepted"]["errors"] == (live > strict).sum()
        assert (attacks > strict).sum() == 20_000 * entry["attacks_accepted"]
    # One in ten thousand is not to be told from five thousand.
    few = figures(live, attacks[:5000], species[:5000], 0.75)["at"]
    assert [entry["attacks_accepted"] for entry in few] == [1e-2, 1e-3]


def check_parts_of_training():
    """A part of training wears spectacles, one has more relief; as many live in each of them."""
    train, (whole, spectacled, relief) = SPLITS["train"], SPLITS["train"].parts
    shares = [part.cycle["live"] / sum(part.cycle.values()) for part in train.parts]
    assert max(shares) - min(shares) < 0.01, shares
    for part, spectacles in ((whole, (0.2, 0.4)), (spectacled, (1, 1)), (relief, (0.2, 0.4))):
        assert train.part(part.first) == part
        worn = np.mean([planned_conditions(train, part.first + i).glasses is not None
                        for i in range(200)])
        assert spectacles[0] <= worn <= spectacles[1], (part.first, worn)
    drawn = [plan(train, relief.first + i)[0] for i in range(sum(relief.cycle.values()) * 2)]
    assert 0.08 < drawn.count("partial-tape") / len(drawn) < 0.14
    assert len(SPLITS["test"].parts) == 1


def check_conditions_ignore_species(model):
    rows = [Capture(model, s, 12345, 1, 2).nuisance() for s in SPECIES]
    # Eyes and mouth belong to the scene: drawn from its own stream, first of all.
    assert all(np.array_equal(rows[0], row) for row in rows[1:])
    assert rows[0].shape == (len(NUISANCES),)
    labels, live = planned_labels(model, "train", 3)
    for index in range(3):
        capture = planned_capture(model, SPLITS["train"], index)
        assert np.array_equal(capture.nuisance(), labels[index].astype(np.float32))
        assert (capture.scene.species == "live") == live[index]


def check_every_species_and_material(model):
    for species in SPECIES:
        wanted, seed = set(materials_of(species, unseen=True)), 0
        while wanted and seed < 60:
            capture = Capture(model, species, 7_000 + seed, 3, 4)
            wanted.discard(capture.scene.material)
            assert np.isfinite(capture.points).all() and capture.points.shape == (74, 2)
            seed += 1
        assert not wanted, (species, wanted)


def check_products(model):
    """Shapes, ranges and repeatability of what the shards hold."""
    for species in ("live", "print-cut", "screen", "partial-tape"):
        one, two = (crops(Capture(model, species, 99, 5, 6)) for _ in range(2))
        assert all(np.array_equal(one[key], two[key]) for key in one)
        assert one["image"].shape == (112, 112) and one["rgb"].shape == (112, 112, 3)
        assert one["visible"].shape == (74,) and one["eye_points"].shape == (6, 2)
    frame = frames(Capture(model, "live", 99, 5, 6))
    x, y, width, height = frame["boxes"][0]
    assert frame["faces"] >= 1 and width > 0 and height > 0
    inside = (frame["points"] >= [x - 1, y - 1]) & (frame["points"] <= [x + width, y + height])
    assert inside.all()
    assert scales(Capture(model, "screen", 99, 5, 6))["rgb_scales"].shape == (4, 80, 80, 3)


def check_truth(model):
    """A face from the front shows all points; eyes follow the lids; hidden sides are hidden."""
    for seed in range(40, 80):
        capture = Capture(model, "live", seed, seed, 1)
        c = capture.conditions
        bare = not (c.glasses or c.hat or c.scarf or c.hand)
        if bare and abs(c.yaw) < 8 and abs(c.pitch) < 8:
            assert crops(capture)["visible"][27:68].mean() > 0.9
            break
    pupils, canthi = capture.points[68:70], capture.points[70:74]
    assert canthi[0, 0] < pupils[0, 0] < canthi[1, 0] < canthi[2, 0] < pupils[1, 0] < canthi[3, 0]
    person, shut = identity(3), np.zeros(53, np.float32)
    shut[[model.expression_index[name] for name in ("eyeBlink_L", "eyeBlink_R")]] = 1
    shut[model.expression_index["jawOpen"]] = 0.6
    calm = openness(model.marks(model.vertices(person, np.zeros(53, np.float32))))
    closed = openness(model.marks(model.vertices(person, shut)))
    assert (closed[:2] < 0.4 * calm[:2]).all() and closed[2] > calm[2] + 0.2


def check_encodings():
    depth = np.linspace(400, 900, 100, dtype=np.float32).reshape(10, 10).copy()
    depth[0, :5] = 0
    face = (slice(0, 10), slice(0, 10))
    for kind in ("linear", "inverse", "equalised-frame", "equalised-crop", "fixed-range"):
        levels = encoded(Encoding(kind, 350, 1000, "zero"), depth, face)
        assert (levels[0, :5] == 0).all()
        assert (np.diff(levels[depth > 0].astype(int)) >= 0).all()
    counted = encoded(Encoding("equalised-crop", 0, 0, "counted"), depth, face)
    assert counted[0, 0] == round(255 * 0.05) and counted[depth > 0].min() >= counted[0, 0]


def check_folder(model):
    with tempfile.TemporaryDirectory() as folder:
        capture = planned_capture(model, SPLITS["test"], 3)
        write_capture(capture, Path(folder) / "one")
        description = json.loads((Path(folder) / "one" / "capture.json").read_text())
        assert description["format"] == "liveness-capture/1"
        depth = cv2.imread(str(Path(folder) / "one" / "depth.png"), cv2.IMREAD_UNCHANGED)
        camera = description["depth"]["camera"]
        assert depth.dtype == np.uint16 and depth.shape == (camera["height"], camera["width"])
        for image in description["images"]:
            picture = cv2.imread(str(Path(folder) / "one" / image["file"]))
            assert picture.shape[:2] == (image["camera"]["height"], image["camera"]["width"])
        truth = json.loads((Path(folder) / "one" / "truth.json").read_text())
        assert len(truth["points"]) == 68 and len(truth["visible"]) == 74


def check_normalisation():
    depth = torch.full((1, 112, 112), 0.5)
    depth[0, :56] = 0.45
    depth[0, 0, 0] = 0
    points = torch.full((1, 68, 2), 80.0)
    relief = preprocessing.normalised_depth(depth, points)[0]
    assert relief[0, 0] == -1 and abs(relief[10, 10] - 0.5) < 1e-6 and relief[100, 10] == 0
    flat = preprocessing.normalised_relative_depth(depth, points)[0]
    assert flat[0, 0] == -1 and flat[10, 10] == 0
    # Scale and offset of relative depth do not matter.
    spread = points.clone()
    spread[0, :34, 1] = 20
    once = preprocessing.normalised_relative_depth(depth, spread)
    scaled = torch.where(depth > 0, depth * 37 + 5, 0.0)
    assert torch.allclose(once, preprocessing.normalised_relative_depth(scaled, spread), atol=1e-4)


def check_smoothing():
    point = torch.zeros(2, 9, 9)
    point[0, 4, 4], point[1, 0, 0] = 256, 256
    smooth = preprocessing.smoothed(point)
    assert smooth[0, 4, 4] == 36 and smooth[0, 2, 6] == 1 and smooth[0].sum() == 256
    assert smooth[1, 0, 0] == 121 and smooth[1, 8, 8] == 0  # the border is repeated
    # Edges of some images are enhanced: dark gets darker there, flat parts stay.
    step = torch.full((40, 112, 112), 0.4)
    step[:, :, 56:] = 0.6
    sharp = fusion_variation.sharpened(step.clone(), Draws(40, torch.Generator().manual_seed(3)))
    changed = (sharp - step).abs().amax((1, 2)) > 0
    assert 0 < changed.sum() < 20
    assert (sharp[changed][:, :, 55] < 0.4).all() and (sharp[changed][:, :, 56] > 0.6).all()
    assert torch.allclose(sharp[:, :, :40], step[:, :, :40], atol=1e-4)


def check_variation():
    """Points stay on what they mark, and a mirrored face keeps left and right apart."""
    draws = Draws(40, torch.Generator().manual_seed(3))
    points = 30 + 50 * draws.uniform(74, 2)
    image = torch.zeros(40, 112, 112)
    column, row = torch.round(points[:, 5]).long().T
    for i, (x, y) in enumerate(zip(column, row)):
        image[i, y - 2 : y + 3, x - 2 : x + 3] = 1
    points[:, 5] = torch.stack([column, row], 1).float()
    image, points = moved(image, points, draws)
    weight = image / image.sum((1, 2), keepdim=True)
    grid = torch.arange(112.0)
    x, y = (weight.sum(1) * grid).sum(1), (weight.sum(2) * grid).sum(1)
    assert (torch.stack([x, y], 1) - points[:, 5]).norm(dim=1).max() < 0.3
    visible = torch.ones(40, 74, dtype=torch.bool)
    visible[:, 68] = False
    openness = torch.tensor([[0.1, 0.3, 0.5]]).repeat(40, 1)
    before = points.clone()
    mirrored(image, points, visible, openness, draws)
    turned = (openness[:, 0] == 0.3)
    assert 5 < turned.sum() < 35 and torch.equal(openness[turned][0, MIRROR_OPENINGS],
                                                 torch.tensor([0.1, 0.3, 0.5]))
    assert not visible[turned][:, 69].any() and visible[turned][:, 68].all()
    assert torch.allclose(points[turned][:, 45, 0], 111 - before[turned][:, 36, 0])
    covered(image, points, visible, draws)
    assert visible.sum() < 40 * 73


def check_networks():
    network = KeyPointNetwork().eval()
    found = network(torch.zeros(1, 1, 112, 112))
    assert found.pop("heatmaps").shape == (1, ALL_POINTS, SIDE, SIDE)
    assert {name: x.shape[1] for name, x in found.items()} == NUMBERS
    assert multiply_adds(network, torch.zeros(1, 1, 112, 112)) <= 40_000_000
    assert 2 * sum(p.numel() for p in network.parameters()) < 1_900_000
    # What training wants of heatmaps lies where it says.
    points = 10 + 90 * torch.rand(3, ALL_POINTS, 2)
    wanted, shown = key_points.wanted_heatmaps(points)
    assert shown.all() and torch.allclose(crop_points(wanted), points, atol=0.05)
    description = preset("depth-image")
    network = build_network(description).eval()
    logits = network(torch.zeros(1, 2, 112, 112), torch.zeros(1, 2, 112, 112))
    assert logits.shape == (1, 2)
    # The description says what training feeds the network.
    depth = description["inputs"][0]["normalization"]
    assert depth["range_metres"] == preprocessing.RANGE
    assert depth["relative_spread_metres"] == preprocessing.RELATIVE_SPREAD
    assert tuple(description["inputs"][1]["normalization"]["smoothing"]) == preprocessing.SMOOTHING
    assert description["heatmap"] == {"planes": 1, "sigma_pixels": preprocessing.SIGMA}
    assert description["crop"] == {"scale": cropping.SCALE, "size": cropping.SIZE}


def check_lesson():
    species = np.array([0, 0, 0, 1, 1, 1, 6])
    weights = fusion.species_weights(species)
    # Of four attacks of two species each species counts as two; a living face counts once.
    assert torch.allclose(weights[[0, 1, 6]], torch.tensor([1, 2 / 3, 2]))
    assert torch.isclose(weights[species][3:].sum(), torch.tensor(4.0))
    lesson = fusion.Lesson(build_network(preset("depth-image"))).eval()
    depth, image = torch.rand(2, 3, 2, 112, 112)
    logits, names = lesson(depth, image)
    assert names.shape == (3, len(SPECIES))
    assert torch.allclose(logits, lesson.network(depth, image))
    for part, blank in (("heatmaps", (1, 1)), ("depth", (0, None)), ("image", (None, 0))):
        for before, after, plane in zip((depth, image), fusion.without(part, depth, image), blank):
            assert plane is None or after[:, plane].unique().numel() == 1
            kept = [p for p in range(2) if p != plane]
            assert torch.equal(before[:, kept], after[:, kept])


def check_metrics():
    low, high = clopper_pearson(0, 20)
    assert low == 0 and abs(high - 0.16843) < 1e-4
    species = np.repeat(np.arange(len(SPECIES)), 200)
    scores = np.where(species == 0, np.linspace(0.5, 4.5, len(species)), 0.1)
    refused = scores[species == 0] <= operating_point(scores, species)
    assert refused.sum() == int(BPCER_TARGET * 200)


def check_fusion_variation():
    """What training changes keeps image, depth and points together, and holes are holes."""
    generator = torch.Generator().manual_seed(3)
    count, spot = 40, (70, 40)
    image, depth = torch.zeros(count, 112, 112), torch.full((count, 112, 112), 0.6)
    image[:, spot[1] - 2 : spot[1] + 3, spot[0] - 2 : spot[0] + 3] = 1
    points = torch.tensor(spot, dtype=torch.float32).expand(count, 68, 2)
    none = torch.zeros(count, dtype=torch.bool)
    modality = torch.zeros(count, dtype=torch.long)
    seen, changed, moved_points, relative = fusion_variation.varied(
        image, modality, depth, points, none, generator)
    assert image.sum() == 25 * count and seen.shape == depth.shape
    assert ((changed == 0) | (changed > 0.05)).all() and 0 < relative.sum() < count
    middle = moved_points.mean(1)
    y, x = torch.meshgrid(torch.arange(112.0), torch.arange(112.0), indexing="ij")
    for i in range(count):
        weight = (seen[i] - seen[i].median()).clamp(min=0)
        if weight.max() > 0.3:
            bright = weight > weight.max() / 2
            off = torch.stack([x[bright].mean(), y[bright].mean()]) - middle[i]
            assert off.abs().max() < 9, f"a spot lies {off} beside its points"
    alone, *_ = fusion_variation.varied(
        image, modality + DEPTH, depth, points, none, generator)
    assert (alone - 0.5).abs().median() < 0.05  # a wall is grey


def check_aligned_by_eyes():
    levels = np.zeros((112, 112), np.uint8)
    levels[30, 80] = 200
    turned, points = readers.aligned_by_eyes(levels, np.array([[80.0, 30.0]]), 90, 1.0)
    x, y = np.round(points[0]).astype(int)
    assert turned[y, x] == 200 and np.count_nonzero(turned) == 1


def check_shards(folder):
    """Every reader finds what it needs in the shards that are there."""
    made = {p for p in PRODUCTS if list((Path(folder) / p / "train").glob("*.npz"))}
    if "crops" in made:
        images, truth = readers.key_points(folder, "train", 50)
        assert all(crops.shape[1:] == (112, 112) for crops in images.values())
        assert truth["points"].shape[1:] == (74, 2) and truth["visible"].shape[1:] == (74,)
        data = readers.fusion(folder, "train", 50)
        assert {"nir", "nir-dots", "rgb", "depth", "levels"} <= set(data)
        assert len(data["species"]) == 50 and data["rgb"].ndim == 3
        data = load_split("train", folder, keys=("material", "sensor"))
        assert not set(np.array(MATERIALS)[data["material"]]) & set(UNSEEN_MATERIALS)
        assert SENSORS.index(UNSEEN_SENSOR) not in data["sensor"]
    if "frames" in made:
        images, boxes, counted = readers.face_detection(folder, "train", "nir", 50)
        assert images.shape[1:] == (240, 320) and boxes.shape[:2] == counted.shape
    if "scales" in made:
        data = readers.silent(folder, "train", 2.7, 50, masks_face=True)
        assert data["images"].shape[1:] == (80, 80, 3) and len(data["live"]) == 50
        # A face box that the frame holds is a 2.7th of each side, or more in a small frame.
        shares = data["coverage"].mean((1, 2))
        assert np.median(shares) > 0.9 / 2.7**2 and (shares <= 1).all()
    print(f"  found {', '.join(sorted(made)) or 'no shards'}")


def check_shortcuts(model, train=3000, test=2000):
    """Labels alone must not tell live from attack: area under the curve near 0.5."""
    rows = [planned_labels(model, name, n) for name, n in (("train", train), ("test", test))]
    areas = shortcuts.probe(*rows[0], *rows[1])
    for name, area in areas.items():
        print(f"  shortcut probe over {len(NUISANCES)} labels, {name}: area {area:.3f}")
    assert shortcuts.passes(areas)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faces", required=True)
    parser.add_argument("--data")
    parser.add_argument("--probe", action="store_true", help="fit the shortcut probe")
    options = parser.parse_args()
    model = FaceModel(options.faces)
    checks = [
        (check_crop_round_trip,), (check_species,), (check_splits,), (check_parts_of_training,),
        (check_parts_of_a_split,), (check_weights_fit,), (check_rare_acceptances,),
        (check_lens_and_splat,), (check_geometry,), (check_skin_and_light, model), (check_ranges,),
        (check_encodings,),
        (check_conditions_ignore_species, model), (check_every_species_and_material, model),
        (check_products, model), (check_truth, model), (check_folder, model),
        (check_aligned_by_eyes,), (check_normalisation,), (check_smoothing,),
        (check_variation,),
        (check_networks,), (check_lesson,), (check_progress,), (check_optimiser,),
        (check_held_rate,), (check_joined_scores,), (check_left_out,), (check_side_by_side,),
        (check_metrics,),
        (check_fusion_variation,), (check_masked_face,), (check_colour_variations,),
        (check_calibration,),
    ]
    if options.data:
        checks.append((check_shards, options.data))
    if options.probe:
        checks.append((check_shortcuts, model))
    for check, *arguments in checks:
        check(*arguments)
        print(f"{check.__name__.replace('_', ' ')}: ok", flush=True)


if __name__ == "__main__":
    main()
