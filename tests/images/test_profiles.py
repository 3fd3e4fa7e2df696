"""What a picture's profile or gamma makes of its pixels."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import icc_maker
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from sample_photos import PROFILE, RGB, pixels, saved, segment, with_chunk

from lut import images
from lut.images import icc_profile, png_color, tiff_color


def test_the_usual_gamma_is_srgb(tmp_path: Path) -> None:
    path = tmp_path / "in.png"
    path.write_bytes(with_chunk(saved("PNG", RGB), b"gAMA", struct.pack(">I", 45455)))
    assert images.read(path).profile is None


@pytest.mark.parametrize("dtype", ["uint16", "float32"])
def test_a_profile_of_tables_with_more_than_8_bits(tmp_path: Path, dtype: str) -> None:
    """What Little CMS makes of 8 bits, whose quick way is a level off, before it rounds to whole ones."""
    fine, coarse = tmp_path / "in.tif", tmp_path / "in.png"
    codes = pixels().astype(np.uint16) * 257 if dtype == "uint16" else pixels().astype(np.float32) / 255
    held = images.Metadata(icc=table_profile())
    images.write(images.Picture(codes, metadata=held, format="TIFF"), fine)
    Image.fromarray(pixels()).save(coarse, icc_profile=table_profile())
    picture = images.read(fine)
    assert picture.pixels.dtype == dtype
    assert "converted to sRGB" in picture.notes[0]
    scale = 257 if dtype == "uint16" else 1 / 255
    assert np.abs(picture.pixels / scale - images.read(coarse).pixels).max() < 1.5


def test_the_profile_of_a_gray_picture_may_be_for_rgb(tmp_path: Path) -> None:
    """Photographs made gray keep it.  Its numbers mean what they meant as R = G = B."""
    path = tmp_path / "in.jpg"
    Image.fromarray(pixels()[..., 0]).save(path, icc_profile=PROFILE)
    picture = images.read(path)
    assert picture.notes == ("its color profile is for RGB, and the picture is gray: it was used with R = G = B",)
    assert picture.profile is not None
    light = (picture.pixels / 255) ** (563 / 256)
    expected = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    assert np.abs(picture.profile.to_srgb(picture.pixels) - expected).max() < 1e-3


def test_a_profile_of_another_white_is_converted_as_little_cms_does(tmp_path: Path) -> None:
    """Primaries that were not adapted to D50, as old programs left them."""
    columns = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    tags = {
        name: b"XYZ \0\0\0\0" + icc_maker.fixed(*columns[:, i]) for i, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))
    }
    data = icc_maker.profile({**tags, **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), icc_maker.gamma(1.8))})
    path = tmp_path / "in.png"
    Image.fromarray(pixels()).save(path, icc_profile=data)
    picture = images.read(path)
    assert picture.notes == ("its color profile has another white than ICC's, so it was converted to sRGB",)
    source = ImageCms.ImageCmsProfile(io.BytesIO(data))
    theirs = ImageCms.profileToProfile(Image.fromarray(pixels()), source, ImageCms.createProfile("sRGB"))
    assert (picture.pixels == np.asarray(theirs)).all()


@pytest.mark.parametrize("parts", [[b"\1\2"], [b"\2\2"]])
def test_a_profile_without_all_its_parts_is_broken(tmp_path: Path, parts: list[bytes]) -> None:
    """Decoders leave such a profile out, and take the picture for sRGB."""
    path = tmp_path / "in.jpg"
    extra = b"".join(segment(0xE2, b"ICC_PROFILE\0" + part + PROFILE[:300]) for part in parts)
    path.write_bytes(saved("JPEG", RGB, extra=extra))
    with pytest.raises(images.ColorError, match=r"its color profile is broken \(it ends after 300 of"):
        images.read(path)
    assert images.read(path, ignore_profile=True).profile is None


@given(
    name=st.sampled_from([b"cICP", b"cHRM", b"gAMA", b"sRGB", b"iCCP"]),
    content=st.binary(max_size=40) | st.binary(min_size=4, max_size=4) | st.binary(min_size=32, max_size=32),
)
def test_any_chunk_is_read_or_refused(name: bytes, content: bytes) -> None:
    found = {name: content}
    try:
        declared = png_color.find_meaning(found, b"", 8)
        profile = icc_profile.parse_profile(declared.icc) if declared else None
    except icc_profile.ProfileError as error:
        assert str(error).startswith("its ")
    else:
        assert profile is None or np.isfinite(profile.to_srgb(pixels())).all()


@given(
    st.dictionaries(
        st.sampled_from([301, 318, 319, 342]), st.tuples(st.integers(0, 14), st.binary(max_size=512)), min_size=1
    ),
    st.none() | st.floats(),
)
@example({301: (5, bytes(20))}, None)  # two and a half fractions
def test_any_tags_are_read_or_refused(tags: dict, gamma: float | None) -> None:
    try:
        declared = tiff_color.find_meaning(tags, gamma)
        profile = icc_profile.parse_profile(declared.icc) if declared else None
    except icc_profile.ProfileError as error:
        assert str(error).startswith("its ")
    else:
        assert profile is None or np.isfinite(profile.to_srgb(pixels())).all()
    tiff_color.resample_curves(tags, 16)


def test_a_profile_of_tables_becomes_srgb(tmp_path: Path) -> None:
    """What littleCMS makes of it.  The profile is one that it wrote itself, with tables instead of a matrix."""
    path = tmp_path / "in.png"
    Image.fromarray(pixels()).save(path, icc_profile=table_profile())
    picture = images.read(path)
    assert picture.profile is None
    assert "converted to sRGB" in picture.notes[0]
    assert icc_profile.parse_profile(picture.metadata.icc).is_srgb
    # The tables hold CIELAB of gamma-1.8 sRGB primaries: every code gets brighter, white and black stay.
    assert (picture.pixels.astype(int) >= pixels().astype(int) - 2).all()
    assert picture.pixels.mean() > pixels().mean() + 5


def table_profile() -> bytes:
    """An RGB profile with a 2 × 2 × 2 table to XYZ (lut16Type, ICC.1:2022 10.10), input curves of gamma 1.8."""
    ramp = np.linspace(0, 1, 256)
    inputs = np.rint(np.tile(ramp**1.8, 3) * 65535).astype(">u2").tobytes()
    outputs = np.rint(np.tile(np.linspace(0, 1, 2), 3) * 65535).astype(">u2").tobytes()
    corners = np.stack(np.meshgrid([0, 1], [0, 1], [0, 1], indexing="ij"), axis=-1).reshape(8, 3)
    xyz = corners @ icc_maker.matrix_d50(icc_maker.SRGB).T
    table = np.rint(xyz * 32768).astype(">u2").tobytes()
    identity = icc_maker.fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    head = b"mft2\0\0\0\0" + bytes([3, 3, 2, 0]) + identity + struct.pack(">HH", 256, 2)
    return icc_maker.profile({b"A2B0": head + inputs + table + outputs}, version=2)
