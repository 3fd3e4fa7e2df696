"""Every look inside the figures that describe it, obeying the rules for all, and unlike its neighbours.

What each look must measure is the description of the look in numbers; ranges are (lowest, highest).
"""

import itertools
from functools import cache

import numpy as np
import pytest

from lut import looks
from lut.looks.measure import difference, response
from lut.looks.rules import is_monochrome, violations

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
    "leica-bw-high-contrast": GREY | {"contrast": (1.35, 1.70), "black_L": (0, 1)},
    "hasselblad-natural": {
        "contrast": (1.03, 1.08),
        "chroma": (1.00, 1.05),
        "hue_skin": (-1, 1),
        "delta_e": (0, 4),
    },
}
VIGNETTES = {"leica-authentic": (0.2, 0.4)}  # all others have none

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
    return looks.measure(baked(identifier))


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
def test_says_what_it_is(identifier):
    look = looks.load(identifier)
    assert look.name and look.maker and look.phone and look.character.endswith(".")
    assert 2016 <= look.year <= 2026
    assert any(word in look.rests_on for word in ("documented", "described by reviewers", "interpretation", "imagined"))
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
