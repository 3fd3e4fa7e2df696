"""Options that several commands share, and the types of their values."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import LutError
from ..shared.amounts import BLENDS, ON_TABLE, SOFTNESS, TONES, Amount

if TYPE_CHECKING:
    from ..looks.lut_space import LutSpace

OUT_LUT = "the LUT file to write; its name says which format"
LOOK_OR_LUT = "a LUT file, a look's id or a recipe (.toml)"


def parse_share(text: str) -> float:
    """Parse a strength: 0 to 1, or 0% to 100%."""
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"expected a number from 0 to 1, or from 0% to 100%, found {text!r}")
    return value


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """Return a parser of whole numbers from ``low`` to ``high``."""

    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise argparse.ArgumentTypeError(f"expected a whole number from {low} to {high}, found {text!r}")
        return int(text)

    return parse


def add_amount(parser: argparse.ArgumentParser, amount: Amount) -> None:
    """Add the option of one of the amounts in lut/shared/amounts.py."""
    default = "0" if amount in ON_TABLE else "the look's own"
    words = f"{amount.help}, 0 to 1 (default: {default})"
    parser.add_argument(f"--{amount.argument}", type=parse_share, metavar=amount.letter, help=words)


def add_mixing(parser: argparse.ArgumentParser) -> None:
    """Add the options of lut/shared/amounts.py."""
    parser.add_argument(
        "--blend", choices=BLENDS, default=BLENDS[0], help="only the look's colors, or only its lightness (CIELAB)"
    )
    parser.add_argument("--tones", choices=TONES, default=TONES[0], help="where in the picture the look is")
    words = f"how gradually these tones begin and end, 0 to 1 (default: {SOFTNESS:g})"
    parser.add_argument("--softness", type=parse_share, default=SOFTNESS, metavar="S", help=words)


def add_ignore_profile(parser: argparse.ArgumentParser) -> None:
    words = "use the stored numbers without conversion, whatever color profile a picture has"
    parser.add_argument("--ignore-profile", action="store_true", help=words)


def add_lut_space(parser: argparse.ArgumentParser, of: str = "the LUT") -> None:
    """Add the option for the color space that LUT files are made for."""
    words = (
        f"the color space that {of} is made for, and behind a colon that of its result, as in v-log:rec709 "
        "(default: sRGB); `camera-looks spaces` lists them"
    )
    parser.add_argument("--lut-space", type=parse_space, metavar="NAME[:OUT]", help=words)


def parse_space(text: str) -> LutSpace:
    from ..looks.lut_space import parse_lut_space

    try:
        return parse_lut_space(text)
    except LutError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
