"""Predicted errors of fits against true ones: ``python -m tests.bench.fit_prediction``.

Random looks and those of fit_looks.py are fitted on one photograph: as it is, with noise and a strong JPEG compression,
and on a part of it.  The true error is the mean ΔE2000 on the other photographs.  Looks and photographs are in two
halves.  The factor and the powers in lut/create/prediction.py were calibrated on the first (``--calibrate`` prints
them).  The table is of the second half.
"""

from __future__ import annotations

import argparse
import io
import math
import tempfile
from collections.abc import Iterable
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

import lut
from lut.color.difference import srgb_delta_e2000
from lut.create import fit_report
from lut.create.fit_lut import SIZE
from lut.create.prediction import Figures, feature_logarithms, predict_error
from lut.kernel.threads import default_threads
from lut.table import lattice

from . import report
from .fit_looks import FOLDER, LOOKS, maker
from .learn_prior import LOOKS as LEARNED_LOOKS
from .programs import Missing
from .random_looks import random_look

ACROSS, STEP = 640, 6  # pixels; every sixth pixel across and down is measured
WAYS = ("plain", "noise", "crop")
NOISE, QUALITY, POOR_QUALITY = 4.0, 85, 60  # standard deviation, of 255; JPEG
FACTOR = 1.5  # predicted against true, or true against predicted
RIDGE = 0.02


class Job(NamedTuple):
    look: str
    source: Path
    others: tuple[Path, ...]
    way: str


class Found(NamedTuple):
    job: Job
    figures: Figures
    true: float


def photo(path: Path) -> np.ndarray:
    image = Image.open(path).convert("RGB")
    image.thumbnail((ACROSS, ACROSS), Image.Resampling.BOX)
    return np.asarray(image)


def look_table(name: str) -> lut.Lut:
    """Bake a random look, read a LUT file, or let another program make a lattice."""
    if name.startswith("random "):
        return lut.Lut(random_look(int(name.split()[1]))(lattice(SIZE).reshape(-1, 3)).reshape(SIZE, SIZE, SIZE, 3))
    if Path(name).suffix:
        return lut.read(name)
    codes = np.rint(255 * lattice(SIZE).reshape(SIZE, SIZE * SIZE, 3)).astype(np.uint8)
    with tempfile.TemporaryDirectory(prefix="camera-looks-bench-") as folder:
        made = maker(name, Path(folder))(codes)
    return lut.Lut(made.reshape(SIZE, SIZE, SIZE, 3).astype(np.float32) / 255)


