"""Measures how the faces of a data set are shaped, as the library's geometric gate does.

    python geometric_gate.py --work WORK [--splits dev train] [--limit 1500] [--predicted nir]

For every sample of `crops` with metric depth: the share of valid depth, the distance between the
pupils of a face of mean proportions, and how far the face is from the plane and the cylinder that
fit best. Prints how many of each species the limits refuse, in each split and in all of them
together, with exact 95 % intervals. Limits are looked at on train and dev.
"""

import argparse
import multiprocessing
from pathlib import Path

import numpy as np
from scipy.stats import beta

import cropping

GRID, FEWEST_CELLS, SHRINKAGE = 14, 40, 0.85  # as the library's FaceGeometry
ACROSS = GRID + 1
# As its SurfaceFit: metres, shares, directions of a half turn.
UNIT, REACH, MOST_BEHIND = 0.04, 0.035, 0.2
CORE, PLANE, SHARED, CYLINDER = 0.5, 0.6, 0.8, 0.8
DIRECTIONS, ROUNDS = 12, 5
# As its FaceSize: brows, nose, eyes and mouth of the mean face, mm right, up and towards the viewer.
MEAN_DISTANCE = 0.0638
MEAN_FACE = np.array([
    (-58, 52, -21), (-49, 60, -10), (-38, 63, -2), (-24, 62, 5), (-12, 59, 7), (12, 59, 7),
    (24, 62, 5), (38, 63, -2), (49, 60, -10), (58, 52, -21), (0, 37, 7), (0, 26, 15), (0, 16, 23),
    (0, 4, 31), (-13, -11, 9), (-6, -11, 14), (0, -12, 16), (6, -11, 14), (13, -11, 9),
    (-45, 34, -14), (-39, 39, -6), (-28, 39, -5), (-18, 33, -8), (-27, 31, -6), (-39, 31, -8),
    (18, 33, -8), (28, 39, -5), (39, 39, -6), (45, 34, -14), (39, 31, -8), (27, 31, -6),
    (-25, -35, 2), (-17, -28, 12), (-7, -24, 17), (0, -25, 18), (7, -24, 17), (17, -28, 12),
    (25, -35, 2), (18, -41, 9), (10, -43, 14), (0, -44, 15), (-10, -43, 14), (-18, -41, 9),
    (-22, -35, 1), (-10, -33, 11), (0, -33, 13), (10, -33, 11), (22, -35, 1), (11, -34, 10),
    (0, -34, 13), (-11, -34, 10),
])
MEASURES = ("coverage", "pupils", "plane", "shared", "cylinder")
# The library's default limits: the smallest and the largest that a living face has; metres.
LIMITS = {"coverage": (0.5, 1), "pupils": (0.045, 0.080), "plane": (0.001, np.inf),
          "shared": (0.0014, np.inf), "cylinder": (0.001, np.inf)}


def inside(outline, shape):
    """Pixels [H, W] of a closed polygon [N, 2] by the even-odd rule, as the library counts them."""
    start, end = outline, np.roll(outline, -1, 0)
    y = np.arange(shape[0])[:, None]
    row, edge = np.nonzero((start[:, 1] > y) != (end[:, 1] > y))
    (x, top), (to_x, bottom) = start[edge].T, end[edge].T
    at = x + (row - top) / (bottom - top) * (to_x - x)
    odd = np.zeros((shape[0], shape[1] + 1), np.uint8)
    np.add.at(odd, (row, np.ceil(np.clip(at, 0, shape[1])).astype(int)), 1)
    return (np.cumsum(odd[:, :-1], 1) & 1).astype(bool)


