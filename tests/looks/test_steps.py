"""Laws of the steps: what each does to grays, hues and the ends of the scale, and that its defaults do nothing."""

import inspect

import numpy as np
import pytest

from lut.color import (
    chroma,
    hue,
    hue_turn,
    linear_to_lab,
    linear_to_oklab,
    oklab_to_linear,
    relative_chroma,
    srgb_to_oklab,
)
from lut.errors import LutError
from lut.lattice import lattice
from lut.looks import curve_steps, steps
from lut.looks.parameter import step_parameters
from lut.looks.smooth_curves import hue_window, smooth_interpolation, smoothstep, tone_response
from lut.looks.steps import MONOCHROME, STEPS

COLORS = srgb_to_oklab(lattice(9).reshape(-1, 3))
GRAYS = srgb_to_oklab(np.linspace(0, 1, 65, dtype=np.float32)[:, None].repeat(3, axis=1))
COLORED = chroma(COLORS) > 0.01
KEEP_GRAYS = {
    "saturation": {"gain": 1.5, "skin": 0.2, "vivid": 0.5},
    "band": {"center": 40.0, "width": 180.0, "turn": 20.0, "gain": 1.5, "light": 0.3},
    "density": {"amount": 0.3},
    "chroma_by_tone": {"shadows": 0.4, "highlights": 1.4},
    "hue_curves": {"turn": (20.0, -10.0) * 6, "gain": (1.5, 0.7) * 6, "light": (0.3, -0.2) * 6}
    | {f"bright_{name}": (0.2, -0.1) * 3 for name in ("turn", "gain", "light")}
    | {f"vivid_{name}": (-0.1, 0.2) * 3 for name in ("turn", "gain", "light")},
}
KEEP_HUES = {
    "tone": {"mid": 0.2, "contrast": 1.3, "shadows": -0.3, "highlights": 0.1, "film": 0.7},
    "saturation": KEEP_GRAYS["saturation"],
    "density": KEEP_GRAYS["density"],
    "chroma_by_tone": KEEP_GRAYS["chroma_by_tone"],
}


def test_the_list_has_every_step_by_its_name():
    public = {
        name
        for module in (steps, curve_steps)
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and step_parameters(value)
    }
    assert public == set(STEPS)
    assert all(STEPS[name] is getattr(steps, name) for name in STEPS)


@pytest.mark.parametrize("name", STEPS)
def test_says_what_it_does_and_what_it_takes(name):
    step = STEPS[name]
    assert step.__doc__
    names = list(inspect.signature(step).parameters)
    assert names[0] == "lab"
    assert list(step_parameters(step)) == names[1:]
    for parameter in step_parameters(step).values():
        if not parameter.required:
            assert parameter.range.admits(parameter.default)


@pytest.mark.parametrize("name", [name for name in STEPS if name not in MONOCHROME])
def test_defaults_change_nothing_and_the_input_is_kept(name):
    before = COLORS.copy()
    values = {"center": 100.0} if name == "band" else {}
    np.testing.assert_allclose(STEPS[name](COLORS, **values), before, atol=3e-6)
    assert np.array_equal(COLORS, before)


@pytest.mark.parametrize("name", STEPS)
def test_returns_float32_of_the_same_shape(name):
    values = {parameter.name: 1.0 for parameter in step_parameters(STEPS[name]).values() if parameter.required}
    values = values or KEEP_HUES.get(name, {})
    result = STEPS[name](COLORS, **values | ({"center": 90.0} if name == "band" else {}))
    assert result.dtype == np.float32
    assert result.shape == COLORS.shape


@pytest.mark.parametrize("name", KEEP_GRAYS)
def test_grays_stay(name):
    np.testing.assert_allclose(STEPS[name](GRAYS, **KEEP_GRAYS[name]), GRAYS, atol=2e-6)


@pytest.mark.parametrize("name", KEEP_HUES)
def test_hues_stay(name):
    after = STEPS[name](COLORS, **KEEP_HUES[name])
    assert np.abs(hue_turn(COLORS, after)[COLORED & (chroma(after) > 0.01)]).max() < 0.1
    assert np.abs(after - COLORS).max() > 0.02  # it does something


