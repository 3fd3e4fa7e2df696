"""What a .cube file means, held against OpenColorIO, in both directions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import opencolorio as ocio
import pytest
from closeness import assert_close
from samples import colors, rising, rows

import lut
from lut import Lut, LutError, Shaper
from lut.lattice import UNIT

TOLERANCE = 1e-5

# name: text, and the input values that matter
DIALECTS = {
    "plain": (f"LUT_3D_SIZE 5\n{rows(125)}", (0, 1)),
    "Adobe": (f'# by hand\nTITLE "A"\nLUT_3D_SIZE 3\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n\n{rows(27)}', (0, 1)),
    "title with spaces and quotes": (f'TITLE "My "warm" look #3"\nLUT_3D_SIZE 3\n{rows(27)}', (0, 1)),
    "title without quotes": (f"TITLE My warm look\nLUT_3D_SIZE 3\n{rows(27)}", (0, 1)),
    "lower case": (f"title x\nlut_3d_size 3\ndomain_max 2 2 2\n{rows(27)}", (0, 2)),
    "any order": (f'DOMAIN_MAX 2 2 2\nLUT_3D_SIZE 3\nTITLE "x"\nDOMAIN_MIN -1 -1 -1\n{rows(27)}', (-1, 2)),
    "CRLF": (f"LUT_3D_SIZE 3\n{rows(27)}".replace("\n", "\r\n"), (0, 1)),
    "tabs and blanks": (f"  LUT_3D_SIZE\t3  \n\n{rows(27)}".replace(" ", " \t"), (0, 1)),
    "no last line feed": (f"LUT_3D_SIZE 3\n{rows(27)}".rstrip(), (0, 1)),
    "comments between rows": (f"LUT_3D_SIZE 3\n{rows(13)}# half\n\n{rows(14, 1)}", (0, 1)),
    "integers and exponents": (f"LUT_3D_SIZE 2\n{rows(6)}1e-1 +2 -3\n.5 5. 1E0\n", (0, 1)),
    "domain per channel": (f"LUT_3D_SIZE 4\nDOMAIN_MIN -1 0 .5\nDOMAIN_MAX 2 3 .75\n{rows(64)}", (-1, 3)),
    "Resolve": (f"LUT_3D_SIZE 3\nLUT_3D_INPUT_RANGE 0.0 1.0\n{rows(27)}", (0, 1)),
    "Resolve, wide": (f"LUT_3D_SIZE 3\nLUT_3D_INPUT_RANGE -0.5 4\n{rows(27)}", (-0.5, 4)),
    "1D": (f"LUT_1D_SIZE 7\n{rows(7)}", (0, 1)),
    "1D, outputs far outside": (f"LUT_1D_SIZE 64\n{rows(64, 0, -20, 30)}", (0, 1)),
    "1D, a constant channel": ("LUT_1D_SIZE 2\n0 0.5 0\n1 0.5 -1\n", (0, 1)),
    "1D, Adobe's domain": (f"LUT_1D_SIZE 9\nDOMAIN_MIN -1 0 0.25\nDOMAIN_MAX 1 2 8\n{rows(9)}", (-1, 8)),
    "1D, Resolve's range": (f"LUT_1D_SIZE 9\nLUT_1D_INPUT_RANGE -0.125 16\n{rows(9)}", (-0.125, 16)),
    "1D, most points": (f"LUT_1D_SIZE 65536\n{rising(65536)}", (0, 1)),
    "shaper and cube": (f"LUT_1D_SIZE 6\nLUT_3D_SIZE 3\n{rising(6)}{rows(27)}", (0, 1)),
    "shaper and cube with ranges": (
        f"# two tables\nLUT_1D_SIZE 17\nLUT_1D_INPUT_RANGE -1 8\nLUT_3D_SIZE 4\nLUT_3D_INPUT_RANGE -2 5\n"
        f"{rising(17, -3, 6)}{rows(64)}",
        (-1, 8),
    ),
    "falling shaper": (f"LUT_1D_SIZE 2\nLUT_3D_SIZE 3\n1 1 1\n0 0 0\n{rows(27)}", (0, 1)),
}


@pytest.fixture(params=DIALECTS.values(), ids=DIALECTS.keys())
def dialect(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, np.ndarray]:
    text, domain = request.param
    path = tmp_path / "film.cube"
    path.write_bytes(text.encode())
    return path, colors(domain)


def test_means_what_it_means_in_opencolorio(dialect: tuple[Path, np.ndarray]) -> None:
    path, rgb = dialect
    film = lut.read(path)
    assert_close(film(rgb, "trilinear"), ocio.applied(path, rgb, ocio.LINEAR), TOLERANCE * scale(film), "colors")


def test_tetrahedra_are_opencolorios(dialect: tuple[Path, np.ndarray]) -> None:
    path, rgb = dialect
    film = lut.read(path)
    assert_close(film(rgb), ocio.applied(path, rgb, ocio.TETRAHEDRAL), TOLERANCE * scale(film), "colors")


def test_opencolorio_reads_what_we_write_of_it(dialect: tuple[Path, np.ndarray]) -> None:
    path, rgb = dialect
    film = lut.read(path)
    again = path.with_name("again.cube")
    lut.write(film, again)
    assert_close(ocio.applied(again, rgb), ocio.applied(path, rgb), TOLERANCE * scale(film), "colors")
    assert_close(lut.read(again)(rgb), film(rgb), 1e-6 * scale(film), "colors")


def scale(film: Lut) -> float:
    """Float32 keeps digits, not places: the tolerance is that of the largest number, where that is above 1."""
    return max(1.0, float(np.abs(film.table).max()))


@pytest.mark.parametrize("size", [2, 3, 4, 33])
def test_opencolorio_reads_our_tables(size: int, tmp_path: Path) -> None:
    table = np.random.default_rng(size).uniform(-0.5, 2, (size, size, size, 3))
    film = Lut(table, domain=((-0.5, 0, 0.1), (1, 1.5, 0.9)), title='"Quoted"\nlines')
    lut.write(film, tmp_path / "ours.cube")
    rgb = colors((-0.5, 1.5))
    assert_close(ocio.applied(tmp_path / "ours.cube", rgb), film(rgb, "trilinear"), TOLERANCE, "colors")


@pytest.mark.parametrize("domain", [UNIT, ((-2.0, -2.0, -2.0), (3.0, 3.0, 3.0)), ((-2.0, 0.0, 0.25), (3.0, 4.0, 0.75))])
@pytest.mark.parametrize("shaper_domain", [UNIT, ((-1.0, -1.0, -1.0), (7.0, 7.0, 7.0))])
def test_opencolorio_reads_our_shapers(domain: object, shaper_domain: object, tmp_path: Path) -> None:
    """A lattice domain per channel, which Resolve's dialect has no word for, moves into the shaper."""
    random = np.random.default_rng(5)
    shaper = Shaper(random.uniform(-3, 5, (11, 3)), shaper_domain)
    film = Lut(random.uniform(-0.5, 2, (4, 4, 4, 3)), domain, shaper, title="Shaped")
    lut.write(film, tmp_path / "ours.cube")
    rgb = colors((-1, 7))
    assert_close(ocio.applied(tmp_path / "ours.cube", rgb), film(rgb, "trilinear"), TOLERANCE, "colors")
    assert lut.read(tmp_path / "ours.cube").title == "Shaped"


