"""What depth cameras make of a scene: holes, noise, errors, filters, 8-bit encodings.

`step` is how many sensor pixels one rendered pixel stands for (1 in full frames, more for faces
that fill the frame, which are rendered coarser). Sizes given in sensor pixels are divided by it.
The noise models follow Nguyen et al. 2012 (structured light), the disparity error of stereo
cameras, and the amplitude-dependent error, multipath and mixed pixels of time-of-flight cameras.
Hole filling and the equalised 8-bit picture are those of librealsense's filters and colorizer.
Depths are in mm, 0 is a hole.
"""

import cv2
import numpy as np


def _noise(rng, shape, sigma):
    """Normal noise with standard deviation 1, correlated over `sigma` pixels."""
    noise = rng.standard_normal(shape, np.float32)
    if sigma > 0.35:
        noise = cv2.GaussianBlur(noise, (0, 0), sigma)
        noise /= noise.std() + 1e-6
    return noise


def lens_masks(things, camera, nearest):
    """All lenses that a camera sees: pairs of the lens and its pixels [H, W]."""
    masks = []
    for lens in (lens for thing in things for lens in thing.lenses):
        closest = lens.outline[:, 2].min()
        if closest < 20:
            continue
        mask = np.zeros((camera.height, camera.width), np.uint8)
        polygon = np.clip(camera.project(lens.outline), -4000, 4000)
        cv2.fillPoly(mask, [np.round(polygon).astype(np.int32)], 1)
        mask = mask.astype(bool) & (nearest > closest - 4)
        if mask.any():
            masks.append((lens, mask))
    return masks


def behind_lenses(depth, lenses):
    """True depth with what spectacle lenses do to it: bent by refraction, partly lost."""
    for lens, mask in lenses:
        glasses = lens.glasses
        rng = np.random.default_rng([glasses.seed, lens.number])
        size = max(float(np.sqrt(mask.sum())), 2.0)
        if glasses.lens_error > 0:
            error = glasses.lens_error * (0.5 + _noise(rng, depth.shape, size / 5))
            depth = np.where(mask & (depth > 0), depth + error, depth)
        if glasses.lens_holes > 0:
            level = np.quantile(noise := _noise(rng, depth.shape, size / 6), glasses.lens_holes)
            depth = np.where(mask & (noise < level), 0, depth)
    return depth.astype(np.float32)


def sense_depth(sensor, depth, amplitude, albedo, screen, camera, step, rng):
    """Depth [H, W] that the sensor reports: mm, 0 = hole.

    `depth` is true depth (0 = nothing there), `amplitude` the lamp's returned light (a white
    surface facing the lamp at the face's distance gives 1), `albedo` the near-infrared
    reflectance, `screen` marks the glass of a screen, `camera` is the rendered window's camera.
    """
    measure = _time_of_flight if sensor.kind == "time-of-flight" else _triangulation
    reported, hole = measure(sensor, depth, amplitude, albedo, camera, step, rng)
    if screen.any():
        reported, hole = _glass(reported, hole, screen, depth, rng)
    hole |= _too_steep(depth, camera, sensor.grazing_degrees)
    reported = reported * (1 + sensor.scale_error) + sensor.offset_error
    hole |= (depth <= 0) | (reported < 100) | (reported > sensor.farthest)
    reported = np.where(hole, 0, reported).astype(np.float32)
    if sensor.speckle > 0:
        wrong = (rng.random(depth.shape) < sensor.speckle) & (reported > 0)
        reported[wrong] *= rng.uniform(0.6, 1.5, int(wrong.sum())).astype(np.float32)
    reported = _filtered(sensor, reported, step)
    reported = np.round(reported / sensor.unit) * sensor.unit
    return reported.astype(np.float32)


