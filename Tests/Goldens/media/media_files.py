"""Writes small files of depth and images beside this file, as other programs write them.

Run with Python 3, numpy, opencv-python, Pillow, tifffile, plyfile and trimesh. Every map holds one
of the arrays named at the top, which the tests make again.
"""
import pathlib

import cv2
import numpy as np
import plyfile
import tifffile
import trimesh
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 7, 5
INDEX = np.arange(WIDTH * HEIGHT).reshape(HEIGHT, WIDTH)
BYTES = (INDEX * 7).astype(np.uint8)
RAW = (INDEX * 1873).astype(np.uint16)
METRES = (INDEX * 0.125 - 1).astype(np.float32)
METRES[1, 2], METRES[3, 4] = np.nan, np.inf
COLORS = np.stack([INDEX * 7, 255 - INDEX, INDEX % 5], axis=2).astype(np.uint8)
POINTS = np.stack([INDEX.ravel() * 0.25 - 3, INDEX.ravel() * -0.5, INDEX.ravel() + 0.125], 1)


def arrays():
    for kind in ["<u2", ">u2", "<i2", "<i4", ">i4", "<u4", "<i8", "<f8"]:
        name = kind.replace("<", "little-").replace(">", "big-")
        np.save(HERE / f"{name}.npy", RAW.astype(np.int64).astype(kind) if kind[1] != "i" or
                kind[2] != "2" else (INDEX * 900 - 5).astype(kind))
    np.save(HERE / "bytes.npy", BYTES)
    np.save(HERE / "half.npy", METRES.astype(np.float16))
    np.save(HERE / "metres.npy", METRES)
    np.save(HERE / "metres-big.npy", METRES.astype(">f4"))
    np.save(HERE / "metres-fortran.npy", np.asfortranarray(METRES))
    np.save(HERE / "colors.npy", COLORS)
    np.save(HERE / "colors-fortran.npy", np.asfortranarray(COLORS))
    np.save(HERE / "one-plane.npy", RAW[None])
    with open(HERE / "version2.npy", "wb") as file:
        np.lib.format.write_array(file, RAW, version=(2, 0))
    np.save(HERE / "objects.npy", np.array([[{}]], dtype=object), allow_pickle=True)
    np.save(HERE / "structured.npy", np.zeros((2, 2), dtype=[("a", "<f4"), ("b", "<u2")]))
    np.save(HERE / "boolean.npy", np.ones((2, 2), dtype=bool))
    np.save(HERE / "line.npy", RAW.ravel())
    np.savez(HERE / "stored.npz", depth=RAW, confidence=BYTES)
    np.savez_compressed(HERE / "deflated.npz", metres=METRES)
    np.savez_compressed(HERE / "several.npz", first=RAW, second=BYTES)


def images():
    tifffile.imwrite(HERE / "raw.tif", RAW)
    tifffile.imwrite(HERE / "raw-big.tif", RAW, byteorder=">", bigtiff=True)
    tifffile.imwrite(HERE / "metres.tif", METRES, rowsperstrip=2)
    tifffile.imwrite(HERE / "metres-deflate.tif", METRES, compression="zlib")
    tifffile.imwrite(HERE / "double.tif", METRES.astype(np.float64))
    tifffile.imwrite(HERE / "tiles.tif", np.zeros((32, 32), np.uint16), tile=(16, 16))
    tifffile.imwrite(HERE / "white-is-zero.tif", BYTES, photometric="miniswhite")
    tifffile.imwrite(HERE / "turned.tif", RAW, extratags=[(274, "H", 1, 6, True)])
    cv2.imwrite(str(HERE / "opencv-raw.tif"), RAW)
    cv2.imwrite(str(HERE / "opencv-metres.tif"), METRES)
    Image.fromarray(BYTES).save(HERE / "bytes-packbits.tif", compression="packbits")
    Image.fromarray(COLORS).save(HERE / "colors-lzw.tif", compression="tiff_lzw")
    Image.fromarray(COLORS).save(HERE / "colors-jpeg.tif", compression="jpeg")
    Image.fromarray(BYTES).save(HERE / "bytes.pgm")
    cv2.imwrite(str(HERE / "opencv-raw.pgm"), RAW)
    Image.fromarray(COLORS).save(HERE / "colors.ppm")
    cv2.imwrite(str(HERE / "text.pgm"), BYTES, [cv2.IMWRITE_PXM_BINARY, 0])


