"""Skin of everybody: what is taken for it, in which light, and that a protected table leaves it alone."""

from functools import cache

import numpy as np
import pytest

from lut import Lut, LutError, looks
from lut.color import chroma, lab_to_linear, linear_to_lab, srgb_to_lab, srgb_to_oklab
from lut.lattice import Shaper, lattice
from lut.looks import Look, Step
from lut.looks.figures_file import read_figures
from lut.looks.rules import find_clipped_patches, find_disordered_hues, find_falling_grays
from lut.looks.skin import protect, skin_likeness
from tests.looks.fit_recipe import FIGURES, renderings
from tests.looks.penalties import PROTECTED_SKIN, Direct, ProtectedSkin
from tests.looks.recipe_fit import Fit
from tests.looks.skin_tones import (
    D75,
    IN_DAYLIGHT,
    IN_LAMPLIGHT,
    LAMP,
    LITERATURE,
    OTHERS,
    TYPOLOGY,
    ProtectedLimits,
    is_too_bright,
    monk,
    oklab,
    relit,
    skin_changes,
    skin_in_daylight,
    skin_in_lamplight,
)
from tests.looks.specification import ROWS

COLORED = [look for look in looks.all_looks() if not look.monochrome]
TINTED = Look(
    "tinted",
    "Tinted",
    steps=(
        Step("tint", {"shadows": (-3.6, -4.2), "mids": (-5.1, -5.9), "highlights": (-2.5, -9.9)}),
        Step("tone", {"mid": -0.86, "shadows": -1.1, "highlights": -0.4}),
    ),
)
VIVID = Look("vivid", "Vivid", steps=(Step("tone", {"mid": 0.4, "contrast": 1.3}), Step("saturation", {"gain": 1.35})))
SHARPEST_PROTECTED = 0.065  # the rule for looks is 0.06


def test_monk_and_the_literature_are_skin_in_daylight():
    assert skin_likeness(oklab(monk())).min() >= 0.99
    for name, box in (LITERATURE | TYPOLOGY).items():
        assert skin_likeness(oklab(lab_to_linear(np.array(box)))).min() >= 0.95, name


def test_skin_in_shadow_is_skin():
    """Two stops down; Monk's darkest tones are nearly black there, codes 27 and 20 at most."""
    down = skin_likeness(oklab(monk() / 4))
    assert down[:8].min() >= 0.95
    assert down[8] >= 0.7
    assert down[9] >= 0.4
    assert skin_likeness(oklab(monk() / 2)).min() >= 0.85


def test_skin_in_bluish_shade_is_skin_while_it_has_its_color():
    shade = relit(monk() / 4, D75)
    assert skin_likeness(oklab(shade))[2:9].min() >= 0.8
    assert chroma(linear_to_lab(shade)[:2]).max() < 1.5  # Monk's two palest tones are gray


def test_skin_in_lamplight_is_skin():
    assert skin_likeness(oklab(skin_in_lamplight())).min() >= 0.85
    assert skin_likeness(oklab(relit(monk(), LAMP, share=0.75))).min() >= 0.5
    assert skin_likeness(oklab(relit(monk(), LAMP))).min() >= 0.28


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_skin(name: str):
    codes, most = OTHERS[name]
    assert skin_likeness(srgb_to_oklab(np.array([codes]) / 255))[0] <= most


def test_likeness_is_smooth():
    """Along any line of codes, 1/255 apart, it never jumps; and it stays within 0 and 1."""
    rng = np.random.default_rng(1)
    start, end = rng.random((2, 300, 1, 3), dtype=np.float32)
    lines = start + np.linspace(0, 1, 442, dtype=np.float32)[:, None] * (end - start)
    likeness = skin_likeness(srgb_to_oklab(lines.reshape(-1, 3))).reshape(300, 442)
    assert likeness.dtype == np.float32
    assert likeness.min() >= 0 and likeness.max() <= 1
    assert np.abs(np.diff(likeness)).max() < 0.25


@pytest.mark.parametrize("look", [*COLORED, TINTED, VIVID], ids=lambda look: look.id)
def test_protected_skin_keeps_its_hue_and_relative_chroma(look: Look):
    before = skin_in_daylight()
    assert_skin_is_kept(look, before, IN_DAYLIGHT)
    lightness = skin_changes(protected(look), before)[0]
    np.testing.assert_allclose(lightness, skin_changes(baked(look), before)[0], atol=0.015)


@pytest.mark.parametrize("look", [*COLORED, TINTED, VIVID], ids=lambda look: look.id)
def test_protected_skin_in_half_corrected_lamplight(look: Look):
    assert_skin_is_kept(look, skin_in_lamplight(), IN_LAMPLIGHT)


@pytest.mark.parametrize("identifier", ["leica-eternal", "hasselblad-serenity"])
def test_a_fitted_recipe_keeps_protected_skin(identifier: str):
    """Two looks whose nearest fits alone would pale Monk's tone 10 in lamplight too much."""
    fit = Fit(renderings(read_figures(FIGURES), identifier)["day"], ROWS[identifier])
    found = Look("found", "Found", steps=tuple(fit.steps))
    assert_skin_is_kept(found, skin_in_daylight(), IN_DAYLIGHT)
    assert_skin_is_kept(found, skin_in_lamplight(), IN_LAMPLIGHT)


