#!/usr/bin/env python3
"""Writes small valid inputs for a fuzz target: make_seeds.py TARGET FOLDER."""

import json
import pathlib
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CARD = {
    "format": "liveness-model/1", "name": "toy", "version": "1.0.0", "kind": "depth-fusion",
    "inputs": [{"name": "x", "channels": 1, "height": 1, "width": 2, "content": ["grey"],
                "normalization": {"kind": "standardize", "floor": 0.02}}],
    "modalities": ["nir"], "crop": {"scale": 1.1, "size": 112},
    "heatmap": {"planes": 1, "sigma_pixels": 1.8}, "architecture": {
        "branches": [{"name": "x", "inputs": ["x"], "dense": [4], "stages": [
            {"convolutions": [{"channels": 4, "kernel": 3, "stride": 1}], "normalization": "batch",
             "activation": "relu", "downsampling": "none"}]}],
        "fusion": {"kind": "concat"}, "hidden": []},
    "output": {"classes": ["spoof", "live"]}, "threshold": 0.5, "golden_tolerance": 0.0001,
    "licence": "Apache-2.0", "training_data": "none", "evaluation": {"apcer": 0.01},
    "limits": ["everything"],
}
WIDTHS = {
    "BOOL": 8, "U8": 8, "I8": 8, "U16": 16, "I16": 16, "U32": 32, "I32": 32, "U64": 64, "I64": 64,
    "F16": 16, "BF16": 16, "F32": 32, "F64": 64, "C64": 64, "F8_E4M3": 8, "F8_E5M2": 8,
    "F8_E8M0": 8, "F6_E2M3": 6, "F6_E3M2": 6, "F4": 4,
}


def weight_file(tensors, metadata=None):
    """tensors: (name, dtype, shape, bytes)"""
    header = {"__metadata__": metadata} if metadata else {}
    data = b""
    for name, dtype, shape, content in tensors:
        offsets = [len(data), len(data) + len(content)]
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": offsets}
        data += content
    text = json.dumps(header, separators=(",", ":")).encode()
    return struct.pack("<Q", len(text)) + text + data


def floats(*values):
    return struct.pack(f"<{len(values)}f", *values)


def safetensors():
    weight = ("dense.weight", "F32", [2, 2], floats(1, 2, 3, 4))
    golden = [("golden.input.x", "F32", [1, 1, 1, 2], floats(1, 2)),
              ("golden.output.x", "F32", [1, 1, 1, 2], floats(1, 2))]
    yield weight_file([])
    yield weight_file([weight], {"a": "b"})
    yield weight_file([weight, *golden], {"liveness-model": json.dumps(CARD)})
    yield weight_file([(name, name, [8], bytes(width)) for name, width in WIDTHS.items()])
    yield weight_file([("empty", "F32", [0, 3], b""), ("scalar", "I64", [], bytes(8))])


def documents():
    yield json.dumps(CARD).encode()
    yield json.dumps(CARD, indent=2).encode()
    yield b'{"a":[1,-2.5e-3,true,false,null,"\\u00e9\\ud83d\\ude00\\n"],"b":{},"c":[]}'
    yield '"é€😀"'.encode()
    yield b"[[[[0]]]]"
    yield b"-9223372036854775808"


