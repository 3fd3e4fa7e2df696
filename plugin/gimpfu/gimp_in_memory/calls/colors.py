"""Changes of color: every one a table of 256 values, or a function of a pixel."""

from __future__ import annotations

import math
from array import array
from typing import Any, Callable, Sequence

import gimpenums as e
from gimpcolor import RGB_LUMINANCE_BLUE, RGB_LUMINANCE_GREEN, RGB_LUMINANCE_RED

from gimp_in_memory.formats import byte, from_linear, to_linear
from gimp_in_memory.model import COMPONENTS, Drawable
from gimp_in_memory.world import World, refuse, through_selection


def table(function: Callable[[float], float]) -> bytes:
    """Of a function of 0..1, for bytes."""
    return bytes(byte(function(value / 255)) for value in range(256))


def _colors(drawable: Drawable) -> list[int]:
    if drawable.type > 3:
        raise refuse("Cannot change the colors of an indexed drawable.")
    return list(range(COMPONENTS[drawable.type] - drawable.has_alpha))


def _components(drawable: Drawable, channel: int) -> list[int]:
    """Which components a histogram's channel stands for."""
    colors = _colors(drawable)
    if channel == e.HISTOGRAM_VALUE:
        return colors
    if channel == e.HISTOGRAM_ALPHA and drawable.has_alpha:
        return [len(colors)]
    if len(colors) == 3 and e.HISTOGRAM_RED <= channel <= e.HISTOGRAM_BLUE:
        return [channel - e.HISTOGRAM_RED]
    raise refuse(f"the drawable has no channel {channel}")


def _apply(drawable: Drawable, channel: int, function: Callable[[float], float]) -> None:
    through_selection(drawable, drawable.pixels.translated(table(function), _components(drawable, channel)))


def invert(world: World, drawable: Drawable, linear: int = 0) -> None:
    if linear:
        _apply(drawable, e.HISTOGRAM_VALUE, lambda v: from_linear(1 - to_linear(v)))
    else:
        _apply(drawable, e.HISTOGRAM_VALUE, lambda v: 1 - v)


def levels(
    world: World,
    drawable: Drawable,
    channel: int,
    low: float,
    high: float,
    clamp_input: int,
    gamma: float,
    low_output: float,
    high_output: float,
    clamp_output: int,
) -> None:
    def level(value: float) -> float:
        value = (value - low) / (high - low) if high != low else value - low
        value = min(max(value, 0.0), 1.0) if clamp_input else value
        if gamma != 1.0 and value > 0:
            value = value ** (1 / gamma)
        return value * (high_output - low_output) + low_output

    _apply(drawable, channel, level)


def old_levels(
    world: World,
    drawable: Drawable,
    channel: int,
    low: int,
    high: int,
    gamma: float,
    low_output: int,
    high_output: int,
) -> None:
    ends = [value / 255 for value in (low, high, low_output, high_output)]
    levels(world, drawable, channel, ends[0], ends[1], 1, gamma, ends[2], ends[3], 1)


def spline(points: Sequence[tuple[float, float]], samples: int = 256) -> list[float]:
    """GIMP's smooth curve through points: a Bézier between each two, as steep at a point as between its neighbors."""
    points = sorted(points)
    last = samples - 1
    values = [points[0][1]] * samples
    for i in range(int(points[-1][0] * last + 0.5), samples):
        values[i] = points[-1][1]
    for i in range(len(points) - 1):
        (x0, y0), (x3, y3) = points[i], points[i + 1]
        before, after = points[max(i - 1, 0)], points[min(i + 2, len(points) - 1)]
        dx, dy = x3 - x0, y3 - y0
        if dx <= 0:
            continue
        first, final = i == 0, i + 2 == len(points)
        if first and final:
            y1, y2 = y0 + dy / 3, y0 + dy * 2 / 3
        elif first:
            y2 = y3 - (after[1] - y0) / (after[0] - x0) * dx / 3
            y1 = y0 + (y2 - y0) / 2
        elif final:
            y1 = y0 + (y3 - before[1]) / (x3 - before[0]) * dx / 3
            y2 = y3 + (y1 - y3) / 2
        else:
            y1 = y0 + (y3 - before[1]) / (x3 - before[0]) * dx / 3
            y2 = y3 - (after[1] - y0) / (after[0] - x0) * dx / 3
        start, steps = int(x0 * last + 0.5), int(dx * last + 0.5)
        for j in range(steps + 1):
            t = j / dx / last
            y = y0 * (1 - t) ** 3 + 3 * y1 * (1 - t) ** 2 * t + 3 * y2 * (1 - t) * t * t + y3 * t**3
            if start + j < samples:
                values[start + j] = min(max(y, 0.0), 1.0)
    for x, y in points:
        values[int(x * last + 0.5)] = y
    return values


