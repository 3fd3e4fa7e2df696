"""What a camera noted, as light: figures of exposure tables, and nothing of what cannot be."""

from __future__ import annotations

import math

import pytest

from lut.looks.scene_light import Capture

SUNNY_16 = {"time": 1 / 100, "aperture": 16.0, "iso": 100}


def test_the_sunny_16_rule() -> None:
    """EV 15 is full sun (ANSI PH2.7), which is some 80,000 lux."""
    capture = Capture.of(SUNNY_16)
    assert capture.ev == pytest.approx(14.64, abs=0.01)
    assert capture.illuminance == pytest.approx(64000, rel=0.01)


def test_light_is_less_where_iso_is_more() -> None:
    assert Capture.of({**SUNNY_16, "iso": 800}).ev == pytest.approx(11.64, abs=0.01)


def test_the_brightness_value_will_do() -> None:
    """EV at ISO 100 is Bv + Sv, and Sv is 5 at ISO 100 (APEX)."""
    assert Capture.of({"brightness": 4.5}).ev == 9.5
    assert Capture.of({**SUNNY_16, "brightness": 9.0}).ev == pytest.approx(14.64, abs=0.01)


@pytest.mark.parametrize(
    "noted",
    [
        {**SUNNY_16, "iso": 0},
        {**SUNNY_16, "aperture": 0},
        {**SUNNY_16, "time": 1e9},
        {**SUNNY_16, "time": -1},
        {**SUNNY_16, "time": float("nan")},
        {**SUNNY_16, "iso": "fast"},
        {**SUNNY_16, "aperture": True},
        {"time": 1 / 100, "iso": 100},
        {**SUNNY_16, "brightness": -5.0},  # the two contradict each other
        {"time": 1e-5, "aperture": 100, "iso": 3},  # a light that there is not
        {},
        None,
    ],
)
def test_what_cannot_be_tells_nothing(noted: dict[str, object] | None) -> None:
    assert Capture.of(noted).ev is None and Capture.of(noted).illuminance is None


@pytest.mark.parametrize(
    ("noted", "kelvin"),
    [
        ({"source": 3}, 2856),
        ({"source": 10}, 6500),
        ({"source": 0}, None),  # unknown
        ({"source": 255}, None),  # other
        ({"source": 3.5e9}, None),
        ({"source": 3, "flash": 1}, 5500),
        ({"flash": 0x19}, 5500),  # fired, automatically
        ({"flash": 0x10}, None),  # did not
        ({"flash": 0x05}, None),  # fired, and no light came back
        ({"flash": math.inf}, None),
    ],
)
def test_the_light_source(noted: dict[str, object], kelvin: float | None) -> None:
    assert Capture.of(noted).temperature == kelvin


def test_scene_modes() -> None:
    assert Capture.of({"type": 3}).night and not Capture.of({"type": 2}).night
    assert Capture.of({"type": 2}).portrait and not Capture.of({"type": 7}).portrait
