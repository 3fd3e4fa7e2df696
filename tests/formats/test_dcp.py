"""Camera profiles, held against a slow reading of the DNG specification with Python's HSV and SciPy's spline."""

from __future__ import annotations

import colorsys
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from dcp_files import CALIBRATION, CURVE, NAME, SAMPLES, changes, look, profile

import lut
from lut import Lut, LutFormatError
from lut.color import srgb_to_linear
from lut.formats import dcp
from lut.formats.dcp_rendering import USUAL_POINTS

COLORS = np.concatenate([np.random.default_rng(2).random((150, 3)), np.eye(3), np.full((3, 3), [[0.0], [0.4], [1.0]])])
# Bruce Lindbloom's matrices: linear sRGB to XYZ under D50, and that to linear ProPhoto RGB.
TO_XYZ = [[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169], [0.0139322, 0.0971045, 0.7141733]]
TO_PROPHOTO = np.array([[1.3459433, -0.2556075, -0.0511118], [-0.5445989, 1.5081673, 0.0205351], [0, 0, 1.2118128]])
TO_PROPHOTO = TO_PROPHOTO @ TO_XYZ
BUNDLED = sorted(Path("/usr/share/rawtherapee/dcpprofiles").glob("*.dcp"))


def decode(code: float) -> float:
    return code / 12.92 if code <= 0.04045 else ((code + 0.055) / 1.055) ** 2.4