def _time_of_flight(sensor, depth, amplitude, albedo, camera, step, rng):
    shape = depth.shape
    solid = np.where(depth > 0, depth, depth.max() + 1)
    average = cv2.blur(solid, (3, 3))
    mixed = (np.abs(average - solid) > 12) & (rng.random(shape) < sensor.mixing / step)
    d = np.where(mixed, average, solid)
    # Light that bounces between the sides of a hollow comes back late.
    wide = max(camera.width / 14, 1.0)
    hollow = cv2.GaussianBlur(solid, (0, 0), wide) - d
    d = d + sensor.rounding * np.where(np.abs(hollow) < 25, hollow, 0)
    lit = amplitude[amplitude > 0.02]
    relative = amplitude / max(float(np.median(lit)) if lit.size else 1.0, 0.05)
    d = d + sensor.bias * np.clip(1 / np.maximum(relative, 0.15) - 1, -1, 5)
    wiggle = sensor.wiggle * np.sin(d / 1000 * 2 * np.pi / 0.37)
    sigma = sensor.noise * (d / 500) ** 2 / (1 - sensor.sunlit)
    sigma = sigma / np.clip(np.sqrt(np.maximum(relative, 0.02)), 0.15, 1.5)
    d = d + wiggle + sigma * _noise(rng, shape, sensor.grain / step)
    return d, relative * (1 - sensor.sunlit) < sensor.dark_limit


def _triangulation(sensor, depth, amplitude, albedo, camera, step, rng):
    shape = depth.shape
    solid = np.where(depth > 0, depth, depth.max() + 1)
    disparity = sensor.focal_baseline / np.maximum(solid, 50)
    # Matching windows fatten edges and flatten relief.
    sharp = disparity
    disparity = 0.6 * cv2.GaussianBlur(disparity, (0, 0), max(1.1 * sensor.grain / step, 0.3))
    disparity = disparity + 0.4 * sharp
    noise = sensor.noise / (1 - 0.7 * sensor.sunlit)
    disparity = disparity + noise * _noise(rng, shape, sensor.grain / step)
    disparity = disparity + sensor.drift * _noise(rng, shape, max(camera.width / 25, 1.0))
    disparity = np.round(disparity * sensor.fraction) / sensor.fraction
    d = sensor.focal_baseline / np.maximum(disparity, 1e-3)
    # What the projector does not see beside a nearer edge is dark.
    edge = np.zeros(shape, bool)
    edge[:, 1:] = np.diff(solid, axis=1) * sensor.shadow_side > 15
    hole = np.zeros(shape, bool)
    width = sensor.shadow * 500 / max(float(np.median(solid)), 100) / step
    for k in range(int(np.ceil(width))):
        hole |= np.roll(edge, sensor.shadow_side * k, 1)
    hole |= (albedo < sensor.dark_limit) & (depth > 0)
    patches = _noise(rng, shape, rng.uniform(1.5, 5) / step + 0.4)
    return d, hole | (patches > sensor.blobs - sensor.sunlit)


def _glass(reported, hole, screen, depth, rng):
    """A screen's glass mirrors the sensor's light: holes, a noisy plane, or a clean one."""
    shape = screen.shape
    way = rng.random()
    if way < 0.35:
        hole = hole | (screen & (_noise(rng, shape, 3) > -rng.uniform(0, 2.5)))
    elif way < 0.75:
        rough = _noise(rng, shape, 0) * rng.uniform(3, 25)
        waves = _noise(rng, shape, shape[1] / 10) * rng.uniform(0, 25)
        reported = np.where(screen, reported + rough + waves, reported)
        hole = hole | (screen & (rng.random(shape) < rng.uniform(0, 0.5)))
    return reported, hole