def curves_spline(world: World, drawable: Drawable, channel: int, count: int, points: list[float]) -> None:
    values = spline(list(zip(points[::2], points[1::2])))
    _apply(drawable, channel, lambda v: values[round(v * 255)])


def old_curves_spline(world: World, drawable: Drawable, channel: int, count: int, points: bytes) -> None:
    curves_spline(world, drawable, channel, count, [value / 255 for value in points])


def curves_explicit(world: World, drawable: Drawable, channel: int, count: int, values: list[float]) -> None:
    if count != 256:
        raise NotImplementedError("the memory backend takes curves of 256 values only")
    _apply(drawable, channel, lambda v: values[round(v * 255)])


def old_curves_explicit(world: World, drawable: Drawable, channel: int, count: int, values: bytes) -> None:
    curves_explicit(world, drawable, channel, count, [value / 255 for value in values])


def brightness_contrast(world: World, drawable: Drawable, brightness: float, contrast: float) -> None:
    slant, half = math.tan((contrast + 1) * math.pi / 4), brightness / 2

    def change(value: float) -> float:
        value = value * (1 + half) if half < 0 else value + (1 - value) * half
        return (value - 0.5) * slant + 0.5

    _apply(drawable, e.HISTOGRAM_VALUE, change)


def old_brightness_contrast(world: World, drawable: Drawable, brightness: int, contrast: int) -> None:
    brightness_contrast(world, drawable, brightness / 127, contrast / 127)


def posterize(world: World, drawable: Drawable, steps: int) -> None:
    """Alpha, too, as GIMP has it."""
    _colors(drawable)
    values = table(lambda v: round(v * (steps - 1)) / (steps - 1))
    through_selection(drawable, drawable.pixels.translated(values, range(COMPONENTS[drawable.type])))


def _each(drawable: Drawable, function: Callable[[Sequence[float]], Sequence[float]]) -> None:
    colors = len(_colors(drawable))

    def change(pixel: bytes) -> bytes:
        return bytes(map(byte, function([value / 255 for value in pixel[:colors]]))) + pixel[colors:]

    through_selection(drawable, drawable.pixels.each(change))


def threshold(world: World, drawable: Drawable, channel: int, low: float, high: float) -> None:
    def change(color: Sequence[float]) -> Sequence[float]:
        value = max(color) if channel == e.HISTOGRAM_VALUE else color[_components(drawable, channel)[0]]
        (value,) = array("f", [value])  # GIMP compares single precision with double
        return [float(low <= value <= high)] * len(color)

    _each(drawable, change)


def old_threshold(world: World, drawable: Drawable, low: int, high: int) -> None:
    threshold(world, drawable, e.HISTOGRAM_VALUE, low / 255, high / 255)


_WEIGHTS = RGB_LUMINANCE_RED, RGB_LUMINANCE_GREEN, RGB_LUMINANCE_BLUE


def _weighted(color: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(_WEIGHTS, color))


