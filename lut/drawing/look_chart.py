"""Look chart: our rendering as lines, the maker's as measured dots, and promised intervals as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..color import checker, lab_to_linear, linear_to_srgb, srgb_to_lab, srgb_to_oklab
from ..looks.deviation import exposed_chart, gray_codes
from ..looks.figures_file import Figures
from ..looks.measurements import is_monochrome
from ..looks.smooth_curves import HIGHLIGHT, MIDDLE, SHADOW
from ..table import Lut
from .spec_sheet import (
    BACKGROUND,
    CHANNELS,
    INK,
    LINE,
    QUIET,
    SIDE,
    Panel,
    Pen,
    draw_panels,
    draw_patches,
    draw_split_patches,
    draw_tones,
    to_code,
)

RANGE, OUTSIDE = (200, 160, 70), (240, 90, 80)
DOT = 4.5  # radius
TINTED = 2 / 255  # channels of a gray that differ by so much get a dot each
GRAYS = slice(checker.CHROMATIC.stop, len(checker.NAMES))
RIM = 0.3  # Oklab C/L at the rim of the patches' panel, at least
ROW_HEIGHT = 28
LUMINANCES = {"shadow_ev": SHADOW, "mid_ev": MIDDLE, "highlight_ev": HIGHLIGHT}


class Range(NamedTuple):
    """The interval of a figure, and its value in our rendering, None where there is none."""

    low: float
    high: float
    ours: float | None

    @property
    def holds(self) -> bool:
        return self.ours is not None and self.low <= self.ours <= self.high


def draw_chart(
    lut: Lut,
    title: str,
    subtitle: str = "",
    measured: Sequence[Figures] = (),
    ranges: Mapping[str, Range] | None = None,
) -> NDArray[np.uint8]:
    """Draw a look's chart, (HEIGHT, WIDTH, 3) in sRGB.

    measured: figures of this rendering, of one phone or several; with none of them ``ranges`` takes their place.
    """
    dots, bars = list(measured), {} if measured else dict(ranges or {})
    tones = Panel(
        partial(draw_grays, measured=dots, ranges=bars),
        "Grays",
        "sRGB codes, across before, up after" + ("; dots: measured" if dots else "; bars: promised" if bars else ""),
    )
    return draw_panels([tones, choose_color_panel(lut, dots), choose_last_panel(dots, bars)], lut, title, subtitle)


def choose_color_panel(lut: Lut, measured: list[Figures]) -> Panel:
    if not is_monochrome(lut):
        how = "Oklab a/L and b/L; from the original to ours" + ("; dots: measured" if measured else "")
        return Panel(partial(draw_saturations, measured=measured), "Patches", how)
    if any(figures.chart_lab for figures in measured):
        how = "L* of the ColorChecker, across measured, up ours"
        return Panel(partial(draw_lightness, measured=measured), "Patches at -2 to +0.7 EV", how)
    return Panel(draw_patches, "ColorChecker", "upper left before, lower right after")


def choose_last_panel(measured: list[Figures], ranges: dict[str, Range]) -> Panel:
    charted = [figures for figures in measured if figures.chart_lab.get(0.0)]
    if charted:
        how = "upper left measured, lower right ours"
        return Panel(partial(draw_measured_patches, figures=charted[0]), "ColorChecker", how)
    if ranges:
        return Panel(partial(draw_ranges, ranges=ranges), "Figures", "bars: promised; dots: ours")
    return Panel(draw_patches, "ColorChecker", "upper left before, lower right after")


def draw_grays(
    pen: Pen, lut: Lut, left: float, top: float, measured: Sequence[Figures], ranges: Mapping[str, Range]
) -> None:
    """Draw the tone curve, with dots at measured grays, and bars where a figure of the grays has an interval."""

    def place(before: Any, after: Any) -> NDArray[Any]:
        return np.array([left + SIDE * float(before), top + SIDE * (1 - float(np.clip(after, 0, 1)))])

    for before, low, high in tone_ranges(ranges):
        pen.line([place(before, low), place(before, high)], RANGE, 7)
    draw_tones(pen, lut, left, top)
    for figures in measured:
        for y, rgb in gray_codes(figures).items():
            for after, color in channel_dots(rgb):
                pen.disc(place(linear_to_srgb(np.float32(y)), after), DOT, fill=color, outline=INK)
        for end, lightness in ((0, figures.black_L), (1, figures.white_L)):
            pen.disc(place(end, lightness_code(lightness)), DOT, fill=BACKGROUND, outline=INK)


def channel_dots(rgb: NDArray[Any]) -> list[tuple[float, tuple[int, int, int]]]:
    """Return the values at which a gray's dots are drawn, and their colors: one per channel, or one for all."""
    if np.ptp(rgb) < TINTED:
        return [(float(rgb[1]), BACKGROUND)]
    return [(float(value), color) for value, color in zip(rgb, CHANNELS, strict=True)]


