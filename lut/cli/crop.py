"""``--no-crop`` and ``--crop-center``, for looks with a frame of their own."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..errors import LutError
from .command import share

if TYPE_CHECKING:
    from ..looks import Look


def center(text: str) -> tuple[float, float]:
    """Read X,Y: each 0 to 1, or 0% to 100%."""
    try:
        x, y = map(share, text.replace(" ", "").split(","))
    except (ValueError, argparse.ArgumentTypeError):
        raise argparse.ArgumentTypeError(
            f"expected X,Y, each from 0 to 1 or from 0% to 100%, as in 50%,30%, found {text!r}"
        ) from None
    return x, y


def arguments(parser: argparse.ArgumentParser) -> None:
    frame = parser.add_mutually_exclusive_group()
    frame.add_argument(
        "--no-crop", action="store_true", help="the whole picture, where the look has a frame of its own"
    )
    frame.add_argument(
        "--crop-center",
        type=center,
        metavar="X,Y",
        help="where in the picture the middle of the look's frame is, from the left and from the top, as in 50%%,30%% "
        "(default: where the picture's interest is)",
    )


def check(look: Look, asked: tuple[float, float] | None, name: str) -> None:
    """Raise where a center is asked of a look without a frame.  name: what the look or LUT was called by."""
    if asked is not None and look.crop is None:
        from .. import looks

        framed = " and ".join(one.id for one in looks.all_looks() if one.crop)
        raise LutError(f"{name} has no frame of its own: --crop-center is for looks that have one, such as {framed}")
