"""Runs of ``apply`` that end in every way, and the run after: every cell of the table in resume_matrix.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import resume_matrix as matrix

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and forked processes are POSIX's")


@pytest.mark.parametrize("row", matrix.ROWS, ids=lambda row: f"{row.place} - {row.before} - {row.end}")
def test_each_picture_is_what_the_order_made_or_is_left_alone(row: matrix.Row, here: Path) -> None:
    assert matrix.run(row, here) == matrix.right(row), (here / "said.txt").read_text()
