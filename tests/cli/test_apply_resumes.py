"""Runs of ``apply`` that end in every way, and the run after: every cell of the table in resume_matrix.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import resume_matrix as matrix

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and forked processes are POSIX's")


def is_thorough(row: matrix.Row) -> bool:
    return row.place not in ("elsewhere", "in place") or row.before != "earlier look"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row,
            id=f"{row.place} - {row.before} - {row.end}",
            marks=[pytest.mark.soak] if is_thorough(row) else [],
        )
        for row in matrix.ROWS
    ],
)
def test_each_picture_is_what_the_order_made_or_is_left_alone(row: matrix.Row, here: Path) -> None:
    assert matrix.run(row, here) == matrix.right(row), (here / "saved/said.txt").read_text(encoding="utf-8")
