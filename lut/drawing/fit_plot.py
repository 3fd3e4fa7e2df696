"""Plot of a fit: the colors that it had, by hue and by tone, and the LUT's gray curve."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color import srgb_to_oklab
from ..create.fit_lut import FittedLut
from ..create.fit_report import KNOWN
from ..lattice import lattice
from .spec_sheet import BACKGROUND, FINE, GAP, HEIGHT, LINE, MARGIN, QUIET, SIDE, TOP, WIDTH, Pen, draw_tones, to_code

POINTS = 17  # lattice points a side that are drawn
CHROMA = 0.32  # Oklab, at the edge of the panels
DOT, RING = 6.0, 2.2


def plot_fit(lut: FittedLut, title: str = "") -> NDArray[np.uint8]:
    """Plot a fit, (H, W, 3) sRGB: full dots for colors that the pairs have, small ones for colors that follow."""
    from PIL import Image, ImageDraw

    report = lut.report
    assert report is not None
    picture = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), BACKGROUND)
    pen = Pen(ImageDraw.Draw(picture))
    pen.text(MARGIN, 50, title or lut.title or "Fitted LUT", 30)
    figures = (
        f"residual ΔE {report.residual.mean:.2f}, 95%: {report.residual.percentile_95:.2f}    "
        f"coverage {report.coverage.common:.0%} of common colors, {report.coverage.lattice:.0%} of all"
    )
    pen.text(MARGIN, 78, figures.replace("Δ", "delta "), 16, QUIET)
    colors = lattice(POINTS).reshape(-1, 3)
    step = (lut.size - 1) // (POINTS - 1)
    known = report.where[::step, ::step, ::step].reshape(-1) > KNOWN
    lab = srgb_to_oklab(colors)
    panels = (
        ("Hues", "Oklab a and b of what was before; full dots have data", lab[:, 1] / CHROMA, lab[:, 2] / CHROMA),
        ("Tones", "chroma across, lightness up", 2 * np.hypot(lab[:, 1], lab[:, 2]) / CHROMA - 1, 2 * lab[:, 0] - 1),
    )
    for index, (name, how, across, up) in enumerate(panels):
        left = MARGIN + index * (SIDE + GAP)
        draw_dots(pen, np.stack([across, up], axis=1), colors, known, left)
        draw_caption(pen, left, name, how)
    left = MARGIN + 2 * (SIDE + GAP)
    draw_tones(pen, lut, left, TOP)
    draw_caption(pen, left, "Grays", "sRGB codes, across before, up after")
    return np.asarray(picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX))


def draw_caption(pen: Pen, left: float, name: str, how: str) -> None:
    pen.text(left, TOP + SIDE + 32, name, 18)
    pen.text(left, TOP + SIDE + 54, how, 14, QUIET)


def draw_dots(pen: Pen, at: NDArray[Any], colors: NDArray[Any], known: NDArray[np.bool_], left: float) -> None:
    """Draw colors at (P, 2) places from -1 to 1; those with data on top."""
    half = SIDE / 2
    corners = [(left, TOP), (left + SIDE, TOP), (left + SIDE, TOP + SIDE), (left, TOP + SIDE), (left, TOP)]
    pen.line(corners, LINE)
    for index in np.argsort(known, kind="stable"):
        place = np.array([left + half * (1 + at[index, 0]), TOP + half * (1 - at[index, 1])])
        if known[index]:
            pen.disc(place, DOT, fill=to_code(colors[index]))
        else:
            pen.disc(place, RING, fill=to_code(0.25 * np.array(BACKGROUND) / 255 + 0.45 * colors[index]))
