"""Device links and abstract profiles against Little CMS, and everything a damaged profile can say."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import numpy as np
import pytest
from profiles import (
    IDENTITY,
    SAMPLES,
    STRAIGHT,
    classic,
    even_grid,
    fixed,
    gamma,
    multi_part,
    parametric,
    powers,
    profile,
    random_grid,
    sampled,
    straight,
)
from samples import colors

from lut import Lut, LutError, LutFormatError, write
from lut.color import chromaticities, srgb_to_linear
from lut.color.lab import lab_to_xyz_d50
from lut.formats import icc_lut

CUBIC = random_grid(3, 3, 3)
LINK = profile({b"A2B0": classic(2, powers(17, 0.8, 1, 1.3), CUBIC, straight())}, version=2)
SIXTEEN_BITS = 4 / 65535  # Little CMS looks grids up in 16 bits, ahead of curves and matrices that are steep
MARGIN = 1.25  # the notes are on the colors that were tried, these are others


@pytest.fixture(scope="module")
def lcms():
    return pytest.importorskip("littlecms", reason="the oracle is Little CMS, as a library of its own")


def inside(count: int = 4000) -> np.ndarray:
    return np.concatenate([np.clip(colors(), 0, 1), np.random.default_rng(3).random((count, 3))])


def error(lut: Lut) -> float:
    """What the notes admit; 0 where they say nothing."""
    found = [float(text) for note in lut.notes for text in re.findall(r"at most ([\d.e-]+)", note)]
    return max(found, default=0.0)


EXACT_LINKS = {
    "lut16": LINK,
    "lut8": profile({b"A2B0": classic(1, powers(256, 1.2, 1, 0.7), CUBIC, straight(256))}, version=2),
    "grid alone": profile({b"A2B0": multi_part([STRAIGHT] * 3, grid=random_grid(5, 5, 5))}),
    "8-bit grid": profile({b"A2B0": multi_part([STRAIGHT] * 3, grid=random_grid(5, 5, 5), size=1)}),
    "A curves": profile(
        {b"A2B0": multi_part([STRAIGHT] * 3, grid=CUBIC, first=[sampled(curve) for curve in powers(9, 0.7, 1.5, 1)])}
    ),
    "M behind the grid": profile(
        {b"A2B0": multi_part([STRAIGHT] * 3, (0.8, 0.1, 0, 0, 0.9, 0.1, 0, 0, 1, 0.02, 0, 0), None, CUBIC)}
    ),
    "curves": profile({b"A2B0": multi_part([sampled(curve) for curve in powers(33, 0.7, 1.5, 1.1)])}),
    "a matrix": profile({b"A2B0": multi_part([STRAIGHT] * 3, (0.8, 0.1, 0, 0, 0.9, 0.1, 0.1, 0, 0.9, 0.02, 0, 0))}),
    "intent 1": profile({b"A2B1": multi_part([STRAIGHT] * 3, grid=CUBIC)}),
}
SAMPLED_LINKS = {
    "output curves": profile({b"A2B0": classic(2, straight(), CUBIC, powers(33, 0.8, 1, 1.3))}, version=2),
    "uneven sides": profile({b"A2B0": multi_part([STRAIGHT] * 3, grid=random_grid(2, 3, 5))}),
    "everything": SAMPLES[2],
    "gammas": profile({b"A2B0": multi_part([gamma(1.1), gamma(1.0), gamma(0.6)])}),
}


@pytest.mark.parametrize("name", EXACT_LINKS)
def test_links_are_what_little_cms_does(name: str, lcms) -> None:
    lut = icc_lut.read(EXACT_LINKS[name])
    assert lut.notes == ()
    assert np.abs(lut(inside()) - lcms.applied(EXACT_LINKS[name], inside())).max() < SIXTEEN_BITS


@pytest.mark.parametrize("name", SAMPLED_LINKS)
def test_sampled_links_are_off_by_what_they_say(name: str, lcms) -> None:
    lut = icc_lut.read(SAMPLED_LINKS[name])
    difference = np.abs(np.clip(lut(inside()), 0, 1) - np.clip(lcms.applied(SAMPLED_LINKS[name], inside()), 0, 1)).max()
    assert difference < MARGIN * error(lut) + SIXTEEN_BITS
    assert error(lut) < 0.02
    assert name == "gammas" or lut.size > 32


@pytest.mark.parametrize(
    ("version", "eight_bits", "kind"), [(2.4, False, b"mft2"), (2.4, True, b"mft1"), (4.4, False, b"mAB ")]
)
def test_links_that_little_cms_makes(version: float, eight_bits: bool, kind: bytes, lcms) -> None:
    link = lcms.linked([lcms.abstract_profile(17, 3, 1.1, 12, -6)], version, eight_bits)
    assert kind in link
    lut = icc_lut.read(link)
    assert (lut.size, lut.notes) == (33, ())
    assert np.abs(lut(inside()) - lcms.applied(link, inside())).max() < SIXTEEN_BITS
    assert np.abs(lut(inside()) - inside()).mean() > 0.02  # it does something


LAB_GRID = random_grid(5, 5, 5, seed=8) * 0.2 + random_grid(5, 5, 5, seed=9) * 0.8
LAB_AS_XYZ = np.clip(lab_to_xyz_d50(even_grid(9) * (100, 255, 255) - (0, 128, 128)) / (1 + 32767 / 32768), 0, 1)
XYZ_GRID = random_grid(3, 3, 3) * 0.2 + even_grid(3) * 0.7
XYZ_MATRIX = (0.95, 0.02, 0, 0, 0.95, 0.02, 0.01, 0, 0.97)
ABSTRACT = {
    "Lab, lut8": profile({b"A2B0": classic(1, straight(256), LAB_GRID, straight(256))}, b"abst", b"Lab Lab ", 2),
    "Lab, lut16": profile({b"A2B0": classic(2, straight(), LAB_GRID, straight())}, b"abst", b"Lab Lab ", 2),
    "Lab, mAB": profile({b"A2B0": multi_part([STRAIGHT] * 3, grid=LAB_GRID)}, b"abst", b"Lab Lab "),
    "Lab to XYZ": profile({b"A2B0": multi_part([STRAIGHT] * 3, grid=LAB_AS_XYZ)}, b"abst", b"Lab XYZ "),
    "XYZ, a matrix": profile({b"A2B0": multi_part([STRAIGHT] * 3, (*XYZ_MATRIX, 0.01, 0, 0.01))}, b"abst", b"XYZ XYZ "),
    "XYZ, lut16": profile({b"A2B0": classic(2, straight(), XYZ_GRID, straight(), XYZ_MATRIX)}, b"abst", b"XYZ XYZ ", 2),
}


@pytest.mark.oracle(but_first=True)
@pytest.mark.parametrize("name", ABSTRACT)
def test_abstract_profiles_are_what_little_cms_does_to_srgb(name: str, lcms) -> None:
    lut = icc_lut.read(ABSTRACT[name])
    assert lut.notes == ()
    found, expected = lut(inside()), lcms.applied(ABSTRACT[name], inside(), abstract=True)
    light = [srgb_to_linear(np.clip(codes, 0, 1)) for codes in (found, expected)]
    assert np.abs(light[0] - light[1]).max() < 4 * SIXTEEN_BITS  # of XYZ, up to 2, on its way to RGB
    difference = np.abs(np.clip(lut.baked()(inside()), 0, 1) - np.clip(expected, 0, 1))
    assert difference.mean() < 4e-4


def test_an_abstract_profile_that_little_cms_makes(lcms) -> None:
    made = lcms.abstract_profile(17, 3, 1.1, 12, -6)
    lut = icc_lut.read(made)
    expected = np.clip(lcms.applied(made, inside(), abstract=True), 0, 1)
    light = [srgb_to_linear(np.clip(codes, 0, 1)) for codes in (lut(inside()), expected)]
    assert np.abs(light[0] - light[1]).max() < 4 * SIXTEEN_BITS
    assert lut.title == "BCHS built-in"


FILM_LAB = even_grid(9) ** (0.9, 1.1, 1) @ [[0.4, 0.02, -0.02], [0.5, -0.03, 0.03], [0.1, 0.02, -0.02]] + (0, 0.5, 0.5)
FILM_XYZ = even_grid(5) @ [[0.2, 0.1, 0.01], [0.17, 0.32, 0.04], [0.08, 0.03, 0.3]]
COLORANTS = {
    name: b"XYZ \0\0\0\0" + fixed(*xyz)
    for name, xyz in ((b"rXYZ", (0.52, 0.27, 0.02)), (b"gXYZ", (0.3, 0.65, 0.1)), (b"bXYZ", (0.1442, 0.08, 0.7049)))
}
INPUT = {
    "Lab, lut8": profile({b"A2B0": classic(1, straight(256), FILM_LAB, straight(256))}, b"scnr", b"RGB Lab ", 2),
    "Lab, lut16": profile({b"A2B0": classic(2, powers(9, 0.8, 1, 1.2), FILM_LAB, straight())}, b"scnr", b"RGB Lab ", 2),
    "Lab, mAB": profile({b"A2B0": multi_part([STRAIGHT] * 3, grid=FILM_LAB)}, b"scnr", b"RGB Lab "),
    "XYZ, lut16": profile(
        {b"A2B0": classic(2, powers(33, 2.2, 2, 1.8), FILM_XYZ, straight())}, b"scnr", b"RGB XYZ ", 2
    ),
    "a matrix": profile(
        {**COLORANTS, b"rTRC": gamma(2.2), b"gTRC": sampled(powers(17, 2, 2, 2)[0]), b"bTRC": parametric(0, 1.8)},
        b"scnr",
        b"RGB XYZ ",
    ),
}


@pytest.mark.parametrize("name", INPUT)
def test_input_profiles_are_what_little_cms_makes_of_the_numbers(name: str, lcms) -> None:
    lut = icc_lut.read(INPUT[name])
    assert lut.notes == (icc_lut.AS_LOOK,)
    expected = lcms.applied(INPUT[name], np.clip(inside(), 0, 1), assigned=True)
    light = [srgb_to_linear(np.clip(codes, 0, 1)) for codes in (lut(inside()), expected)]
    assert np.abs(light[0] - light[1]).max() < 4 * SIXTEEN_BITS
    assert np.abs(expected - inside()).mean() > 0.02
    baked = lut.baked()
    assert np.abs(np.clip(baked(inside()), 0, 1) - np.clip(expected, 0, 1)).mean() < 0.005
    assert baked.title == "Warm"


def test_srgb_is_the_published_matrix() -> None:
    """ICC's own sRGB profile (ICC.1:2022, annex E; color.org) has these columns, rounded to 1/65536."""
    published = [[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]]
    assert np.abs(chromaticities.SRGB.to_xyz_d50() - published).max() < 2e-4
    for name in ("SRGB", "ADOBE_RGB", "PROPHOTO", "DISPLAY_P3", "BT2020"):
        space = getattr(chromaticities, name)
        assert np.allclose(space.to_xyz_d50().sum(axis=1), chromaticities.D50, atol=1e-12)