def gray(luminance):
    return np.array([[np.cbrt(luminance), 0, 0]], dtype=np.float32)


@pytest.mark.parametrize("film", [0.0, 0.5, 1.0])
def test_tone_hits_its_figures(film):
    values = {"mid": -0.3, "contrast": 1.4, "shadows": -0.6, "highlights": 0.2, "film": film}
    for luminance, stops in ((0.18, -0.3), (0.02, -0.6), (0.60, 0.2), (1.0, 0.0)):
        assert steps.tone(gray(luminance), **values)[0, 0] ** 3 == pytest.approx(luminance * 2**stops, rel=1e-4)
    up, down = (np.log(steps.tone(gray(0.18 * 2**s), **values)[0, 0] ** 3) for s in (0.05, -0.05))
    assert (up - down) / (0.1 * np.log(2)) == pytest.approx(1.4, abs=0.01)
    tones = steps.tone(GRAYS, **values)
    assert (np.diff(tones[:, 0]) > 0).all()
    assert chroma(tones).max() < 1e-5


def test_tone_without_film_keeps_saturation_and_with_film_contrast_enriches():
    muted = COLORS[(chroma(COLORS) > 0.02) & (chroma(COLORS) < 0.08) & (np.abs(COLORS[:, 0] - 0.55) < 0.1)]
    before = relative_chroma(muted)
    whole = relative_chroma(steps.tone(muted, contrast=1.4, film=0.0))
    film = relative_chroma(steps.tone(muted, contrast=1.4, film=1.0))
    np.testing.assert_allclose(whole, before, rtol=1e-4)
    assert (film > 0.99 * before).all()
    assert np.median(film / before) > 1.1


def test_tone_curve_goes_on_straight_outside():
    curve = tone_response(-0.2, 0.1, 0.05, 1.2)
    x = np.array([-0.2, -0.1, 0.0, 1.0, 1.1, 1.2], dtype=np.float32)
    y = curve(x)
    assert y[2] == 0
    assert y[3] == pytest.approx(1, abs=1e-6)
    assert y[0] == pytest.approx(2 * y[1], rel=1e-5)
    assert y[5] - 1 == pytest.approx(2 * (y[4] - 1), rel=1e-4)


def test_fade_moves_the_ends_and_keeps_grays_gray():
    faded = linear_to_lab(oklab_to_linear(steps.fade(GRAYS, black=12, white=94)))
    assert faded[0] == pytest.approx((12, 0, 0), abs=1e-3)
    assert faded[-1] == pytest.approx((94, 0, 0), abs=1e-3)
    assert (np.diff(faded[:, 0]) > 0).all()
    assert chroma(faded).max() < 2e-3


def test_saturation_multiplies_chroma_and_spares_whom_it_is_told_to():
    sky, skin, leaf = srgb_to_oklab(np.array([(98, 122, 157), (194, 150, 130), (30, 200, 30)]) / 255)
    colors = np.stack((sky, skin, leaf))
    everything, no_skin, no_vivid = (
        chroma(steps.saturation(colors, gain=1.3, **spared)) / chroma(colors)
        for spared in ({}, {"skin": 0.0}, {"vivid": 0.0})
    )
    assert everything == pytest.approx([1.3, 1.3, 1.3], abs=0.02)
    assert no_skin == pytest.approx([1.3, 1.0, 1.3], abs=0.03)
    assert no_vivid[0] > 1.2
    assert no_vivid[2] < 1.05


def test_band_turns_what_is_in_it_and_nothing_else():
    after = steps.band(COLORS, center=140, width=40, turn=10)
    away = np.abs((hue(COLORS) - 140 + 180) % 360 - 180)
    np.testing.assert_allclose(after[away >= 40], COLORS[away >= 40], atol=1e-6)
    leaf = np.array([[0.7, *(0.05 * np.cos(np.radians([140, 50])))]], dtype=np.float32)
    assert hue_turn(leaf, steps.band(leaf, center=140, width=40, turn=10))[0] == pytest.approx(10, abs=0.1)
    pure = steps.gamut_purity(COLORS) > 0.999
    np.testing.assert_allclose(after[pure], COLORS[pure], atol=1e-3)


