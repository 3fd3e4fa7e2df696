"""Fit a look's recipe to figures that were measured on its maker's own rendering.

    python -m tests.looks.fit_recipe leica-vivid sony-fl …   print each recipe's steps, and how far off they are
    python -m tests.looks.fit_recipe --write                 all measured looks, into lut/looks/data

The recipe is a handful of curves through points (``lut/looks/curve_steps.py``).  Levenberg–Marquardt moves the points
until the recipe's own rendering of the measured grays and of the ColorChecker at four exposures is as near to the
figures as smooth curves can be: the penalty is the square of ΔE2000 (in its three parts, so that it has a gradient)
plus how much the curves turn and bend from one point to the next.  A look that was measured several times, on several
phones, gets what is nearest to all of them.

A new measurement is an entry in measured.json, and this command.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lut.kernel import lattice
from lut.looks import PARTNERSHIPS
from lut.looks.checker import CODES, NAMES
from lut.looks.curve import MEASURED
from lut.looks.curve_steps import HUES
from lut.looks.figures import Figures, read_figures
from lut.looks.gamut import compress
from lut.looks.look import Step, graded
from lut.looks.measure import measure
from lut.looks.parameter import toml
from lut.looks.rules import BEND_SIZE, SHARPEST_BEND, ring_turns
from lut.spaces import (
    delta_e2000,
    lab_to_linear,
    linear_to_lab,
    linear_to_oklab,
    linear_to_srgb,
    oklab_to_linear,
    srgb_to_linear,
)

from .specification import COLORS_SKIN, MONK, ROWS, Row

Doubles = NDArray[np.float64]

FIGURES = Path(__file__).with_name("measured.json")
DATA = Path(__file__).parents[2] / "lut" / "looks" / "data"
OTHER_LIGHT = "other light"  # Sony's looks away from daylight: the lamps indoors
TONES = len(MEASURED)
SMOOTHNESS = 1.5  # how much the curves' bends count beside the colors they miss
GRAY_WEIGHT = 2.0  # of a gray beside a patch
COMMON_WEIGHT = 1.5  # of what most photographs are about
COMMON = ("dark skin", "light skin", "blue sky", "foliage")
OUTSIDE_WEIGHT = 40.0  # of a figure that is off by the width of its range
ITERATIONS = 20
ROUNDS = 14  # of looking for sharp bends


@dataclass(frozen=True)
class Block:
    """Some of the numbers that are fitted.

    start: where they begin;  scale: a change of them that is much;  around: whether they stand on the hue circle.
    """

    step: str
    key: str
    start: Doubles
    scale: float
    around: bool = False
    digits: int = 3
    bounds: tuple[float, float] = (-np.inf, np.inf)


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
        return cls(found, np.array(lab, np.float64), scale * np.array(weights), graded(found.astype(np.float32)))


def lightness(luminance: float) -> float:
    """CIELAB L* of a relative luminance."""
    return float(116 * np.cbrt(luminance) - 16 if luminance > 216 / 24389 else luminance * 24389 / 27)


def blocks(measured: Sequence[Figures]) -> list[Block]:
    """What is fitted, in the recipe's order."""
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
    light = Block("hue_curves", "light", zeros, 0.12, True, 3, (-1, 1))
    if first.weights is not None:
        channels = zip(("red", "green", "blue"), first.weights, strict=True)
        return [light, *(Block("luma", name, np.array([share]), 0.03) for name, share in channels), *curve[:2], *tint]
    return [
        Block("hue_curves", "turn", zeros, 10.0, True, 1, (-60, 60)),
        Block("hue_curves", "gain", ones, 0.12, True, 3, (0, 3)),
        light,
        Block("chroma_by_tone", "shadows", np.ones(1), 0.3, bounds=(0, 3)),
        Block("chroma_by_tone", "highlights", np.ones(1), 0.3, bounds=(0, 3)),
        *curve,
        *tint,
    ]


