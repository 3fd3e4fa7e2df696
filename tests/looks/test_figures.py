"""Every look inside the figures that describe it, obeying the rules for all, and unlike its neighbours."""

import itertools
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from film_response import channel_response
from PIL import Image

from lut import looks
from lut.color import chroma, delta_e2000, srgb_to_lab
from lut.looks.finish import Crop
from lut.looks.measurements import is_monochrome
from lut.looks.rules import violations
from lut.looks.steps import MONOCHROME
from tests.looks.rows import row_figures
from tests.looks.specification import ROWS

PHOTOS = Path(__file__).resolve().parents[2] / "docs" / "photos"
VIGNETTES = {
    "leica-authentic": (0.26, 0.29),  # the corners of dark parts were measured at .71
    "zeiss-textured": (0.3, 0.6),
    "harcourt-classic": (0.2, 0.6),
    "harcourt-color": (0.1, 0.6),
    "harcourt-vibrant": (0.1, 0.6),
}  # all others have none
GRAIN = {"hasselblad-xpan-bw", "leica-m3-monopan", "gr-hi-contrast-bw"}  # the films
GLOW = {"sony-sh", "harcourt-classic", "harcourt-color", "harcourt-vibrant"}
IDS = [look.id for look in looks.all_looks()]
SCENES = [(look.id, scene) for look in looks.all_looks() for scene in look.scenes or ("day",)]
NEIGHBOURS = [
    (first.id, second.id)
    for first, second in itertools.combinations(looks.all_looks(), 2)
    if first.maker == second.maker
]


@cache
def baked(identifier, scene="day"):
    return looks.load(identifier).bake(scene={scene: 1.0})


@cache
def photographs(identifier):
    """CIELAB of some pixels of eight photographs in the look, (P, 3)."""
    found = []
    for path in sorted(PHOTOS.glob("*.[jp][pn]g")):
        with Image.open(path) as image:
            image.thumbnail((96, 96))
            pixels = np.asarray(image.convert("RGB"), np.float32).reshape(-1, 3) / 255
        found.append(srgb_to_lab(baked(identifier)(pixels)))
    return np.concatenate(found)


def test_every_row_has_its_look_and_name_and_every_look_its_row():
    assert set(IDS) == set(ROWS)
    for look in looks.all_looks():
        assert (look.maker, look.name) == (ROWS[look.id].maker, ROWS[look.id].name)


@pytest.mark.parametrize("identifier", IDS)
def test_figures(identifier):
    assert [figure for figure in row_figures(identifier) if not figure.inside] == []


@pytest.mark.parametrize(("identifier", "scene"), SCENES)
def test_obeys_the_rules_for_every_look(identifier, scene):
    assert violations(baked(identifier, scene)) == []


@pytest.mark.parametrize("identifier", IDS)
def test_vignette(identifier):
    low, high = VIGNETTES.get(identifier, (0, 0))
    assert low <= looks.load(identifier).amount("vignette") <= high


def test_panoramas_are_cropped_and_films_have_grain():
    assert {look.id for look in looks.all_looks() if look.crop == Crop(65, 24)} == {
        "hasselblad-xpan-color",
        "hasselblad-xpan-bw",
    }
    assert {look.id for look in looks.all_looks() if look.grain} == GRAIN


def test_soft_looks_glow_a_little_and_no_other():
    assert {look.id for look in looks.all_looks() if look.glow} == GLOW
    assert all(0.05 <= looks.load(identifier).glow.amount <= 0.3 for identifier in GLOW)


@pytest.mark.parametrize("identifier", [name for name in ROWS if "mid_hue" in ROWS[name].figures])
def test_toned_looks_have_one_tone_for_all_colors_of_one_lightness(identifier):
    colors = np.random.default_rng(9).random((2000, 3), dtype=np.float32)
    toned = srgb_to_lab(baked(identifier)(colors))
    grays = srgb_to_lab(baked(identifier)(np.linspace(0, 1, 64)[:, None].repeat(3, axis=1)))
    position = np.argsort(grays[:, 0])
    expected = np.stack([np.interp(toned[:, 0], grays[position, 0], grays[position, axis]) for axis in (1, 2)], axis=1)
    away = np.abs(toned[:, 1:] - expected).max(axis=1)
    assert away[toned[:, 0] > 16].max() < 1
    assert away.max() < 1.5  # next to black a tint rises so steeply that a lattice's straight lines are off
    assert chroma(grays).max() > 3


@pytest.mark.parametrize("identifier", IDS)
def test_says_what_it_is(identifier):
    look = looks.load(identifier)
    assert look.name and look.maker and look.phone and look.character.endswith(".")
    assert look.phone == "imagined" if look.year is None else 2016 <= look.year <= 2026
    assert look.monochrome == is_monochrome(baked(identifier))


@pytest.mark.parametrize(("first", "second"), NEIGHBOURS)
def test_looks_of_one_partnership_differ_on_photographs(first, second):
    apart = delta_e2000(photographs(first), photographs(second)).mean()
    assert apart >= 1.0, f"{first} and {second} are a ΔE2000 of {apart:.2f} apart, too little to see"


@pytest.mark.parametrize("identifier", IDS)
def test_a_smaller_lattice_is_the_same_look(identifier):
    """A table of 17³ agrees with one of 33³ where they share colors: the size is only a resolution."""
    np.testing.assert_allclose(looks.load(identifier).bake(17).table, baked(identifier).table[::2, ::2, ::2], atol=1e-5)


@pytest.mark.parametrize(
    "identifier",
    [look.id for look in looks.all_looks() if any(step.name == "monochrome" for step in look.steps)],
)
def test_response_of_a_film_to_light_is_its_recipes(identifier):
    mix = next(step.values for step in looks.load(identifier).steps if step.name in MONOCHROME)
    shares = np.array([mix["red"], mix["green"], mix["blue"]])
    assert channel_response(baked(identifier)) == pytest.approx(shares / shares.sum(), abs=0.02)
