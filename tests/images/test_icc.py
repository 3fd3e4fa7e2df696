"""Profiles, against littleCMS (through Pillow's ImageCms) and against their own definitions."""

from __future__ import annotations

import io

import icc_maker as maker
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from lut.color import chromaticities
from lut.color.chromaticities import Chromaticities
from lut.images import icc_profile

CURVES = {
    "gamma": maker.gamma(2.19921875),
    "parametric": maker.parametric(*maker.SRGB_CURVE),
    "table": maker.table(np.linspace(0, 1, 1024) ** 1.8),
}

NO_OPTIMIZE = 0x0100  # cmsFLAGS_NOOPTIMIZE: its optimized way for 8 bits is up to a level off
HALF_A_LEVEL = 0.55  # littleCMS rounds to whole levels, and its own table of sRGB's curve has 16 bits


def colors(step: int = 15) -> np.ndarray:
    steps = np.arange(0, 256, step, dtype=np.uint8)
    return np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(1, -1, 3)


def by_little_cms(pixels: np.ndarray, data: bytes) -> np.ndarray:
    source = ImageCms.ImageCmsProfile(io.BytesIO(data))
    image = Image.fromarray(pixels)
    result = ImageCms.profileToProfile(
        image, source, ImageCms.createProfile("sRGB"), outputMode="RGB", flags=NO_OPTIMIZE
    )
    return np.asarray(result)


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("primaries", ["SRGB", "ADOBE_RGB", "DISPLAY_P3"])
def test_colors_are_little_cms_colors(primaries: str, curve: str) -> None:
    data = maker.rgb(getattr(maker, primaries), CURVES[curve])
    ours = icc_profile.parse_profile(data).to_srgb(colors())
    theirs = by_little_cms(colors(), data).astype(np.float32)
    assert np.abs(np.clip(ours, 0, 1) * 255 - theirs).max() < HALF_A_LEVEL


def test_gray_is_little_cms_gray() -> None:
    data = maker.gray(maker.gamma(1.8))
    ramp = np.arange(256, dtype=np.uint8)[None]
    ours = icc_profile.parse_profile(data).to_srgb(np.repeat(ramp[..., None], 3, axis=2)) * 255
    assert np.abs(ours - by_little_cms(ramp, data)).max() < HALF_A_LEVEL


def test_gray_by_lightness_is_little_cms_gray() -> None:
    """A gray profile that connects by CIELAB: its curve gives L*."""
    data = maker.gray(maker.gamma(1.2))
    data = data[:20] + b"Lab " + data[24:]
    ramp = np.arange(256, dtype=np.uint8)[None]
    ours = icc_profile.parse_profile(data).to_srgb(np.repeat(ramp[..., None], 3, axis=2)) * 255
    assert np.abs(ours - by_little_cms(ramp, data)).max() < 2 * HALF_A_LEVEL  # 16 bits of L*a*b* on their way


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("primaries", ["ADOBE_RGB", "DISPLAY_P3"])
def test_there_and_back_is_exact(primaries: str, curve: str) -> None:
    profile = icc_profile.parse_profile(maker.rgb(getattr(maker, primaries), CURVES[curve]))
    codes = colors(5)
    assert (profile.from_srgb(profile.to_srgb(codes), codes.dtype) == codes).all()


def test_there_and_back_in_16_bits() -> None:
    profile = icc_profile.parse_profile(maker.rgb(maker.ADOBE_RGB, CURVES["gamma"]))
    codes = np.random.default_rng(1).integers(0, 65536, (1, 20000, 3), dtype=np.uint16)
    difference = profile.from_srgb(profile.to_srgb(codes), codes.dtype).astype(int) - codes
    # Where one channel is nearly 0 and its neighbours are not, float32 leaves a few codes; above, one.
    assert np.abs(difference)[codes > 2000].max() <= 1
    assert np.abs(difference).max() <= 64


def test_a_color_outside_srgb_is_outside_0_to_1() -> None:
    profile = icc_profile.parse_profile(maker.rgb(maker.DISPLAY_P3, CURVES["parametric"]))
    red = profile.to_srgb(np.array([[255, 0, 0]], np.uint8))[0]
    # Display P3's red in sRGB, as CSS Color 4 has it (https://www.w3.org/TR/css-color-4/, color(display-p3 1 0 0)).
    assert np.abs(red - [1.0930, -0.2267, -0.1501]).max() < 5e-4


def test_srgb_is_recognized_by_its_numbers() -> None:
    pillows = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert icc_profile.parse_profile(pillows).is_srgb
    assert icc_profile.parse_profile(maker.rgb(maker.SRGB, maker.parametric(*maker.SRGB_CURVE))).is_srgb
    assert not icc_profile.parse_profile(maker.rgb(maker.SRGB, maker.gamma(2.2))).is_srgb
    assert not icc_profile.parse_profile(maker.rgb(maker.ADOBE_RGB, maker.parametric(*maker.SRGB_CURVE))).is_srgb


