"""Variations of whole grey frames in training: what cameras, lenses, rooms and distances change."""

import cv2
import numpy as np

from .detector_network import HEIGHT, WIDTH

GREY = np.array([0.299, 0.587, 0.114])
DARKEST, BRIGHTEST = -3.0, 2.0  # stops of exposure: an eighth to four times the light
DISPLAY_GAMMA = 2.2  # of colour images; near-infrared cameras are linear
SMALLEST = 9.0  # pixels of the longer side; smaller faces are neither right nor wrong
LEAST_CONTRAST = 4.0  # of 255, of a face that is to be found
SHOWING = 0.55  # of a face's box, below which a cut face is neither right nor wrong


def grey(image, rng):
    """A frame of one channel, as any weights of red, green and blue give it; mostly the library's."""
    if image.ndim == 2:
        return image
    weights = GREY if rng.random() < 0.4 else rng.dirichlet(GREY * rng.choice([3, 12]))
    return np.clip(image @ weights.astype(np.float32), 0, 255).astype(np.uint8)


def nested(images, places):
    """Crops [K, S, S, 3] of one picture laid into each other, the narrower ones over the wider."""
    side = int(places[0, 2])
    whole = cv2.resize(images[0], (side, side), interpolation=cv2.INTER_LINEAR)
    for image, place in zip(images[1:], places[1:]):
        x, y, width, height = np.round(place).astype(int)
        x, y = max(x, 0), max(y, 0)
        width, height = min(width, side - x), min(height, side - y)
        if width > 0 and height > 0:
            whole[y : y + height, x : x + width] = cv2.resize(image, (width, height))
    return whole


def soft_edges(shape, rng):
    """Shares [H, W] of a picture that fades towards its edges, as an oval or a rounded square."""
    v, u = (np.linspace(-1, 1, n, dtype=np.float32) for n in shape)
    power = rng.uniform(2, 6)
    away = (np.abs(u[None]) ** power + np.abs(v[:, None]) ** power) ** (1 / power)
    return np.clip((rng.uniform(0.88, 1) - away) / np.float32(rng.uniform(0.02, 0.2)), 0, 1)


def moved(image, boxes, counts, rng, extent, sizes, filling, mask=None):
    """A frame mirrored, scaled and shifted onto `filling` uint8 [height, width] of that extent, with
    the shares `mask` [H, W] of it where that is given.

    `boxes` [N, 4] (x, y, width, height; edge coordinates), `counts` [N]; gives those that still show.
    `sizes` are the bounds of the longer side of the face that it is laid around.
    """
    width, height = extent
    chosen = boxes[rng.choice(np.nonzero(counts)[0])] if counts.any() else None
    if chosen is None or rng.random() < 0.1:
        factor = np.exp(rng.uniform(np.log(0.6), np.log(1.8)))
        centre = rng.uniform(0, 1, 2) * image.shape[1::-1]
        place = rng.uniform(0.2, 0.8, 2) * extent
    else:
        side = np.exp(rng.uniform(*np.log(sizes)))
        factor = np.clip(side / max(chosen[2:]), 0.2, 3.0)
        centre = chosen[:2] + chosen[2:] / 2
        place = rng.uniform(0.1, 0.9, 2) * extent
    scale = factor * np.exp(rng.normal(0, 0.05, 2))
    scale[0] *= 1 if rng.random() < 0.5 else -1
    shift = place - centre * scale
    matrix = np.array([[scale[0], 0, shift[0] + 0.5 * scale[0] - 0.5],
                       [0, scale[1], shift[1] + 0.5 * scale[1] - 0.5]])
    if factor < 0.7:  # Thinned first, as a camera's or a resizing's own filter does.
        image = cv2.GaussianBlur(image, (0, 0), 0.35 / factor)
    result = cv2.warpAffine(image, matrix, extent, filling.copy(), flags=cv2.INTER_LINEAR,
                            borderMode=cv2.BORDER_TRANSPARENT)
    if mask is not None:
        share = cv2.warpAffine(mask, matrix, extent)
        result = (filling * (1 - share) + result * share).astype(np.uint8)
    ends = np.stack([boxes[:, :2] * scale + shift, (boxes[:, :2] + boxes[:, 2:]) * scale + shift])
    return result, np.concatenate([ends.min(0), ends.max(0)], 1), counts


