"""Any bytes give a LUT or a sentence."""

from __future__ import annotations

import contextlib
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from samples import rows

import lut
from lut import Lut, LutFormatError
from lut.formats import FORMATS, Recent
from lut.formats import cube as cube_format

UNHURRIED = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])

WORDS = st.one_of(
    st.sampled_from(
        [*cube_format.COUNTS, "TITLE", "lut_3d_size", "#", '"', "nan", "1e999", "-", "2", "2", "3", "0", "1", "0.5"]
    ),
    st.floats().map(str),
    st.text(max_size=5),
)
LINES = st.lists(WORDS, max_size=5).map(" ".join)
FILES = st.one_of(
    st.binary(max_size=200),
    st.lists(LINES, max_size=30).map(lambda lines: "\n".join(lines).encode()),
    st.lists(LINES, max_size=8).map(lambda lines: "\n".join(["LUT_3D_SIZE 2", *lines, rows(8)]).encode()),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "film.cube"


@UNHURRIED
@given(data=FILES)
@example(data=b"LUT_3D_SIZE 2\n" + b"0 0 0\n" * 8)
@example(data=b"LUT_3D_SIZE 256\n0 0 0\n")
@example(data=b"\xef\xbb\xbf\xef\xbb\xbfLUT_3D_SIZE 2\n")
@example(data=b"LUT_3D_SIZE " + b"9" * 5000)
def test_any_bytes_give_a_lut_or_a_sentence(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with contextlib.suppress(LutFormatError):
        assert isinstance(lut.read(path), Lut)


@UNHURRIED
@given(data=st.data())
def test_damaged_files_give_a_lut_or_a_sentence(path: Path, data: st.DataObject) -> None:
    whole = f'# x\nTITLE "t"\nLUT_1D_SIZE 3\nLUT_1D_INPUT_RANGE -1 2\nLUT_3D_SIZE 2\n{rows(11)}'.encode()
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, min(len(whole), start + 20)))
    path.write_bytes(whole[:start] + data.draw(st.binary(max_size=20)) + whole[stop:])
    with contextlib.suppress(LutFormatError):
        assert isinstance(lut.read(path), Lut)


HEADER = b"LUT_3D_SIZE 2\n"
MEGABYTE = 1 << 20
HEAVY = {
    "one long line of numbers": HEADER + b"1 " * (MEGABYTE // 2),
    "one long word": HEADER + b"1" * MEGABYTE,
    "blank lines": HEADER + b"\n" * MEGABYTE,
    "comments": b"#\n" * (MEGABYTE // 2) + HEADER,
    "comments behind rows": HEADER + b"0 0 0#\n" * (MEGABYTE // 7),
    "hashes": HEADER + b"0 0 0\n" + b"#" * MEGABYTE,
    "blanks": HEADER + b" " * MEGABYTE,
    "quotes": b"TITLE " + b'"' * MEGABYTE,
    "titles": b"TITLE x\n" * (MEGABYTE // 8) + HEADER,
    "far too many rows": HEADER + b"0 0 0\n" * (MEGABYTE // 6),
    "odd numbers": HEADER + b"1e0 1e0 1e0\n" * (MEGABYTE // 12),
    "declared, not there": b"LUT_1D_SIZE 65536\nLUT_3D_SIZE 256\n0 0 0\n",
    "not UTF-8": HEADER + b"\xff" * MEGABYTE,
}


@pytest.mark.parametrize("data", HEAVY.values(), ids=HEAVY.keys())
def test_memory_stays_near_the_files_size(data: bytes, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At most 20 times a megabyte, so at most 200 MB for 10 MB."""
    monkeypatch.setattr(lut.formats, "RECENT", Recent())
    path.write_bytes(data)
    tracemalloc.start()
    try:
        with pytest.raises(LutFormatError):
            lut.read(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20 * MEGABYTE


def test_all_formats_can_be_told_apart() -> None:
    for kind in FORMATS:
        assert not kind.sniff(b"")
        assert not kind.sniff(bytes(range(256)) * 16)