def orientations():
    """Four grey fields, one darker than the next, stored in each of the eight ways."""
    fields = np.kron(np.array([[20, 80, 140], [200, 230, 250]]), np.ones((8, 8))).astype(np.uint8)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        path = HERE / f"orientation-{orientation}.jpg"
        Image.fromarray(fields).save(path, quality=95, exif=exif)
        with Image.open(path) as image:
            upright = np.asarray(ImageOps.exif_transpose(image))
        np.save(HERE / f"orientation-{orientation}.npy", upright)


def chroma():
    """Colours with edges and grain, with chroma for each pixel, for two columns, for two by two, and
    in an order of its own; and what libjpeg makes of them."""
    generator = np.random.default_rng(4)
    y, x = np.mgrid[:32, :46]
    colors = np.stack([np.where((x // 7 + y // 5) % 2, 250, 3), x * 5, y * 8], 2)
    colors = np.clip(colors + generator.normal(0, 25, colors.shape), 0, 255).astype(np.uint8)
    for name, options in (("full", {"subsampling": 0}), ("half-columns", {"subsampling": 1}),
                          ("half", {"subsampling": 2}), ("progressive", {"progressive": True}),
                          ("rgb", {"keep_rgb": True})):
        path = HERE / f"chroma-{name}.jpg"
        Image.fromarray(colors).save(path, quality=88, **options)
        np.save(HERE / f"chroma-{name}.npy", cv2.imread(str(path))[..., ::-1].copy())


def tables():
    np.savetxt(HERE / "matrix.csv", METRES, delimiter=",", fmt="%.9g")
    np.savetxt(HERE / "matrix.tsv", RAW, delimiter="\t", fmt="%d", header="raw units")
    np.savetxt(HERE / "matrix-blanks.txt", METRES)
    rows = [(x, y, RAW[y, x]) for y in range(HEIGHT) for x in range(WIDTH) if (x + y) % 3]
    np.savetxt(HERE / "pixels.csv", rows, delimiter=",", fmt="%d", header="x,y,depth", comments="")
    np.savetxt(HERE / "points.xyz", POINTS, fmt="%.6f")


def clouds():
    vertex = np.array([tuple(p) + (i % 256, -i) for i, p in enumerate(POINTS)],
                      dtype=[("x", "f4"), ("y", "f4"), ("z", "f4"), ("red", "u1"), ("s", "i2")])
    faces = np.array([([0, 1, 2],), ([1, 2, 3],)], dtype=[("vertex_indices", "i4", (3,))])
    elements = [plyfile.PlyElement.describe(vertex, "vertex"),
                plyfile.PlyElement.describe(faces, "face")]
    plyfile.PlyData(elements, text=True).write(HERE / "text.ply")
    plyfile.PlyData(elements, byte_order="<").write(HERE / "little.ply")
    plyfile.PlyData(elements, byte_order=">").write(HERE / "big.ply")
    # The faces first: lists of other lengths must be stepped over.
    plyfile.PlyData(elements[::-1], byte_order="<").write(HERE / "faces-first.ply")
    plyfile.PlyData(elements[::-1], text=True).write(HERE / "faces-first-text.ply")
    double = np.array([(z, y, x) for x, y, z in POINTS], dtype=[(n, "f8") for n in "zyx"])
    plyfile.PlyData([plyfile.PlyElement.describe(double, "vertex")], byte_order=">").write(
        HERE / "double.ply")
    trimesh.PointCloud(POINTS).export(HERE / "trimesh.ply")
    header = ("# .PCD v0.7 - Point Cloud Data file format\nVERSION 0.7\n"
              "FIELDS rgb x y z _\nSIZE 4 4 4 4 1\nTYPE U F F F U\nCOUNT 1 1 1 1 3\n"
              f"WIDTH {WIDTH}\nHEIGHT {HEIGHT}\nVIEWPOINT 0 0 0 1 0 0 0\n"
              f"POINTS {WIDTH * HEIGHT}\nDATA ")
    packed = np.array([(i, *p, (1, 2, 3)) for i, p in enumerate(POINTS)],
                      dtype=[("rgb", "<u4"), ("x", "<f4"), ("y", "<f4"), ("z", "<f4"), ("_", "u1", 3)])
    (HERE / "binary.pcd").write_bytes(header.encode() + b"binary\n" + packed.tobytes())
    lines = "".join(f"{i} {x:.6f} {y:.6f} {z:.6f} 1 2 3\n" for i, (x, y, z) in enumerate(POINTS))
    (HERE / "text.pcd").write_text(header + "ascii\n" + lines.replace("0 -3.000000", "0 nan", 1))
    (HERE / "compressed.pcd").write_bytes(header.encode() + b"binary_compressed\n" + bytes(64))


if __name__ == "__main__":
    arrays()
    images()
    orientations()
    chroma()
    tables()
    clouds()
