"""``match``: the look that brings a photograph close to others, into a LUT file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import LutFormatError
from . import photo
from .command import Command, share, whole
from .terminal import say

if TYPE_CHECKING:
    from ..create.optimal_transport import Doubles

ACROSS = 800  # pixels of the copies that are compared


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photo", metavar="PHOTO", help="the photograph that is to look different")
    parser.add_argument("references", metavar="REFERENCE", nargs="+", help="a photograph whose look it should get")
    parser.add_argument("out", metavar="OUT", help="the LUT file to write; its name says which format")
    parser.add_argument(
        "--strength", type=share, default=1.0, metavar="S", help="how far to go, 0 to 1 or 0%% to 100%% (default: 1)"
    )
    photo.ignore_profile(parser)
    parser.add_argument(
        "--size", type=whole(2, 129), default=33, metavar="N", help="lattice points a side (default: 33)"
    )


def run(arguments: argparse.Namespace) -> int:
    from .. import formats
    from ..create.matching import match_samples

    out = Path(arguments.out)
    pictures = [arguments.photo, *arguments.references]
    if out.exists() and any(Path(name).exists() and out.samefile(name) for name in pictures):
        raise LutFormatError(out, None, "is one of the photographs; expected another name for the LUT")
    source, *references = (seen(name, arguments.ignore_profile) for name in pictures)
    lut = match_samples(source, references, arguments.strength, arguments.size)
    formats.write(lut, out)
    say(f"{out} written.")
    if lut.report:
        say(*lut.report.sentences)
    return 0


def seen(name: str, ignore_profile: bool) -> Doubles:
    """What a match sees of a picture in a file."""
    from ..create.matching import sample_colors
    from ..images.thumbnail import miniature

    return sample_colors(miniature(photo.read(name, ignore_profile), ACROSS), name)


COMMAND = Command(
    "match",
    "a look by matching a reference photograph",
    "Make a LUT that gives PHOTO the tones and colors of a REFERENCE, which may show anything: smooth, with grays and "
    "skin protected, and only as strong as a photograph bears. Several references count the same. A file named OUT is "
    "replaced.",
    arguments,
    run,
    "camera-looks match photo.jpg sunset.jpg sunset.cube\n"
    "camera-looks match photo.jpg evening-1.jpg evening-2.jpg evening.cube --strength 60%",
)
