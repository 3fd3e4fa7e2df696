"""Fit a look's recipe to figures that were measured on its maker's own rendering.

    python -m tests.looks.fit_recipe leica-vivid sony-fl …   print each recipe's steps, and how far off they are
    python -m tests.looks.fit_recipe --write                 all measured looks, into lut/looks/data
    python -m tests.looks.fit_recipe --held-out              how far off patches are that a fit has not seen

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
from dataclasses import replace
from pathlib import Path

import numpy as np

from lut import LutError
from lut.color import delta_e2000, lab_to_linear, linear_to_lab, linear_to_oklab, oklab_to_linear
from lut.color.checker import CHROMATIC, NAMES
from lut.looks import PARTNERSHIPS
from lut.looks.figures_file import Figures, read_figures
from lut.looks.look import Step
from lut.looks.parameter import to_toml

from .recipe_fit import Colors, Fit
from .specification import ROWS, Row

FIGURES = Path(__file__).with_name("measured.json")
DATA = Path(__file__).parents[2] / "lut" / "looks" / "data"
OTHER_LIGHT = "other light"  # Sony's looks away from daylight: the lamps indoors
FOLDS = 3


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
        inside = ", ".join(f"{key} = {to_toml(value)}" for key, value in step.values.items())
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


def held_out(measured: list[Figures], row: Row | None) -> float:
    """Mean ΔE2000 on patches that the fit has not seen: in turn every third is left out, at all exposures."""
    off = []
    for fold in range(FOLDS):
        left_out = set(NAMES[CHROMATIC][fold::FOLDS])
        seen = [only(figures, set(NAMES) - left_out) for figures in measured]
        unseen = Colors.of([replace(only(figures, left_out), curve_ev={}) for figures in measured])
        fit = Fit(seen, row)
        off.append(delta_e2000(fit.rendered(fit.steps, unseen), unseen.lab))
    return float(np.concatenate(off).mean())


def only(figures: Figures, names: set[str]) -> Figures:
    """The figures with these patches only."""
    charts = {
        stops: {name: lab for name, lab in chart.items() if name in names} for stops, chart in figures.chart_lab.items()
    }
    return replace(figures, chart_lab=charts)


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
    parser.add_argument("--held-out", action="store_true", help="how far off patches are that a fit has not seen")
    arguments = parser.parse_args()
    known = read_figures(arguments.against)
    for identifier in arguments.looks or dict.fromkeys(figures.look for figures in known.values()):
        if all(is_base(figures) for figures in known.values() if figures.look == identifier):
            print(f"{identifier}: the maker's base rendering, which changes nothing; its recipe is written by hand")
            continue
        if arguments.held_out:
            day = renderings(known, identifier)["day"]
            print(
                f"{identifier}: ΔE2000 {held_out(day, ROWS.get(identifier)):.2f} mean of patches left out", flush=True
            )
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
    try:
        main()
    except LutError as error:
        raise SystemExit(str(error)) from None
