"""Writes the depth map around the face of a sample capture in seven formats, and OpenCV calibrations.

Run with Python 3, numpy, opencv-python, tifffile and plyfile.
"""
import json
import pathlib

import cv2
import numpy as np
import plyfile
import tifffile

HERE = pathlib.Path(__file__).parent
CAPTURE = HERE.parent.parent.parent / "Documentation/Examples/Captures/live-01"
SIDE = 112


def main():
    capture = json.loads((CAPTURE / "capture.json").read_text())
    x, y, width, height = capture["face_box"]
    left, top = int(x + width / 2 - SIDE / 2), int(y + height / 2 - SIDE / 2)
    window = np.s_[top:top + SIDE, left:left + SIDE]
    depth = cv2.imread(str(CAPTURE / "depth.png"), cv2.IMREAD_UNCHANGED)[window]
    image = cv2.imread(str(CAPTURE / "nir.png"), cv2.IMREAD_UNCHANGED)[window]
    metres = (depth * 0.001).astype(np.float32)
    folder = HERE / "formats"
    folder.mkdir(exist_ok=True)
    cv2.imwrite(str(folder / "nir.png"), image)
    cv2.imwrite(str(folder / "depth.png"), depth)
    cv2.imwrite(str(folder / "depth.pgm"), depth)
    # Half precision holds whole millimetres below 2048 exactly.
    half = depth.astype(np.float16)
    assert (half == depth).all()
    np.save(folder / "depth-half.npy", half)
    np.savez_compressed(folder / "depth.npz", depth=np.where(depth == 0, np.nan, metres))
    tifffile.imwrite(folder / "depth.tif", metres, compression="zlib", byteorder=">")
    rows = [f"{column},{row},{depth[row, column]}" for row in range(SIDE) for column in range(SIDE)
            if depth[row, column]]
    (folder / "depth.csv").write_text("\n".join(["x,y,depth", *rows, ""]))
    camera = capture["depth"]["camera"]
    cx, cy = camera["cx"] - left, camera["cy"] - top
    row, column = np.nonzero(depth)
    z = metres[row, column]
    points = np.empty(len(z), dtype=[("x", "f4"), ("y", "f4"), ("z", "f4")])
    points["x"] = (column - cx) / camera["fx"] * z
    points["y"] = (row - cy) / camera["fy"] * z
    points["z"] = z
    plyfile.PlyData([plyfile.PlyElement.describe(points, "vertex")], byte_order="<").write(
        folder / "depth.ply")
    camera = dict(camera, width=SIDE, height=SIDE, cx=round(cx, 4), cy=round(cy, 4))
    box = [round(x - left, 1), round(y - top, 1), width, height]
    (folder / "parts.json").write_text(json.dumps({"camera": camera, "face_box": box}, indent=1))

    one = cv2.FileStorage(str(HERE / "opencv-camera.yml"), cv2.FILE_STORAGE_WRITE)
    one.write("calibration_time", "Mon 01 Jan 2024 12:00:00")
    one.write("image_width", 640)
    one.write("image_height", 480)
    one.write("flags", 0)
    one.write("camera_matrix", np.array([[525.5, 0, 319.5], [0, 526.25, 239], [0, 0, 1]]))
    one.write("distortion_coefficients", np.array([[0.1, -0.25, 0.001, -0.002, 0.05]]))
    one.write("avg_reprojection_error", 0.25)
    one.write("image_points", np.arange(12, dtype=np.float32).reshape(2, 3, 2))
    one.release()
    pair = cv2.FileStorage(str(HERE / "opencv-pair.yml"), cv2.FILE_STORAGE_WRITE)
    pair.write("image_size", (320, 240))
    pair.write("M1", np.array([[300.0, 0, 160], [0, 300, 120], [0, 0, 1]]))
    pair.write("D1", np.zeros((1, 5)))
    pair.write("M2", np.array([[310.0, 0, 159.5], [0, 311, 119.5], [0, 0, 1]]))
    pair.write("D2", np.array([[0.1, 0.2, 0.003, 0.004, 0.5, 0.6, 0.7, 0.8]]))
    pair.write("R", cv2.Rodrigues(np.array([0.0, 0.1, 0]))[0])
    pair.write("T", np.array([[0.05], [0.0], [-0.001]]))
    pair.release()


if __name__ == "__main__":
    main()
