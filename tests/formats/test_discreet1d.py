"""Discreet's .lut: tables of whole numbers and half floats, held against OpenColorIO."""

from __future__ import annotations

from pathlib import Path

import agreement
import numpy as np
import opencolorio as ocio
import pytest
from closeness import assert_close
from samples import colors, whole_column

import lut
from lut import LutError
from lut.formats import discreet1d

HALVES = np.arange(65536, dtype=np.uint16).view(np.float16).astype(np.float64)


def lines(numbers: np.ndarray) -> str:
    return "".join(f"{number}\n" for number in numbers.tolist())


def patterns(values: np.ndarray) -> str:
    """Half floats, as whole numbers of the same bits."""
    return lines(values.astype(np.float16).view(np.uint16))


def three(count: int, white: int) -> str:
    return "".join(whole_column(count, power, white) for power in (0.5, 1, 2))


DIALECTS = {
    "one table": f"LUT: 1 256\n{whole_column(256, 2, 255)}",
    "three tables": f"LUT: 3 1024\n{three(1024, 1023)}",
    "10 to 12 bits": f"# 10to12\n\nLUT: 3 1024 4096\n{three(1024, 4095)}",
    "12 to 16 bits": f"LUT: 1 4096 65536\n{whole_column(4096, 2, 65535)}",
    "12 to 10 bits, dark": f"LUT: 1 4096 1024\n{whole_column(4096, 2, 200)}",
    "with a matte": f"LUT: 4 256\n{three(256, 255)}{whole_column(256, 1, 255)}",
    "without a header": whole_column(256, 2, 255),
    "any length": f"LUT: 1 100 256\n{whole_column(100, 2, 255)}",
    "lower case, tabs, CRLF": f"lut: 1 256\t256\n{whole_column(256, 2, 255)}".replace("\n", "\t\r\n"),
    "to half floats": f"LUT: 3 256 65536f\n{''.join(patterns(np.linspace(-1, 3, 256) ** p) for p in (1, 2, 3))}",
}


@pytest.mark.parametrize("text", DIALECTS.values(), ids=DIALECTS.keys())
def test_means_what_it_means_in_opencolorio(text: str, tmp_path: Path) -> None:
    agreement.assert_means_the_same(agreement.saved(tmp_path, "film.lut", text))


def test_the_matte_is_noted() -> None:
    assert discreet1d.read(DIALECTS["with a matte"]).notes == ("its fourth table, for the matte, is left out",)
    assert discreet1d.read(DIALECTS["three tables"]).notes == ()


@pytest.mark.parametrize(("length", "white", "levels"), [(4096, 1023, 1024), (1024, 4095, 4096), (256, 65535, 65536)])
def test_the_largest_number_tells_the_levels(length: int, white: int, levels: int, tmp_path: Path) -> None:
    """Where OpenColorIO looks for them in the file's name."""
    bits = levels.bit_length() - 1
    film = lut.read(agreement.saved(tmp_path, "film.lut", f"LUT: 1 {length}\n{whole_column(length, 2, white)}"))
    (note,) = film.notes
    told = f"taken as {levels}, for its largest number is {white}"
    assert note == f"how many levels its outputs have is not said: {told}"
    same = agreement.saved(tmp_path, f"xto{bits}log.lut", (tmp_path / "film.lut").read_text(encoding="utf-8"))
    agreement.assert_means_the_same(tmp_path / "film.lut", same=same)


# Half floats as inputs


def half_domain(function: np.ndarray, header: str = "LUT: 1 65536 65536") -> str:
    """A table of a function's values at each half float, NaN's and infinities' left out."""
    values = np.clip(np.where(np.isfinite(HALVES), function, 0), 0, 1)
    return f"{header}\n{lines(np.rint(values * 65535).astype(int))}"


with np.errstate(all="ignore"):
    SRGB = np.where(HALVES > 0.0031308, 1.055 * np.maximum(HALVES, 0) ** (1 / 2.4) - 0.055, 12.92 * HALVES)
    QUARTER = HALVES / 4
    LOG = 0.6 + np.log2(np.maximum(HALVES, 2e-10)) / 40

HALF_TABLES = {
    # name: text, the domain kept, colors within it
    "straight to white": (half_domain(HALVES), (0, 1)),
    "sRGB's curve": (half_domain(SRGB), (0, 1)),
    "straight, 0 to 4": (half_domain(QUARTER), (0, 4)),
    "16f to 16f": (f"LUT: 1 65536 65536f\n{lines(np.arange(65536))}", (-16, 16)),
    "no levels": (half_domain(HALVES, "LUT: 1 65536"), (0, 1)),
}