def cell_points(depth, outline):
    """The cells of a face: pixels (x, y) and median depth [225, 3], NaN where there is none.

    `depth` [H, W] in metres, 0 = hole; `outline` [N, 2] in its pixels.
    """
    (left, top), (right, bottom) = outline.min(0), outline.max(0)
    side = max(right - left, bottom - top) / GRID
    row, column = np.nonzero(inside(outline, depth.shape))
    cell = np.minimum(((row - top) / side).astype(int), GRID) * ACROSS
    cell += np.clip(((column - left) / side).astype(int), 0, GRID)
    covered = np.bincount(cell, minlength=ACROSS**2)
    value = depth[row, column]
    valid = value > 0
    row, column, cell, value = row[valid], column[valid], cell[valid], value[valid]
    count = np.bincount(cell, minlength=ACROSS**2)
    points = np.full((ACROSS**2, 3), np.nan)
    used = (count >= 3) & (2 * count >= covered)
    ordered = value[np.lexsort((value, cell))]
    middle = np.cumsum(count) - count + count // 2
    for k, pixels in enumerate((column, row)):
        total = np.bincount(cell, pixels, minlength=ACROSS**2)
        points[used, k] = total[used] / count[used]
    points[used, 2] = ordered[middle[used]]
    return points


def fit(rows, heights, chosen, counts):
    """Least trimmed squares from one start, for N faces at once.

    `rows` [N, M, K], `heights` [N, M], `chosen` [N, M] the start, `counts` [N] how many of the
    points count; points that are not there have infinite `heights`. Errors [N, M], what counts
    [N, M] and mean squares [N], infinite where the start determines nothing.
    """
    there = np.isfinite(heights)
    heights = np.where(there, heights, 0)
    possible = counts >= rows.shape[2] + 2
    for _ in range(ROUNDS):
        possible &= chosen.sum(1) > rows.shape[2]
        weighted = np.where(chosen[..., None], rows, 0)
        normal = np.swapaxes(weighted, 1, 2) @ rows
        normal[~possible] = np.eye(rows.shape[2])
        moment = np.einsum("nmk,nm->nk", weighted, heights)
        solved = np.linalg.solve(normal, moment[..., None])[..., 0]
        errors = heights - np.einsum("nmk,nk->nm", rows, solved)
        squares = np.where(there, errors**2, np.inf)
        limit = np.sort(squares, 1)[np.arange(len(counts)), np.maximum(counts - 1, 0)]
        chosen = there & (squares <= limit[:, None])
        mean = np.where(chosen, squares, 0).sum(1) / np.maximum(chosen.sum(1), 1)
    return errors, chosen, np.where(possible, mean, np.inf)


def plane(space, there, share):
    """The plane that fits a share best, from all points and from each half."""
    x, y, z = np.moveaxis(space, 2, 0)
    rows = np.stack([np.ones_like(x), x, y], 2)
    heights, counts = np.where(there, z, np.inf), (share * there.sum(1)).astype(int)
    halves = (np.ones_like(there), x < 0, x >= 0, y < 0, y >= 0)
    found = [fit(rows, heights, there & half, counts) for half in halves]
    best = np.argmin([square for _, _, square in found], 0)
    return tuple(np.stack(parts)[best, np.arange(len(best))] for parts in zip(*found))


def cylinder(space, there):
    """The root of the mean square off the cylinder that fits a share best."""
    x, y, z = np.moveaxis(space, 2, 0)
    heights, counts = np.where(there, z, np.inf), (CYLINDER * there.sum(1)).astype(int)
    squares = []
    for angle in np.pi * np.arange(DIRECTIONS) / DIRECTIONS:
        u = np.cos(angle) * x + np.sin(angle) * y
        rows = np.stack([np.ones_like(x), x, y, u**2, u**3], 2)
        squares.append(fit(rows, heights, there, counts)[2])
    return np.sqrt(np.min(squares, 0))


def shared(errors, counted, square):
    """The most that errors can be in what neighbouring cells [N, 225] share."""
    grid = np.where(counted, errors, np.nan).reshape(-1, ACROSS, ACROSS)
    products = [(grid[:, :, :-1] * grid[:, :, 1:]).reshape(len(grid), -1),
                (grid[:, :-1] * grid[:, 1:]).reshape(len(grid), -1)]
    products = np.concatenate(products, 1)
    pairs = np.maximum(np.isfinite(products).sum(1), 1)
    mean = np.nansum(products, 1) / pairs
    return np.sqrt(np.maximum(mean, 0) + 3 * square / np.sqrt(pairs))