def captures():
    camera = {"width": 640, "height": 480, "fx": 525, "fy": 525, "cx": 320, "cy": 240,
              "distortion": {"model": "brown-conrady", "coefficients": [0.1, 0, 0, 0, 0]}}
    capture = {
        "format": "liveness-capture/1",
        "depth": {"file": "depth.png", "metres_per_unit": 0.001, "invalid": [0], "camera": camera},
        "images": [{"file": "nir.png", "modality": "nir", "camera": camera}],
        "aligned": False, "cropped": False, "face_box": [200, 100, 200, 200],
        "depth_to_image": {"rotation": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
                           "translation_metres": [0.02, 0, 0]},
    }
    yield json.dumps(capture).encode()
    yield json.dumps({**capture, "aligned": True}).encode()
    small = {**camera, "width": 4, "height": 3}
    image = {"file": "nir.png", "modality": "nir", "white": 200}
    depth = {"file": "depth.png", "invalid": [0], "range_metres": [0.1, 2], "measures": "range"}
    yield json.dumps({"format": "liveness-capture/1", "calibration": "pair.json", "depth": depth,
                      "images": [image], "aligned": False}).encode()
    for unit in [{"mapping": {"raw": [1, 255], "metres": [0.3, 1], "kind": "inverse"}},
                 {"disparity": {"pixels_per_unit": 0.03, "baseline_metres": 0.05}}]:
        yield json.dumps({"format": "liveness-capture/1", "aligned": True, "images": [],
                          "depth": {**depth, **unit, "camera": small}}).encode()
    yield json.dumps({"format": "liveness-capture/1", "aligned": False, "images": [
        {**image, "camera": small}], "homography": [[1, 0, 1], [0, 1, 0], [0, 0.01, 1]],
        "preset": "realsense-d435", "depth": {"file": "depth.png", "camera": small}}).encode()
    table = {"model": "radial-table", "magnifications": [0, 0.1], "center": [2, 1],
             "maps": "image-to-ideal"}
    yield json.dumps({"format": "liveness-capture/1", "aligned": True, "images": [],
                      "depth": {"file": "depth.png", "invalid": [], "metres_per_unit": 0.01,
                                "camera": {**small, "distortion": table}}}).encode()
    for path in sorted(ROOT.glob("Documentation/Examples/Captures/*/capture.json"))[:2]:
        yield path.read_bytes()


def images(*suffixes):
    def seeds():
        for path in sorted(ROOT.glob("Tests/Goldens/**/*")):
            if path.suffix in suffixes and path.stat().st_size < 1 << 16:
                yield path.read_bytes()
    return seeds


def media(*suffixes):
    def seeds():
        for path in sorted(ROOT.glob("Tests/Goldens/media/*")):
            if path.suffix in suffixes and path.stat().st_size < 1 << 14:
                yield path.read_bytes()
    return seeds


def raw():
    stated = {"format": "liveness-raw/1", "width": 3, "height": 2, "type": "uint16"}
    yield json.dumps(stated).encode() + bytes(13)
    yield json.dumps({**stated, "byte_order": "big", "offset": 2, "row_bytes": 8}).encode() + bytes(30)
    yield json.dumps({**stated, "type": "uint8", "channels": 3}).encode() + bytes(19)
    yield json.dumps({**stated, "type": "float64"}).encode() + bytes(49)


def calibrations():
    yield from media(".yml")()
    camera = {"width": 640, "height": 480, "fx": 525, "fy": 525, "cx": 320, "cy": 240}
    lenses = [{"model": "rational", "coefficients": [0.1, 0, 0, 0, 0, 0.1, 0, 0]},
              {"model": "radial-table", "magnifications": [0, 0.1, 0.2], "center": [320, 240],
               "maps": "image-to-ideal"}]
    transform = {"rotation": [[1, 0, 0], [0, 1, 0], [0, 0, 1]], "translation_metres": [0.02, 0, 0]}
    yield json.dumps({"format": "liveness-calibration/1", "depth_to_image": transform,
                      "depth": {**camera, "distortion": lenses[0]},
                      "image": {**camera, "distortion": lenses[1]}}).encode()
    device = {"width": 640, "height": 480, "ppx": 320, "ppy": 240, "fx": 380, "fy": 380,
              "model": "Inverse Brown Conrady", "coeffs": [0.1, 0, 0, 0, 0]}
    yield json.dumps({"depth": device, "color": {**device, "model": 4}, "depth_scale": 0.001,
                      "depth_to_color": {"rotation": [1, 0, 0, 0, 1, 0, 0, 0, 1],
                                         "translation": [0.015, 0, 0]}}).encode()


SEEDS = {
    "safetensors": safetensors, "json": documents, "capture": captures,
    "png": images(".png"), "jpeg": images(".jpg", ".jpeg"),
    "pnm": media(".pgm", ".ppm"), "tiff": media(".tif"), "npy": media(".npy"),
    "npz": media(".npz"), "table": media(".csv", ".tsv", ".txt", ".xyz"), "ply": media(".ply"),
    "pcd": media(".pcd"), "raw": raw, "calibration": calibrations,
}

target, folder = sys.argv[1], pathlib.Path(sys.argv[2])
for index, seed in enumerate(SEEDS[target]() if target in SEEDS else []):
    (folder / f"seed-{index}").write_bytes(seed)
