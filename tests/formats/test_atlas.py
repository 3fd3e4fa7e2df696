"""Atlases of strips, as ReShade's MultiLUT has them; and photographs of the same sizes, which are none."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from lut_pictures import film, painted
from packs import zipped
from PIL import Image

import lut
from lut import Lut, LutFormatError, formats
from lut.color.srgb import linear_to_srgb, srgb_to_linear
from lut.formats import picture_files
from lut.looks import importing

PHOTOS = sorted((Path(__file__).resolve().parents[2] / "docs" / "photos").glob("*.jpg"))


def looks(size: int) -> list[Lut]:
    """Looks of many kinds: bent, plain, black and white, negative, pale, nearly flat, warm."""
    plain = Lut.identity(size).table.astype(np.float64)
    light = plain @ (0.2126, 0.7152, 0.0722)
    tables = [film(size).table, plain, light[..., None].repeat(3, axis=-1), 1 - plain, 0.4 + 0.3 * plain]
    tables += [linear_to_srgb(srgb_to_linear(plain) * 0.1), plain**0.5 * (1, 0.9, 0.7)]
    return [Lut(table) for table in tables]


def encoded(pixels: np.ndarray, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind, **({"quality": 92, "subsampling": 0} if kind == "JPEG" else {}))
    return file.getvalue()


def rows_of(luts: list[Lut]) -> np.ndarray:
    """MultiLUT.fx's order: x = red + N · blue, y = green + N · number."""
    size = luts[0].size
    strips = [
        painted(size * size, size, np.rint(each.table * 255).astype(np.uint8), lambda r, g, b: (r + size * b, g))
        for each in luts
    ]
    return np.concatenate(strips)


@pytest.mark.parametrize("size", [16, 32])
def test_every_strip_is_offered(size: int, tmp_path: Path) -> None:
    made = looks(size)
    (tmp_path / "MultiLut.png").write_bytes(encoded(rows_of(made)))
    found = formats.read_all(tmp_path / "MultiLut.png")
    assert list(found) == [f"LUT {number:02}" for number in range(1, len(made) + 1)]
    for each, expected in zip(found.values(), made, strict=True):
        assert np.abs(each.table - expected.table).max() < 0.51 / 255
    first = lut.read(tmp_path / "MultiLut.png")
    assert first.notes == ("this is the first LUT, LUT 01, of 7 in the picture",)
    assert picture_files.describe(encoded(rows_of(made))) == "atlas of 7 strips, 8 bits"


def test_compressed_and_dithered_strips_are_found() -> None:
    random = np.random.default_rng(1)
    pixels = (rows_of(looks(32)).astype(int) + random.integers(-1, 2, (224, 1024, 3))).clip(0, 255).astype(np.uint8)
    found = picture_files.read_all(encoded(pixels, "JPEG"))
    assert len(found) >= 6  # of the flattest, compression may leave too little
    assert any("JPEG" in note for note in found["LUT 01"].notes)


def test_empty_rows_and_words_are_left_out() -> None:
    made = rows_of(looks(16))
    words = np.random.default_rng(1).integers(0, 2, (16, 256, 1), dtype=np.uint8).repeat(3, axis=2) * 255
    found = picture_files.read_all(encoded(np.concatenate([made, np.zeros((16, 256, 3), np.uint8), words])))
    assert len(found) == 7
    assert found["LUT 01"].notes == ("left out, as no LUT: 2 of 9 rows (8, 9)",)
    assert found["LUT 02"].notes == ()


def test_an_atlas_is_imported_as_a_folder_of_looks(tmp_path: Path) -> None:
    (tmp_path / "MultiLut.png").write_bytes(encoded(rows_of(looks(16))))
    offers = importing.read_offers(tmp_path / "MultiLut.png")
    assert offers.folder == "MultiLut"
    assert [offer.place.name for offer in offers.looks] == [f"LUT {number:02}.cube" for number in range(1, 8)]
    table = formats.cube.read(offers.looks[0].data().decode()).table
    assert np.abs(table - film(16).table).max() < 0.51 / 255


def test_a_single_picture_keeps_its_files_name(tmp_path: Path) -> None:
    strip = encoded(rows_of(looks(16)[:1]))
    (tmp_path / "Warm.png").write_bytes(strip)
    (tmp_path / "pack.zip").write_bytes(zipped({"Film/Warm.png": strip, "All.png": encoded(rows_of(looks(16)[:2]))}))
    assert list(formats.read_all(tmp_path / "Warm.png")) == ["Warm"]
    assert list(formats.read_all(tmp_path / "pack.zip")) == ["All/LUT 01", "All/LUT 02", "Film/Warm"]
    assert [offer.place.name for offer in importing.read_offers(tmp_path / "Warm.png").looks] == ["Warm.png"]


SIZES = [(1024, 768), (1024, 576), (256, 160), (1024, 64), (4096, 128), (2025, 1350), (576, 384)]


@pytest.mark.parametrize("photo", PHOTOS, ids=lambda path: path.stem)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_photographs_are_never_taken_for_one(photo: Path, size: tuple[int, int]) -> None:
    with Image.open(photo) as opened:
        pixels = np.asarray(opened.convert("RGB").resize(size))
    with pytest.raises(LutFormatError, match="expected a LUT as a picture, not cropped"):
        picture_files.read(encoded(pixels))


def swatches(count: int, side: int) -> np.ndarray:
    """A chart of even patches whose colors rise smoothly."""
    steps = np.linspace(0, 255, count)
    patches = np.stack([np.tile(steps, (4, 1)), np.tile(steps[::-1], (4, 1)), np.full((4, count), 90)], axis=-1)
    return np.rint(patches).astype(np.uint8).repeat(side, axis=0).repeat(side, axis=1)


SLOPES = np.linspace(0, 1, 1024)[None, :, None] * np.linspace(0.2, 1, 128)[:, None, None] * (255, 200, 120)
OTHERS = {
    "patches": swatches(32, 32),
    "a gradient": SLOPES.astype(np.uint8),
    "noise": np.random.default_rng(1).integers(0, 256, (128, 1024, 3), dtype=np.uint8),
    "one color": np.full((128, 1024, 3), 77, np.uint8),
    "stripes": (np.arange(1024) % 32 * 8)[None, :, None].repeat(128, axis=0).repeat(3, axis=2).astype(np.uint8),
}


@pytest.mark.parametrize("pixels", OTHERS.values(), ids=OTHERS.keys())
def test_other_pictures_are_none(pixels: np.ndarray) -> None:
    with pytest.raises(LutFormatError, match="expected a LUT as a picture, not cropped"):
        picture_files.read(encoded(pixels))
