"""Ways in which a capture on disk gets worse: cameras moved, depth lost, light, blur, compression."""

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np


@dataclass(frozen=True)
class Capture:
    """A capture folder with an image in 8 bits of grey and depth in 16 bits of millimetres."""

    description: dict
    depth: np.ndarray
    image: np.ndarray
    source: Path

    @staticmethod
    def read(folder):
        folder = Path(folder)
        return Capture(
            json.loads((folder / "capture.json").read_text()),
            cv2.imread(str(folder / "depth.png"), cv2.IMREAD_UNCHANGED),
            cv2.imread(str(folder / "nir.png"), cv2.IMREAD_UNCHANGED),
            folder,
        )

    def write(self, folder, before):
        """Writes a folder; what is as it was `before` is copied."""
        folder = Path(folder)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, now, then in (
            ("depth.png", self.depth, before.depth), ("nir.png", self.image, before.image)
        ):
            if now is then:
                shutil.copyfile(self.source / name, folder / name)
            else:
                cv2.imwrite(str(folder / name), now, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        (folder / "capture.json").write_text(json.dumps(self.description))


def unchanged(capture, rng):
    return capture


def two_cameras(capture, rng):
    """Only captures whose depth camera stands beside the image's have extrinsics."""
    return capture if "depth_to_image" in capture.description else None


def extrinsics(millimetres=0.0, degrees=0.0):
    """The depth camera seems to stand so far off along each axis, and turned so far about a random one."""

    def change(capture, rng):
        if two_cameras(capture, rng) is None:
            return None
        transform = capture.description["depth_to_image"]
        shift = rng.choice([-1, 1], 3) * millimetres / 1000
        axis = rng.normal(size=3)
        turn, _ = cv2.Rodrigues(np.radians(degrees) * axis / np.linalg.norm(axis))
        moved = {
            "rotation": (turn @ np.array(transform["rotation"])).tolist(),
            "translation_metres": (np.array(transform["translation_metres"]) + shift).tolist(),
        }
        return replace(capture, description={**capture.description, "depth_to_image": moved})

    return change


def jitter(pixels):
    """The image, and the box on it, moved beside the depth map, as where a camera shakes."""

    def change(capture, rng):
        dx, dy = (int(v) for v in rng.choice([-1, 1], 2) * pixels)
        height, width = capture.image.shape
        matrix = np.float32([[1, 0, dx], [0, 1, dy]])
        image = cv2.warpAffine(
            capture.image, matrix, (width, height), flags=cv2.INTER_NEAREST,
            borderMode=cv2.BORDER_REPLICATE)
        x, y, w, h = capture.description["face_box"]
        box = [x + dx, y + dy, w, h]
        return replace(
            capture, image=image, description={**capture.description, "face_box": box})

    return change


def invalid_depth(share, side=1):
    """So much of the depth becomes holes, in squares of so many pixels."""

    def change(capture, rng):
        height, width = capture.depth.shape
        lost = rng.random((-(-height // side), -(-width // side))) < share
        lost = lost.repeat(side, 0).repeat(side, 1)[:height, :width]
        return replace(capture, depth=np.where(lost, 0, capture.depth).astype(np.uint16))

    return change


def brightness(stops):
    """So many stops more light on the sensor; what is too bright is white."""

    def change(capture, rng):
        image = np.clip(np.round(capture.image.astype(np.float32) * 2.0**stops), 0, 255)
        return replace(capture, image=image.astype(np.uint8))

    return change


def blur(sigma):
    """The image out of focus: a Gaussian of so many pixels."""

    def change(capture, rng):
        return replace(capture, image=cv2.GaussianBlur(capture.image, (0, 0), sigma))

    return change


def jpeg(quality):
    """The image as JPEG of a quality."""

    def change(capture, rng):
        _, packed = cv2.imencode(".jpg", capture.image, [cv2.IMWRITE_JPEG_QUALITY, quality])
        return replace(capture, image=cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE))

    return change


CONDITIONS = {
    "unchanged": unchanged,
    "unchanged, two cameras": two_cameras,
    "extrinsics off by 2 mm, two cameras": extrinsics(millimetres=2),
    "extrinsics off by 0.5°, two cameras": extrinsics(degrees=0.5),
    "extrinsics off by 2 mm and 0.5°, two cameras": extrinsics(millimetres=2, degrees=0.5),
    "image moved by 3 px": jitter(3),
    "10 % of the depth invalid": invalid_depth(0.1),
    "20 % of the depth invalid": invalid_depth(0.2),
    "40 % of the depth invalid": invalid_depth(0.4),
    "40 % of the depth invalid, in squares of 12 px": invalid_depth(0.4, side=12),
    "3 stops darker": brightness(-3),
    "2 stops darker": brightness(-2),
    "1 stop darker": brightness(-1),
    "1 stop brighter": brightness(1),
    "2 stops brighter": brightness(2),
    "3 stops brighter": brightness(3),
    "blur of 1 px": blur(1),
    "blur of 2 px": blur(2),
    "blur of 4 px": blur(4),
    "JPEG of quality 40": jpeg(40),
}


def baseline(name):
    """The condition under which the same captures are unchanged."""
    return "unchanged, two cameras" if name.endswith(", two cameras") else "unchanged"


def is_shaken(name):
    """Whether this is what becomes of captures where a camera shakes."""
    return name.startswith(("extrinsics off", "image moved"))