def surface_residuals(cells):
    """Off the plane, off the plane in what neighbours share, off the cylinder: [N, 3], metres.

    `cells` [N, 225, 3] in space; NaN where there is none, and in a result that says nothing.
    """
    there = np.isfinite(cells[..., 2])
    total = np.maximum(there.sum(1), 1)
    space = np.where(there[..., None], cells, 0)
    space = space - (space.sum(1) / total[:, None])[:, None]
    space = np.where(there[..., None], space / [UNIT, UNIT, 1], 0)
    errors = plane(space, there, CORE)[0]
    behind = (there & (errors > REACH)).sum(1)
    near = there & (np.abs(errors) <= REACH)
    flat, wide = plane(space, near, PLANE), plane(space, near, SHARED)
    results = np.stack([np.sqrt(flat[2]), shared(*wide), cylinder(space, near)], 1)
    judged = (near.sum(1) >= FEWEST_CELLS) & (behind <= MOST_BEHIND * total)
    return np.where(judged[:, None], results, np.nan)


def pupil_distance(places):
    """Metres between the pupils, of a face of mean proportions with points [51, 2] at metres."""
    design = np.column_stack([MEAN_FACE, np.ones(len(MEAN_FACE))])
    solved = np.linalg.lstsq(design, 1000 * places, rcond=None)[0]
    larger, smaller = np.linalg.svd(solved[:3], compute_uv=False)
    return MEAN_DISTANCE * min(max(1, smaller), larger)


