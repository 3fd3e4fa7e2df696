"""A chart of each look, and a table of how far it is from the maker's rendering.  Made by ``python docs/pictures.py``.

Looks with figures in tests/looks/measured.json are drawn beside them, the others beside the intervals of their row in
tests/looks/specification.py.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from lut import looks
from lut.drawing.look_chart import Range, draw_chart
from lut.looks import Look
from lut.looks.deviation import Deviation, measure_deviation
from lut.looks.figures_file import Figures, read_figures
from tests.looks.rows import row_figures
from tests.looks.specification import ROWS

FOLDER = DOCS / "charts"
COLORS = 256  # of a chart's palette
EXPOSURES = (-2.0, -1.0, 0.0, 0.7)
TABLE = """
## How near the looks are

The table compares our rendering with what was measured on the makers' own: the 18 chromatic patches of a ColorChecker
that was exposed by so many stops before the look. Figures are ΔE2000; 1 is just visible side by side. *Doing nothing*
is the difference without any look. *Curve* is the largest difference of the gray curve from Y 0.02 up, in EV.
Authentic is compared with each phone, scene by scene: two phones of one maker differ by up to 2.8.
`camera-looks measure ID --against tests/looks/measured.json` prints every figure.

| | −2 EV | −1 EV | 0 EV | +0.7 EV | mean | doing nothing | largest | curve, EV |
|---|---:|---:|---:|---:|---:|---:|---|---:|
"""


@cache
def measured() -> dict[str, Figures]:
    """What was measured on the makers' renderings, with a chart, of looks that we have."""
    known = {look.id for look in looks.all_looks()}
    figures = read_figures(DOCS.parent / "tests/looks/measured.json")
    return {key: found for key, found in figures.items() if found.look in known and found.chart_lab}


@cache
def deviation(key: str) -> Deviation:
    """How far the look is from these figures, in the scene that they are for."""
    figures = measured()[key]
    look = looks.load(figures.look)
    scene = figures.scene if figures.scene in look.scenes else "day"
    return measure_deviation(look.bake(scene={scene: 1.0}), figures)


def chart(look: Look) -> np.ndarray:
    """The look's rendering by day, (height, width, 3) uint8."""
    shown = [figures for figures in measured().values() if figures.look == look.id and figures.scene in (None, "day")]
    row = ROWS[look.id]
    ranges = {figure.name: Range(figure.low, figure.high, figure.ours) for figure in row_figures(look.id)}
    held = sum(interval.holds for interval in ranges.values())
    parts = [f"{held} of {len(ranges)} figures inside their intervals"]
    if shown:
        means = [deviation(figures.key) for figures in shown]
        ours, untouched = (np.mean([getattr(each, name) for each in means]) for name in ("mean", "untouched"))
        parts.insert(0, f"dE2000 {ours:.2f} from the measured chart, {untouched:.2f} without the look")
    return draw_chart(look.bake(), f"{row.maker}: {look.name}", "; ".join(parts), shown, ranges)


def table() -> str:
    """The section with the table."""
    lines = [table_row(key, deviation(key)) for key in measured()]
    for names, title in ((("high",), "confidence high"), (("medium", "tone high"), "medium, and Sony's")):
        group = [key for key, figures in measured().items() if figures.confidence.startswith(names)]
        ours, untouched = (by_look(group, name) for name in ("mean", "untouched"))
        lines.append(f"| **{title}**, mean of the looks | | | | | **{ours:.2f}** | {untouched:.2f} | | |\n")
    return TABLE + "".join(lines)


def table_row(key: str, found: Deviation) -> str:
    largest, patch, stops = found.worst or (0.0, "", 0.0)
    means = " | ".join(f"{found.charts[stops].mean:.2f}" for stops in EXPOSURES)
    exposure = f"{stops:+g} EV".replace("-", "−").replace("+0 ", "0 ")
    at = f"{largest:.2f} {patch}, {exposure}"
    return f"| {key} | {means} | **{found.mean:.2f}** | {found.untouched:.2f} | {at} | {found.curve:.2f} |\n"


def by_look(keys: list[str], name: str) -> float:
    """The mean over the looks of a figure, each look's being the mean over its entries."""
    per_look: dict[str, list[float]] = {}
    for key in keys:
        per_look.setdefault(measured()[key].look, []).append(getattr(deviation(key), name))
    return float(np.mean([np.mean(values) for values in per_look.values()]))


def make() -> None:
    FOLDER.mkdir(exist_ok=True)
    known = {look.id: look for look in looks.all_looks()}
    for path in FOLDER.glob("*.png"):
        if path.stem not in known:
            path.unlink()  # of a look that is gone
    for identifier, look in known.items():
        in_palette(chart(look)).save(FOLDER / f"{identifier}.png", optimize=True)


def in_palette(pixels: np.ndarray) -> Image.Image:
    """A chart as a small file has it."""
    return Image.fromarray(pixels).quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


if __name__ == "__main__":
    make()
