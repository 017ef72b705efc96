"""Records what NumPy makes of the errors of key points: key_points.txt beside this file.

Run with Python 3 and numpy. Each line is one record:
  true x0 y0 ... x67 y67      true points
  found x0 y0 ... x67 y67     found ones
  error value                 numpy.linalg.norm, mean, by the distance of points 36 and 45
  errors value ...            the errors of a data set
  summary mean median percentile_95 above_10_percent   (numpy.percentile, linear)
"""
import pathlib

import numpy as np


def records(generator):
    true = np.round(generator.uniform(0, 400, (68, 2)), 2)
    found = np.round(true + generator.normal(0, 6, (68, 2)), 2)
    error = np.linalg.norm(found - true, axis=1).mean() / np.linalg.norm(true[36] - true[45])
    yield "true", *true.ravel()
    yield "found", *found.ravel()
    yield "error", error
    errors = np.round(generator.gamma(4, 0.013, 57), 6)
    yield "errors", *errors
    yield "summary", errors.mean(), np.median(errors), np.percentile(errors, 95), (errors > 0.1).sum()


if __name__ == "__main__":
    lines = [" ".join(str(v) for v in record) for record in records(np.random.default_rng(68))]
    (pathlib.Path(__file__).parent / "key_points.txt").write_text("\n".join(lines) + "\n")
