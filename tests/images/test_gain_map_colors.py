"""Gain maps under looks that would break the HDR rendering: monochrome ones, and negatives."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import phone_jpegs as phone
import pytest
from gain_map_maker import Gain, decode, linear, photo, pictures_in, smooth_codes, ultra_hdr
from ultra_hdr_oracle import rendered

from lut import images, looks
from lut.apply_lut import Applier
from lut.images.jpeg_segments import APP1, APP2, Blocks
from lut.looks.develop import develop
from lut.looks.gain_map_adaption import COLORFUL, MONOCHROME, measure_inversion, measure_kept_color

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # BT.709
THREE = Gain(low=(0.0, -0.25, 0.125), high=(2.25, 1.5, 1.0), gamma=(1.0, 1.5, 1.0), sdr=(1 / 64, 1 / 32, 1 / 64))


@lru_cache
def applier(name: str, strength: float = 1.0) -> Applier:
    return Applier(looks.load(name).bake(), strength)


class Written:
    """A look in numpy."""

    def __init__(self, change: Callable[[np.ndarray], np.ndarray]) -> None:
        self.change = change

    def into(self, source: np.ndarray, target: np.ndarray) -> None:
        whole = 1 if source.dtype == np.float32 else 255
        np.multiply(self.change(source / whole), whole, out=target, casting="unsafe")


def after(tmp_path: Path, file: bytes, apply: object) -> tuple[bytes, tuple[str, ...]]:
    (tmp_path / "in.jpg").write_bytes(file)
    picture = develop(images.read(tmp_path / "in.jpg"), apply)  # type: ignore[arg-type]
    notes = picture.notes + images.write(picture, tmp_path / "out.jpg")
    return (tmp_path / "out.jpg").read_bytes(), notes


@pytest.mark.parametrize("form", ["both", "iso", "common"])
@pytest.mark.parametrize("gain", [Gain(), THREE], ids=["one range", "three"])
@pytest.mark.parametrize("name", ["leica-bw-natural", "leica-sepia"])
def test_a_monochrome_look_makes_the_map_gray(tmp_path: Path, name: str, gain: Gain, form: str) -> None:
    """The one gain gives the luminance that the three gave together."""
    base, codes = photo(160, 120), smooth_codes(160, 120, 3)
    source = ultra_hdr(base, codes, gain, xmp=form == "both", common=form == "common")
    result, notes = after(tmp_path, source, applier(name))
    assert notes == ()
    primary, gain_map = pictures_in(result)
    assert decode(gain_map).shape == (120, 160, 1)
    sdr, hdr = linear(decode(primary)), rendered(result)
    offset = gain.sdr[min(1, len(gain.sdr) - 1)]  # green's, for all
    stops = np.log2((hdr + gain.hdr[0]) / (sdr + offset))
    bright = sdr.min(axis=-1) > 0.02
    assert np.ptp(stops, axis=-1)[bright].max() < 0.05  # libultrahdr's rounding; 1.2 or more before
    before = linear(decode(source))
    ratio = (
        (gain.render(before, decode(pictures_in(source)[1])) + gain.hdr[0])
        @ LUMINANCE
        / ((before + offset) @ LUMINANCE)
    )
    assert np.abs(stops.mean(axis=-1) - np.log2(ratio))[bright].max() < 0.06
    assert np.abs(stops.mean(axis=-1) - np.log2(ratio))[bright].mean() < 0.015


def test_xmp_and_iso_agree_afterwards(tmp_path: Path) -> None:
    source = ultra_hdr(photo(160, 120), smooth_codes(80, 60, 3), THREE)
    result, _ = after(tmp_path, source, applier("leica-bw-natural"))
    _, gain_map = pictures_in(result)
    blocks = Blocks(gain_map)
    (iso,), (packet,) = blocks.after(APP2, phone.ISO_GAIN_MAP), blocks.after(APP1, phone.XMP_HEAD)
    numbers = np.frombuffer(iso, ">i4", offset=5)
    by_iso = numbers[4::2] / numbers[5::2]
    names = ("GainMapMin", "GainMapMax", "Gamma", "OffsetSDR", "OffsetHDR")
    by_xmp = [list_numbers(packet, name) for name in names]
    for single, found in zip(by_iso, by_xmp, strict=True):
        assert found == pytest.approx([single] * len(found), rel=1e-6)
    assert list(by_iso) == pytest.approx([-0.25, 2.25, 1.5, 1 / 32, 1 / 64])


def list_numbers(packet: bytes, name: str) -> list[float]:
    """A property's numbers, as text or as a list."""
    text = packet.decode()
    if f'{name}="' in text:
        return [float(text.split(f'{name}="')[1].split('"')[0])]
    inside = text.split(f"<hdrgm:{name}>")[1].split(f"</hdrgm:{name}>")[0]
    return [float(part.split("</")[0]) for part in inside.split("<rdf:li>")[1:]]


