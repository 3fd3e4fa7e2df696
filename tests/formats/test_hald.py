"""Hald pictures: where each color lies, what they are told apart from, and what befell them on the way."""

from __future__ import annotations

import io
import pickle
import struct
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest
from closeness import assert_close
from lut_pictures import PHOTOS, file_of, film, painted, photo, rounded
from PIL import Image, ImageCms

import lut
from lut import Lut, LutError, LutFormatError, looks
from lut.formats import hald, picture_files, strip
from lut.images import opening

MEGABYTE = 1 << 20


def hald_place(size: int) -> object:
    """ImageMagick's order, from its documentation of ``hald:``: red fastest, one row broken into lines."""
    side = round(size**1.5)

    def place(r: int, g: int, b: int) -> tuple[int, int]:
        index = r + size * g + size * size * b
        return index % side, index // side

    return place


def hald_of(source: Lut, bits: int = 8) -> np.ndarray:
    """(L³, L³, 3) codes, painted without lut.formats."""
    n = source.size
    side = round(n**1.5)
    return rounded(source, bits).transpose(2, 1, 0, 3).reshape(side, side, 3)


def test_the_fast_painter_of_these_tests_is_the_slow_one() -> None:
    for size in (4, 9):
        side = round(size**1.5)
        slow = painted(side, side, rounded(film(size), 8), hald_place(size))
        assert np.array_equal(slow, hald_of(film(size)))


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
@pytest.mark.parametrize("level", [2, 3, 4, 5, 8])
def test_8_bits(level: int, kind: str) -> None:
    source = film(level**2)
    found = picture_files.read(file_of(hald_of(source), kind))
    assert_close(found.table, rounded(source, 8) / 255, 1e-7, "table")
    assert found.is_plain
    assert found.notes == ()


@pytest.mark.parametrize("bits", [8, 16])
def test_codes_become_floats_when_the_table_is_asked_for(bits: int) -> None:
    source = film(16)
    found = pickle.loads(
        pickle.dumps(picture_files.read(picture_files.encode_picture(hald_of(source, bits))).noted("from a picture"))
    )
    assert (found.size, found.is_plain, found.notes) == (16, True, ("from a picture",))
    assert found.nbytes == 16**3 * 3 * bits // 8
    table = found.table
    assert table is found.table
    assert (table.dtype, table.flags.writeable, found.nbytes) == (np.float32, False, table.nbytes)
    assert np.array_equal(table, rounded(source, bits).astype(np.float32) / np.float32(2**bits - 1))


@pytest.mark.parametrize("extension", [".png", ".tif", ".TIFF"])
@pytest.mark.parametrize("level", [2, 5, 8])
def test_16_bits(level: int, extension: str, tmp_path: Path) -> None:
    """Lut.images reads the pixels, whose own tests compare it with other programs."""
    source = film(level**2)
    path = tmp_path / f"film{extension}"
    lut.write(source, path)
    assert np.array_equal(lut.images.read(path).pixels, hald_of(source, 16))
    assert_close(lut.read(path).table, source.table, 0.5 / 65535 + 1e-7, "table")


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("level", [2, 6])
def test_the_identity(level: int, bits: int) -> None:
    size, top = level**2, 2**bits - 1
    pixels = hald.make_identity(level, bits)
    slow = [[round(top * number / (size - 1)) for number in point] for point in points(size)]
    assert np.array_equal(pixels.reshape(-1, 3), slow)
    assert pixels.dtype == (np.uint8 if bits == 8 else np.uint16)


def points(size: int) -> list[tuple[int, int, int]]:
    return [(r, g, b) for b in range(size) for g in range(size) for r in range(size)]


def test_the_largest() -> None:
    """Level 16, 256³: every 8-bit color once."""
    layout = hald.make_layout(16)
    assert (layout.size, layout.width, layout.height) == (256, 4096, 4096)
    assert (layout.red[2], layout.green[16], layout.blue[1]) == (2, 4096, 65536)
    assert layout.red[-1] + layout.green[-1] + layout.blue[-1] == 4096 * 4096 - 1
    with pytest.raises(LutError, match="expected a Hald level from 2 to 16, found 17"):
        hald.make_identity(17)


