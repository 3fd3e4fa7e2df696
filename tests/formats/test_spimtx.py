"""Imageworks' .spimtx, held against OpenColorIO."""

from __future__ import annotations

from pathlib import Path

import agreement
import noted
import pytest
from process_lists import SPIMTX

import lut

FILES = {
    "a matrix": SPIMTX,
    "one line": SPIMTX.replace("\n", " "),
    "CRLF and tabs": SPIMTX.replace(" ", "\t").replace("\n", "\r\n"),
    "one channel each": "2 0 0 6553.5\n0 .5 0 0\n0 0 -1 65535\n",
    "exponents": "1e0 -1e-1 0 0\n+.1 1. 0 0\n0 0 1 1e3",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES.keys())
def test_means_what_it_means_in_opencolorio(text: str, tmp_path: Path) -> None:
    path = agreement.saved(tmp_path, "film.spimtx", text)
    told = noted.assert_as_noted(path)
    assert (told.low, told.high) == (-8, 8)


def test_comments_are_passed_over(tmp_path: Path) -> None:
    plain = agreement.saved(tmp_path, "plain.spimtx", SPIMTX)
    noted.assert_as_noted(agreement.saved(tmp_path, "film.spimtx", f"# by hand\n\n{SPIMTX}"), plain)


BROKEN = [
    ("0.9", "x", ":3: expected numbers up to 1e+30, found 'x'"),
    ("0.9", "nan", ":3: expected numbers up to 1e+30, found 'nan'"),
    ("0.9", "1e31", ":3: expected numbers up to 1e+30, found '1e31'"),
    ("0.9 0", "0.9", ": expected 12 numbers, found 11"),
    ("0.9 0", "0.9 0\n1", ":4: expected 12 numbers, found more: '1'"),
]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_broken_files_are_refused(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = SPIMTX.replace("0 -.1 .9 0", "0 -.1 0.9 0")
    agreement.assert_refused(tmp_path / "film.spimtx", text, old, new, message)


def test_rows_of_four_numbers_are_recognized(tmp_path: Path) -> None:
    path = agreement.saved(tmp_path, "film.txt", SPIMTX)
    assert lut.read(path).size == 2
