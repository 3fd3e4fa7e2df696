"""``invert``: the LUT that undoes a look."""

from __future__ import annotations

import argparse

from . import saving, source
from .command import Command, whole


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="IN", help="a LUT file, a look's id or a recipe (.toml)")
    parser.add_argument("out", metavar="OUT", help="the LUT file to write; its name says which format")
    parser.add_argument(
        "--size", type=whole(2, 129), default=33, metavar="N", help="lattice points a side (default: 33; 65 is closer)"
    )
    parser.add_argument(
        "--shaper", action="store_true", help="curves ahead of the lattice: much closer for powers and logarithms"
    )


def run(arguments: argparse.Namespace) -> int:
    from ..create import inverse

    found = source.anything(arguments.source)
    saving.save(inverse(found.table(None), arguments.size, arguments.shaper), arguments.out, arguments.source)
    return 0


COMMAND = Command(
    "invert",
    "the LUT that undoes a look",
    "Write the LUT that takes a look's or LUT's colors back to what they were, and tell how far a round trip is off. "
    "Monochrome, folding and strongly clipping LUTs cannot be undone. A file named OUT is replaced.",
    arguments,
    run,
    "camera-looks invert film.cube unfilm.cube --size 65",
)
