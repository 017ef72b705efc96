"""Head shapes, expressions and meshes from the ICT-FaceKit morphable model (MIT).

The model file is a reduction of ICT-FaceKit light, a NumPy .npz with `mean_mm` [V, 3],
`id_modes_mm` [50, V, 3] for unit-normal weights, `exp_modes_mm` [53, V, 3] for weights 0...1,
`exp_names`, `tris` [T, 3], `lm68` (vertices of the 68 points), `part` [V] and `region` [V, 3]
(lips, brow, lash line). Model coordinates: mm, x right, y up, z towards the viewer.
"""

from functools import cached_property

import numpy as np
import scipy.sparse

from .geometry import smooth_step
from .rasteriser import value_noise

FACE, HEAD, MOUTH_SOCKET, EYE_SOCKET, TEETH, EYE_A, EYE_B = range(7)
PIVOT = np.array([0, 10, 20], np.float32)  # about which heads turn, mm
NECK = -135  # mm: the model's flaring end of the neck lies below and is left out
LEFT_EYE, RIGHT_EYE, OUTER_LIPS = slice(36, 42), slice(42, 48), slice(48, 60)
EYE_POINTS = 6  # pupils (image left, right), then the canthi from left to right

_PAIRED = (
    "browDown browInnerUp browOuterUp cheekPuff cheekSquint eyeSquint eyeWide mouthDimple "
    "mouthFrown mouthLowerDown mouthPress mouthSmile mouthStretch mouthUpperUp noseSneer"
).split()
_SINGLE = (
    "jawForward jawLeft jawRight mouthFunnel mouthPucker mouthLeft mouthRight mouthRollLower "
    "mouthRollUpper mouthShrugLower mouthShrugUpper"
).split()