def tone_ranges(ranges: Mapping[str, Range]) -> list[tuple[float, float, float]]:
    """Codes of grays, and the lowest and highest code that each may become; open ones are one EV or L* long."""
    found = []
    for name, y in LUMINANCES.items():
        if name in ranges:
            ends = np.clip(y * np.exp2(np.clip([ranges[name].low, ranges[name].high], *row_bounds(ranges[name]))), 0, 1)
            first, last = linear_to_srgb(ends)
            found.append((float(linear_to_srgb(np.float32(y))), float(first), float(last)))
    for name, before in (("black_L", 0.0), ("white_L", 1.0)):
        if name in ranges:
            ends = np.clip([ranges[name].low, ranges[name].high], *row_bounds(ranges[name]))
            low, high = (lightness_code(float(np.clip(end, 0, 100))) for end in ends)
            found.append((before, low, high))
    return found


def lightness_code(lightness: float) -> float:
    """Return the sRGB code of a gray of that L*."""
    return float(linear_to_srgb(np.clip(lab_to_linear([lightness, 0, 0]), 0, 1))[1])


def draw_saturations(pen: Pen, lut: Lut, left: float, top: float, measured: Sequence[Figures]) -> None:
    """Draw the chromatic patches in the plane of Oklab's a/L and b/L: a line from each to where it goes, and dots."""
    before, after = checker.CODES[checker.CHROMATIC], lut(checker.CODES[checker.CHROMATIC])
    starts, ends = saturation_plane(before), saturation_plane(after)
    dots = [
        (name, turn_point(starts[checker.NAMES.index(name)], *change))
        for one in measured
        for name, change in one.patches.items()
    ]
    reached = np.concatenate([starts, ends, *([point] for _, point in dots)])
    rim = max(RIM, float(np.hypot(*reached.T).max()) * 1.04)
    center = np.array([left + SIDE / 2, top + SIDE / 2])

    def place(point: NDArray[Any]) -> NDArray[Any]:
        return center + SIDE / 2 / rim * point * (1, -1)

    for ring in np.arange(0.1, rim, 0.1):
        pen.disc(center, ring / rim * SIDE / 2, outline=LINE)
    for axis in np.eye(2) * SIDE / 2:
        pen.line([center - axis, center + axis], LINE)
    for start, end, rgb in zip(starts, ends, before, strict=True):
        pen.disc(place(start), 3.5, fill=BACKGROUND, outline=to_code(rgb))
        pen.line([place(start), place(end)], to_code(rgb), 3)
        if not measured:
            pen.disc(place(end), DOT, fill=to_code(rgb))
    for name, point in dots:
        pen.disc(place(point), DOT, fill=to_code(checker.CODES[checker.NAMES.index(name)]), outline=INK)


def saturation_plane(codes: NDArray[Any]) -> NDArray[Any]:
    """Oklab a/L and b/L, (P, 2), of sRGB codes (P, 3)."""
    lab = srgb_to_oklab(np.clip(codes, 0, 1))
    result: NDArray[Any] = lab[:, 1:] / np.maximum(lab[:, :1], 1e-3)
    return result


