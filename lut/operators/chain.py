"""Lists of operators: merge them, and refuse those that no LUT can hold."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..errors import LutError
from ..kernel.operators import Doubles, Operator
from ..lattice import MAX_VALUE, Floats
from .affine import Affine
from .formulas import Clamp


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
