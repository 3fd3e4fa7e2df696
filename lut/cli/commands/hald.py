"""``hald``: make a LUT with any program that edits pictures."""

from __future__ import annotations

import argparse
from pathlib import Path

from ...errors import LutFormatError
from ..command import Command, program_name
from ..look_files import refuse_source, say_notes
from ..options import OUT_LUT, whole_number
from ..terminal import say
from .convert import BITS, add_target_options, write_converted

ADVICE = """\
Edit its colors in any program: curves, levels, saturation, film looks. Leave its size as it is, and whatever looks
at more than one pixel at a time alone: sharpening, blur, clarity, noise, dithering, vignettes. Save it as PNG or TIFF.
Then: {program} hald read EDITED{suffix} my-look.cube"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(title="steps", metavar="STEP", dest="step", required=True)
    new = steps.add_parser("new", help="write the picture to edit", description="Write the Hald picture to edit.")
    new.add_argument("out", metavar="OUT", help="the picture to write, .png or .tif")
    new.add_argument(
        "--level",
        type=whole_number(2, 16),
        default=8,
        metavar="L",
        help="L² lattice points and L³ pixels a side (default: 8)",
    )
    new.add_argument("--bits", choices=BITS, default="16", help="per channel (default: 16)")
    new.add_argument("--overwrite", action="store_true", help="replace OUT, which may be edited already")
    read = steps.add_parser("read", help="make a LUT of the edited picture", description="Make a LUT of the picture.")
    read.add_argument("edited", metavar="EDITED", help="the picture after editing")
    read.add_argument("out", metavar="OUT", help=OUT_LUT)
    add_target_options(read)


def run(arguments: argparse.Namespace) -> int:
    return write_identity(arguments) if arguments.step == "new" else read_edited(arguments)


def write_identity(arguments: argparse.Namespace) -> int:
    from ...formats import hald, picture_files, save_lut_file

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
    say(*ADVICE.format(program=program_name(), suffix=out.suffix).splitlines())
    return 0


def read_edited(arguments: argparse.Namespace) -> int:
    from ... import formats
    from ...color.difference import compare_with_identity

    edited, out = Path(arguments.edited), Path(arguments.out)
    refuse_source(out, [edited], "is EDITED itself; expected another name")
    lut = formats.read(edited)
    say_notes(lut.notes)
    if compare_with_identity(lut).largest < 1:
        say_notes(["the picture is as it was written: this LUT changes nothing"])
    if arguments.title is None:
        lut = lut.labeled(out.stem)
    write_converted(lut, out, arguments)
    return 0


COMMAND = Command(
    "hald",
    "a LUT through any program that edits pictures",
    "Make a LUT with any program that edits pictures. `hald new` writes a picture that holds every color of a lattice "
    "once; change its colors as you like; `hald read` makes a LUT of what became of them, in any format.",
    add_arguments,
    run,
    "camera-looks hald new to-edit.png\n"
    "camera-looks hald read edited.png my-look.cube\n"
    "camera-looks hald read edited.tif my-look.cube --size 33",
)
