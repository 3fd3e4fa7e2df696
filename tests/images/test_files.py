"""Photographs in files: quality, transparency, gray, and files that appear whole."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sample_photos import PROFILE, pixels, rich_jpeg

from lut import images
from lut.images import jpeg, png


@pytest.mark.parametrize(("quality", "sampling"), [(98, "4:4:4"), (75, "4:2:0"), (50, "4:2:0")])
def test_jpeg_is_at_least_as_fine_as_its_source(tmp_path: Path, quality: int, sampling: str) -> None:
    source, target = tmp_path / "in.jpg", tmp_path / "out.jpg"
    Image.fromarray(pixels()).save(source, quality=quality, subsampling=sampling)
    images.write(images.read(source), target)
    with Image.open(source) as before, Image.open(target) as after:
        standard = jpeg.standard_tables(jpeg.QUALITY)
        for index, table in after.quantization.items():
            assert (np.array(table) <= before.quantization[index]).all()
            assert (np.array(table) <= standard[index]).all()
        assert after.layer == before.layer  # sampling factors


def test_quality_can_be_chosen(tmp_path: Path) -> None:
    picture = images.read(rich_jpeg(tmp_path / "in.jpg"))
    images.write(picture, tmp_path / "small.jpg", quality=30)
    images.write(picture, tmp_path / "large.jpg", quality=99)
    assert (tmp_path / "small.jpg").stat().st_size < (tmp_path / "large.jpg").stat().st_size


@pytest.mark.parametrize("lossless", [True, False])
def test_lossless_webp_stays_lossless(tmp_path: Path, lossless: bool) -> None:
    source, target = tmp_path / "in.webp", tmp_path / "out.webp"
    Image.fromarray(pixels(4)).save(source, lossless=lossless, exact=True, icc_profile=PROFILE)
    images.write(images.read(source), target)
    assert (b"VP8L" in target.read_bytes()) is lossless
    if lossless:
        opaque = pixels(4)[..., 3] > 0
        assert (images.read(target).pixels[opaque] == pixels(4)[opaque]).all()


def test_gray_stays_gray_until_it_is_colored(tmp_path: Path) -> None:
    path = tmp_path / "gray.png"
    Image.fromarray(pixels()[..., 0]).save(path)
    picture = images.read(path)
    assert picture.pixels.shape == (16, 24, 3)
    images.write(picture, path)
    with Image.open(path) as image:
        assert image.mode == "L"
        assert (np.asarray(image) == pixels()[..., 0]).all()
    images.write(replace(picture, pixels=pixels()), path)
    with Image.open(path) as image:
        assert image.mode == "RGB"


@pytest.mark.parametrize("mode", ["LA", "PA", "P"])
def test_other_modes_become_rgb(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "in.png"
    image = Image.fromarray(pixels(4))
    expected = image.convert("LA" if mode == "LA" else "RGB")
    if mode == "LA":
        expected.save(path)
    else:
        image.convert("RGB").quantize(16).save(path, transparency=3 if mode == "PA" else None)
    with Image.open(path) as saved:
        rgba = np.asarray(saved.convert("RGBA"))
    found = images.read(path).pixels
    assert (found[..., :3] == rgba[..., :3]).all()
    if mode != "P":
        assert (found[..., 3] == rgba[..., 3]).all()


@pytest.mark.parametrize("bits", [2, 4, 8])
@pytest.mark.parametrize("transparent", [0, 1, 3])
def test_a_gray_that_stands_for_transparency_becomes_alpha(tmp_path: Path, bits: int, transparent: int) -> None:
    """Its code is in the file's own bits (PNG, section 11.3.2.1)."""
    codes = np.arange(4, dtype=np.uint8)
    packed = np.packbits(np.unpackbits(codes[:, None], axis=1)[:, 8 - bits :]).tobytes()
    header = struct.pack(">IIBBBBB", 4, 1, bits, 0, 0, 0, 0)
    path = tmp_path / "gray.png"
    chunks = [(b"IHDR", header), (b"tRNS", struct.pack(">H", transparent)), (b"IDAT", zlib.compress(b"\0" + packed))]
    path.write_bytes(png.SIGNATURE + b"".join(png.make_chunk(*chunk) for chunk in [*chunks, (b"IEND", b"")]))
    found = images.read(path).pixels[0]
    assert (found[:, 0] == codes * (255 // (2**bits - 1))).all()
    assert (found[:, 3] == np.where(codes == transparent, 0, 255)).all()
    images.write(images.read(path), path)
    assert (images.read(path).pixels[0] == found).all()


@pytest.mark.parametrize("options", [{}, {"progressive": True}])
def test_gray_jpeg_stays_gray(tmp_path: Path, options: dict[str, bool]) -> None:
    path = tmp_path / "in.jpg"
    Image.fromarray(pixels()[..., 0]).save(path, quality=97, **options)
    images.write(images.read(path), path)
    with Image.open(path) as image:
        assert image.mode == "L"
        assert bool(image.info.get("progressive")) is bool(options)
        assert np.abs(np.asarray(image).astype(int) - pixels()[..., 0]).max() < 16


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = images.read(rich_jpeg(tmp_path / "in.jpg"))
    target = tmp_path / "out.jpg"
    target.write_bytes(b"what was there before")

    def failing(self: Path, other: Path) -> None:
        assert self.read_bytes()[:2] == b"\xff\xd8"
        raise OSError(28, "No space left on device", str(other))

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="No space left"):
        images.write(picture, target)
    assert target.read_bytes() == b"what was there before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jpg", "out.jpg"]


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    picture = images.read(rich_jpeg(tmp_path / "in.jpg"))
    target = tmp_path / "out.jpg"
    target.touch(mode=0o640)
    target.chmod(0o640)
    images.write(picture, target)
    assert target.stat().st_mode & 0o777 == 0o640
