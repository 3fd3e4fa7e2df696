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
    low, high = np.zeros(3), np.ones(3)
    for channel in range(3):
        own = values[:, channel]
        if not (own == own[0]).all():
            low[channel] = end(operators, channel, probes, own)
            high[channel] = end(operators, channel, probes[::-1], own[::-1])
    return low, high


def end(operators: Sequence[Operator], channel: int, probes: Doubles, values: Doubles) -> float:
    """How far from the first probe its value lasts."""
    changed = int(np.flatnonzero(values != values[0])[0])
    if changed == 1 or not np.isfinite(values[0]):
        return float(np.copysign(np.inf, probes[0]))
    same, other = probes[changed - 1], probes[changed]
    for _ in range(BISECTIONS):
        middle = (same + other) / 2
        if run(operators, gray(np.array([middle])))[0, channel] == values[0]:
            same = middle
        else:
            other = middle
    return float(same)


def gray(values: Doubles) -> Doubles:
    """(P,) → (P, 3)."""
    return values[:, None].repeat(3, axis=1)
