"""gimpcolor: every conversion, change and text against libgimpcolor, where GIMP 2.10's libraries are."""

from __future__ import annotations

import pickle

import gimpcolor
import libgimpcolor
import pytest
from gimpcolor import CMYK, HSL, HSV, RGB
from hypothesis import example, given
from hypothesis import strategies as st

original = pytest.mark.skipif(
    libgimpcolor.library() is None, reason="libgimpcolor-2.0.so.0, to compare with, comes with GIMP 2.10"
)
PART = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 0.7, 1.0]) | st.floats(0.0, 1.0)
FOUR = st.tuples(PART, PART, PART, PART)


@original
@given(FOUR)
@example((1 / 3, 0.0, 5e-324, 0.0))  # a hue just below 0
def test_conversions_are_those_of_gimp(values: tuple[float, ...]) -> None:
    rgb = RGB(*values)
    assert rgb.to_hsv()._values == pytest.approx(libgimpcolor.converted("rgb_to_hsv", values), abs=1e-12)
    assert rgb.to_hsl()._values == pytest.approx(libgimpcolor.converted("rgb_to_hsl", values), abs=1e-12)
    assert rgb.to_cmyk()._values == pytest.approx(libgimpcolor.converted("rgb_to_cmyk", values, 5), abs=1e-12)
    assert HSV(*values).to_rgb()._values == pytest.approx(libgimpcolor.converted("hsv_to_rgb", values), abs=1e-12)
    assert HSL(*values).to_rgb()._values == pytest.approx(libgimpcolor.converted("hsl_to_rgb", values), abs=1e-12)


@original
@given(FOUR, FOUR, PART)
def test_changes_are_those_of_gimp(values: tuple[float, ...], other: tuple[float, ...], number: float) -> None:
    for change, more in (
        ("add", [other]),
        ("subtract", [other]),
        ("multiply", [number]),
        ("gamma", [number]),
        ("clamp", []),
    ):
        color = RGB(*values)
        getattr(color, change)(*(RGB(*part) if isinstance(part, tuple) else part for part in more))
        assert color._values == pytest.approx(libgimpcolor.changed(f"rgb_{change}", values, *more)), change
    for mode in (gimpcolor.RGB_COMPOSITE_NONE, gimpcolor.RGB_COMPOSITE_NORMAL, gimpcolor.RGB_COMPOSITE_BEHIND):
        color = RGB(*values)
        color.composite(RGB(*other), mode)
        assert color._values == pytest.approx(libgimpcolor.changed("rgb_composite", values, other, mode)), mode


@original
def test_names_are_those_of_gimp() -> None:
    found, expected = gimpcolor.rgb_names(), libgimpcolor.names()
    assert sorted(found) == sorted(expected)
    for name, values in expected.items():
        assert found[name]._values == pytest.approx(values), name


TEXTS = [
    "#123",
    "123456",
    "#123456789abc",
    "#12",
    " red ",
    "LightSkyBlue",
    "no color",
    "",
    "rgb(10%,20,30)",
]
TEXTS += [
    "hsl(120,50%,25%)",
    "hsl(300, 100, 50)",
    "rgba(255,0,51,0.5)",
    "hsla(60,100%,50%,25%)",
    "transparent",
    "rgb(9",
]


@original
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("kind", ["name", "hex", "css", "css with alpha"])
def test_texts_are_understood_and_refused_as_in_gimp(kind: str, text: str) -> None:
    call = {"name": "rgb_parse_name", "hex": "rgb_parse_hex"}.get(kind, "rgb_parse_css")
    more = {"with_alpha": True} if kind == "css with alpha" else {}
    expected = libgimpcolor.parsed("rgba_parse_css" if more else call, text)
    if expected is None:
        with pytest.raises(ValueError, match="unable to parse"):
            getattr(gimpcolor, call)(text, **more)
    else:
        assert getattr(gimpcolor, call)(text, **more)._values == pytest.approx(expected)


def test_whole_numbers_are_on_the_scales_of_people() -> None:
    assert RGB(255, 51, 0) == RGB(1.0, 0.2, 0.0, 1.0)
    assert RGB(255, 51, 0)[:] == (255, 51, 0, 255)
    assert HSV(180, 50, 100)._values == [0.5, 0.5, 1.0, 1.0]
    assert HSL(180, 50, 100)[:3] == (180, 50, 100)
    assert CMYK(0, 51, 102, 255).k == 1.0
    color = RGB(0, 0, 0)
    color.red, color[1], color.a = 255, 0.2, 0.5
    assert (color.r, color["Green"], color["a"]) == (1.0, 0.2, 0.5)
    color.set(1, 2, 3)
    assert color[:] == (1, 2, 3, 128)
    color.set(a=1.0)
    assert color[-1] == 255
    with pytest.raises(TypeError, match="expected r, g, b and perhaps a"):
        RGB(1, 2)
    with pytest.raises(TypeError, match="expected an int or a float, found '1'"):
        RGB("1", 2, 3)
    with pytest.raises(IndexError):
        color[4]


def test_a_color_can_be_kept() -> None:
    for color in (RGB(1, 2, 3, 4), HSV(0.1, 0.2, 0.3), HSL(0.1, 0.2, 0.3), CMYK(0.1, 0.2, 0.3, 0.4, 0.5)):
        assert pickle.loads(pickle.dumps(color)) == color
        assert hash(pickle.loads(pickle.dumps(color))) == hash(color)


def test_between_four_values() -> None:
    assert gimpcolor.bilinear(0.25, 0.5, [0, 4, 8, 12]) == 5.0
    assert gimpcolor.bilinear(0.25, 0.5, bytes([0, 4, 8, 13])) == bytes([5])
    corners = [RGB(1.0, 0.0, 0.0, 1.0), RGB(0.0, 1.0, 0.0, 0.0), RGB(1.0, 0.0, 0.0, 1.0), RGB(0.0, 1.0, 0.0, 0.0)]
    assert gimpcolor.bilinear_rgba(0.5, 0.5, corners)._values == [1.0, 0.0, 0.0, 0.5]
    assert gimpcolor.bilinear_rgb(0.5, 0.5, corners)._values == [0.5, 0.5, 0.0, 0.0]
