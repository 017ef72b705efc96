"""Fewer digits where the processor multiplies them faster."""

from functools import cache
from pathlib import Path

import torch

CPU_FLAGS = Path("/proc/cpuinfo")


@cache
def _multiplies_bfloat16():
    """Whether the processor multiplies bfloat16, which takes about two thirds of the time."""
    flags = CPU_FLAGS.read_text() if CPU_FLAGS.exists() else ""
    return "avx512_bf16" in flags or "amx_bf16" in flags


def fast():
    """Within it, networks are computed in bfloat16 where that is faster; parameters stay float32."""
    return torch.autocast("cpu", torch.bfloat16, enabled=_multiplies_bfloat16())
