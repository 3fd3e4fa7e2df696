"""``info``: describe a LUT file."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...boundary import explain_errors
from ...errors import LutError
from ...kernel.operators import Operator
from ...table import Lut
from ..command import Command
from ..look_files import read_photo, refuse_source
from ..options import add_ignore_profile, add_lut_space
from ..terminal import draw, say

if TYPE_CHECKING:
    from ...images import Picture

MONOCHROME = 0.5 / 255  # channels that near are one gray in 8 bits
NONE = 0.01  # ΔE2000
MOST_LISTED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a LUT file of any supported format")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--picture", metavar="PNG", help="draw what the LUT does: ramps and patches before and after")
    parser.add_argument("--photo", metavar="PHOTO", help="a photograph to show as well")
    add_lut_space(parser, "it, for what is drawn,")
    add_ignore_profile(parser)
    parser.add_argument(
        "--preview", action="store_true", help="show ramps here, even if the terminal does not say that it has colors"
    )


def run(arguments: argparse.Namespace) -> int:
    from ... import formats
    from .. import terminal_preview

    path = Path(arguments.file)
    lut = formats.read(path)
    facts = describe_lut(lut, path)
    shown = read_photo(arguments.photo, arguments.ignore_profile) if arguments.photo else None
    drawn = lut if arguments.lut_space is None else arguments.lut_space.place(lut)
    if arguments.picture:
        draw_preview(drawn, facts, shown, arguments)
    if arguments.json:
        say(*json.dumps(facts, indent=2).splitlines())
        return 0
    for name, text in format_facts(facts):
        say(f"{f'{name}:' if name else '':13}{text}")
    if arguments.preview or terminal_preview.shows_colors():
        draw(f"\n{terminal_preview.render_preview(drawn, shown)}")
    return 0


def describe_lut(lut: Lut, path: Path) -> dict[str, Any]:
    """Return facts about a LUT, as plain numbers and texts.

    operators: their names, in order; if there are any, size, curves, domain, shaper, output and table_notes are of the
    nearest table.  domain: [minimum, maximum] per channel.  output: the smallest and largest value of each channel in
    the table.  difference: mean and largest ΔE2000 from the original, over sRGB.  luts: names, where the file can hold
    several.
    made_for: the color space that the LUT looks made for, as ``Suggestion.to_fields`` has it; None for sRGB.
    """
    from ... import formats
    from ...color.difference import compare_with_identity
    from ...looks.space_suggestion import suggest_space

    table = find_table(lut)
    shaper = table.shaper
    moved = compare_with_identity(lut)
    suggested = suggest_space(lut, path.stem, formats.read_comments(path))
    return {
        "file": str(path),
        **describe_file(path),
        "title": lut.title,
        "operators": [name_operator(operator) for operator in lut.operators],
        "size": table.size,
        "curves": table.is_curves,
        "domain": table.domain.tolist(),
        "shaper": None if shaper is None else {"size": len(shaper.values), "domain": shaper.domain.tolist()},
        "output": [end(table).tolist() for end in (lowest, highest)],
        "monochrome": bool((np.ptp(table.table, axis=-1) < MONOCHROME).all()),
        "difference": {"mean": moved.mean_delta_e, "largest": moved.largest_delta_e},
        "notes": list(lut.notes),
        "table_notes": list(table.notes[len(lut.notes) :]),
        "made_for": None if suggested is None else suggested.to_fields(),
    }


def find_table(lut: Lut) -> Lut:
    """Return the nearest table, with a note where none comes near."""
    try:
        return lut.as_table
    except LutError as error:
        return lut.baked().noted(str(error))


def name_operator(operator: Operator) -> str:
    """Return the name of an operator's type in everyday letters: "monitor curve"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", type(operator).__name__).lower()


def lowest(lut: Lut) -> Any:
    return lut.shaper.values.min(axis=0) if lut.is_curves and lut.shaper else lut.table.min(axis=(0, 1, 2))


def highest(lut: Lut) -> Any:
    return lut.shaper.values.max(axis=0) if lut.is_curves and lut.shaper else lut.table.max(axis=(0, 1, 2))


