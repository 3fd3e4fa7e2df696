"""Natural cubic splines as a linear function of their values at the knots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]


def cardinal(knots: Doubles, x: Doubles) -> Doubles:
    """(len(x), K): what each of the K knots' values weighs at x; straight beyond the first and the last."""
    count, width, unit = len(knots), np.diff(knots), np.eye(len(knots))
    system, right = np.eye(count), np.zeros((count, count))  # of second derivatives, 0 at both ends
    for i in range(1, count - 1):
        system[i, i - 1 : i + 2] = width[i - 1] / 6, (width[i - 1] + width[i]) / 3, width[i] / 6
    right[1:-1] = second_differences(knots)
    bend = np.linalg.solve(system, right)
    inside = np.clip(x, knots[0], knots[-1])
    part = np.clip(np.searchsorted(knots, inside, side="right") - 1, 0, count - 2)
    step, into = width[part, None], (inside - knots[part])[:, None]
    low, high = bend[part], bend[part + 1]
    rise = (unit[part + 1] - unit[part]) / step
    slope = rise - step * (2 * low + high) / 6
    result = unit[part] + into * (slope + into * (low / 2 + into * (high - low) / (6 * step)))
    ends = slope + into * low + into**2 * (high - low) / (2 * step)
    return result + (x - inside)[:, None] * ends


def second_differences(knots: Doubles) -> Doubles:
    """(K - 2, K): how much the slope between values changes at each inner knot."""
    width = np.diff(knots)
    rows = np.zeros((len(knots) - 2, len(knots)))
    for i, row in enumerate(rows):
        row[i : i + 3] = 1 / width[i], -1 / width[i] - 1 / width[i + 1], 1 / width[i + 1]
    return rows