CUBE = rows(8)
# name: a text that OpenColorIO refuses, and one that it reads, of the same meaning
READ_BY_US_ALONE = {
    "byte order mark": (f"\ufeffLUT_3D_SIZE 2\n{CUBE}", f"LUT_3D_SIZE 2\n{CUBE}"),
    "lone carriage returns": (f"LUT_3D_SIZE 2\n{CUBE}".replace("\n", "\r"), f"LUT_3D_SIZE 2\n{CUBE}"),
    "comment behind a size": (f"LUT_3D_SIZE 2 # points\n{CUBE}", f"LUT_3D_SIZE 2\n{CUBE}"),
    "comment behind a row": (f"LUT_3D_SIZE 2\n{CUBE.strip()} # last\n", f"LUT_3D_SIZE 2\n{CUBE}"),
    "title in Resolve's dialect": (
        f'TITLE "x"\nLUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0 2\n{CUBE}',
        f"LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0 2\n{CUBE}",
    ),
    "comment between rows in Resolve's dialect": (
        f"LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0 2\n{CUBE}# end\n",
        f"LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0 2\n{CUBE}",
    ),
    "the default domain in Adobe's words for two tables": (
        f"LUT_1D_SIZE 3\nLUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n{rising(3)}{CUBE}",
        f"LUT_1D_SIZE 3\nLUT_3D_SIZE 2\n{rising(3)}{CUBE}",
    ),
    "one domain in both dialects": (
        f"LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0 2\nDOMAIN_MAX 2 2 2\n{CUBE}",
        f"LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0 2\n{CUBE}",
    ),
}


@pytest.mark.parametrize(("text", "same"), READ_BY_US_ALONE.values(), ids=READ_BY_US_ALONE.keys())
def test_read_by_us_alone(text: str, same: str, tmp_path: Path) -> None:
    """These say clearly what they mean, and real files hold them."""
    path, plain = tmp_path / "film.cube", tmp_path / "plain.cube"
    path.write_bytes(text.encode())
    plain.write_bytes(same.encode())
    with pytest.raises(ocio.Refusal):
        ocio.applied(path, colors())
    rgb = colors((0, 2))
    assert_close(lut.read(path)(rgb, "trilinear"), ocio.applied(plain, rgb), TOLERANCE, "colors")


