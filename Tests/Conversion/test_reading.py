"""Every format is read exactly, runs nothing, and says in one sentence what is wrong with it."""

import os
import pickle
import tempfile
import unittest
from pathlib import Path

import numpy as np

import made_up
from conversion import caffe, onnx, pickles, tflite
from conversion.archive import members
from conversion.errors import ConversionError

MODELS = os.environ.get("LIVENESS_MODELS")
ARRAYS = {
    "module.a.weight": np.arange(6, dtype=np.float32).reshape(2, 3),
    "module.b": np.array(5), "empty": np.zeros((0, 4), np.float32),
}


class Runs:
    """Writes a file as soon as somebody unpickles it."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.system, (f"touch {self.path}",)


class Calls:
    """Calls something harmless that is nevertheless not on the list."""

    def __reduce__(self):
        return eval, ("1 + 1",)


class PickleTests(unittest.TestCase):
    def test_tensors_are_read_exactly_from_both_formats(self):
        for write in (made_up.legacy, made_up.zipped):
            found = pickles.tensors(write(made_up.state(ARRAYS), list(ARRAYS.values())))
            self.assertEqual(list(found), ["a.weight", "b", "empty"])
            for expected, tensor in zip(ARRAYS.values(), found.values()):
                self.assertEqual((tensor.shape, tensor.dtype), (expected.shape, expected.dtype))
                np.testing.assert_array_equal(tensor, expected)

    def test_strides_are_followed(self):
        arrays = {"turned": np.arange(6, dtype=np.float32).reshape(2, 3).T}
        found = pickles.tensors(made_up.legacy(made_up.state(arrays), [arrays["turned"]]))
        np.testing.assert_array_equal(found["turned"], [[0, 3], [1, 4], [2, 5]])

    def test_a_state_dictionary_may_lie_within_another(self):
        value = {"epoch": 3, "state_dict": made_up.state(ARRAYS)}
        self.assertEqual(len(pickles.tensors(made_up.zipped(value, list(ARRAYS.values())))), 3)

    def test_a_pickle_that_would_run_code_is_refused_and_runs_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            marker = Path(folder) / "it-ran"
            pickle.loads(pickle.dumps(Runs(marker)))
            self.assertTrue(marker.exists(), "the attack must work on a plain unpickler")
            marker.unlink()
            for write in (made_up.legacy, made_up.zipped):
                for value in (Runs(marker), {"weight": Runs(marker)}, Calls()):
                    with self.assertRaisesRegex(ConversionError, "would run"):
                        pickles.tensors(write(value))
            self.assertFalse(marker.exists())

    def test_the_parts_before_the_tensors_run_nothing_either(self):
        with tempfile.TemporaryDirectory() as folder:
            marker = Path(folder) / "it-ran"
            with self.assertRaisesRegex(ConversionError, "would run"):
                pickles.tensors(pickle.dumps(Runs(marker), 2))
            self.assertFalse(marker.exists())

    def test_what_is_allowed_cannot_be_called_out_of_its_place(self):
        storage = b"\x80\x02ctorch\nFloatStorage\nX\x01\x00\x00\x00a\x85R."
        state = b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n}X\x01\x00\x00\x00aK\x01sb."
        for program in (storage, state):
            data = made_up.legacy({})[: -len(pickle.dumps({}, 2) + pickle.dumps([], 2))]
            with self.assertRaises(ConversionError):
                pickles.tensors(data + program + pickle.dumps([], 2))

    def test_a_tensor_cannot_be_changed_once_it_is_checked(self):
        array = np.zeros(4, np.float32)
        for change in ({"offset": -(1 << 20)}, {"strides": (-9,)}, {"shape": (1 << 40,)}):
            state = {"a": made_up.Tampered(array, "0", change)}
            for write in (made_up.legacy, made_up.zipped):
                with self.assertRaises(ConversionError):
                    pickles.tensors(write(state, [array]))

    def test_operations_that_no_tensor_needs_are_refused_before_they_run(self):
        head = b"".join(pickle.dumps(part, 2) for part in (made_up.MAGIC, made_up.PROTOCOL, {}))
        programs = {
            "BYTEARRAY8": b"\x80\x05\x96" + (1 << 40).to_bytes(8, "little") + b".",
            "memories": b"\x80\x02}r\xff\xff\xff\xff.", "INST": b"(ios\nsystem\n.",
        }
        for expected, program in programs.items():
            with self.assertRaisesRegex(ConversionError, f"{expected}|damaged"):
                pickles.tensors(head + program)

    def test_a_tuple_that_takes_forever_to_hash_is_refused_before_it_is_made(self):
        # A dictionary with one key: the empty tuple, twice in a tuple, twice in a tuple …
        doubled = b"\x80\x02})" + b"q\x01h\x01\x86" * 70 + b"K\x01s."
        wide = b"\x80\x02})" + (b"q\x01(" + b"h\x01" * 80 + b"t") * 6 + b"K\x01s."
        head = b"".join(pickle.dumps(part, 2) for part in (made_up.MAGIC, made_up.PROTOCOL, {}))
        for program in (doubled, wide):
            with self.assertRaisesRegex(ConversionError, "tuples of at most 4096 parts"):
                pickles.tensors(head + program + pickle.dumps([], 2))

    def test_operations_that_find_nothing_are_refused(self):
        for program in (b"\x80\x02s.", b"\x80\x02h\x05.", b"\x80\x02q\x01.", b"\x80\x02K\x01t.",
                        b"\x80\x02(\x85.", b"\x80\x02R."):
            with self.assertRaises(ConversionError):
                pickles.tensors(program)

    def test_a_tensor_beyond_its_storage_is_refused(self):
        arrays = {"a": np.zeros(8, np.float32)}
        state = made_up.state(arrays)
        with self.assertRaisesRegex(ConversionError, "truncated"):
            pickles.tensors(made_up.legacy(state, [arrays["a"]])[:-4])
        with self.assertRaisesRegex(ConversionError, "8 elements, found 16 bytes"):
            pickles.tensors(made_up.zipped(state, [np.zeros(4, np.float32)]))

    def test_extents_that_no_array_has_are_refused(self):
        one, none = np.zeros(1, np.float32), np.zeros(0, np.float32)
        for array, shape in ((one, (1,) * 65), (none, (0, 1 << 62, 1 << 62))):
            tensor = made_up.Shaped(array, "0", shape, (1,) * len(shape))
            with self.assertRaisesRegex(ConversionError, "expected at most"):
                pickles.tensors(made_up.zipped({"a": tensor}, [array]))
        tensor = made_up.Shaped(one, "0", (1, 1), (1 << 70, 0))
        found = pickles.tensors(made_up.zipped({"a": tensor}, [one]))
        self.assertEqual(found["a"].shape, (1, 1))

    def test_tensors_that_share_a_storage_take_no_more_than_the_budget(self):
        array = np.zeros(1 << 20, np.float32)
        whole = made_up.Shaped(array, "0", (1 << 20,), (1,))
        with self.assertRaisesRegex(ConversionError, "takes more than 536870912 bytes"):
            pickles.tensors(made_up.zipped({f"a{i}": whole for i in range(129)}, [array]))

    def test_two_tensors_of_one_name_are_refused(self):
        arrays = {"a": np.zeros(1, np.float32), "module.a": np.ones(1, np.float32)}
        with self.assertRaisesRegex(ConversionError, "two tensors named a"):
            pickles.tensors(made_up.zipped(made_up.state(arrays), list(arrays.values())))

    def test_a_dictionary_cannot_bring_methods_of_its_own(self):
        # An ordered dictionary that is told, as its state, that `get` is the maker of tensors.
        program = (b"\x80\x02ccollections\nOrderedDict\n)R}X\x03\x00\x00\x00get"
                   b"ctorch._utils\n_rebuild_tensor_v2\nsb.")
        head = b"".join(pickle.dumps(part, 2) for part in (made_up.MAGIC, made_up.PROTOCOL, {}))
        with self.assertRaisesRegex(ConversionError, "names no tensors"):
            pickles.tensors(head + program + pickle.dumps([], 2))

    def test_other_files_are_refused(self):
        for data in (b"", b"PK\3\4", b"nothing", made_up.zipped([1, 2]), made_up.legacy({})):
            with self.assertRaises(ConversionError):
                pickles.tensors(data)


class GraphTests(unittest.TestCase):
    def test_caffe_blobs_are_read_exactly(self):
        blobs = [np.arange(8, dtype=np.float32).reshape(2, 1, 2, 2), np.ones(2, np.float32)]
        found = caffe.tensors(made_up.caffe([("conv", "Convolution", blobs), ("relu", "ReLU", [])]))
        self.assertEqual(list(found), ["conv.blob0", "conv.blob1"])
        for expected, blob in zip(blobs, found.values()):
            np.testing.assert_array_equal(blob, expected)

    def test_onnx_initialisers_are_read_exactly(self):
        arrays = {"w": np.arange(6, dtype=np.float32).reshape(2, 3), "shape": np.array([-1, 4])}
        found = onnx.tensors(made_up.onnx(arrays))
        self.assertEqual(list(found), list(arrays))
        for name, expected in arrays.items():
            np.testing.assert_array_equal(found[name], expected)

    def test_numbers_in_another_file_are_refused(self):
        tensor = made_up.field(8, "w") + made_up.field(2, 1) + made_up.field(13, b"\n\x01a")
        graph = made_up.field(1, made_up.field(4, "Relu")) + made_up.field(5, tensor)
        with self.assertRaisesRegex(ConversionError, "found them in another"):
            onnx.tensors(made_up.field(7, graph))

    def test_an_attribute_without_its_tensor_is_none(self):
        attribute = made_up.field(1, "value") + made_up.field(20, 4)
        graph = made_up.field(1, made_up.field(4, "Constant") + made_up.field(5, attribute))
        self.assertEqual(onnx.Graph(made_up.field(7, graph)).nodes[0].attributes, {"value": None})

    def test_a_shape_of_more_numbers_than_there_are_is_refused(self):
        huge = made_up.field(1, 1 << 40) * 3 + made_up.field(2, 1) + made_up.field(9, b"\0" * 8)
        with self.assertRaisesRegex(ConversionError, "at most 2 elements"):
            onnx.tensor(onnx.Message(huge))

    def test_other_files_are_refused(self):
        for data in (b"", b"nothing here", b"\xff" * 64):
            for read in (caffe.tensors, onnx.tensors, tflite.graphs, tflite.graph_tensors):
                with self.assertRaises(ConversionError):
                    read(data)


class DamageTests(unittest.TestCase):
    def test_damaged_files_raise_nothing_but_the_one_error(self):
        blob = np.arange(12, dtype=np.float32).reshape(3, 1, 2, 2)
        files = {
            pickles.tensors: [made_up.legacy(made_up.state(ARRAYS), list(ARRAYS.values())),
                              made_up.zipped(made_up.state(ARRAYS), list(ARRAYS.values()))],
            caffe.tensors: [made_up.caffe([("conv", "Convolution", [blob])])],
            onnx.tensors: [made_up.onnx({"w": blob, "s": np.array([1, -1])})],
        }
        generator = np.random.default_rng(1)
        for read, whole in files.items():
            for data in whole:
                for end in range(len(data)):
                    self._read(read, data[:end])
                for _ in range(500):
                    damaged = bytearray(data)
                    damaged[generator.integers(len(data))] = generator.integers(256)
                    self._read(read, bytes(damaged))

    @unittest.skipUnless(MODELS, "LIVENESS_MODELS names no folder of originals")
    def test_damaged_graphs_of_a_bundle_raise_nothing_but_the_one_error(self):
        bundle = (Path(MODELS) / "originals" / "face_landmarker.task").read_bytes()
        graph = members(bundle)["face_detector.tflite"]
        generator = np.random.default_rng(2)
        for _ in range(300):
            damaged = bytearray(graph)
            # Tables lie before and behind the numbers, which cannot be wrong.
            for place in generator.integers(60_000, size=4):
                damaged[place if place < 30_000 else -place + 29_999] = generator.integers(256)
            self._read(tflite.graph_tensors, bytes(damaged))
            self._read(tflite.graph_tensors, graph[: generator.integers(len(graph))])

    def _read(self, read, data):
        try:
            read(data)
        except ConversionError as error:
            self.assertNotIn("\n", str(error))


if __name__ == "__main__":
    unittest.main()