def measured(depths, points, squares, cameras):
    """Coverage, and in metres pupil distance, plane, shared and cylinder residual [N, 5].

    NaN where not measured. `depths` [N, 112, 112] in metres, 0 = hole; `points` [N, 68, 2] in crop
    pixels; the crops' squares, and the frames' cameras.
    """
    coverage, distance, space = [], [], []
    for depth, marks, square, camera in zip(depths, points, squares, cameras):
        outline = np.concatenate([marks[:17], marks[17:27][::-1]]).astype(float)
        covered = inside(outline, depth.shape)
        coverage.append((depth[covered] > 0).mean() if covered.any() else 0.0)
        middle = outline.mean(0)
        cells = cell_points(depth, middle + (outline - middle) * SHRINKAGE)
        away = np.sort(cells[np.isfinite(cells[:, 2]), 2])
        if len(away) < FEWEST_CELLS:
            cells[:] = np.nan
        middle = away[len(away) // 2] if len(away) else np.nan
        distance.append(pupil_distance(_rays(marks[17:68], square, camera) * middle)
                        if np.isfinite(middle) else np.nan)
        rays = np.concatenate([_rays(cells[:, :2], square, camera), np.ones((len(cells), 1))], 1)
        space.append(rays * cells[:, 2:])
    residuals = surface_residuals(np.array(space))
    distance = np.where(np.isnan(residuals[:, 0]), np.nan, distance)
    return np.column_stack([coverage, distance, residuals])


def _rays(crop_pixels, square, camera):
    """Where the rays of crop pixels [N, 2] meet the plane at distance 1; distortion is left out."""
    frame = cropping.to_frame(crop_pixels, square)
    return (frame - [camera.cx, camera.cy]) / [camera.fx, camera.fy]


def measure_shard(job):
    """The measures [N, 5] of one shard, its species, declared scales and visible shares."""
    from simulator.conditions import draw_conditions
    from simulator.dataset import SPLITS, sensors_of
    from simulator.samples import DEPTH_UNIT

    path, split, predicted = job
    with np.load(path) as shard:
        data = {key: shard[key] for key in
                ("depth", "points", "box", "seed", "declared_scale", "species", "visible")}
    points = data["points"] if predicted is None else predicted
    cameras = [
        draw_conditions(np.random.default_rng([int(seed), 1]), sensors_of(SPLITS[split])).camera
        for seed in data["seed"]
    ]
    scales = DEPTH_UNIT / 1000 * data["declared_scale"]
    rows = measured(data["depth"] * scales[:, None, None], points,
                    [cropping.crop_square(box) for box in data["box"]], cameras)
    return rows, data["species"], data["declared_scale"], data["visible"][:, 17:68].mean(1)


def measure_split(work, split, workers, predicted=None):
    """Measures [N, 5], species, declared scales and visible shares [N] of a split."""
    jobs, first = [], 0
    for path in sorted((work / "data" / "crops" / split).glob("*.npz")):
        with np.load(path) as shard:
            count = len(shard["species"])
        part = None if predicted is None else predicted[first : first + count]
        jobs.append((path, split, part))
        first += count
    if predicted is not None and first != len(predicted):
        raise SystemExit(f"{split}: expected points of {first} samples, found {len(predicted)}")
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        parts = pool.map(measure_shard, jobs, chunksize=1)
    return tuple(np.concatenate(values) for values in zip(*parts))


def refused(rows):
    """Which [N] any measure of shape refuses, and which [N, 5] each measure.

    What was not measured refuses nobody. Too little depth is no shape: the library gives no answer.
    """
    outside = np.stack([
        (values < LIMITS[name][0]) | (values > LIMITS[name][1])
        for name, values in zip(MEASURES, rows.T)
    ], 1)
    return outside[:, 1:].any(1) & ~outside[:, 0], outside


def interval(errors, count):
    """The exact 95 % interval of a share (Clopper and Pearson 1934), in percent."""
    low = beta.ppf(0.025, errors, count - errors + 1) if errors else 0.0
    high = beta.ppf(0.975, errors + 1, count - errors) if errors < count else 1.0
    return 100 * low, 100 * high


def tell(title, rows, species, visible):
    """Prints the share of each species that is refused, in percent, and the range of living faces."""
    from simulator.scenes import SPECIES

    print(f"{title}: species, captures, refused by shape, 95 % interval; no depth; either;",
          ", ".join(MEASURES[1:]))
    groups = [(name, species == number) for number, name in enumerate(SPECIES)]
    groups.insert(1, ("half seen", (species == 0) & (visible >= 0.5)))
    for name, mine in groups:
        if not mine.any():
            continue
        by_shape, outside = refused(rows[mine])
        low, high = interval(by_shape.sum(), len(by_shape))
        shares = [outside[:, 0].mean(), (by_shape | outside[:, 0]).mean(), *outside[:, 1:].mean(0)]
        print(f"{name:16}{len(by_shape):6}{by_shape.sum():6}{100 * by_shape.mean():7.1f}"
              f"  {low:.2f}-{high:.2f}", *(f"{100 * share:7.1f}" for share in shares))
    live = rows[groups[1][1]]
    print("least and largest of living faces half seen:", *(
        f"{name} {np.nanmin(values):.5f} {np.nanmax(values):.5f}"
        for name, values in zip(MEASURES, live.T)),
        f"measured {np.isfinite(live[:, 2]).sum()}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="where `crops` have been simulated")
    parser.add_argument("--splits", nargs="+", default=["train", "dev", "test"])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--predicted", metavar="MODALITY",
                        help="with the points of the network in WORK/key-points, found in nir, rgb …")
    parser.add_argument("--output", type=Path, help="an archive for the measures")
    parser.add_argument("--limit", type=int, help="so many samples of each split at most")
    options = parser.parse_args()

    names, results = ("rows", "species", "scale", "visible"), {}
    for split in options.splits:
        found = options.work / "key-points" / f"predicted-{split}.npz"
        predicted = np.load(found)[options.predicted] if options.predicted else None
        parts = measure_split(options.work, split, options.workers, predicted)
        parts = [values[: options.limit] for values in parts]
        results |= {f"{split}-{name}": values for name, values in zip(names, parts)}
        right = parts[2] == 1
        tell(split, parts[0][right], parts[1][right], parts[3][right])
    if len(options.splits) > 1:
        every = [np.concatenate([results[f"{split}-{name}"] for split in options.splits])
                 for name in names]
        right = every[2] == 1
        tell(" and ".join(options.splits), every[0][right], every[1][right], every[3][right])
    if options.output:
        np.savez(options.output, **results)


if __name__ == "__main__":
    main()
