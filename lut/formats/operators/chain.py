"""What an operator is, and lists of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ...errors import LutError
from ...table import MAX_VALUE, Floats
from .affine import Affine

Doubles = NDArray[np.float64]
CHUNK = 1 << 16  # colors at a time, so that memory stays small


class Operator(Protocol):
    """A function of color: (P, 3) float64 → (P, 3) float64, of any finite values."""

    @property
    def separable(self) -> bool:
        """Whether each channel of the result depends on that channel alone."""

    def __call__(self, rgb: Doubles) -> Doubles: ...


def run(operators: Sequence[Operator], rgb: NDArray[Any]) -> Doubles:
    """(P, 3) colors after all operators, in double precision; infinite where one overflows."""
    result = np.empty(rgb.shape)
    with np.errstate(all="ignore"):
        for start in range(0, len(rgb), CHUNK):
            colors = rgb[start : start + CHUNK].astype(np.float64)
            for operator in operators:
                colors = operator(colors)
            result[start : start + CHUNK] = colors
    return result


def merged(operators: Iterable[Operator]) -> list[Operator]:
    """The same function with one affine map for each run of them, and none that changes nothing."""
    result: list[Operator] = []
    for operator in operators:
        last = result[-1] if result else None
        if isinstance(operator, Affine) and isinstance(last, Affine):
            result.pop()
            operator = last.then(operator)
        if not (isinstance(operator, Affine) and operator.is_identity):
            result.append(operator)
    return result


def is_finite(values: Doubles) -> bool:
    """Whether a LUT can hold these numbers."""
    return bool((np.abs(values) <= MAX_VALUE).all())


def finite(values: Doubles) -> Floats:
    """The same numbers as a LUT holds them, or LutError."""
    if not is_finite(values):
        raise LutError(f"expected operators that give numbers up to {MAX_VALUE:g} for colors from 0 to 1, found larger")
    return values.astype(np.float32)