def clipped(boxes, counts, extent):
    """Boxes (left, top, right, bottom) of which something lies within the extent, and which of them
    count: large enough, and mostly within. Of the others only what lies within is given.
    """
    inside = np.concatenate([np.maximum(boxes[:, :2], 0), np.minimum(boxes[:, 2:], extent)], 1)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(1)
    rest = np.maximum(inside[:, 2:] - inside[:, :2], 0).prod(1)
    large = (boxes[:, 2:] - boxes[:, :2]).max(1) >= SMALLEST
    shown, counts = rest > 0, counts & large & (rest >= SHOWING * area)
    return np.where(counts[:, None], boxes, inside)[shown], counts[shown]


def shows(image, boxes):
    """Whether anything can be told from within each box [N, 4]: it is not all black, white or grey."""
    result = np.zeros(len(boxes), bool)
    for n, (left, top, right, bottom) in enumerate(np.maximum(boxes, 0).astype(int)):
        part = image[top : bottom + 1, left : right + 1]
        result[n] = part.size > 0 and part.std() >= LEAST_CONTRAST
    return result


def patched(image, boxes, rng, textures):
    """Pieces of pictures without faces here and there; they cover a quarter of a face at most."""
    image, (height, width) = image.copy(), image.shape
    for _ in range(rng.integers(1, 5)):
        w, h = (np.exp(rng.uniform(np.log(8), np.log(0.6 * n))) for n in (width, height))
        w, h = int(w), int(h)
        x, y = int(rng.integers(0, width - w)), int(rng.integers(0, height - h))
        low, high = np.maximum(boxes[:, :2], (x, y)), np.minimum(boxes[:, 2:], (x + w, y + h))
        covered = np.maximum(high - low, 0).prod(1)
        if (covered > 0.25 * (boxes[:, 2:] - boxes[:, :2]).prod(1)).any():
            continue
        texture = textures[rng.integers(len(textures))]
        piece = cv2.resize(texture[: int(rng.integers(40, 240)), : int(rng.integers(40, 320))], (w, h))
        if rng.random() < 0.5:
            image[y : y + h, x : x + w] = piece
        else:
            v, u = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j].astype(np.float32)
            share = np.clip((1 - np.hypot(u, v)) * min(w, h) / 4, 0, 1)
            part = image[y : y + h, x : x + w]
            part[:] = part * (1 - share) + piece * share
    return image


def lit(image, is_colour, rng):
    """Another exposure in linear light, uneven light, another tone curve; values 0...1."""
    far = rng.random() < 0.3
    stops = rng.uniform(DARKEST, BRIGHTEST) if far else rng.normal(0, 0.5)
    gain = 2 ** (np.clip(stops, DARKEST, BRIGHTEST) / (DISPLAY_GAMMA if is_colour else 1))
    # In linear light a gain g multiplies a displayed value by g ** (1 / gamma).
    levels = np.arange(256, dtype=np.float32) / 255 * gain + rng.normal(0, 0.03) * min(gain, 1)
    levels = np.clip(levels, 0, 1) ** np.exp(rng.normal(0, 0.3))
    if rng.random() < 0.5:
        levels = (levels - 0.5) * np.exp(rng.normal(0, 0.3)) + 0.5 + rng.normal(0, 0.08)
    image = cv2.LUT(image, np.clip(levels, 0, 1).astype(np.float32))
    if rng.random() < 0.3:
        cells = int(rng.integers(2, 6))
        field = cv2.resize(rng.normal(0, 1, (cells, cells)).astype(np.float32), image.shape[::-1],
                           interpolation=cv2.INTER_CUBIC)
        image = image * np.exp(np.float32(rng.uniform(0.1, 0.7)) * field)
    return image


def sensed(image, rng):
    """Sharpness, noise, and compression of values 0...1; gives uint8."""
    if rng.random() < 0.3:
        image = cv2.GaussianBlur(image, (0, 0), np.exp(rng.uniform(np.log(0.4), np.log(1.8))))
    if rng.random() < 0.1:
        length = int(rng.integers(2, 8))
        size = (length, 1) if rng.random() < 0.6 else (1, length)
        image = cv2.blur(image, size)
    if rng.random() < 0.15:
        image += np.float32(rng.uniform(0.3, 1.5)) * (image - cv2.GaussianBlur(image, (0, 0), 1))
    if rng.random() < 0.5:
        spread = np.float32(np.exp(rng.uniform(np.log(0.003), np.log(0.06))))
        image = image + spread * rng.standard_normal(image.shape, np.float32)
    levels = np.clip(image * 255, 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(15, 96))]
        levels = cv2.imdecode(cv2.imencode(".jpg", levels, quality)[1], cv2.IMREAD_GRAYSCALE)
    if rng.random() < 0.05:
        levels = cv2.equalizeHist(levels)
    return levels


