"""``hald``: a LUT through any program that edits pictures."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from ..errors import LutFormatError
from . import convert
from .command import Command, whole
from .terminal import say

ADVICE = """\
Edit its colors in any program: curves, levels, saturation, film looks. Leave its size as it is, and whatever looks
at more than one pixel at a time alone: sharpening, blur, clarity, noise, dithering, vignettes. Save it as PNG or TIFF.
Then: {program} hald read EDITED{suffix} my-look.cube"""


def arguments(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(title="steps", metavar="STEP", dest="step", required=True)
    new = steps.add_parser("new", help="write the picture to edit", description="Write the Hald picture to edit.")
    new.add_argument("out", metavar="OUT", help="the picture to write, .png or .tif")
    new.add_argument(
        "--level",
        type=whole(2, 16),
        default=8,
        metavar="L",
        help="L² lattice points and L³ pixels a side (default: 8)",
    )
    new.add_argument("--bits", choices=convert.BITS, default="16", help="per channel (default: 16)")
    new.add_argument("--overwrite", action="store_true", help="replace OUT, which may be edited already")
    read = steps.add_parser("read", help="make a LUT of the edited picture", description="Make a LUT of the picture.")
    read.add_argument("edited", metavar="EDITED", help="the picture after editing")
    read.add_argument("out", metavar="OUT", help="the LUT file to write; its name says which format")
    convert.target(read)


def run(arguments: argparse.Namespace) -> int:
    return made(arguments) if arguments.step == "new" else read(arguments)


def made(arguments: argparse.Namespace) -> int:
    from ..formats import hald, picture_files, save_lut_file
    from .advice import program

    out, level = Path(arguments.out), arguments.level
    if out.suffix.lower() not in picture_files.FORMAT.extensions:
        expected = ", ".join(picture_files.FORMAT.extensions)
        raise LutFormatError(out, None, f"expected a name that ends in {expected}, found {out.name!r}")
    if out.exists() and not arguments.overwrite:
        raise LutFormatError(out, None, "exists, and may be edited already; expected another name, or --overwrite")
    picture = hald.make_identity(level, int(arguments.bits))
    save_lut_file(picture_files.encode_picture(picture, f"Hald {level}", out.suffix.lower()), out)
    side, size = level**3, level**2
    say(f"{out} written: {side} × {side} pixels, {arguments.bits} bits, for a LUT of {size} × {size} × {size}.")
    say(*ADVICE.format(program=program(), suffix=out.suffix).splitlines())
    return 0


def read(arguments: argparse.Namespace) -> int:
    from .. import formats
    from ..color.difference import compare_with_identity

    edited, out = Path(arguments.edited), Path(arguments.out)
    if out.exists() and edited.exists() and out.samefile(edited):
        raise LutFormatError(out, None, "is EDITED itself; expected another name")
    lut = formats.read(edited)
    convert.told(lut.notes)
    changed = compare_with_identity(lut)
    if changed.largest < 1:
        convert.told(["the picture is as it was written: this LUT changes nothing"])
    if arguments.title is None:
        lut = replace(lut, title=out.stem)
    convert.converted(lut, out, arguments)
    return 0


COMMAND = Command(
    "hald",
    "a LUT through any program that edits pictures",
    "Make a LUT with any program that edits pictures. `hald new` writes a picture that holds every color of a lattice "
    "once; change its colors as you like; `hald read` makes a LUT of what became of them, in any format.",
    arguments,
    run,
    "camera-looks hald new to-edit.png\n"
    "camera-looks hald read edited.png my-look.cube\n"
    "camera-looks hald read edited.tif my-look.cube --size 33",
)
