"""Looks found again behind local tone mapping, measured on ten photographs that the fit has not seen.

    python -m tests.bench.local_fitting [--operators NAME,…] [--looks NAME,…] [--sources NAME,…] [--every N]
                                        [--ways fit,lattice,gmic] [--rows]

The pair is a photograph, and look(local(photograph)) as a JPEG of quality 92.  On ten others the same local step and
then the look is the truth, in mean ΔE2000:

    a    the fitted table alone, over the true look alone: 1 is as good as color can be without the local step
    b    the fitted table and the local step that was found, over the same
    c    the fitted table with lightness from the truth, over the same of a fit without a local step

The photographs are 512 pixels across.  What programs make of them is kept in the temporary folder.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from itertools import product
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

import lut
from lut.color import delta_e2000, srgb_to_lab
from lut.create.fit_lut import FittedLut
from lut.create.pair import gather_samples, match_pair
from lut.create.residual_lattice import fit_residuals
from lut.errors import PixelError
from lut.kernel.threads import default_threads
from lut.lattice import lattice
from lut.looks.finish import Strip, apply_gain, measure_local_tone

from . import report
from .fit_looks import FOLDER, LOOKS, compressed, maker
from .fit_looks import gmic as gmic_clut
from .local_operators import OPERATORS, VERSION
from .photos import CACHE, PACKAGES, fetch
from .programs import Missing

ACROSS = 512
SIZE = 33
TUNED = ("mountain", "wine", "Bridge", "Kleiber")  # photographs that the model was tuned on, with all operators
SOURCES = ("autumn", "sunset", "friends", "brushes", "fig", "umang")
OTHERS = 10
STRENGTHS = ("weak", "medium", "strong")
GOALS = {"a": (1.15, 1.5), "b": (0.75, None), "c": (1.3, None)}
GRAY_CHROMA = 3.0  # mean chroma of a look's results, below which its color alone is no question

WALLPAPERS = {
    "Bridge": "Bridge_by_Sander_Klootwijk.jpg",
    "Kleiber": "Kleiber_by_Lukas_Baubkus.jpg",
    "friends": "friends_by_Aitzol_Berasategi.jpg",
    "umang": "umang_by_Abhishek_Mudgal.jpg",
    "greentock": "greentock_by_Peter_Nerlich.jpg",
    "Dragonfly": "Dragonfly_by_Bolly.jpg",
}


class Row(NamedTuple):
    """Mean errors over the other photographs, in ΔE2000."""

    operator: str
    strength: int
    look: str
    source: str
    way: str
    color_alone: float  # of the true look
    table: float
    with_step: float
    in_color: float  # with lightness from the truth
    in_color_without: float  # of a fit to the pair without the local step

    @property
    def figures(self) -> dict[str, float]:
        return {
            "a": self.table / self.color_alone,
            "b": self.with_step / self.color_alone,
            "c": self.in_color / self.in_color_without,
        }


@cache
def photos() -> dict[str, np.ndarray]:
    """All photographs by name, (H, W, 3) uint8."""
    paths = {path.stem: path for path in sorted(FOLDER.iterdir()) if path.suffix in (".jpg", ".png")}
    folder = CACHE / "usr/share/backgrounds"
    for package in PACKAGES:
        if not all((folder / name).exists() for name in WALLPAPERS.values()):
            fetch(package)
    paths |= {name: folder / file for name, file in WALLPAPERS.items() if (folder / file).exists()}
    found = {}
    for name, path in paths.items():
        with Image.open(path) as image:
            image = image.convert("RGB")
            image.thumbnail((ACROSS, ACROSS), Image.Resampling.BOX)
            found[name] = np.asarray(image)
    return found


def others(source: str) -> list[str]:
    return [name for name in photos() if name != source][:OTHERS]


@cache
def true_look(name: str) -> lut.Lut:
    """A look as a table: what its program makes of a lattice."""
    codes = np.rint(255 * lattice(SIZE)).astype(np.uint8).reshape(SIZE, SIZE * SIZE, 3)
    with tempfile.TemporaryDirectory(prefix="camera-looks-bench-") as folder:
        made = maker(name, Path(folder))(codes)
    return lut.Lut(made.reshape(SIZE, SIZE, SIZE, 3).astype(np.float32) / 255)


def local(operator: str, strength: int) -> dict[str, np.ndarray]:
    """All photographs after a local operator, from the temporary folder if it has been there."""
    given = photos()
    digest = hashlib.sha256(repr((VERSION, operator, strength, ACROSS, [*given])).encode())
    kept = CACHE / f"local-{digest.hexdigest()[:16]}.npz"
    if not kept.exists():
        with tempfile.TemporaryDirectory(prefix="camera-looks-bench-") as folder:
            made = OPERATORS[operator]([*given.values()], strength, Path(folder))
        CACHE.mkdir(exist_ok=True)
        np.savez_compressed(kept, **dict(zip(given, made, strict=True)))
    with np.load(kept) as file:
        return {name: file[name] for name in given}


def smoothed_lattice(before: np.ndarray, after: np.ndarray) -> lut.Lut:
    """Fit a lattice as smooth as the fit's own corrections to the flat areas, without a grade."""
    samples = gather_samples([match_pair(before, after)])
    table = lattice(SIZE) + fit_residuals(samples, samples.after - samples.before, SIZE)
    return lut.Lut(np.clip(table, 0, 1))


def clut_of_gmic(before: np.ndarray, after: np.ndarray) -> lut.Lut:
    with tempfile.TemporaryDirectory(prefix="camera-looks-bench-") as folder:
        return gmic_clut(before, after, Path(folder))


WAYS: dict[str, Callable[[np.ndarray, np.ndarray], lut.Lut]] = {
    "fit": lut.fit,
    "lattice": smoothed_lattice,
    "gmic": clut_of_gmic,
}


