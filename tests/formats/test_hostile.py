"""Any bytes give a LUT or a sentence."""

from __future__ import annotations

import contextlib
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from samples import SAMPLES, rows

import lut
from lut import Lut, LutError, LutFormatError
from lut.formats import FORMATS, Format, Recent
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


@pytest.mark.fuzz
@UNHURRIED
@given(data=FILES)
@example(data=b"LUT_3D_SIZE 2\n" + b"0 0 0\n" * 8)
@example(data=b"LUT_3D_SIZE 256\n0 0 0\n")
@example(data=b"\xef\xbb\xbf\xef\xbb\xbfLUT_3D_SIZE 2\n")
@example(data=b"LUT_3D_SIZE " + b"9" * 5000)
@example(data=b"LUT_3D_SIZE " + b"9" * 500000 + b"x")
@example(data=b"\x0b")
def test_any_bytes_give_a_lut_or_a_sentence(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with contextlib.suppress(LutFormatError):
        assert isinstance(lut.read(path), Lut)


@pytest.mark.fuzz
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


# Every format


EACH = [(name, data) for name, files in SAMPLES.items() for data in files]


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lut.formats, "RECENT", Recent(budget=0))


@UNHURRIED
@given(data=st.data())
def test_damaged_samples_give_a_lut_or_a_sentence(path: Path, forgetful: None, data: st.DataObject) -> None:
    name, whole = data.draw(st.sampled_from(EACH))
    kind = next(kind for kind in FORMATS if kind.name == name)
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, min(len(whole), start + 20)))
    damaged = path.with_suffix(kind.extensions[0])
    damaged.write_bytes(
        whole[:start] + data.draw(st.one_of(WORDS.map(str.encode), st.binary(max_size=9))) + whole[stop:]
    )
    with contextlib.suppress(LutFormatError):
        assert isinstance(lut.read(damaged), Lut)


TEXTS = [name for name, files in SAMPLES.items() if not any(b"\0" in data for data in files)]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("share", [0.1, 0.4, 0.7, 0.95])
def test_cut_texts_give_a_lut_or_a_sentence(name: str, share: float, path: Path) -> None:
    """Cut anywhere; and where a number was, a huge one, one of many digits, and a word."""
    kind = next(kind for kind in FORMATS if kind.name == name)
    whole = min(SAMPLES[name], key=len)
    place = int(share * len(whole))
    for middle in (b"", b"4294967296", b"9" * 5000, b"1e999", b" -1 ", b"nan"):
        for end in (b"", whole[place + 1 :]):
            with contextlib.suppress(LutError):
                assert isinstance(kind.read(whole[:place] + middle + end), Lut)


LONG = MEGABYTE // 2
GROWN = {
    "blanks": lambda whole, line: whole + b" " * LONG,
    "empty lines": lambda whole, line: whole + b"\n" * LONG,
    "comments": lambda whole, line: whole + b"#\n" * (LONG // 2),
    "its last line": lambda whole, line: whole + (line + b"\n") * (LONG // (len(line) + 1)),
    "rows": lambda whole, line: whole.replace(line, line + b"\n0 0 0" * (LONG // 6), 1),
    "odd rows": lambda whole, line: whole.replace(line, line + b"\n1e0 1e0 1e0" * (LONG // 12), 1),
    "numbers on a line": lambda whole, line: whole.replace(line, line + b" 1" * (LONG // 2), 1),
    "digits": lambda whole, line: whole.replace(line, line + b"1" * LONG, 1),
    "digits of a broken number": lambda whole, line: whole.replace(line, line + b"1" * LONG + b"x", 1),
    "no text": lambda whole, line: whole.replace(line, line + b"\xff" * LONG, 1),
}


@pytest.mark.fuzz(but_first=True)
@pytest.mark.parametrize("grow", GROWN.values(), ids=GROWN.keys())
@pytest.mark.parametrize("name", SAMPLES)
def test_memory_stays_near_the_size_of_a_grown_sample(name: str, grow: Callable[[bytes, bytes], bytes]) -> None:
    """At most 20 times what was added, beside what the sample itself takes."""
    kind = next(kind for kind in FORMATS if kind.name == name)
    whole = min(SAMPLES[name], key=len)
    lines = whole.splitlines()
    before = peak(kind, whole)
    for line in {lines[-1], lines[len(lines) // 2], lines[min(2, len(lines) - 1)]} - {b""}:
        assert peak(kind, grow(whole, line)) < before + 20 * LONG + MEGABYTE


def peak(kind: Format, data: bytes) -> int:
    """The most memory that reading takes."""
    tracemalloc.start()
    try:
        with contextlib.suppress(LutError):
            kind.read(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_all_formats_can_be_told_apart() -> None:
    for kind in FORMATS:
        assert not kind.sniff(b"")
        assert not kind.sniff(bytes(range(256)) * 16)
