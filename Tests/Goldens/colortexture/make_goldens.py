"""Records color texture of small pictures: OpenCV's planes, scikit-image's patterns, NumPy's phases,
and what scikit-learn's LinearSVC decides.

Run with Python 3, numpy, opencv-python-headless, scikit-image, scikit-learn and safetensors. Writes
texture.safetensors (integers, and features as 32-bit floats) and model.safetensors, a weight file of
a plane between two made-up kinds of texture.
"""

import sys
from argparse import Namespace
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2] / "Weights" / "Training"))
import color_texture  # noqa: E402


def picture(generator, size, grain, levels):
    """Shading with grain, in a number of levels; a part of it flat."""
    y, x = np.mgrid[:size, :size] / size
    shade = 120 + 80 * np.sin(4 * x + generator.uniform(0, 6))[:, :, None] * np.cos(
        3 * y[:, :, None] + generator.uniform(0, 6, 3))
    noisy = shade + generator.normal(0, grain, (size, size, 3))
    step = 256 / levels
    made = np.clip(np.floor(noisy / step) * step, 0, 255).astype(np.uint8)
    made[: size // 4, : size // 4] = made[0, 0]
    return made


def texture(generator):
    """Planes, codes and features of a small picture, and the planes of every 17th colour."""
    steps = np.arange(0, 256, 17, dtype=np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(64, 64, 3)
    image = picture(generator, 24, 6, 256)
    tensors = {"colours": colours, "image": image}
    for name, source in (("colours", colours), ("image", image)):
        hsv, ycbcr = color_texture.planes(source)
        tensors[f"{name}.hsv"] = np.stack(list(hsv))
        tensors[f"{name}.ycbcr"] = np.stack(list(ycbcr))
    hue, luma = tensors["image.hsv"][0], tensors["image.ycbcr"][0]
    for plane, values in (("hue", hue), ("luma", luma)):
        for radius in color_texture.RADII:
            tensors[f"lbp.{plane}.{radius}"] = color_texture.local_binary_patterns(
                values, radius).astype(np.uint8)
        for window in (3, 7):
            tensors[f"lpq.{plane}.{window}"] = color_texture.local_phases(
                values, window).astype(np.uint8)
    tensors["features"] = color_texture.features(image)
    return {name: np.ascontiguousarray(value) for name, value in tensors.items()}


def model(generator):
    """A plane between fine grain and few levels, and scikit-learn's own decisions beside ours."""
    images = [picture(generator, 64, 9, 256) for _ in range(20)]
    images += [picture(generator, 64, 2, 24) for _ in range(20)]
    labels = np.array([1] * 20 + [0] * 20)
    described = np.stack([color_texture.features(image) for image in images])
    machine = color_texture.Machine(described, labels, 0.01, 0)
    machine.calibrate(described, labels)
    scaler = StandardScaler().fit(described)
    plane = LinearSVC(C=0.01, class_weight="balanced", random_state=0, max_iter=20_000)
    own = plane.fit(scaler.transform(described), labels).decision_function(
        scaler.transform(described))
    np.testing.assert_allclose(own, machine.decisions(described), atol=1e-4)
    options = Namespace(
        name="made-up-texture", licence="Apache-2.0", training_data="Made-up pictures.",
        limits=["A test alone."])
    text = color_texture.card(machine, 0.5, {}, options)
    color_texture.save(HERE / "model.safetensors", machine, [images[0], images[20]], text)
    return {"sklearn.decision": own[[0, 20]].astype(np.float32),
            "sklearn.probability": machine.probabilities(described)[[0, 20]].astype(np.float32)}


def main():
    generator = np.random.default_rng(522)
    save_file({**texture(generator), **model(generator)}, str(HERE / "texture.safetensors"))


if __name__ == "__main__":
    main()
