"""``measure``: a look's or LUT's spec sheet."""

from __future__ import annotations

import argparse
import json
from typing import Any

from ..table import Lut
from . import scene, source
from .command import Command
from .terminal import say

# What the figures are, in the order of the sheet: name → (words, unit).
FIGURES = {
    "mid_ev": ("exposure of middle gray (Y 0.18)", "EV"),
    "shadow_ev": ("exposure of shadows (Y 0.02)", "EV"),
    "highlight_ev": ("exposure of highlights (Y 0.60)", "EV"),
    "contrast": ("contrast around middle gray", "×"),
    "black_L": ("lightness of black", "L*"),
    "white_L": ("lightness of white", "L*"),
    "chroma": ("chroma, median of the ColorChecker", "×"),
    "chroma_skin": ("chroma of skin", "×"),
    "chroma_sky": ("chroma of sky", "×"),
    "chroma_foliage": ("chroma of foliage", "×"),
    "hue_skin": ("hue of skin", "°"),
    "hue_sky": ("hue of sky", "°"),
    "hue_foliage": ("hue of foliage", "°"),
    "hue_green": ("hue of green", "°"),
    "hue_red": ("hue of red", "°"),
    "neutral": ("largest tint of a gray", "C*"),
    "tint_shadow": ("tint of shadows", "a* b*"),
    "tint_mid": ("tint of middle gray", "a* b*"),
    "tint_high": ("tint of highlights", "a* b*"),
    "delta_e": ("mean difference from the original", "ΔE2000"),
}
SIGNED = ("_ev", "hue_", "tint_")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="ID|FILE", help="a look's id, a recipe file (.toml) or a LUT file")
    scene.single(parser)
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--plot", metavar="PNG", help="draw grays, hues and ColorChecker before and after")


def run(arguments: argparse.Namespace) -> int:
    from .. import looks

    found = source.anything(arguments.what)
    look, asked = found.look, arguments.scene
    scene.check(look, asked, arguments.what)
    table = found.table(scene.weights(look, asked))
    figures = looks.measure(table)
    if arguments.plot:
        title = f"{look.maker} {look.name}".strip() + (f", {asked}" if asked else "")
        draw(table, title, figures, arguments.plot)
    if arguments.json:
        say(*json.dumps(figures, indent=2).splitlines())
        return 0
    for name, value in figures.items():
        words, unit = FIGURES.get(name, (name, ""))
        say(f"{name:15} {shown(name, value):>14} {unit:7} {words}".rstrip())
    return 0


def draw(table: Lut, title: str, figures: dict[str, Any], path: str) -> None:
    from .. import images
    from ..plot import plot

    brief = ("contrast", "mid_ev", "chroma", "hue_skin", "delta_e")
    subtitle = "    ".join(f"{name} {shown(name, figures[name])}" for name in brief)
    images.write(images.Picture(plot(table, title, subtitle)), path)


def shown(name: str, value: Any) -> str:
    """A figure with its sign where the sign says something; a pair as two; – where there is none."""
    if value is None:
        return "–"
    form = "{:+.2f}" if any(part in name for part in SIGNED) else "{:.2f}"
    return " ".join(form.format(number + 0.0) for number in (value if isinstance(value, (tuple, list)) else [value]))


COMMAND = Command(
    "measure",
    "a look's spec sheet in figures",
    "Measure what a look or a LUT does to grays and to the 24 patches of a ColorChecker.",
    arguments,
    run,
    "camera-looks measure leica-authentic --scene night\ncamera-looks measure film.cube --json",
)
