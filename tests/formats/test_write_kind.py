"""The kind of file that is written: by its name, or by what is asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from lut_pictures import film
from PIL import Image

import lut
from lut import Lut, LutFormatError, Shaper, formats
from lut.formats import FORMATS, format, picture_files

UNIT = ((0, 0, 0), (1, 1, 1))


def written(path: Path) -> tuple[str, tuple[int, int], int]:
    """Pillow's name of the file, its size, and its bits."""
    pixels = lut.images.read(path).pixels
    with Image.open(path) as image:
        return str(image.format), image.size, 8 * pixels.itemsize


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("film.png", None, ("PNG", (64, 64), 16)),
        ("film.PNG", "hald", ("PNG", (64, 64), 16)),
        ("film.png", "hald8", ("PNG", (64, 64), 8)),
        ("film.tif", None, ("TIFF", (64, 64), 16)),
        ("film.tiff", "hald8", ("TIFF", (64, 64), 8)),
        ("film.png", "strip", ("PNG", (256, 16), 8)),
        ("film.png", "strip16", ("PNG", (256, 16), 16)),
        ("film.tif", "strip", ("TIFF", (256, 16), 8)),
        ("film.png", "column", ("PNG", (16, 256), 8)),
        ("film.png", "grid", ("PNG", (64, 64), 8)),
        ("film.png", "unity16", ("PNG", (256, 16), 16)),
        ("film.cube", "hald", ("PNG", (64, 64), 16)),
        ("film", "strip", ("PNG", (256, 16), 8)),
    ],
)
def test_pictures(name: str, kind: str | None, expected: tuple[str, tuple[int, int], int], tmp_path: Path) -> None:
    lut.write(film(16), tmp_path / name, kind=kind)
    assert written(tmp_path / name) == expected
    assert lut.read(tmp_path / name).size == 16


def test_the_kind_overrides_the_extension(tmp_path: Path) -> None:
    lut.write(film(4), tmp_path / "film.png", kind="cube")
    assert (tmp_path / "film.png").read_text(encoding="utf-8").startswith("LUT_3D_SIZE 4\n")
    assert np.array_equal(lut.read(tmp_path / "film.png").table, film(4).table)


@pytest.mark.parametrize("kind", ["jpeg", "HALD", "hald12", "", ".cube"])
def test_unknown_kinds_are_refused(kind: str, tmp_path: Path) -> None:
    with pytest.raises(LutFormatError) as failure:
        lut.write(film(4), tmp_path / "film.cube", kind=kind)
    sentence = str(failure.value)
    assert sentence.startswith(f"{tmp_path / 'film.cube'}: expected one of the kinds cube, ")
    assert sentence.endswith(f", found {kind!r}")
    assert not list(tmp_path.iterdir())


def test_every_key_names_its_format() -> None:
    for kind in FORMATS:
        if kind.write:
            for key in (kind.key, *kind.kinds):
                assert formats.choose_format(Path("film"), key) is kind


def test_a_format_has_a_key_by_itself() -> None:
    made = format.text_format("odd", (".odd", ".o"), lambda text: Lut.identity(2), None, lambda head: False)
    assert made.key == "odd"


@pytest.mark.parametrize("name", ["film.jpg", "film.jpeg"])
def test_jpeg_is_read_and_not_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(LutFormatError, match="expected a name that ends in"):
        lut.write(film(16), tmp_path / name)
    assert formats.find_by_extension(Path(name)) is picture_files.FORMAT


BROKEN = [
    (Lut(film(4).table * 1.1), "expected values from 0 to 1 for a picture, found 0 to 1.067"),
    (Lut(film(4).table - 0.1), "expected values from 0 to 1 for a picture, found -0.1 to 0.87"),
    (Lut(film(4).table, domain=((0, 0, 0), (1, 1, 2))), "without a shaper for a picture, found a domain of "),
    (Lut(film(4).table, shaper=Shaper(UNIT)), "without a shaper for a picture, found a shaper; take .baked()"),
    (film(5), "expected 4 or 9 lattice points a side for a Hald picture, found 5"),
]


@pytest.mark.parametrize(("broken", "sentence"), BROKEN, ids=range(len(BROKEN)))
def test_what_a_picture_cannot_hold_is_refused(broken: Lut, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(LutFormatError) as failure:
        lut.write(broken, tmp_path / "film.png")
    assert str(failure.value).startswith(f"{tmp_path / 'film.png'}: expected ")
    assert sentence in str(failure.value)
    assert not list(tmp_path.iterdir())


def test_rounding_errors_outside_are_none(tmp_path: Path) -> None:
    table = Lut.identity(4).table * np.float32(1.0000005) - np.float32(1e-7)
    lut.write(Lut(table), tmp_path / "film.png")
    assert np.abs(lut.read(tmp_path / "film.png").table - Lut.identity(4).table).max() < 1e-5


@pytest.mark.parametrize("extension", [".png", ".tif"])
@pytest.mark.parametrize("kind", picture_files.FORMAT.kinds)
def test_a_picture_of_ours_is_known_whatever_its_colors_are(tmp_path: Path, kind: str, extension: str) -> None:
    """Until it is changed: then it is judged by its colors, as any other is."""
    place, noise = tmp_path / f"noise{extension}", np.random.default_rng(7)
    size = picture_files.find_next_size(17, kind)
    table = noise.random((size, size, size, 3)).astype(np.float32)
    place.write_bytes(picture_files.write_as(Lut(table), kind, extension))
    assert np.abs(lut.read(place).table - table).max() <= 0.5001 / 255
    picture = lut.images.read(place)
    picture.pixels[0, 0, 0] ^= 1
    lut.images.write(picture, place)
    with pytest.raises(LutFormatError, match="found another picture"):
        lut.read(place)