GRAYS: dict[int, Callable[[Sequence[float]], float]] = {
    e.DESATURATE_LIGHTNESS: lambda color: (max(color) + min(color)) / 2,
    e.DESATURATE_LUMA: _weighted,
    e.DESATURATE_AVERAGE: lambda color: sum(color) / 3,
    e.DESATURATE_LUMINANCE: lambda color: from_linear(_weighted([to_linear(v) for v in color])),
    e.DESATURATE_VALUE: max,
}


def desaturate(world: World, drawable: Drawable, mode: int = e.DESATURATE_LIGHTNESS) -> None:
    if drawable.type > 1:
        raise refuse("Cannot desaturate a drawable that has no colors.")
    _each(drawable, lambda color: [GRAYS[mode](color)] * 3)


# Histograms.


def _counts(drawable: Drawable, channel: int) -> list[float]:
    """How much there is of each value; what is selected or opaque in part counts in part."""
    n, image = COMPONENTS[drawable.type], drawable.image
    data = drawable.pixels.data
    if channel == e.HISTOGRAM_VALUE:
        parts = [data[c::n] for c in _colors(drawable)]
        values: Sequence[int] = parts[0] if len(parts) == 1 else list(map(max, *parts))
    elif channel == e.HISTOGRAM_LUMINANCE:
        raise NotImplementedError("the memory backend has no histogram of luminance")
    else:
        values = data[_components(drawable, channel)[0] :: n]
    counts = [0.0] * 256
    weights: Sequence[float] | None = None
    if drawable.has_alpha and channel != e.HISTOGRAM_ALPHA:
        weights = [alpha / 255 for alpha in data[n - 1 :: n]]
    if image.selected:
        mask = image.selection.pixels.moved(drawable.width, drawable.height, -drawable.x, -drawable.y, b"\0").data
        weights = [m / 255 * w for m, w in zip(mask, weights or [1.0] * len(mask))]
    for i, value in enumerate(values):
        counts[value] += weights[i] if weights else 1.0
    return counts


def _statistics(drawable: Drawable, channel: int, start: int, end: int) -> Any:
    counts = _counts(drawable, channel)
    start, end = min(start, end), max(start, end)
    count, pixels = sum(counts[start : end + 1]), sum(counts)
    if not count:
        return 0.0, 0.0, 0.0, pixels, 0.0, 0.0
    mean = sum(i * counts[i] for i in range(start, end + 1)) / count
    deviation = math.sqrt(sum(counts[i] * (i - mean) ** 2 for i in range(start, end + 1)) / count)
    sum_, median = 0.0, -1.0
    for i in range(start, end + 1):
        sum_ += counts[i]
        if sum_ * 2 > count:
            median = float(i)
            break
    return mean, deviation, median, pixels, count, count / pixels


def old_histogram(world: World, drawable: Drawable, channel: int, start: int, end: int) -> Any:
    return _statistics(drawable, channel, start, end)


def histogram(world: World, drawable: Drawable, channel: int, start: float, end: float) -> Any:
    return _statistics(drawable, channel, round(start * 255), round(end * 255))


READS = {"gimp-histogram": old_histogram, "gimp-drawable-histogram": histogram}

CHANGES = {
    "gimp-invert": invert,
    "gimp-drawable-invert": invert,
    "gimp-levels": old_levels,
    "gimp-drawable-levels": levels,
    "gimp-curves-spline": old_curves_spline,
    "gimp-drawable-curves-spline": curves_spline,
    "gimp-curves-explicit": old_curves_explicit,
    "gimp-drawable-curves-explicit": curves_explicit,
    "gimp-brightness-contrast": old_brightness_contrast,
    "gimp-drawable-brightness-contrast": brightness_contrast,
    "gimp-posterize": posterize,
    "gimp-drawable-posterize": posterize,
    "gimp-threshold": old_threshold,
    "gimp-drawable-threshold": threshold,
    "gimp-desaturate": desaturate,
    "gimp-desaturate-full": desaturate,
    "gimp-drawable-desaturate": desaturate,
}
