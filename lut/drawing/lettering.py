"""Text on pictures, in the font that Pillow brings along."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

Color = tuple[int, int, int]

# Pillow's font has no ×, the sign between two makers: it is drawn, with these measures in parts of the font's size.
CROSS, CROSS_WIDTH, CROSS_ARM, CROSS_RISE, CROSS_LINE = "×", 0.56, 0.17, 0.27, 0.075
ELLIPSIS = "..."


@lru_cache(maxsize=16)
def load_font(size: int) -> Any:
    """Return the font at that size in pixels; before Pillow 10.1 it has one size only."""
    from PIL import ImageFont

    try:
        return ImageFont.load_default(size)
    except TypeError:
        return ImageFont.load_default()


def printable_words(text: str, size: int) -> list[str]:
    """Return the text between its crosses, with ? for what the font lacks: before Pillow 10.1 it has Latin-1 only."""
    from PIL import ImageFont

    if isinstance(load_font(size), ImageFont.ImageFont):
        text = text.encode("latin-1", "replace").decode("latin-1")
    return text.split(CROSS)


def text_width(text: str, size: int) -> float:
    """Return the text's width in pixels."""
    words = printable_words(text, size)
    return float(sum(load_font(size).getlength(word) for word in words) + (len(words) - 1) * CROSS_WIDTH * size)


def write_text(draw: ImageDraw, place: tuple[float, float], text: str, size: int, color: Color) -> None:
    """Draw one line of text whose baseline begins at that place."""
    x, baseline = place
    for index, word in enumerate(printable_words(text, size)):
        if index:
            draw_cross(draw, x + CROSS_WIDTH * size / 2, baseline - CROSS_RISE * size, size, color)
            x += CROSS_WIDTH * size
        draw.text((x, baseline), word, color, load_font(size), anchor="ls")
        x += load_font(size).getlength(word)


def draw_cross(draw: ImageDraw, x: float, y: float, size: int, color: Color) -> None:
    draw.bitmap((round(x - size / 4), round(y - size / 4)), cross_mask(size), color)


@lru_cache(maxsize=16)
def cross_mask(size: int) -> Any:
    """Return the sign in half of the font's size, with smooth edges: drawn larger first."""
    from PIL import Image, ImageDraw

    side, fine = round(size / 2), 4
    mask = Image.new("L", (side * fine, side * fine))
    near, far = (side / 2 - CROSS_ARM * size) * fine, (side / 2 + CROSS_ARM * size) * fine
    pen = ImageDraw.Draw(mask)
    for ends in ((near, near, far, far), (near, far, far, near)):
        pen.line(ends, 255, round(CROSS_LINE * size * fine))
    return mask.resize((side, side), Image.Resampling.BOX)


def shorten_text(text: str, size: int, width: float) -> str:
    """Cut the text off with dots where it is wider than ``width``."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + ELLIPSIS, size) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