def test_titles() -> None:
    assert icc_lut.read(LINK).title == icc_lut.read(EXACT_LINKS["grid alone"]).title == "Warm"
    assert icc_lut.read(profile({b"A2B0": classic(2, straight(), CUBIC, straight()), b"desc": b"desc"})).title == ""
    assert icc_lut.read(profile({b"A2B0": classic(2, straight(), CUBIC, straight())}, title="Süß")).title == "Süß"


def test_other_tables_are_mentioned() -> None:
    table = classic(2, straight(), CUBIC, straight())
    other = classic(2, straight(), CUBIC[::-1], straight())
    lut = icc_lut.read(profile({b"A2B0": table, b"A2B1": table, b"A2B2": other, b"D2B0": b"mpet"}))
    assert lut.notes == ("the profile's other tables (A2B2, D2B0) are left out; this is its A2B0",)


REFUSED = [
    (
        LINK.replace(b"link", b"mntr"),
        "expected a device link, an abstract profile or an input profile, found a display profile, "
        "which describes a device and holds no look",
    ),
    (LINK.replace(b"link", b"prtr"), "found an output profile"),
    (LINK.replace(b"link", b"scnr"), "expected an input profile from RGB to Lab or XYZ, found one from 'RGB' to 'RGB'"),
    (INPUT["a matrix"].replace(b"bTRC", b"xTRC"), r"expected a table \(A2B0\) in the profile, found none"),
    (INPUT["a matrix"].replace(b"RGB XYZ ", b"GRAYXYZ "), "found one from 'GRAY' to 'XYZ'"),
    (LINK.replace(b"link", b"spac"), "found a color space profile"),
    (LINK.replace(b"link", b"nmcl"), "found a named color profile"),
    (LINK.replace(b"link", b"what"), "found a profile of class 'what'"),
    (LINK.replace(b"RGB RGB ", b"RGB CMYK"), "expected a device link from RGB to RGB, found one from 'RGB' to 'CMYK'"),
    (LINK.replace(b"RGB RGB ", b"CMYKRGB "), "found one from 'CMYK' to 'RGB'"),
    (
        LINK.replace(b"linkRGB ", b"abstRGB "),
        "expected an abstract profile for Lab or XYZ, found one from 'RGB' to 'RGB'",
    ),
    (LINK.replace(b"acsp", b"acsq"), "expected an ICC profile, found none: its signature 'acsp' is missing"),
    (LINK[:100], "expected 132 bytes in the profile, found 100: the profile is damaged or cut short"),
    (LINK[:-1], r"expected a profile of \d+ bytes, as it says, found \d+: it is cut short"),
    (LINK.replace(b"A2B0", b"B2A0"), r"expected a table \(A2B0\) in the profile, found none"),
    (LINK.replace(b"A2B0", b"D2B0"), "found one in floating point"),
    (LINK.replace(b"mft2", b"mpet"), r"expected a table \(mft1, mft2 or mAB\) as tag A2B0, found 'mpet'"),
    (
        LINK.replace(b"mft2\0\0\0\0\3\3", b"mft2\0\0\0\0\4\3"),
        "expected 3 channels in and 3 out in tag A2B0, found 4 in and 3 out",
    ),
    (
        LINK.replace(b"mft2\0\0\0\0\3\3\3", b"mft2\0\0\0\0\3\3\1"),
        "expected at least 2 grid points a side in tag A2B0, found 1",
    ),
    (
        LINK.replace(b"mft2\0\0\0\0\3\3\3", b"mft2\0\0\0\0\3\3\xff"),
        "expected 99,488,404 bytes in the tag A2B0, found 328",
    ),
    (
        LINK.replace(struct.pack(">HH", 17, 2), struct.pack(">HH", 1, 2)),
        "expected curves of 2 to 4096 entries in tag A2B0, found 1",
    ),
    (
        profile({b"A2B0": classic(2, straight(), CUBIC, straight(), (1, 0.1, *IDENTITY[2:]))}),
        "expected no matrix ahead of an RGB table, found one",
    ),
    (
        profile({b"A2B0": multi_part([STRAIGHT] * 3, grid=CUBIC).replace(b"\0\0\0\2\0\0\0", b"\0\0\0\4\0\0\0")}),
        "expected numbers of 1 or 2 bytes in the grid of tag A2B0, found 4",
    ),
    (
        profile({b"A2B0": multi_part([b"mpet\0\0\0\0"] * 3)}),
        r"expected a curve \(curv or para\) in tag A2B0, found 'mpet'",
    ),
    (
        profile({b"A2B0": multi_part([parametric(5, 1.0)] * 3)}),
        "expected a parametric curve of type 0 to 4 in tag A2B0, found 5",
    ),
    (profile({b"A2B0": multi_part([parametric(1, 1.0, 0.0, 0.0)] * 3)}), "expected a slope other than 0"),
    (profile({b"A2B0": b"mAB \0\0\0\0\3\3" + bytes(22)}), "expected B curves in tag A2B0, found none"),
    (LINK[:128] + struct.pack(">I", 1001) + LINK[132:], "expected at most 1000 tags in the profile, found 1,001"),
    (LINK[:136] + struct.pack(">II", 1 << 31, 1 << 31) + LINK[144:], "expected 4,294,967,296 bytes in the profile"),
]