def test_band_reaches_across_zero_degrees():
    before = np.array([[0.6, 0.1, 0.005], [0.6, 0.1, -0.005]], dtype=np.float32)
    gained = chroma(steps.band(before, center=0, width=30, gain=1.2)) / chroma(before)
    assert gained[0] == pytest.approx(gained[1], rel=1e-5)
    assert gained[0] > 1.18


def test_density_darkens_vivid_colors_most():
    colors = np.array([[0.6, 0.01, 0], [0.6, 0.1, 0], [0.6, 0.2, 0]], dtype=np.float32)
    loss = 1 - steps.density(colors, 0.2)[:, 0] / 0.6
    assert 0 < loss[0] < loss[1] < loss[2] < 0.2


def test_chroma_by_tone_leaves_the_middle():
    colors = np.array([[0.1, 0.02, 0.02], [0.52, 0.05, 0.05], [0.98, 0.01, 0.01]], dtype=np.float32)
    gains = chroma(steps.chroma_by_tone(colors, shadows=0.5, highlights=0.2)) / chroma(colors)
    assert gains[0] < 0.6
    assert gains[1] == pytest.approx(1, abs=1e-6)
    assert gains[2] < 0.25


def test_tint_gives_grays_the_figures_it_is_given():
    wanted = {"shadows": (-3.0, 2.0), "mids": (1.0, 4.0), "highlights": (0.0, -6.0)}
    for luminance, tint in zip((0.02, 0.18, 0.60), wanted.values(), strict=True):
        lab = linear_to_lab(oklab_to_linear(steps.tint(gray(luminance), **wanted)))[0]
        assert lab[1:] == pytest.approx(tint, abs=0.1)
        assert lab[0] == pytest.approx(116 * np.cbrt(luminance) - 16, abs=0.5)
    ends = steps.tint(GRAYS, **wanted)[[0, -1]]
    assert chroma(ends).max() < 1e-6


def test_monochrome_weighs_linear_light():
    red, green, blue = (linear_to_oklab(row)[None] for row in 0.5 * np.eye(3))
    for color, share in ((red, 0.2), (green, 0.7), (blue, 0.1)):
        after = steps.monochrome(color, red=0.4, green=1.4, blue=0.2)  # shares are scaled to 1
        assert after[0, 0] ** 3 == pytest.approx(0.5 * share, rel=1e-3)
        assert chroma(after)[0] == 0
    np.testing.assert_allclose(steps.monochrome(GRAYS, red=0.3, green=0.5, blue=0.2), GRAYS, atol=1e-6)


def test_monochrome_needs_some_light():
    with pytest.raises(LutError, match=r"add up to 0\.1 or more, found 1, -1 and 0"):
        steps.monochrome(GRAYS, red=1, green=-1, blue=0)


def test_ramps():
    t = np.linspace(-1, 2, 301, dtype=np.float32)
    assert smoothstep(t)[[0, 100, 150, 200, 300]] == pytest.approx([0, 0, 0.5, 1, 1], abs=1e-5)
    assert hue_window(np.float32([10, 40, 70, 200]), 10, 60) == pytest.approx([1, 0.5, 0, 0], abs=1e-5)
    assert hue_window(np.float32([340, 40]), 10, 60) == pytest.approx([0.5, 0.5], abs=1e-5)
    x, y = np.array([0.0, 0.2, 1.0]), np.array([0.0, 3.0, -1.0])
    values = smooth_interpolation(np.float32([-1, 0, 0.1, 0.2, 0.6, 1, 2]), x, y)
    assert values == pytest.approx([0, 0, 1.5, 3, 1, -1, -1], abs=1e-5)
