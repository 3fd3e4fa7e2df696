"""A recipe of curves, fitted to measured figures by Levenberg–Marquardt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lut import LutError
from lut.color import delta_e2000, linear_to_lab, linear_to_srgb, srgb_to_linear
from lut.color.checker import CODES, NAMES
from lut.looks.curve_steps import FEWER_HUES, HUES
from lut.looks.figures_file import Figures
from lut.looks.look import Step, to_oklab_and_reach
from lut.looks.rules import SHARPEST_BEND, ring_turns
from lut.looks.smooth_curves import MEASURED

from .penalties import (
    Direct,
    KnownCodes,
    outside,
    protected_skin,
    rendered,
    sharpest_bend,
    sharpest_lines,
    sharpness,
    skin_turned,
)
from .specification import COLORS_SKIN, Row

Doubles = NDArray[np.float64]
SMOOTHNESS, ONE_COLOR_SMOOTHNESS = 3.0, 1.5  # how much the curves count beside the colors they miss
GRAY_WEIGHT = 2.0  # of a gray beside a patch
COMMON_WEIGHT = 1.5  # of what most photographs are about
COMMON = ("dark skin", "light skin", "blue sky", "foliage")
STIFFNESS, STIFFEST = 0.5, 8.0  # cost of what is added for bright and vivid colors, where it starts and ends
STIFF = {  # where to start for looks whose left-out patches it brings nearer
    "leica-eternal": 1.0,
    "leica-teal": 1.0,
    "hasselblad-radiance": 1.0,
    "hasselblad-serenity": 1.0,
    "sony-sh": 1.5,
}
ITERATIONS = 20
ROUNDS = 15  # of looking for sharp bends
MUCH_WORSE = 3.0  # times the sum of squares: from there, straightening bends leads only farther away


@dataclass(frozen=True)
class Block:
    """Some of the numbers that are fitted.

    start: where they begin;  scale: a change of them that is much;  cost: of such a change;  bend_cost: of such a
    change of one of them that stands on the hue circle, and not of its neighbors.
    """

    step: str
    key: str
    start: Doubles
    scale: float
    digits: int = 3
    bounds: tuple[float, float] = (-np.inf, np.inf)
    cost: float = 0.5
    bend_cost: float = 0.0


@dataclass(frozen=True)
class Colors:
    """Measured colors: sRGB codes before the look, CIELAB after it, and how much each counts."""

    codes: Doubles
    lab: Doubles
    weights: Doubles
    source: tuple[Any, Any] = field(repr=False)

    @classmethod
    def of(cls, measured: Sequence[Figures]) -> Colors:
        codes, lab, weights = [], [], []
        linear = srgb_to_linear(CODES).astype(np.float64)
        for figures in measured:
            for stops, chart in figures.chart_lab.items():
                for name, found in chart.items():
                    codes.append(linear_to_srgb(linear[NAMES.index(name)] * 2.0**stops))
                    lab.append(found)
                    weights.append(COMMON_WEIGHT if name in COMMON else 1.0)
            for luminance, stops in figures.curve_ev.items():
                codes.append(linear_to_srgb(np.full(3, luminance)))
                lab.append((lightness(luminance * 2.0**stops), *figures.tints_ab.get(luminance, (0.0, 0.0))))
                weights.append(GRAY_WEIGHT)
        found = np.array(codes, np.float64)
        scale = 1 / np.sqrt(len(measured))
        return cls(
            found, np.array(lab, np.float64), scale * np.array(weights), to_oklab_and_reach(found.astype(np.float32))
        )


def lightness(luminance: float) -> float:
    """CIELAB L* of a relative luminance."""
    return float(116 * np.cbrt(luminance) - 16 if luminance > 216 / 24389 else luminance * 24389 / 27)


def blocks(measured: Sequence[Figures], stiffness: float) -> list[Block]:
    """What is fitted, in the recipe's order.

    stiffness: the cost of what is added for bright and vivid colors.
    """
    first = measured[0]
    stops = np.mean([[figures.curve_ev[y] for y in MEASURED] for figures in measured], axis=0)
    zeros, ones = np.zeros(HUES), np.ones(HUES)
    curve = [
        Block("tone_curve", "stops", stops, 0.1),
        Block("tone_curve", "channels", np.array([0.5]), 0.4, bounds=(0, 1)),
    ]
    tints = np.mean([[figures.tints_ab.get(y, (0.0, 0.0)) for y in MEASURED] for figures in measured], axis=0)
    tint = []
    if np.abs(tints).max() > 0.3:
        tint = [
            Block("tint_curve", name, np.append(column, 0.5 * column[-1]), 3.0, digits=2)
            for name, column in zip("ab", tints.T, strict=True)
        ]
    light = by_hue("light", zeros, 0.12, 3, (-1, 1))
    if first.weights is not None:
        channels = zip(("red", "green", "blue"), first.weights, strict=True)
        return [light, *(Block("luma", name, np.array([share]), 0.03) for name, share in channels), curve[0], *tint]
    more = (("turn", 8.0, 1, (-60, 60)), ("gain", 0.15, 3, (-2, 2)), ("light", 0.08, 3, (-1, 1)))
    return [
        by_hue("turn", zeros, 10.0, 1, (-60, 60)),
        by_hue("gain", ones, 0.12, 3, (0, 3)),
        light,
        *(
            Block("hue_curves", f"{where}_{name}", np.zeros(FEWER_HUES), scale, digits, bounds, stiffness)
            for where in ("bright", "vivid")
            for name, scale, digits, bounds in more
        ),
        Block("chroma_by_tone", "shadows", np.ones(1), 0.3, bounds=(0, 3)),
        Block("chroma_by_tone", "highlights", np.ones(1), 0.3, bounds=(0, 3)),
        *curve,
        *tint,
    ]


def by_hue(key: str, start: Doubles, scale: float, digits: int, bounds: tuple[float, float]) -> Block:
    """A curve around the hue circle, which may rise and fall more freely than it may bend."""
    return Block("hue_curves", key, start, scale, digits, bounds, cost=0.25, bend_cost=0.5)


class Fit:
    """One rendering's recipe, fitted."""

    def __init__(self, measured: Sequence[Figures], row: Row | None = None) -> None:
        self.row = row
        self.in_color = measured[0].weights is None
        self.keeps_skin = self.in_color and measured[0].look not in COLORS_SKIN
        self.measured = measured
        self.ends = {
            key: float(np.mean([getattr(figures, f"{key}_L") for figures in measured])) for key in ("black", "white")
        }
        self.colors = Colors.of(measured)
        self.numbers = self.solved()
        self.steps = self.recipe(self.numbers, rounded=True)

    def recipe(self, numbers: Doubles, rounded: bool = False) -> list[Step]:
        """The recipe's steps for a move of each number by that many of its scales."""
        values: dict[str, dict[str, Any]] = {}
        for block, part in zip(self.blocks, self.parts(numbers), strict=True):
            found = np.clip(block.start + part * block.scale, *block.bounds)
            if rounded:
                found = np.round(found, block.digits) + 0.0
            listed = [float(value) for value in found]
            values.setdefault(block.step, {})[block.key] = listed[0] if len(listed) == 1 else tuple(listed)
        black, white = round(max(self.ends["black"], 0), 1), round(min(self.ends["white"], 100), 1)
        values["tone_curve"] |= ({"black": black} if black else {}) | ({"white": white} if white < 100 else {})
        return [Step(name, parameters) for name, parameters in values.items()]

    def parts(self, numbers: Doubles) -> list[Doubles]:
        ends = np.cumsum([len(block.start) for block in self.blocks])
        return np.split(numbers, ends[:-1])

    def rendered(self, steps: list[Step], colors: Colors | None = None) -> Doubles:
        """CIELAB of the measured colors after the steps, (P, 3)."""
        return linear_to_lab(rendered(steps, *(colors or self.colors).source)).astype(np.float64)

    def residuals(self, numbers: Doubles) -> Doubles:
        return np.concatenate((self.distance(numbers), self.forbidden(self.recipe(numbers))))

    def distance(self, numbers: Doubles) -> Doubles:
        """How far the colors are from those measured, and the curves from what changes nothing and is even."""
        missed = color_parts(self.rendered(self.recipe(numbers)), self.colors.lab)
        costs = []
        for block, part in zip(self.blocks, self.parts(numbers), strict=True):
            costs.append(block.cost * part)
            if block.bend_cost:
                costs.append(block.bend_cost * (np.roll(part, 1) - 2 * part + np.roll(part, -1)))
        smooth = np.sqrt(SMOOTHNESS if self.in_color else ONE_COLOR_SMOOTHNESS) * np.concatenate(costs)
        return np.concatenate(((self.colors.weights[:, None] * missed).ravel(), smooth))

    def forbidden(self, steps: list[Step]) -> Doubles:
        """What the recipe must not do, as numbers that are 0 while it does not."""
        if self.known is None:
            self.known = KnownCodes(self.penalties)
        return self.penalties(Direct(steps, self.known))

    def penalties(self, look: Callable[[Any], Any]) -> Doubles:
        described = [] if self.row is None else outside(self.row, look)
        skin = skin_turned(look) if self.keeps_skin else []
        protected = protected_skin(look) if self.in_color else []
        ring = np.maximum(4 - ring_turns(look), 0) if self.in_color else []
        sharp = self.bend_weight * sharpness(look, self.lines)
        return np.concatenate((described, skin, protected, ring, sharp))

    def solved(self) -> Doubles:
        """Return the nearest numbers whose table does not bend too sharply; stiffer curves are tried where it does.

        Raises LutError where none suffice.
        """
        look = self.measured[0].look
        stiffness = STIFF.get(look, STIFFNESS)
        while stiffness <= STIFFEST:
            self.blocks = blocks(self.measured, stiffness)
            found = self.straightened()
            if found is not None:
                return found
            stiffness *= 2
        raise LutError(f"{look}: expected figures that smooth curves can follow, found sharp bends")

    def straightened(self) -> Doubles | None:
        """Return the numbers that are nearest and allowed; None if their table keeps sharp bends.

        Where the table bends too sharply they are sought again, with those places in mind.
        """
        self.lines, self.bend_weight = np.empty((3, 0, 3), np.float32), 0.01
        self.known: KnownCodes | None = None
        found = least_squares(self.distance, np.zeros(sum(len(block.start) for block in self.blocks)))
        found = least_squares(self.residuals, found)
        most = MUCH_WORSE * sum_of_squares(self.residuals(found))
        for _ in range(ROUNDS):
            look = Direct(self.recipe(found, rounded=True))  # which may bend more
            sharp = sharpest_lines(look)
            if not sharp.size or sharpest_bend(look, sharp) < 0.99 * SHARPEST_BEND:
                return found
            self.lines = np.concatenate((self.lines, sharp), axis=1)
            self.bend_weight *= 2
            self.known = None
            found = least_squares(self.residuals, found)
            if sum_of_squares(self.residuals(found)) > most:
                return None
        return None

    def differences(self) -> Doubles:
        """ΔE2000 from each of the measured colors, (P,)."""
        return delta_e2000(self.rendered(self.steps), self.colors.lab)


