"""Every look inside the figures that describe it, obeying the rules for all, and unlike its neighbours.

What each look must measure is the description of the look in numbers; ranges are (lowest, highest).
"""

import itertools
from functools import cache

import numpy as np
import pytest

from lut import looks
from lut.looks.finish import Crop
from lut.looks.measure import difference, response
from lut.looks.rules import is_monochrome, violations
from lut.spaces import chroma, hue, linear_to_lab, srgb_to_linear

ANY = float("inf")
GREY = {"chroma": (0, 0.002)}  # no color at all, but for rounding

FIGURES = {
    "leica-authentic": {
        "mid_ev": (-0.30, -0.10),
        "contrast": (1.08, 1.25),
        "black_L": (0, 2),
        "chroma": (0.95, 1.05),
        "hue_skin": (-2, 2),
    },
    "leica-vibrant": {
        "mid_ev": (0.10, 0.20),
        "contrast": (1.03, 1.15),
        "chroma": (1.12, 1.25),
        "chroma_skin": (0, 1.12),
        "shadow_ev": (0, ANY),
    },
    "leica-vivid": {"contrast": (1.10, 1.20), "chroma": (1.20, 1.35)},
    "leica-natural": {"contrast": (0.95, 1.05), "chroma": (0.80, 0.92)},
    "leica-bw-natural": GREY | {"contrast": (1.00, 1.10)},
    "leica-bw-high-contrast": GREY | {"contrast": (1.35, 1.70), "black_L": (0, 1)},
    "leica-sepia": {"mid_hue": (55, 80), "mid_chroma": (8, 22)},
    "leica-blue": {"mid_hue": (235, 275), "mid_chroma": (10, 28)},
    "huawei-leica-standard": {"contrast": (1.00, 1.06), "chroma": (1.00, 1.05)},
    "huawei-leica-vivid": {"contrast": (1.08, 1.15), "chroma": (1.20, 1.30)},
    "huawei-leica-smooth": {"contrast": (0.85, 0.95), "chroma": (0.88, 0.96), "shadow_ev": (0.1, ANY)},
    "huawei-leica-monochrome": GREY
    | {"contrast": (1.05, 1.20), "red": (0.30, 0.36), "green": (0.42, 0.48), "blue": (0.19, 0.25)},
    "hasselblad-natural": {
        "contrast": (1.03, 1.08),
        "chroma": (1.00, 1.05),
        "hue_skin": (-1, 1),
        "delta_e": (0, 4),
    },
    "hasselblad-serenity": {
        "contrast": (0.88, 0.96),
        "chroma": (0.80, 0.86),
        "hue_skin": (-2, 2),  # not olive
        "tint_shadow_a": (-ANY, -0.1),
        "tint_mid_b": (0.1, ANY),
    },
    "hasselblad-radiance": {"contrast": (1.08, 1.15), "chroma": (1.10, 1.15), "tint_high_b": (1, ANY)},
    "hasselblad-emerald": {"hue_green": (8, 20), "hue_foliage": (8, 20), "hue_skin": (-2, 2)},
    "hasselblad-xpan-color": {"contrast": (1.05, 1.15), "chroma": (1.00, 1.05), "hue_skin": (-1, 1)},
    "hasselblad-xpan-bw": GREY | {"contrast": (1.15, 1.35)},
    "zeiss-natural": {"delta_e": (0, 2.5), "chroma": (0.95, 1.02), "hue_skin": (-1, 1)},
    "zeiss-textured": {"contrast": (1.12, 1.18), "chroma": (1.05, 1.10)},
    "zeiss-vivid": {"mid_ev": (0.08, 0.20), "chroma": (1.10, 1.15)},
    "sony-st": {"delta_e": (0, 1.5)},
    "sony-pt": {"contrast": (0.93, 0.99), "chroma_skin": (0.95, 1.02), "hue_skin": (-2, 2)},
    "sony-nt": {"chroma": (0.75, 0.85), "contrast": (0.90, 0.98)},
    "sony-vv": {"contrast": (1.08, 1.16), "chroma": (1.20, 1.28)},
    "sony-vv2": {"mid_ev": (0.10, 0.25), "chroma": (1.15, 1.25)},
    "sony-fl": {
        "contrast": (1.12, 1.22),
        "chroma": (0.85, 0.95),
        "chroma_sky": (0.98, ANY),
        "chroma_foliage": (0.98, ANY),
    },
    "sony-in": {"black_L": (6, 14), "contrast": (0.75, 0.90), "chroma": (0.75, 0.86)},
    "sony-sh": {"mid_ev": (0.25, 0.50), "contrast": (0.85, 0.95), "chroma": (1.00, 1.10)},
    "sony-bw": GREY | {"contrast": (1.00, 1.12)},
    "sony-se": {"mid_hue": (60, 85), "mid_chroma": (8, 20)},
    "sony-s-cinetone": {
        "contrast": (0.88, 0.98),
        "white_L": (90, 98.5),
        "chroma": (0.90, 0.98),
        "hue_skin": (-1.5, 1.5),
    },
    "sony-xperia": {"shadow_ev": (-ANY, 0), "contrast": (1.02, 1.10), "chroma": (0.98, 1.04)},
    "samsung-sony-imagined": {
        "mid_ev": (0.05, 0.15),
        "chroma": (1.15, 1.22),
        "chroma_skin": (0, 1.05),
        "hue_sky": (0, 6),
    },
}
VIGNETTES = {"leica-authentic": (0.2, 0.4), "zeiss-textured": (0.4, 0.6)}  # all others have none
IDS = [look.id for look in looks.all_looks()]
NEIGHBOURS = [
    (first.id, second.id)
    for first, second in itertools.combinations(looks.all_looks(), 2)
    if first.maker == second.maker
]


