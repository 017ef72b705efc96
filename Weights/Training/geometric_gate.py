"""Measures how the faces of a data set are shaped, as the library's geometric gate does.

    python geometric_gate.py --faces FACES.npz --work WORK [--splits dev train] [--limit 1500]

For every sample of `crops` with metric depth: the share of valid depth, how far the face is from the
plane and the cylinder that fit best, the distance between the pupils on that plane, and the most of
a face's relief that there is room for. Prints how many of each species the limits refuse, in each split
and in all of them together. Limits are looked at on train and dev.
"""

import argparse
import multiprocessing
from pathlib import Path

import numpy as np

import cropping

GRID, FEWEST_CELLS, SHRINKAGE = 14, 40, 0.85  # as the library's FaceGeometry
TRIMMED, ROUNDS, DIRECTIONS = 0.05, 8, 36  # as its SurfaceFit
MEASURES = ("coverage", "pupils", "plane", "cylinder", "relief")
# As its FaceRelief: how far brows, nose, eyes and mouth of the mean face stand towards the viewer, mm.
PROFILE = np.array([
    -25, -14, -6, 1, 3, 3, 1, -6, -14, -25, 3, 11, 19, 26, 4, 10, 11, 10, 4, -18, -10, -9, -12, -10,
    -12, -12, -9, -10, -18, -12, -10, -2, 8, 13, 14, 13, 8, -2, 5, 9, 11, 9, 5, -3, 6, 8, 6, -3, 6, 8,
    6,
])
FEWEST_POINTS, REACH = 30, 0.1
# The library's default limits: the smallest and the largest that a living face has; metres.
LIMITS = {"coverage": (0.5, 1), "pupils": (0.045, 0.080), "plane": (0.0015, np.inf),
          "cylinder": (0.001, np.inf), "relief": (0.35, np.inf)}


def inside(outline, shape):
    """Pixels [H, W] of a closed polygon [N, 2] by the even-odd rule, as the library counts them."""
    y, x = np.arange(shape[0])[:, None], np.arange(shape[1])
    odd = np.zeros(shape, bool)
    for start, end in zip(outline, np.roll(outline, -1, 0)):
        crosses = (start[1] > y) != (end[1] > y)
        if crosses.any():
            with np.errstate(divide="ignore", invalid="ignore"):
                at = start[0] + (y - start[1]) / (end[1] - start[1]) * (end[0] - start[0])
            odd ^= crosses & (x >= at)
    return odd


