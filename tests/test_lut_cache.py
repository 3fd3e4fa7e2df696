"""What is kept for a LUT goes with it, and is never too much."""

from __future__ import annotations

import gc
import weakref

import numpy as np

import lut
from lut import Lut
from lut.apply_lut import LutCache, palettes
from tests.waiting import wait_until


def test_a_value_is_made_once_per_lut_and_settings() -> None:
    kept: LutCache[object] = LutCache(3)
    one, same_numbers = Lut.identity(2), Lut.identity(2)
    value = kept.get(one, "a", object)
    assert kept.get(one, "a", object) is value is kept.find(one, "a")
    assert kept.get(one, "b", object) is not value
    assert kept.get(same_numbers, "a", object) is not value
    assert kept.find(one, "c") is None


def test_the_one_not_used_for_longest_goes_first() -> None:
    kept: LutCache[object] = LutCache(2)
    one = Lut.identity(2)
    first, second = kept.get(one, 1, object), kept.get(one, 2, object)
    kept.find(one, 1)
    kept.get(one, 3, object)
    assert kept.find(one, 1) is first and kept.find(one, 2) is None and second


def test_a_value_goes_with_its_lut() -> None:
    kept: LutCache[Lut] = LutCache(2)
    one = Lut.identity(2)
    gone = weakref.ref(kept.get(one, 1, lambda: Lut.identity(3)))
    del one
    gc.collect()
    assert gone() is None


def test_a_palette_goes_with_its_lut() -> None:
    one = Lut.identity(5)
    lut.apply(np.zeros((1100, 1000, 3), np.uint8), one)
    palette = palettes.find(one, ("tetrahedral", 1.0))
    assert palette is not None
    gone = weakref.ref(palette)
    del one, palette

    def let_go() -> bool:
        """A thread that helped holds its work a moment longer than it is waited for."""
        gc.collect()
        return gone() is None

    wait_until(let_go, "the end of the palette")
