"""A look onto pictures with and without a color profile."""

from __future__ import annotations

import io
from dataclasses import replace

import icc_maker as maker
import numpy as np
import pytest
from PIL import Image, ImageCms

import lut
from lut.apply_lut import Applier
from lut.images import Metadata, Picture, icc_profile, tiff_directories
from lut.images.thumbnail import make_miniature
from lut.lattice import lattice
from lut.looks import develop as develop_module
from lut.looks import finish
from lut.looks.develop import develop
from lut.looks.finish.mixing import Mixing
from lut.looks.finishing import Finishing
from lut.looks.interest import interesting_center

PROFILES = {
    "Adobe RGB": maker.rgb(maker.ADOBE_RGB, maker.gamma(2.19921875)),
    "Display P3": maker.rgb(maker.DISPLAY_P3, maker.parametric(*maker.SRGB_CURVE)),
}


def warm() -> lut.Lut:
    """A gentle look in which the three channels differ and mix."""
    table = lattice(17)
    mixed = table @ np.array([[0.9, 0.05, 0.0], [0.1, 0.85, 0.1], [0.0, 0.1, 0.8]], np.float32)
    return lut.Lut(mixed ** np.array([0.9, 1.0, 1.1], np.float32))


def picture(codes: np.ndarray, profile: bytes | None = None, gray: bool = False) -> Picture:
    held = Metadata(icc=profile or b"")
    return Picture(codes, icc_profile.parse_profile(profile) if profile else None, gray, held, "PNG")


def colors(dtype: str, channels: int = 3) -> np.ndarray:
    rng = np.random.default_rng(5)
    if dtype == "float32":
        return rng.random((300, 40, channels), dtype=np.float32)
    return rng.integers(0, np.iinfo(dtype).max + 1, (300, 40, channels), dtype=dtype)


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_srgb_is_applied_as_it_is(dtype: str, channels: int) -> None:
    source = colors(dtype, channels)
    before = source.copy()
    developed = develop(picture(source), Applier(warm(), 0.7)).pixels
    assert (developed == lut.apply(source, warm(), 0.7)).all()
    assert (source == before).all()


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_goes_the_way_of_little_cms(profile: str) -> None:
    """littleCMS to sRGB in 8 bits, the look, and littleCMS back: as near as its two roundings allow."""
    data = PROFILES[profile]
    source = colors("uint8")
    ours = develop(picture(source, data), Applier(warm())).pixels.astype(int)
    embedded, srgb = ImageCms.ImageCmsProfile(io.BytesIO(data)), ImageCms.createProfile("sRGB")
    there = np.asarray(ImageCms.profileToProfile(Image.fromarray(source), embedded, srgb))
    back = ImageCms.profileToProfile(Image.fromarray(lut.apply(there, warm())), srgb, embedded)
    difference = np.abs(ours - np.asarray(back))
    bright = (there > 20).all(axis=-1)  # below, one level of sRGB is several of the other curve
    assert difference[bright].max() <= 2
    assert difference.mean() < 0.5


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(("dtype", "largest"), [("uint8", 0), ("uint16", 64), ("float32", 64 / 65535)])
def test_strength_0_changes_nothing(profile: str, dtype: str, largest: float) -> None:
    source = colors(dtype, 4)
    developed = develop(picture(source, PROFILES[profile]), Applier(warm(), 0.0)).pixels
    assert np.abs(developed.astype(np.float64) - source).max() <= largest
    assert (developed[..., 3] == source[..., 3]).all()


@pytest.mark.parametrize("profile", [*PROFILES, "gray"])
def test_floats_are_16_bits_without_the_rounding(profile: str) -> None:
    data = maker.gray(maker.gamma(1.8)) if profile == "gray" else PROFILES[profile]
    codes = colors("uint16")
    codes[..., 1:] = codes[..., :1] if profile == "gray" else codes[..., 1:]
    floats = (codes / 65535).astype(np.float32)
    found = [develop(picture(each, data, profile == "gray"), Applier(warm())).pixels for each in (floats, codes)]
    assert found[0].dtype == np.float32
    assert np.abs(found[0].astype(np.float64) * 65535 - found[1]).max() <= 0.6  # half a code, and float32's own


def test_floats_outside_a_profile_count_as_its_ends() -> None:
    source = np.array([-0.5, 1.5, np.nan, np.inf, 0.0, 1.0], np.float32).repeat(3).reshape(6, 1, 3)
    inside = np.array([0, 1, 0, 1, 0, 1], np.float32).repeat(3).reshape(6, 1, 3)
    data = PROFILES["Display P3"]
    found, expected = (develop(picture(each, data), Applier(warm())).pixels for each in (source, inside))
    assert (found == expected).all()


