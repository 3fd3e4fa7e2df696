"""``match``: make a LUT that gives a photograph the look of others."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Command
from ..look_files import read_photo, refuse_source
from ..options import OUT_LUT, add_ignore_profile, parse_share, whole_number
from ..terminal import say

if TYPE_CHECKING:
    from ...create.optimal_transport import Doubles

ACROSS = 800  # pixels of the copies that are compared


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photo", metavar="PHOTO", help="the photograph that is to look different")
    parser.add_argument("references", metavar="REFERENCE", nargs="+", help="a photograph whose look it should get")
    parser.add_argument("out", metavar="OUT", help=OUT_LUT)
    parser.add_argument(
        "--strength",
        type=parse_share,
        default=1.0,
        metavar="S",
        help="how far to go, 0 to 1 or 0%% to 100%% (default: 1)",
    )
    add_ignore_profile(parser)
    parser.add_argument(
        "--size", type=whole_number(2, 129), default=33, metavar="N", help="lattice points a side (default: 33)"
    )


def run(arguments: argparse.Namespace) -> int:
    from ... import formats
    from ...create.matching import match_samples

    out = Path(arguments.out)
    pictures = [arguments.photo, *arguments.references]
    refuse_source(out, pictures, "is one of the photographs; expected another name for the LUT")
    source, *references = (read_samples(name, arguments.ignore_profile) for name in pictures)
    lut = match_samples(source, references, arguments.strength, arguments.size)
    formats.write(lut, out)
    say(f"{out} written.")
    if lut.report:
        say(*lut.report.summary, "Details:", *(f"  {sentence}" for sentence in lut.report.details))
    return 0


def read_samples(name: str, ignore_profile: bool) -> Doubles:
    """Read a picture file and sample the colors that are matched."""
    from ...create.matching import sample_colors
    from ...images.thumbnail import make_miniature

    return sample_colors(make_miniature(read_photo(name, ignore_profile), ACROSS), name)


COMMAND = Command(
    "match",
    "a look by matching a reference photograph",
    "Make a LUT that gives PHOTO the tones and colors of a REFERENCE, which may show anything: smooth, with grays and "
    "skin protected, and only as strong as a photograph bears. Several references count the same. A file named OUT is "
    "replaced.",
    add_arguments,
    run,
    "camera-looks match photo.jpg sunset.jpg sunset.cube\n"
    "camera-looks match photo.jpg evening-1.jpg evening-2.jpg evening.cube --strength 60%",
)
