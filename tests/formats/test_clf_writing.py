"""What we write as Common LUT Format: the same LUT when we read it, the same picture when OpenColorIO does."""

from __future__ import annotations

from pathlib import Path

import agreement
import numpy as np
import opencolorio as ocio
import pytest
from closeness import assert_close, assert_luts_close
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import colors

import lut
from lut import Lut, Shaper
from lut.formats import clf


def film(shaper: Shaper | None, domain: object = ((0, 0, 0), (1, 1, 1)), size: int = 3) -> Lut:
    return Lut(np.random.default_rng(size).uniform(-0.5, 2, (size, size, size, 3)), domain, shaper, 'A <"film">')


RANDOM = np.random.default_rng(5)
WRITTEN = {
    "a lattice": film(None),
    "a lattice of 33": film(None, size=33),
    "a domain": film(None, ((-0.1, 0, 0.25), (1.1, 3, 0.75))),
    "a shaper": film(Shaper(RANDOM.uniform(-0.2, 1.1, (17, 3)))),
    "a shaper over a domain": film(Shaper(RANDOM.uniform(-0.2, 1.1, (17, 3)), ((-0.1, 0, 0.1), (1, 2, 3)))),
    "both": film(Shaper(RANDOM.uniform(-3, 4, (5, 3)), ((-1, 0, 0), (2, 1, 8))), ((-2, -3, 0), (3, 4, 1.5))),
    "curves": Lut.from_shaper(Shaper(RANDOM.uniform(-3, 4, (9, 3)))),
    "curves over a domain": Lut.from_shaper(Shaper(RANDOM.uniform(0, 1, (9, 3)), ((-1, 0, 0), (2, 1, 8))), "t"),
    "all points of a shaper": Lut.from_shaper(Shaper(RANDOM.uniform(0, 1, (65536, 3)))),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_written_files_are_read_as_they_were(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "ours.clf"
    lut.write(WRITTEN[kind], path)
    assert_luts_close(lut.read(path), WRITTEN[kind])
    assert not lut.read(path).notes


@pytest.mark.parametrize("kind", WRITTEN)
def test_opencolorio_reads_what_we_write(kind: str, tmp_path: Path) -> None:
    """Its look-up is our usual one: the file asks for tetrahedra."""
    path, ours = tmp_path / "ours.clf", WRITTEN[kind]
    lut.write(ours, path)
    rgb = colors((-1, 3))
    assert_close(
        ocio.applied(path, rgb), ours(rgb), 1e-5 * agreement.scale(ours) * (20 if kind == "both" else 1), "colors"
    )


@settings(deadline=None, max_examples=50)
@given(
    st.floats(-1e3, 1e3, width=32), st.floats(0.0009765625, 1e3, width=32), st.floats(-1e3, 1e3, width=32),
    st.floats(0.0009765625, 1e3, width=32),
)  # fmt: skip
def test_domains_survive(low: float, width: float, shaper_low: float, shaper_width: float) -> None:
    domain = np.float32([[low] * 3, low + width * np.array([1, 2, 3])])
    shaper_domain = np.float32([[shaper_low] * 3, shaper_low + shaper_width * np.array([1, 1.5, 9])])
    ours = film(Shaper(RANDOM.uniform(-1, 1, (3, 3)), shaper_domain), domain, 2)
    again = clf.read(clf.write(ours))
    assert again.shaper is not None
    assert np.array_equal(again.domain, ours.domain)
    assert np.array_equal(again.shaper.domain, shaper_domain)