def test_the_profile_stays_and_wide_colors_come_back() -> None:
    """The identity keeps what sRGB can hold exactly, and takes the rest to sRGB's edge."""
    data = PROFILES["Display P3"]
    source = colors("uint8")
    result = develop(picture(source, data), Applier(lut.Lut.identity(17)))
    assert result.metadata.icc == data
    srgb = icc_profile.parse_profile(data).to_srgb(source)
    inside = ((srgb >= 0) & (srgb <= 1)).all(axis=-1)
    assert 0.2 < inside.mean() < 0.9
    assert (result.pixels[inside] == source[inside]).all()
    outside = icc_profile.parse_profile(data).to_srgb(result.pixels[~inside])
    assert np.abs(outside - np.clip(srgb[~inside], 0, 1)).max() < 0.08  # one level, where the curve is steepest


GRAY_RAMP = np.repeat(np.arange(256, dtype=np.uint8).reshape(16, 16, 1), 3, axis=2)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_what_stays_gray_keeps_its_profile(dtype: str) -> None:
    data = maker.gray(maker.gamma(1.8))
    code_max = {"uint8": 255, "uint16": 65535, "float32": 1}[dtype]
    ramp = (GRAY_RAMP / 255 * code_max).astype(dtype)
    result = develop(picture(ramp, data, gray=True), Applier(lut.Lut.identity()))
    assert (result.metadata.icc, result.notes) == (data, ())
    assert np.abs(result.pixels.astype(float) - ramp).max() <= {"uint8": 0, "uint16": 1, "float32": 2e-5}[dtype]
    darker = develop(picture(ramp, data, gray=True), Applier(lut.Lut(lattice(17) ** np.float32(1.2))))
    assert (darker.pixels[..., :1] == darker.pixels).all()
    seen = icc_profile.parse_profile(data).to_srgb(darker.pixels)[..., 0]
    expected = icc_profile.parse_profile(data).to_srgb(ramp)[..., 0] ** 1.2
    assert np.abs(seen - expected).max() < 2 / 255


def test_a_gray_profile_becomes_srgb_with_colors() -> None:
    data = maker.gray(maker.gamma(1.8))
    ramp = GRAY_RAMP
    hint = np.array([1, 1, 0.999], np.float32)
    result = develop(picture(ramp, data, gray=True), Applier(lut.Lut(lattice(2) * hint)))
    assert result.metadata.icc == b""
    assert "replaced by sRGB" in result.notes[0]
    expected = ImageCms.profileToProfile(
        Image.fromarray(ramp[..., 0]),
        ImageCms.ImageCmsProfile(io.BytesIO(data)),
        ImageCms.createProfile("sRGB"),
        outputMode="RGB",
        flags=0x0100,
    )
    assert np.abs(result.pixels.astype(int) - np.asarray(expected)).max() <= 1
    assert (result.pixels[..., 0] == result.pixels[..., 1]).all()


@pytest.mark.parametrize("profile", [None, *PROFILES])
@pytest.mark.parametrize("mixing", [Mixing("color"), Mixing("luminosity", "shadows", 0.8)])
def test_what_is_mixed_is_the_picture_as_srgb(profile: str | None, mixing: Mixing) -> None:
    given = picture(colors("float32"), PROFILES[profile] if profile else None)
    found = develop(given, Applier(warm()), Finishing(vignette=0.5, mixing=mixing)).pixels
    before = given.profile.to_srgb(given.pixels) if given.profile else given.pixels
    wanted = mixing.mix(before, finish.vignette(finish.Strip.whole(lut.apply(before, warm())), 0.5))
    wanted = given.profile.from_srgb(wanted, wanted.dtype) if given.profile else wanted
    np.testing.assert_allclose(found, wanted, atol=1e-6)
    assert np.abs(found - given.pixels).max() > 0.05


def test_strips_equal_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    source = picture(colors("uint8"), PROFILES["Adobe RGB"])
    finishing = Finishing(vignette=0.5, grain=0.3, glow=0.6, crop=finish.Crop(1, 3))
    whole = develop(source, Applier(warm()), finishing).pixels
    monkeypatch.setattr(develop_module, "ROWS", 7)
    assert whole.shape == (120, 40, 3)
    assert (develop(source, Applier(warm()), finishing).pixels == whole).all()


def test_finishing_is_the_cropped_pictures() -> None:
    """The crop first, here in the middle; then the table, and vignette and grain in the frame that is left."""
    source = colors("uint8")
    finishing = Finishing(vignette=0.4, grain=0.5, grain_size=2.0, crop=finish.Crop(1, 3), center=(0.5, 0.5))
    developed = develop(picture(source), Applier(warm()), finishing)
    expected = lut.apply(source[90:210], warm())
    finish.vignette(finish.Strip.whole(expected), 0.4)
    finish.grain(finish.Strip.whole(expected), 0.5, size=2.0)
    assert (developed.pixels == expected).all()