def describe_file(path: Path) -> dict[str, Any]:
    """Return the file's format, the detail that the format knows, and the names of several LUTs."""
    from ... import formats

    with explain_errors(path):
        kind, data = formats.read_contents(path)[:2]
        several = kind.read_all(data) if kind.read_all else ()
        return {
            "format": kind.name,
            "detail": kind.detail(data) if kind.detail else "",
            "luts": [name for name in several if name],
        }


def draw_preview(lut: Lut, facts: dict[str, Any], photo: Picture | None, arguments: argparse.Namespace) -> None:
    from ... import images
    from ...drawing.before_after import draw_before_after

    out = Path(arguments.picture)
    sources = filter(None, (arguments.file, arguments.photo))
    refuse_source(out, sources, "is a file to read; expected another name for the picture")
    title = lut.title or Path(arguments.file).name
    subtitle = f"{facts['detail'] or facts['format']}, {lattice_of(facts)}    {moved_by(facts)}"
    images.write(images.Picture(draw_before_after(lut, title, subtitle.replace("Δ", "Delta "), photo)), out)


def format_facts(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the lines to print, each with its heading."""
    shaper, several = facts["shaper"], facts["luts"]
    lines = [("File", Path(facts["file"]).name)]
    lines.append(("Format", f"{facts['format']} ({facts['detail']})" if facts["detail"] else facts["format"]))
    if len(several) > 1:
        more = [f"… and {len(several) - MOST_LISTED} more"] if len(several) > MOST_LISTED else []
        lines.append(("LUTs", f"{len(several)}, of which this is the first"))
        lines += [("", name) for name in (*several[:MOST_LISTED], *more)]
    if facts["title"]:
        lines.append(("Title", facts["title"]))
    if facts["operators"]:
        lines.append(("Operators", f"{', '.join(facts['operators'])}; applied exactly"))
    lines.append(("As a table" if facts["operators"] else "Lattice", lattice_of(facts)))
    if not facts["curves"]:
        lines.append(("Input", ranges(facts["domain"])))
    if shaper:
        lines.append(("Shaper", f"{shaper['size']} values for {ranges(shaper['domain'])}"))
    lines.append(("Output", ranges(facts["output"])))
    lines.append(("Colors", "one gray for each (monochrome)" if facts["monochrome"] else "in color"))
    lines.append(("Difference", moved_by(facts)))
    lines += [("Note", f"{note.rstrip('.')}.") for note in facts["notes"]]
    if facts["made_for"]:
        lines.append(("Note", f"it {facts['made_for']['sentence']}."))
        lines.append(("", f"`apply --lut-space {facts['made_for']['choice']}` applies it so."))
    lines += [("As a table", f"{note.rstrip('.')}.") for note in facts["table_notes"]]
    return lines


def lattice_of(facts: dict[str, Any]) -> str:
    return "none, a curve for each channel" if facts["curves"] else " × ".join([str(facts["size"])] * 3)


def moved_by(facts: dict[str, Any]) -> str:
    moved = facts["difference"]
    if moved["largest"] < NONE:
        return "none: this LUT is the identity"
    return f"ΔE2000 {moved['mean']:.2f} on average, {moved['largest']:.2f} at most, from the original"


def ranges(bounds: list[list[float]]) -> str:
    """Return ``0 to 1``, or each channel's range where they differ."""
    each = [f"{low:.4g} to {high:.4g}" for low, high in zip(*bounds, strict=True)]
    if len(set(each)) == 1:
        return each[0]
    return ", ".join(f"{channel} {text}" for channel, text in zip("RGB", each, strict=True))


COMMAND = Command(
    "info",
    "what a LUT file is",
    "Tell a LUT file's format, title, lattice, input range, shaper, output range, how far it is from changing nothing, "
    "what reading it could keep only nearly, and which camera's or display's color space it looks made for. In "
    "a terminal with 24-bit colors, show ramps before and after, too.",
    add_arguments,
    run,
    "camera-looks info film.cube\n"
    "camera-looks info film.3dl --picture film.png --photo photo.jpg\n"
    "camera-looks info film.cube --json",
)
