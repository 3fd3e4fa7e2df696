"""Houdini's .lut, held against OpenColorIO."""

from __future__ import annotations

from pathlib import Path

import agreement
import numpy as np
import opencolorio as ocio
import pytest
from closeness import assert_close
from samples import colors, column, houdini, rows

import lut
from lut import LutError

PRE = f"Pre {{\n{column(11, 0.7)}}}\n"
FILM = houdini("3D+1D", "3 11", f"{PRE}3D {{\n{rows(27)}}}\n", "0.1 4")
THREE = f"R {{\n{column(5, 1)}}}\nG {{\n{column(5, 2)}}}\nB {{\n{column(5, 3)}}}\n"

DIALECTS = {
    "C": (houdini("C", "9", f"RGB {{\n{column(9)}}}\n", "-0.5 2"), (-0.5, 2)),
    "C, most points": (houdini("C", "65536", f"RGB {{\n{column(65536)}}}\n", "0 1"), (0, 1)),
    "3D": (houdini("3D", "3", f" {{\n{rows(27)} }}\n", "0 1"), (0, 1)),
    "3D+1D": (FILM, (0.1, 4)),
    "3D+1D, the lattice without a name": (FILM.replace("3D {", "{"), (0.1, 4)),
    "lower case, blanks, CRLF": (FILM.lower().replace("\t\t", " ").replace("\n", "\r\n"), (0.1, 4)),
    "linear sampling": (FILM.replace("LUT:", "Sampling\tLinear\nLUT:"), (0.1, 4)),
}


@pytest.mark.parametrize(("text", "domain"), DIALECTS.values(), ids=DIALECTS.keys())
def test_means_what_it_means_in_opencolorio(text: str, domain: tuple[float, float], tmp_path: Path) -> None:
    agreement.assert_means_the_same(agreement.saved(tmp_path, "film.lut", text), domain)


def test_a_curve_for_each_channel(tmp_path: Path) -> None:
    """OpenColorIO writes these, but reads one curve for all channels only: so it reads one after the other."""
    path = agreement.saved(tmp_path, "film.lut", houdini("RGB", "5", THREE))
    rgb = colors((-0.5, 2))
    expected = np.empty_like(rgb)
    for channel, power in enumerate((1, 2, 3)):
        text = houdini("C", "5", f"RGB {{\n{column(5, power)}}}\n")
        expected[:, channel] = ocio.applied(agreement.saved(tmp_path, "one.lut", text), rgb)[:, channel]
    assert_close(lut.read(path)(rgb), expected, 1e-5, "colors")


def test_a_lattice_has_the_domain_that_it_names(tmp_path: Path) -> None:
    """OpenColorIO leaves it out for lattices. Houdini's manual: "The color range which is modified by the LUT"."""
    path = agreement.saved(tmp_path, "film.lut", houdini("3D", "3", f"{{\n{rows(27)}}}\n", "-0.5 2"))
    rgb = colors((-0.5, 2))
    assert_close(lut.read(path)(rgb, "trilinear"), ocio.applied(path, (rgb + 0.5) / 2.5), 1e-5, "colors")


BROKEN = [
    ("Version\t\t1\n", "", ": expected Version, found none"),
    ("Type\t\t3D+1D", "Type\t\t4D", ":3: expected Type C or RGB or 3D or 3D+1D, found '4d'"),
    ("Type\t\t3D+1D", "Type\t\tCA", ":3: expected Type C or RGB or 3D or 3D+1D, found 'ca'"),
    ("From\t\t0.1 4", "From\t\t4 0.1", ":4: expected a minimum below the maximum, found '4 0.1'"),
    ("From\t\t0.1 4", "From\t\t4", ":4: expected 2 numbers behind From, found '4'"),
    ("To\t\t0 1", "To\t\t0 255", ":5: expected To 0 1, found '0 255'"),
    ("Black\t\t0", "Black\t\t16", ":6: expected Black 0, found '16'"),
    ("White\t\t1", "White\t\t255", ":7: expected White 1, found '255'"),
    ("White\t\t1", "White\t\tnan", ":7: expected a number behind White, found 'nan'"),
    ("White\t\t1", "Sampling\tLog", ":7: expected Sampling linear, found 'log'"),
    ("White\t\t1", "Gamma\t\t1",
     ":7: expected Version, Format, Type, Sampling, From, To, Black, White, Length or LUT:, found 'Gamma\\t\\t1'"),
    ("White\t\t1", "From 0 1", ":7: expected From once, found it on line 4 too"),
    ("Length\t\t3 11\n", "", ": expected Length, found none"),
    ("3 11", "3", ":8: expected 2 numbers behind Length, found '3'"),
    ("3 11", "1 11", ":8: expected Length from 2 to 256, found '1'"),
    ("3 11", "3 65537", ":8: expected Length from 2 to 65,536, found '65537'"),
    ("3 11", "3 12", ":21: expected 12 rows for the second Length, found 11"),
    ("3 11", "256 11", ":50: expected 16,777,216 rows for Length 256, found 27"),
    ("LUT:\n", "", ":9: expected Version, Format, Type, Sampling, From, To, Black, White, Length or LUT:, "
     "found 'Pre {'"),
    ("Pre {", "Post {", ":10: expected PRE { … }, found 'Post {'"),
    ("3D {", "RGB {", ":23: expected 3D { … }, found 'RGB {'"),
    (PRE, "", ":10: expected PRE { … }, found '3D {'"),
    (FILM[FILM.index("3D {"):], "", ": expected 3D { … }, found the end of the file"),
    ("3D {\n", "3D {\n0 0\n", ":24: expected 3 numbers, found 2: '0 0'"),
    ("3D {\n", "3D {\n0 0 0\n", ":51: expected 27 rows for Length 3, found 28"),
    ("Pre {\n", "Pre {\n0 0\n", ":11: expected a number, found 2: '0 0'"),
    ("Pre {\n", "Pre {\nnan\n", ":11: expected a number, found 'nan'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_what_is_broken_is_said(old: str, new: str, message: str, tmp_path: Path) -> None:
    agreement.assert_refused(tmp_path / "film.lut", FILM, old, new, message)


def test_nothing_may_follow(tmp_path: Path) -> None:
    with pytest.raises(LutError, match=r"film.lut:52: expected nothing behind the last }, found 'A \{'"):
        lut.read(agreement.saved(tmp_path, "film.lut", FILM + "A {\n0\n}\n"))


REFUSED_BY_US_ALONE = {
    # OpenColorIO skips these words, whatever they say.
    "outputs of 8 bits": FILM.replace("To\t\t0 1", "To\t\t0 255"),
    "another white": FILM.replace("White\t\t1", "White\t\t255"),
    "logarithmic sampling": FILM.replace("LUT:", "Sampling\tLog\nLUT:"),
}


@pytest.mark.parametrize("text", REFUSED_BY_US_ALONE.values(), ids=REFUSED_BY_US_ALONE.keys())
def test_refused_by_us_alone(text: str, tmp_path: Path) -> None:
    path = agreement.saved(tmp_path, "film.lut", text)
    ocio.applied(path, colors())
    with pytest.raises(LutError):
        lut.read(path)