def turn_point(point: NDArray[Any], ratio: float, degrees: float) -> NDArray[Any]:
    """Return a point of that plane, ``ratio`` times as far from gray and turned counterclockwise."""
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    result: NDArray[Any] = ratio * (turn @ point)
    return result


def draw_lightness(pen: Pen, lut: Lut, left: float, top: float, measured: Sequence[Figures]) -> None:
    """Draw L* of the rendered patches at every exposure, measured and ours: on the diagonal where they agree."""
    for step in np.linspace(0, SIDE, 5):
        pen.line([(left, top + step), (left + SIDE, top + step)], LINE)
        pen.line([(left + step, top), (left + step, top + SIDE)], LINE)
    pen.line([(left, top + SIDE), (left + SIDE, top)], INK, 1.5)
    for figures in measured:
        for stops, chart in figures.chart_lab.items():
            codes = exposed_chart(stops)
            for name, lab in chart.items():
                original = codes[checker.NAMES.index(name)]
                ours = srgb_to_lab(lut(original))[0]
                x, y = (float(np.clip(value, 0, 100)) / 100 * SIDE for value in (lab[0], ours))
                pen.disc(np.array([left + x, top + SIDE - y]), DOT - 0.5, fill=to_code(original), outline=QUIET)


def draw_measured_patches(pen: Pen, lut: Lut, left: float, top: float, figures: Figures) -> None:
    """Draw each patch as measured, above its diagonal, and ours, below.  Grays lie between measured ones."""
    upper = checker.CODES.copy()
    known = gray_codes(figures)
    before = [0.0, *(float(linear_to_srgb(np.float32(y))) for y in known), 1.0]
    black, white = ([lightness_code(lightness)] * 3 for lightness in (figures.black_L, figures.white_L))
    after = np.array([black, *known.values(), white])
    for channel in range(3):
        grays = checker.CODES[GRAYS, channel]
        upper[GRAYS, channel] = np.interp(grays, before, after[:, channel])
    for name, lab in figures.chart_lab[0.0].items():
        upper[checker.NAMES.index(name)] = linear_to_srgb(np.clip(lab_to_linear(lab), 0, 1))
    draw_split_patches(pen, upper, lut(checker.CODES), left, top)


def draw_ranges(pen: Pen, lut: Lut, left: float, top: float, ranges: Mapping[str, Range]) -> None:
    """Draw a row for each figure: its name, its value, and a bar for its interval with a dot for ours."""
    start, width = left + 190, SIDE - 190
    for index, (name, interval) in enumerate(ranges.items()):
        y = top + 10 + index * ROW_HEIGHT
        low, high = row_bounds(interval)
        value = "–" if interval.ours is None else f"{interval.ours:.2f}"
        pen.text(left, y + 5, name, 15)
        pen.text(left + 125, y + 5, value, 15, INK if interval.holds else OUTSIDE)
        pen.line([(start, y), (start + width, y)], LINE)
        ends = [
            start + width * float(np.clip((end - low) / (high - low), 0, 1)) for end in (interval.low, interval.high)
        ]
        pen.line([(ends[0], y), (ends[1], y)], RANGE, 8)
        if interval.ours is not None:
            at = start + width * float(np.clip((interval.ours - low) / (high - low), 0, 1))
            pen.disc(np.array([at, y]), DOT + 0.5, fill=INK if interval.holds else OUTSIDE, outline=BACKGROUND)


def row_bounds(interval: Range) -> tuple[float, float]:
    """Return the ends of a row: the interval takes the middle half; one that is open reaches the row's end."""
    low, high = interval.low, interval.high
    if not np.isfinite(low):
        return high - 1, high + 1
    if not np.isfinite(high):
        return low - 1, low + 1
    margin = max(high - low, 1e-6) / 2
    return low - margin, high + margin
