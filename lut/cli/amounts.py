"""Options for the amounts of lut/shared/amounts.py."""

from __future__ import annotations

import argparse

from ..shared.amounts import ON_TABLE, Amount
from .command import share


def option(parser: argparse.ArgumentParser, amount: Amount) -> None:
    default = "0" if amount in ON_TABLE else "the look's own"
    words = f"{amount.help}, 0 to 1 (default: {default})"
    parser.add_argument(f"--{amount.argument}", type=share, metavar=amount.letter, help=words)
