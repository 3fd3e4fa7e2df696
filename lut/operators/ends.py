"""Where curves end: below and above which color they stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .chain import Doubles, Operator, run

LARGEST = 65504.0  # of half floats: how far out we look
ROUNDS, PARTS = 20, 16  # a gap between two colors is parted so often, into so many parts: 80 halvings


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
    """(3,) how far from the first probe each channel's value lasts, by parting the gap between two probes."""
    changed = np.argmax(values != values[0], axis=0)  # 0 for a constant
    same, other = probes[changed - 1], probes[changed]
    for _ in range(ROUNDS):
        between = np.linspace(same, other, PARTS + 1)
        lasts = run(operators, between[1:-1]) == values[0]
        count = np.logical_and.accumulate(lasts).sum(axis=0)
        same, other = (np.take_along_axis(between, place[None], 0)[0] for place in (count, count + 1))
    never = (changed == 1) | ~np.isfinite(values[0])
    return np.asarray(np.where(never, np.copysign(np.inf, probes[0]), same))


def gray(values: Doubles) -> Doubles:
    """(P,) → (P, 3)."""
    return values[:, None].repeat(3, axis=1)
