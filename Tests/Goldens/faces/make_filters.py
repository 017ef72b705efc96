#!/usr/bin/env python3
"""Records what SciPy's filters make of two random patches, in filters.safetensors beside this file.

Needs numpy, scipy (1.17 made the recorded file) and safetensors; the tests need none of them.
"""

import pathlib

import numpy as np
from safetensors.numpy import save_file
from scipy import ndimage

patches = np.random.default_rng(46).random((2, 12, 12), dtype=np.float32)
crop = patches.reshape(24, 12)
tensors = {"input": patches}
for size in (3, 5, 7):
    glints = [ndimage.white_tophat(patch, size=(size, size), mode="nearest") for patch in patches]
    tensors[f"glint-{size}"] = np.stack(glints)
for size in (3, 5):
    tensors[f"median-{size}"] = ndimage.median_filter(crop, size, mode="nearest")
for sigma in (0.7, 2.0):
    tensors[f"gaussian-{sigma}"] = ndimage.gaussian_filter(crop, sigma, mode="nearest", truncate=4)
save_file(tensors, pathlib.Path(__file__).with_name("filters.safetensors"))
