"""What the layer modes make of a color and the one over it: floats, as GIMP computes them.

A mode blends in one color space (linear or perceptual light) and composites the result with what is below in another,
over the whole of both (union) or only where something is below.  The legacy modes do all in perceptual light.
"""

from __future__ import annotations

from typing import Callable, NamedTuple, Sequence

import gimpenums as e
from gimpcolor import HSL, HSV, RGB

from gimp_in_memory.formats import from_linear, to_linear

Color = Sequence[float]
Blend = Callable[[Color, Color], Color]


class Mode(NamedTuple):
    blend: Blend | None  # of (below, above); None: the color above, as it is
    linear_blend: bool = False
    linear_composite: bool = True
    union: bool = False
    legacy: bool = False


def _divided(a: float, b: float) -> float:
    return min(max(a / b, -65536.0), 65536.0) if abs(b) > 1e-6 else 0.0 if abs(a) <= 1e-6 else 65536.0


def _clamped(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _each(function: Callable[[float, float], float]) -> Blend:
    return lambda below, above: [function(b, a) for b, a in zip(below, above)]


def _each_clamped(function: Callable[[float, float], float]) -> Blend:
    return lambda below, above: [_clamped(function(b, a)) for b, a in zip(below, above)]


def _soft(b: float, a: float) -> float:
    return (1 - b) * b * a + b * (1 - (1 - b) * (1 - a))


def _hard(b: float, a: float) -> float:
    return min(1 - (1 - b) * (1 - (a - 0.5) * 2), 1.0) if a > 0.5 else min(b * a * 2, 1.0)


def _hard_legacy(b: float, a: float) -> float:
    half = 128 / 255
    return min(1 - (1 - b) * (1 - (a - half) * 2), 1.0) if a > half else min(b * a * 2, 1.0)


def _overlay(b: float, a: float) -> float:
    return 2 * b * a if b < 0.5 else 1 - 2 * (1 - a) * (1 - b)


def _dodge_legacy(b: float, a: float) -> float:
    return b / (1 - a) if a < 1 else float(b > 0)


def _burn_legacy(b: float, a: float) -> float:
    return 1 - (1 - b) / a if a > 0 else float(b >= 1)


def _divide_legacy(b: float, a: float) -> float:
    return b / a if a > 0 else float(b > 0)


def _hue(below: Color, above: Color) -> Color:
    delta = max(above) - min(above)
    if delta <= 1e-6:
        return below
    ratio = (max(below) - min(below)) / delta
    return [value * ratio + max(below) - max(above) * ratio for value in above]


def _saturation(below: Color, above: Color) -> Color:
    top, delta = max(below), max(below) - min(below)
    if delta <= 1e-6:
        return [top] * 3
    ratio = ((max(above) - min(above)) / max(above) if max(above) else 0.0) * top / delta
    return [value * ratio + (1 - ratio) * top for value in below]


def _value(below: Color, above: Color) -> Color:
    if abs(max(below)) <= 1e-6:
        return [max(above)] * 3
    return [value * max(above) / max(below) for value in below]


def _color(below: Color, above: Color) -> Color:
    low, high = (min(below) + max(below)) / 2, (min(above) + max(above)) / 2
    if abs(high) <= 1e-6 or abs(1 - high) <= 1e-6:
        return [low] * 3
    bright, above_bright = low > 0.5, high > 0.5
    low, high = min(low, 1 - low), min(high, 1 - high)
    ratio = low / high
    offset = (1 - 2 * low if bright else 0.0) + (2 * low - ratio if above_bright else 0.0)
    return [value * ratio + offset for value in above]


def _hsv_legacy(component: int) -> Blend:
    def blend(below: Color, above: Color) -> Color:
        result, other = RGB(*map(float, below)).to_hsv(), RGB(*map(float, above)).to_hsv()
        if component != 0 or other.s > 0:  # a gray layer has no hue to give
            result._values[component] = other._values[component]
        return HSV(*result._values).to_rgb()._values[:3]

    return blend


def _hsl_legacy(below: Color, above: Color) -> Color:
    result, other = RGB(*map(float, below)).to_hsl(), RGB(*map(float, above)).to_hsl()
    return HSL(other.h, other.s, result.l, 1.0).to_rgb()._values[:3]


_ARITHMETIC = {
    "MULTIPLY": lambda b, a: b * a,
    "SCREEN": lambda b, a: 1 - (1 - b) * (1 - a),
    "DIFFERENCE": lambda b, a: abs(b - a),
    "ADDITION": lambda b, a: b + a,
    "SUBTRACT": lambda b, a: b - a,
    "DARKEN_ONLY": min,
    "LIGHTEN_ONLY": max,
}

MODES: dict[int, Mode] = {
    e.LAYER_MODE_NORMAL: Mode(None, union=True),
    e.LAYER_MODE_MULTIPLY: Mode(_each(_ARITHMETIC["MULTIPLY"]), linear_blend=True),
    e.LAYER_MODE_SCREEN: Mode(_each(_ARITHMETIC["SCREEN"])),
    e.LAYER_MODE_DIFFERENCE: Mode(_each(_ARITHMETIC["DIFFERENCE"])),
    e.LAYER_MODE_ADDITION: Mode(_each(_ARITHMETIC["ADDITION"]), linear_blend=True),
    e.LAYER_MODE_SUBTRACT: Mode(_each(_ARITHMETIC["SUBTRACT"]), linear_blend=True),
    e.LAYER_MODE_DARKEN_ONLY: Mode(_each(min), linear_blend=True),
    e.LAYER_MODE_LIGHTEN_ONLY: Mode(_each(max), linear_blend=True),
    e.LAYER_MODE_OVERLAY: Mode(_each(_overlay)),
    e.LAYER_MODE_DIVIDE: Mode(_each(_divided), linear_blend=True),
    e.LAYER_MODE_DODGE: Mode(_each(lambda b, a: _divided(b, 1 - a))),
    e.LAYER_MODE_BURN: Mode(_each(lambda b, a: 1 - _divided(1 - b, a))),
    e.LAYER_MODE_HARDLIGHT: Mode(_each(_hard)),
    e.LAYER_MODE_SOFTLIGHT: Mode(_each(_soft)),
    e.LAYER_MODE_GRAIN_EXTRACT: Mode(_each(lambda b, a: b - a + 0.5)),
    e.LAYER_MODE_GRAIN_MERGE: Mode(_each(lambda b, a: b + a - 0.5)),
    e.LAYER_MODE_LINEAR_BURN: Mode(_each(lambda b, a: b + a - 1)),
    e.LAYER_MODE_HSV_HUE: Mode(_hue),
    e.LAYER_MODE_HSV_SATURATION: Mode(_saturation),
    e.LAYER_MODE_HSV_VALUE: Mode(_value),
    e.LAYER_MODE_HSL_COLOR: Mode(_color),
}


def _legacy(blend: Blend | None, union: bool = False) -> Mode:
    return Mode(blend, linear_composite=False, union=union, legacy=not union)


MODES.update(
    {
        e.LAYER_MODE_NORMAL_LEGACY: _legacy(None, union=True),
        **{
            getattr(e, f"LAYER_MODE_{name}_LEGACY"): _legacy(_each_clamped(function))
            for name, function in _ARITHMETIC.items()
        },
        e.LAYER_MODE_OVERLAY_LEGACY: _legacy(_each_clamped(_soft)),  # GIMP's old overlay was a soft light
        e.LAYER_MODE_SOFTLIGHT_LEGACY: _legacy(_each_clamped(_soft)),
        e.LAYER_MODE_HARDLIGHT_LEGACY: _legacy(_each_clamped(_hard_legacy)),
        e.LAYER_MODE_DIVIDE_LEGACY: _legacy(_each_clamped(_divide_legacy)),
        e.LAYER_MODE_DODGE_LEGACY: _legacy(_each_clamped(_dodge_legacy)),
        e.LAYER_MODE_BURN_LEGACY: _legacy(_each_clamped(_burn_legacy)),
        e.LAYER_MODE_GRAIN_EXTRACT_LEGACY: _legacy(_each_clamped(lambda b, a: b - a + 128 / 255)),
        e.LAYER_MODE_GRAIN_MERGE_LEGACY: _legacy(_each_clamped(lambda b, a: b + a - 128 / 255)),
        e.LAYER_MODE_HSV_HUE_LEGACY: _legacy(_hsv_legacy(0)),
        e.LAYER_MODE_HSV_SATURATION_LEGACY: _legacy(_hsv_legacy(1)),
        e.LAYER_MODE_HSV_VALUE_LEGACY: _legacy(_hsv_legacy(2)),
        e.LAYER_MODE_HSL_COLOR_LEGACY: _legacy(_hsl_legacy),
    }
)


def over(below: Color, above: Color, opacity: float, mode: Mode) -> Color:
    """(red, green, blue, alpha) over another, both in perceptual light, as the mode has it."""
    *below_color, below_alpha = below
    *above_color, above_alpha = above
    if mode.legacy:
        return _over_legacy(below_color, below_alpha, above_color, above_alpha, opacity, mode)
    alpha = above_alpha * opacity
    new_alpha = alpha + (1 - alpha) * below_alpha if mode.union else below_alpha
    if alpha == 0 or new_alpha == 0:
        return [*below_color, new_alpha]
    if mode.linear_composite:
        ground, layer = [to_linear(v) for v in below_color], [to_linear(v) for v in above_color]
    else:
        ground, layer = below_color, above_color
    if mode.blend is None or below_alpha == 0 or above_alpha == 0:
        mixed = layer
    elif mode.linear_blend:
        mixed = mode.blend(ground, layer)
    else:
        mixed = [to_linear(v) for v in mode.blend(below_color, above_color)]
    if not mode.union:
        result = [g + (m - g) * alpha for g, m in zip(ground, mixed)]
    elif below_alpha == 0:
        result = layer
    else:
        ratio = alpha / new_alpha
        result = [ratio * (below_alpha * (m - above) + above - g) + g for g, above, m in zip(ground, layer, mixed)]
    if mode.linear_composite:
        result = [from_linear(v) for v in result]
    return [*result, new_alpha]


def _over_legacy(
    below: Color, below_alpha: float, above: Color, above_alpha: float, opacity: float, mode: Mode
) -> Color:
    alpha = min(below_alpha, above_alpha) * opacity
    new_alpha = below_alpha + (1 - below_alpha) * alpha
    if not alpha or not new_alpha or mode.blend is None:
        return [*below, below_alpha]
    ratio = alpha / new_alpha
    mixed = mode.blend(below, above)
    return [*(m * ratio + b * (1 - ratio) for m, b in zip(mixed, below)), below_alpha]
