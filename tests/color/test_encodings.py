"""The color spaces of LUTs agree with colour-science, OpenColorIO and their makers' documents, and can be inverted."""

from __future__ import annotations

import encoding_oracles as oracles
import numpy as np
import pytest

from lut.color.chromaticities import SRGB
from lut.color.encodings import ENCODINGS
from lut.color.encodings.gamuts import DAVINCI_WIDE_GAMUT

CURVE, MATRIX = 1e-12, 1e-12
ROUNDED = {"d-log": 3e-6}  # whose paper rounds the constants of the inverse apart from those of the curve
FLOATS = 2e-5  # OpenColorIO computes in float32
# Papers whose two pieces do not quite meet: how far apart their codes are.
ROUND_TRIP = {"rec709": 3e-4, "rec2020": 3e-4, "n-log": 2e-4, "vivo-log": 2e-4, "d-log": 3e-6}

# Codes of 10 bits that the makers print in tables: of black, of a gray of 18 %, and of a white of 90 %.
PRINTED = {
    "s-log2": (90, 347, 582),
    "s-log3": (95, 420, 598),
    "v-log": (128, 433, 602),
    "f-log": (95, 470, 705),
    "f-log2": (95, 400, 570),
    "f-log2-c": (95, 400, 570),
    "d-log": (95, 408, 586),
    "n-log": (127, 372, 603),
    "logc3": (95, 400, None),
    "samsung-log": (128, 540, None),
    "i-log": (93, 432, None),
    "davinci-intermediate": (0, 344, None),
    "log3g10": (94, 341, None),
}


def require(value: object, oracle: str, identifier: str) -> None:
    if value is None:
        pytest.skip(f"{oracle} is not installed, or does not know {identifier}")


@pytest.mark.parametrize("identifier", ENCODINGS)
def test_curves_are_those_of_colour_science(identifier):
    deviation = oracles.curve_deviation(identifier)
    require(deviation, "colour-science", identifier)
    codes, light = deviation
    assert codes < CURVE
    assert light < ROUNDED.get(identifier, CURVE)


@pytest.mark.parametrize("identifier", ENCODINGS)
def test_matrices_are_those_of_colour_science(identifier):
    deviation = oracles.matrix_deviation(identifier)
    require(deviation, "colour-science", identifier)
    assert deviation < MATRIX


@pytest.mark.parametrize("identifier", {**oracles.OPENCOLORIO, **oracles.OPENCOLORIO_DISPLAYS})
def test_grays_are_those_of_opencolorio(identifier):
    deviation = oracles.opencolorio_deviation(identifier)
    require(deviation, "OpenColorIO", identifier)
    assert deviation < FLOATS


# Spaces whose way to ACES adapts the white in the same manner (by CAT02, by Bradford's), so that it cancels out.
GROUPS = {
    "s-log3": ("s-log3-cine", "c-log2", "c-log3", "logc3", "logc4"),
    "v-log": ("log3g10", "apple-log", "apple-log2"),
}


@pytest.mark.parametrize(("source", "target"), [(one, target) for target, group in GROUPS.items() for one in group])
def test_colors_from_log_to_log_are_those_of_opencolorio(source, target):
    require(oracles.load_opencolorio(), "OpenColorIO", source)
    codes = np.random.default_rng(3).uniform(0.25, 0.75, (4096, 3))
    right = oracles.apply_builtin(oracles.OPENCOLORIO[source], codes)
    right = oracles.apply_builtin(oracles.OPENCOLORIO[target], right, inverse=True)
    ours, theirs = ENCODINGS[source], ENCODINGS[target]
    found = theirs.encode(ours.decode(codes) @ ours.chromaticities.matrix_to(theirs.chromaticities).T)
    assert np.abs(found - right).max() < (2e-4 if source == "log3g10" else 3e-5)  # in float32, with light up to 10


@pytest.mark.parametrize("identifier", PRINTED)
def test_codes_of_the_makers_tables(identifier):
    found = np.rint(ENCODINGS[identifier].encode([0.0, 0.18, 0.9]) * 1023)
    for code, printed in zip(found, PRINTED[identifier], strict=True):
        assert printed is None or abs(code - printed) <= 1  # tables truncate, or round


def test_primaries_that_were_computed_from_a_printed_matrix():
    """DJI prints D-Gamut2's matrix to XYZ with four digits; the measurement of D-Log M is one to DaVinci's gamut."""
    to_xyz = np.linalg.solve(SRGB.adaptation(), ENCODINGS["d-log2"].chromaticities.to_xyz_d50())
    assert np.abs(to_xyz - [[0.6917, 0.1596, 0.0990], [0.2498, 0.8381, -0.0880], [0.0, 0.0, 1.0891]]).max() < 1e-3
    printed = [
        [0.69848738, 0.19665509, 0.10485752],
        [-0.00579783, 1.00886749, -0.00306966],
        [0.03929425, 0.20805949, 0.75264626],
    ]
    assert np.abs(ENCODINGS["d-log-m"].chromaticities.matrix_to(DAVINCI_WIDE_GAMUT) - printed).max() < 1e-4


@pytest.mark.parametrize("identifier", ENCODINGS)
def test_decoding_undoes_encoding(identifier):
    encoding = ENCODINGS[identifier]
    again = encoding.encode(encoding.decode(oracles.CODES))
    assert np.abs(again - oracles.CODES).max() < ROUND_TRIP.get(identifier, 1e-12)
    assert np.diff(encoding.decode(oracles.CODES)).min() >= -5 * ROUND_TRIP.get(identifier, 0)


@pytest.mark.parametrize("identifier", ENCODINGS)
def test_light_outside_of_the_range_stays_finite(identifier):
    encoding = ENCODINGS[identifier]
    assert np.isfinite(encoding.encode([-1e6, -1.0, -0.02, 0.0, 1e6])).all()
    assert np.isfinite(encoding.decode([-0.5, 1.5])).all()
    assert np.diff(encoding.encode(np.linspace(-1, 20, 4001))).min() > -3e-4


def test_every_space_says_where_it_comes_from():
    for identifier, encoding in ENCODINGS.items():
        assert encoding.id == identifier
        assert encoding.name and len(encoding.source) > 20
