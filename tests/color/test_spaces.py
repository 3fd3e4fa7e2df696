"""Each space against its published figures, the constants derived again, and the way there and back."""

import numpy as np
import pytest

from lut.color import (
    chroma,
    hue,
    hue_turn,
    lab_to_linear,
    lab_to_xyz,
    linear_to_lab,
    linear_to_oklab,
    linear_to_srgb,
    linear_to_xyz,
    luminance,
    oklab,
    oklab_to_linear,
    srgb,
    srgb_to_linear,
    xyz,
    xyz_to_lab,
    xyz_to_linear,
)

SPACES = {
    "srgb": (linear_to_srgb, srgb_to_linear),
    "xyz": (linear_to_xyz, xyz_to_linear),
    "lab": (linear_to_lab, lab_to_linear),
    "oklab": (linear_to_oklab, oklab_to_linear),
}


@pytest.mark.parametrize(("from_linear", "to_linear"), SPACES.values(), ids=SPACES)
def test_there_and_back(from_linear, to_linear):
    linear = np.random.default_rng(2).uniform(-0.3, 1.5, (500, 3)).astype(np.float32)
    before = linear.copy()
    coded = from_linear(linear)
    assert coded.dtype == np.float32
    assert np.array_equal(linear, before)
    np.testing.assert_allclose(to_linear(coded), linear, atol=1e-5)  # float32, through cubes


@pytest.mark.parametrize("from_linear", [first for first, _ in SPACES.values()], ids=SPACES)
def test_any_shape_of_colors(from_linear):
    colors = np.random.default_rng(3).uniform(0, 1, (2, 3, 4, 3)).astype(np.float32)
    whole = from_linear(colors)
    assert whole.shape == colors.shape
    np.testing.assert_allclose(from_linear(colors[1, 2, 3]), whole[1, 2, 3], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(from_linear(colors[1, 2, 3].tolist()), whole[1, 2, 3], rtol=1e-5, atol=1e-6)


# IEC 61966-2-1: primaries and white of sRGB, as chromaticities.
PRIMARIES = ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
WHITE = (0.3127, 0.3290)


def as_xyz(x, y):
    return np.array([x / y, 1, (1 - x - y) / y])


def derived_rgb_to_xyz():
    """The amounts of the primaries are those that add up to white (SMPTE RP 177)."""
    columns = np.stack([as_xyz(*primary) for primary in PRIMARIES], axis=1)
    return columns * np.linalg.solve(columns, as_xyz(*WHITE))


def test_rgb_to_xyz_is_derived_from_the_primaries():
    np.testing.assert_allclose(xyz.RGB_TO_XYZ, derived_rgb_to_xyz(), atol=1e-15)
    np.testing.assert_allclose(xyz.WHITE, as_xyz(*WHITE), atol=1e-15)


def test_rgb_to_oklab_is_derived_from_xyz():
    # Ottosson's first matrix, recomputed for exactly this white (CSS Color 4, section "Oklab and OKLCH").
    xyz_to_lms = [
        (0.8190224379967030, 0.3619062600528904, -0.1288737815209879),
        (0.0329836539323885, 0.9292868615863434, 0.0361446663506424),
        (0.0481771893596242, 0.2642395317527308, 0.6335478284694309),
    ]
    np.testing.assert_allclose(oklab.RGB_TO_LMS, xyz_to_lms @ derived_rgb_to_xyz(), atol=2e-9)


def test_srgb_joins_its_toe():
    toe = (srgb.TOE_CODE / srgb.SLOPE, ((srgb.TOE_CODE + srgb.OFFSET) / (1 + srgb.OFFSET)) ** srgb.EXPONENT)
    assert toe[0] == pytest.approx(toe[1], abs=1e-7)
    assert pytest.approx(toe[0], abs=1e-7) == srgb.TOE_LINEAR


def test_srgb_published_values():
    # Code 119 is the 8-bit one nearest to an 18 % gray; the ends are fixed; the toe is straight.
    np.testing.assert_allclose(srgb_to_linear([0, 119 / 255, 1]), [0, 0.184475, 1], atol=1e-6)
    np.testing.assert_allclose(linear_to_srgb([0.001, 0.18, 1.0]), [0.01292, 0.461356, 1], atol=1e-6)
    np.testing.assert_allclose(linear_to_srgb([-0.18]), [-0.461356], atol=1e-6)


def test_xyz_and_luminance_of_white():
    np.testing.assert_allclose(linear_to_xyz([1, 1, 1]), xyz.WHITE, atol=1e-6)
    assert luminance([1, 1, 1]) == pytest.approx(1)
    assert luminance([0, 1, 0]) == pytest.approx(0.7151687)


def test_lab_published_values():
    # Bruce Lindbloom's calculator: sRGB's primaries against D65.
    red, green, blue = linear_to_lab(np.eye(3))
    np.testing.assert_allclose(red, (53.24, 80.09, 67.20), atol=0.02)
    np.testing.assert_allclose(green, (87.73, -86.18, 83.18), atol=0.02)
    np.testing.assert_allclose(blue, (32.30, 79.19, -107.86), atol=0.02)
    np.testing.assert_allclose(linear_to_lab([0.18, 0.18, 0.18]), (49.496, 0, 0), atol=1e-3)


def test_lab_is_smooth_where_its_line_meets_its_cube_root():
    joint = (6 / 29) ** 3
    around = xyz_to_lab(np.outer((joint - 1e-5, joint, joint + 1e-5), xyz.WHITE))[:, 0]
    assert around[1] == pytest.approx(8, abs=1e-4)
    assert np.diff(around) == pytest.approx([1e-5 * 24389 / 27] * 2, rel=0.03)
    np.testing.assert_allclose(lab_to_xyz([8, 0, 0]), joint * np.array(xyz.WHITE), atol=1e-6)


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        ((0.950, 1.000, 1.089), (1.000, 0.000, 0.000)),
        ((1.000, 0.000, 0.000), (0.450, 1.236, -0.019)),
        ((0.000, 1.000, 0.000), (0.922, -0.671, 0.263)),
        ((0.000, 0.000, 1.000), (0.153, -1.415, -0.449)),
    ],
)
def test_oklab_published_values(color, expected):
    """Ottosson's table of pairs, given with three decimals."""
    np.testing.assert_allclose(linear_to_oklab(xyz_to_linear(color)), expected, atol=1.2e-3)


