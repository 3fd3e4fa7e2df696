"""Where curves end: below and above which color they stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .chain import Doubles, Operator, run

LARGEST = 65504.0  # of half floats: how far out we look
BISECTIONS = 80


def ends(operators: Sequence[Operator]) -> tuple[Doubles, Doubles]:
    """(3,) each: below and above which color each channel of separable operators stays as it is.

    Infinite where it never does; 0 and 1 for a constant.
    """
    far = np.geomspace(1e-6, LARGEST, 400)
    probes = np.unique(np.concatenate([-far, [0], far, np.linspace(-8, 8, 1601)]))
    values = run(operators, gray(probes))
    low, high = (end(operators, probes[::way], values[::way]) for way in (1, -1))
    constant = (values == values[0]).all(axis=0)
    return np.where(constant, 0, low), np.where(constant, 1, high)


def end(operators: Sequence[Operator], probes: Doubles, values: Doubles) -> Doubles:
    """(3,) how far from the first probe each channel's value lasts, by halving the gap between two probes."""
    changed = np.argmax(values != values[0], axis=0)  # 0 for a constant
    same, other = probes[changed - 1], probes[changed]
    for _ in range(BISECTIONS):
        middle = (same + other) / 2
        lasts = run(operators, middle[None])[0] == values[0]
        same, other = np.where(lasts, middle, same), np.where(lasts, other, middle)
    never = (changed == 1) | ~np.isfinite(values[0])
    return np.asarray(np.where(never, np.copysign(np.inf, probes[0]), same))


def gray(values: Doubles) -> Doubles:
    """(P,) → (P, 3)."""
    return values[:, None].repeat(3, axis=1)