@pytest.mark.parametrize("size", [2, 3, 33, 65, 255])
def test_only_squares_have_a_level(size: int) -> None:
    below = int(size**0.5)
    expected = " or ".join(str(level**2) for level in (below, below + 1) if level > 1)
    with pytest.raises(
        LutError, match=rf"^expected {expected} lattice points a side for a Hald picture, found {size}$"
    ):
        hald.find_layout(size)
    assert hald.find_layout(hald.find_next_size(size)).size >= size


def test_the_next_size() -> None:
    sizes = [hald.find_next_size(size) for size in (2, 4, 17, 25, 33, 64, 65, 129, 256)]
    assert sizes == [64, 4, 64, 25, 64, 64, 81, 144, 256]


# Pixels in memory, as an editor hands them over


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("alpha", [False, True])
def test_pixels_in_memory(dtype: type, alpha: bool) -> None:
    source = film(16)
    top = 1 if dtype == np.float32 else np.iinfo(dtype).max
    exact = source.table.transpose(2, 1, 0, 3).reshape(64, 64, 3)
    pixels = exact if top == 1 else np.rint(exact.astype(np.float64) * top).astype(dtype)
    given = np.dstack([pixels, np.full((64, 64), top, dtype)]) if alpha else pixels
    before = given.copy()
    found = hald.from_pixels(given)
    assert_close(found.table, source.table, 0 if top == 1 else 0.5 / top + 1e-6, "table")
    assert found.notes == ()
    assert np.array_equal(given, before)


def test_floats_outside_stay() -> None:
    bright = film(16).table.transpose(2, 1, 0, 3).reshape(64, 64, 3) * np.float32(1.5) - np.float32(0.2)
    assert_close(hald.from_pixels(bright).table, film(16).table * 1.5 - 0.2, 1e-6, "table")


def test_an_uneven_picture_in_memory_is_noted() -> None:
    noise = np.random.default_rng(0).integers(-2, 3, (512, 512, 3))
    (note,) = hald.from_pixels((hald_of(film(64)) + noise).clip(0, 255).astype(np.uint8)).notes
    assert note.startswith("its colors are uneven (about 1.")


@pytest.mark.parametrize(
    ("pixels", "sentence"),
    [
        (np.zeros((64, 63, 3), np.uint8), r"expected a Hald picture, .*, found 63 × 64 pixels"),
        (np.full((64, 64, 3), np.nan, np.float32), "expected a Hald picture of finite numbers, found NaN or infinity"),
        (np.zeros((64, 64, 4), np.uint8), "expected an opaque Hald picture, found transparent pixels"),
        (np.zeros((64, 64, 3), np.float32), "expected the colors of a LUT, found one color all over"),
        (photo("wine.jpg", 64, 64), "found another picture"),
    ],
)
def test_pixels_in_memory_that_are_none(pixels: np.ndarray, sentence: str) -> None:
    with pytest.raises(LutError, match=sentence):
        hald.from_pixels(pixels)


# Told apart


@pytest.mark.parametrize("look", looks.all_looks(), ids=lambda look: look.id)
def test_hald_or_grid_is_told_by_the_colors(look: looks.Look) -> None:
    """The two have the same size. At 8 bits, where even neighbors in a lattice are not as smooth as they were."""
    table = look.bake(17)
    for level in (2, 3, 5):
        source = Lut(table.resized(level**2).table.clip(0, 1))
        codes = rounded(source, 8) / 255
        for layout in (
            hald.make_layout(level),
            strip.make_layout(level**2, level),
            strip.make_layout(level**2, level, True),
        ):
            try:
                (found,) = picture_files.find_tables(file_of(layout.samples(source.table, np.uint8)))
            except LutFormatError:  # 64 pixels are too few to know a look by that bends as much as this one
                assert (look.id, level) == ("gr-monotone", 2)
                continue
            assert (found.judged.layout.name, found.judged.layout.mirrored) == (layout.name, layout.mirrored)
            assert_close(found.judged.layout.table(found.samples), codes, 1e-6, layout.name)


