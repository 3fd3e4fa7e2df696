"""Search for a picture in another: at any place, quarter turn and scale, and at tilts of some degrees.

Phase correlation of small copies finds the likeliest shift for one turn and scale after the other (Kuglin, Hines: The
Phase Correlation Image Alignment Method, 1975).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ..color.space import Floats
from .local_contrast import average_channels, correlation_of, normalize_contrast, shrink_plane
from .placement import Placement
from .samples import Plane

DIRECT = 160  # pixels of the longer sides, where the pictures are taken to be of one size and upright
SMALL = 64  # the same in the search: of the one that shows less
SCALES = 1.06 ** np.arange(-13, 14)  # 0.47 … 2.13 times what the longer sides say
TILTS = np.radians((0.0, -2.4, 2.4, -4.8, 4.8, -7.2, 7.2))
RADIUS = 3  # pixels, of the neighborhood that a pixel is compared with
LEAST_OVERLAP = 0.1  # of the smaller picture
PEAKS = 4
CANDIDATES = 8
ALIKE = 1e-6


@dataclass(frozen=True)
class Turned:
    """The picture after as it would lie on the one before but for a shift.

    values: (h, w), in pixels of the copy of the picture before.  unit: of the picture after's own pixels, one of these.
    """

    values: Floats
    unit: float
    angle: float


def place_directly(before: Plane, after: Plane) -> Placement:
    """Find the likeliest shift of two upright pictures whose longer sides show the same length."""
    one, two = average_channels(before), average_channels(after)
    small = copy_small(one, before, DIRECT)
    return best_shift(small, after, turn_plane(two, after, pixel_ratio(before, after, 1.0) * small.reduced, 0.0))


def search_placements(before: Plane, after: Plane) -> list[Placement]:
    """Return the likeliest placements at all turns and scales, best first."""
    one, two = average_channels(before), average_channels(after)
    found = []
    for scale in SCALES:
        small = copy_small(one, before, round(SMALL * max(scale, 1.0)))
        unit = pixel_ratio(before, after, float(scale)) * small.reduced
        upright = copy_for_unit(two, after, unit)
        for quarter in range(4):
            for tilt in TILTS:
                turned = turn_copy(upright, unit, quarter * np.pi / 2 + float(tilt))
                found.append(best_shift(small, after, turned))
    found.sort(key=lambda one: -one.correlation)
    return found[:CANDIDATES]


def pixel_ratio(before: Plane, after: Plane, scale: float) -> float:
    """Return how many of the picture after's own pixels lie along one of the picture before's."""
    return scale * max(after.frame) / max(before.frame)


def copy_small(gray: Floats, picture: Plane, side: int) -> Plane:
    """Return a copy with normalized contrast, about that long."""
    copy = shrink_plane(gray, max(round(max(gray.shape) / side), 1), picture)
    return Plane(normalize_contrast(copy.codes, RADIUS), copy.valid, copy.reduced, copy.frame)


def copy_for_unit(gray: Floats, picture: Plane, unit: float) -> Plane:
    """Return a copy with normalized contrast whose pixels are no larger than a unit of the picture's own pixels."""
    copy = shrink_plane(gray, max(int(unit / picture.reduced + 0.2), 1), picture)
    radius = max(round(RADIUS * unit / copy.reduced), 2)
    return Plane(normalize_contrast(copy.codes, radius), copy.valid, copy.reduced, copy.frame)


def turn_plane(gray: Floats, picture: Plane, unit: float, angle: float) -> Turned:
    return turn_copy(copy_for_unit(gray, picture, unit), unit, angle)


def turn_copy(copy: Plane, unit: float, angle: float) -> Turned:
    """Turn a copy back by an angle and resample it to pixels of that unit; 0 where it has nothing."""
    height, width = copy.shape
    step = unit / copy.reduced
    cos, sin = np.cos(angle) * step, np.sin(angle) * step
    across = int((abs(np.cos(angle)) * width + abs(np.sin(angle)) * height) / step)
    down = int((abs(np.sin(angle)) * width + abs(np.cos(angle)) * height) / step)
    x = (np.arange(across) + 0.5 - across / 2)[None, :]
    y = (np.arange(down) + 0.5 - down / 2)[:, None]
    column = np.rint(cos * x - sin * y + (width - 1) / 2).astype(np.intp)
    row = np.rint(sin * x + cos * y + (height - 1) / 2).astype(np.intp)
    inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
    padded = np.append(copy.codes.ravel(), np.float32(0))
    return Turned(padded[np.where(inside, row * width + column, height * width)], unit, angle)


def best_shift(before: Plane, after: Plane, turned: Turned) -> Placement:
    """Phase correlation at one turn and scale; of its highest peaks the one that correlates best."""
    own, other = before.codes, turned.values
    size = [fast_length(sum(pair)) for pair in zip(own.shape, other.shape, strict=True)]
    product = np.fft.rfft2(own, size).conj() * np.fft.rfft2(other, size)
    surface = np.fft.irfft2(product / np.sqrt(np.abs(product) + ALIKE), size)
    best, place = -1.0, (0, 0)
    flat = surface.ravel()
    for at in np.argpartition(-flat, PEAKS)[:PEAKS]:
        down, right = (
            int(i) - length * (2 * int(i) >= length)
            for i, length in zip(np.unravel_index(at, surface.shape), size, strict=True)
        )
        correlation = overlap_correlation(own, other, down, right)
        if correlation > best:
            best, place = correlation, (down, right)
    # How far the middle of the picture before lies from that of the one after, in units that are turned.
    y, x = (
        (shift + (length - other_length) / 2) * turned.unit
        for shift, length, other_length in zip(place, own.shape, other.shape, strict=True)
    )
    # The copy may have lost a part of a pixel at its right and at its bottom.
    lost_y, lost_x = (
        (length - count * before.reduced) / 2 * turned.unit / before.reduced
        for count, length in zip(own.shape, before.frame, strict=True)
    )
    y, x = y + lost_y, x + lost_x
    cos, sin, width = np.cos(turned.angle), np.sin(turned.angle), after.frame[1]
    scale = turned.unit / before.reduced * before.frame[1] / width
    return Placement(((cos * x - sin * y) / width, (sin * x + cos * y) / width), scale, turned.angle, correlation=best)


@cache
def fast_length(least: int) -> int:
    """Return the least length that the Fourier transform is fast for: of factors 2, 3 and 5."""
    length = least
    while True:
        rest = length
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1 and length % 2 == 0:
            return length
        length += 1


def overlap_correlation(first: Floats, second: Floats, down: int, right: int) -> float:
    """Correlate two pictures where the second's pixel (y + down, x + right) lies on the first's (y, x)."""
    top, left = max(-down, 0), max(-right, 0)
    bottom = min(first.shape[0], second.shape[0] - down)
    end = min(first.shape[1], second.shape[1] - right)
    if bottom <= top or end <= left or (bottom - top) * (end - left) < LEAST_OVERLAP * min(first.size, second.size):
        return -1.0
    return correlation_of(first[top:bottom, left:end], second[top + down : bottom + down, left + right : end + right])
