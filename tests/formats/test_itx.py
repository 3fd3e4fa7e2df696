"""Iridas' .itx: a .cube by another name, held against OpenColorIO in both directions."""

from __future__ import annotations

from pathlib import Path

import agreement
import numpy as np
import pytest
from samples import rows

import lut
from lut import Lut, LutError, LutFormatError
from lut.formats import itx

TEXT = f"# Iridas\n\nLUT_3D_SIZE 3\n# rows\n{rows(27)}"


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("LUT_3D", "lut_3d").replace("\n", "\r\n").replace(" ", "\t")])
def test_means_what_it_means_in_opencolorio(text: str, tmp_path: Path) -> None:
    agreement.assert_means_the_same(agreement.saved(tmp_path, "film.itx", text))


def test_it_is_the_same_under_either_name(tmp_path: Path) -> None:
    cube, iridas = (lut.read(agreement.saved(tmp_path, f"film.{name}", TEXT)) for name in ("cube", "itx"))
    assert np.array_equal(cube.table, iridas.table)


@pytest.mark.parametrize("size", [2, 17])
def test_opencolorio_reads_what_we_write(size: int, tmp_path: Path) -> None:
    table = np.random.default_rng(size).uniform(-0.5, 2, (size, size, size, 3))
    agreement.assert_written_alike(Lut(table, title="Warm"), tmp_path / "ours.itx", (0, 1))
    assert (tmp_path / "ours.itx").read_text(encoding="utf-8").startswith(f"LUT_3D_SIZE {size}\n")


def test_what_it_cannot_hold_is_refused() -> None:
    with pytest.raises(LutError, match=r"^expected a table over 0…1 for an .itx file, found a domain or a shaper"):
        itx.write(Lut(Lut.identity(2).table, ((0, 0, 0), (1, 1, 2))))


def test_what_is_broken_is_said(tmp_path: Path) -> None:
    """As in .cube, whose tests have more."""
    with pytest.raises(LutFormatError, match=r"film.itx:30: expected 27 rows for LUT_3D_SIZE 3, found 26$"):
        lut.read(agreement.saved(tmp_path, "film.itx", TEXT.rstrip().rpartition("\n")[0] + "\n\n"))
