"""LUTs in the color space that they are made for: middle gray, the way back, wide colors, scene light, tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lut.color.encodings import ENCODINGS
from lut.color.scene_tone import expand_highlights
from lut.images.icc_profile import parse_profile
from lut.images.matrix_profile import SRGB_CURVE, matrix_profile, parametric_curve
from lut.images.picture import Picture
from lut.kernel.operators import run
from lut.lattice import lattice
from lut.looks.develop import develop
from lut.operators.space_conversion import convert_from_space, convert_to_space, place_in_space
from lut.table import Lut

from lut.apply_lut import Applier  # isort: skip

colour: Any = pytest.importorskip("colour", reason="the oracle of these tests is PyPI's colour-science")

RANDOM = np.random.default_rng(11)
INSIDE = RANDOM.random((4000, 3))
WIDE = RANDOM.uniform(-0.2, 1.05, (4000, 3))
WHITE = 6.0
LOGS = [one.id for one in ENCODINGS.values() if one.scene]
MIDDLE_GRAY = float(ENCODINGS["srgb"].encode(0.18))
# Logs whose codes end a little below black, and papers whose two pieces do not quite meet.
PHONES = ("apple-log", "apple-log2", "mi-log", "samsung-log", "o-log", "d-log-m")
ENDING = {*PHONES, "n-log", "acescc", "cineon", "protune"}
APART = {"rec709": 5e-4, "rec2020": 5e-4, "n-log": 5e-4, "vivo-log": 5e-4, "l-log": 2e-3}
FEW_STOPS = ("protune", "d-log-m", "acescg")  # whose codes do not reach the scene's white


def film_table() -> Lut:
    """A look in which the channels differ and mix."""
    mixed = lattice(33) @ np.array([[0.85, 0.1, 0.05], [0.1, 0.8, 0.1], [0.05, 0.15, 0.8]], np.float32)
    return Lut(mixed ** np.array([0.9, 1.05, 1.1], np.float32))


def find_space(name: str) -> Any:
    """One of colour-science's spaces, with the matrix that its primaries give, unrounded."""
    space = colour.RGB_COLOURSPACES[name].copy()
    space.use_derived_matrix_RGB_to_XYZ = space.use_derived_matrix_XYZ_to_RGB = True
    return space


def to_v_gamut(codes: np.ndarray) -> np.ndarray:
    """The linear light of sRGB codes with V-Gamut's primaries."""
    matrix = colour.matrix_RGB_to_RGB(find_space("sRGB"), find_space("V-Gamut"), None)
    return colour.cctf_decoding(codes, "sRGB") @ matrix.T


@pytest.mark.parametrize("identifier", LOGS)
def test_middle_gray_has_the_code_of_the_logs_maker(identifier: str) -> None:
    codes = run([*convert_to_space(ENCODINGS[identifier], WHITE)], np.full((1, 3), MIDDLE_GRAY))
    assert np.abs(codes - ENCODINGS[identifier].encode(0.18)).max() < 1e-9


@pytest.mark.parametrize("identifier", ENCODINGS)
def test_every_color_comes_back(identifier: str) -> None:
    """Colors outside sRGB, too, and nothing is clipped on the way."""
    space = ENCODINGS[identifier]
    colors = INSIDE if identifier in ENDING else WIDE
    again = run([*convert_to_space(space, WHITE), *convert_from_space(space, WHITE)], colors)
    assert np.abs(again - colors).max() < APART.get(identifier, 1e-5)


@pytest.mark.parametrize("identifier", [name for name in LOGS if name not in FEW_STOPS])
def test_white_fits_into_the_log(identifier: str) -> None:
    """A table's input ends at 1: a photograph's white must lie below, with room for the codes of what it can show."""
    codes = run([*convert_to_space(ENCODINGS[identifier], WHITE)], np.ones((1, 3)))
    assert (codes <= 1).all()


def test_scene_light_is_coded_as_colour_science_has_it() -> None:
    codes = run([*convert_to_space(ENCODINGS["v-log"], 1.0)], INSIDE)
    assert np.abs(codes - colour.models.log_encoding_VLog(to_v_gamut(INSIDE))).max() < 1e-9


def test_display_light_gets_the_highlights_of_a_scene() -> None:
    codes = run([*convert_to_space(ENCODINGS["v-log"], WHITE)], INSIDE)
    right = colour.models.log_encoding_VLog(expand_highlights(to_v_gamut(INSIDE)))
    assert np.abs(codes - right).max() < 1e-9


