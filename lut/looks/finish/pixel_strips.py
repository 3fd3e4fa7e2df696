"""Strips of pixels: what finishing steps share, such as places in the picture, luma, dithering and blurred maps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...color.space import Floats
from ...errors import PixelError
from ...kernel.blending import CODE_MAX

Pixels = NDArray[Any]
Places = NDArray[np.int64]

BLOCK = 1 << 16  # pixels computed at a time, so that the intermediate planes stay in the cache
# The plastic number's powers in 1/65536: multiples of these, modulo one, spread evenly over a plane
# (Martin Roberts: The Unreasonable Effectiveness of Quasirandom Sequences, 2018).
DITHER_X, DITHER_Y = 49471, 37345
# Rec. 709's weights, in 1/256: the sums of 8- and 16-bit codes are exact, and white's luma is exactly 1.
LUMA = (54, 183, 19)

SPACING = 0.5  # of a map's points, in standard deviations of its blur: what lies between them is nothing new
SHARPEST = 0.3  # standard deviation in pixels: a thumbnail's pixel is as sharp as it gets


@dataclass(frozen=True, eq=False)
class Strip:
    """Pixels of a picture, which finishing steps change in place, and where in the picture they lie.

    pixels: (rows, width, 3 or 4) uint8, uint16 or float32, sRGB-coded.
    frame: width and height of the whole picture, in image pixels.
    left, top: the outer corner of the strip's first pixel, in image pixels.
    scale: image pixels per strip pixel, above 1 for previews.
    """

    pixels: Pixels
    frame: tuple[float, float]
    left: float = 0.0
    top: float = 0.0
    scale: float = 1.0

    @classmethod
    def whole(cls, pixels: Pixels) -> Strip:
        """Return all pixels of a picture as one strip."""
        return cls(pixels, (pixels.shape[1], pixels.shape[0]))

    def check(self, name: str, amount: float) -> None:
        """Raise PixelError where pixels are of another kind, or the amount of a step of that name is not 0..1."""
        if not 0 <= amount <= 1:
            raise PixelError(f"expected a {name} from 0 to 1, found {amount:g}")
        check_pixels(self.pixels)

    @property
    def white(self) -> np.float32:
        """The code of white."""
        return np.float32(CODE_MAX[self.pixels.dtype])

    def row_blocks(self) -> Iterator[slice]:
        """Yield groups of rows that fit into the cache."""
        return row_blocks(self.pixels)

    @cached_property
    def places(self) -> tuple[Places, Places]:
        """The image pixels under the strip's columns, (width,), and under its rows, (rows,)."""
        rows, width = self.pixels.shape[:2]
        return pixel_places(self.left, width, self.scale), pixel_places(self.top, rows, self.scale)

    def dither(self, rows: slice) -> Floats | None:
        """Return ``dither`` of some rows; None for pixels of more than 8 bits, which need none.

        On a smooth sky, rounding to 8 bits alone would draw contours.
        """
        across, down = self.places
        return dither(across, down[rows]) if self.pixels.dtype == np.uint8 else None

    def map_columns(self, points: int) -> tuple[Places, Floats]:
        """Return ``spline_weights`` of each column in a map of the whole picture, so many points wide."""
        return spline_weights(self.left, self.pixels.shape[1], self.scale, self.frame[0], points)

    def map_rows(self, points: int) -> tuple[Places, Floats]:
        """Return ``spline_weights`` of each row in a map of the whole picture, so many points high."""
        return spline_weights(self.top, self.pixels.shape[0], self.scale, self.frame[1], points)


def check_pixels(pixels: Pixels) -> None:
    if pixels.dtype not in CODE_MAX or pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
        raise PixelError(
            f"expected pixels (H, W, 3 or 4) of uint8, uint16 or float32, found {pixels.shape} of {pixels.dtype}"
        )


def check_thumbnail(thumbnail: Pixels) -> None:
    check_pixels(thumbnail)
    if not thumbnail.size:
        raise PixelError(f"expected a thumbnail of at least one pixel, found {thumbnail.shape}")


def row_blocks(pixels: Pixels) -> Iterator[slice]:
    """Yield groups of rows that fit into the cache."""
    rows, width = pixels.shape[:2]
    step = max(1, BLOCK // max(width, 1))
    for start in range(0, rows, step):
        yield slice(start, min(start + step, rows))


def pixel_places(first: float, count: int, scale: float) -> Places:
    """Return the image pixel under each strip pixel along one axis."""
    corners: NDArray[np.float64] = np.floor(first + scale * np.arange(count))
    return corners.astype(np.int64)


def luma(pixels: Pixels) -> Floats:
    """Return the luma of pixels (rows, width, 3 or 4), as of ``Strip``, inside 0..1; NaN counts as black."""
    with np.errstate(invalid="ignore"):  # the sum of infinities of both signs
        red, green, blue = (pixels[..., channel] * np.float32(LUMA[channel]) for channel in range(3))
        total: Floats = red + green + blue
    total /= np.float32(sum(LUMA) * CODE_MAX[pixels.dtype])
    if pixels.dtype == np.float32:
        np.fmin(np.fmax(total, 0, out=total), 1, out=total)
    return total


def dither(x: Places, y: Places) -> Floats:
    """Return (rows, width) offsets inside -0.5..0.5, evenly spread over every small patch of the picture."""
    across = (x * DITHER_X % 65536).astype(np.uint16)
    down = (y * DITHER_Y % 65536).astype(np.uint16)
    wrapped = down[:, None] + across
    return wrapped * np.float32(0.9999 / 65535) - np.float32(0.49995)


def store_codes(codes: Floats, out: Pixels) -> None:
    """Write codes, which may be changed, as out's type; those of an integer type round into its range."""
    out[...] = codes if out.dtype == np.float32 else np.rint(codes, out=codes)


def gaussian_matrix(count: int, spread: float, points: int | None = None) -> Floats:
    """Return (M, count): what takes count pixels to M blurred ones over the same length; each row adds up to 1.

    spread: the blur's standard deviation in pixels.  points: M, by default as many as the blur needs.
    """
    spread = max(spread, SHARPEST)
    if points is None:
        points = max(2, int(np.ceil(count / (SPACING * spread))))
    centers = (np.arange(points) + 0.5) * count / points
    away = (np.arange(count) + 0.5 - centers[:, None]) / spread
    weights = np.exp(-0.5 * away**2)
    shares: Floats = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def spline_weights(first: float, count: int, scale: float, extent: float, points: int) -> tuple[Places, Floats]:
    """Return the four map points around each pixel's center along one axis, (4, count), and their shares.

    Between the points runs a cubic B-spline, whose slope and curvature are continuous: the map's lattice
    does not show.  first, scale, extent: ``left``, ``scale`` and the frame's width of a ``Strip``, for columns.
    """
    place = (first + scale * (np.arange(count) + 0.5)) / extent * points - 0.5
    before = np.floor(place)
    t = place - before
    shares = np.stack(((1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, 1 + 3 * t + 3 * t**2 - 3 * t**3, t**3)) / 6
    near = before.astype(np.int64) + np.arange(-1, 3)[:, None]
    return np.clip(near, 0, points - 1), shares.astype(np.float32)
