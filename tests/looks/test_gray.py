"""Grayscale pictures: monochrome looks work on them, and the others say why they do not."""

import numpy as np
import pytest

from lut import LutError, looks
from lut.color import chroma, srgb_to_lab
from lut.color.probes import GRAYS
from lut.looks import gray_result
from lut.looks.recipe import parse_recipes

MONOCHROME = [look for look in looks.all_looks() if look.monochrome]
IN_COLOR = [look for look in looks.all_looks() if not look.monochrome]


@pytest.mark.parametrize("look", MONOCHROME, ids=lambda look: look.id)
def test_says_what_comes_out_of_grays(look):
    """By the table itself: equal channels, or a tone that is seen."""
    codes = look.bake()(GRAYS)
    if gray_result(look) == "gray":
        assert np.ptp(codes, axis=1).max() < 1e-5
    else:
        assert chroma(srgb_to_lab(codes)).max() > 1.5


def test_these_monochrome_looks_have_a_hue_of_their_own():
    assert [look.id for look in MONOCHROME if look.colors_grays] == [
        "leica-sepia",
        "leica-blue",
        "hasselblad-xpan-bw",
        "sony-se",
    ]


@pytest.mark.parametrize("look", IN_COLOR, ids=lambda look: look.id)
def test_looks_in_color_say_why_not(look):
    with pytest.raises(LutError) as error:
        gray_result(look)
    assert str(error.value) == (
        f"{look.maker} {look.name} changes colors, and a grayscale picture has none: "
        "choose a black-and-white, sepia or blue look, or convert the picture to RGB"
    )


@pytest.mark.parametrize(
    ("steps", "toned"),
    [
        ("{ tint = { mids = [3, 3] } }, { monochrome = { red = 1, green = 1, blue = 1 } }", False),
        ("{ monochrome = { red = 1, green = 1, blue = 1 } }, { tint = { mids = [0, 0] } }", False),
        ("{ monochrome = { red = 1, green = 1, blue = 1 } }, { tint = { shadows = [0, -2] } }", True),
        ("{ tint = { mids = [3, 3] } }", False),
    ],
)
def test_a_tone_is_a_tint_after_the_colors_are_gone(steps, toned):
    (look,) = parse_recipes(f"id = 'x'\nsteps = [{steps}]")
    assert (look.monochrome and look.colors_grays) == toned


def test_the_catalog_tells():
    gray = {entry["id"]: entry["gray"] for entry in looks.catalog()["looks"]}
    assert gray["sony-bw"] == "gray"
    assert gray["leica-sepia"] == "rgb"
    assert gray["leica-vivid"] is None


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("{ tone = { mid = 0.3, contrast = 1.4 } }", "gray"),
        ("{ tone = { mid = 0.3 } }, { fade = { black = 9 } }", "gray"),
        ("{ tint = { mids = [3, 3] } }, { tone = { mid = 0.2 } }", "rgb"),
        ("{ tint = { mids = [0, 0] } }", "gray"),
        ("{ tint = { mids = [9, 9] } }, { monochrome = { red = 1, green = 1, blue = 1 } }", "gray"),
        ("", "gray"),
        ("{ saturation = { gain = 1.2 } }", None),
        ("{ tone = { mid = 0.3 } }, { band = { center = 40, gain = 2 } }", None),
    ],
)
@pytest.mark.parametrize("base", ["", 'base = "leica-bw-natural"\n', 'base = "leica-sepia"\n', 'base = "sony-st"\n'])
def test_recipes_about_tones_work_on_grays(base, steps, expected):
    """What is said is what the table does."""
    (look,) = parse_recipes(f"{base}id = 'x'\nsteps = [{steps}]")
    if base in ("", 'base = "sony-st"\n') and (base or expected is None) and "monochrome" not in steps:
        with pytest.raises(LutError, match="X changes colors, and a grayscale picture has none"):
            gray_result(look)
        return
    codes = look.bake()(GRAYS)
    comes_out = "gray" if np.ptp(codes, axis=1).max() < 0.5 / 255 else "rgb"
    assert gray_result(look) == comes_out
    if not base:
        assert comes_out == expected


def test_a_variant_counts_too():
    (look,) = parse_recipes("id = 'x'\nsteps = []\n[variants.night]\nsteps = [{ tint = { mids = [5, 0] } }]")
    assert gray_result(look) == "rgb"
    (look,) = parse_recipes("id = 'x'\nsteps = []\n[variants.night]\nsteps = [{ saturation = { gain = 2 } }]")
    with pytest.raises(LutError, match="changes colors"):
        gray_result(look)
