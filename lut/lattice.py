"""What a table is made of: a lattice over a domain, curves ahead of it, and the checks of their arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import LutError
from .kernel import interpolation as kernel

Floats = NDArray[np.float32]

UNIT = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
MIN_SIZE = 2
MAX_SIZE = 256  # the Adobe .cube specification's limits, the widest of all formats
MAX_SHAPER_SIZE = 65536
MAX_VALUE = 1e30  # differences of larger numbers leave float32's range while interpolating


def freeze(values: ArrayLike, what: str) -> Floats:
    """Return a read-only float32 array of finite numbers, a copy unless it is one already; LutError for others."""
    if isinstance(values, np.ndarray) and values.dtype == np.float32 and values.flags.c_contiguous:
        array = values if values.base is None and not values.flags.writeable else values.copy()
    else:
        try:
            with np.errstate(over="ignore"):  # becomes infinite, which is refused below
                array = np.array(values, dtype=np.float32, order="C")
        except (TypeError, ValueError):
            raise LutError(f"expected an array of numbers as {what}, found {type(values).__name__}") from None
    array.setflags(write=False)
    if array.size:
        low, high = array.min(), array.max()
        if not (low >= -MAX_VALUE and high <= MAX_VALUE):  # NaN fails both
            found = "NaN" if np.isnan(low) else f"{low if -low > MAX_VALUE else high:g}"
            raise LutError(f"expected finite numbers up to {MAX_VALUE:g} in the {what}, found {found}")
    return array


def check_domain(domain: ArrayLike) -> Floats:
    """Return a domain (2, 3) whose minimum lies below its maximum in every channel; LutError for others."""
    array = freeze(domain, "domain")
    if array.shape != (2, 3):
        raise LutError(f"expected a domain of shape (2, 3), found {array.shape}")
    if not (array[0] < array[1]).all():
        raise LutError(f"expected a domain whose minimum is below its maximum, found {array.tolist()}")
    return array


def check_size(size: int) -> int:
    if not MIN_SIZE <= size <= MAX_SIZE:
        raise LutError(f"expected a lattice size from {MIN_SIZE} to {MAX_SIZE}, found {size}")
    return size


def lattice(size: int, domain: ArrayLike = UNIT) -> Floats:
    """Colors at the points of an N-point lattice over a domain, (N, N, N, 3), both ends exact."""
    low, high = np.asarray(domain, dtype=np.float64)
    axes = np.linspace(low, high, check_size(size)).astype(np.float32).T
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)


@dataclass(frozen=True, eq=False)
class Shaper:
    """Three 1D curves ahead of the lattice, from input color to lattice coordinate.

    Parameters
    ----------
    values : (M, 3) float32
        Evenly spaced over the domain, M from 2 to 65536. Linear in between, clamped outside.
    domain : (2, 3) float32
        Minimum and maximum of the input per channel; by default 0 and 1.

    Raises
    ------
    LutError
        Another shape, or values that are not finite.

    Examples
    --------
    >>> square = lut.Shaper(np.linspace(0, 1, 256)[:, None].repeat(3, axis=1) ** 2)
    >>> lut.Lut.from_shaper(square)([0.5, 0.5, 0.5]).round(2).tolist()
    [0.25, 0.25, 0.25]
    """

    values: Floats
    domain: Floats = field(default_factory=lambda: check_domain(UNIT))

    def __post_init__(self) -> None:
        values = freeze(self.values, "shaper")
        if values.ndim != 2 or values.shape[1] != 3 or not MIN_SIZE <= len(values) <= MAX_SHAPER_SIZE:
            sizes = f"from {MIN_SIZE} to {MAX_SHAPER_SIZE}"
            raise LutError(f"expected a shaper of shape (M, 3) with M {sizes}, found {values.shape}")
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "domain", check_domain(self.domain))

    def __call__(self, rgb: Floats) -> Floats:
        """Map (P, 3) colors; values outside the domain clamp, NaN is looked up as the minimum."""
        return kernel.interpolate_curves(self.values, kernel.normalize(rgb, self.domain))

    def __repr__(self) -> str:
        return f"Shaper({len(self.values)} points, domain={self.domain.tolist()})"


@dataclass(frozen=True, eq=False)
class Coded:
    """A table in whole numbers, as a picture has them, which take a half or a quarter of the floats' memory.

    size: lattice points along each axis.  nbytes: what the numbers take.  floats: makes the table of them,
    (N, N, N, 3) float32 in 0..1, read-only.
    """

    size: int
    nbytes: int
    floats: Callable[[], Floats]
