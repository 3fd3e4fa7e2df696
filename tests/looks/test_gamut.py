"""Laws of gamut compression."""

import numpy as np
import pytest

from lut.color import chroma, hue_turn, linear_to_oklab, oklab_to_linear, srgb_to_linear
from lut.lattice import lattice
from lut.looks.gamut import compress_gamut, gamut_reach

LINEAR = srgb_to_linear(lattice(17).reshape(-1, 3))
LAB = linear_to_oklab(LINEAR)
SOURCE = np.clip(gamut_reach(LAB), -1, 1)
DEEP_BLUE = chroma(LAB) > 0.35 * LAB[:, 0]  # where lines of constant Oklab hue run along the gamut's surface


def enriched(gain):
    lab = LAB.copy()
    lab[:, 1:] *= gain
    return lab


def test_colors_as_they_were_come_back():
    np.testing.assert_allclose(compress_gamut(LAB, SOURCE), LINEAR, atol=3e-6)


@pytest.mark.parametrize("gain", [0.0, 0.6])
def test_paler_colors_are_left_alone(gain):
    np.testing.assert_allclose(compress_gamut(enriched(gain), SOURCE), oklab_to_linear(enriched(gain)), atol=2e-4)


@pytest.mark.parametrize(("gain", "most_turn"), [(1.1, 1.5), (1.5, 5.0), (3.0, 15.0)])
def test_enriched_colors_end_inside_and_keep_their_hue(gain, most_turn):
    result = compress_gamut(enriched(gain), SOURCE)
    assert result.min() >= 0
    assert result.max() <= 1
    lab = linear_to_oklab(result)
    colored = (chroma(LAB) > 0.02) & (chroma(lab) > 0.02)
    turn = np.abs(hue_turn(LAB, lab))[colored]
    assert np.quantile(turn, 0.95) < most_turn


def test_muted_colors_get_nearly_all_they_ask_for():
    muted = np.abs(SOURCE).max(axis=1) < 0.5
    asked, given = chroma(enriched(1.2)[muted]), chroma(linear_to_oklab(compress_gamut(enriched(1.2), SOURCE)[muted]))
    assert (given >= 0.95 * asked - 1e-5).all()
    assert np.median(given[asked > 0.01] / asked[asked > 0.01]) > 0.99


def test_pure_colors_stay_pure():
    """Where a channel was 0 or 1 and more of it was asked for, it still is."""
    result = compress_gamut(enriched(1.2), SOURCE)
    pure = (LINEAR == 0) & (oklab_to_linear(enriched(1.2)) < 0) & ~DEEP_BLUE[:, None]
    assert result[pure].max() < 0.004


def test_more_chroma_never_comes_out_as_less():
    steps = np.stack(
        [chroma(linear_to_oklab(compress_gamut(enriched(gain), SOURCE))) for gain in (0.9, 1.0, 1.1, 1.2, 1.3)]
    )
    assert (np.diff(steps[:, ~DEEP_BLUE], axis=0) > -2e-4).all()


def test_lightness_beyond_the_ends_is_taken_in():
    result = compress_gamut(
        np.float32([[1.2, 0, 0], [-0.1, 0, 0], [1.1, 0.1, 0.1]]), np.zeros((3, 3), dtype=np.float32)
    )
    np.testing.assert_allclose(result[:2], [[1, 1, 1], [0, 0, 0]], atol=1e-5)
    assert (result[2] <= 1).all()


def test_black_and_white_are_exact():
    np.testing.assert_allclose(compress_gamut(LAB[[0, -1]], SOURCE[[0, -1]]), [[0, 0, 0], [1, 1, 1]], atol=2e-6)
