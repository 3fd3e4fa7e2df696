"""Learn the prior of fits' grades from random looks, and write it: ``python -m tests.bench.learn_prior``.

A grade is fitted to each of some hundred random looks (random_looks.py), over the whole color cube and the colors of
the photographs in docs/photos.  The leading directions in which their parameters vary are kept, relative to the
standard deviations that grade.py gives.  It takes some ten minutes.  Without options it writes the very bytes of the
library's file, with the same versions of numpy and Pillow.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from PIL import Image

from lut.create.grade import COLOR_FAMILY, LEARNED, neutral_grade
from lut.create.levenberg_marquardt import Problem, minimize_cost, rms_residual
from lut.create.samples import Samples, gather_by_color
from lut.kernel.threads import default_threads
from lut.lattice import lattice

from .fit_looks import FOLDER, PHOTOS
from .random_looks import random_look

LOOKS, DIRECTIONS = 400, 64
WORST = 2.0  # ΔE2000, root mean square; looks that no grade comes nearer to are left out
WEIGHT = 8.0  # flat areas that speak for each color


def known_colors() -> np.ndarray:
    """Return (P, 3) codes: a lattice, and colors that photographs have."""
    pixels = []
    for name in PHOTOS:
        image = Image.open(FOLDER / name).convert("RGB")
        image.thumbnail((160, 160), Image.Resampling.BOX)
        pixels.append(np.asarray(image).reshape(-1, 3))
    codes = np.concatenate(pixels).astype(np.float32) / 255
    found = gather_by_color(codes, codes, np.ones(len(codes), np.float32), 20).before
    chosen = np.random.default_rng(7).permutation(len(found))[:1100]
    return np.concatenate([lattice(8).reshape(-1, 3), found[chosen]])


def fitted(seed: int) -> tuple[np.ndarray, float]:
    """Fit a grade to a random look: its parameters, and the residual."""
    codes = known_colors()
    problem = Problem.of(Samples(codes, random_look(seed)(codes), np.full(len(codes), WEIGHT)))
    grade = minimize_cost(problem, neutral_grade(COLOR_FAMILY), COLOR_FAMILY.expectations())
    return grade.values, rms_residual(problem, grade)


def leading_directions(values: np.ndarray) -> np.ndarray:
    """Return (DIRECTIONS, parameters): their sum of squares is the covariance, in units of the prior's deviations.

    Looks further from neutral than the median count as if they were as near: else the strangest rule.
    """
    expected = COLOR_FAMILY.expectations()
    scaled = values @ np.linalg.cholesky(expected.T @ expected)
    far = np.sqrt((scaled**2).mean(axis=1))
    weight = 1 / np.maximum(far / np.median(far), 1) ** 2
    covariance = (scaled * weight[:, None]).T @ scaled / weight.sum()
    sizes, directions = np.linalg.eigh(covariance)
    return (directions * np.sqrt(np.maximum(sizes, 0))).T[: -DIRECTIONS - 1 : -1]


def main(arguments: Sequence[str] | None = None) -> None:
    about = (__doc__ or "").split(":")[0]
    parser = argparse.ArgumentParser(prog="python -m tests.bench.learn_prior", description=about)
    parser.add_argument("--looks", type=int, default=LOOKS, help=f"how many random looks (default: {LOOKS})")
    parser.add_argument("--out", type=Path, default=LEARNED, help="where to write it (default: in the library)")
    options = parser.parse_args(arguments)
    with Pool(default_threads()) as pool:
        found = pool.map(fitted, range(options.looks), chunksize=4)
    values = np.stack([each for each, residual in found if residual < WORST])
    learned = leading_directions(values).astype(np.float16)
    np.save(options.out, learned)
    residuals = [residual for _, residual in found]
    print(f"{len(values)} of {len(found)} looks; residual {np.median(residuals):.2f} in the median.")
    print(f"{options.out} written.")


if __name__ == "__main__":
    main()
