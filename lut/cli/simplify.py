"""``simplify``: the smallest lattice that still looks the same."""

from __future__ import annotations

import argparse

from . import saving, source
from .command import Command


def difference(text: str) -> float:
    """A ΔE above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"expected a number above 0, found {text!r}")
    return value


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="IN", help="a LUT file, a look's id or a recipe (.toml)")
    parser.add_argument("out", metavar="OUT", help="the LUT file to write; its name says which format")
    parser.add_argument(
        "--delta-e",
        type=difference,
        default=0.5,
        metavar="D",
        help="the largest ΔE2000 that any color may be off (default: 0.5, which nobody sees)",
    )


def run(arguments: argparse.Namespace) -> int:
    from ..create import simplified

    found = source.anything(arguments.source)
    saving.save(simplified(found.table(None), arguments.delta_e), arguments.out, arguments.source)
    return 0


COMMAND = Command(
    "simplify",
    "the smallest lattice that looks the same",
    "Write a LUT with as few lattice points as keep every color within a ΔE2000 of the original, and tell the size and "
    "the measured difference. A file named OUT is replaced.",
    arguments,
    run,
    "camera-looks simplify film.cube small.cube --delta-e 1",
)
