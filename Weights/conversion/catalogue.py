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
            face_detectors.from_onnx("ultra-light-rfb-320")),
    Product("ultra-light-slim-320", ("version-slim-320.onnx",),
            face_detectors.from_onnx("ultra-light-slim-320")),
    Product("yunet", ("face_detection_yunet_2023mar.onnx",), face_detectors.from_onnx("yunet")),
    Product("retina-ssd", ("Widerface-RetinaFace.caffemodel",),
            face_detectors.from_caffe("retina-ssd")),
    Product("mtcnn", ("pnet.pt", "rnet.pt", "onet.pt"), face_detectors.cascade),
    Product("blazeface-short", ("face_landmarker.task",),
            face_detectors.from_bundle("blazeface-short", "face_detector")),
    Product("face-landmarks-478", ("face_landmarker.task",),
            face_detectors.from_bundle("face-landmarks-478", "face_landmarks_detector")),
]
