"""``measure``: measure a look or LUT, and print its spec sheet."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from ...errors import LutError
from ...table import Lut
from .. import compare_figures
from ..command import Command
from ..look_files import Source, open_look_or_lut
from ..scene_option import add_named_scene, check_scene, scene_weights
from ..terminal import say

if TYPE_CHECKING:
    from ...looks import Look

# Figures in the order of the sheet: name → (words, unit).
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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="ID|FILE", help="a look's id, a recipe file (.toml) or a LUT file")
    add_named_scene(parser)
    parser.add_argument(
        "--against",
        metavar="JSON",
        help="a figures file: print how far the look is from what was measured on the maker's rendering. Each entry "
        "of the look is compared with our rendering for its scene: common is day, human is people, sunrise_sunset is "
        "sunset",
    )
    parser.add_argument("--entry", metavar="NAME", help="with --against: this entry of the file only")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--plot", metavar="PNG", help="draw grays, hues and ColorChecker; with --against, both")


def run(arguments: argparse.Namespace) -> int:
    from ... import looks

    if arguments.entry is not None and arguments.against is None:
        raise LutError("--entry names an entry of a figures file: choose the file with --against")
    found = open_look_or_lut(arguments.what)
    look, asked = found.look, arguments.scene
    check_scene(look, asked, arguments.what)
    if arguments.against is not None:
        return run_comparison(arguments, found)
    table = found.table(scene_weights(look, asked))
    figures = looks.measure(table)
    if arguments.plot:
        draw_sheet(table, title_of(look, asked), figures, arguments.plot)
    if arguments.json:
        say(*json.dumps(figures, indent=2).splitlines())
        return 0
    for name, value in figures.items():
        words, unit = FIGURES.get(name, (name, ""))
        say(f"{name:15} {format_figure(name, value):>14} {unit:7} {words}".rstrip())
    return 0


def run_comparison(arguments: argparse.Namespace, found: Source) -> int:
    compared = compare_figures.compare_with_figures(
        arguments.against, found, arguments.what, arguments.entry, arguments.scene
    )
    if arguments.plot:
        draw_comparison(compared, found.look, arguments.plot)
    if arguments.json:
        say(*json.dumps([compare_figures.comparison_facts(each) for each in compared], indent=2).splitlines())
        return 0
    say(*compare_figures.format_comparisons(compared))
    return 0


def draw_comparison(compared: list[compare_figures.Comparison], look: Look, path: str) -> None:
    """Draw the first rendering that is compared, with everything that was measured on it."""
    from ... import images
    from ...drawing.look_chart import draw_chart

    first = compared[0]
    measured = [each.figures for each in compared if each.scene == first.scene]
    chart = draw_chart(
        first.table, title_of(look, first.scene), compare_figures.summarize(first).replace("Δ", "d"), measured
    )
    images.write(images.Picture(chart), path)


def title_of(look: Look, scene: str | None) -> str:
    return f"{look.maker} {look.name}".strip() + (f", {scene}" if scene else "")


def draw_sheet(table: Lut, title: str, figures: dict[str, Any], path: str) -> None:
    from ... import images
    from ...drawing.spec_sheet import draw_spec_sheet

    brief = ("contrast", "mid_ev", "chroma", "hue_skin", "delta_e")
    subtitle = "    ".join(f"{name} {format_figure(name, figures[name])}" for name in brief)
    images.write(images.Picture(draw_spec_sheet(table, title, subtitle)), path)


def format_figure(name: str, value: Any) -> str:
    """Format a figure, signed where the sign says something; a pair as two, None as –."""
    if value is None:
        return "–"
    form = "{:+.2f}" if any(part in name for part in SIGNED) else "{:.2f}"
    return " ".join(form.format(number + 0.0) for number in (value if isinstance(value, (tuple, list)) else [value]))


COMMAND = Command(
    "measure",
    "a look's spec sheet in figures",
    "Measure what a look or a LUT does to grays and to the 24 patches of a ColorChecker.",
    add_arguments,
    run,
    "camera-looks measure leica-authentic --scene night\ncamera-looks measure film.cube --json\n"
    "camera-looks measure leica-vivid --against figures.json --plot vivid.png",
)
