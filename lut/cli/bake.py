"""``bake``: a recipe's or a look's table into a file."""

from __future__ import annotations

import argparse

from . import saving, scene, source
from .command import Command, whole
from .terminal import say


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recipe", metavar="RECIPE", help="a recipe file (.toml), or the id of a look")
    parser.add_argument("out", metavar="OUT", help="the LUT file to write; its name says which format")
    parser.add_argument(
        "--size", type=whole(2, 129), default=33, metavar="N", help="lattice points a side (default: 33)"
    )
    scene.single(parser)


def run(arguments: argparse.Namespace) -> int:
    look = source.recipe(arguments.recipe)
    scene.check(look, arguments.scene, arguments.recipe)
    saving.save(look.bake(arguments.size, scene.weights(look, arguments.scene)), arguments.out, arguments.recipe)
    saving.say_what_is_left_out(look)
    if look.scenes and not arguments.scene:
        say(f"Note: this is the look by day; --scene bakes it for {', '.join(look.scenes[1:])}.")
    return 0


COMMAND = Command(
    "bake",
    "a recipe into a LUT file",
    "Bake a recipe, or a look of the library, into a LUT file for other programs. A file of that name is replaced.",
    arguments,
    run,
    "camera-looks bake my-look.toml my-look.cube\ncamera-looks bake leica-authentic authentic.cube --size 65",
)
