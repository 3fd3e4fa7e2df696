"""``convert``: a LUT file into another format or size."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from ..errors import LutFormatError
from .command import Command, whole


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="IN", help="a LUT file of any supported format")
    parser.add_argument("out", metavar="OUT", help="the LUT file to write; its name says which format")
    parser.add_argument("--size", type=whole(2, 256), metavar="N", help="lattice points a side (default: as it has)")
    parser.add_argument("--title", help="the title to write (default: the LUT's own)")


def run(arguments: argparse.Namespace) -> int:
    from .. import formats

    out = Path(arguments.out)
    if out.exists() and out.samefile(arguments.source):
        raise LutFormatError(out, None, "is IN itself; expected another name")
    lut = formats.read(arguments.source)
    if arguments.size not in (None, lut.size):
        lut = lut.resized(arguments.size)
    if arguments.title is not None:
        lut = replace(lut, title=arguments.title)
    formats.write(lut, out)
    print(f"{out} written.")
    return 0


COMMAND = Command(
    "convert",
    "a LUT file into another format",
    "Write a LUT in another format or with another number of lattice points. A file named OUT is replaced.",
    arguments,
    run,
    "camera-looks convert film.cube film.3dl\ncamera-looks convert film.cube small.cube --size 17",
)