def sum_of_squares(residuals: Doubles) -> float:
    return float(residuals @ residuals)


def color_parts(lab: Doubles, wanted: Doubles) -> Doubles:
    """(P, 3) differences of lightness, chroma and hue in units of ΔE2000, which is about the root of their squares."""
    chroma = np.hypot(wanted[:, 1], wanted[:, 2])
    off_middle = (wanted[:, 0] - 50) ** 2
    direction = wanted[:, 1:] / np.maximum(chroma, 1e-6)[:, None]
    direction[chroma < 1e-6] = (1, 0)
    away = lab - wanted
    return np.column_stack(
        (
            away[:, 0] / (1 + 0.015 * off_middle / np.sqrt(20 + off_middle)),
            (away[:, 1:] * direction).sum(axis=1) / (1 + 0.045 * chroma),
            (away[:, 2] * direction[:, 0] - away[:, 1] * direction[:, 1]) / (1 + 0.015 * chroma),
        )
    )


def least_squares(residuals: Callable[[Doubles], Doubles], start: Doubles, step: float = 0.02) -> Doubles:
    """Levenberg–Marquardt with differences for derivatives: steps are so long that single precision suffices."""
    numbers, damping = start, 0.1
    found = residuals(numbers)
    for _ in range(ITERATIONS):
        slopes = np.stack([(residuals(numbers + step * unit) - found) / step for unit in np.eye(len(numbers))], axis=1)
        normal, gradient = slopes.T @ slopes, slopes.T @ found
        for _ in range(8):
            moved = numbers - np.linalg.solve(normal + damping * np.eye(len(numbers)), gradient)
            nearer = residuals(moved)
            if nearer @ nearer < found @ found:
                break
            damping *= 6
        else:
            return numbers
        gained = 1 - (nearer @ nearer) / (found @ found)
        numbers, found, damping = moved, nearer, max(damping / 4, 1e-5)
        if gained < 1e-3:
            break
    return numbers
