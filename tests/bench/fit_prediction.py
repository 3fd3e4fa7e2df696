"""Predicted errors of fits against true ones: ``python -m tests.bench.fit_prediction [--fits N] [--calibrate]``.

Looks of many kinds are fitted on one photograph: as it is, as a stronger JPEG, with noise, and on a part of it, every
third behind a local step.  The true error is the mean ΔE2000 on all other photographs after the same kind of local
step.  Looks, and photographs that are fitted on, are in two halves.  The constants in lut/create/prediction.py were
chosen on the first half, with simulated film among its looks (``--luts`` takes files).  A fit takes
some three seconds.
"""

from __future__ import annotations

import argparse
import io
import math
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

import lut
from lut.color.difference import srgb_delta_e2000
from lut.create import fit_report
from lut.create.fit_lut import SIZE
from lut.create.prediction import RANGE, Figures, feature_logarithms, predict_error
from lut.kernel.threads import default_threads
from lut.lattice import lattice
from lut.looks.recipe import all_looks

from . import photographs, report
from .fit_looks import LIBRARY, LOOKS, maker
from .learn_prior import LOOKS as LEARNED_LOOKS
from .local_operators import OPERATORS
from .programs import Missing
from .random_looks import random_look

ACROSS, STEP = 480, 6  # pixels; every sixth pixel across and down is measured
WAYS, CHANCES = ("plain", "JPEG 75", "noise", "part"), (0.3, 0.25, 0.25, 0.2)
NOISE, QUALITY, POOR_QUALITY = 4.0, 92, 75  # standard deviation, of 255; JPEG
LOCAL = ("graduated filter", "CLAHE")
FACTOR = 1.5  # predicted against true, or true against predicted


class Job(NamedTuple):
    half: int
    look: str
    source: Path
    others: tuple[Path, ...]
    way: str
    local: tuple[str, int] | None  # operator and strength


class Found(NamedTuple):
    job: Job
    figures: Figures
    true: float


def toned(path: Path, local: tuple[str, int] | None) -> np.ndarray:
    """Return a photograph, (H, W, 3) uint8, after a local step."""
    pixels = photographs.small(path, ACROSS)
    return OPERATORS[local[0]]([pixels], local[1], Path())[0] if local else pixels


@cache
def look_table(name: str) -> lut.Lut:
    """Bake a look of a number or of the library, read a LUT file, or let another program make a lattice."""
    points = lattice(SIZE).reshape(-1, 3)
    if name.startswith("random "):
        return lut.Lut(random_look(int(name.split()[1]))(points).reshape(SIZE, SIZE, SIZE, 3))
    if Path(name).suffix:
        return lut.read(name)
    if name not in LOOKS:
        return lut.looks.load(name).bake()
    codes = np.rint(255 * points).astype(np.uint8).reshape(SIZE, SIZE * SIZE, 3)
    with tempfile.TemporaryDirectory(prefix="camera-looks-bench-") as folder:
        made = maker(name, Path(folder))(codes)
    return lut.Lut(made.reshape(SIZE, SIZE, SIZE, 3).astype(np.float32) / 255)


