"""What the cameras make of a scene: depth with its holes and errors, an 8-bit image.

`step` is how many sensor pixels one rendered pixel stands for (1 in full frames, more for faces
that fill the frame, which are rendered coarser). Sizes given in sensor pixels are divided by it.
The noise models follow Nguyen et al. 2012 (structured light), the disparity error of stereo
cameras, and the amplitude-dependent error, multipath and mixed pixels of time-of-flight cameras.
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


def lens_mask(outline, camera):
    """Which pixels [H, W] of a camera look through a spectacle lens (outline [N, 3])."""
    mask = np.zeros((camera.height, camera.width), np.uint8)
    if outline[:, 2].min() > 20:
        polygon = np.round(np.clip(camera.project(outline), -4000, 4000)).astype(np.int32)
        cv2.fillPoly(mask, [polygon], 1)
    return mask.astype(bool)


def behind_lenses(depth, glasses, lenses):
    """True depth with what spectacle lenses do to it: bent by refraction, partly lost."""
    for k, lens in enumerate(lenses):
        if not lens.any():
            continue
        rng = np.random.default_rng([glasses.seed, k])
        size = max(float(np.sqrt(lens.sum())), 2.0)
        if glasses.lens_error > 0:
            error = glasses.lens_error * (0.5 + _noise(rng, depth.shape, size / 5))
            depth = np.where(lens & (depth > 0), depth + error, depth)
        if glasses.lens_holes > 0:
            level = np.quantile(noise := _noise(rng, depth.shape, size / 6), glasses.lens_holes)
            depth = np.where(lens & (noise < level), 0, depth)
    return depth.astype(np.float32)


def with_glare(radiance, glasses, lenses):
    """Adds the lamp's mirror image on each lens and the light that lenses take away."""
    for k, lens in enumerate(lenses):
        if not lens.any():
            continue
        rng = np.random.default_rng([glasses.seed, k])
        radiance = np.where(lens, 0.9 * radiance, radiance)
        if glasses.glare > 0:
            v, u = np.nonzero(lens)
            at = rng.integers(len(u))
            size = np.sqrt(len(u)) * rng.uniform(0.04, 0.16)
            y, x = np.mgrid[0 : lens.shape[0], 0 : lens.shape[1]]
            spot = np.exp(-((x - u[at]) ** 2 + (y - v[at]) ** 2) / (2 * size**2))
            radiance = radiance + glasses.glare * spot * lens
    return radiance.astype(np.float32)


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
    wiggle = 0.8 * np.sin(d / 1000 * 2 * np.pi / 0.37)
    sigma = sensor.noise * (d / 500) ** 2
    sigma = sigma / np.clip(np.sqrt(np.maximum(relative, 0.02)), 0.15, 1.5)
    d = d + wiggle + sigma * _noise(rng, shape, sensor.grain / step)
    return d, relative < sensor.dark_limit


def _triangulation(sensor, depth, amplitude, albedo, camera, step, rng):
    shape = depth.shape
    solid = np.where(depth > 0, depth, depth.max() + 1)
    disparity = sensor.focal_baseline / np.maximum(solid, 50)
    # Matching windows fatten edges and flatten relief.
    sharp = disparity
    disparity = 0.6 * cv2.GaussianBlur(disparity, (0, 0), max(1.1 * sensor.grain / step, 0.3))
    disparity = disparity + 0.4 * sharp
    disparity = disparity + sensor.noise * _noise(rng, shape, sensor.grain / step)
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
    return d, hole | (patches > sensor.blobs)


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
    if sensor.fill and (depth == 0).mean() < 0.5:
        size = 2 * max(1, int(round(sensor.fill / step))) + 1
        grown = cv2.dilate(depth, np.ones((size, size)))
        depth = np.where(depth == 0, grown, depth)
    return depth.astype(np.float32)


def sense_image(sensor, radiance, face, dots, step, rng):
    """The 8-bit near-infrared image of a radiance map.

    `face` marks the pixels that exposure is metered on, `dots` is the contrast of a projected
    dot pattern (0 = none).
    """
    shape = radiance.shape
    if dots > 0:
        pattern = (rng.random(shape) < 0.06).astype(np.float32)
        pattern = cv2.GaussianBlur(pattern, (0, 0), max(0.7 / step, 0.3))
        pattern /= pattern.max() + 1e-6
        radiance = radiance * (1 - 0.3 * dots + 2 * dots * pattern)
    if sensor.metered and face.any():
        level = float(np.percentile(radiance[face], sensor.percentile))
        gain = sensor.target / max(level, 0.02)
    else:
        gain = sensor.fixed_gain
    gain = min(gain, sensor.gain_limit)
    image = np.clip(radiance * gain, 0, 1).astype(np.float32)
    if sensor.blur / step > 0.3:
        image = cv2.GaussianBlur(image, (0, 0), sensor.blur / step)
    length = int(round(sensor.motion / step))
    if length >= 2:
        image = cv2.filter2D(image, -1, _streak(length, sensor.motion_angle))
    sigma = np.sqrt(np.maximum(image, 0) * 0.3 * sensor.shot + sensor.read**2) / step
    image = image + sigma * rng.standard_normal(shape, np.float32)
    image = np.clip(image, 0, 1) ** sensor.gamma
    image = np.clip((image - 0.5) * sensor.contrast + 0.5 + sensor.lift, 0, 1)
    image = np.round(image * 255).astype(np.uint8)
    if sensor.jpeg:
        _, code = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, sensor.jpeg])
        image = cv2.imdecode(code, cv2.IMREAD_GRAYSCALE)
    return image


def _streak(length, angle):
    kernel = np.zeros((length, length), np.float32)
    middle = (length - 1) / 2
    for t in np.linspace(-middle, middle, 4 * length):
        kernel[int(round(middle + t * np.sin(angle))), int(round(middle + t * np.cos(angle)))] = 1
    return kernel / kernel.sum()
