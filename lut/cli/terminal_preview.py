"""Draw pictures in a terminal with 24-bit colors: two pixels to a character, one above the other."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import numpy as np

from ..apply_lut import apply
from ..drawing import before_after

if TYPE_CHECKING:
    from ..drawing.before_after import Pixels
    from ..images import Picture
    from ..table import Lut

WIDEST, MARGIN = 96, 2
UPPER_HALF, RESET = "▀", "\x1b[0m"


def shows_colors() -> bool:
    """Return True if standard output is a terminal that says it has 24-bit colors."""
    able = os.environ.get("COLORTERM", "") in ("truecolor", "24bit") and "NO_COLOR" not in os.environ
    return able and sys.stdout.isatty()


def draw_blocks(pixels: Pixels) -> str:
    """Draw (H, W, 3) codes of 8 bits, H even, as lines of text."""
    lines = []
    for upper, lower in zip(pixels[0::2].tolist(), pixels[1::2].tolist(), strict=True):
        cells = (colored(*over, *under) for over, under in zip(upper, lower, strict=True))
        lines.append(f"{' ' * MARGIN}{''.join(cells)}{RESET}\n")
    return "".join(lines)


def colored(red: int, green: int, blue: int, *under: int) -> str:
    return f"\x1b[38;2;{red};{green};{blue};48;2;{';'.join(map(str, under))}m{UPPER_HALF}"


def render_preview(lut: Lut, photo: Picture | None = None) -> str:
    """Draw ramps, before in the upper half of each line and after in the lower, and the photograph before and after."""
    width = min(shutil.get_terminal_size().columns - 2 * MARGIN, WIDEST)
    before = before_after.to_codes(before_after.color_ramps(width)[[0, 4, 5, 6]])
    rows = np.stack([before, apply(before, lut)], axis=1).reshape(-1, width, 3)
    text = draw_blocks(rows)
    if photo is not None:
        small = before_after.shrink_picture(photo, (width - 1) // 2)
        small = small[: len(small) // 2 * 2]
        gap = np.zeros((len(small), 1, 3), np.uint8)
        text = draw_blocks(np.concatenate([small, gap, apply(small, lut)], axis=1)) + text
    return text
