"""Photographs come upright, and their files say so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo
from sample_photos import exif_block, pixels

from lut import images
from lut.images import tiff_directories


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_come_upright(tmp_path: Path, orientation: int) -> None:
    """Every orientation as Pillow's own exif_transpose turns it."""
    path = tmp_path / "turned.png"
    Image.fromarray(pixels()).save(path, exif=exif_block(orientation))
    with Image.open(path) as image:
        expected = np.asarray(ImageOps.exif_transpose(image))
    picture = images.read(path)
    assert picture.pixels.shape == expected.shape
    assert (picture.pixels == expected).all()
    images.write(picture, path)
    with Image.open(path) as image:
        assert image.getexif()[0x0112] == 1
        assert (np.asarray(image) == expected).all()


@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_a_tiff_comes_upright_once(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "turned.tif"
    Image.fromarray(pixels()).save(path, tiffinfo={274: orientation})
    expected = np.rot90(pixels(), {1: 0, 3: 2, 6: 3}[orientation])
    for _ in range(2):
        picture = images.read(path)
        assert (picture.pixels == expected).all()
        images.write(picture, path)


def test_png_with_imagemagicks_exif_comes_upright(tmp_path: Path) -> None:
    """``Raw profile type exif``: a line end, the name, the length, then hexadecimal digits."""
    block = b"Exif\0\0" + exif_block(3)
    info = PngInfo()
    info.add_text("Raw profile type exif", f"\nexif\n{len(block):8}\n{block.hex()}\n", zip=True)
    path = tmp_path / "in.png"
    Image.fromarray(pixels()).save(path, pnginfo=info)
    picture = images.read(path)
    assert (picture.pixels == np.rot90(pixels(), 2)).all()
    assert tiff_directories.parse_block(picture.metadata.exif) == tiff_directories.parse_block(exif_block(1))
    assert "Raw profile type exif" not in picture.metadata.texts