def test_sizes_above_129_are_read_by_us_alone(tmp_path: Path) -> None:
    """Adobe allows 256; OpenColorIO stops at 129."""
    path = tmp_path / "large.cube"
    path.write_text("LUT_3D_SIZE 130\n0.25 0.5 0.75\n", encoding="utf-8")
    with pytest.raises(ocio.Refusal, match="129"):
        ocio.applied(path, colors())
    path.write_text("LUT_3D_SIZE 130\n" + "0.25 0.5 0.75\n" * 130**3, encoding="utf-8")
    film = lut.read(path)
    assert film.size == 130
    assert np.array_equal(film(colors()), np.broadcast_to(np.float32([0.25, 0.5, 0.75]), colors().shape))


REFUSED_BY_US_ALONE = {
    # A number that is none makes every color around it none.
    "NaN": f"LUT_3D_SIZE 2\nnan 0 0\n{rows(7)}",
    "infinity": f"LUT_3D_SIZE 2\ninf 0 0\n{rows(7)}",
    # OpenColorIO reads these as 1, without a word.
    "half a number": f"LUT_3D_SIZE 2\n1_5 0 0\n{rows(7)}",
    # OpenColorIO inverts the input; Adobe's specification calls it an error.
    "reversed domain": f"LUT_3D_SIZE 2\nDOMAIN_MIN 1 1 1\nDOMAIN_MAX 0 0 0\n{CUBE}",
    # OpenColorIO takes the last one; Adobe's specification calls it an error.
    "repeated keyword": f"LUT_3D_SIZE 3\nLUT_3D_SIZE 2\n{CUBE}",
    # OpenColorIO skips a first line that it doesn't know; it could change the colors.
    "unknown keyword": f"LUT_3D_OFFSET 0.5\nLUT_3D_SIZE 2\n{CUBE}",
    # Adobe allows 65536 points, and so do we; OpenColorIO allows 300000.
    "long 1D table": f"LUT_1D_SIZE 65537\n{rising(65537)}",
}


@pytest.mark.parametrize("text", REFUSED_BY_US_ALONE.values(), ids=REFUSED_BY_US_ALONE.keys())
def test_refused_by_us_alone(text: str, tmp_path: Path) -> None:
    path = tmp_path / "film.cube"
    path.write_text(text, encoding="utf-8")
    ocio.applied(path, colors())
    with pytest.raises(LutError):
        lut.read(path)


@pytest.mark.parametrize(
    ("keywords", "video_in", "video_out"),
    [
        ("LUT_IN_VIDEO_RANGE\n", True, False),
        ("LUT_OUT_VIDEO_RANGE\n", False, True),
        ("LUT_IN_VIDEO_RANGE\nLUT_OUT_VIDEO_RANGE\n", True, True),
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        f"LUT_3D_SIZE 4\n{rows(64)}",
        f"LUT_1D_SIZE 9\n{rows(9)}",
        f"LUT_1D_SIZE 9\nLUT_3D_SIZE 3\nLUT_1D_INPUT_RANGE -1 2\n{rising(9)}{rows(27)}",
    ],
)
def test_video_levels(keywords: str, video_in: bool, video_out: bool, text: str, tmp_path: Path) -> None:
    """OpenColorIO doesn't know these keywords, so it gets video levels, and its results are scaled back."""
    path, plain = tmp_path / "film.cube", tmp_path / "plain.cube"
    path.write_text(keywords + text, encoding="utf-8")
    plain.write_text(text, encoding="utf-8")
    rgb = colors()
    levels = (64 + 876 * rgb.astype(np.float64)) / 1023
    expected = ocio.applied(plain, levels if video_in else rgb).astype(np.float64)
    if video_out:
        expected = (expected * 1023 - 64) / 876
    assert_close(lut.read(path)(rgb, "trilinear"), expected, TOLERANCE, "colors")


def test_opencolorio_has_no_nearest(tmp_path: Path) -> None:
    """Its "nearest" is trilinear (and linear in 1D tables), so nothing here compares ours with it."""
    path = tmp_path / "film.cube"
    path.write_text(f"LUT_3D_SIZE 5\n{rows(125)}", encoding="utf-8")
    rgb = colors()
    assert np.array_equal(ocio.applied(path, rgb, ocio.NEAREST), ocio.applied(path, rgb, ocio.LINEAR))
    path.write_text(f"LUT_1D_SIZE 5\n{rows(5)}", encoding="utf-8")
    curves = lut.read(path)
    assert_close(curves(rgb, "nearest"), ocio.applied(path, rgb, ocio.NEAREST), TOLERANCE, "colors")
