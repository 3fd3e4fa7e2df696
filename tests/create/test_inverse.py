"""LUTs undone.  The independent program is OpenColorIO, which inverts a 3D LUT exactly, color by color."""

from __future__ import annotations

import re

import numpy as np
import pytest
from pairs import OWN, look

from lut import Lut, LutError, Shaper, looks
from lut.color import delta_e2000, srgb_to_lab
from lut.create import inverse
from lut.create.tetrahedra import Survey

COLORS = np.random.default_rng(3).random((20_000, 3), dtype=np.float32)
MIX = np.array(((0.7, -0.2, 0.1), (0.2, 0.8, -0.1), (-0.1, 0.1, 0.9)), np.float32)


def identity(size: int = 17) -> np.ndarray:
    return Lut.identity(size).table


def bent(size: int = 17) -> Lut:
    """Smooth, steeper and flatter in places, and all its outputs inside 0..1."""
    codes = identity(size)
    waved = 0.1 + 0.8 * codes + 0.06 * np.sin(5 * codes[..., [1, 2, 0]])
    return Lut(waved ** np.array((1.1, 1.0, 0.9), np.float32), title="Bent")


def lab(codes: np.ndarray) -> np.ndarray:
    return srgb_to_lab(np.clip(codes, 0, 1))


EXACT = {
    "identity": Lut.identity(33),
    "another size": Lut.identity(5),
    "channels exchanged": Lut(identity()[..., [1, 2, 0]]),
    "red and green exchanged": Lut(identity()[..., [1, 0, 2]]),
    "negative": Lut(1 - identity()),
    "a matrix": Lut((identity() - 0.5) @ MIX + 0.5),
    "beyond 0..1": Lut(identity() * np.array((4, 6, 2), np.float32) - 0.5),
    "a domain": Lut(identity() @ MIX, domain=((-1, 0, 0), (1, 2, 3))),
}


@pytest.mark.slow("inverts a lattice each", but_first=True)
@pytest.mark.parametrize("case", EXACT)
def test_straight_luts_come_back_exactly(case: str) -> None:
    """A straight map's inverse is straight: every lattice holds it."""
    lut = EXACT[case]
    back = inverse(lut)
    low, high = lut.domain
    colors = low + COLORS * (high - low)
    np.testing.assert_allclose(back(lut(colors)), colors, atol=2e-5 * float((high - low).max()))
    assert "off by 0.00 levels of 255 on average and 0.0 at most" in back.notes[0]


def test_lattice_points_are_exact() -> None:
    """Where the inverse's lattice point is an output, the LUT takes what it holds to just this point."""
    lut = bent()
    back = inverse(lut, 9)
    inputs = back.table.reshape(-1, 3)
    reached = ((inputs >= 0) & (inputs <= 1)).all(axis=1)
    assert 0.2 < reached.mean() < 0.6
    np.testing.assert_allclose(lut(inputs[reached]), identity(9).reshape(-1, 3)[reached], atol=1e-6)


@pytest.mark.slow("inverts a large lattice", but_first=True)
@pytest.mark.parametrize(("size", "shaper"), [(33, False), (33, True), (65, False)])
def test_both_ways(size: int, shaper: bool) -> None:
    lut = bent(33)
    back = inverse(lut, size, shaper)
    there = np.abs(back(lut(COLORS)) - COLORS).max(axis=1) * 255
    assert there.mean() < (0.12, 0.05)[size > 33] and there.max() < 2
    outputs = lut(COLORS)  # the colors inside the gamut of what it puts out
    again = np.abs(lut(back(outputs)) - outputs).max(axis=1) * 255
    assert again.mean() < (0.12, 0.05)[size > 33] and again.max() < 2


@pytest.mark.slow("inverts a lattice each", but_first=True)
@pytest.mark.parametrize("name", ["moody", "lively", "instant", "soft", "leica-natural", "sony-vv"])
def test_looks_can_be_undone(name: str) -> None:
    lut = look(name)
    off = delta_e2000(lab(inverse(lut, 65)(lut(COLORS))), lab(COLORS))
    assert off.mean() < 0.05 and np.quantile(off, 0.99) < 0.6


@pytest.mark.parametrize("name", ["moody", "lively"])
def test_as_opencolorio_inverts(name: str) -> None:
    """Each lattice point that the look leads to, as OpenColorIO's exact inverse has it."""
    OCIO = pytest.importorskip("PyOpenColorIO", reason="the oracle of this test is PyPI's opencolorio")
    lut = OWN[name].bake(17)
    back = inverse(lut, 17)
    transform = OCIO.Lut3DTransform(gridSize=17)
    transform.setInterpolation(OCIO.INTERP_TETRAHEDRAL)
    transform.setData(lut.table.ravel())
    processor = OCIO.Config.CreateRaw().getProcessor(transform, OCIO.TRANSFORM_DIR_INVERSE)
    oracle = identity(17).reshape(-1, 3).copy()
    processor.getOptimizedCPUProcessor(OCIO.OPTIMIZATION_LOSSLESS).applyRGB(oracle)
    found = back.table.reshape(-1, 3)
    reached = ((found > 0) & (found < 1)).all(axis=1)
    assert reached.mean() > 0.5
    np.testing.assert_allclose(found[reached], oracle[reached], atol=1e-6)


