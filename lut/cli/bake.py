"""``bake``: a recipe's or a look's table into a file."""

from __future__ import annotations

import argparse

from ..shared.amounts import ON_TABLE
from . import amounts, saving, scene, source
from .command import Command, whole
from .terminal import say

SIZE = 33


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recipe", metavar="RECIPE", help="a recipe file (.toml), or the id of a look")
    parser.add_argument("out", metavar="OUT", help="the LUT file to write; its name says which format")
    parser.add_argument(
        "--size", type=whole(2, 129), metavar="N", help="lattice points a side (default: 33, or 65 to protect skin)"
    )
    scene.single(parser)
    for amount in ON_TABLE:
        amounts.option(parser, amount)


def run(arguments: argparse.Namespace) -> int:
    look = source.recipe(arguments.recipe)
    scene.check(look, arguments.scene, arguments.recipe)
    lut = look.bake(arguments.size or SIZE, scene.weights(look, arguments.scene))
    if arguments.protect_skin:
        from ..looks.skin import protect

        lut = protect(lut, arguments.protect_skin)
        lut = lut.resized(arguments.size or lut.size)
    saving.save(lut, arguments.out, arguments.recipe)
    saving.say_what_is_left_out(look)
    if look.scenes and not arguments.scene:
        say(f"Note: this is the look by day; --scene bakes it for {scene.alternatives(look.scenes[1:])}.")
    return 0


COMMAND = Command(
    "bake",
    "a recipe into a LUT file",
    "Bake a recipe, or a look of the library, into a LUT file for other programs. A file of that name is replaced.",
    arguments,
    run,
    "camera-looks bake my-look.toml my-look.cube\ncamera-looks bake leica-authentic authentic.cube --size 65\n"
    "camera-looks bake leica-teal teal.cube --protect-skin 80%",
)
