"""How near two LUTs are, told by the worst cell."""

from __future__ import annotations

import numpy as np

from lut import Lut


def assert_luts_close(found: Lut, expected: Lut, tolerance: float = 0.0) -> None:
    """Same lattice, domain, shaper and title; numbers at most ``tolerance`` apart."""
    assert found.size == expected.size
    assert found.title == expected.title
    assert_close(found.table, expected.table, tolerance, "table")
    assert_close(found.domain, expected.domain, tolerance, "domain")
    assert (found.shaper is None) == (expected.shaper is None)
    if found.shaper is not None and expected.shaper is not None:
        assert_close(found.shaper.values, expected.shaper.values, tolerance, "shaper")
        assert_close(found.shaper.domain, expected.shaper.domain, tolerance, "shaper's domain")


def assert_close(found: np.ndarray, expected: np.ndarray, tolerance: float, what: str) -> None:
    assert found.shape == expected.shape, f"{what}: {found.shape} instead of {expected.shape}"
    error = np.abs(found.astype(np.float64) - expected)
    cell = np.unravel_index(np.argmax(np.where(np.isnan(error), np.inf, error)), error.shape)
    assert error[cell] <= tolerance, f"{what}{list(map(int, cell))}: {found[cell]} instead of {expected[cell]}"
