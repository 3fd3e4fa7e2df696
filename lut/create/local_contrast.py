"""Local contrast: copies of pictures that look the same whatever tones a look gave them."""

from __future__ import annotations

import numpy as np

from ..color.space import Floats
from .samples import Plane, block_means

LEAST_DEVIATION = 2e-5  # squared, of codes: keeps noise in flat areas small
MOST = 3.0


def normalize_contrast(gray: Floats, radius: int) -> Floats:
    """Return (H, W) values beside the mean of their neighborhood, in units of its deviation.

    gray: (H, W).  radius: of the neighborhood, in pixels; that of the deviation is twice as large.
    """
    away = gray - blur_plane(gray, radius)
    deviation = np.sqrt(blur_plane(away * away, 2 * radius) + np.float32(LEAST_DEVIATION))
    values: Floats = np.clip(away / deviation, -MOST, MOST)
    return values


def average_channels(picture: Plane) -> Floats:
    """Return a gray of the codes, (H, W), evenly mixed since nobody knows what the look does to which color."""
    gray: Floats = picture.codes.mean(axis=2)
    return gray


def shrink_plane(gray: Floats, factor: int, picture: Plane) -> Plane:
    """Return a copy of a picture's gray plane that is smaller by a whole factor."""
    values = block_means(gray, factor)
    return Plane(values, np.ones(values.shape, bool), factor * picture.reduced, picture.frame)


def blur_plane(plane: Floats, radius: int) -> Floats:
    """Blur a plane: means over squares, twice; at the edges over what is inside."""
    for _again in range(2):
        for axis in (0, 1):
            plane = running_mean(plane, radius, axis)
    return plane


def running_mean(plane: Floats, radius: int, axis: int) -> Floats:
    length = plane.shape[axis]
    sums = np.concatenate([np.zeros_like(plane.take([0], axis), np.float64), np.cumsum(plane, axis, np.float64)], axis)
    place = np.arange(length)
    first, last = np.maximum(place - radius, 0), np.minimum(place + radius + 1, length)
    total = sums.take(last, axis) - sums.take(first, axis)
    count = (last - first).reshape((-1, 1) if axis == 0 else (1, -1))
    mean: Floats = (total / count).astype(np.float32)
    return mean


def correlation_of(first: Floats, second: Floats) -> float:
    size = np.sqrt(float((first * first).sum()) * float((second * second).sum()))
    return float((first * second).sum()) / size if size > 0 else 0.0
