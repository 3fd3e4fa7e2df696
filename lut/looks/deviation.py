"""Deviation of a look's table from figures measured on the maker's rendering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ..color import (
    checker,
    chroma,
    delta_e2000,
    hue_turn,
    lab_to_linear,
    linear_to_lab,
    linear_to_srgb,
    srgb_to_lab,
    srgb_to_linear,
    srgb_to_oklab,
)
from ..color.space import Floats
from ..table import Lut
from .figures_file import Figures
from .measurements import NO_HUE, code_weights, exposure_change, render_gray
from .smooth_curves import SHADOW


class Pair(NamedTuple):
    """One figure, measured and ours; (a*, b*) and weights are tuples of both."""

    measured: Any
    ours: Any

    @property
    def difference(self) -> Any:
        """Ours minus the measured, item by item; None where one of them has no figure."""
        if self.measured is None or self.ours is None:
            return None
        if isinstance(self.measured, tuple):
            return tuple(mine - other for other, mine in zip(self.measured, self.ours, strict=True))
        return self.ours - self.measured


class ChartDeviation(NamedTuple):
    """ΔE2000 of the patches at one exposure.  patches: by name;  untouched: their mean without any look."""

    patches: Mapping[str, float]
    untouched: float

    @property
    def mean(self) -> float:
        return float(np.mean([*self.patches.values()]))

    @property
    def worst(self) -> str:
        """The patch that is furthest off."""
        return max(self.patches, key=self.patches.__getitem__)


@dataclass(frozen=True)
class Deviation:
    """A table beside measured figures.

    curve_ev, tints_ab: by the gray's luminance.  black_L, white_L: CIELAB L*.  chroma: Oklab C/L after ÷ before, by
    patch.  hue: turn of Oklab hue in degrees, None without a hue.  grays: ΔE2000 of the grays by luminance, where
    their tint was measured.  charts: by exposure in EV.  weights: of a monochrome look's codes, if measured.
    """

    curve_ev: Mapping[float, Pair]
    tints_ab: Mapping[float, Pair]
    grays: Mapping[float, float]
    black_L: Pair
    white_L: Pair
    chroma: Mapping[str, Pair]
    hue: Mapping[str, Pair]
    charts: Mapping[float, ChartDeviation]
    weights: Pair | None

    @property
    def mean(self) -> float | None:
        """Mean ΔE2000 over the exposures of the chart; None where no chart was measured."""
        return float(np.mean([chart.mean for chart in self.charts.values()])) if self.charts else None

    @property
    def untouched(self) -> float | None:
        """Mean ΔE2000 of the chart without any look."""
        return float(np.mean([chart.untouched for chart in self.charts.values()])) if self.charts else None

    @property
    def worst(self) -> tuple[float, str, float] | None:
        """The largest ΔE2000 of the chart, its patch, and the exposure in EV."""
        if not self.charts:
            return None
        stops = max(self.charts, key=lambda key: self.charts[key].patches[self.charts[key].worst])
        return self.charts[stops].patches[self.charts[stops].worst], self.charts[stops].worst, stops

    @property
    def curve(self) -> float:
        """The largest difference in EV; luminances below 0.02 count only where nothing else was measured."""
        lit = {y: pair for y, pair in self.curve_ev.items() if y >= SHADOW}
        return max(abs(float(pair.difference)) for pair in (lit or self.curve_ev).values())


def measure_deviation(lut: Lut, figures: Figures) -> Deviation:
    """Measure a table at the colors of the figures.  lut: for display-referred sRGB codes in and out."""
    grays = {y: render_gray(lut, y) for y in figures.curve_ev}
    labs = {y: linear_to_lab(linear) for y, linear in grays.items()}
    black, white = srgb_to_lab(lut(np.array([[0, 0, 0], [1, 1, 1]], np.float32)))[:, 0]
    ratios, turns = chroma_and_hue(lut)
    return Deviation(
        {y: Pair(stops, exposure_change(grays[y], y)) for y, stops in figures.curve_ev.items()},
        {y: Pair(tint, (float(labs[y][1]), float(labs[y][2]))) for y, tint in figures.tints_ab.items() if y in labs},
        {y: float(delta_e2000(lab, labs[y])) for y, lab in gray_labs(figures).items()},
        Pair(figures.black_L, float(black)),
        Pair(figures.white_L, float(white)),
        {name: Pair(ratio, ratios[name]) for name, (ratio, _) in figures.patches.items()},
        {name: Pair(turn, turns[name]) for name, (_, turn) in figures.patches.items()},
        {stops: chart_deviation(lut, stops, chart) for stops, chart in figures.chart_lab.items() if chart},
        None if figures.weights is None else Pair(figures.weights, code_weights(lut)),
    )


def gray_labs(figures: Figures) -> dict[float, Floats]:
    """CIELAB of the rendered grays, by luminance, where EV and tint were both measured."""
    found = {}
    for y, tint in figures.tints_ab.items():
        if y in figures.curve_ev:
            lightness = linear_to_lab(np.full(3, y * 2 ** figures.curve_ev[y]))[0]
            found[y] = np.array([lightness, *tint], np.float32)
    return found


def gray_codes(figures: Figures) -> dict[float, Floats]:
    """sRGB codes of the rendered grays, by luminance; grays without a measured tint are neutral."""
    labs = gray_labs(figures)
    neutral = {y: np.full(3, y * 2**stops) for y, stops in figures.curve_ev.items() if y not in labs}
    linear = {y: lab_to_linear(lab) for y, lab in labs.items()} | neutral
    return {y: linear_to_srgb(np.clip(linear[y], 0, 1)) for y in sorted(linear)}


def chroma_and_hue(lut: Lut) -> tuple[dict[str, float], dict[str, float | None]]:
    """Oklab C/L after ÷ before and turn of hue in degrees of the chromatic patches; None for a gray's hue."""
    before, after = (srgb_to_oklab(codes[checker.CHROMATIC]) for codes in (checker.CODES, lut(checker.CODES)))
    ratio = chroma(after) / np.maximum(after[:, 0], 1e-6) * before[:, 0] / chroma(before)
    turn = hue_turn(before, after)
    names = checker.NAMES[checker.CHROMATIC]
    turns = {
        name: float(angle) if colored else None
        for name, angle, colored in zip(names, turn, chroma(after) >= NO_HUE, strict=True)
    }
    return {name: float(number) for name, number in zip(names, ratio, strict=True)}, turns


def chart_deviation(lut: Lut, stops: float, measured: Mapping[str, tuple[float, float, float]]) -> ChartDeviation:
    """ΔE2000 of the chart exposed by so many EV in linear light before the look."""
    codes = exposed_chart(stops)[checker.patch_indices(*measured)]
    target = np.array([*measured.values()])
    ours, untouched = (delta_e2000(srgb_to_lab(rgb), target) for rgb in (lut(codes), codes))
    return ChartDeviation({name: float(off) for name, off in zip(measured, ours, strict=True)}, float(untouched.mean()))


def exposed_chart(stops: float) -> Floats:
    """Return the 24 patches' sRGB codes (24, 3) after so many EV of exposure in linear light, inside 0..1."""
    return np.clip(linear_to_srgb(srgb_to_linear(checker.CODES) * np.float32(2**stops)), 0, 1)
