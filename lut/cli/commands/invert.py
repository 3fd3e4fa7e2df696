"""``invert``: make the LUT that undoes a look."""

from __future__ import annotations

import argparse

from ..command import Command
from ..look_files import open_look_or_lut, write_lut
from ..options import LOOK_OR_LUT, OUT_LUT, whole_number


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="IN", help=LOOK_OR_LUT)
    parser.add_argument("out", metavar="OUT", help=OUT_LUT)
    parser.add_argument(
        "--size",
        type=whole_number(2, 129),
        default=33,
        metavar="N",
        help="lattice points a side (default: 33; 65 is closer)",
    )
    parser.add_argument(
        "--shaper", action="store_true", help="curves ahead of the lattice: much closer for powers and logarithms"
    )


def run(arguments: argparse.Namespace) -> int:
    from ...create import inverse

    lut = open_look_or_lut(arguments.source).table(None)
    write_lut(inverse(lut, arguments.size, arguments.shaper), arguments.out, arguments.source)
    return 0


COMMAND = Command(
    "invert",
    "the LUT that undoes a look",
    "Write the LUT that takes a look's or LUT's colors back to what they were, and tell how far a round trip is off. "
    "Monochrome, folding and strongly clipping LUTs cannot be undone. A file named OUT is replaced.",
    add_arguments,
    run,
    "camera-looks invert film.cube unfilm.cube --size 65",
)
