"""``simplify``: find the smallest lattice that still looks the same."""

from __future__ import annotations

import argparse

from ..command import Command
from ..look_files import open_look_or_lut, write_lut
from ..options import LOOK_OR_LUT, OUT_LUT


def parse_delta_e(text: str) -> float:
    """Parse a ΔE above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"expected a number above 0, found {text!r}")
    return value


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="IN", help=LOOK_OR_LUT)
    parser.add_argument("out", metavar="OUT", help=OUT_LUT)
    parser.add_argument(
        "--delta-e",
        type=parse_delta_e,
        default=0.5,
        metavar="D",
        help="the largest ΔE2000 that any color may be off (default: 0.5, which nobody sees)",
    )


def run(arguments: argparse.Namespace) -> int:
    from ...create import simplified

    lut = open_look_or_lut(arguments.source).table(None)
    write_lut(simplified(lut, arguments.delta_e), arguments.out, arguments.source)
    return 0


COMMAND = Command(
    "simplify",
    "the smallest lattice that looks the same",
    "Write a LUT with as few lattice points as keep every color within a ΔE2000 of the original, and tell the size and "
    "the measured difference. A file named OUT is replaced.",
    add_arguments,
    run,
    "camera-looks simplify film.cube small.cube --delta-e 1",
)
