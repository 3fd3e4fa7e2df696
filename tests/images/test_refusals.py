"""What is no photograph, or more than one, is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import icc_maker
import pytest
from PIL import Image
from sample_photos import NOISE, RGB, pixels, rich_jpeg, saved

from lut import images
from lut.errors import LutFormatError


def frame(marker: int, bits: int) -> bytes:
    """A JPEG with another start of frame."""
    jpeg = saved("JPEG", RGB)
    at = jpeg.index(b"\xff\xc0")
    return jpeg[: at + 1] + bytes((marker,)) + jpeg[at + 2 : at + 4] + bytes((bits,)) + jpeg[at + 5 :]


RAW_FILE = "expected a raw file that LibRaw .* knows, found another one, or damage|lacks rawpy"
FRAMES = [RGB.copy(), RGB.rotate(180)]
CMYK_PROFILE = icc_maker.profile({}, space=b"CMYK")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "found an empty file"),
        (b"hello", "found something else"),
        (saved("GIF", RGB), "found a GIF"),
        (saved("BMP", RGB), "found a BMP"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "expected a complete HEIC file, found a damaged one .its list of items is"),
        (b"\0\0\0\x18ftypisom" + bytes(40), "found a film"),
        (b"FUJIFILMCCD-RAW 0201FF393502" + bytes(40), RAW_FILE),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + bytes(40), RAW_FILE),
        (b"IIU\0\x18\0\0\0" + bytes(40), "expected a complete raw file, found a damaged one|lacks rawpy"),
        (frame(0xC1, 12), "expected a lossy JPEG of 8 bits per channel, found a 12-bit JPEG; convert it first"),
        (frame(0xC3, 8), "found a lossless JPEG"),
        (frame(0xC5, 8), "found a hierarchical JPEG"),
        (saved("JPEG", NOISE)[:2000], "expected a complete JPEG file, found a damaged one"),
        (saved("PNG", NOISE)[:2000], "expected a complete PNG file, found a damaged one"),
        (saved("WEBP", NOISE)[:1000], "damaged"),
        (saved("JPEG", RGB.convert("CMYK")), "expected RGB or gray, found CMYK"),
        (saved("TIFF", RGB.convert("LAB")), "expected RGB or gray, found CIELAB"),
        (saved("PNG", RGB.convert("1")), "expected RGB or gray, found pure black and white"),
        (saved("TIFF", RGB.convert("F")), "expected floating point with white at 1, found a median of 32.5"),
        (saved("TIFF", RGB, save_all=True, append_images=FRAMES), "expected one picture, found [23] in the file"),
        (saved("PNG", RGB, save_all=True, append_images=FRAMES), "expected one picture, found [23] in the file"),
        (saved("WEBP", RGB, save_all=True, append_images=FRAMES), "expected one picture, found [23] in the file"),
        (saved("TIFF", RGB, tiffinfo={254: 1}), "found only a reduced copy of one, as in a camera's raw file"),
        (saved("PNG", RGB, icc_profile=icc_maker.gray(icc_maker.gamma(2))), "is for gray, and the picture is RGB"),
        (saved("PNG", RGB, icc_profile=CMYK_PROFILE), "its color profile is for CMYK, and the picture is RGB"),
        (saved("PNG", RGB, icc_profile=b"junk" * 40), "its color profile is broken .it is none of the ICC.s"),
    ],
)
def test_refusals_name_the_file_and_the_reason(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(data)
    with pytest.raises(LutFormatError, match=message) as caught:
        images.read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_name_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    picture = images.read(rich_jpeg(tmp_path / "in.jpg"))
    with pytest.raises(
        LutFormatError, match=r"expected a file name for JPEG, PNG, TIFF, WebP, AVIF or JPEG XL.*'\.bmp'"
    ):
        images.write(picture, tmp_path / "out.bmp")


def test_transparency_is_not_flattened(tmp_path: Path) -> None:
    path = tmp_path / "in.png"
    Image.fromarray(pixels(4)).save(path)
    with pytest.raises(LutFormatError, match=r"out\.jpg: JPEG has no transparency, which the picture has"):
        images.write(images.read(path), tmp_path / "out.jpg")
    opaque = pixels(4)
    opaque[..., 3] = 255
    Image.fromarray(opaque).save(path)
    images.write(images.read(path), tmp_path / "out.jpg")
    assert images.read(tmp_path / "out.jpg").pixels.shape == (16, 24, 3)
