"""Placement of one picture on another: shift, scale, turn and lens distortion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..color.space import Floats
from .samples import Plane


@dataclass(frozen=True)
class Placement:
    """Placement of one picture on the other, both in shares of their own width, from the middle.

    place = shift + scale · turned(place · (1 + k1 r² + k2 r⁴)); r is 1 in the corners of the picture before
    (Brown: Close-Range Camera Calibration, 1971, without its tangential terms).
    shift: (x, y) of the middle.  angle: in radians, clockwise.  lens: (k1, k2).
    correlation: of the two pictures so placed, -1..1.  overlap: share of the smaller one that lies on the other.
    """

    shift: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    angle: float = 0.0
    lens: tuple[float, float] = (0.0, 0.0)
    correlation: float = 0.0
    overlap: float = 1.0

    @property
    def values(self) -> NDArray[np.float64]:
        """(6,): scale · cos, scale · sin, shift x, shift y, k1, k2."""
        return np.array([self.scale * np.cos(self.angle), self.scale * np.sin(self.angle), *self.shift, *self.lens])

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> Placement:
        cos, sin, x, y, second, fourth = (float(value) for value in values)
        return cls((x, y), float(np.hypot(cos, sin)), float(np.arctan2(sin, cos)), (second, fourth))


def centered_places(picture: Plane) -> tuple[Floats, Floats]:
    """Return (H, 1) and (1, W): y and x of pixel centers from the picture's middle, in shares of its width."""
    height, width = picture.frame
    down, across = (
        ((np.arange(count) + 0.5) * picture.reduced - length / 2) / width
        for count, length in zip(picture.shape, (height, width), strict=True)
    )
    return down[:, None].astype(np.float32), across[None, :].astype(np.float32)


def squared_radius(picture: Plane, y: Floats, x: Floats) -> Floats:
    """Return the squared distance of places, in shares of the width, from the middle, 1 in the corners."""
    height, width = picture.frame
    result: Floats = (x * x + y * y) * np.float32(4 * width * width / (height * height + width * width))
    return result


def map_positions(picture: Plane, onto: Plane, placement: Placement) -> tuple[Floats, Floats]:
    """Return (H, W) each: y and x, in pixels of the plane ``onto``, where a picture's pixels lie."""
    return map_places(picture, onto, placement, *centered_places(picture))


def map_places(picture: Plane, onto: Plane, placement: Placement, y: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Map places of a picture, as ``centered_places`` gives them, to y and x in pixels of the plane ``onto``."""
    cos, sin, right, down, second, fourth = (np.float32(value) for value in placement.values)
    if second or fourth:
        r2 = squared_radius(picture, y, x)
        lens = 1 + second * r2 + fourth * r2 * r2
        y, x = y * lens, x * lens
    width = np.float32(onto.frame[1] / onto.reduced)
    middle_y, middle_x = (np.float32(length / onto.reduced / 2 - 0.5) for length in onto.frame)
    return (sin * x + cos * y + down) * width + middle_y, (cos * x - sin * y + right) * width + middle_x


def sample_bilinear(plane: Floats, y: Floats, x: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Look up values between pixels at positions (H, W) bilinearly, and tell which lie inside."""
    height, width = plane.shape[:2]
    inside = (y >= 0) & (y <= height - 1) & (x >= 0) & (x <= width - 1)
    top, left = (np.clip(np.floor(at), 0, length - 2).astype(np.intp) for at, length in ((y, height), (x, width)))
    down, right = (np.clip(at - low, 0, 1).astype(np.float32) for at, low in ((y, top), (x, left)))
    rows = plane.reshape(height * width, -1)
    index = top * width + left
    down, right = down[..., None], right[..., None]
    upper = rows[index] + right * (rows[index + 1] - rows[index])
    lower = rows[index + width] + right * (rows[index + width + 1] - rows[index + width])
    result: Floats = (upper + down * (lower - upper)).reshape(*y.shape, *plane.shape[2:])
    return result, inside
