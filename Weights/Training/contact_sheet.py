"""Draws contact sheets: every species, every sensor, whole frames.

    python contact_sheet.py --faces face3d_ict_light_min.npz --output SHEET.jpg [--tile 96]

A row of species shows, for several captures, near infrared, RGB, aligned depth (near = dark, holes
blue) and the same depth in 8 bits. A row of a sensor shows live faces: near infrared, near infrared
with dots, depth, 8 bits. Nothing is chosen by its outcome: seeds follow from the position.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from simulator.capture import Capture
from simulator.dataset import SPLITS
from simulator.face_model import FaceModel
from simulator.rigs import SENSORS
from simulator.samples import DEPTH_UNIT, crops, frames
from simulator.scenes import SPECIES

_SHOWN_RELIEF = 160  # mm from black to white


def depth_picture(depth):
    """Depth (mm, 0 = hole) as a colour picture: near dark, holes blue."""
    valid = depth > 0
    middle = np.median(depth[valid]) if valid.any() else 0
    level = np.clip((depth - middle) / _SHOWN_RELIEF + 0.45, 0, 1)
    picture = np.repeat(np.round(255 * level)[..., None], 3, 2)
    picture[~valid] = (40, 40, 160)
    return picture.astype(np.uint8)


def _tile(image, side):
    image = image if image.ndim == 3 else np.repeat(image[..., None], 3, 2)
    return cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA)


def _row(name, tiles, side):
    label = np.full((side, 108, 3), 255, np.uint8)
    for line, word in enumerate(name.split("\n")):
        cv2.putText(label, word, (3, 16 + 13 * line), cv2.FONT_HERSHEY_SIMPLEX, 0.36, (0, 0, 0), 1,
                    cv2.LINE_AA)
    return np.concatenate([label, *(_tile(t, side) for t in tiles)], 1)


def species_rows(model, side, captures, seed):
    for number, species in enumerate(SPECIES):
        tiles, materials = [], []
        for k in range(captures):
            at = seed + number * captures + k
            capture = Capture(model, species, at, at, at + 50_000)
            sample = crops(capture)
            materials.append(capture.scene.material)
            tiles += [sample["image"], sample["rgb"],
                      depth_picture(sample["depth"] * DEPTH_UNIT), sample["levels"]]
        yield _row("\n".join([species, *materials]), tiles, side)


def sensor_rows(model, side, captures, seed):
    for number, sensor in enumerate(SENSORS):
        tiles = []
        for k in range(captures):
            at = seed + number * captures + k
            sample = crops(Capture(model, "live", at, at, at + 50_000, sensors=(sensor,)))
            tiles += [sample["image"], sample["image_dots"],
                      depth_picture(sample["depth"] * DEPTH_UNIT), sample["levels"]]
        yield _row(sensor, tiles, side)


def frame_strip(model, width, count, seed):
    """Whole frames side by side, near infrared over RGB over depth, with the boxes of all faces."""
    columns = []
    for k in range(count):
        species = SPECIES[(k * 5) % len(SPECIES)] if k % 2 else "live"
        sample = frames(Capture(model, species, seed + k, seed + k, seed + 50_000 + k))
        pictures = [np.repeat(sample["image"][..., None], 3, 2), sample["rgb"],
                    depth_picture(sample["depth"].astype(np.float32))]
        for picture in pictures:
            for x, y, w, h in sample["boxes"][: sample["faces"]].astype(int):
                cv2.rectangle(picture, (x, y), (x + w, y + h), (255, 200, 0), 1)
        height = width * 3 // 4
        columns.append(np.concatenate([
            cv2.resize(p, (width, height), interpolation=cv2.INTER_AREA) for p in pictures
        ]))
    return np.concatenate(columns, 1)


def sheet(model, side, captures):
    seed = SPLITS["examples"].first_seed + 500_000
    rows = [*species_rows(model, side, captures, seed),
            *sensor_rows(model, side, captures, seed + 10_000)]
    width = rows[0].shape[1]
    strip = frame_strip(model, width // 6, 6, seed + 20_000)
    strip = np.pad(strip, ((0, 0), (0, width - strip.shape[1]), (0, 0)), constant_values=255)
    return np.concatenate([*rows, strip])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faces", type=Path, required=True, help="the ICT-FaceKit reduction")
    parser.add_argument("--output", type=Path, required=True, help="a .jpg or .png file")
    parser.add_argument("--tile", type=int, default=96, help="pixels of one crop")
    parser.add_argument("--captures", type=int, default=3, help="of every species and sensor")
    options = parser.parse_args()
    picture = sheet(FaceModel(options.faces), options.tile, options.captures)
    cv2.imwrite(str(options.output), picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 82])
    print(f"{options.output}: {options.output.stat().st_size} bytes", flush=True)


if __name__ == "__main__":
    main()