def _too_steep(depth, camera, degrees):
    """Surfaces seen at a grazing angle return nothing."""
    solid = np.where(depth > 0, depth, depth.max() + 1).astype(np.float32)
    dx = cv2.Sobel(solid, cv2.CV_32F, 1, 0, scale=0.125)
    dy = cv2.Sobel(solid, cv2.CV_32F, 0, 1, scale=0.125)
    slope = np.hypot(dx * camera.fx, dy * camera.fy) / np.maximum(solid, 1)
    steep = slope > np.tan(np.deg2rad(degrees))
    # Jumps from one thing to another are edges, not slopes.
    return steep & (np.hypot(dx, dy) < 12)


def _filtered(sensor, depth, step):
    """The camera's own filters: median, smoothing, hole filling."""
    if sensor.median:
        kernel = sensor.median if step < 1.5 else 3
        smooth = cv2.medianBlur(depth, kernel)
        depth = np.where((depth > 0) & (smooth > 0), smooth, depth)
    if sensor.smoothing:
        sigma = max(sensor.smoothing / step, 0.3)
        valid = (depth > 0).astype(np.float32)
        mean = cv2.GaussianBlur(depth, (0, 0), sigma)
        mean = mean / np.maximum(cv2.GaussianBlur(valid, (0, 0), sigma), 1e-3)
        near = (depth > 0) & (np.abs(mean - depth) < 15)
        depth = np.where(near, mean, depth)
    if sensor.fill != "none" and (depth == 0).mean() < 0.5:
        depth = _FILLERS[sensor.fill](depth)
    return depth.astype(np.float32)


def _grown(depth):
    around = cv2.dilate(depth, np.ones((5, 5)))
    return np.where(depth == 0, around, depth)


def _from_left(depth):
    """Every hole takes the last valid value to its left, as fill_from_left does."""
    column = np.where(depth > 0, np.arange(depth.shape[1])[None], 0)
    last = np.maximum.accumulate(column, axis=1)
    return np.take_along_axis(depth, last, 1)


def _from_around(depth, nearest):
    """Holes take the farthest or nearest of the valid neighbours, from their rims inwards."""
    kernel = np.ones((3, 3))
    for _ in range(12):
        hole = depth == 0
        if not hole.any():
            break
        if nearest:
            around = cv2.erode(np.where(hole, np.float32(1e9), depth), kernel)
            around = np.where(around < 1e9, around, 0)
        else:
            around = cv2.dilate(depth, kernel)
        depth = np.where(hole, around, depth)
    return depth


_FILLERS = {
    "grow": _grown, "left": _from_left,
    "farthest": lambda depth: _from_around(depth, nearest=False),
    "nearest": lambda depth: _from_around(depth, nearest=True),
}


def encoded(encoding, depth, face):
    """Depth [H, W] (mm, 0 = hole) as 8 bits that grow with distance; holes as the encoding says.

    `face` is the square of the crop, slices of rows and columns: some programs equalise or stretch
    a crop instead of the frame.
    """
    valid = depth > 0
    if not valid.any():
        return np.zeros(depth.shape, np.uint8)
    missing = 0.0  # share of the levels that holes take up
    if encoding.kind.startswith("equalised"):
        region = depth[face] if encoding.kind.endswith("crop") else depth
        region = region if (region > 0).any() else depth
        ordered = np.sort(region[region > 0])
        share = np.searchsorted(ordered, depth, side="right") / len(ordered)
        if encoding.hole == "counted":
            missing = 1 - len(ordered) / region.size
    elif encoding.kind == "inverse":
        far, near = np.percentile(1 / depth[valid], [2, 98])
        share = (near - 1 / np.maximum(depth, 1)) / max(near - far, 1e-6)
    else:
        near, far = encoding.near, encoding.far
        if encoding.kind == "linear":
            near, far = np.percentile(depth[valid], [1, 99])
        share = (depth - near) / max(far - near, 1)
    share = missing + (1 - missing) * np.clip(share, 0, 1)
    hole = {"zero": 0, "near": 1, "far": 255, "counted": round(255 * missing)}[encoding.hole]
    return np.where(valid, np.round(1 + 254 * share), hole).astype(np.uint8)