def spoiled(before: np.ndarray, look: lut.Lut, way: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Make a pair: JPEGs, with noise, or a quarter of the picture."""
    random, quality = np.random.default_rng(seed), QUALITY
    after = lut.apply(before, look)
    if way == "noise":
        noisy = [pixels + random.normal(0, NOISE, pixels.shape) for pixels in (before, after)]
        before, after = (np.clip(np.rint(pixels), 0, 255).astype(np.uint8) for pixels in noisy)
        quality = POOR_QUALITY
    if way == "crop":
        height, width = (length // 2 for length in before.shape[:2])
        top, left = random.integers(0, height), random.integers(0, width)
        before, after = (pixels[top : top + height, left : left + width] for pixels in (before, after))
    file = io.BytesIO()
    Image.fromarray(after).save(file, "JPEG", quality=quality)
    return before, np.asarray(Image.open(file).convert("RGB"))


def measured(numbered: tuple[int, Job]) -> Found | None:
    """Fit and measure, even what would be refused for its prediction; None where a pair is refused for itself."""
    fit_report.MOST_PREDICTED = math.inf
    seed, job = numbered
    look = look_table(job.look)
    try:
        fitted = lut.fit(*spoiled(photo(job.source), look, job.way, seed))
    except lut.PixelError as error:
        print(f"{job.look}, {job.source.name}, {job.way}: {error}")
        return None
    errors = []
    for other in job.others:
        seen = np.ascontiguousarray(photo(other)[::STEP, ::STEP]).reshape(-1, 3).astype(np.float32) / 255
        errors.append(float(srgb_delta_e2000(fitted(seen), look(seen)).mean()))
    assert fitted.report
    return Found(job, fitted.report.figures, float(np.mean(errors)))


def half_jobs(looks: list[str], photos: list[Path], half: int, fits: int) -> list[Job]:
    """Return jobs with every second look and every second photograph."""
    looks, photos = looks[half::2], photos[half::2]
    random = np.random.default_rng(half)
    found = []
    for number in range(fits):
        source = photos[random.integers(len(photos))]
        others = tuple(path for path in photos if path != source)
        found.append(Job(looks[number % len(looks)], source, others, WAYS[random.integers(len(WAYS))]))
    return found


def calibrated(found: Iterable[Found]) -> np.ndarray:
    """Return the powers that predict best, by least squares of logarithms."""
    found = list(found)
    system = np.stack([feature_logarithms(each.figures) for each in found])
    true = np.log([each.true for each in found])
    ridge = RIDGE * len(found) * np.diag([0, *np.ones(system.shape[1] - 1)])
    return np.linalg.solve(system.T @ system + ridge, system.T @ true)


def row(name: str, found: list[Found]) -> list[str]:
    if not found:
        return [name, "0", *["–"] * 4]
    ratios = np.array([predict_error(each.figures) / each.true for each in found])
    near = np.mean((ratios < FACTOR) & (ratios > 1 / FACTOR))
    twice = np.mean((ratios < 2) & (ratios > 1 / 2))
    low, high = np.percentile(ratios, [5, 95])
    true = np.mean([each.true for each in found])
    return [name, str(len(found)), f"{true:.2f}", f"{near:.0%}", f"{twice:.0%}", f"{low:.2f} to {high:.2f}"]


def print_table(found: list[Found]) -> None:
    rows = [row("all", found)]
    rows += [row(way, [each for each in found if each.job.way == way]) for way in WAYS]
    kinds = {"random looks": True, "looks of the library and of other programs": False}
    for name, random in kinds.items():
        rows.append(row(name, [each for each in found if each.job.look.startswith("random ") == random]))
    rows.append(row("monochrome", [each for each in found if each.figures.monochrome]))
    for most in (1, 2, 4, 99):
        least = {1: 0, 2: 1, 4: 2, 99: 4}[most]
        some = [each for each in found if least <= predict_error(each.figures) < most]
        rows.append(row(f"predicted {least} to {most}" if most < 99 else f"predicted above {least}", some))
    head = ["", "fits", "true ΔE2000", f"within {FACTOR} ×", "within 2 ×", "predicted over true, 5 to 95 %"]
    print("\n" + report.markdown(head, rows))


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.fit_prediction", description=(__doc__ or "").split(":")[0]
    )
    parser.add_argument("--fits", type=int, default=240, help="how many, in each half (default: 240)")
    parser.add_argument("--calibrate", action="store_true", help="measure the first half, and print its powers")
    parser.add_argument("--photos", type=Path, help="a folder of more photographs")
    parser.add_argument("--luts", type=Path, help="a folder of more looks, as LUT files")
    options = parser.parse_args()
    photos = [path for path in sorted(FOLDER.iterdir()) if path.suffix in (".jpg", ".png")]
    looks = [f"random {LEARNED_LOOKS + number}" for number in range(max(options.fits // 2, 2))]
    photos += sorted(options.photos.iterdir()) if options.photos else []
    named = [*LOOKS, *(map(str, sorted(options.luts.iterdir())) if options.luts else [])]
    for number, name in enumerate(named):
        try:
            look_table(name)
            looks.insert(3 * number, name)  # in both halves
        except Missing as error:
            print(f"Without {name}, because it is not installed: {error}")
    jobs = half_jobs(looks, photos, 0 if options.calibrate else 1, options.fits)
    with Pool(default_threads()) as pool:
        found = [each for each in pool.map(measured, enumerate(jobs), chunksize=1) if each]
    if options.calibrate:
        factor, *powers = calibrated(found)
        print(f"FACTOR {np.exp(factor):.2f}, UNSTEADY, SPREAD {', '.join(f'{power:.2f}' for power in powers)}")
    print_table(found)


if __name__ == "__main__":
    main()
