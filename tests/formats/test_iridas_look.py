"""Iridas' .look, held against OpenColorIO."""

from __future__ import annotations

from pathlib import Path

import agreement
import pytest
from process_lists import look

FILES = {
    "two points a side": look(2),
    "five points a side": look(5),
    "an empty mask": look(2, "<mask></mask>"),
    "without quotes": look(3).replace('"\n', "\n").replace('\n"', "\n").replace('"3"', "3"),
    "lower case, CRLF": look(3).replace("A", "a").replace("F", "f").replace("\n", "\r\n"),
    "one line": look(3).replace("\n", " "),
    "other parts": look(2, "<LUT1D><size>4</size></LUT1D><anything><data>x</data></anything>"),
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES.keys())
def test_means_what_it_means_in_opencolorio(text: str, tmp_path: Path) -> None:
    agreement.assert_means_the_same(agreement.saved(tmp_path, "film.look", text))


BROKEN = [
    ("</shaders>", "</shaders><mask><shape/></mask>",
     ":3: expected a look without a mask, found one: a LUT has the same effect all over a picture"),
    ("<LUT>", "<!DOCTYPE a><LUT>", ":4: expected well-formed XML, found: not well-formed (invalid token)"),
    ('"2"', '"3"', ":6: expected 648 hexadecimal digits for size 3, found 192"),
    ('"2"', '"256"', ":6: expected 402,653,184 hexadecimal digits for size 256, found 192"),
    ('"2"', '"257"', ":5: expected a size from 2 to 256, found '257'"),
    ('"2"', '"1"', ":5: expected a size from 2 to 256, found '1'"),
    ('"2"', '"two"', ":5: expected a size from 2 to 256, found 'two'"),
    ('<size>"2"</size>\n', "", ":4: expected size once in LUT, found it 0 times"),
    ("<data>\"", "<data/><data>\"", ":4: expected data once in LUT, found it 2 times"),
    ('"\n</data>', '00"\n</data>', ":6: expected 192 hexadecimal digits for size 2, found 194"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN, ids=range(len(BROKEN)))
def test_broken_files_are_refused(old: str, new: str, message: str, tmp_path: Path) -> None:
    agreement.assert_refused(tmp_path / "film.look", look(2), old, new, message)


@pytest.mark.parametrize(
    ("digits", "message"),
    [
        ("xyz", "expected 192 hexadecimal digits for size 2, found 'xyz'"),
        ("0000C07F", "expected numbers up to 1e+30, found nan"),
        ("0000807F", "expected numbers up to 1e+30, found inf"),
        ("FFFF7F7F", "expected numbers up to 1e+30, found 3.40282e+38"),
    ],
)
def test_digits_that_are_no_numbers(digits: str, message: str, tmp_path: Path) -> None:
    text, end = look(2), '"\n</data>'
    last = text[text.index(end) - 8 : text.index(end)]
    agreement.assert_refused(tmp_path / "film.look", text, last + end, digits + end, f":6: {message}")
