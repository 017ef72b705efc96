"""By how many pixels, to the right and down, `liveness detect` moves the depth map of an aligned capture.

Usage: moved_depth.py LIVENESS CAPTURE
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np

MOST = 8  # pixels


def main():
    liveness, capture = (Path(argument).resolve() for argument in sys.argv[1:])
    before = cv2.imread(str(capture / "depth.png"), cv2.IMREAD_UNCHANGED) / 1000
    with tempfile.TemporaryDirectory() as folder:
        stages = Path(folder) / "stages"
        subprocess.run([liveness, "detect", "--dump-stages", stages, capture],
                       stdout=subprocess.DEVNULL, check=True)
        after = np.nan_to_num(np.load(next(stages.rglob("depth.npy"))))
    inner = np.s_[MOST:-MOST, MOST:-MOST]
    for right in range(-MOST, MOST + 1):
        for down in range(-MOST, MOST + 1):
            moved = np.roll(before, (down, right), (0, 1))
            if np.allclose(moved[inner], after[inner], atol=1e-4):
                print(right, down)
                return
    raise SystemExit("the depth map that the program used is none of those moved by whole pixels")


if __name__ == "__main__":
    main()
