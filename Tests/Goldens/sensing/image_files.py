"""Writes small image files with Pillow, as other programs write them, beside this file.

Run with Python 3, numpy and Pillow.
"""
import io
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 7, 5
INDEX = np.arange(WIDTH * HEIGHT).reshape(HEIGHT, WIDTH)


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(width, height, depth, color, rows, extra=b"", interlace=0):
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def interlaced(values):
    """The seven passes of Adam7 for 16-bit grey, unfiltered."""
    rows = b""
    for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4),
                           (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        for row in values[y0::dy, x0::dx]:
            if len(row):
                rows += b"\0" + row.astype(">u2").tobytes()
    return rows


def save(name, array, mode=None, **options):
    image = array if isinstance(array, Image.Image) else Image.fromarray(array, mode)
    image.save(HERE / name, **options)


def main():
    ramp = (INDEX * 1873).astype(np.uint16)
    save("grey16.png", ramp)
    (HERE / "grey16-interlaced.png").write_bytes(
        png(WIDTH, HEIGHT, 16, 0, interlaced(ramp), interlace=1))
    save("grey8.png", (INDEX * 7).astype(np.uint8))
    colors = np.stack([INDEX * 7, 255 - INDEX, INDEX % 5], axis=2).astype(np.uint8)
    save("rgb8.png", colors)
    palette = Image.fromarray((INDEX % 3).astype(np.uint8), "P")
    palette.putpalette([255, 0, 0, 0, 128, 0, 1, 2, 3])
    save("palette.png", palette)
    save("palette-transparent.png", palette, transparency=1)
    save("grey-alpha.png", Image.new("LA", (WIDTH, HEIGHT), (90, 128)))
    save("rgb-alpha.png", Image.new("RGBA", (WIDTH, HEIGHT), (90, 80, 70, 128)))
    save("grey1.png", Image.new("1", (WIDTH, HEIGHT), 1))
    (HERE / "rgb16.png").write_bytes(png(2, 1, 16, 2, b"\0" + bytes(12)))
    # 100 000 x 100 000 pixels in a few bytes.
    (HERE / "bomb.png").write_bytes(png(100_000, 100_000, 16, 0, bytes(1000)))
    text = b"Comment\0\0" + zlib.compress(bytes(64 << 20), 9)
    (HERE / "swelling-text.png").write_bytes(png(1, 1, 8, 0, b"\0\0", chunk(b"zTXt", text)))
    flat = Image.new("RGB", (24, 16), (200, 80, 40))
    save("progressive.jpg", flat, progressive=True, quality=90)
    save("grey.jpg", np.tile(np.arange(24, dtype=np.uint8) * 10, (16, 1)), quality=90)
    save("cmyk.jpg", Image.new("CMYK", (24, 16), (10, 20, 30, 40)), quality=50)


if __name__ == "__main__":
    main()
