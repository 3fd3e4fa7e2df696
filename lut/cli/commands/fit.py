"""``fit``: fit a LUT to pictures before and after."""

from __future__ import annotations

import argparse
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from ...errors import LutFormatError
from ..command import Command
from ..look_files import read_photo, refuse_source
from ..options import OUT_LUT, add_ignore_profile
from ..terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "pictures",
        metavar="BEFORE AFTER",
        nargs="+",
        help="a picture without the look and the same picture with it; several such pairs make the LUT surer",
    )
    parser.add_argument("out", metavar="OUT", help=OUT_LUT)
    add_ignore_profile(parser)
    parser.add_argument("--title", help="the title to write (default: OUT's name)")
    parser.add_argument("--plot", metavar="PNG", help="draw which colors the pairs have")


def run(arguments: argparse.Namespace) -> int:
    from ... import formats
    from ...create.fit_lut import fit_pairs

    names, out = arguments.pictures, Path(arguments.out)
    if len(names) % 2:
        raise LutFormatError("", None, f"expected pairs of pictures and then a LUT file, found {len(names) + 1} names")
    refuse_source(out, names, "is one of the pictures; expected another name for the LUT")
    pairs = zip(names[::2], names[1::2], strict=True)
    codes = partial(read_srgb, ignore_profile=arguments.ignore_profile)
    lut = fit_pairs((codes(before), codes(after)) for before, after in pairs)
    lut = replace(lut, title=out.stem if arguments.title is None else arguments.title)
    formats.write(lut, out)
    say(f"{out} written.")
    if lut.report:
        say(*lut.report.sentences)
    if arguments.plot:
        from ... import images
        from ...drawing.fit_plot import plot_fit

        images.write(images.Picture(plot_fit(lut)), arguments.plot)
        say(f"{arguments.plot} written.")
    return 0


def read_srgb(name: str, ignore_profile: bool) -> NDArray[Any]:
    """Read the pixels of a picture file, in sRGB."""
    from ...images.reading import convert_pixels_to_srgb

    return convert_pixels_to_srgb(read_photo(name, ignore_profile))


COMMAND = Command(
    "fit",
    "a look from a picture before and after",
    "Find the look that makes one picture from another, for example a phone's own picture from its raw file in a "
    "neutral development, and write it as a LUT. The two may differ in size, crop and place, and have noise or a "
    "vignette. Colors that the pairs do not have follow from those that they have. A file named OUT is replaced.",
    add_arguments,
    run,
    "camera-looks fit raw.tif phone.jpg phone.cube\n"
    "camera-looks fit raw1.tif phone1.jpg raw2.tif phone2.jpg phone.cube --plot colors.png",
)