@pytest.mark.parametrize(("profile", "space"), [("Display P3", "adobe-rgb"), ("ProPhoto RGB", "adobe-rgb")])
def test_a_wide_photograph_is_not_clipped_to_srgb_on_its_way(profile: str, space: str) -> None:
    """A film LUT for Adobe RGB on a picture of 16 bits in another space; the right colors are colour-science's."""
    theirs, adobe = find_space(profile), find_space("Adobe RGB (1998)")
    to_adobe = colour.matrix_RGB_to_RGB(theirs, adobe, "Bradford")
    every = np.rint(RANDOM.random((60000, 3)) * 65535)
    decode, encode = parse_curves(profile)
    light = decode(every / 65535) @ to_adobe.T
    beyond = decode(every / 65535) @ colour.matrix_RGB_to_RGB(theirs, find_space("sRGB"), "Bradford").T
    chosen = ((light > 0.002) & (light < 0.998)).all(axis=1) & (beyond < -0.01).any(axis=1)
    pixels = every[chosen][:4096].astype(np.uint16)[None]
    assert pixels.shape[1] > 1000
    table = film_table()
    in_adobe = table(adobe.cctf_encoding(light[chosen][:4096])).astype(np.float64)
    back = adobe.cctf_decoding(in_adobe) @ np.linalg.inv(to_adobe).T
    expected = encode(np.clip(back, 0, 1)) * 65535
    placed = place_in_space(table, ENCODINGS[space], ENCODINGS[space])
    picture = Picture(pixels, parse_profile(make_profile(profile)))
    found = develop(picture, Applier(placed)).pixels[0].astype(np.float64)
    difference = np.abs(found - expected)
    assert difference.max() < 8, "of 65535"
    assert difference.mean() < 1


def make_profile(name: str) -> bytes:
    curve = SRGB_CURVE if name == "Display P3" else (1.8, 1.0, 0.0, 1 / 16, 16 ** (1.8 / (1 - 1.8)) * 16)
    space = ENCODINGS["display-p3" if name == "Display P3" else "prophoto"].chromaticities
    return matrix_profile(name, space, [parametric_curve(*curve)])


def parse_curves(name: str) -> Any:
    functions = (colour.CCTF_DECODINGS, colour.CCTF_ENCODINGS)
    return [kind["sRGB" if name == "Display P3" else "ROMM RGB"] for kind in functions]


def test_a_table_that_ends_early_gets_less_of_the_highlights() -> None:
    """Linear light of a scene in a table over 0..1: white stays 1, or all above middle gray would be cut off."""
    identity = place_in_space(Lut.identity(33), ENCODINGS["acescg"], ENCODINGS["acescg"])
    inside = 0.2 + 0.5 * INSIDE
    assert np.abs(identity(inside) - inside).max() < 2e-6
    assert np.abs(identity(np.ones((1, 3))) - 1).max() < 2e-6


@pytest.mark.parametrize("identifier", ["v-log", "s-log3", "logc4", "c-log3", "f-log2"])
def test_the_nearest_table_is_near(identifier: str) -> None:
    """What GIMP's live filter and other programs get: a mild look in a log, baked over sRGB."""
    space, table = ENCODINGS[identifier], lattice(33)
    middle = np.float32(space.encode(0.18))
    luma = table.mean(axis=-1, keepdims=True)
    look = Lut(np.clip(middle + np.float32(1.1) * (luma + (table - luma) * np.float32(1.1) - middle), 0, 1))
    placed = place_in_space(look, space, space)
    baked = placed.as_table
    assert baked.is_plain and baked.size == 65
    difference = 255 * np.abs(np.clip(placed(INSIDE), 0, 1) - np.clip(baked(INSIDE), 0, 1))
    assert difference.mean() < 0.05
    assert difference.max() < 3


def test_eight_bits_are_the_rounded_floats() -> None:
    placed = place_in_space(film_table(), ENCODINGS["v-log"], ENCODINGS["rec709"])
    pixels = RANDOM.integers(0, 256, (400, 400, 3), dtype=np.uint8)
    result = np.empty_like(pixels)
    Applier(placed).into(pixels, result)
    expected = np.rint(255 * np.clip(placed(pixels / np.float32(255)), 0, 1))
    assert np.abs(result - expected).max() == 0
