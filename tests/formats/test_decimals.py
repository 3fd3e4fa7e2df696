"""Numbers read many at a time are the numbers that Python reads one at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lut.formats import decimals

UNHURRIED = settings(deadline=None, max_examples=200)

DIGITS = st.text("0123456789", max_size=30)
EXPONENT = st.one_of(
    st.just(""),
    st.tuples(st.sampled_from("eE"), st.integers(-50, 50).map(lambda power: f"{power:+03d}")).map("".join),
    st.integers(-400, 400).map(lambda power: f"e{power}"),
    st.just("e0000000000000000000001"),
)
NUMBERS = st.tuples(st.sampled_from(["", "", "-", "+"]), DIGITS, st.sampled_from([".", ".", ""]), DIGITS, EXPONENT).map(
    "".join
)
NUMBERS = NUMBERS.filter(lambda number: decimals.NUMBER.fullmatch(number) is not None)
GAPS = st.sampled_from([" ", " ", "  ", "\t", " \t "])
ENDS = st.sampled_from(["\n", "\n", " \n", "\n\n", "\n \t\n", "\r\n"])


def parse(text: str, columns: int, otherwise: decimals.Otherwise) -> np.ndarray:
    return decimals.parse_rows(text, 0, len(text), columns, otherwise)


def refused(start: int, stop: int) -> np.ndarray:
    raise LookupError(start, stop)


@pytest.mark.fuzz
@UNHURRIED
@given(st.lists(st.tuples(NUMBERS, GAPS, NUMBERS, GAPS, NUMBERS, ENDS), max_size=40))
def test_like_one_at_a_time(rows: list[tuple[str, ...]]) -> None:
    text = "".join("".join(row) for row in rows)
    with np.errstate(over="ignore"):
        expected = np.array(text.split(), dtype=np.float64).astype(np.float32).reshape(-1, 3)
    found = parse(text, 3, refused)
    assert found.dtype == np.float32
    assert np.array_equal(found, expected)


@UNHURRIED
@given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1, max_size=60))
def test_printed_numbers_read_back_as_they_were(numbers: list[float]) -> None:
    rows = np.array(numbers, dtype=np.float32)[:, None]
    text = "".join(decimals.print_rows(rows))
    assert "e" not in text
    assert np.array_equal(np.array(text.split(), dtype=np.float64).astype(np.float32), rows[:, 0])
    assert np.array_equal(parse(text, 1, refused)[:, 0], rows[:, 0])


@UNHURRIED
@given(st.lists(st.floats(2.0**-13, 2.0**24, width=32), min_size=1, max_size=60), st.booleans())
def test_printed_numbers_have_the_fewest_digits(numbers: list[float], negative: bool) -> None:
    rows = np.array(numbers, dtype=np.float32)[:, None] * np.float32(-1 if negative else 1)
    expected = [np.format_float_positional(number, unique=True, trim="0") for number in rows[:, 0]]
    assert "".join(decimals.print_rows(rows)).split() == expected


ODD_ROWS = ["1 2", "1 2 3 4", "1 2 3\n4 5", "1 2\n3 4 5 6", "1 2 3 4 5 6", "1\n2\n3", "1 2\n3 4 5 6 7\n8 9", "1,2,3"]
ODD_NUMBERS = [
    *(
        "x",
        "3x",
        "-",
        ".",
        "-.",
        "1.2.3",
        "..1",
        "1-2",
        "--1",
        "+-1",
        "1+",
        "nan",
        "inf",
        "1_0",
        "3;",
        "\0",
        "٣",
        "3\x0b",
    ),
    *("1e", "1e+", "1e-+5", "1e5e5", "1e5.5", "1e.5", ".e5", "-e5", "1-e5", "1f5", "e", "e5", "1e5-"),
]


@pytest.mark.parametrize("text", [*ODD_ROWS, *(f"1 2 {number}" for number in ODD_NUMBERS)])
def test_anything_else_is_left_to_the_caller(text: str) -> None:
    data = f"0 0 0\n{text}\n"
    with pytest.raises(LookupError) as left:
        parse(data, 3, refused)
    assert left.value.args == (0, len(data))


def test_only_the_odd_block_is_left_to_the_caller() -> None:
    row = "0.5 0.25 -0.125\n"
    data = row * 60000 + "odd\n" + row * 60000
    left = []

    def otherwise(start: int, stop: int) -> np.ndarray:
        left.append((start, stop))
        return np.full((data.count("\n", start, stop), 3), 7, dtype=np.float32)

    found = parse(data, 3, otherwise)
    assert len(found) == 120001
    ((start, stop),) = left
    assert start <= 60000 * len(row) < stop
    assert stop - start <= decimals.BLOCK
    assert (found[: start // len(row)] == np.float32([0.5, 0.25, -0.125])).all()


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n", "   "])
def test_nothing_is_no_rows(text: str) -> None:
    assert parse(text, 3, refused).shape == (0, 3)