class Fit:
    """One rendering's recipe, fitted."""

    def __init__(self, measured: Sequence[Figures], row: Row | None = None) -> None:
        self.row = row
        self.in_color = measured[0].weights is None
        self.keeps_skin = self.in_color and measured[0].look not in COLORS_SKIN
        self.blocks = blocks(measured)
        self.ends = {
            key: float(np.mean([getattr(figures, f"{key}_L") for figures in measured])) for key in ("black", "white")
        }
        self.colors = Colors.of(measured)
        self.lines, self.bend_weight = np.empty((3, 0, 3), np.float32), 1.0
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

    def rendered(self, steps: list[Step]) -> Doubles:
        """CIELAB of the measured colors after the steps, (P, 3)."""
        lab, source = self.colors.source
        for step in steps:
            lab = step(lab)
        return linear_to_lab(compress(lab, source)).astype(np.float64)

    def residuals(self, numbers: Doubles) -> Doubles:
        steps = self.recipe(numbers)
        missed = color_parts(self.rendered(steps), self.colors.lab)
        penalties = []
        for block, part in zip(self.blocks, self.parts(numbers), strict=True):
            penalties.append(0.25 * part if block.around else 0.5 * part)
            if block.around:
                penalties.append(0.5 * (np.roll(part, 1) - 2 * part + np.roll(part, -1)))
        smooth = np.sqrt(SMOOTHNESS) * np.concatenate(penalties)
        described = [] if self.row is None else outside(self.row, Direct(steps))
        skin = skin_turned(Direct(steps)) if self.keeps_skin else []
        ring = np.maximum(4 - ring_turns(Direct(steps)), 0) if self.in_color else []
        sharp = self.bend_weight * sharpness(Direct(steps), self.lines)
        return np.concatenate(((self.colors.weights[:, None] * missed).ravel(), smooth, described, skin, ring, sharp))

    def solved(self) -> Doubles:
        """The numbers; where the table bends too sharply they are sought again, with those places in mind."""
        found = least_squares(self.residuals, np.zeros(sum(len(block.start) for block in self.blocks)))
        for _ in range(ROUNDS):
            sharp = sharpest_lines(Direct(self.recipe(found)))
            if not sharp.size or sharpest_bend(Direct(self.recipe(found)), sharp) < 0.99 * SHARPEST_BEND:
                break
            self.lines = np.concatenate((self.lines, sharp), axis=1)
            self.bend_weight *= 1.25
            found = least_squares(self.residuals, found)
        return found

    def differences(self) -> Doubles:
        """ΔE2000 from each of the measured colors, (P,)."""
        return delta_e2000(self.rendered(self.steps), self.colors.lab)


class Direct:
    """Steps as a LUT would apply them, without the LUT: what ``measure`` asks of it."""

    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps

    def __call__(self, codes: Any) -> Any:
        codes = np.asarray(codes, np.float32)
        lab, source = graded(codes.reshape(-1, 3))
        for step in self.steps:
            lab = step(lab)
        return linear_to_srgb(compress(lab, source)).reshape(codes.shape)


def outside(row: Row, look: Direct) -> list[float]:
    """How far each figure of the row is from the inner part of its range, with a weight that makes it count."""
    figures = measure(look)
    found = []
    for name, (low, high) in row.figures.items():
        if figures.get(name) is None:  # no hue, or not one of these figures
            found.append(0.0)
        else:
            margin = 0.15 * (high - low) if np.isfinite(high - low) else 0.0
            away = max(low + margin - figures[name], 0.0) + min(high - margin - figures[name], 0.0)
            width = high - low if np.isfinite(high - low) else 1.0
            found.append(OUTSIDE_WEIGHT * away / width)
    return found


def sharpness(look: Direct, lines: NDArray[np.float32]) -> Doubles:
    """How far a table would bend beyond the rule for all looks, with a weight that makes it count.

    lines: (3, N, 3) codes, points of a lattice and their two neighbors along an axis.
    """
    return np.maximum(bends(look, lines) - 0.85 * SHARPEST_BEND, 0) / (0.1 * SHARPEST_BEND)


def sharpest_bend(look: Direct, lines: NDArray[np.float32]) -> float:
    return float(bends(look, lines).max())


def bends(look: Direct, lines: NDArray[np.float32]) -> Doubles:
    """The second difference of the table along each line, the largest of its three channels."""
    before, middle, after = look(lines).astype(np.float64)
    found: Doubles = np.abs(before - 2 * middle + after).max(axis=-1)
    return found


def sharpest_lines(look: Direct) -> NDArray[np.float32]:
    """The lines of ``sharpness`` in which the look's table bends too much, at most a thousand, (3, N, 3)."""
    codes = lattice(BEND_SIZE)
    table = look(codes.reshape(-1, 3)).reshape(codes.shape).astype(np.float64)
    found = []
    for axis in range(3):
        bent = np.moveaxis(np.abs(np.diff(table, 2, axis=axis)).max(axis=-1), axis, 0)
        points = np.moveaxis(codes, axis, 0)
        at = np.argwhere(bent > 0.9 * SHARPEST_BEND)
        worst = at[np.argsort(bent[tuple(at.T)])[-340:]]
        found.append(np.stack([points[worst[:, 0] + offset, worst[:, 1], worst[:, 2]] for offset in range(3)]))
    return np.concatenate(found, axis=1)


def skin_turned(look: Direct) -> list[float]:
    """How far the ten Monk tones are turned beyond what still is skin."""
    codes = np.array([[int(tone[i : i + 2], 16) for i in (0, 2, 4)] for tone in MONK], np.float32) / 255
    before, after = (linear_to_oklab(srgb_to_linear(part)).astype(np.float64) for part in (codes, look(codes)))
    colors = [lab[:, 1] + 1j * lab[:, 2] for lab in (before, after)]
    turn = np.abs(np.angle(colors[1] / colors[0], deg=True))
    difference = 2 * np.sqrt(np.abs(colors[0] * colors[1])) * np.sin(np.radians(turn) / 2)
    turned = np.sqrt(np.maximum(turn - 8, 0) / 2 * np.maximum(difference - 0.006, 0) / 0.002)
    red = linear_to_lab(oklab_to_linear(after))[:, 1]
    return [*(3 * turned), *(np.maximum(0.5 - red, 0) / 0.2)]


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