def test_figures_in_the_notes_are_true() -> None:
    lut = look("vivid")
    back = inverse(lut)
    mean, most, delta, largest = (
        float(figure)
        for figure in re.findall(
            r"off by (\S+) levels of 255 on average and (\S+) at most, ΔE2000 (\S+) and (\S+)\.", back.notes[0]
        )[0]
    )
    off = np.abs(back(lut(COLORS)) - COLORS).max(axis=1) * 255
    assert off.mean() == pytest.approx(mean, rel=0.1) and off.max() < 1.5 * most
    off = delta_e2000(lab(back(lut(COLORS))), lab(COLORS))
    assert off.mean() == pytest.approx(delta, rel=0.1) and off.max() < 1.5 * largest
    reach = float(re.findall(r"leads to (\S+)% of all colors", back.notes[-1])[0])
    assert reach < 95  # its volume, by another way: which random colors the inverse keeps inside
    inside = ((back(COLORS) > 0) & (back(COLORS) < 1)).all(axis=1).mean()
    assert 100 * inside == pytest.approx(reach, abs=2)


def test_a_power_wants_a_shaper() -> None:
    """The inverse of x^2.2 is infinitely steep at black: no lattice holds that, and curves do."""
    lut = Lut(identity(33) ** 2.2)
    plain, shaped = (np.abs(inverse(lut, 33, shaper)(lut(COLORS)) - COLORS).mean() for shaper in (False, True))
    assert shaped < plain / 100
    assert shaped * 255 < 0.02


@pytest.mark.parametrize("powers", [(0.45, 1.0, 2.2), (-0.45, -1.0, -2.2)], ids=["rising", "falling"])
def test_curves_are_inverted_as_curves(powers: tuple[float, ...]) -> None:
    values = np.linspace(0, 1, 1024)[:, None] ** np.abs(powers)
    lut = Lut.from_shaper(Shaper(1 - values if powers[0] < 0 else values * 2 - 0.5))
    back = inverse(lut)
    assert back.is_curves
    np.testing.assert_allclose(back(lut(COLORS)), COLORS, atol=3e-3)
    assert np.abs(back(lut(COLORS)) - COLORS).mean() < 2e-5


def test_through_a_shaper() -> None:
    values = np.log2(np.linspace(0, 16, 4096)[:, None] * (60, 40, 20) + 1) / np.log2((961, 641, 321))
    lut = Lut(bent().table, shaper=Shaper(values, ((0, 0, 0), (16, 16, 16))))
    back = inverse(lut, 65)
    colors = 16 * COLORS**3
    relative = np.abs(back(lut(colors)) - colors).max(axis=1) / (colors.max(axis=1) + 0.05)
    assert relative.mean() < 0.01
    np.testing.assert_allclose(lut(back(lut(colors))), lut(colors), atol=0.01)


def test_clipped_colors_come_back_as_the_nearest_that_were_not() -> None:
    lut = Lut(np.clip(identity(33) * 1.2 - 0.1, 0, 1))
    back = inverse(lut)
    share = float(re.findall(r"^(\S+)% of all colors are not counted", back.notes[1])[0])
    # 2⅔ cells clip at either end, of which 2 clip as a whole
    assert share == pytest.approx(100 * (1 - (28 / 32) ** 3), abs=0.5)
    again = lut(back(lut(COLORS)))
    assert np.abs(again - lut(COLORS)).mean() < 0.004
    grays = back(np.array(((0, 0, 0), (0.5, 0.5, 0.5), (1, 1, 1)), np.float32))
    np.testing.assert_allclose(grays, [[2 / 32] * 3, [0.5] * 3, [30 / 32] * 3], atol=1e-6)


@pytest.mark.slow("inverts a large lattice")
def test_larger_lattices_are_inverted_too() -> None:
    lut = Lut(identity(73) ** np.array((1.2, 1.0, 0.8), np.float32))
    back = inverse(lut, 17)
    assert np.abs(back(lut(COLORS)) - COLORS).max(axis=1).mean() * 255 < 0.3


def test_title_domain_and_notes() -> None:
    lut = Lut(bent().table, title="Film", notes=("from a scan",))
    back = inverse(lut)
    assert (back.title, back.size, back.is_plain, back.notes[0]) == ("Inverse of Film", 33, True, "from a scan")
    assert inverse(Lut(bent().table), 5).title == "Inverse of a LUT of 17³"
    assert inverse(Lut(bent().table), 5).size == 5


