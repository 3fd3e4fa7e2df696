"""The one value this library is about: a 3D colour look-up table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import kernel
from .errors import LutError

UNIT = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
MAX_SIZE = 256
MAX_SHAPER_SIZE = 65536


def frozen(values: ArrayLike) -> NDArray[np.float32]:
    """A private, read-only float32 copy."""
    array = np.array(values, dtype=np.float32, order="C")
    array.setflags(write=False)
    return array


def checked_domain(domain: ArrayLike) -> NDArray[np.float32]:
    array = frozen(domain)
    if array.shape != (2, 3):
        raise LutError(f"expected a domain of shape (2, 3), found {array.shape}")
    if not np.isfinite(array).all() or not (array[0] < array[1]).all():
        raise LutError(f"expected a domain whose minimum is below its maximum, found {array.tolist()}")
    return array


@dataclass(frozen=True, eq=False)
class Shaper:
    """Three 1D curves ahead of the lattice: input colour → lattice coordinate.

    values: (M, 3) float32, evenly spaced over ``domain``, M from 2 to 65536; linear in between,
    clamped outside.  domain: (2, 3), minimum and maximum of the input per channel.
    """

    values: NDArray[np.float32]
    domain: NDArray[np.float32] = field(default_factory=lambda: checked_domain(UNIT))

    def __post_init__(self) -> None:
        values = frozen(self.values)
        if values.ndim != 2 or values.shape[1] != 3 or not 2 <= len(values) <= MAX_SHAPER_SIZE:
            raise LutError(f"expected a shaper of shape (2…{MAX_SHAPER_SIZE}, 3), found {values.shape}")
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "domain", checked_domain(self.domain))

    def __call__(self, rgb: NDArray[np.float32]) -> NDArray[np.float32]:
        """Map (P, 3) colours; values outside the domain clamp, NaN is looked up as the minimum."""
        return kernel.linear(self.values, kernel.normalized(rgb, self.domain))


@dataclass(frozen=True, eq=False)
class Lut:
    """A 3D look-up table.

    table: (N, N, N, 3) float32 indexed ``[r, g, b]``, N from 2 to 256; outputs may leave 0..1.
    domain: (2, 3), the lattice's first and last input value per channel (default 0 and 1).
    shaper: curves applied before the domain, or None.  title: one line of text, may be empty.

    Arrays are copied and read-only; every operation returns a new Lut.
    """

    table: NDArray[np.float32]
    domain: NDArray[np.float32] = field(default_factory=lambda: checked_domain(UNIT))
    shaper: Shaper | None = None
    title: str = ""

    def __post_init__(self) -> None:
        table = frozen(self.table)
        n = table.shape[0] if table.ndim else 0
        if table.shape != (n, n, n, 3) or not 2 <= n <= MAX_SIZE:
            raise LutError(f"expected a table of shape (N, N, N, 3) with N from 2 to {MAX_SIZE}, found {table.shape}")
        if not np.isfinite(table).all():
            raise LutError("expected a table of finite numbers, found NaN or infinity")
        object.__setattr__(self, "table", table)
        object.__setattr__(self, "domain", checked_domain(self.domain))

    @classmethod
    def identity(cls, size: int = 33, title: str = "") -> Lut:
        """The table that changes nothing inside 0..1."""
        return cls(kernel.lattice(size), title=title)

    @property
    def size(self) -> int:
        """Lattice points along each axis."""
        return self.table.shape[0]

    @property
    def is_plain(self) -> bool:
        """Whether the table alone says it all: no shaper, domain 0..1."""
        return self.shaper is None and np.array_equal(self.domain, UNIT)

    def __call__(self, rgb: ArrayLike, interpolation: str = "tetrahedral") -> NDArray[np.float32]:
        """Look colours up: shaper, then domain, then lattice.

        rgb: (..., 3) float, input coded as the LUT expects it.  Returns the same shape, float32.
        Values outside the domain clamp; NaN is looked up as the domain's minimum.
        """
        interpolate = kernel.named(interpolation)
        colors = np.asarray(rgb, dtype=np.float32)
        flat = colors.reshape(-1, 3)
        if self.shaper is not None:
            flat = self.shaper(flat)
        return interpolate(self.table, kernel.normalized(flat, self.domain)).reshape(colors.shape)

    def resized(self, size: int) -> Lut:
        """The same LUT sampled on another lattice; exact where the new lattice contains the old."""
        return replace(
            self, table=kernel.tetrahedral(self.table, kernel.lattice(size).reshape(-1, 3)).reshape(size, size, size, 3)
        )

    def blended(self, strength: float) -> Lut:
        """Mix with the identity: 0 changes nothing, 1 is this LUT.  Needs a LUT without shaper.

        Exact for tetrahedral and trilinear look-ups inside the domain, since both reproduce the
        identity exactly.
        """
        if self.shaper is not None:
            raise LutError("a LUT with a shaper cannot be blended as a table; bake the shaper first")
        low, high = self.domain
        identity = low + kernel.lattice(self.size) * (high - low)
        return replace(self, table=identity + np.float32(strength) * (self.table - identity))