def renderings(known: dict[str, Figures], identifier: str) -> dict[str, list[Figures]]:
    """The measurements of a look by scene, the day's first."""
    found: dict[str, list[Figures]] = {}
    for figures in known.values():
        if figures.look == identifier:
            scene = "indoor" if figures.where == OTHER_LIGHT else figures.scene or "day"
            found.setdefault(scene, []).append(
                figures if figures.chart_lab else in_other_light(figures, found["day"][0])
            )
    return dict(sorted(found.items(), key=lambda item: item[0] != "day"))


def written(steps: list[Step]) -> str:
    """The steps as a recipe says them."""
    lines = []
    for step in steps:
        inside = ", ".join(f"{key} = {toml(value)}" for key, value in step.values.items())
        line = f"  {{ {step.name} = {{ {inside} }} }},"
        lines.append(line)
    return "\n".join(["steps = [", *lines, "]"])


def is_base(figures: Figures) -> bool:
    """Whether the rendering changes nothing."""
    return all(abs(stops) < 0.01 for stops in figures.curve_ev.values()) and all(
        abs(ratio - 1) < 0.01 for ratio, _ in figures.patches.values()
    )


def fitted(measured: dict[str, list[Figures]], row: Row | None) -> dict[str, Fit]:
    """A look's recipes by scene; the row describes that of the day."""
    return {scene: Fit(found, row if scene == "day" else None) for scene, found in measured.items()}


def in_other_light(figures: Figures, day: Figures) -> Figures:
    """Figures with a chart, where only the patches at one exposure were measured in that light.

    What the other light changes in a patch's chroma and hue is taken to be the same at every exposure, and the
    lightness that of the day.
    """
    chart = {}
    for stops, patches in day.chart_lab.items():
        lab = linear_to_oklab(lab_to_linear(list(patches.values()))).astype(np.float64)
        changes = np.array([(*figures.patches[name], *day.patches[name]) for name in patches])
        ratio, turn = changes[:, 0] / changes[:, 2], np.radians(changes[:, 1] - changes[:, 3])
        colors = (lab[:, 1] + 1j * lab[:, 2]) * ratio * np.exp(1j * turn)
        changed = linear_to_lab(oklab_to_linear(np.column_stack((lab[:, 0], colors.real, colors.imag))))
        chart[stops] = {name: (float(c[0]), float(c[1]), float(c[2])) for name, c in zip(patches, changed, strict=True)}
    return replace(figures, chart_lab=chart)


def write(identifier: str, fits: dict[str, Fit]) -> None:
    """Put the steps in the place of the look's present ones, and of its variants'."""
    for path in (DATA / f"{name}.toml" for name in PARTNERSHIPS):
        text = path.read_text(encoding="utf-8")
        parts = re.split(r"(?m)^(?=\[\[look\]\])", text)
        for index, part in enumerate(parts):
            if f'\nid = "{identifier}"\n' in part:
                parts[index] = with_steps(part, fits)
                path.write_text("".join(parts), encoding="utf-8", newline="\n")
                return
    raise SystemExit(f"{identifier}: expected a look in {DATA}, found none")


def with_steps(entry: str, fits: dict[str, Fit]) -> str:
    """A look's part of a recipe file with new steps; scenes that were not measured go."""
    own = re.split(r"(?m)(?:^#.*\n)*^\[look\.variants", entry)[0].rstrip()
    changed = re.sub(r"(?ms)^steps = \[\n.*?^\]", lambda _match: written(fits["day"].steps), own, count=1)
    for scene, fit in fits.items():
        if scene != "day":
            changed += f"\n\n[look.variants.{scene}]\n{written(fit.steps)}"
    return changed + "\n\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("looks", nargs="*", metavar="ID", help="(default: all that were measured)")
    parser.add_argument("--against", default=FIGURES, help="the figures (default: measured.json)")
    parser.add_argument("--write", action="store_true", help="into the recipes that come with the library")
    arguments = parser.parse_args()
    known = read_figures(arguments.against)
    for identifier in arguments.looks or dict.fromkeys(figures.look for figures in known.values()):
        if all(is_base(figures) for figures in known.values() if figures.look == identifier):
            print(f"{identifier}: the maker's base rendering, which changes nothing; its recipe is written by hand")
            continue
        fits = fitted(renderings(known, identifier), ROWS.get(identifier))
        for scene, fit in fits.items():
            off = fit.differences()
            print(
                f"{identifier} {scene}: ΔE2000 {off.mean():.2f} mean, {off.max():.2f} largest of {len(off)} colors",
                flush=True,
            )
        if arguments.write:
            write(identifier, fits)
        else:
            for scene, fit in fits.items():
                print(f"# {scene}\n{written(fit.steps)}")


if __name__ == "__main__":
    main()