def encode(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def changed(rgb: list[float], table: np.ndarray, coded: bool) -> list[float]:
    """One color through a look table, corner by corner."""
    values, hues, saturations = table.shape[:3]
    hue, saturation, value = colorsys.rgb_to_hsv(*rgb)
    value = encode(value) if coded and values > 1 else value
    at = (value * (values - 1), hue * hues, saturation * (saturations - 1))
    found = np.zeros(3)
    for corner in product((0, 1), repeat=3):
        place, weight = [], 1.0
        for axis, (number, count) in enumerate(zip(at, (values, hues, saturations), strict=True)):
            first = int(number) if axis == 1 else min(int(number), max(count - 2, 0))
            share = number - first
            weight *= share if corner[axis] else 1 - share
            place.append((first + corner[axis]) % count if axis == 1 else min(first + corner[axis], count - 1))
        found += weight * table[tuple(place)]
    hue, saturation, value = (hue + found[0] / 360) % 1, min(saturation * found[1], 1.0), min(value * found[2], 1.0)
    return list(colorsys.hsv_to_rgb(hue, saturation, decode(value) if coded and values > 1 else value))


def toned(rgb: list[float], curve: object) -> list[float]:
    """The largest and smallest channel through a curve, the middle one in proportion."""
    low, _, high = sorted(rgb)
    ends = [float(np.clip(curve(end), 0, 1)) for end in (low, high)]  # type: ignore[operator]
    return [ends[0] + ((each - low) / (high - low) if high > low else 0) * (ends[1] - ends[0]) for each in rgb]


def rendered(srgb: np.ndarray, table: np.ndarray | None, coded: bool, points: object, stops: float) -> np.ndarray:
    spline = pytest.importorskip("scipy.interpolate", reason="the oracle is SciPy's spline").CubicSpline
    usual = spline(*np.transpose(USUAL_POINTS), bc_type="natural")
    curve = usual if points is None else spline(*np.transpose(points), bc_type="natural")
    steps = np.linspace(0, 1, 20001)
    light = np.clip(TO_PROPHOTO @ [decode(code) for code in srgb], 0, 1).tolist()
    light = toned(light, lambda x: np.interp(x, usual(steps), steps))
    light = np.clip(np.array(light) * 2**stops, 0, 1).tolist()
    light = light if table is None else changed(light, table, coded)
    back = np.linalg.inv(TO_PROPHOTO) @ toned(light, curve)
    return np.array([np.copysign(encode(abs(each)), each) for each in back])


CASES = {
    "two directions": (changes(1, 6, 3), None, None, 0.0),
    "three directions": (changes(4, 12, 5), 0, None, 0.0),
    "coded": (changes(5, 6, 2), 1, None, 0.0),
    "one hue": (changes(2, 1, 3), None, None, 0.0),
    "a curve": (None, None, CURVE[50940][1], 0.0),
    "everything": (changes(3, 8, 4), 1, CURVE[50940][1], -0.35),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_profile_renders_as_the_specification_says(name: str, order: str) -> None:
    table, encoding, points, stops = CASES[name]
    tags = {**NAME, **({} if table is None else look(table, encoding))}
    tags |= {} if points is None else {50940: (11, points)}
    tags |= {51109: (10, [round(stops * 100), 100])} if stops else {}
    found = dcp.read(profile(tags, order))
    expected = np.array([rendered(color, table, encoding == 1, points, stops) for color in COLORS])
    light = [srgb_to_linear(np.clip(codes, 0, 1)) for codes in (found(COLORS), expected)]
    assert light[0] == pytest.approx(light[1], abs=3e-4)
    assert np.abs(expected - COLORS).mean() > 0.01
    assert found.title == "Film"


def test_a_look_table_without_changes_changes_nothing() -> None:
    same = np.stack([np.zeros((1, 6, 2)), np.ones((1, 6, 2)), np.ones((1, 6, 2))], axis=-1)
    assert dcp.read(profile(look(same)))(COLORS) == pytest.approx(COLORS, abs=1e-3)


def test_the_usual_tone_curve_changes_nothing() -> None:
    assert dcp.read(profile({50940: (11, USUAL_POINTS)}))(COLORS) == pytest.approx(COLORS, abs=1e-3)


def test_what_is_left_out_and_what_is_applied_is_told() -> None:
    assert dcp.read(SAMPLES[0]).notes == (
        "the profile's HueSatMap and matrices describe a camera and are left out; its look is applied",
        "its tone curve is for raw data: applied in place of the usual one that a finished picture has",
        "its exposure offset of -0.35 stops is applied",
    )


@pytest.mark.skipif(not BUNDLED, reason="RawTherapee's camera profiles are not installed")
def test_profiles_that_rawtherapee_brings_are_read() -> None:
    """Those with a look are LUTs near the identity; the others are refused in a sentence."""
    read = []
    for path in BUNDLED[:: max(1, len(BUNDLED) // 12)]:
        try:
            read.append(lut.read(path))
        except LutFormatError as error:
            assert "describes a camera and holds no look" in str(error)
    assert read
    for found in read:
        grays = np.linspace(0, 1, 33)[:, None].repeat(3, axis=1)
        assert (np.diff(found(grays)[:, 1]) > -1e-3).all()
        assert np.abs(found(COLORS) - COLORS).mean() < 0.15


GOOD = {**NAME, **look(changes(1, 6, 2)), **CURVE}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"II*\0" + SAMPLES[0][4:], "expected a DNG camera profile, found none: its mark (IIRC or MMCR) is missing"),
        (SAMPLES[0][:40], "expected the tags of a camera profile, found a damaged directory"),
        (profile(NAME), "found matrices only: it describes a camera and holds no look"),
        (profile({**NAME, **CALIBRATION}), "found neither: it describes a camera and holds no look"),
        (profile({**GOOD, 50981: (4, [6, 2, 2])}), "expected 72 numbers in the look table of 6 × 2 × 2, found 36"),
        (
            profile({**GOOD, 50981: (4, [6, 2])}),
            "expected 3 sizes of the look table, of at most 262,144 points, found 6",
        ),
        (profile({**GOOD, 50981: (4, [9999, 9999, 9999])}), "found 9999 × 9999 × 9999"),
        (profile({**GOOD, 50981: (3, [6, 2, 1])}), "expected 3 sizes of the look table, found none of that type"),
        (profile({**GOOD, 50982: (11, [np.nan] * 36)}), "expected finite numbers as the numbers of the look table"),
        (profile({**GOOD, 51108: (4, [2])}), "expected 0 or 1 as the look table's encoding, found 2"),
        (profile({**GOOD, 50940: (11, [0, 0, 1])}), "expected 2 to 8,192 points of the tone curve, found 1.5"),
        (
            profile({**GOOD, 50940: (11, [0, 0, 0, 1])}),
            "expected points of the tone curve from 0 to 1 whose inputs rise",
        ),
        (
            profile({**GOOD, 50940: (11, [0.2, 0, 1, 1])}),
            "expected a tone curve for inputs from 0 to 1, found one from 0.2",
        ),
        (profile({**GOOD, 51109: (10, [1, 0])}), "expected a fraction as the exposure offset, found another value"),
        (profile({**GOOD, 51109: (2, "half")}), "expected a fraction as the exposure offset, found another value"),
        (profile({**GOOD, 51109: (10, [99, 1])}), "expected an exposure offset of at most 10 stops, found 99"),
    ],
)
def test_what_is_broken_is_said(data: bytes, message: str) -> None:
    with pytest.raises(LutFormatError) as failure:
        dcp.read(data)
    assert message in str(failure.value)


def test_a_table_of_it_is_near(tmp_path: Path) -> None:
    (tmp_path / "film.dcp").write_bytes(SAMPLES[0])
    found = lut.read(tmp_path / "film.dcp")
    assert isinstance(found, Lut)
    assert np.abs(found.baked()(COLORS) - found(COLORS)).mean() < 0.005