def spoiled(before: np.ndarray, after: np.ndarray, way: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Make a pair as files bring it: a JPEG, with noise, or a quarter of the picture."""
    random = np.random.default_rng(seed)
    if way == "noise":
        noisy = [pixels + random.normal(0, NOISE, pixels.shape) for pixels in (before, after)]
        before, after = (np.clip(np.rint(pixels), 0, 255).astype(np.uint8) for pixels in noisy)
    if way == "part":
        height, width = (length // 2 for length in before.shape[:2])
        top, left = random.integers(0, height), random.integers(0, width)
        before, after = (pixels[top : top + height, left : left + width] for pixels in (before, after))
    file = io.BytesIO()
    Image.fromarray(after).save(file, "JPEG", quality=QUALITY if way in ("plain", "part") else POOR_QUALITY)
    return before, np.asarray(Image.open(file).convert("RGB"))


def measured(numbered: tuple[int, Job]) -> Found | None:
    """Fit and measure, even what would be refused for its prediction; None where a pair is refused for itself."""
    fit_report.MOST_PREDICTED = math.inf
    seed, job = numbered
    look = look_table(job.look)
    after = lut.apply(toned(job.source, job.local), look)
    try:
        fitted = lut.fit(*spoiled(photographs.small(job.source, ACROSS), after, job.way, seed))
    except lut.PixelError as error:
        print(f"{job.look}, {job.source.name}, {job.way}: {error}")
        return None
    errors = []
    for other in job.others:
        plain, wanted = (
            np.ascontiguousarray(toned(other, local)[::STEP, ::STEP]).reshape(-1, 3).astype(np.float32) / 255
            for local in (None, job.local)
        )
        errors.append(float(srgb_delta_e2000(fitted(plain), look(wanted)).mean()))
    assert fitted.report
    return Found(job, fitted.report.figures, float(np.mean(errors)))


def half_looks(half: int, named: Sequence[str] = ()) -> list[list[str]]:
    """Return kinds of looks, each a list of names; half of each kind, and of those that are given."""
    made = [f"random {number}" for number in range(LEARNED_LOOKS + half, LEARNED_LOOKS + 400, 2)]
    kinds = [made, [look.id for look in all_looks()][half::2], list(named)[half::2]]
    return [kind for kind in kinds if kind]


def half_jobs(
    half: int, fits: int, looks: list[list[str]], sources: Sequence[Path], photos: Sequence[Path]
) -> list[Job]:
    """Return jobs on sources; their errors are measured on others of the photographs."""
    random = np.random.default_rng(half)
    found = []
    for number in range(fits):
        kind = looks[number % len(looks)]
        source = sources[random.integers(len(sources))]
        others = tuple(path for path in photos if path != source)
        local = (LOCAL[random.integers(len(LOCAL))], int(random.integers(3))) if random.random() < 1 / 3 else None
        found.append(
            Job(half, kind[random.integers(len(kind))], source, others, str(random.choice(WAYS, p=CHANCES)), local)
        )
    return found


def calibrated(found: Sequence[Found]) -> list[float]:
    """Return FACTOR, BY_COLORS, SPREAD, STRENGTH and LOCAL that predict best: robust least squares of logarithms."""
    from scipy.optimize import least_squares

    features = np.stack([feature_logarithms(each.figures) for each in found])
    local = np.array([each.figures.local for each in found])
    true = np.log([each.true for each in found])

    def missed(values: np.ndarray) -> np.ndarray:
        return np.log(np.hypot(np.exp(features @ values[:-1]), values[-1] * local)) - true

    values = least_squares(missed, [0, 0.5, 0.5, 0.2, 1], loss="soft_l1", f_scale=0.4).x
    return [float(np.exp(values[0])), *map(float, values[1:])]


def ratios(found: Iterable[Found]) -> np.ndarray:
    return np.array([predict_error(each.figures) / each.true for each in found])


def share_within(ratio: np.ndarray, factor: float) -> float:
    return float(np.mean((ratio < factor) & (ratio > 1 / factor)))


def row(name: str, found: list[Found]) -> list[str]:
    if not found:
        return [name, "0", *["–"] * 4]
    ratio = ratios(found)
    low, high = np.percentile(ratio, [5, 95])
    near, twice = (f"{share_within(ratio, factor):.0%}" for factor in (FACTOR, RANGE))
    return [
        name,
        str(len(found)),
        f"{np.mean([each.true for each in found]):.2f}",
        near,
        twice,
        f"{low:.2f} to {high:.2f}",
    ]


def print_table(found: list[Found]) -> None:
    first, second = ([each for each in found if each.job.half == half] for half in (0, 1))
    rows = [row("first half: calibrated on", first), row("second half: not seen before", second)]
    rows += [row(f"second half, {way}", [each for each in second if each.job.way == way]) for way in WAYS]
    for name, wanted in (("with", True), ("without", False)):
        some = [each for each in second if (each.job.local is not None) == wanted]
        rows.append(row(f"second half, {name} a local step", some))
    rows.append(row("second half, monochrome", [each for each in second if each.figures.monochrome]))
    for least, most in ((0.0, 1.0), (1.0, 2.0), (2.0, 4.0), (4.0, math.inf)):
        some = [each for each in second if least <= predict_error(each.figures) < most]
        limits = f"{least:g} to {most:g}" if most < math.inf else f"above {least:g}"
        rows.append(row(f"second half, predicted {limits}", some))
    head = ["", "fits", "true ΔE2000", f"within {FACTOR} ×", f"within {RANGE:g} ×", "predicted over true, 5 to 95 %"]
    print("\n" + report.markdown(head, rows))


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.fit_prediction", description=(__doc__ or "").split(":")[0]
    )
    parser.add_argument("--fits", type=int, default=120, help="how many, in both halves together (default: 120)")
    parser.add_argument("--calibrate", action="store_true", help="print the constants that fit the first half best")
    parser.add_argument("--photos", type=Path, help="a folder of more photographs")
    parser.add_argument("--luts", type=Path, help="a folder of more looks, as LUT files")
    options = parser.parse_args()
    photos = [*photographs.OWN.values(), *photographs.kept_aside().values()]
    photos += sorted(options.photos.iterdir()) if options.photos else []
    named = []
    for name in LOOKS:
        try:
            look_table(name)
            named += [name] if name not in LIBRARY else []
        except Missing as error:
            print(f"Without {name}, because it is not installed: {error}")
    named += map(str, sorted(options.luts.iterdir())) if options.luts else []
    jobs = []
    for half in (0, 1):
        jobs += half_jobs(half, options.fits // 2, half_looks(half, named), photos[half::2], photos)
    with Pool(default_threads()) as pool:
        found = [each for each in pool.map(measured, enumerate(jobs), chunksize=1) if each]
    if options.calibrate:
        values = calibrated([each for each in found if each.job.half == 0])
        print(f"FACTOR, BY_COLORS, SPREAD, STRENGTH, LOCAL = {', '.join(f'{value:.2f}' for value in values)}")
    print_table(found)


if __name__ == "__main__":
    main()
