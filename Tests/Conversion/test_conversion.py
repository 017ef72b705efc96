"""The converter as a whole: made-up checkpoints, the authors' own files, and what goes wrong."""

import contextlib
import io
import json
import os
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import numpy as np

import convert
import made_up
from conversion import engine, minifasnet, model_file, sources
from conversion.card_graph import CardGraph

MODELS = os.environ.get("LIVENESS_MODELS")
needs_models = unittest.skipUnless(MODELS, "LIVENESS_MODELS names no folder of originals")


def converted(*arguments):
    """The exit status and what was written to standard output and error."""
    out, error = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
        status = convert.main([str(argument) for argument in arguments])
    return status, out.getvalue(), error.getvalue()


class EngineTests(unittest.TestCase):
    def test_a_convolution_sums_what_its_filter_sees(self):
        x = np.arange(9.0).reshape(1, 1, 3, 3)
        y = engine.convolution(x, np.ones((1, 1, 2, 2)), np.array([1.0]), strides=(1, 1))
        np.testing.assert_array_equal(y[0, 0], [[9, 13], [21, 25]])

    def test_a_grouped_convolution_is_one_for_each_group(self):
        generator = np.random.default_rng(0)
        x, w = generator.normal(size=(2, 4, 7, 6)), generator.normal(size=(6, 2, 3, 3))
        options = {"strides": (2, 1), "pads": (1, 0, 1, 2), "dilations": (1, 2)}
        halves = [engine.convolution(x[:, 2 * g : 2 * g + 2], w[3 * g : 3 * g + 3], **options)
                  for g in range(2)]
        np.testing.assert_allclose(
            engine.convolution(x, w, group=2, **options), np.concatenate(halves, 1))

    def test_a_transposed_convolution_is_the_transpose(self):
        generator = np.random.default_rng(0)
        x, y = generator.normal(size=(1, 4, 5, 5)), generator.normal(size=(1, 6, 3, 3))
        w = generator.normal(size=(6, 2, 3, 3))
        options = {"strides": (2, 2), "pads": (1, 1, 1, 1), "group": 2}
        forth = (engine.convolution(x, w, **options) * y).sum()
        back = (engine.transposed_convolution(y, w, **options) * x).sum()
        self.assertAlmostEqual(forth, back)


class OwnModelTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.tensors = made_up.minifasnet()
        self.path = self.folder / "own.pth"
        self.path.write_bytes(
            made_up.legacy(made_up.state(self.tensors), list(self.tensors.values())))

    def test_a_checkpoint_of_ones_own_becomes_a_weight_file_with_card_and_golden_vector(self):
        status, out, error = converted(
            self.path, self.folder / "out", "--scale", 1.5, "--name", "mine", "--licence", "MIT",
            "--scale-fit", "require")
        self.assertEqual((status, error), (0, ""))
        self.assertIn("mine.safetensors", out)
        tensors, card = model_file.read(self.folder / "out" / "mine.safetensors")
        for name, value in self.tensors.items():
            if name.endswith("num_batches_tracked"):
                self.assertNotIn(name, tensors)
            else:
                self.assertEqual(tensors[name].tobytes(), value.tobytes())
        self.assertEqual(card["crop"]["scale"], 1.5)
        self.assertEqual(card["crop"]["scale_fit"], "require")
        self.assertEqual(
            card["architecture"], {"family": "minifasnet-v2", "batch_norm": "separate"})
        self.assertEqual(card["source"][0]["sha256"], sources.sha256(self.path.read_bytes()))
        self.assertEqual(tensors["golden.input.image"].shape, (1, 3, 80, 80))
        self.assertTrue(np.isfinite(tensors["golden.output.logits"]).all())

    def test_a_file_that_exists_is_kept_unless_told_otherwise(self):
        arguments = (self.path, self.folder, "--scale", 2)
        self.assertEqual(converted(*arguments)[0], 0)
        (self.folder / "own.safetensors").write_bytes(b"dear")
        status, _, error = converted(*arguments)
        self.assertEqual(status, 1)
        self.assertRegex(error, "own.safetensors exists; --force replaces it\n$")
        self.assertEqual((self.folder / "own.safetensors").read_bytes(), b"dear")
        self.assertEqual(converted(*arguments, "--force")[0], 0)
        self.assertNotEqual((self.folder / "own.safetensors").read_bytes(), b"dear")

    def test_what_is_wrong_is_said_in_one_sentence_and_leaves_no_file(self):
        other = self.folder / "other.pth"
        arrays = {"fc.weight": np.ones((2, 2), np.float32)}
        other.write_bytes(made_up.zipped(made_up.state(arrays), list(arrays.values())))
        cut = self.folder / "cut.pth"
        cut.write_bytes(self.path.read_bytes()[:-1000])
        occupied = self.folder / "occupied"
        occupied.write_text("")
        cases = {
            "not known by its SHA-256": (self.path, "out"),
            "expected a MiniFASNet": (other, "out", "--scale", 2),
            "truncated": (cut, "out", "--scale", 2),
            "no such file": (self.folder / "absent.pth", "out"),
            "expected a scale": (self.path, "out", "--scale", 11),
            "expected one class live": (self.path, "out", "--scale", 2, "--classes", "a,b,c"),
            "expected 2 classes, found 3": (
                self.path, "out", "--scale", 2, "--classes", "spoof,live"),
            "for 128×128": (self.path, "out", "--scale", 2, "--size", 128),
            "File exists": (self.path, occupied, "--scale", 2),
            "expected a file that is known": (self.folder, "out"),
        }
        for expected, (source, out, *options) in cases.items():
            with self.subTest(expected):
                status, _, error = converted(source, self.folder / out, *options)
                self.assertEqual(status, 1)
                self.assertIn(expected, error)
                self.assertEqual(error.strip().splitlines()[-1].count("convert.py: "), 1)
        self.assertEqual(list((self.folder / "out").iterdir()), [])

    def test_parameters_that_make_no_network_are_said_in_one_sentence(self):
        wide = np.zeros((1 << 16, 3, 1, 1), np.float32)
        cases = {
            "expected filters of": {"conv1.conv.weight": np.zeros((0, 3, 3, 3), np.float32)},
            "BatchNormalization of": {"conv1.bn.weight": np.ones(5, np.float32)},
            "expected a matrix": {"prob.weight": np.array(1, np.float32)},
            "maps of": {"conv1.conv.weight": wide},
            "not finite": {"linear.weight": self.tensors["linear.weight"] * np.float32(np.inf)},
            "expected the name of a tensor": {"__metadata__": np.ones(1, np.float32)},
            "half of one": {"\ud800": np.ones(1, np.float32)},
        }
        for expected, change in cases.items():
            with self.subTest(expected):
                tensors = {**self.tensors, **change}
                path = self.folder / "changed.pth"
                path.write_bytes(
                    made_up.zipped(made_up.state(tensors), list(tensors.values())))
                status, _, error = converted(path, self.folder / "out", "--scale", 2)
                self.assertEqual(status, 1)
                self.assertIn(expected, error)
                self.assertEqual(error.count("\n"), 1)
        self.assertEqual(list((self.folder / "out").iterdir()), [])

    def test_a_folder_that_cannot_be_written_or_is_full_is_said(self):
        for target, reason in (("/proc", "cannot be written"), ("/dev/full/x", "Not a directory")):
            status, _, error = converted(self.path, target, "--scale", 2)
            self.assertEqual(status, 1)
            self.assertIn(reason, error)

    def test_a_disk_that_fills_up_leaves_nothing_behind(self):
        def fail(_):
            raise OSError(28, "No space left on device")

        with unittest.mock.patch("os.fsync", fail):
            status, _, error = converted(self.path, self.folder / "full", "--scale", 2)
        self.assertEqual(status, 1)
        self.assertIn("cannot be written: No space left on device", error)
        self.assertEqual(list((self.folder / "full").iterdir()), [])

    def test_a_known_name_with_other_bytes_is_refused(self):
        folder = self.folder / "wrong"
        folder.mkdir()
        (folder / "pnet.pt").write_bytes(b"not it")
        status, _, error = converted(folder, self.folder / "out")
        self.assertEqual(status, 1)
        self.assertIn("not as its authors published it: expected 28570 bytes", error)