class FrameMaker:
    """Makes training samples of whatever simulated pictures of faces there are.

    `frames` and `crops` hold, by modality, images, boxes and counts as `readers.face_detection` and
    `readers.face_crops` give them; `surroundings` what `readers.face_surroundings` gives. Any may be
    `None`.
    """

    MOSAIC = 0.25  # of the large samples are four frames beside each other, with small faces
    SHARES = {"frames": 0.6, "crops": 0.25, "surroundings": 0.15}
    SOFT = 0.6  # of the crops have no straight edges

    def __init__(self, frames, crops, surroundings, textures):
        sources = {"frames": frames, "crops": crops, "surroundings": surroundings}
        self.sources = {name: source for name, source in sources.items() if source}
        self.shares = np.array([self.SHARES[name] for name in self.sources])
        self.shares /= self.shares.sum()
        self.textures = textures

    def _filling(self, rng, extent, plain):
        if not plain or rng.random() < 0.5:
            return cv2.resize(self.textures[rng.integers(len(self.textures))], extent)
        shade = 0 if rng.random() < 0.5 else rng.integers(0, 256)
        return np.full(extent[::-1], shade, np.uint8)

    def _drawn(self, modality, rng):
        """A picture of a source that has the modality, its boxes, and which of them count."""
        names = [name for name in self.sources if modality == "rgb" or name != "surroundings"]
        shares = np.array([self.SHARES[name] for name in names])
        name = names[rng.choice(len(names), p=shares / shares.sum())]
        if name == "surroundings":
            (images, places), boxes, counts = self.sources[name]
            index = int(rng.integers(len(boxes)))
            return name, nested(images[index], places[index]), boxes[index], counts[index]
        images, boxes, counts = self.sources[name][modality]
        index = int(rng.integers(len(boxes)))
        own = boxes[index, :, 2] > 0
        return name, images[index], boxes[index][own], counts[index][own]

    def _one(self, modality, rng, extent, sizes):
        name, image, boxes, counts = self._drawn(modality, rng)
        filling = self._filling(rng, extent, name == "frames")
        image = grey(image, rng)
        mask = soft_edges(image.shape, rng) if name != "frames" and rng.random() < self.SOFT else None
        image, boxes, counts = moved(image, boxes, counts, rng, extent, sizes, filling, mask)
        return image, *clipped(boxes, counts, extent)

    def sample(self, rng, extent=(WIDTH, HEIGHT), varied=1.0):
        """Frame uint8 of that width and height, boxes [N, 4] (left, top, right, bottom), and which
        of them count [N]; the light and the sensor of the share `varied` of all samples are varied.
        """
        modality = "rgb" if rng.random() < 0.5 else "nir"
        large = extent == (WIDTH, HEIGHT)
        if large and rng.random() < self.MOSAIC:
            image, boxes, counts = self._mosaic(modality, rng)
        else:
            sizes = (16, 280 if large else 0.8 * extent[1])
            image, boxes, counts = self._one(modality, rng, extent, sizes)
        if rng.random() < 0.25 * varied:
            image = patched(image, boxes, rng, self.textures)
        if rng.random() < varied:
            image = sensed(lit(image, modality == "rgb", rng), rng)
        return image, boxes, counts & shows(image, boxes)

    def _mosaic(self, modality, rng):
        half = (WIDTH // 2, HEIGHT // 2)
        whole, boxes, counts = np.empty((HEIGHT, WIDTH), np.uint8), [], []
        for at in range(4):
            image, own, counted = self._one(modality, rng, half, (10, 130))
            x, y = (at % 2) * half[0], (at // 2) * half[1]
            whole[y : y + half[1], x : x + half[0]] = image
            boxes.append(own + np.tile((x, y), 2))
            counts.append(counted)
        return whole, np.concatenate(boxes), np.concatenate(counts)
