#!/usr/bin/env python3
"""Writes dtypes.safetensors with the format's own library, one tensor of every type.

Needs torch (2.15 made the recorded file) and safetensors; the tests need neither.
"""

import pathlib

import torch
from safetensors.torch import save_file

EDGES = [0.0, -0.0, 1.0, -2.0, 65504.0, 6.1035e-05, 5.9605e-08, 3.14159, float("inf"), float("nan")]

tensors = {
    "f64": torch.tensor([0.1, -1e300, 5e-324], dtype=torch.float64),
    "f32": torch.tensor([[0.1, -2.0], [3.4e38, 1e-45]], dtype=torch.float32),
    "f16": torch.tensor(EDGES, dtype=torch.float16),
    "f16.widened": torch.tensor(EDGES, dtype=torch.float16).float(),
    "bf16": torch.tensor(EDGES, dtype=torch.bfloat16),
    "bf16.widened": torch.tensor(EDGES, dtype=torch.bfloat16).float(),
    "f8_e4m3": torch.tensor([0.5, -448.0], dtype=torch.float8_e4m3fn),
    "f8_e5m2": torch.tensor([0.5, -57344.0, 0.0], dtype=torch.float8_e5m2),
    "i64": torch.tensor([-(2**63), 2**63 - 1], dtype=torch.int64),
    "i32": torch.tensor([[-(2**31)], [2**31 - 1]], dtype=torch.int32),
    "i16": torch.tensor([-32768, 32767, 1], dtype=torch.int16),
    "i8": torch.tensor([-128, 127, 1], dtype=torch.int8),
    "u64": torch.tensor([0, 2**64 - 1], dtype=torch.uint64),
    "u32": torch.tensor([0, 2**32 - 1], dtype=torch.uint32),
    "u16": torch.tensor([0, 65535], dtype=torch.uint16),
    "u8": torch.tensor([0, 255, 7], dtype=torch.uint8),
    "bool": torch.tensor([True, False, True], dtype=torch.bool),
    "c64": torch.tensor([1 - 2j], dtype=torch.complex64),
    "scalar": torch.tensor(42, dtype=torch.int64),
    "empty": torch.zeros([0, 3], dtype=torch.float32),
}
save_file(
    tensors, pathlib.Path(__file__).parent / "dtypes.safetensors", metadata={"made by": "PyTorch ✓"}
)
