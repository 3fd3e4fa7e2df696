"""HDR that is converted to SDR: light by BT.2100, highlights by the curve of BT.2408, and only if it is asked for."""

from __future__ import annotations

from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from heif_maker import avif, code_points

from lut import images
from lut.cli import main
from lut.color.chromaticities import BT2020, SRGB
from lut.images import png, tone_mapping
from lut.images.color_space import ColorError


@pytest.mark.parametrize(
    ("code", "light"),
    [(0.0, 0.0), (0.58, 203.0), (0.7518, 1000.0), (1.0, 10000.0), (0.5081, 100.0)],
)
def test_pq_codes_are_those_of_the_report(code: float, light: float) -> None:
    """BT.2408-7, table 1: HDR Reference White is at 58 % PQ; BT.2390: 100 cd/m² at 50.81 %."""
    assert tone_mapping.pq_to_light(np.array(code)) == pytest.approx(light, rel=0.01)
    assert tone_mapping.light_to_pq(np.array(light)) == pytest.approx(code, abs=0.001)


@pytest.mark.parametrize(("code", "light"), [(0.75, 203.0), (1.0, 1000.0), (0.38, 26.0)])
def test_hlg_codes_are_those_of_the_report(code: float, light: float) -> None:
    """BT.2408-7, table 1: HDR Reference White is at 75 % HLG, an 18 % gray card at 38 %, 26 cd/m²."""
    assert tone_mapping.hlg_to_light(np.full(3, code)) == pytest.approx(light, rel=0.02)


def test_the_curve_leaves_the_dark_and_ends_at_white() -> None:
    light = np.linspace(0, 1000, 2001)
    found = tone_mapping.compress_highlights(light, 1000.0)
    assert (np.diff(found) > 0).all() and found[-1] == pytest.approx(203, abs=1e-6)
    knee = tone_mapping.pq_to_light(np.array((1.5 * 0.5807 / 0.7518 - 0.5) * 0.7518))
    assert np.abs(found - light)[light < knee * 0.99].max() < 1e-6
    assert (found[light > knee * 1.05] < light[light > knee * 1.05]).all()
    assert (tone_mapping.compress_highlights(np.array([50.0, 203.0]), 203.0) == [50, 203]).all()


def scalar(light: float, peak: float) -> float:
    """The EETF, step by step as annex 5 of BT.2408 writes it, for black at 0."""
    e1 = float(tone_mapping.light_to_pq(np.array(light))) / float(tone_mapping.light_to_pq(np.array(peak)))
    most = float(tone_mapping.light_to_pq(np.array(203.0))) / float(tone_mapping.light_to_pq(np.array(peak)))
    start = 1.5 * most - 0.5
    e2 = e1
    if e1 >= start:
        t = (e1 - start) / (1 - start)
        e2 = (2 * t**3 - 3 * t**2 + 1) * start + (t**3 - 2 * t**2 + t) * (1 - start) + (-2 * t**3 + 3 * t**2) * most
    return float(tone_mapping.pq_to_light(np.array(e2 * float(tone_mapping.light_to_pq(np.array(peak))))))


def test_the_curve_is_the_reports() -> None:
    for peak in (300.0, 1000.0, 4000.0):
        light = np.geomspace(0.1, peak, 50)
        assert tone_mapping.compress_highlights(light, peak) == pytest.approx([scalar(x, peak) for x in light])


def hdr_codes(light: np.ndarray) -> np.ndarray:
    """10-bit PQ codes of a gray ramp in cd/m²."""
    codes = np.rint(tone_mapping.light_to_pq(light) * 1023).astype(np.uint16)
    return np.repeat(np.repeat(codes[None, :, None], 64, axis=0), 3, axis=2)


LIGHT = np.concatenate([np.linspace(0, 203, 64), np.geomspace(203, 1000, 64)])


@pytest.mark.parametrize("kind", ["avif", "png"])
def test_grays_stay_gray_and_follow_the_curve(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"in.{kind}"
    if kind == "avif":
        path.write_bytes(avif(hdr_codes(LIGHT), 10, colr=code_points(9, 16)))
    else:
        plain = bytes(imagecodecs.png_encode((hdr_codes(LIGHT) * (65535 / 1023)).round().astype(np.uint16)))
        chunk = png.make_chunk(b"cICP", bytes((9, 16, 0, 1)))
        path.write_bytes(plain[:33] + chunk + plain[33:])
    with pytest.raises(ColorError, match=r"its numbers are HDR, coded as PQ, and .*; apply --sdr converts it"):
        images.read(path)
    picture = images.read(path, sdr=True)
    assert picture.profile is None and picture.pixels.dtype == np.uint16
    assert "its HDR (PQ) became SDR: light of up to" in picture.notes[-1]
    expected = np.array([scalar(light, 1000.0) for light in LIGHT]) / 203
    expected = np.where(expected <= 0.0031308, 12.92 * expected, 1.055 * expected ** (1 / 2.4) - 0.055)
    found = picture.pixels[32] / 65535
    assert np.abs(found - expected[:, None]).max() < 0.012  # codes of 10 bits, lossy, and a measured peak
    assert np.abs(found - found[:, :1]).max() < 0.01


def test_colors_keep_their_hue(tmp_path: Path) -> None:
    """The proportions of linear light are those before, in the primaries of the file."""
    light = np.array([600.0, 300.0, 150.0])
    codes = np.rint(tone_mapping.light_to_pq(light) * 65535).astype(np.uint16)
    pixels, peak = tone_mapping.convert_to_sdr(np.tile(codes, (4, 4, 1)), "PQ", SRGB)
    assert peak == pytest.approx(600, rel=0.001)
    codes = pixels[0, 0] / 65535
    linear = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
    assert linear == pytest.approx([1.0, 0.5, 0.25], rel=0.001)
    assert pixels.dtype == np.uint16


def test_alpha_and_other_types_stay() -> None:
    for dtype, most in ((np.uint8, 255), (np.uint16, 65535), (np.float32, 1)):
        pixels = (np.full((3, 4, 4), 0.5) * most).astype(dtype)
        found, _peak = tone_mapping.convert_to_sdr(pixels, "HLG", BT2020)
        assert found.dtype == dtype and (found[..., 3] == pixels[..., 3]).all()
        assert np.abs(found[..., 0].astype(float) - found[..., 1]).max() <= most / 250


def test_apply_converts_if_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.avif"
    path.write_bytes(avif(hdr_codes(LIGHT), 10, colr=code_points(9, 18)))
    command = ["apply", str(path), str(tmp_path / "out.jpg"), "--look", "leica-bw-natural"]
    assert main(command) == 1
    assert "its numbers are HDR, coded as HLG" in capsys.readouterr().err
    assert not (tmp_path / "out.jpg").exists()
    assert main([*command, "--sdr"]) == 0
    said = capsys.readouterr()
    assert "became SDR" in said.out + said.err
    assert images.read(tmp_path / "out.jpg").pixels.dtype == np.uint8