@pytest.mark.parametrize(("data", "sentence"), REFUSED, ids=[sentence[:60] for _, sentence in REFUSED])
def test_what_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(LutFormatError, match=sentence) as failure:
        icc_lut.read(data)
    assert "\n" not in str(failure.value)


def test_what_no_lattice_can_follow_is_applied_but_not_written(tmp_path: Path) -> None:
    rough = np.random.default_rng(0).random((255, 2, 3, 3))
    lut = icc_lut.read(profile({b"A2B0": multi_part([STRAIGHT] * 3, grid=rough)}))
    point = np.array([100 / 254, 1, 0.5])
    assert np.abs(lut(point) - rough[100, 1, 1]).max() < 1e-4
    sentence = r"expected a table that 65 points a side can follow, found one too rough: off by"
    with pytest.raises(LutError, match=f"^{sentence}"):
        _ = lut.as_table
    with pytest.raises(LutFormatError, match=f"film.cube: {sentence}"):
        write(lut, tmp_path / "film.cube")
    assert not (tmp_path / "film.cube").exists()


def test_long_uneven_sides_that_are_smooth() -> None:
    lut = icc_lut.read(profile({b"A2B0": multi_part([STRAIGHT] * 3, grid=even_grid(255, 2, 3))}))
    assert (lut.size, lut.notes) == (65, ())
