"""Every format is read exactly, runs nothing, and says in one sentence what is wrong with it."""

import os
import pickle
import tempfile
import unittest
from pathlib import Path

import numpy as np

import made_up
from conversion import caffe, onnx, pickles, tflite
from conversion.errors import ConversionError

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

    def test_a_tensor_beyond_its_storage_is_refused(self):
        arrays = {"a": np.zeros(8, np.float32)}
        state = made_up.state(arrays)
        with self.assertRaisesRegex(ConversionError, "truncated"):
            pickles.tensors(made_up.legacy(state, [arrays["a"]])[:-4])
        with self.assertRaisesRegex(ConversionError, "8 elements, found 16 bytes"):
            pickles.tensors(made_up.zipped(state, [np.zeros(4, np.float32)]))

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

    def _read(self, read, data):
        try:
            read(data)
        except ConversionError as error:
            self.assertNotIn("\n", str(error))


if __name__ == "__main__":
    unittest.main()