gray = identity().mean(axis=-1, keepdims=True).repeat(3, axis=-1)
REFUSED = {
    "monochrome": (Lut(gray), "100% of the color cube, different colors become one"),
    "toned": (Lut(gray ** np.array((0.9, 1, 1.2), np.float32)), "100% of the color cube, different colors become one"),
    "one color": (Lut(0.3 + 0 * identity()), "100% of the color cube, different colors become one"),
    "clipped": (Lut(np.clip(identity(33) * 1.6 - 0.3, 0, 1)), "of the color cube, different colors become one"),
    "folded": (Lut(np.sin(2.2 * identity())), "47.4% of the color cube folds back over the rest"),
    "noise": (Lut(np.random.default_rng(0).random((9, 9, 9, 3))), "of the color cube folds back over the rest"),
    "curves that turn": (
        Lut.from_shaper(Shaper(np.sin(np.linspace(0, 2, 64))[:, None].repeat(3, 1))),
        "found one that turns back in red",
    ),
    "a level curve": (Lut.from_shaper(Shaper(np.linspace(0, 1, 9)[:, None] * (1, 0, 1))), "a level one in green"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_undone(case: str) -> None:
    lut, sentence = REFUSED[case]
    with pytest.raises(LutError, match=r"^the LUT cannot be inverted: ") as error:
        inverse(lut, 9)
    assert sentence in str(error.value)


def test_monochrome_looks_cannot_be_undone() -> None:
    for one in looks.all_looks():
        if one.monochrome:
            with pytest.raises(LutError, match="of the color cube, different colors become one"):
                inverse(one.bake(17))


def test_two_sheets_without_a_fold() -> None:
    """A turn by more than a full circle around the gray axis keeps its orientation, and still meets itself."""
    codes = identity(33) - 0.5
    angle = 9.0 * codes[..., 2]
    radius = codes[..., 0] + 0.6
    spun = np.stack((radius * np.cos(angle), radius * np.sin(angle), codes[..., 1]), axis=-1)
    with pytest.raises(LutError, match=r"of its outputs come from several colors$"):
        inverse(Lut(spun * 0.4 + 0.5))


def test_a_shaper_needs_grays_that_rise() -> None:
    with pytest.raises(LutError, match="no shaper can undo what the LUT does to grays: it turns them into"):
        inverse(Lut(1 - identity()), shaper=True)


def test_the_survey_counts_volumes() -> None:
    half = Lut(identity(33) * np.array((0.5, 1, 1), np.float32)).table.astype(float)
    found = Survey.of(half)
    assert (found.folded, found.flat, found.turned) == (0, 0, False)
    assert found.reach == pytest.approx(0.5)
    tent = identity(33).astype(float)
    tent[..., 0] = 1 - 2 * np.abs(tent[..., 0] - 0.5)
    assert Survey.of(tent).folded == pytest.approx(0.5)
    flat = identity(33).astype(float)
    flat[..., 2] = np.minimum(flat[..., 2], 0.75)
    found = Survey.of(flat)
    assert found.flat == pytest.approx(0.25)
    assert found.keeps(COLORS.astype(float)).tolist() == (COLORS[:, 2] < 0.75).tolist()


# Matrices that press the cube almost flat: their inverses are steep, and a lattice holds them badly.
FLAT = {
    "nearly a plane": ((0.22, 0.58, 0.21), (0.74, 0.19, 0.07), (0.92, 0.06, 0.02)),
    "less so": ((0.12, 0.28, 0.59), (0.01, 0.03, 0.96), (0.13, 0.34, 0.53)),
}


@pytest.mark.parametrize("matrix", FLAT.values(), ids=FLAT)
def test_no_figure_is_larger_than_any_error_can_be(matrix: tuple[tuple[float, ...], ...]) -> None:
    """An inverse goes on beyond the LUT's inputs, but no picture holds such colors."""
    table = identity(5) @ np.array(matrix, np.float32)
    lut = Lut(table / table.max())
    back = inverse(lut)
    mean, most = map(float, re.findall(r"([\d.]+) levels of 255 on average and ([\d.]+) at most", back.notes[0])[0])
    errors = np.abs(np.clip(back(lut(COLORS)), 0, 1) - COLORS).max(axis=1) * 255
    assert mean == pytest.approx(errors.mean(), rel=0.05)
    assert most == pytest.approx(errors.max(), rel=0.05)
    assert mean < most <= 255


def test_an_inverse_does_go_on_beyond_the_luts_inputs() -> None:
    """Else the test above could not fail."""
    table = identity(5) @ np.array(FLAT["nearly a plane"], np.float32)
    lut = Lut(table / table.max())
    assert np.abs(inverse(lut)(lut(COLORS)) - COLORS).max() * 255 > 255