@pytest.mark.parametrize("order", [[2, 1, 0], [1, 2, 0]])
def test_looks_that_exchange_channels_are_no_other_layout(order: list[int]) -> None:
    source = Lut(film(16).table[..., order])
    for layout in (
        hald.make_layout(4),
        strip.make_layout(16, 4),
        strip.make_layout(16, 16),
        strip.make_layout(16, 16, True),
    ):
        found = picture_files.read(file_of(layout.samples(source.table, np.uint8)))
        assert_close(found.table, rounded(source, 8) / 255, 1e-6, layout.name)


def test_a_negative_is_no_other_layout() -> None:
    source = Lut(1 - film(16).table)
    for layout in (
        hald.make_layout(4),
        strip.make_layout(16, 4),
        strip.make_layout(16, 16),
        strip.make_layout(16, 16, True),
    ):
        found = picture_files.read(file_of(layout.samples(source.table, np.uint8)))
        assert_close(found.table, rounded(source, 8) / 255, 1e-6, layout.name)


PHOTOGRAPHS = sorted(path.name for path in PHOTOS.iterdir() if path.suffix in (".jpg", ".png"))


@pytest.mark.slow("reads each photograph", but_first=True)
@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_photographs_are_refused(name: str) -> None:
    for width, height in [(8, 8), (64, 64), (125, 125), (512, 512), (256, 16), (1024, 32), (32, 1024), (4096, 64)]:
        with pytest.raises(LutFormatError, match=f"as its size of {width} × {height} says; found another picture"):
            picture_files.read(file_of(photo(name, width, height)))


def test_one_color_and_noise_are_refused() -> None:
    with pytest.raises(LutFormatError, match="expected the colors of a LUT, found one color all over"):
        picture_files.read(file_of(np.full((64, 64, 3), 90, np.uint8)))
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    with pytest.raises(LutFormatError, match="found another picture"):
        picture_files.read(file_of(noise))


@pytest.mark.parametrize("size", [(511, 512), (510, 510), (1, 1), (4, 4), (256, 17), (4096, 4095)])
def test_other_sizes_are_refused(size: tuple[int, int]) -> None:
    pixels = np.zeros((size[1], size[0], 3), np.uint8)
    with pytest.raises(LutFormatError) as failure:
        picture_files.read(file_of(pixels))
    assert str(failure.value) == (
        "expected a LUT as a picture, not cropped or resized: a Hald picture (8, 27, 64, 125, 216, 343, 512 … pixels "
        f"a side), or N slices of N × N pixels; found {size[0]} × {size[1]} pixels"
    )


# What befell the picture


def noted(pixels: np.ndarray, kind: str = "PNG", **options: object) -> tuple[str, ...]:
    return picture_files.read(file_of(pixels, kind, **options)).notes


CLEAN = [looks.load(name).bake(33).resized(size) for name, size in (("leica-authentic", 16), ("sony-vv2", 64))]


@pytest.mark.parametrize("source", CLEAN, ids=repr)
def test_clean_pictures_need_no_note_and_others_get_one(source: Lut) -> None:
    source = Lut(source.table.clip(0, 1))
    clean = hald_of(source)
    assert noted(clean) == ()
    side = len(clean)
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, (2, *clean.shape))
    exact = source.table.transpose(2, 1, 0, 3).reshape(clean.shape) * 255.0
    dithered = np.rint(exact + noise[0] + noise[1]).clip(0, 255).astype(np.uint8)
    jpeg = np.asarray(Image.open(io.BytesIO(file_of(clean, "JPEG", quality=90, subsampling=0))))
    smaller = Image.fromarray(clean).resize((side - 4, side - 4), Image.Resampling.LANCZOS)
    resized = np.asarray(smaller.resize((side, side), Image.Resampling.LANCZOS))
    for pixels in (dithered, jpeg, resized):
        (note,) = noted(pixels)
        assert note.startswith("its colors are uneven (about ")
        assert note.endswith("as JPEG compression, dithering, grain or resizing leave them")


def test_a_jpeg_says_so() -> None:
    (note,) = noted(hald_of(film(64)), "JPEG", quality=92)
    assert note.startswith("read from a JPEG, whose compression changed the colors (about ")


