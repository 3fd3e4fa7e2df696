"""Draw a lattice's colors as a picture, which is sent through a layer's effects, and collect the results in a LUT.

An effect that a LUT can hold gives a color the same result wherever it lies and whatever else the
picture shows.  So the colors go through three times: in order; shuffled, which an effect that looks at
neighbors (a blur) or at the place (a vignette) answers differently; and with the outer colors left out, which
one that looks at the whole picture first (a contrast stretch) answers differently.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..color.space import Floats
from ..errors import LutError
from ..language import _
from ..lattice import lattice
from ..shared.protocol import LATTICE_ORDERS
from ..table import Lut

INNER = (0.2, 0.8)
DARK = 0.3  # the gray in place of the others: neither their extremes nor their mean stay
TOLERANCE = 1 / 512  # of the whole range, between two orders: more is no rounding


def picture_shape(size: int) -> tuple[int, int]:
    """Return rows and columns of the picture that holds size³ colors."""
    columns = math.ceil(math.sqrt(size**3))
    return math.ceil(size**3 / columns), columns


def draw_lattice(size: int, order: str) -> Floats:
    """Draw the lattice's colors, opaque, in one of LATTICE_ORDERS: (rows, columns, 4) float32.

    The last color fills what is left.
    """
    colors = lattice(size).reshape(-1, 3)
    if order == "inner":
        colors = np.where(is_inner(colors)[:, None], colors, np.float32(DARK))
    rows, columns = picture_shape(size)
    filled = np.concatenate((colors, np.repeat(colors[-1:], rows * columns - len(colors), axis=0)))
    opaque = np.column_stack((filled[color_order(size, order)], np.ones(rows * columns, np.float32)))
    return opaque.reshape(rows, columns, 4)


def collect_lut(size: int, pictures: Sequence[Floats]) -> Lut | None:
    """Collect what an effect made of the pictures in a LUT; None where no LUT can hold the effect.

    pictures: (rows, columns, 3 or 4) float32, in the order of LATTICE_ORDERS.  Raises LutError where the effect gives
    what is not a number.
    """
    straight, shuffled, inner = (
        restore_order(size, pixels, order) for order, pixels in zip(LATTICE_ORDERS, pictures, strict=True)
    )
    colors = lattice(size).reshape(-1, 3)
    for result in (straight, shuffled, inner):
        if not np.isfinite(result).all():
            raise LutError(_("The layer's effects turn some colors into what is not a number."))
    apart = np.abs(straight - shuffled).max()
    within = is_inner(colors)
    apart = max(apart, np.abs(straight - inner)[within].max(initial=0))
    return Lut(straight.reshape(size, size, size, 3)) if apart <= TOLERANCE else None


def restore_order(size: int, pixels: Floats, order: str) -> Floats:
    """Put a picture's colors back in the lattice's order: (size³, 3)."""
    colors = pixels.reshape(-1, pixels.shape[-1])[:, :3]
    result = np.empty_like(colors)
    result[color_order(size, order)] = colors
    return result[: size**3]


def color_order(size: int, order: str) -> NDArray[np.int64]:
    """Return the indices of the colors at each place of the picture."""
    rows, columns = picture_shape(size)
    if order == "straight":
        return np.arange(rows * columns)
    return np.random.default_rng(rows).permutation(rows * columns)


def is_inner(colors: Floats) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = np.logical_and.reduce((colors >= INNER[0]) & (colors <= INNER[1]), axis=1)
    return inside
