"""The way from a display's light to a scene's: its shape, and how near photographs come back from neutral tables."""

from __future__ import annotations

from pathlib import Path

import encoding_oracles as oracles
import numpy as np
import pytest
from neutral_conversions import CONVERSIONS
from PIL import Image

from lut.color import delta_e2000, srgb_to_lab
from lut.color.encodings import ENCODINGS
from lut.color.scene_tone import MIDDLE, WHITE, compress_highlights, expand_highlights

PHOTOS = Path(__file__).resolve().parents[2] / "docs" / "photos"
LIGHT = np.linspace(-0.5, 1.5, 20001)
WHITES = (1.0, 2.47, WHITE)
COLORS = 3000
SRGB = ENCODINGS["srgb"]


@pytest.mark.parametrize("white", WHITES)
def test_compressing_undoes_expanding(white):
    scene = expand_highlights(LIGHT, white)
    assert np.abs(compress_highlights(scene, white) - LIGHT).max() < 1e-12
    assert (np.diff(scene) > 0).all()


@pytest.mark.parametrize("white", WHITES)
def test_middle_gray_and_all_below_keep_their_light(white):
    below = LIGHT[LIGHT <= MIDDLE]
    assert np.array_equal(expand_highlights(below, white), below)
    slope = (expand_highlights(np.array([MIDDLE + 1e-6]), white) - MIDDLE) / 1e-6
    assert slope == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("white", WHITES)
def test_white_becomes_the_light_that_is_said(white):
    assert expand_highlights(np.array([1.0]), white) == pytest.approx(white)


def test_a_white_of_1_changes_nothing():
    assert np.abs(expand_highlights(LIGHT, 1.0) - LIGHT).max() < 1e-12


def photographs() -> np.ndarray:
    """Some thousand sRGB colors of the photographs, and white."""
    colors = []
    for file in sorted(PHOTOS.glob("*.[jp][pn]g")):
        with Image.open(file) as image:
            image.draft("RGB", (256, 256))
            small = image.convert("RGB").resize((120, 90), Image.Resampling.BOX)
        colors.append(np.asarray(small).reshape(-1, 3) / 255)
    every = np.concatenate(colors)
    assert len(colors) > 5
    return np.random.default_rng(1).choice(every, COLORS, replace=False)


def come_back(rgb: np.ndarray, white: float | None, space: str = "v-log") -> dict[str, np.ndarray]:
    """The sRGB colors that each conversion makes.  white: of the tone curve; None: numbers as they are."""
    log, found = ENCODINGS[space], {}
    if white is None:
        codes = rgb
    else:
        light = SRGB.decode(rgb) @ SRGB.chromaticities.matrix_to(log.chromaticities).T
        codes = np.clip(log.encode(expand_highlights(light, white)), 0, 1)
    for name, convert in CONVERSIONS.items():
        result = np.clip(convert(log.decode(codes), space), 0, 1)
        found[name] = result if white is None else SRGB.encode(ENCODINGS["rec709"].decode(result))
    return found


def mean_difference(rgb: np.ndarray, found: dict[str, np.ndarray]) -> float:
    lab = srgb_to_lab(rgb)
    return float(np.mean([delta_e2000(lab, srgb_to_lab(result)).mean() for result in found.values()]))


@pytest.mark.skipif(oracles.load_opencolorio() is None, reason="ACES is by OpenColorIO, which is not installed")
def test_photographs_come_back_from_neutral_tables():
    """The figures that lut/color/scene_tone.py tells."""
    rgb = photographs()
    expanded, plain, numbers = (mean_difference(rgb, come_back(rgb, white)) for white in (WHITE, 1.0, None))
    assert expanded < 3.05
    assert plain > 3.4
    assert numbers > 12.5
    for other in (4.0, 12.0):
        assert mean_difference(rgb, come_back(rgb, other)) == pytest.approx(expanded, abs=0.1)


@pytest.mark.skipif(oracles.load_opencolorio() is None, reason="ACES is by OpenColorIO, which is not installed")
def test_white_stays_near_white():
    """Without expansion it comes back as a light gray: dull highlights."""
    white = np.ones((1, 3))
    for name, found in come_back(white, WHITE).items():
        plain = come_back(white, 1.0)[name]
        lightness, dull = (float(srgb_to_lab(color)[0, 0]) for color in (found, plain))
        print(f"{name}: L* {dull:.1f} without expansion, {lightness:.1f} with it")
        assert lightness > 94.5
        assert lightness >= dull