@pytest.mark.parametrize(
    ("ours", "primaries"), [(chromaticities.SRGB, maker.SRGB), (chromaticities.ADOBE_RGB, maker.ADOBE_RGB)]
)
def test_matrices_follow_from_the_chromaticities(ours: Chromaticities, primaries: tuple) -> None:
    assert np.abs(ours.to_xyz_d50() - maker.matrix_d50(primaries)).max() < 1e-7


@pytest.mark.parametrize(
    ("kind", "numbers", "expected"),
    [
        (0, [2.0], lambda x: x**2),
        (1, [2.0, 1.25, -0.25], lambda x: np.where(x >= 0.2, (1.25 * x - 0.25).clip(0) ** 2, 0)),
        (2, [2.0, 1.0, -0.25, 0.125], lambda x: np.where(x >= 0.25, (x - 0.25).clip(0) ** 2 + 0.125, 0.125)),
        (3, [2.0, 1.0, 0.0, 0.25, 0.25], lambda x: np.where(x >= 0.25, x**2, 0.25 * x)),
        (
            4,
            [2.0, 0.5, 0.5, 0.25, 0.5, 0.0, 0.125],
            lambda x: np.where(x >= 0.5, (0.5 * x + 0.5) ** 2, 0.25 * x + 0.125),
        ),
    ],
)
def test_parametric_curves(kind: int, numbers: list[float], expected) -> None:
    code = np.linspace(0, 1, icc_profile.CODES)
    assert np.abs(icc_profile.read_curve_table(maker.parametric(kind, *numbers)) - expected(code)).max() < 1e-9


TABLES = maker.profile({b"A2B0": b"mft2" + bytes(100)})
VALID = maker.rgb(maker.ADOBE_RGB, CURVES["gamma"])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (TABLES, "made of tables"),
        (VALID[:16] + b"CMYK" + VALID[20:], "its color profile is for CMYK, and the picture is RGB or gray"),
        (VALID[:16] + b"Lab " + VALID[20:], "its color profile is for CIELAB"),
        (VALID[:12] + b"link" + VALID[16:], "its color profile is a device link"),
        (VALID[:12] + b"abst" + VALID[16:], "its color profile is an abstract profile"),
        (VALID[:12] + b"nmcl" + VALID[16:], "its color profile is a list of named colors"),
        (maker.rgb(maker.SRGB, maker.table(np.linspace(1, 0, 16))), "is broken .its curves do not rise"),
        (maker.hdr(16), "HDR, coded as PQ"),
        (maker.hdr(18), "HDR, coded as HLG"),
        (maker.profile({}, name="Rec. ITU-R BT.2100 PQ"), "HDR, coded as PQ"),
        (maker.profile({}, name="Rec2020 Gamut with HLG Transfer"), "HDR, coded as HLG"),
        (maker.profile({}, name="PQ Rec2020 RGB"), "HDR, coded as PQ"),  # darktable's names
        (maker.profile({}, name="HLG P3 RGB"), "HDR, coded as HLG"),
        (maker.profile({}, name="Rec2100PQ"), "HDR, coded as PQ"),
        (VALID.replace(b"gTRC", b"xTRC"), "is broken .it has no gTRC"),
        (VALID.replace(b"curv", b"none"), "is broken .its curves or primaries cannot be read"),
        (
            maker.rgb(maker.SRGB, maker.parametric(1, 2.0, 0.0, 0.5)),
            "is broken .its curves or primaries cannot be read",
        ),
        (VALID[:140], f"is broken .it ends after 140 of {len(VALID)} bytes"),
        (VALID[:128] + b"\xff\xff\xff\xff" + VALID[132:], "is broken"),
        (b"", "is broken .it is none of the ICC's"),
        (bytes(200), "is broken .it is none of the ICC's"),
    ],
)
def test_refusals(data: bytes, message: str) -> None:
    with pytest.raises(icc_profile.ProfileError, match=message):
        icc_profile.parse_profile(data)


@given(st.sampled_from(sorted(CURVES)), st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), max_size=8))
def test_every_mutation_is_refused_or_read(curve: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray(maker.rgb(maker.ADOBE_RGB, CURVES[curve]))
    for at, byte in changes:
        data[at % len(data)] = byte
    try:
        profile = icc_profile.parse_profile(bytes(data))
    except icc_profile.ProfileError as error:
        assert str(error).startswith("its ")
        return
    codes = colors(51)
    assert np.isfinite(profile.to_srgb(codes)).all()
    assert profile.from_srgb(profile.to_srgb(codes), codes.dtype).shape == codes.shape


def test_every_truncation_is_refused_or_read() -> None:
    for size in range(len(VALID)):
        try:
            profile = icc_profile.parse_profile(VALID[:size])
        except icc_profile.ProfileError:
            continue
        assert np.isfinite(profile.curves).all()
