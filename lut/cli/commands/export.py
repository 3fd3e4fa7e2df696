"""``export``: write the file of a look that another program or a camera loads."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import LutError, LutFormatError
from ...shared.amounts import ON_TABLE
from ..command import Command
from ..look_files import load_look_or_lut, names_lut, refuse_source, say_left_out, say_notes
from ..options import LOOK_OR_LUT, add_amount, add_lut_space, parse_share, whole_number
from ..scene_option import add_named_scene, check_scene, describe_daylight, scene_weights
from ..space_note import describe_lut_space
from ..terminal import say, warn

if TYPE_CHECKING:
    from ...looks import Look
    from ...looks.export_targets import Target

NUMBERS = 1000  # that are tried for two looks of one name


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from ...looks.export_targets import TARGETS

    parser.add_argument("looks", nargs="+", metavar="LOOK", help=LOOK_OR_LUT)
    names = [target.id for target in TARGETS]
    parser.add_argument("--for", dest="target", required=True, choices=names, metavar="TARGET", help=", ".join(names))
    parser.add_argument(
        "-o", "--out", metavar="OUT", help="the file to write, or the folder (default: here, named after the look)"
    )
    add_named_scene(parser)
    parser.add_argument(
        "--strength", type=parse_share, default=1.0, metavar="S", help="0 to 1, or 0%% to 100%% (default: 1)"
    )
    for amount in ON_TABLE:
        add_amount(parser, amount)
    add_lut_space(parser, "each LUT file")
    parser.add_argument(
        "--size", type=whole_number(2, 256), metavar="N", help="lattice points a side (default: the target's usual)"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace files that exist")
    parser.set_defaults(misused=parser.error)


def run(arguments: argparse.Namespace) -> int:
    from ...formats import save_lut_file
    from ...looks.export_targets import find_target
    from ...looks.exporting import Rendering, check_name, choose_size, make_file

    target = find_target(arguments.target)
    looks = [load_look_or_lut(text) for text in arguments.looks]
    for look, text in zip(looks, arguments.looks, strict=True):
        check_scene(look, arguments.scene, text)
        if arguments.lut_space and not names_lut(text):
            arguments.misused(f"argument --lut-space: expected LUT files with it, found the look {text}")
    places = list_places(arguments.out, looks, target)
    files = [(place, check_name(target, place)) for place in places]
    for place, file in files:
        choose_size(target, file, arguments.size)
        refuse_source(place, arguments.looks, "is {} itself; expected another name")
        if place.exists() and not arguments.overwrite:
            raise LutFormatError(place, None, "exists; expected another name, or --overwrite")
    written = []
    for text, look, (place, file) in zip(arguments.looks, looks, files, strict=True):
        size = choose_size(target, file, arguments.size)
        scene = scene_weights(look, arguments.scene)
        rendering = Rendering(scene, arguments.strength, arguments.protect_skin or 0.0, arguments.lut_space)
        try:
            data, notes = make_file(look, rendering, file, size)
            place.parent.mkdir(parents=True, exist_ok=True)
            save_lut_file(data, place)
        except LutError as error:  # the other looks can do without this one
            warn(f"camera-looks: {error}")
            continue
        written.append(place)
        say(f"{place} written: for {target.name}, {size} points a side.")
        say_notes(notes)
        if names_lut(text) and arguments.lut_space is None:
            say_notes(filter(None, [describe_lut_space(text)]))
        say_left_out(look)
        say_notes(filter(None, [describe_daylight(look, arguments.scene, "exports")]))
    if len(written) > 1:
        say("Load each file as the first one:")
    if written:
        say(target.describe_loading(written[0].name))
    return int(len(written) < len(looks))


def list_places(out: str | None, looks: list[Look], target: Target) -> list[Path]:
    """Return the file to write for each look: OUT itself, or names in that folder, no two of them the same."""
    from ...files.names import fold_name
    from ...looks.exporting import name_file

    if out and len(looks) == 1 and not out.endswith(("/", os.sep)) and not Path(out).is_dir():
        return [Path(out)]
    names: dict[str, str] = {}
    for look in looks:
        stem = name_file(look, target)
        numbered = (number_name(stem, number, target) for number in range(1, NUMBERS))
        name = next(name for name in numbered if fold_name(name) not in names)
        names[fold_name(name)] = name
    return [Path(out or "") / f"{name}{target.files[0].extension}" for name in names.values()]


def number_name(stem: str, number: int, target: Target) -> str:
    """Put a number behind a name, within the target's length; 1 is none."""
    if number == 1:
        return stem
    ending = str(number) if target.unfit else f" {number}"
    return target.fit_name(stem[: target.longest - len(ending)] + ending)


COMMAND = Command(
    "export",
    "a look into another program or a camera",
    "Write the file that a program or a camera loads as a look: in its format, size and order, under a name that it "
    "takes. The command says how to load it, and what a table cannot hold.",
    add_arguments,
    run,
    "camera-looks export leica-authentic --for resolve\n"
    "camera-looks export leica-authentic leica-vivid --for lumix -o card/\n"
    "camera-looks export leica-authentic --for lightroom --scene night --strength 70%\n"
    "camera-looks export film.cube --for obs -o film.png",
)
