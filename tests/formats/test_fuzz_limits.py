"""Memory that parsers take for crafted files, and for valid ones that ask for as much as they can.

python -m tests.fuzz --heavy measures time, too, and crafted files of 10 MB.
"""

from __future__ import annotations

import sys
import tracemalloc

import pytest

from lut.formats import FORMATS, Format
from tests.fuzz import heavy, target

MEGABYTE = 1 << 20
MOST = 20 * MEGABYTE  # for a megabyte: at most 200 MB for 10 MB
ODD = ("line again", "blanks behind", "long number behind", "numbers in a line inside", "exponents inside", "zeros")


@pytest.mark.parametrize("kind", FORMATS, ids=target.slug)
def test_memory_stays_near_the_files_size(kind: Format) -> None:
    smallest = min(target.SAMPLES[kind.name], key=len)
    target.attempt(kind, smallest)  # what is imported and cached at first use is not the file's
    for title, data in heavy.crafted(smallest, MEGABYTE):
        if not any(part in title for part in ODD):
            continue
        tracemalloc.start()
        try:
            target.attempt(kind, data)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < MOST, f"{title}: {peak / MEGABYTE:.0f} MB"


LARGE = (
    ("lut-picture", "Hald of level 16, 8 bits"),
    ("lut-picture", "alpha, 16 bits"),
    ("pack-of-luts", "a large one"),
    ("cube", "many points"),
    ("csp", "uneven sides"),
    ("truelight", "uneven sides"),
)


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process' memory is read from /proc")
@pytest.mark.parametrize(("name", "title"), LARGE)
def test_valid_files_below_10_megabytes_take_at_most_200(name: str, title: str) -> None:
    _, megabytes = heavy.extreme(name, title)
    assert megabytes <= heavy.MAX_MEGABYTES
