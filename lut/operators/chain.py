"""The type of an operator, and lists of operators: applying and merging them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..errors import LutError
from ..table import MAX_VALUE, Floats
from .affine import Affine
from .formulas import Clamp

Doubles = NDArray[np.float64]
CHUNK = 1 << 14  # colors at a time, which stay in a core's cache


class Operator(Protocol):
    """A function of color: (P, 3) float64 → (P, 3) float64, of any finite values.

    Called with each channel's numbers side by side in memory, which is several times as fast; it keeps them so.
    """

    @property
    def separable(self) -> bool:
        """True if each channel of the result depends on that channel alone."""

    def __call__(self, rgb: Doubles) -> Doubles: ...


def run(operators: Sequence[Operator], rgb: NDArray[Any]) -> Doubles:
    """Apply operators to (P, 3) colors, in double precision; infinite where one overflows."""
    result = np.empty(rgb.shape)
    with np.errstate(all="ignore"):
        for start in range(0, len(rgb), CHUNK):
            colors = rgb[start : start + CHUNK].astype(np.float64, order="F")
            for operator in operators:
                colors = operator(colors)
            result[start : start + CHUNK] = colors
    return result


def merge_operators(operators: Iterable[Operator]) -> list[Operator]:
    """Merge runs of affine maps, and of clamps, into one each, and drop those that change nothing."""
    result: list[Operator] = []
    for operator in operators:
        both = join_operators(result[-1], operator) if result else None
        result[len(result) - (both is not None) :] = [both or operator]
        if isinstance(result[-1], Affine) and result[-1].is_identity:
            result.pop()
    return result


def join_operators(first: Operator, second: Operator) -> Operator | None:
    """Join two operators to one of their kind; None where that can't be."""
    if isinstance(first, Affine) and isinstance(second, Affine):
        return first.then(second)
    return first.then(second) if isinstance(first, Clamp) and isinstance(second, Clamp) else None


def is_finite(values: Doubles) -> bool:
    """Return True if a LUT can hold these numbers."""
    return bool((np.abs(values) <= MAX_VALUE).all())


def require_finite(values: Doubles) -> Floats:
    """Convert numbers to those of a LUT.  Raises LutError where they are too large."""
    if not is_finite(values):
        raise LutError(f"expected operators that give numbers up to {MAX_VALUE:g} for colors from 0 to 1, found larger")
    return values.astype(np.float32)
