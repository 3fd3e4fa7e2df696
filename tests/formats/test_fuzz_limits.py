"""What reading a LUT file below 10 MB costs at most: 2 s of a processor and 200 MB, C decoders included.

``python -m tests.fuzz --heavy`` prints the figures of every crafted and extreme file.
"""

from __future__ import annotations

import pytest

from tests.fuzz import extremes, heavy, target
from tests.measured import UNIX_ONLY, cost

pytestmark = UNIX_ONLY

# The extreme files that take most time and memory for what they take to make; the others are in the fuzzing.
WORST = {
    "csp": ("uneven sides",),
    "lut-picture": ("Hald of level 13, 16 bits",),  # of the next level, the pictures alone take seconds to make
    "common-lut-format": ("24 curves over half floats", "20 inverse curves that keep the hue"),
    "pack-of-luts": ("a large one",),
}


@pytest.mark.parametrize(("name", "titles"), WORST.items(), ids=WORST)
def test_the_most_that_a_valid_file_asks_for_stays_within_the_limits(name: str, titles: tuple[str, ...]) -> None:
    assert heavy.cost_of_extremes(name, *titles).beyond() == []


@pytest.mark.fuzz
@pytest.mark.parametrize("name", target.KINDS)
def test_every_crafted_file_stays_within_the_limits(name: str) -> None:
    assert heavy.cost_of_crafted(name).beyond() == []


@pytest.mark.fuzz
@pytest.mark.parametrize("name", extremes.EXTREMES)
def test_every_extreme_file_stays_within_the_limits(name: str) -> None:
    assert heavy.cost_of_extremes(name).beyond() == []


def test_a_file_beyond_the_limits_is_named() -> None:
    """The same measurement, of a reader that is too slow and of one that takes too much."""
    work = """
from dataclasses import replace
from time import process_time
from PIL import Image
from lut.errors import LutFormatError
def slow(data):
    start = process_time()
    while process_time() < start + 0.6: pass
    raise LutFormatError("", None, "no")
def large(data):
    Image.new("L", (8000, 8000), 1)  # 64 MB of Pillow's, which tracemalloc does not see
    raise LutFormatError("", None, "no")
def frugal(data):
    raise LutFormatError("", None, "no")
for reader in (frugal, slow, large, frugal):
    heavy.read_each(replace(kind, read=reader, detail=None, read_all=None), [(reader.__name__, b"")])
"""
    found = heavy.Costs("cube", cost(heavy.PREPARE, work, "cube"))
    assert [line.split(":")[0] for line in found.beyond(0.5, 50)] == ["slow", "large"], found.rows
    with pytest.raises(AssertionError, match="ended with exit code 3"):
        cost("", "raise SystemExit(3)")