class FaceModel:
    """The morphable head and the meshes that attacks are made of."""

    def __init__(self, path):
        data = np.load(path)
        self.mean = data["mean_mm"].astype(np.float32)
        self.identity_modes = data["id_modes_mm"].astype(np.float32)
        self.expression_modes = data["exp_modes_mm"].astype(np.float32)
        self.expression_index = {str(name): i for i, name in enumerate(data["exp_names"])}
        triangles = data["tris"].astype(np.int32)
        kept = (self.mean[triangles][..., 1] > NECK).all(1)
        self.triangles = np.ascontiguousarray(triangles[kept])
        self.landmarks = data["lm68"].astype(int)
        self.part = data["part"].astype(np.uint8)
        region = data["region"].astype(np.float32)
        # What every face pixel knows: canonical position, lips, brow, lash line, part.
        part = self.part[:, None].astype(np.float32)
        self.attributes = np.concatenate([self.mean, region, part], 1)
        self._recent = {}
        self.eye_centres = {k: self.mean[self.part == k].mean(0) for k in (EYE_A, EYE_B)}

    @cached_property
    def face_triangles(self):
        """The face without eyes, mouth cavity and back of the head."""
        return self._triangles_of(FACE)

    @cached_property
    def face_vertices(self):
        return np.unique(self.face_triangles)

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

    def expression(self, rng, closed_eyes=0.1):
        """Random expression weights [53]: mostly mild, about one in four with an open jaw.

        `closed_eyes` is how likely the eyes are to be closed, or half so.
        """
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
        blink = rng.uniform(0.5, 1) if rng.random() < closed_eyes else rng.uniform(0, 0.22)
        w[index["eyeBlink_L"]] = w[index["eyeBlink_R"]] = blink
        gaze_x, gaze_y = rng.normal(0, 0.25, 2).clip(-0.8, 0.8)
        w[index["eyeLookOut_L"]] = w[index["eyeLookIn_R"]] = max(gaze_x, 0)
        w[index["eyeLookIn_L"]] = w[index["eyeLookOut_R"]] = max(-gaze_x, 0)
        w[index["eyeLookUp_L"]] = w[index["eyeLookUp_R"]] = max(gaze_y, 0)
        w[index["eyeLookDown_L"]] = w[index["eyeLookDown_R"]] = max(-gaze_y, 0)
        return w

    def vertices(self, person, expression):
        """The bald head [V, 3] of a person with an expression, model mm; not to be written to."""
        key = (person.seed, expression.tobytes())
        if key not in self._recent:
            if len(self._recent) > 8:
                self._recent.clear()
            self._recent[key] = self._computed(person, expression)
        return self._recent[key]

    def _computed(self, person, expression):
        used = np.nonzero(expression)[0]
        result = self.mean + (person.shape @ self._flat_identity).reshape(-1, 3)
        for i in used:
            result += expression[i] * self.expression_modes[i]
        return (PIVOT + (result - PIVOT) * np.float32(person.size)).astype(np.float32)

    @cached_property
    def _flat_identity(self):
        return self.identity_modes.reshape(len(self.identity_modes), -1)

    @cached_property
    def _eye_vertices(self):
        """Vertices of the pupils and canthi, in the order that EYE_POINTS names."""
        pupils = []
        for part in (EYE_B, EYE_A):  # image left first
            own = np.nonzero(self.part == part)[0]
            aside = np.linalg.norm(self.mean[own, :2] - self.eye_centres[part][:2], axis=1)
            pupils.append(own[np.argmin(aside + 1000 * (self.mean[own, 2] < 88))])
        loops = [loop for loop in self.openings if self.mean[loop, 1].mean() > 10]
        loops.sort(key=lambda loop: self.mean[loop, 0].mean())
        canthi = []
        for loop in loops[:1] + loops[-1:]:
            x = self.mean[loop, 0]
            canthi += [loop[int(np.argmin(x))], loop[int(np.argmax(x))]]
        return np.array(pupils + canthi)

    def marks(self, vertices):
        """The 68 points, pupils and canthi [74, 3] of a head with the model's vertices."""
        return vertices[np.concatenate([self.landmarks, self._eye_vertices])]

    def with_hair(self, vertices, person):
        """Pushes the scalp outwards into a shell of hair."""
        hair = person.hair
        if hair.depth <= 0:
            return vertices
        scalp = hair_cover(self.mean, person) * np.isin(self.part, (FACE, HEAD))
        x, y = self.mean[:, 0], self.mean[:, 1]
        ear = (np.abs(x) > 70) & (y < 60) & (y > -20)
        lumps = value_noise(self.mean, 18, person.seed + 5) * 0.5 + 1
        amount = scalp * (1 - 0.7 * ear) * hair.depth * lumps
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
    """0...1: how much a canonical position [..., 3] is covered by hair; shading.c does the same."""
    hair = person.hair
    x, y, z = canonical[..., 0], canonical[..., 1], canonical[..., 2]
    wave = hair.fringe * np.sin(x / 22 + person.seed % 7)
    front = hair.hairline + wave - (x / 60) ** 2 * 14
    side = smooth_step(60, 10, z)
    edge = front * (1 - side) + np.minimum(front, hair.side) * side
    return smooth_step(-3, 5, y - edge)


def hat_cover(canonical, hat):
    """0...1: how much a canonical position [..., 3] is covered by a hat or a headscarf."""
    x, y, z = canonical[..., 0], canonical[..., 1], canonical[..., 2]
    if hat.kind != "headscarf":
        return smooth_step(-1, 2, y - (hat.edge - 0.18 * (80 - z)))
    # All but an oval around the face.
    away = np.hypot(x / hat.oval[0], (y - 5) / hat.oval[1])
    return np.maximum(smooth_step(0.97, 1.03, away), smooth_step(35, 25, z))


def openness(marks):
    """Opening of the left eye, the right eye and the mouth: gap over corner distance [3].

    From 68 points in model space, where no perspective changes them.
    """
    def gap(pairs, corners):
        open_by = np.mean([np.linalg.norm(marks[a] - marks[b]) for a, b in pairs])
        return open_by / np.linalg.norm(marks[corners[0]] - marks[corners[1]])

    return np.array([
        gap([(37, 41), (38, 40)], (36, 39)), gap([(43, 47), (44, 46)], (42, 45)),
        gap([(61, 67), (62, 66), (63, 65)], (60, 64)),
    ], np.float32)
