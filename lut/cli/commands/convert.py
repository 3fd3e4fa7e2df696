"""``convert``: write a LUT file in another format or size, and measure the error."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import LutError, LutFormatError
from ..command import Command
from ..look_files import refuse_source, say_notes
from ..options import OUT_LUT, whole_number
from ..terminal import say

if TYPE_CHECKING:
    from ...color.difference import Difference
    from ...table import Lut

BITS = ("8", "16")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="IN", help="a LUT file of any supported format")
    parser.add_argument("out", metavar="OUT", help=OUT_LUT)
    add_target_options(parser)


def add_target_options(parser: argparse.ArgumentParser) -> None:
    """Add the options about the file to write."""
    parser.add_argument(
        "--kind", help="the format, where the name leaves a choice: a .png becomes a `hald`, or a `strip`, `grid` …"
    )
    parser.add_argument("--bits", choices=BITS, help="of a picture (default: 16 for a Hald picture, else 8)")
    parser.add_argument(
        "--size", type=whole_number(2, 256), metavar="N", help="lattice points a side (default: as it has)"
    )
    parser.add_argument("--title", help="the title to write (default: the LUT's own)")


def run(arguments: argparse.Namespace) -> int:
    from ... import formats

    out = Path(arguments.out)
    refuse_source(out, [arguments.source], "is IN itself; expected another name")
    lut = formats.read(arguments.source)
    say_notes(lut.notes)
    write_converted(lut, out, arguments)
    return 0


def write_converted(lut: Lut, out: Path, arguments: argparse.Namespace) -> None:
    """Write a LUT as the arguments of ``add_target_options`` say, and print the error measured on the file."""
    from ...color.difference import compare_luts
    from ...formats import choose_format, save_lut_file
    from ...formats.fitting import fit_to_format

    if arguments.title is not None:
        lut = lut.labeled(arguments.title)
    try:
        kind = choose_format(out, arguments.kind)
        key = add_bits(kind.kinds, arguments.kind or kind.key, arguments.bits)
        found = fit_to_format(lut, out, key, arguments.size)
        back = kind.read(found.data)
    except LutError as error:
        raise LutFormatError(out, None, getattr(error, "sentence", str(error))) from error
    measured = compare_luts(lut, back)
    save_lut_file(found.data, out)
    about = "" if kind.detail is None else f": {kind.detail(found.data)}"
    say(f"{out} written{about}.")
    say_notes(back.notes)
    if back.title != lut.title:
        say_notes([f"the title {lut.title!r} is not kept" if lut.title else f"the title is now {back.title!r}"])
    say(describe_difference(measured))
    if not measured.is_none:
        coarse = compare_luts(found.lut, back)
        rounded = (
            () if coarse.is_none else (f"rounded to what the file holds ({format_number(coarse.largest)} at most)",)
        )
        say(f"Because: {'; '.join((*found.changes, *rounded))}.")


def add_bits(kinds: tuple[str, ...], key: str, bits: str | None) -> str:
    """Return the key of a picture format with that many bits.  Raises LutError for a format that is no picture."""
    if bits is None:
        return key
    if key + bits not in kinds:
        raise LutError(f"expected --bits with a picture only (.png, .tif), found it with the kind {key!r}")
    return key + bits


def describe_difference(measured: Difference) -> str:
    """Return one line on the difference between a LUT and its file, read back."""
    if measured.is_none:
        return "Read back: the same, within print precision."
    average, largest = format_number(measured.mean), format_number(measured.largest)
    words = (
        f"Read back: off by {average} of 255 levels on average, {largest} at most "
        f"(ΔE2000 {format_number(measured.mean_delta_e)} and {format_number(measured.largest_delta_e)})"
    )
    if measured.beyond:
        words += f"; for inputs beyond 0 to 1 by up to {format_number(measured.beyond)}"
    return f"{words}."


def format_number(value: float) -> str:
    """Format with two significant digits."""
    if value < 0.001:
        return "<0.001" if value else "0"
    return f"{value:.2g}" if value < 10 else f"{value:.0f}"


COMMAND = Command(
    "convert",
    "a LUT file into another format",
    "Write a LUT in another format or with another number of lattice points. What the format cannot hold as it is "
    "gets as near as it will go, and what that costs is measured on the file read back. A file named OUT is replaced.",
    add_arguments,
    run,
    "camera-looks convert film.cube film.3dl\n"
    "camera-looks convert film.cube small.cube --size 17\n"
    "camera-looks convert film.cube hald.png --bits 8\n"
    "camera-looks convert film.cube strip.png --kind strip --size 32",
)