def test_a_crop_is_where_its_center_is_asked_for_or_where_the_interest_is() -> None:
    source = picture(colors("uint8"))
    crop = finish.Crop(1, 3)
    found = develop(source, Applier(warm()), Finishing(crop=crop, center=(0.5, 0.9))).pixels
    assert (found == lut.apply(source.pixels[180:], warm())).all()
    _, top, _, height = crop.box(40, 300, interesting_center(make_miniature(source), crop, (40, 300)))
    found = develop(source, Applier(warm()), Finishing(crop=crop)).pixels
    assert (found == lut.apply(source.pixels[top : top + height], warm())).all() and 0 < top != 90


@pytest.mark.parametrize("local_tone", [0.0, 0.9])
@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_local_tone_and_glow_are_the_cropped_pictures(dtype: str, channels: int, local_tone: float) -> None:
    """Of the table's result, not of the original, and of nothing outside the crop; local tone comes first."""
    source, frame = colors(dtype, channels), (40, 120)
    source[:90], source[210:] = np.iinfo(dtype).max, np.iinfo(dtype).max
    amounts = {"local_tone": local_tone, "glow": 0.7, "glow_size": 60.0, "vignette": 0.2}
    found = develop(
        picture(source), Applier(warm()), Finishing(**amounts, crop=finish.Crop(1, 3), center=(0.5, 0.5))
    ).pixels
    expected = lut.apply(source[90:210], warm())
    small = lut.apply(make_miniature(picture(source[90:210])), warm())
    gain = finish.measure_local_tone(small)
    assert np.abs(gain.stops).max() > 0.5
    for part in (expected, small):
        finish.apply_gain(finish.Strip(part, frame), gain, local_tone)
    finish.glow(finish.Strip(expected, frame), 0.7, finish.glow_map(small, 60.0))
    finish.vignette(finish.Strip(expected, frame), 0.2)
    assert (found == expected).all()
    assert (found[..., 3:] == source[90:210, :, 3:]).all()


def test_local_tone_of_a_picture_with_a_profile_is_that_of_its_srgb() -> None:
    """The picture through littleCMS to sRGB, developed there, and the result through littleCMS too."""
    data = PROFILES["Adobe RGB"]
    source = np.repeat(np.repeat(colors("uint8")[::10, ::10], 10, axis=0), 10, axis=1)
    finishing = Finishing(local_tone=1.0)
    ours = develop(picture(source, data), Applier(warm()), finishing).pixels
    embedded, srgb = ImageCms.ImageCmsProfile(io.BytesIO(data)), ImageCms.createProfile("sRGB")
    there = np.asarray(ImageCms.profileToProfile(Image.fromarray(source), embedded, srgb))
    theirs = develop(picture(there), Applier(warm()), finishing).pixels
    difference = np.abs(
        np.asarray(ImageCms.profileToProfile(Image.fromarray(ours), embedded, srgb)).astype(int) - theirs
    )
    assert np.median(difference) <= 1
    without = develop(picture(there), Applier(warm())).pixels
    assert np.abs(theirs.astype(int) - without).mean() > 8 * difference.mean()


def test_the_glow_of_a_picture_with_a_profile_is_that_of_its_srgb() -> None:
    """The picture through littleCMS to sRGB, developed there, and the result through littleCMS too."""
    data = PROFILES["Adobe RGB"]
    source = np.repeat(np.repeat(colors("uint8")[::10, ::10], 10, axis=0), 10, axis=1)
    finishing = Finishing(glow=0.8, glow_size=60.0)
    ours = develop(picture(source, data), Applier(warm()), finishing).pixels
    embedded, srgb = ImageCms.ImageCmsProfile(io.BytesIO(data)), ImageCms.createProfile("sRGB")
    there = np.asarray(ImageCms.profileToProfile(Image.fromarray(source), embedded, srgb))
    theirs = develop(picture(there), Applier(warm()), finishing).pixels
    seen = np.asarray(ImageCms.profileToProfile(Image.fromarray(ours), embedded, srgb))
    difference = np.abs(seen.astype(int) - theirs)
    assert np.median(difference) <= 1
    without = develop(picture(there), Applier(warm())).pixels
    assert np.abs(theirs.astype(int) - without).mean() > 8 * difference.mean()  # without the glow, or with another


def test_a_crop_is_told_to_exif() -> None:
    size: tiff_directories.Directory = {
        0x8769: {0xA002: tiff_directories.longs(40), 0xA003: tiff_directories.longs(300)}
    }
    source = replace(picture(colors("uint8")), metadata=Metadata(exif=tiff_directories.make_block(size)))
    developed = develop(source, Applier(warm()), Finishing(crop=finish.Crop(1, 3)))
    nested = tiff_directories.parse_block(developed.metadata.exif)[0x8769]
    assert nested == {0xA002: tiff_directories.longs(40), 0xA003: tiff_directories.longs(120)}


def test_the_vignette_is_the_whole_pictures() -> None:
    source = colors("uint8")
    expected = lut.apply(source, warm())
    finish.vignette(finish.Strip.whole(expected), 0.4)
    assert (develop(picture(source), Applier(warm()), Finishing(vignette=0.4)).pixels == expected).all()
    assert (expected[:3, :3] != lut.apply(source, warm())[:3, :3]).any()