@needs_models
class AuthorsFilesTests(unittest.TestCase):
    """Against the same weights as others converted them, tensor by tensor."""

    references = {
        "minifasnet-v2-2.7": "minifasnet/2.7_80x80_MiniFASNetV2",
        "minifasnet-v1se-4.0": "minifasnet/4_0_0_80x80_MiniFASNetV1SE",
        "retina-ssd": "retinaface_caffe/Widerface-RetinaFace",
        "ultra-light-rfb-320": "onnx_detectors/rfb320",
        "ultra-light-slim-320": "onnx_detectors/slim320",
        "yunet": "onnx_detectors/yunet2023mar",
    }
    bundled = {
        "blazeface-short": "mediapipe_face/face_detector",
        "face-landmarks-478": "mediapipe_face/face_landmarks_detector",
    }

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        for source in ("originals", "onnx_detectors", "minifasnetv2se_128"):
            status, _, error = converted(Path(MODELS) / source, cls.folder.name)
            assert status == 0, error

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def converted_model(self, name):
        return model_file.read(Path(self.folder.name) / f"{name}.safetensors")

    def test_every_parameter_equals_the_reference(self):
        for name, reference in self.references.items():
            expected = _plain_tensors(Path(MODELS) / f"{reference}.safetensors")
            tensors, card = self.converted_model(name)
            found = {k: v for k, v in tensors.items() if not k.startswith("golden.")}
            left_out = set(expected) - set(found)
            with self.subTest(name):
                self.assertEqual(card["name"], name)
                self.assertEqual(set(found) - set(expected), set())
                for key in left_out:
                    _, shape, data = expected[key]
                    self.assertTrue(
                        key.endswith("num_batches_tracked")
                        # The factor of Caffe's running averages, which is 1.
                        or (shape == [1] and np.frombuffer(data, "<f4")[0] == 1)
                        # What an exporter made: shapes, factors of enlargements, empty tensors.
                        or (name == "yunet" and key.isdigit() and len(shape) <= 1), key)
                for key, value in found.items():
                    _, shape, data = expected[key]
                    self.assertEqual((list(value.shape), value.tobytes()), (shape, data), key)

    def test_the_parameters_of_a_bundle_equal_the_reference_but_for_the_order_of_axes(self):
        for name, reference in self.bundled.items():
            expected = _plain_tensors(Path(MODELS) / f"{reference}.safetensors")
            tensors, _ = self.converted_model(name)
            found = {k: v for k, v in tensors.items() if not k.startswith("golden.")}
            self.assertEqual(
                {k for k, v in expected.items() if v[0] == "F16"} - set(found), set(), name)
            for key, value in found.items():
                _, shape, data = expected[key]
                plain = np.frombuffer(data, "<f2").reshape(shape).astype(np.float32)
                if plain.ndim == 4:
                    is_depthwise = value.shape[1] == 1 and shape[0] == 1
                    plain = plain.transpose((3, 0, 1, 2) if is_depthwise else (0, 3, 1, 2))
                np.testing.assert_array_equal(value, plain.reshape(value.shape), key)

    def test_the_parameters_of_the_cascade_equal_the_reference_but_for_the_order_of_axes(self):
        expected = _plain_tensors(Path(MODELS) / "mtcnn_5pt/mtcnn.safetensors")
        tensors, _ = self.converted_model("mtcnn")
        found = {k: v for k, v in tensors.items() if not k.startswith("golden.")}
        self.assertEqual(set(found), set(expected))
        for key, value in found.items():
            _, shape, data = expected[key]
            if ".dense" in key and value.ndim == 4:
                value = value.transpose(0, 3, 2, 1)
            self.assertEqual(value.reshape(shape).tobytes(), data, key)

    def run_steps(self, name, image):
        tensors, card = self.converted_model(name)
        outputs = card["architecture"]["outputs"]
        values = {**tensors, "image": image}
        return dict(zip(outputs, engine.run(CardGraph(card).nodes, values, outputs)))

    def test_the_steps_of_a_card_give_the_recorded_outputs(self):
        recorded = self.recorded("retinaface_caffe/image_F1_retinaface_golden")
        for name, value in self.run_steps("retina-ssd", recorded["data"]).items():
            np.testing.assert_allclose(value, recorded[name], atol=1e-4)
        for name, stem in (("ultra-light-rfb-320", "rfb320"), ("ultra-light-slim-320", "slim320")):
            recorded = self.recorded(f"onnx_detectors/image_F1_{stem}_golden")
            image = recorded["input_u8_hwc_bgr"].transpose(2, 0, 1)[None].astype(float)
            maps = self.run_steps(name, (image[:, ::-1] - 127) / 128)
            scores = np.concatenate([_listed(maps[f"scores_{s}"], 2) for s in (8, 16, 32, 64)], 1)
            np.testing.assert_allclose(engine.softmax(scores), recorded["scores"], atol=1e-5)
        recorded = self.recorded("mediapipe_face/image_F1_golden")
        maps = self.run_steps("blazeface-short", recorded["det.input"].transpose(0, 3, 1, 2))
        for golden, kind, width in (("det.out0", "boxes", 16), ("det.out1", "scores", 1)):
            found = np.concatenate([_listed(maps[f"{kind}_{s}"], width) for s in (8, 16)], 1)
            np.testing.assert_allclose(found, recorded[golden], atol=1e-3)
        points = self.run_steps(
            "face-landmarks-478", recorded["lmk.input"].transpose(0, 3, 1, 2))["points"]
        np.testing.assert_allclose(points.ravel(), recorded["lmk.points"].ravel(), atol=1e-3)

    def test_the_cascade_gives_the_recorded_outputs(self):
        tensors, card = self.converted_model("mtcnn")
        recorded = self.recorded("mtcnn_5pt/image_T1_nets_golden")
        order = {"pnet": ("boxes", "scores"), "rnet": ("boxes", "scores"),
                 "onet": ("boxes", "points", "scores")}
        for network, names in order.items():
            nodes = CardGraph({"architecture": card["architecture"][network]}).nodes
            values = {**tensors, network: recorded[f"{network}.input"]}
            found = engine.run(nodes, values, [f"{network}.{name}" for name in names])
            for index, (name, value) in enumerate(zip(names, found)):
                if name == "scores":
                    value = engine.softmax(value, axis=1)
                expected = recorded[f"{network}.out{index}"]
                np.testing.assert_allclose(value.reshape(expected.shape), expected, atol=1e-5)

    def recorded(self, name):
        kinds = {"F32": "<f4", "U8": "|u1", "F64": "<f8"}
        tensors = _plain_tensors(Path(MODELS) / f"{name}.safetensors")
        return {key: np.frombuffer(data, kinds[dtype]).reshape(shape)
                for key, (dtype, shape, data) in tensors.items()}

    def test_minifasnet_gives_the_recorded_logits(self):
        for name, reference in list(self.references.items())[:2]:
            tensors, _ = model_file.read(Path(self.folder.name) / f"{name}.safetensors")
            nodes, logits, _ = minifasnet.nodes(tensors, 80)
            for photo in ("F1", "F2", "T1"):
                stem = reference.partition("/")[2]
                golden = _plain_tensors(
                    Path(MODELS) / f"minifasnet/image_{photo}_{stem}_golden.safetensors")
                _, shape, data = golden["input_u8_hwc_bgr"]
                image = np.frombuffer(data, np.uint8).reshape(shape).transpose(2, 0, 1)[None]
                found = engine.run(nodes, {**tensors, "image": image.astype(float)}, [logits])[0]
                expected = np.frombuffer(golden["logits_f64"][2], np.float64)
                np.testing.assert_allclose(found[0], expected, atol=1e-9)


def _listed(maps, width):
    """Maps `[1, C, H, W]` as a list of what every place says, `width` numbers at a time."""
    return maps.transpose(0, 2, 3, 1).reshape(1, -1, width)


def _plain_tensors(path):
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    return {
        name: (entry["dtype"], entry["shape"],
               data[8 + size + entry["data_offsets"][0] : 8 + size + entry["data_offsets"][1]])
        for name, entry in header.items() if name != "__metadata__"
    }


if __name__ == "__main__":
    unittest.main()
