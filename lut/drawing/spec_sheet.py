"""Spec sheet: a look's tone curve, hue wheel and ColorChecker in one picture, before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..color import checker, chroma, hue, srgb_to_oklab
from ..color.probes import GRAYS, hue_ring
from ..table import Lut
from .lettering import write_text

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

BACKGROUND, INK, QUIET, LINE = (28, 28, 28), (240, 240, 240), (150, 150, 150), (70, 70, 70)
CHANNELS = ((240, 90, 80), (90, 200, 110), (90, 140, 250))
FINE = 3  # drawn so many times larger, then made smaller: smooth edges
SIDE, GAP, MARGIN, TOP, BOTTOM = 400, 50, 40, 120, 90
WIDTH, HEIGHT = 2 * MARGIN + 3 * SIDE + 2 * GAP, TOP + SIDE + BOTTOM

HUES = np.arange(0, 360, 15)
RING_LIGHTNESS, RING_CHROMA = 0.7, 0.1  # inside sRGB at every hue
WHEEL_CHROMA = 0.16  # Oklab chroma at the wheel's rim
ROWS, COLUMNS = 4, 6


class Panel(NamedTuple):
    """One of a picture's parts.  draw: called with pen, LUT, left and top;  name, how: below it."""

    draw: Callable[[Pen, Lut, float, float], None]
    name: str
    how: str


def draw_spec_sheet(lut: Lut, title: str, subtitle: str = "") -> NDArray[np.uint8]:
    """Draw grays, hues and ColorChecker before and after, (HEIGHT, WIDTH, 3) in sRGB."""
    return draw_panels(PANELS, lut, title, subtitle)


def draw_panels(panels: Sequence[Panel], lut: Lut, title: str, subtitle: str) -> NDArray[np.uint8]:
    """Draw three panels side by side below a title, (HEIGHT, WIDTH, 3) in sRGB."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), BACKGROUND)
    pen = Pen(ImageDraw.Draw(picture))
    pen.text(MARGIN, 50, title, 30)
    pen.text(MARGIN, 78, subtitle, 16, QUIET)
    for index, panel in enumerate(panels):
        left = MARGIN + index * (SIDE + GAP)
        panel.draw(pen, lut, left, TOP)
        pen.text(left, TOP + SIDE + 32, panel.name, 18)
        pen.text(left, TOP + SIDE + 54, panel.how, 14, QUIET)
    return np.asarray(picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX))


class Pen:
    """Draws in the finished picture's pixels."""

    def __init__(self, draw: ImageDraw) -> None:
        self.draw = draw

    def line(self, points: ArrayLike, color: tuple[int, int, int], width: float = 1) -> None:
        flat = [float(number) * FINE for number in np.ravel(points)]
        self.draw.line(flat, color, round(width * FINE), joint="curve")

    def disc(self, center: NDArray[Any], radius: float, fill: Any = None, outline: Any = None) -> None:
        x, y = (float(number) for number in center)
        box = [FINE * number for number in (x - radius, y - radius, x + radius, y + radius)]
        self.draw.ellipse(box, fill, outline, FINE)

    def polygon(self, points: ArrayLike, fill: tuple[int, int, int]) -> None:
        self.draw.polygon([float(number) * FINE for number in np.ravel(points)], fill)

    def text(self, x: float, y: float, text: str, size: int, color: tuple[int, int, int] = INK) -> None:
        write_text(self.draw, (x * FINE, y * FINE), text, size * FINE, color)


def to_code(rgb: NDArray[Any]) -> tuple[int, int, int]:
    """Return an sRGB color, 0..1, as the drawing wants it."""
    red, green, blue = (int(number) for number in np.rint(np.clip(rgb, 0, 1) * 255))
    return red, green, blue


def draw_tones(pen: Pen, lut: Lut, left: float, top: float) -> None:
    """Draw the curve of each channel for grays, sRGB-coded: one white curve where the three are one."""
    for step in np.linspace(0, SIDE, 5):
        pen.line([(left, top + step), (left + SIDE, top + step)], LINE)
        pen.line([(left + step, top), (left + step, top + SIDE)], LINE)
    pen.line([(left, top + SIDE), (left + SIDE, top)], QUIET)
    after = np.clip(lut(GRAYS), 0, 1)
    neutral = np.ptp(after, axis=1).max() < 1 / 255
    for channel, color in [(1, INK)] if neutral else list(enumerate(CHANNELS)):
        pen.line(np.stack([left + SIDE * GRAYS[:, 0], top + SIDE * (1 - after[:, channel])], axis=1), color, 2.5)


def draw_hue_wheel(pen: Pen, lut: Lut, left: float, top: float) -> None:
    """Draw the plane of Oklab's a and b: a line from each hue of a ring to where it goes.

    The rim shows the hues as they were, and inside it as they become.
    """
    center, rim = np.array([left + SIDE / 2, top + SIDE / 2]), SIDE / 2
    fine = hue_ring(np.arange(0, 360, 2), RING_LIGHTNESS, RING_CHROMA)
    for colors, outer, inner in ((fine, 1.0, 0.94), (lut(fine), 0.925, 0.865)):
        for index, rgb in enumerate(colors):
            angles = np.radians([2 * index - 1.1, 2 * index + 1.1])
            ray = np.stack([np.cos(angles), -np.sin(angles)], axis=1) * rim
            pen.polygon(center + np.concatenate([ray * inner, ray[::-1] * outer]), to_code(rgb))
    for axis in np.eye(2) * rim * 0.8:
        pen.line([center - axis, center + axis], LINE)
    before = hue_ring(HUES, RING_LIGHTNESS, RING_CHROMA)
    after = lut(before)
    for old, new in zip(before, after, strict=True):
        start, end = (center + rim * 0.85 * wheel_place(rgb) for rgb in (old, new))
        pen.line([start, end], to_code(new), 2)
        pen.disc(start, 4, fill=BACKGROUND, outline=to_code(old))
        pen.disc(end, 6, fill=to_code(new))


def wheel_place(rgb: NDArray[Any]) -> NDArray[np.float64]:
    """Place a color on the wheel: (x to the right, y down), 1 at WHEEL_CHROMA, held inside."""
    lab = srgb_to_oklab(np.clip(rgb, 0, 1))
    angle, distance = np.radians(float(hue(lab))), min(float(chroma(lab)) / WHEEL_CHROMA, 1.0)
    return distance * np.array([np.cos(angle), -np.sin(angle)])


def draw_patches(pen: Pen, lut: Lut, left: float, top: float) -> None:
    """Draw each patch before, above its diagonal, and after, below."""
    draw_split_patches(pen, checker.CODES, lut(checker.CODES), left, top)


def draw_split_patches(pen: Pen, upper: NDArray[Any], lower: NDArray[Any], left: float, top: float) -> None:
    """Draw the 24 patches, each in two sRGB colors (24, 3): above and below its diagonal."""
    width, height, gap = (SIDE + 10) / COLUMNS, (SIDE + 10) / ROWS, 10
    for index, (old, new) in enumerate(zip(upper, lower, strict=True)):
        x, y = left + index % COLUMNS * width, top + index // COLUMNS * height
        right, bottom = x + width - gap, y + height - gap
        pen.polygon([(x, y), (right, y), (x, bottom)], to_code(old))
        pen.polygon([(right, y), (right, bottom), (x, bottom)], to_code(new))


PANELS = (
    Panel(draw_tones, "Grays", "sRGB codes, across before, up after"),
    Panel(draw_hue_wheel, "Hues", "outer ring and circles before, inner ring and dots after"),
    Panel(draw_patches, "ColorChecker", "upper left before, lower right after"),
)
