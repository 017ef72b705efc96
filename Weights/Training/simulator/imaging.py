"""What image cameras make of the light: lens, exposure, motion, noise, tone curve, compression."""

import cv2
import numpy as np


def grey(image):
    """The mean of the three colours, [..., 3] to [...]."""
    return image @ np.full(3, 1 / 3, np.float32)


def through_lenses(radiance, lenses, channels):
    """The light that spectacle lenses take away and the lamp's mirror image on each.

    `lenses` as `lens_masks` gives them; `channels` says which of a tint's four shares (red, green,
    blue, near infrared) an image has.
    """
    for lens, mask in lenses:
        glasses = lens.glasses
        rng = np.random.default_rng([glasses.seed, lens.number])
        tint = np.array([glasses.tint[c] for c in channels], np.float32)
        radiance[mask] *= tint if radiance.ndim == 3 else tint[0]
        if glasses.glare > 0:
            v, u = np.nonzero(mask)
            at = rng.integers(len(u))
            size = np.sqrt(len(u)) * rng.uniform(0.04, 0.16)
            spot = glasses.glare * np.exp(-((u - u[at]) ** 2 + (v - v[at]) ** 2) / (2 * size**2))
            spot = spot.astype(np.float32)
            radiance[v, u] += spot if radiance.ndim == 2 else 0.3 * spot[:, None]
    return radiance


def exposure(sensor, radiance, face):
    """The gain that the camera chooses for a frame whose `face` is metered (a mask)."""
    if sensor.metered == "fixed":
        return min(sensor.fixed_gain, sensor.gain_limit)
    region = radiance[face] if sensor.metered == "face" and face.any() else radiance
    if region.ndim > 1 and region.shape[-1] == 3:
        region = grey(region)
    level = float(np.percentile(region, sensor.percentile))
    return min(sensor.target / max(level, 0.01), sensor.gain_limit)


def develop(sensor, radiance, gain, step, rng, flicker=None, rows=(0.0, 1.0)):
    """The 8-bit image [H, W] or [H, W, 3] of a radiance map at a gain.

    `flicker` is contrast and phase of mains light in a rolling shutter, `rows` the share of the
    whole frame's height where the map begins and ends.
    """
    height, width = radiance.shape[:2]
    exposed = radiance * np.float32(gain)
    along = np.linspace(*rows, height).astype(np.float32)
    if flicker is not None and flicker[0] > 0:
        wave = 1 + flicker[0] * np.sin(2 * np.pi * (2.7 * along + flicker[1]))
        exposed = exposed * wave.reshape(-1, *([1] * (radiance.ndim - 1)))
    image = np.clip(exposed, 0, 1).astype(np.float32)
    if sensor.blur / step > 0.3:
        image = cv2.GaussianBlur(image, (0, 0), sensor.blur / step)
    length = int(round(sensor.motion / step))
    if length >= 2:
        image = cv2.filter2D(image, -1, _streak(length, sensor.motion_angle))
    image = _moved(image, sensor, along, step)
    sigma = np.sqrt(np.maximum(image, 0) * 0.3 * sensor.shot * max(gain, 0.2) + sensor.read**2)
    image = image + sigma / step * rng.standard_normal(image.shape, np.float32)
    if image.ndim == 3:
        image = np.clip(image, 0, 1) * sensor.balance.astype(np.float32)
        plain = grey(image)[..., None]
        image = plain + (image - plain) * np.float32(sensor.saturation)
    image = np.clip(image, 0, 1) ** np.float32(sensor.gamma)
    image = np.clip((image - 0.5) * sensor.contrast + 0.5 + sensor.lift, 0, 1)
    image = np.round(image * 255).astype(np.uint8)
    if sensor.jpeg:
        flag = cv2.IMREAD_GRAYSCALE if image.ndim == 2 else cv2.IMREAD_COLOR
        _, code = cv2.imencode(".jpg", image[..., ::-1] if image.ndim == 3 else image,
                               [cv2.IMWRITE_JPEG_QUALITY, sensor.jpeg])
        image = cv2.imdecode(code, flag)
        if image.ndim == 3:
            image = np.ascontiguousarray(image[..., ::-1])
    return image


def _moved(image, sensor, along, step):
    """The stream's own shift, and the shear of a rolling shutter before a moving face."""
    dx, dy = (value / step for value in sensor.shift)
    if abs(dx) < 0.05 and abs(dy) < 0.05 and sensor.rolling == 0:
        return image
    height, width = image.shape[:2]
    lean = sensor.rolling / step * (along - 0.5)
    x = np.arange(width, dtype=np.float32)[None] - dx - lean[:, None]
    y = np.broadcast_to(np.arange(height, dtype=np.float32)[:, None] - dy, x.shape)
    return cv2.remap(image, np.ascontiguousarray(x), np.ascontiguousarray(y), cv2.INTER_LINEAR,
                     borderMode=cv2.BORDER_REPLICATE)


def _streak(length, angle):
    kernel = np.zeros((length, length), np.float32)
    middle = (length - 1) / 2
    for t in np.linspace(-middle, middle, 4 * length):
        kernel[int(round(middle + t * np.sin(angle))), int(round(middle + t * np.cos(angle)))] = 1
    return kernel / kernel.sum()
