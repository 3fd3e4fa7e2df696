"""What is kept for a LUT goes with it, and is never too much."""

from __future__ import annotations

import gc
import weakref

import numpy as np

import lut
from lut import Lut
from lut.apply import palettes
from lut.recent import Recent


def test_a_value_is_made_once_per_lut_and_settings() -> None:
    recent: Recent[object] = Recent(3)
    one, same_numbers = Lut.identity(2), Lut.identity(2)
    value = recent.get(one, "a", object)
    assert recent.get(one, "a", object) is value is recent.find(one, "a")
    assert recent.get(one, "b", object) is not value
    assert recent.get(same_numbers, "a", object) is not value
    assert recent.find(one, "c") is None


def test_the_one_not_used_for_longest_goes_first() -> None:
    recent: Recent[object] = Recent(2)
    one = Lut.identity(2)
    first, second = recent.get(one, 1, object), recent.get(one, 2, object)
    recent.find(one, 1)
    recent.get(one, 3, object)
    assert recent.find(one, 1) is first and recent.find(one, 2) is None and second


def test_a_value_goes_with_its_lut() -> None:
    recent: Recent[Lut] = Recent(2)
    one = Lut.identity(2)
    gone = weakref.ref(recent.get(one, 1, lambda: Lut.identity(3)))
    del one
    gc.collect()
    assert gone() is None


def test_a_palette_goes_with_its_lut() -> None:
    one = Lut.identity(5)
    lut.apply(np.zeros((1000, 1000, 3), np.uint8), one)
    palette = palettes.find(one, ("tetrahedral", 1.0))
    assert palette is not None
    gone = weakref.ref(palette)
    del one, palette
    gc.collect()
    assert gone() is None