def lab(pixels: np.ndarray) -> np.ndarray:
    return srgb_to_lab(pixels.astype(np.float32) / 255)


def errors(found: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Mean ΔE2000, and the same with lightness from the truth."""
    ours, wanted = lab(found), lab(truth)
    colored = ours.copy()
    colored[..., 0] = wanted[..., 0]
    return float(delta_e2000(ours, wanted).mean()), float(delta_e2000(colored, wanted).mean())


def apply_all(found: lut.Lut, pixels: np.ndarray) -> np.ndarray:
    """Apply a fitted table and the local step that was found with it, if any."""
    made = lut.apply(pixels, found)
    if not isinstance(found, FittedLut) or found.finish is None:
        return made
    return apply_gain(Strip.whole(made), measure_local_tone(made, found.finish), found.finish.amount)


@cache
def without_local(look: str, source: str, way: str) -> lut.Lut:
    before = photos()[source]
    return WAYS[way](before, compressed(lut.apply(before, true_look(look))))


def measured(operator: str, strength: int, look: str, source: str, way: str) -> Row | str:
    pictures, toned, table = photos(), local(operator, strength), true_look(look)
    try:
        found = WAYS[way](pictures[source], compressed(lut.apply(toned[source], table)))
    except PixelError as error:
        return f"{operator}, {STRENGTHS[strength]}, {look}, {source}, {way}: {error}"
    plain, sums = without_local(look, source, way), []
    for name in others(source):
        before, truth = pictures[name], lut.apply(toned[name], table)
        alone, _ = errors(lut.apply(before, table), truth)
        ours, in_color = errors(lut.apply(before, found), truth)
        step, _ = errors(apply_all(found, before), truth)
        _, in_color_without = errors(lut.apply(before, plain), truth)
        sums.append((alone, ours, step, in_color, in_color_without))
    return Row(operator, strength, look, source, way, *(float(value) for value in np.mean(sums, axis=0)))


def star(job: tuple[str, int, str, str, str]) -> Row | str:
    return measured(*job)


def summary(rows: Iterable[Row]) -> list[str]:
    """Median and worst of each figure."""
    rows = list(rows)
    cells = [str(len(rows))]
    for name in GOALS:
        values = [row.figures[name] for row in rows]
        cells.append(f"{np.median(values):.2f}, at most {max(values):.2f}" if values else "–")
    return cells


def print_table(title: str, groups: dict[str, list[Row]]) -> None:
    head = [title, "rows", "a: table", "b: table and step", "c: color alone"]
    print("\n" + report.markdown(head, [[name, *summary(rows)] for name, rows in groups.items()]), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.local_fitting", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--operators", default="", help="beginnings of names")
    parser.add_argument("--looks", default="", help="beginnings of names")
    parser.add_argument("--sources", default=",".join(SOURCES), help="photographs that are fitted on, or 'tuned'")
    parser.add_argument("--every", type=int, default=1, help="measure each Nth row only")
    parser.add_argument("--ways", default="fit", help=",".join(WAYS))
    parser.add_argument("--rows", action="store_true", help="print each row")
    options = parser.parse_args()
    operators = chosen(OPERATORS, options.operators)
    sources = TUNED if options.sources == "tuned" else tuple(options.sources.split(","))
    sources = tuple(name for name in sources if name in photos())
    made = available(operators)
    combinations = list(product(made, range(len(STRENGTHS)), chosen(LOOKS, options.looks)))
    jobs = [
        (operator, strength, look, sources[(number + number // len(sources)) % len(sources)], way)
        for number, (operator, strength, look) in enumerate(combinations)
        if number % options.every == 0
        for way in options.ways.split(",")
    ]
    print(f"{report.machine()}\nFitted on {', '.join(sources)}; {len(photos())} photographs of {ACROSS} pixels.")
    with Pool(default_threads()) as pool:
        found = pool.map(star, jobs, chunksize=4)
    rows = [each for each in found if isinstance(each, Row)]
    if options.rows:
        for row in rows:
            figures = ", ".join(f"{name} {value:.2f}" for name, value in row.figures.items())
            print(f"{row.operator}, {STRENGTHS[row.strength]}, {row.look}, {row.source}, {row.way}: {figures}")
    print(*(f"Refused: {each}" for each in found if isinstance(each, str)), sep="\n")
    for way in options.ways.split(","):
        ours = [row for row in rows if row.way == way]
        print_table(way, {"all": ours, **group(ours, "operator")})
    ours = [row for row in rows if row.way == "fit"]
    for field in ("strength", "look", "source"):
        print_table(field, group(ours, field))
    goals = [[name, *(("–" if goal is None else f"{goal}") for goal in GOALS[name])] for name in GOALS]
    print("\n" + report.markdown(["goal", "median", "worst"], goals))


def chosen(names: Iterable[str], option: str) -> list[str]:
    """Names that begin as one of an option's, all without it."""
    wanted = tuple(part for part in option.split(",") if part)
    return [name for name in names if not wanted or name.startswith(wanted)]


def available(operators: Iterable[str]) -> list[str]:
    """Operators whose programs are installed; their pictures are made now."""
    found = []
    for operator in operators:
        try:
            for strength in range(len(STRENGTHS)):
                local(operator, strength)
            found.append(operator)
        except Missing as error:
            print(f"Without {operator}, because it is not installed: {error}")
    return found


def group(rows: list[Row], field: str) -> dict[str, list[Row]]:
    values = dict.fromkeys(getattr(row, field) for row in rows)
    return {
        STRENGTHS[value] if field == "strength" else str(value): [row for row in rows if getattr(row, field) == value]
        for value in values
    }


if __name__ == "__main__":
    main()
