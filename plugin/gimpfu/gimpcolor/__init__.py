"""The original's gimpcolor: colors with their arithmetic and conversions, read from names and CSS."""

from __future__ import annotations

import math
from typing import Any, Sequence

from gimpcolor import _parse
from gimpcolor._models import (
    CMYK,
    HSL,
    HSV,
    RGB,
    RGB_COMPOSITE_BEHIND,
    RGB_COMPOSITE_NONE,
    RGB_COMPOSITE_NORMAL,
    RGB_LUMINANCE_BLUE,
    RGB_LUMINANCE_GREEN,
    RGB_LUMINANCE_RED,
)
from gimpcolor._names import NAMES

__all__ = [
    "CMYK",
    "HSL",
    "HSV",
    "RGB",
    "RGB_COMPOSITE_BEHIND",
    "RGB_COMPOSITE_NONE",
    "RGB_COMPOSITE_NORMAL",
    "RGB_LUMINANCE_BLUE",
    "RGB_LUMINANCE_GREEN",
    "RGB_LUMINANCE_RED",
    "bilinear",
    "bilinear_rgb",
    "bilinear_rgba",
    "rgb_names",
    "rgb_parse_css",
    "rgb_parse_hex",
    "rgb_parse_name",
]


def rgb_parse_name(name: str) -> RGB:
    return RGB(*_parse.name(name))


def rgb_parse_hex(hex: str) -> RGB:
    return RGB(*_parse.hexadecimal(hex))


def rgb_parse_css(css: str, with_alpha: bool = False) -> RGB:
    return RGB(*(_parse.css_with_alpha if with_alpha else _parse.css)(css))


def rgb_names() -> dict[str, RGB]:
    return {name: rgb_parse_name(name) for name in NAMES}


def _weights(x: float, y: float) -> tuple[float, float, float, float]:
    x, y = math.fmod(x, 1.0) % 1.0, math.fmod(y, 1.0) % 1.0
    return (1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y


def _mix(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values))


def bilinear(x: float, y: float, values: Any) -> Any:
    """Between four numbers, row by row; of four bytes, a byte."""
    if len(values) != 4:
        raise TypeError("values is not a sequence of 4 items")
    mixed = _mix(_weights(x, y), values)
    return bytes([int(mixed)]) if isinstance(values, (bytes, bytearray)) else float(mixed)


def bilinear_rgb(x: float, y: float, values: Sequence[Any]) -> RGB:
    """Between four colors, row by row; alpha is left 0, as libgimpcolor leaves it."""
    colors = _four(values)
    weights = _weights(x, y)
    return RGB(*(_mix(weights, [color._values[i] for color in colors]) for i in range(3)), 0.0)


def bilinear_rgba(x: float, y: float, values: Sequence[Any]) -> RGB:
    """The same, with alpha, by which the colors are weighted."""
    colors = _four(values)
    weights = [weight * color.a for weight, color in zip(_weights(x, y), colors)]
    alpha = sum(weights)
    if alpha <= 0.0:
        return RGB(0.0, 0.0, 0.0, alpha)
    return RGB(*(_mix(weights, [color._values[i] for color in colors]) / alpha for i in range(3)), alpha)


def _four(values: Sequence[Any]) -> list[RGB]:
    if len(values) != 4:
        raise TypeError("values is not a sequence of 4 items")
    return [RGB.of(value) for value in values]
