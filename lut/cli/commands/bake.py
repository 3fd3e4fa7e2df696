"""``bake``: bake a recipe or a look into a LUT file."""

from __future__ import annotations

import argparse

from ...shared.amounts import ON_TABLE
from ..command import Command
from ..look_files import load_look, say_left_out, say_notes, write_lut
from ..options import OUT_LUT, add_amount, whole_number
from ..scene_option import add_named_scene, check_scene, describe_daylight, scene_weights

SIZE = 33
FINE = 65


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recipe", metavar="RECIPE", help="a recipe file (.toml), or the id of a look")
    parser.add_argument("out", metavar="OUT", help=OUT_LUT)
    parser.add_argument(
        "--size",
        type=whole_number(2, 129),
        metavar="N",
        help="lattice points a side (default: 33; 65 to protect skin, or for a LUT of another color space)",
    )
    add_named_scene(parser)
    for amount in ON_TABLE:
        add_amount(parser, amount)


def run(arguments: argparse.Namespace) -> int:
    look = load_look(arguments.recipe)
    check_scene(look, arguments.scene, arguments.recipe)
    size = FINE if look.placed is not None else SIZE
    lut = look.bake(arguments.size or size, scene_weights(look, arguments.scene))
    if arguments.protect_skin:
        from ...looks.skin import protect

        lut = protect(lut, arguments.protect_skin)
        lut = lut.resized(arguments.size or lut.size)
    write_lut(lut, arguments.out, arguments.recipe)
    say_left_out(look)
    say_notes(filter(None, [describe_daylight(look, arguments.scene, "bakes")]))
    return 0


COMMAND = Command(
    "bake",
    "a recipe into a LUT file",
    "Bake a recipe, or a look of the library, into a LUT file for other programs. A file of that name is replaced.",
    add_arguments,
    run,
    "camera-looks bake my-look.toml my-look.cube\ncamera-looks bake leica-authentic authentic.cube --size 65\n"
    "camera-looks bake leica-teal teal.cube --protect-skin 80%",
)
