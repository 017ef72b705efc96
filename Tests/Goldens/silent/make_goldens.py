"""Records what OpenCV and onnxruntime give for silent liveness.

Usage: make_goldens.py, with numpy, opencv-python and onnxruntime; LIVENESS_MODELS names the folder with the
networks of other people and the photos they come with. No pixel of a photo is recorded, only a checksum.

resizing.json: a made-up picture brought to other sizes by OpenCV; small results in full, others as checksum.
minifasnetv2se_128.json: crops of the photos as face-antispoof-onnx makes them, and the network's logits.
"""

import json
import os
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

HERE = Path(__file__).parent
MODELS = Path(os.environ["LIVENESS_MODELS"])
RULES = {"linear": cv2.INTER_LINEAR, "area": cv2.INTER_AREA, "lanczos": cv2.INTER_LANCZOS4}


def checksum(samples):
    """FNV-1a of 64 bits, as text."""
    value = 0xCBF29CE484222325
    for byte in samples.tobytes():
        value = (value ^ byte) * 0x100000001B3 % (1 << 64)
    return f"{value:016x}"


def picture(width, height):
    """Red, green and blue of a made-up picture with soft and hard parts."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    planes = [(x * 7 + y * 13 + c * 29 + (x * y) % 31 * c) % 256 for c in range(3)]
    return np.stack(planes, axis=2).astype(np.uint8)


def resizing():
    cases = []
    sizes = [
        ((5, 4), (7, 3)), ((3, 3), (8, 8)), ((1, 1), (4, 4)), ((9, 6), (3, 2)), ((8, 8), (4, 4)),
        ((7, 7), (3, 3)), ((2, 9), (5, 5)), ((80, 80), (80, 80)), ((485, 480), (80, 80)),
        ((37, 61), (80, 80)), ((160, 160), (80, 80)), ((334, 334), (128, 128)),
        ((384, 384), (128, 128)), ((129, 129), (128, 128)), ((90, 90), (128, 128)),
        ((1001, 777), (80, 80)), ((9, 9), (128, 128))]
    for (width, height), (to_width, to_height) in sizes:
        source = picture(width, height)
        for rule, flag in RULES.items():
            grows = to_width > width or to_height > height
            if rule == "area" and grows:
                continue
            result = cv2.resize(source, (to_width, to_height), interpolation=flag)
            case = {
                "rule": rule, "from": [width, height], "to": [to_width, to_height],
                "checksum": checksum(result)}
            if result.size <= 192:
                case["samples"] = result.reshape(-1).tolist()
            cases.append(case)
    return {"opencv": cv2.__version__, "cases": cases}


def square_crop(image, box, scale, size):
    """The square around a face, mirrored where it leaves the photo, as face-antispoof-onnx cuts it."""
    x, y, width, height = box
    longer = max(width, height)
    left = int(x + width / 2 - longer * scale / 2)
    top = int(y + height / 2 - longer * scale / 2)
    side = int(longer * scale)
    rows, columns = image.shape[:2]
    inner = image[max(0, top):min(rows, top + side), max(0, left):min(columns, left + side)]
    square = cv2.copyMakeBorder(
        inner, max(0, -top), max(0, top + side - rows), max(0, -left),
        max(0, left + side - columns), cv2.BORDER_REFLECT_101)
    rule = cv2.INTER_LANCZOS4 if side < size else cv2.INTER_AREA
    return [left, top, side, side], cv2.resize(square, (size, size), interpolation=rule)


def network():
    session = onnxruntime.InferenceSession(
        str(MODELS / "minifasnetv2se_128/best_model.onnx"), providers=["CPUExecutionProvider"])

    def logits(samples):
        planes = samples.transpose(2, 0, 1)[None].astype(np.float32) / np.float32(255)
        return session.run(None, {"input": planes})[0][0].astype(float).tolist()

    cases = []
    boxes = {
        "image_F1": [[178, 136, 223, 225], [20, 30, 60, 70]],
        "image_F2": [[120, 252, 252, 256], [400, 500, 80, 110]],
        "image_T1": [[106, 147, 207, 213], [2, 3, 300, 340], [200, 300, 45, 52]]}
    for name, faces in boxes.items():
        image = cv2.imread(str(MODELS / f"minifasnet/{name}_decoded.png"))[:, :, ::-1]
        for box in faces:
            crop, samples = square_crop(image, box, 1.5, 128)
            cases.append({
                "image": name, "box": box, "crop_box": crop, "checksum": checksum(samples),
                "logits": logits(samples)})
    return {
        "onnxruntime": onnxruntime.__version__, "opencv": cv2.__version__,
        "picture_logits": logits(picture(128, 128)), "cases": cases}


def write(name, value):
    text = json.dumps(value, separators=(",", ":"))
    (HERE / name).write_text(text.replace('{"rule"', '\n{"rule"').replace('{"image"', '\n{"image"') + "\n")


write("resizing.json", resizing())
write("minifasnetv2se_128.json", network())