@cache
def baked(identifier):
    return looks.load(identifier).bake()


@cache
def measured(identifier):
    """The spec sheet, and what single rows ask of it beyond its figures."""
    figures = looks.measure(baked(identifier))
    for name in ("tint_shadow", "tint_mid", "tint_high"):
        figures[f"{name}_a"], figures[f"{name}_b"] = figures[name]
    a, b = figures["tint_mid"]
    figures["mid_chroma"], figures["mid_hue"] = np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360
    figures["red"], figures["green"], figures["blue"] = response(baked(identifier))
    return figures


def test_every_look_has_its_figures():
    assert set(IDS) == set(FIGURES)


@pytest.mark.parametrize(
    ("identifier", "figure", "low", "high"),
    [(look, figure, *limits) for look, figures in FIGURES.items() for figure, limits in figures.items()],
)
def test_figure(identifier, figure, low, high):
    assert low <= measured(identifier)[figure] <= high


@pytest.mark.parametrize("identifier", IDS)
def test_obeys_the_rules_for_every_look(identifier):
    assert violations(baked(identifier)) == []


@pytest.mark.parametrize("identifier", IDS)
def test_vignette(identifier):
    low, high = VIGNETTES.get(identifier, (0, 0))
    assert low <= looks.load(identifier).vignette <= high


@pytest.mark.parametrize("identifier", IDS)
def test_panoramas_are_cropped_and_the_monochrome_one_has_fine_grain(identifier):
    look = looks.load(identifier)
    assert look.crop == (Crop(65, 24) if "xpan" in identifier else None)
    assert (look.grain is not None) == (identifier == "hasselblad-xpan-bw")
    assert look.grain is None or look.grain.size < 1


def test_soft_highkey_glows_a_little_and_no_other():
    assert [look.id for look in looks.all_looks() if look.glow] == ["sony-sh"]
    assert 0.05 <= looks.load("sony-sh").glow.amount <= 0.2


@pytest.mark.parametrize("identifier", [name for name in FIGURES if "mid_hue" in FIGURES[name]])
def test_toned_looks_have_one_hue(identifier):
    """From black to white, and whatever the color was."""
    colors = np.random.default_rng(9).random((2000, 3), dtype=np.float32)
    toned = linear_to_lab(srgb_to_linear(baked(identifier)(colors)))
    hues = hue(toned[chroma(toned) > 2])
    assert hues.max() - hues.min() < 8
    greys = linear_to_lab(srgb_to_linear(baked(identifier)(np.linspace(0, 1, 64)[:, None].repeat(3, axis=1))))
    position = np.argsort(greys[:, 0])
    expected = np.stack([np.interp(toned[:, 0], greys[position, 0], greys[position, axis]) for axis in (1, 2)], axis=1)
    assert np.abs(toned[:, 1:] - expected).max() < 1


@pytest.mark.parametrize("identifier", IDS)
def test_says_what_it_is(identifier):
    look = looks.load(identifier)
    assert look.name and look.maker and look.phone and look.character.endswith(".")
    assert look.phone == "imagined" if look.year is None else 2016 <= look.year <= 2026
    assert look.monochrome == is_monochrome(baked(identifier))


@pytest.mark.parametrize(("first", "second"), NEIGHBOURS)
def test_looks_of_one_partnership_differ(first, second):
    assert difference(baked(first), baked(second)) >= 2.0


@pytest.mark.parametrize("identifier", IDS)
def test_a_smaller_lattice_is_the_same_look(identifier):
    """A table of 17³ agrees with one of 33³ where they share colors: the size is only a resolution."""
    np.testing.assert_allclose(looks.load(identifier).bake(17).table, baked(identifier).table[::2, ::2, ::2], atol=1e-5)


@pytest.mark.parametrize("identifier", [look.id for look in looks.all_looks() if look.monochrome])
def test_response_of_a_monochrome_look_is_its_recipes(identifier):
    mix = next(step.values for step in looks.load(identifier).steps if step.name == "monochrome")
    shares = np.array([mix["red"], mix["green"], mix["blue"]])
    assert response(baked(identifier)) == pytest.approx(shares / shares.sum(), abs=0.02)
