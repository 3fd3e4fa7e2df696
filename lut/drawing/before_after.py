"""Before and after: ramps, the ColorChecker and a photograph, if there is one, without and with a LUT."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..apply_lut import apply
from ..color import checker
from ..lattice import Floats
from ..table import Lut
from .lettering import shorten_text, write_text

if TYPE_CHECKING:
    from ..images import Picture

Pixels = NDArray[np.uint8]

BACKGROUND, INK, QUIET = (28, 28, 28), (240, 240, 240), (150, 150, 150)
SIDE, MARGIN, GAP, TOP = 520, 32, 16, 116
RAMP, PATCH = 36, 64  # pixels high
HUES = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 1], [1, 0, 0]], np.float32)
MUTED = 0.5  # how far the second row of hues lies from white, and the third from black


def color_ramps(across: int) -> Floats:
    """Return ramps (7, across, 3) in 0..1: gray, red, green and blue from black; hues, paler and darker ones."""
    steps = np.linspace(0, 1, across, dtype=np.float32)
    rising = [np.outer(steps, color) for color in ((1, 1, 1), (1, 0, 0), (0, 1, 0), (0, 0, 1))]
    turn = np.stack([np.interp(steps, np.linspace(0, 1, len(HUES)), channel) for channel in HUES.T], axis=1)
    return np.stack([*rising, turn, 1 - MUTED * (1 - turn), MUTED * turn]).astype(np.float32)


def draw_test_chart(across: int) -> Pixels:
    """Return (H, across, 3): the ramps as bands, and the ColorChecker's 24 patches."""
    bands = color_ramps(across).repeat(RAMP, axis=0)
    columns = np.arange(across) * 6 // across
    patches = checker.CODES.reshape(4, 6, 3)[:, columns].repeat(PATCH, axis=0)
    return to_codes(np.concatenate([bands, patches.astype(np.float32)]))


def to_codes(rgb: Floats) -> Pixels:
    result: Pixels = np.rint(np.clip(rgb, 0, 1) * np.float32(255)).astype(np.uint8)
    return result


def draw_before_after(lut: Lut, title: str, subtitle: str = "", photo: Picture | None = None) -> Pixels:
    """Draw before on the left and after on the right, (H, W, 3) sRGB."""
    from PIL import Image, ImageDraw

    before = draw_test_chart(SIDE)
    if photo is not None:
        small = shrink_picture(photo, SIDE)
        before = np.concatenate([small, np.full((GAP, SIDE, 3), BACKGROUND, np.uint8), before])
    after = apply(before, lut)
    if photo is not None:
        after[len(small) : len(small) + GAP] = BACKGROUND
    sheet = Image.new("RGB", (2 * SIDE + GAP + 2 * MARGIN, TOP + len(before) + MARGIN), BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    width = sheet.width - 2 * MARGIN
    write_text(draw, (MARGIN, 46), shorten_text(title, 26, width), 26, INK)
    write_text(draw, (MARGIN, 72), shorten_text(subtitle, 15, width), 15, QUIET)
    for left, name, pixels in ((MARGIN, "Before", before), (MARGIN + SIDE + GAP, "After", after)):
        write_text(draw, (left, TOP - 10), name, 15, QUIET)
        sheet.paste(Image.fromarray(pixels), (left, TOP))
    return np.asarray(sheet)


def shrink_picture(photo: Picture, across: int) -> Pixels:
    """Return (H, across, 3), sRGB, at most as high as wide."""
    from ..images.thumbnail import make_thumbnail

    height, width = photo.pixels.shape[:2]
    small = make_thumbnail(photo, across, max(1, round(across * height / width)), BACKGROUND)
    spare = max(0, len(small) - across) // 2
    return small[spare : spare + across]
