"""``mix``: mix two looks into one LUT."""

from __future__ import annotations

import argparse

from ..command import Command
from ..look_files import open_look_or_lut, say_left_out, write_lut
from ..options import OUT_LUT, parse_share, whole_number


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("first", metavar="A", help="a look's id, a recipe (.toml) or a LUT file")
    parser.add_argument("second", metavar="B", help="another one")
    parser.add_argument("out", metavar="OUT", help=OUT_LUT)
    parser.add_argument(
        "--share", type=parse_share, default=0.5, metavar="S", help="of B: 0 to 1, or 0%% to 100%% (default: 50%%)"
    )
    parser.add_argument(
        "--size",
        type=whole_number(2, 129),
        metavar="N",
        help="lattice points a side (default: as many as hold both exactly)",
    )
    parser.add_argument("--title", help="the title to write (default: both titles, with their shares)")


def run(arguments: argparse.Namespace) -> int:
    from ...create import mixed

    first, second = open_look_or_lut(arguments.first), open_look_or_lut(arguments.second)
    lut = mixed(first.table(None), second.table(None), arguments.share, arguments.size)
    if arguments.title is not None:
        lut = lut.labeled(arguments.title)
    write_lut(lut, arguments.out, arguments.first, arguments.second)
    for found in (first, second):
        say_left_out(found.look)
    return 0


COMMAND = Command(
    "mix",
    "two looks as one LUT",
    "Mix two looks or LUTs, whatever their lattices, input ranges and shapers, into one LUT file. Looks are taken "
    "as by day. A file named OUT is replaced.",
    add_arguments,
    run,
    "camera-looks mix leica-authentic film.cube mine.cube --share 40%",
)