def test_grays_are_neutral_in_both_labs():
    grays = np.linspace(0, 1, 101, dtype=np.float32)[:, None].repeat(3, axis=1)
    assert chroma(linear_to_lab(grays)).max() < 1e-3
    lab = linear_to_oklab(grays)
    assert chroma(lab).max() < 1e-6
    np.testing.assert_allclose(lab[:, 0], np.cbrt(grays[:, 0]), atol=1e-6)


def test_exposure_keeps_hue_and_saturation_in_oklab():
    colors = np.random.default_rng(4).uniform(0.01, 1, (50, 3)).astype(np.float32)
    np.testing.assert_allclose(linear_to_oklab(8 * colors), 2 * linear_to_oklab(colors), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(oklab_to_linear(2 * linear_to_oklab(colors)), 8 * colors, rtol=1e-4)


def test_chroma_and_hue_turn_counterclockwise_from_a():
    lab = [(0.5, 3, 0), (0.5, 0, 2), (0.5, -1, 0), (0.5, 0, -4)]
    np.testing.assert_allclose(chroma(lab), [3, 2, 1, 4])
    np.testing.assert_allclose(hue(lab), [0, 90, 180, 270])


def test_hue_turns_the_short_way_around():
    red, yellow, blue = (0.5, 3, -0.1), (0.5, 0, 2), (0.5, 0.1, -4)
    np.testing.assert_allclose(hue_turn([red, yellow], [yellow, red]), [91.91, -91.91], atol=0.01)
    assert hue_turn(blue, (0.5, 1, 1)) == pytest.approx(133.57, abs=0.01)  # over 0 degrees