@pytest.mark.parametrize(("text", "domain"), HALF_TABLES.values(), ids=HALF_TABLES.keys())
def test_half_floats_mean_what_they_mean_in_opencolorio(text: str, domain: tuple[float, float], tmp_path: Path) -> None:
    path = agreement.saved(tmp_path, "film.lut", text)
    film = lut.read(path)
    assert film.shaper is not None
    assert film.shaper.domain[:, 0].tolist() == list(domain)
    rgb = np.clip(colors(domain), *domain)
    assert_close(film(rgb), ocio.applied(path, rgb), 2e-5, "colors")


def test_what_half_floats_say_beyond_an_even_grid_is_noted(tmp_path: Path) -> None:
    path = agreement.saved(tmp_path, "film.lut", half_domain(LOG))
    film = lut.read(path)
    near_black, outside = film.notes
    text, _, seen = near_black.removesuffix(" from 1/255 on").rpartition(" ")
    assert text.startswith("half floats as inputs, resampled on an even grid: off by at most ")
    most = float(text.split("at most ")[1].split(",")[0])
    assert outside == "colors outside 0…1 clamp, where its curves go on to 0…65504"
    exact = HALVES[(HALVES >= 0) & (HALVES <= 1)].astype(np.float32)[:, None].repeat(3, axis=1)
    error = np.abs(film(exact) - ocio.applied(path, exact))[:, 0]
    assert error.max() == pytest.approx(most, rel=0.06)
    assert error[exact[:, 0] >= 1 / 255].max() == pytest.approx(float(seen), rel=0.06)


FILM = f"# Flame\nLUT: 3 256 1024\n{three(256, 1023)}"
BROKEN = [
    ("LUT: 3 256 1024", "LUT: 2 256 1024", ":2: expected 1, 3 or 4 tables, found '2'"),
    ("LUT: 3 256 1024", "LUT: 3 1 1024", ":2: expected a table's length from 2 to 65,536, found '1'"),
    ("LUT: 3 256 1024", "LUT: 3 65537", ":2: expected a table's length from 2 to 65,536, found '65537'"),
    ("LUT: 3 256 1024", "LUT: 3 256 1000", ":2: expected 256 or 1024 or 4096 or 65536 levels, found '1000'"),
    ("LUT: 3 256 1024", "LUT: 3", ":2: expected LUT:, the number of tables, their length and the levels, "
     "found 'LUT: 3'"),
    ("LUT: 3 256 1024", "LUT: 3 256 1024 5", ":2: expected LUT:, the number of tables, their length and the levels, "
     "found 'LUT: 3 256 1024 5'"),
    ("LUT: 3 256 1024", "LUT: 3 65536", ":770: expected 196,608 numbers, one a line, found 768"),
    ("LUT: 3 256 1024", "LUT: 1 256 1024", ":259: expected 256 numbers, one a line, found 768"),
    ("LUT: 3 256 1024\n", "LUT: 3 256 1024\n-1\n", ":771: expected 768 numbers, one a line, found 769"),
    ("LUT: 3 256 1024\n0\n", "LUT: 3 256 1024\n-1\n", ": expected numbers from 0 to 65535, found -1"),
    ("LUT: 3 256 1024\n0\n", "LUT: 3 256 1024\n65536\n", ": expected numbers from 0 to 65535, found 65536"),
    ("LUT: 3 256 1024\n0\n", "LUT: 3 256 1024\n0.5\n", ":3: expected whole numbers, found '0.5'"),
    ("LUT: 3 256 1024\n0\n", "LUT: 3 256 1024\n0 0\n", ":3: expected a number, found 2: '0 0'"),
    ("LUT: 3 256 1024\n0\n", "LUT: 3 256 1024\nx\n", ":3: expected a number, found 'x'"),
    ("LUT: 3 256 1024\n0\n", "LUT: 3 256 65536f\n31744\n",
     ": expected finite half floats as outputs, found an infinity or NaN"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_what_is_broken_is_said(old: str, new: str, message: str, tmp_path: Path) -> None:
    agreement.assert_refused(tmp_path / "film.lut", FILM, old, new, message)


def test_finite_half_floats_must_stay_finite() -> None:
    text = f"LUT: 1 65536 65536f\n{lines(np.where(np.arange(65536) == 15360, 31744, np.arange(65536)))}"
    with pytest.raises(LutError, match="expected finite half floats as outputs, found an infinity or NaN"):
        discreet1d.read(text)
