"""Any bytes that look like operators give a LUT or a sentence, within bounds."""

from __future__ import annotations

import contextlib
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from process_lists import (
    AFFINE,
    SAMPLES,
    array,
    collection,
    correction,
    exponent,
    log,
    look,
    lut1d,
    lut3d,
    matrix,
    operator,
    process_list,
    ranges,
)

from lut import Lut, LutError, LutFormatError
from lut.formats import FORMATS

KINDS = {kind.name: kind for kind in FORMATS if kind.name in SAMPLES}
FILES = [(KINDS[name], data) for name, samples in SAMPLES.items() for data in samples]
MEGABYTE = 1 << 20

NUMBERS = st.one_of(
    st.floats(-10, 10).map(str),
    st.floats(1e-30, 1e30).map(str),
    st.sampled_from(["1e30", "-1e30", "1e-30", "0", "-0", "1", "0.5", "2", "1e999", "nan"]),
)


@settings(deadline=None, max_examples=200)
@given(file=st.sampled_from(FILES), data=st.data())
def test_damaged_files_give_a_lut_or_a_sentence(file: tuple[object, bytes], data: st.DataObject) -> None:
    kind, whole = file
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, min(len(whole), start + 20)))
    with contextlib.suppress(LutError):
        assert isinstance(kind.read(whole[:start] + data.draw(st.binary(max_size=20)) + whole[stop:]), Lut)


def many(count: int) -> st.SearchStrategy[str]:
    return st.lists(NUMBERS, min_size=count, max_size=count).map(" ".join)


OPERATORS = st.one_of(
    many(9).map(matrix),
    many(12).map(lambda numbers: matrix(numbers, "3 4")),
    many(6).map(lambda numbers: operator("LUT1D", array("2 3", numbers))),
    many(24).map(lambda numbers: operator("LUT3D", array("2 2 2 3", numbers))),
    st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS).map(
        lambda n: ranges(minInValue=n[0], maxInValue=n[1], minOutValue=n[2], maxOutValue=n[3])
    ),
    st.tuples(st.sampled_from(["linToLog", "logToLin"]), NUMBERS, NUMBERS, NUMBERS).map(
        lambda n: log(n[0], f'base="{n[1]}" linSideSlope="{n[2]}" logSideOffset="{n[3]}"')
    ),
    st.tuples(st.sampled_from(["cameraLinToLog", "cameraLogToLin"]), NUMBERS, NUMBERS, NUMBERS).map(
        lambda n: log(n[0], f'base="{n[1]}" linSideOffset="{n[2]}" linSideBreak="{n[3]}"')
    ),
    st.tuples(st.sampled_from(["basicFwd", "basicMirrorRev", "basicPassThruRev"]), NUMBERS).map(
        lambda n: exponent(n[0], f'exponent="{n[1]}"')
    ),
    st.tuples(st.sampled_from(["monCurveFwd", "monCurveMirrorRev"]), NUMBERS, NUMBERS).map(
        lambda n: exponent(n[0], f'exponent="{n[1]}" offset="{n[2]}"')
    ),
)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(st.lists(OPERATORS, min_size=1, max_size=3))
@example([log("cameraLogToLin", 'base="2.0" linSideOffset="0.0" linSideBreak="696.0"')])  # black up to 8, then infinite
def test_any_numbers_give_a_lut_or_a_sentence(operators: list[str]) -> None:
    with contextlib.suppress(LutError):
        assert isinstance(KINDS["Common LUT Format"].read(process_list("".join(operators)).encode()), Lut)


def numbers(text: str, dim: str = "3 3", attributes: str = "") -> str:
    return process_list(operator("LUT1D", array(dim, text), attributes))


CLF, CDL, LOOK = KINDS["Common LUT Format"], KINDS["ASC CDL"], KINDS["Iridas look"]
HEAVY: dict[str, tuple[object, Callable[[], str]]] = {
    "too many numbers": (CLF, lambda: numbers("1 " * (MEGABYTE // 2))),
    "one long word": (CLF, lambda: numbers("1" * MEGABYTE)),
    "odd numbers": (CLF, lambda: numbers("1e0 " * (MEGABYTE // 4))),
    "no numbers": (CLF, lambda: numbers("nan " * (MEGABYTE // 16))),
    "other words": (CLF, lambda: numbers("x " * (MEGABYTE // 2))),
    "blanks": (CLF, lambda: numbers(" " * MEGABYTE)),
    "line feeds": (CLF, lambda: numbers("\n" * MEGABYTE)),
    "a long dim": (CLF, lambda: numbers("", "1 " * (MEGABYTE // 2))),
    "a long attribute": (CLF, lambda: process_list(exponent("basicFwd", f'exponent="{"1" * MEGABYTE}"'))),
    "a long matrix": (CLF, lambda: process_list(matrix("1 " * (MEGABYTE // 2)))),
    "operators": (CLF, lambda: process_list(matrix(AFFINE) * (MEGABYTE // 100))),
    "a long curve": (CLF, lambda: numbers("1 " * (MEGABYTE // 2), f"{MEGABYTE // 2} 1")),
    "corrections": (CDL, lambda: collection(*[correction("a")] * (MEGABYTE // 1000))),
    "digits": (LOOK, lambda: look(2).replace('"\n</data>', "0" * MEGABYTE + '"\n</data>')),
    "other letters": (LOOK, lambda: look(2).replace('"\n</data>', "z" * MEGABYTE + '"\n</data>')),
}


@pytest.mark.fuzz(but_first=True)
@pytest.mark.parametrize(("kind", "made"), HEAVY.values(), ids=HEAVY.keys())
def test_memory_stays_near_the_files_size(kind: object, made: Callable[[], str]) -> None:
    """At most 20 times a file's size, and 40 MB for what is computed: at most 200 MB for 8 MB and more."""
    data = made().encode()
    tracemalloc.start()
    try:
        with contextlib.suppress(LutFormatError):
            kind.read(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20 * len(data) + 40 * MEGABYTE


def test_what_is_declared_is_not_allocated() -> None:
    for text in (process_list(lut3d(2)).replace("2 2 2 3", "256 256 256 3"), numbers("0", f"{MEGABYTE} 3")):
        tracemalloc.start()
        try:
            with pytest.raises(LutFormatError, match="numbers for dim"):
                CLF.read(text.encode())
            assert tracemalloc.get_traced_memory()[1] < 2 * MEGABYTE
        finally:
            tracemalloc.stop()


def test_baking_stays_within_memory() -> None:
    body = (matrix(AFFINE) + ranges(minInValue=0, minOutValue=0)) * 6 + lut1d(3) + lut3d(2)
    tracemalloc.start()
    try:
        assert CLF.read(process_list(body).encode()).as_table.notes
        assert tracemalloc.get_traced_memory()[1] < 100 * MEGABYTE
    finally:
        tracemalloc.stop()
