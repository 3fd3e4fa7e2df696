"""Blend modes and tonal ranges: the look's color or its lightness only, shadows, middle tones or highlights only."""

from __future__ import annotations

import numpy as np
import pytest

from lut.errors import LutError
from lut.looks.finish.mixing import MixedLook, Mixing, tone_weights
from lut.shared.amounts import BLENDS, TONES, UNMIXED

RNG = np.random.default_rng(22)
RAMP = np.linspace(-0.2, 1.2, 1401, dtype=np.float32)
SOFTNESSES = (0.0, 0.1, 0.5, 0.8, 1.0)
DTYPES = [np.uint8, np.uint16, np.float32]


def pictures(dtype: type = np.float32, channels: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """A picture and a look of it, which moves each color a little and stays inside sRGB in every mixture."""
    before = RNG.uniform(0.25, 0.75, (40, 60, channels))
    after = before + RNG.uniform(-0.06, 0.06, before.shape)
    if dtype == np.float32:
        return before.astype(np.float32), after.astype(np.float32)
    most = np.iinfo(dtype).max
    return np.rint(before * most).astype(dtype), np.rint(after * most).astype(dtype)


def lab_d50(codes: np.ndarray) -> np.ndarray:
    """CIELAB under D50 of sRGB codes, by colour-science."""
    colour = pytest.importorskip("colour", exc_type=ImportError)
    white = colour.CCS_ILLUMINANTS["CIE 1931 2 Degree Standard Observer"]["D65"]
    d50 = colour.xyY_to_XYZ([*colour.XYZ_to_xy(np.array([0.9642, 1.0, 0.8249])), 1.0])
    linear = colour.models.eotf_sRGB(np.asarray(codes, np.float64))
    xyz = linear @ np.asarray(colour.RGB_COLOURSPACES["sRGB"].matrix_RGB_to_XYZ).T
    adapted = colour.adaptation.chromatic_adaptation_VonKries(xyz, colour.xy_to_XYZ(white), d50, transform="Bradford")
    return np.asarray(colour.XYZ_to_Lab(adapted, colour.XYZ_to_xy(d50)))


@pytest.mark.parametrize(("blend", "from_look"), [("color", [1, 2]), ("luminosity", [0])])
def test_a_blend_takes_lightness_from_one_and_color_from_the_other(blend: str, from_look: list[int]) -> None:
    before, after = pictures()
    mixing = Mixing.of(blend)
    assert mixing is not None
    wanted, own = lab_d50(before), lab_d50(after)
    wanted[..., from_look] = own[..., from_look]
    found = lab_d50(mixing.mix(before, after.copy()))
    assert np.abs(found - wanted).max() < 0.02
    assert np.abs(found - own).max() > 3


def test_of_another_lightness_pure_blue_stays_as_bright_as_it_is() -> None:
    """What W3C's luma takes for nearly black."""
    blue, gray = np.array([[[0.0, 0.0, 1.0]]], np.float32), np.array([[[0.3, 0.3, 0.3]]], np.float32)
    found = Mixing("color").mix(blue, gray.copy())
    assert np.ptp(found) < 1e-5 and lab_d50(found)[..., 0] == pytest.approx(lab_d50(blue)[..., 0], abs=0.01)


@pytest.mark.parametrize("softness", SOFTNESSES)
def test_the_three_tones_add_up_to_everything(softness: float) -> None:
    shadows, middle, highlights = (tone_weights(RAMP, tones, softness) for tones in TONES[1:])
    np.testing.assert_allclose(shadows + middle + highlights, 1, atol=2e-7)
    for weights in (shadows, middle, highlights):
        assert weights.min() >= 0 and weights.max() <= 1
    assert (tone_weights(RAMP, "all", softness) == 1).all()


@pytest.mark.parametrize("softness", SOFTNESSES)
def test_shadows_fall_and_highlights_rise_around_thirds_of_lightness(softness: float) -> None:
    shadows, highlights = tone_weights(RAMP, "shadows", softness), tone_weights(RAMP, "highlights", softness)
    assert (np.diff(shadows) <= 0).all() and (np.diff(highlights) >= 0).all()
    assert shadows[RAMP <= 0].min() == 1 and highlights[RAMP >= 1].min() == 1
    assert shadows[RAMP >= 1].max() == 0 and highlights[RAMP <= 0].max() == 0
    at = np.array([1 / 3, 2 / 3], np.float32)
    if softness:
        assert tone_weights(at, "shadows", softness)[0] == pytest.approx(0.5, abs=1e-3)
        assert tone_weights(at, "highlights", softness)[1] == pytest.approx(0.5, abs=1e-3)
        assert np.abs(np.diff(shadows)).max() < 1.51 * 0.001 / (2 * softness / 3)  # a smoothstep's steepest


def test_the_middle_has_all_of_the_look_with_the_usual_softness() -> None:
    assert tone_weights(np.float32([0.5]), "midtones")[0] == 1


def test_tones_are_those_of_the_picture_before_the_look() -> None:
    """L* of the grays 79 and 162 is 33 and 66; a black, a gray and a white that the look inverts."""
    before = np.repeat(np.uint8([0, 119, 255])[None, :, None], 3, axis=2)
    for tones, changed in (("shadows", 0), ("midtones", 1), ("highlights", 2)):
        found = Mixing(tones=tones).mix(before, 255 - before)
        wanted = before.copy()
        wanted[0, changed] = 255 - before[0, changed]
        assert (found == wanted).all(), tones


def test_the_weights_are_what_mixes() -> None:
    before, after = pictures()
    mixing = Mixing("luminosity", "shadows", 0.7)
    weights = np.empty_like(before)
    mixing.draw_weights(before, weights)
    assert np.ptp(weights, axis=2).max() == 0 and np.ptp(weights) > 0.5
    whole = Mixing("luminosity").mix(before, after.copy())
    np.testing.assert_allclose(mixing.mix(before, after.copy()), before + weights * (whole - before), atol=1e-6)


@pytest.mark.parametrize("mixing", [Mixing("color"), Mixing("luminosity", "midtones"), Mixing(tones="shadows")])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("channels", [3, 4])
def test_strips_equal_the_whole_and_alpha_stays(mixing: Mixing, dtype: type, channels: int) -> None:
    before, after = pictures(dtype, channels)
    kept = before.copy()
    whole = mixing.mix(before, after.copy())
    parts = after.copy()
    for rows in (slice(0, 1), slice(1, 18), slice(18, 40)):
        for columns in (slice(0, 7), slice(7, 60)):
            mixing.mix(before[rows, columns], parts[rows, columns])
    assert (parts == whole).all() and (before == kept).all()
    assert (whole[..., 3:] == after[..., 3:]).all()
    assert (whole[..., :3] != after[..., :3]).any()


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_look_that_changes_nothing_is_mixed_to_nothing(dtype: type) -> None:
    before, _after = pictures(dtype)
    for blend in BLENDS:
        for tones in TONES:
            found = Mixing(blend, tones).mix(before, before.copy()).astype(np.float64)
            assert np.abs(found - before).max() <= (1e-6 if dtype == np.float32 else 0)


def test_grays_stay_gray() -> None:
    grays = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    for blend in BLENDS:
        found = Mixing(blend, "midtones").mix(grays, np.flip(grays, axis=1).copy())
        assert (np.ptp(found, axis=2) == 0).all()


def test_what_is_no_number_is_what_the_look_makes_of_it() -> None:
    before = np.float32([[[np.nan, 0.5, 0.5], [np.inf, 0.5, 0.5], [0.5, 0.5, 0.5]]])
    after = np.full_like(before, 0.25)
    found = Mixing("color", "shadows").mix(before, after.copy())
    assert (found[0, :2] == 0.25).all() and np.isfinite(found).all()


def test_a_mixed_look_is_pointwise() -> None:
    class Negative:
        def into(self, source: np.ndarray, target: np.ndarray) -> None:
            target[...] = 1 - source

    before, _after = pictures()
    found = before.copy()
    MixedLook(Negative(), Mixing(tones="shadows")).into(found, found)
    assert (found == Mixing(tones="shadows").mix(before, 1 - before)).all()


def test_what_changes_nothing_is_none() -> None:
    assert Mixing.of() is None and Mixing.of(**UNMIXED) is None and Mixing.of(softness=0.1) is None
    assert Mixing.of("color") == Mixing("color") and Mixing.of(tones="shadows", softness=0) == Mixing(
        "normal", "shadows", 0
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"blend": "hue"}, "expected a blend mode of normal, color, luminosity, found 'hue'"),
        ({"tones": "dark"}, "expected a tonal range of all, shadows, midtones, highlights, found 'dark'"),
        ({"tones": "shadows", "softness": 2}, "expected a softness from 0 to 1, found 2"),
    ],
)
def test_others_are_refused(given: dict, sentence: str) -> None:
    with pytest.raises(LutError, match=sentence):
        Mixing.of(**given)