@pytest.mark.parametrize("look", [TINTED, VIVID, looks.load("leica-eternal")], ids=lambda look: look.id)
@pytest.mark.parametrize("light", PROTECTED_SKIN)
def test_a_fit_measures_protected_skin_as_its_table_shows_it(look: Look, light: ProtectedSkin):
    fast = skin_changes(light.protecting(Direct(list(look.steps))), light.linear)
    slow = skin_changes(protected(look), light.linear)
    for found, expected, tolerance in zip(fast, slow, (0.01, 1, 0.015), strict=True):
        np.testing.assert_allclose(found, expected, atol=tolerance)


@pytest.mark.parametrize("look", [*COLORED, TINTED, VIVID], ids=lambda look: look.id)
def test_a_protected_look_obeys_the_rules(look: Look):
    """As the look itself does; but it may bend a little more where grays with a strong tint lie beside pale skin."""
    for rule in (find_falling_grays, find_clipped_patches, find_disordered_hues):
        assert rule(baked(look)) or not rule(protected(look)), rule.__name__
    assert sharpest(protected(look)) <= max(SHARPEST_PROTECTED, sharpest(baked(look)))


@pytest.mark.parametrize("look", [TINTED, VIVID], ids=lambda look: look.id)
def test_all_else_gets_the_look(look: Look):
    vivid = [codes for name, (codes, most) in OTHERS.items() if most <= 0.01 and np.ptp(codes) > 20]
    others = np.array(vivid, np.float32) / 255
    assert np.abs(protected(look)(others) - look.bake(65)(others)).max() < 0.01


def test_grays_keep_half_of_a_tint():
    gray = np.full((1, 3), 0.5, np.float32)
    look, kept = (chroma(srgb_to_lab(lut(gray)))[0] for lut in (baked(TINTED), protected(TINTED)))
    assert 0.4 < kept / look < 0.65


def test_amounts_lie_between_the_look_and_its_protected_table():
    lut = TINTED.bake(65)
    half, whole = protect(lut, 0.5), protect(lut, 1)
    np.testing.assert_allclose(half.table, (lut.table + whole.table) / 2, atol=1e-6)
    assert protect(lut, 0) is lut
    for amount in (-0.1, 1.1, float("nan")):
        with pytest.raises(LutError, match="expected an amount of skin protection from 0 to 1, found"):
            protect(lut, amount)


@pytest.mark.parametrize("identifier", ["leica-bw-natural", "leica-sepia", "gr-monotone"])
def test_monochrome_looks_have_nothing_to_protect(identifier: str):
    lut = looks.load(identifier).bake()
    assert protect(lut, 1) is lut


def test_a_protected_lut_keeps_its_title_its_notes_and_its_domain():
    lut = Lut(lattice(17, ((0, 0, 0), (2, 2, 2)))[..., ::-1], ((0, 0, 0), (2, 2, 2)), None, "Swapped", ("a note",))
    result = protect(lut, 1)
    assert (result.title, result.notes, result.size) == ("Swapped", ("a note",), 65)
    assert result.domain.tolist() == lut.domain.tolist()
    beyond = np.array([(1.5, 1.9, 1.2)], np.float32)
    np.testing.assert_allclose(result(beyond), beyond[:, ::-1], atol=1e-5)
    _, turned, ratio = skin_changes(result, monk()[5:8])
    assert np.abs(turned).max() < 3
    assert ratio == pytest.approx(np.ones(3), abs=0.1)


def test_a_shaper_is_baked():
    curve = np.linspace(0, 1, 256, dtype=np.float32)[:, None] ** np.float32([0.8, 1.0, 1.3])
    lut = Lut.from_shaper(Shaper(curve), title="Warm")
    result = protect(lut, 1)
    assert (result.shaper, result.size, result.title) == (None, 65, "Warm")
    _, turned, ratio = skin_changes(result, monk()[2:8])
    assert np.abs(turned).max() < 1
    assert ratio == pytest.approx(np.ones(6), abs=0.03)
    sky = np.array([(0.4, 0.6, 0.85)], np.float32)
    np.testing.assert_allclose(result(sky), lut(sky), atol=1e-3)


def test_protection_changes_no_table_that_was_given():
    lut = TINTED.bake()
    before = lut.table.copy()
    protect(lut, 1)
    np.testing.assert_array_equal(lut.table, before)


@cache
def baked(look: Look) -> Lut:
    return look.bake()


@cache
def protected(look: Look) -> Lut:
    return protect(look.bake(), 1)


def assert_skin_is_kept(look: Look, before: np.ndarray, most: ProtectedLimits) -> None:
    lightness, turned, ratio = skin_changes(protected(look), before)
    bright = is_too_bright(before, lightness)
    assert np.abs(turned[~bright]).max() < most.turn
    assert np.abs(turned).max() < most.bright_turn
    np.testing.assert_allclose(ratio[~bright], 1, atol=most.ratio)
    assert (ratio[bright] > most.bright_ratio).all() and (ratio[bright] < 1.02).all()


def sharpest(lut: Lut) -> float:
    table = lut.resized(33).table
    return float(max(np.abs(np.diff(table, 2, axis=axis)).max() for axis in range(3)))
