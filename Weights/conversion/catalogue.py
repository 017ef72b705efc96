"""Which weight files can be made from which originals."""

from dataclasses import dataclass
from typing import Callable

from . import face_detectors, minifasnet, onnx, pickles, silent_face


@dataclass(frozen=True)
class Product:
    """A weight file: the originals that it needs, and how it is made of their bytes."""

    name: str
    files: tuple
    convert: Callable


def _silent(model, file, read):
    return Product(model.name, (file,), lambda data: silent_face.converted(model, read(data)))


PRODUCTS = [
    _silent(silent_face.V2, "2.7_80x80_MiniFASNetV2.pth", pickles.tensors),
    _silent(silent_face.V1SE, "4_0_0_80x80_MiniFASNetV1SE.pth", pickles.tensors),
    _silent(silent_face.V2SE, "best_model.onnx",
            lambda data: minifasnet.from_graph(onnx.Graph(data))),
    Product("ultra-light-rfb-320", ("version-RFB-320.onnx",),
            face_detectors.ultra_light("ultra-light-rfb-320", "ultra-light-rfb")),
    Product("ultra-light-slim-320", ("version-slim-320.onnx",),
            face_detectors.ultra_light("ultra-light-slim-320", "ultra-light-slim")),
    Product("yunet-2023mar", ("face_detection_yunet_2023mar.onnx",), face_detectors.yunet),
    Product("retina-ssd", ("Widerface-RetinaFace.caffemodel",), face_detectors.retina_ssd),
    Product("mtcnn", ("pnet.pt", "rnet.pt", "onet.pt"), face_detectors.cascade),
]