def cell_points(depth, outline):
    """One place (x, y in pixels) and median depth for each cell of a face, [N, 3].

    `depth` [H, W] in metres, 0 = hole; `outline` [N, 2] in its pixels.
    """
    (left, top), (right, bottom) = outline.min(0), outline.max(0)
    side = max(right - left, bottom - top) / GRID
    covered = inside(outline, depth.shape)
    row, column = np.nonzero(covered)
    cell = np.minimum(((row - top) / side).astype(int), GRID) * (GRID + 1)
    cell += np.clip(((column - left) / side).astype(int), 0, GRID)
    value = depth[row, column]
    points = []
    for key in np.unique(cell):
        here = cell == key
        valid = here & (value > 0)
        count = valid.sum()
        if count < 3 or 2 * count < here.sum():
            continue
        middle = np.sort(value[valid])[count // 2]
        points.append((column[valid].mean(), row[valid].mean(), middle))
    return np.array(points).reshape(-1, 3)


def fit(rows, heights):
    """Coefficients, errors and their spread of `heights` [N] over `rows` [D, N, K], reweighted."""
    weights = np.ones(rows.shape[:2])
    for _ in range(ROUNDS):
        weighted = rows * weights[..., None]
        normal = np.einsum("dni,dnj->dij", weighted, rows)
        moment = np.einsum("dni,n->di", weighted, heights)
        solved = np.linalg.solve(normal, moment[..., None])[..., 0]
        errors = np.abs(heights - np.einsum("dni,di->dn", rows, solved))
        spread = 1.4826 * np.sort(errors, 1)[:, errors.shape[1] // 2]
        limit = np.maximum(4.685 * spread, 1e-9)[:, None]
        weights = (1 - np.minimum(1, (errors / limit) ** 2)) ** 2
    return solved, errors, spread


def off_surface(rows, heights):
    """Coefficients and residuals [D] without the errors that are worst, along the normal."""
    solved, errors, _ = fit(rows, heights)
    kept = np.sort(errors, 1)[:, : errors.shape[1] - int(TRIMMED * errors.shape[1])]
    slope = np.sqrt(1 + solved[:, 1] ** 2 + solved[:, 2] ** 2)
    return solved, np.sqrt((kept**2).mean(1)) / slope


def face_relief(depth, points, square, camera):
    """Gain and its standard deviation: how much of the mean face's relief the depth shows."""
    pupils = points[36:42].mean(0) - points[42:48].mean(0)
    reach = max(2, round(REACH * np.hypot(*pupils)))
    rows, heights = [], []
    for point, height in zip(points[17:68], PROFILE):
        x, y = np.round(point).astype(int)
        around = depth[max(0, y - reach) : max(0, y + reach + 1),
                       max(0, x - reach) : max(0, x + reach + 1)]
        valid = np.sort(around[around > 0])
        if not len(valid) or 2 * len(valid) < around.size:
            continue
        away = valid[len(valid) // 2]
        rows.append([1, *_rays(point[None], square, camera)[0] * away, -height / 1000])
        heights.append(away)
    if len(rows) < FEWEST_POINTS:
        return np.nan, np.nan
    rows = np.array(rows)
    solved, _, spread = fit(rows[None], np.array(heights))
    variance = np.linalg.inv(rows.T @ rows)[3, 3]
    return solved[0, 3], spread[0] * np.sqrt(variance)


def surface_residuals(points):
    """Distances of points [N, 3] from plane and cylinder, and the plane (offset, slopes)."""
    mean = points.mean(0)
    unit = np.sqrt(((points - mean)[:, :2] ** 2).sum(1).mean())
    x, y, z = ((points - mean) / unit).T
    one = np.ones_like(x)
    plane, off_plane = off_surface(np.stack([one, x, y], 1)[None], z)
    angle = np.pi * np.arange(DIRECTIONS)[:, None] / DIRECTIONS
    u = np.cos(angle) * x + np.sin(angle) * y
    rows = np.stack([*np.broadcast_arrays(one, x, y, u**2), u**3], 2)
    off_cylinder = off_surface(rows, z)[1].min()
    a, b, c = plane[0]
    offset = mean[2] + unit * a - b * mean[0] - c * mean[1]
    return off_plane[0] * unit, off_cylinder * unit, (offset, b, c)


def measured(depth, points, square, camera):
    """Coverage, in metres pupil distance, plane and cylinder residual, and the largest relief.

    NaN where not measured.

    `depth` [112, 112] in metres, 0 = hole; `points` [74, 2] in crop pixels; the crop's square, and
    the frame's camera.
    """
    outline = np.concatenate([points[:17], points[17:27][::-1]]).astype(float)
    covered = inside(outline, depth.shape)
    coverage = (depth[covered] > 0).mean() if covered.any() else 0.0
    middle = outline.mean(0)
    cells = cell_points(depth, middle + (outline - middle) * SHRINKAGE)
    if len(cells) < FEWEST_CELLS:
        return coverage, *(np.nan,) * 4
    rays = _rays(cells[:, :2], square, camera)
    space = np.concatenate([rays, np.ones((len(rays), 1))], 1) * cells[:, 2:]
    off_plane, off_cylinder, (offset, b, c) = surface_residuals(space)
    pupils = _rays(np.stack([points[36:42].mean(0), points[42:48].mean(0)]), square, camera)
    away = offset / (1 - pupils @ np.array([b, c]))
    eyes = np.concatenate([pupils, np.ones((2, 1))], 1) * away[:, None]
    distance = np.linalg.norm(eyes[1] - eyes[0]) if (away > 0).all() else np.nan
    gain, uncertainty = face_relief(depth, points, square, camera)
    return coverage, distance, off_plane, off_cylinder, gain + 3 * uncertainty


def _rays(crop_pixels, square, camera):
    """Where the rays of crop pixels [N, 2] meet the plane at distance 1; distortion is left out."""
    frame = cropping.to_frame(crop_pixels, square)
    return (frame - [camera.cx, camera.cy]) / [camera.fx, camera.fy]


_model = None


def _start(faces):
    global _model
    from simulator.face_model import FaceModel

    _model = FaceModel(faces)


def measure_shard(job):
    """The measures [N, 5] of one shard."""
    from simulator.conditions import draw_conditions
    from simulator.dataset import SPLITS, sensors_of
    from simulator.samples import DEPTH_UNIT

    path, split, predicted = job
    with np.load(path) as shard:
        data = {key: shard[key] for key in
                ("depth", "points", "box", "seed", "declared_scale", "species")}
    points = data["points"] if predicted is None else predicted
    rows = []
    for index, seed in enumerate(data["seed"]):
        rng = np.random.default_rng([int(seed), 1])
        camera = draw_conditions(rng, sensors_of(SPLITS[split])).camera
        scale = DEPTH_UNIT / 1000 * data["declared_scale"][index]
        rows.append(measured(data["depth"][index] * scale, points[index],
                             cropping.crop_square(data["box"][index]), camera))
    return np.array(rows), data["species"], data["declared_scale"]


def measure_split(work, split, faces, workers, predicted=None):
    """Measures [N, 5], species [N] and declared scales [N] of a split."""
    jobs, first = [], 0
    for path in sorted((work / "data" / "crops" / split).glob("*.npz")):
        with np.load(path) as shard:
            count = len(shard["species"])
        part = None if predicted is None else predicted[first : first + count]
        jobs.append((path, split, part))
        first += count
    with multiprocessing.get_context("spawn").Pool(workers, _start, (str(faces),)) as pool:
        parts = pool.map(measure_shard, jobs)
    return tuple(np.concatenate(values) for values in zip(*parts))


def refused(rows):
    """The share that any measure refuses, then that of each; what was not measured does not."""
    outside = np.stack([
        (values < LIMITS[name][0]) | (values > LIMITS[name][1])
        for name, values in zip(MEASURES, rows.T)
    ])
    return [outside.any(0).mean(), *outside.mean(1)]


def tell(title, rows, species):
    """Prints the share of each species that is refused, in percent, and the range of living faces."""
    from simulator.scenes import SPECIES

    print(f"{title}: species, captures, refused by any measure,", ", ".join(MEASURES))
    for number, name in enumerate(SPECIES):
        mine = rows[species == number]
        if len(mine):
            print(f"{name:16}{len(mine):6}", *(f"{100 * share:7.1f}" for share in refused(mine)))
    live = rows[species == 0]
    print("least and largest of living faces:", *(
        f"{name} {np.nanmin(values):.4f} {np.nanmax(values):.4f}"
        for name, values in zip(MEASURES, live.T)), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faces", type=Path, required=True, help="the ICT-FaceKit reduction")
    parser.add_argument("--work", type=Path, required=True, help="where `crops` have been simulated")
    parser.add_argument("--splits", nargs="+", default=["train", "dev", "test"])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--output", type=Path, help="an archive for the measures")
    parser.add_argument("--limit", type=int, help="so many samples of each split at most")
    options = parser.parse_args()

    results = {}
    for split in options.splits:
        parts = measure_split(options.work, split, options.faces, options.workers)
        rows, species, scale = (values[: options.limit] for values in parts)
        results |= {f"{split}-rows": rows, f"{split}-species": species, f"{split}-scale": scale}
        tell(split, rows[scale == 1], species[scale == 1])
    if len(options.splits) > 1:
        every = [np.concatenate([results[f"{split}-{name}"] for split in options.splits])
                 for name in ("rows", "species", "scale")]
        right = every[2] == 1
        tell(" and ".join(options.splits), every[0][right], every[1][right])
    if options.output:
        np.savez(options.output, **results)


if __name__ == "__main__":
    main()