def test_16_bits_that_hold_8() -> None:
    pixels = hald_of(film(64)).astype(np.uint16) * 257
    (note,) = picture_files.read(picture_files.encode_picture(pixels)).notes
    assert note == "its 16 bits hold numbers of 8 bits: something on its way worked with fewer"
    assert picture_files.read(picture_files.encode_picture(hald_of(film(64), 16))).notes == ()
    assert (
        picture_files.read(picture_files.encode_picture(hald.make_identity(4, 16))).notes == ()
    )  # whose numbers are so by themselves


def test_another_profile_is_noted_and_sRGB_is_not() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert noted(hald_of(film(16)), icc_profile=srgb) == ()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (lab, b"nonsense" * 40):
        (note,) = noted(hald_of(film(16)), icc_profile=profile)
        assert note == "its color profile is another than sRGB; its numbers were taken as they are"


def test_gray_palette_and_opaque_pictures_are_fine() -> None:
    gray = Lut(film(16).table.mean(axis=-1, keepdims=True).repeat(3, axis=-1))
    codes = rounded(gray, 8)
    image = Image.fromarray(hald_of(gray))
    for mode in ("L", "P", "RGBA", "LA"):
        file = io.BytesIO()
        image.convert("L").convert(mode).save(file, "PNG")
        assert_close(picture_files.read(file.getvalue()).table, codes / 255, 1e-6, mode)


def test_transparent_pixels_are_refused() -> None:
    pixels = np.dstack([hald_of(film(16)), np.full((64, 64), 255, np.uint8)])
    pixels[40, 3, 3] = 254
    with pytest.raises(LutFormatError, match="expected a LUT as an opaque picture, found transparent pixels"):
        picture_files.read(file_of(pixels))


@pytest.mark.parametrize("title", ["Film", "Süß × 7", ""])
@pytest.mark.parametrize("extension", [".png", ".tif"])
def test_titles_stay(title: str, extension: str) -> None:
    assert picture_files.read(picture_files.write_as(film(9, title), "hald", extension)).title == title


# Hostile files


WHOLE = {
    "PNG": file_of(hald_of(film(16))),
    "TIFF": file_of(hald_of(film(16)), "TIFF"),
    "deflated TIFF": file_of(hald_of(film(16)), "TIFF", compression="tiff_adobe_deflate"),
    "JPEG": file_of(hald_of(film(16)), "JPEG"),
    "16-bit PNG": picture_files.encode_picture(hald_of(film(16), 16)),
}


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, of a TIFF's damaged tags
@pytest.mark.parametrize("data", WHOLE.values(), ids=WHOLE)
def test_truncated_files_are_refused(data: bytes) -> None:
    for length in (9, 30, 100, len(data) // 2, len(data) - 30):
        with pytest.raises(LutFormatError, match="expected "):
            picture_files.read(data[:length])


def bare(width: int, height: int, bits: int = 8, rows: bytes = b"") -> bytes:
    """A PNG that says how large it is, and by default has no pixels."""
    header = struct.pack(">IIBBBBB", width, height, bits, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    parts = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("size", [(4913, 4913), (15625, 15625), (1 << 20, 1), (65536, 4096), (40000, 40000)])
def test_the_size_is_checked_before_anything_is_decoded(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.File, "samples", None)
    with pytest.raises(LutFormatError, match=r"expected at most .* pixels"):
        picture_files.read(bare(*size))


@pytest.mark.slow("decodes a large picture; tests/test_limits.py has smaller ones")
def test_a_bomb_takes_bounded_memory() -> None:
    """The largest picture that is decoded at all, in as few bytes as it takes. Pillow's own 64 MB are not counted."""
    bomb = bare(4096, 4096, 16, bytes(4096 * (1 + 4096 * 6)))
    assert len(bomb) < MEGABYTE
    tracemalloc.start()
    try:
        with pytest.raises(LutFormatError, match="found one color all over"):
            picture_files.read(bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 130 * MEGABYTE


@pytest.mark.parametrize(
    ("mode", "found"),
    [("1", "found pure black and white"), ("CMYK", "found CMYK"), ("F", "found floating point"), ("I", "found 32-bit")],
)
def test_other_kinds_of_samples_are_refused(mode: str, found: str) -> None:
    image = Image.fromarray(hald_of(film(16))).convert("L").convert(mode)
    file = io.BytesIO()
    image.save(file, "TIFF")
    with pytest.raises(LutFormatError, match=found):
        picture_files.read(file.getvalue())
