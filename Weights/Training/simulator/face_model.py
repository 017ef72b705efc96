"""Identities, expressions and head meshes from the ICT-FaceKit morphable model (MIT).

The model file is a reduction of ICT-FaceKit light, a NumPy .npz with `mean_mm` [V, 3],
`id_modes_mm` [50, V, 3] for unit-normal weights, `exp_modes_mm` [53, V, 3] for weights 0...1,
`exp_names`, `tris` [T, 3], `lm68` (vertices of the 68 points), `part` [V] and `region` [V, 3]
(lips, brow, lash line). Model coordinates: mm, x right, y up, z towards the viewer.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse

from .geometry import smooth_step
from .rasteriser import value_noise

FACE, HEAD, MOUTH_SOCKET, EYE_SOCKET, TEETH, EYE_A, EYE_B = range(7)
PIVOT = np.array([0, 10, 20], np.float32)  # about which heads turn, mm
LEFT_EYE, RIGHT_EYE, OUTER_LIPS = slice(36, 42), slice(42, 48), slice(48, 60)

_PAIRED = (
    "browDown browInnerUp browOuterUp cheekPuff cheekSquint eyeSquint eyeWide mouthDimple "
    "mouthFrown mouthLowerDown mouthPress mouthSmile mouthStretch mouthUpperUp noseSneer"
).split()
_SINGLE = (
    "jawForward jawLeft jawRight mouthFunnel mouthPucker mouthLeft mouthRight mouthRollLower "
    "mouthRollUpper mouthShrugLower mouthShrugUpper"
).split()


@dataclass
class Identity:
    """One person: shape weights and what the skin, hair and eyes reflect (0...1).

    `nir` values are at 850-940 nm, `visible` ones are luminance; lengths are in mm.
    """

    seed: int
    shape: np.ndarray
    skin_nir: float
    skin_visible: float
    lip_nir: float
    lip_visible: float
    hair_nir: float
    hair_visible: float
    brow: float
    brow_nir: float
    beard: float
    iris_nir: float
    iris_visible: float
    pupil_radius: float
    hairline: float
    hair_depth: float
    hair_side: float
    fringe: float
    mottle: float
    wrinkle: float
    age: float


def identity(seed):
    """The person that belongs to a seed; the same seed always gives the same person."""
    rng = np.random.default_rng([seed, 11])
    shape = rng.standard_normal(50) * rng.uniform(0.7, 1.15)
    melanin = rng.uniform(0, 1)
    dark_hair = rng.random() < 0.65 or melanin > 0.55
    bearded = rng.random() < 0.35
    return Identity(
        seed=int(seed),
        shape=shape.clip(-2.5, 2.5).astype(np.float32),
        # Skin at 850 nm hardly depends on its tone (melanin absorbs little there).
        skin_nir=float(np.clip(rng.uniform(0.50, 0.68) - 0.10 * melanin, 0.3, 0.75)),
        skin_visible=float(0.62 * (1 - melanin) + 0.10 * melanin) * rng.uniform(0.9, 1.1),
        lip_nir=rng.uniform(0.80, 1.02),
        lip_visible=rng.uniform(0.5, 0.9),
        hair_nir=rng.uniform(0.10, 0.40) if dark_hair else rng.uniform(0.30, 0.65),
        hair_visible=rng.uniform(0.03, 0.12) if dark_hair else rng.uniform(0.12, 0.5),
        brow=rng.uniform(0.35, 1),
        brow_nir=rng.uniform(0.25, 0.75),
        beard=rng.uniform(0.1, 1) if bearded else 0.0,
        iris_nir=rng.uniform(0.30, 0.60),
        iris_visible=rng.uniform(0.05, 0.3),
        pupil_radius=rng.uniform(1.6, 3.2),
        hairline=rng.uniform(72, 96),
        hair_depth=rng.uniform(3, 38) if rng.random() < 0.88 else 0.0,
        hair_side=rng.uniform(-60, 25),
        fringe=rng.uniform(-10, 10),
        mottle=rng.uniform(0.01, 0.06),
        wrinkle=rng.uniform(0, 1) ** 2,
        age=rng.random(),
    )


class FaceModel:
    """The morphable head and the meshes that attacks are made of."""

    def __init__(self, path):
        data = np.load(path)
        self.mean = data["mean_mm"].astype(np.float32)
        self.identity_modes = data["id_modes_mm"].astype(np.float32)
        self.expression_modes = data["exp_modes_mm"].astype(np.float32)
        self.expression_index = {str(name): i for i, name in enumerate(data["exp_names"])}
        self.triangles = np.ascontiguousarray(data["tris"].astype(np.int32))
        self.landmarks = data["lm68"].astype(int)
        self.part = data["part"].astype(np.uint8)
        region = data["region"].astype(np.float32)
        # What every face pixel knows: canonical position, lips, brow, lash line, part.
        part = self.part[:, None].astype(np.float32)
        self.attributes = np.concatenate([self.mean, region, part], 1)
        self.eye_centres = {k: self.mean[self.part == k].mean(0) for k in (EYE_A, EYE_B)}

    @cached_property
    def face_triangles(self):
        """The face without eyes, mouth cavity and back of the head."""
        return self._triangles_of(FACE)

    @cached_property
    def head_triangles(self):
        """Face, head and neck without eyes and mouth cavity."""
        return self._triangles_of(FACE, HEAD)

    @cached_property
    def eye_triangles(self):
        return self._triangles_of(EYE_SOCKET, EYE_A, EYE_B)

    @cached_property
    def mouth_triangles(self):
        return self._triangles_of(MOUTH_SOCKET, TEETH)

    def _triangles_of(self, *parts):
        return np.ascontiguousarray(
            self.triangles[np.isin(self.part[self.triangles], parts).all(1)]
        )

    @cached_property
    def _averaging(self):
        """Row-normalised adjacency of the head, for Laplacian smoothing."""
        t = self.head_triangles
        edges = np.concatenate([t[:, [0, 1]], t[:, [1, 2]], t[:, [2, 0]]])
        edges = np.concatenate([edges, edges[:, ::-1]])
        count = len(self.mean)
        ones = np.ones(len(edges), np.float32)
        matrix = scipy.sparse.csr_matrix((ones, (edges[:, 0], edges[:, 1])), (count, count))
        matrix.data[:] = 1
        degree = np.asarray(matrix.sum(1)).ravel()
        inverse = scipy.sparse.diags((1 / np.maximum(degree, 1)).astype(np.float32))
        return (inverse @ matrix).tocsr(), (degree > 0)[:, None].astype(np.float32)

    def smoothed(self, vertices, rounds, strength=0.6):
        """Laplacian smoothing: what a cast or a draped sheet loses of the relief."""
        average, movable = self._averaging
        result = vertices.astype(np.float32)
        for _ in range(rounds):
            result = result + strength * movable * (average @ result - result)
        return result.astype(np.float32)

    @cached_property
    def openings(self):
        """Vertex loops around the eye and mouth holes of `face_triangles`."""
        t = self.face_triangles
        edges = set(map(tuple, np.concatenate([t[:, [0, 1]], t[:, [1, 2]], t[:, [2, 0]]]).tolist()))
        following = {a: b for a, b in sorted(edges) if (b, a) not in edges}
        loops, seen = [], set()
        for start in following:
            if start in seen:
                continue
            loop = [start]
            seen.add(start)
            vertex = following[start]
            while vertex != start and vertex not in seen and vertex in following:
                loop.append(vertex)
                seen.add(vertex)
                vertex = following[vertex]
            loops.append(loop)

        def is_opening(loop):
            p = self.mean[loop]
            small = np.abs(p[:, 0]).max() < 60 and np.ptp(p[:, 0]) < 90
            return len(loop) > 8 and small and p[:, 2].min() > 35

        return [loop for loop in loops if is_opening(loop)]

    def closed(self, vertices, attributes):
        """Adds a fan over every opening: vertices, attributes, eye fans, mouth fans."""
        all_vertices, all_attributes = [vertices], [attributes]
        eyes, mouth, centre = [], [], len(vertices)
        for loop in self.openings:
            all_vertices.append(vertices[loop].mean(0, keepdims=True))
            all_attributes.append(attributes[loop].mean(0, keepdims=True))
            fan = [[b, a, centre] for a, b in zip(loop, loop[1:] + loop[:1])]
            (eyes if self.mean[loop, 1].mean() > 10 else mouth).extend(fan)
            centre += 1
        return (
            np.concatenate(all_vertices).astype(np.float32),
            np.concatenate(all_attributes).astype(np.float32),
            np.array(eyes, np.int32).reshape(-1, 3),
            np.array(mouth, np.int32).reshape(-1, 3),
        )

    def expression(self, rng):
        """Random expression weights [53]: mostly mild, about one in four with an open jaw."""
        index = self.expression_index
        w = np.zeros(len(index), np.float32)
        if rng.random() < 0.75:
            for name in rng.choice(_PAIRED, rng.integers(1, 4), replace=False):
                amount = rng.uniform(0, 0.8)
                w[index[name + "_L"]] = amount * rng.uniform(0.7, 1)
                w[index[name + "_R"]] = amount * rng.uniform(0.7, 1)
            if rng.random() < 0.4:
                w[index[rng.choice(_SINGLE)]] = rng.uniform(0, 0.5)
        if rng.random() < 0.25:
            w[index["jawOpen"]] = rng.uniform(0.03, 0.6) ** 1.3
        blink = rng.uniform(0.5, 1) if rng.random() < 0.1 else rng.uniform(0, 0.22)
        w[index["eyeBlink_L"]] = w[index["eyeBlink_R"]] = blink
        gaze_x, gaze_y = rng.normal(0, 0.25, 2).clip(-0.8, 0.8)
        w[index["eyeLookOut_L"]] = w[index["eyeLookIn_R"]] = max(gaze_x, 0)
        w[index["eyeLookIn_L"]] = w[index["eyeLookOut_R"]] = max(-gaze_x, 0)
        w[index["eyeLookUp_L"]] = w[index["eyeLookUp_R"]] = max(gaze_y, 0)
        w[index["eyeLookDown_L"]] = w[index["eyeLookDown_R"]] = max(-gaze_y, 0)
        return w

    def mouth_opening(self, weights):
        return float(weights[self.expression_index["jawOpen"]])

    def vertices(self, person, expression):
        """The bald head [V, 3] of a person with an expression, model mm."""
        result = self.mean + np.tensordot(person.shape, self.identity_modes, 1)
        for i in np.nonzero(expression)[0]:
            result = result + expression[i] * self.expression_modes[i]
        return result.astype(np.float32)

    def with_hair(self, vertices, person):
        """Pushes the scalp outwards into a shell of hair."""
        if person.hair_depth <= 0:
            return vertices
        scalp = hair_cover(self.mean, person) * np.isin(self.part, (FACE, HEAD))
        x, y = self.mean[:, 0], self.mean[:, 1]
        ear = (np.abs(x) > 70) & (y < 60) & (y > -20)
        lumps = value_noise(self.mean, 18, person.seed + 5) * 0.5 + 1
        amount = scalp * (1 - 0.7 * ear) * person.hair_depth * lumps
        return (vertices + self._outwards * amount[:, None]).astype(np.float32)

    def with_hat(self, vertices, hat):
        """Pushes everything above the hat's edge outwards, as if knitwear lay over it."""
        cover = hat_cover(self.mean, hat) * np.isin(self.part, (FACE, HEAD))
        lumps = 1 + 0.15 * value_noise(self.mean, 14, hat.seed)
        amount = cover * hat.thickness * lumps
        return (vertices + self._outwards * amount[:, None]).astype(np.float32)

    @cached_property
    def _outwards(self):
        direction = self.mean - np.array([0, 30, -5], np.float32)
        return (direction / np.linalg.norm(direction, axis=1, keepdims=True)).astype(np.float32)


def hair_cover(canonical, person):
    """0...1: how much a canonical position [..., 3] is covered by hair."""
    x, y, z = canonical[..., 0], canonical[..., 1], canonical[..., 2]
    wave = person.fringe * np.sin(x / 22 + person.seed % 7)
    front = person.hairline + wave - (np.abs(x) / 60) ** 2 * 14
    side = smooth_step(60, 10, z)
    edge = front * (1 - side) + np.minimum(front, person.hair_side) * side
    return smooth_step(-3, 5, y - edge)


def hat_cover(canonical, hat):
    """0...1: how much a canonical position [..., 3] is covered by a hat."""
    y, z = canonical[..., 1], canonical[..., 2]
    return smooth_step(-1, 2, y - (hat.edge - 0.18 * (80 - z)))