def test_a_gray_map_of_three_channels_stays_as_it_is(tmp_path: Path) -> None:
    source = ultra_hdr(photo(160, 120), np.repeat(smooth_codes(80, 60, 1), 3, axis=-1))
    result, _ = after(tmp_path, source, applier("leica-bw-natural"))
    assert result.endswith(pictures_in(source)[1])


def test_a_look_in_parts_keeps_as_much_of_the_maps_colors(tmp_path: Path) -> None:
    source = ultra_hdr(photo(160, 120), smooth_codes(80, 60, 3))
    result, _ = after(tmp_path, source, applier("leica-bw-natural", 0.7))
    codes, before = (decode(pictures_in(file)[1]).astype(float) for file in (result, source))
    assert np.ptp(codes, axis=-1).mean() / np.ptp(before, axis=-1).mean() == pytest.approx(0.3, abs=0.03)
    result, _ = after(tmp_path, source, applier("leica-bw-natural", 0.3))
    assert result.endswith(pictures_in(source)[1])


def test_hues_that_turn_take_no_colors_from_the_map(tmp_path: Path) -> None:
    source = ultra_hdr(photo(160, 120), smooth_codes(80, 60, 3))
    result, _ = after(tmp_path, source, Written(lambda colors: np.roll(colors, 1, axis=-1)))
    assert decode(pictures_in(result)[1]).shape[2] == 1


@pytest.mark.parametrize("change", [lambda colors: 1 - colors, lambda colors: 4 * colors * (1 - colors)])
def test_a_negative_has_no_hdr_part(tmp_path: Path, change: Callable[[np.ndarray], np.ndarray]) -> None:
    source = ultra_hdr(photo(160, 120), smooth_codes(80, 60, 1), tail=phone.FILM)
    result, (note,) = after(tmp_path, source, Written(change))
    assert note == "its HDR gain map is not kept: the look makes bright parts dark, which the gain would light up"
    assert result.endswith(phone.FILM)
    for claim in (b"hdrgm", b"21496", b"MPF\0", b"GainMap"):
        assert claim not in result


@pytest.mark.parametrize("look", looks.all_looks(), ids=lambda look: look.id)
def test_our_looks_are_clearly_of_one_kind_or_the_other(look: looks.Look) -> None:
    kept, apply = measure_kept_color(applier(look.id)), applier(look.id)
    assert measure_inversion(apply) < 0.01
    if look.monochrome:
        assert abs(kept) < MONOCHROME / 2
    else:
        assert kept > COLORFUL + 0.1


@pytest.mark.parametrize("look", looks.all_looks(), ids=lambda look: look.id)
def test_no_look_breaks_the_order_of_grays_or_goes_beyond_the_headroom(look: looks.Look) -> None:
    """Why a map stays as it is: a brighter gray of the HDR picture stays the brighter one, and none is too bright."""
    ramp = np.repeat(np.linspace(0, 1, 513, dtype=np.float32)[None, :, None], 3, axis=-1)
    result = np.empty_like(ramp)
    applier(look.id).into(ramp, result)
    gain = Gain()
    codes = 255 * linear(255 * ramp[..., :1]) ** 0.5  # most gain in the brightest parts, as phones write it
    light = gain.render(linear(255 * result), codes) @ LUMINANCE
    assert np.diff(light[0]).min() > -1e-3
    assert light.max() <= 2**gain.headroom * (1 + gain.sdr[0]) - gain.hdr[0] + 1e-3
