"""What the samples of a TIFF are: colors, alpha, and data beside them, at every depth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sample_photos import RGB, pixels
from tiff_maker import Page, tiff_file

from lut import images
from lut.apply_lut import Applier
from lut.errors import LutFormatError
from lut.images.tiff_channels import DATA, STRAIGHT
from lut.lattice import lattice
from lut.looks.develop import develop
from lut.looks.finish.crop import Crop
from lut.looks.finishing import Finishing
from lut.table import Lut

SQUARED = Lut(lattice(9) ** 2)
TYPES = ("uint8", "uint16", "float32")


def noise(channels: int, dtype: str, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    if dtype == "float32":
        return rng.random((16, 24, channels), np.float32)
    return rng.integers(0, np.iinfo(dtype).max, (16, 24, channels), np.dtype(dtype), endpoint=True)


def read(tmp_path: Path, data: bytes) -> images.Picture:
    path = tmp_path / "picture.tif"
    path.write_bytes(data)
    return images.read(path)


def written(picture: images.Picture, path: Path) -> tuple[np.ndarray, tuple[int, ...], tuple[str, ...]]:
    """The samples in a TIFF as tifffile finds them, its ExtraSamples, and the notes."""
    tifffile = pytest.importorskip("tifffile", reason="tifffile is not installed")
    notes = images.write(picture, path)
    with tifffile.TiffFile(path) as file:
        (page,) = file.pages
        found = page.asarray()
        return found.reshape(*found.shape[:2], -1), tuple(int(kind) for kind in page.extrasamples), notes


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("colors", [1, 3])
@pytest.mark.parametrize(
    "extras", [(DATA,), (DATA, DATA), (STRAIGHT, DATA), (DATA, STRAIGHT), (DATA, STRAIGHT, DATA), (STRAIGHT,)]
)
@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("planes", [1, 2], ids=["together", "planes"])
def test_data_beside_the_colors_is_kept(
    tmp_path: Path, dtype: str, colors: int, extras: tuple[int, ...], order: str, planes: int
) -> None:
    """To the bit, and as what it was: a film scanner's infrared is not transparency."""
    samples = noise(colors + len(extras), dtype)
    page = Page(samples, {338: extras, 262: 2 if colors == 3 else 1, 284: planes})
    picture = read(tmp_path, tiff_file(page, order=order))
    alpha = [colors + at for at, kind in enumerate(extras) if kind == STRAIGHT]
    data = [colors + at for at, kind in enumerate(extras) if kind == DATA]
    assert picture.gray is (colors == 1)
    assert (picture.pixels[..., :3] == samples[..., :colors]).all()
    assert (picture.pixels[..., 3:] == samples[..., alpha]).all()
    assert picture.beside is None if not data else (picture.beside == samples[..., data]).all()
    result = develop(replace(picture, notes=()), Applier(SQUARED))
    found, kinds, notes = written(result, tmp_path / "out.tif")
    assert kinds == (STRAIGHT,) * len(alpha) + (DATA,) * len(data)
    assert notes == ()
    assert (found[..., colors:] == samples[..., alpha + data]).all()
    assert (found[..., :colors] == result.pixels[..., :colors]).all()
    if colors == 3:
        assert (found[..., :3] != samples[..., :3]).any()


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize("kind", [DATA, STRAIGHT])
def test_white_at_0_is_of_the_color_alone(tmp_path: Path, dtype: str, kind: int) -> None:
    samples = noise(2, dtype)
    picture = read(tmp_path, tiff_file(Page(samples, {262: 0, 338: (kind,)})))
    assert (picture.pixels[..., 0] == np.iinfo(dtype).max - samples[..., 0]).all()
    other = picture.pixels[..., 3] if kind == STRAIGHT else picture.beside[..., 0]
    assert (other == samples[..., 1]).all()


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_data_beside_the_colors_turns_with_them(tmp_path: Path, dtype: str, orientation: int) -> None:
    color = noise(1, dtype)
    samples = np.concatenate([color] * 4, axis=2)
    picture = read(tmp_path, tiff_file(Page(samples, {338: (DATA,), 274: orientation})))
    assert picture.pixels.shape[:2] == ((24, 16) if orientation > 4 else (16, 24))
    assert (picture.beside == picture.pixels[..., :1]).all()


def test_data_beside_the_colors_is_cropped_with_them(tmp_path: Path) -> None:
    samples = np.concatenate([noise(1, "uint16")] * 4, axis=2)
    picture = read(tmp_path, tiff_file(Page(samples, {338: (DATA,)})))
    identity = Applier(Lut(lattice(2)))
    cropped = develop(picture, identity, Finishing(crop=Crop(1, 1)))
    assert cropped.pixels.shape[:2] == (16, 16)
    assert (cropped.beside == cropped.pixels[..., :1]).all()


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize(("extension", "name"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")])
def test_formats_without_a_place_for_it_say_so(tmp_path: Path, dtype: str, extension: str, name: str) -> None:
    picture = read(tmp_path, tiff_file(Page(noise(4, dtype), {338: (DATA,)})))
    notes = images.write(picture, tmp_path / f"out.{extension}")
    assert f"{name} has no place for its channel beside the colors (as a film scanner's infrared)" in notes
    with Image.open(tmp_path / f"out.{extension}") as image:
        assert image.getbands() == ("R", "G", "B")


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("colors", [1, 3])
def test_a_sample_that_is_not_declared_is_alpha(tmp_path: Path, dtype: str, colors: int) -> None:
    """As GIMP, Pillow and ImageMagick take it, though TIFF 6.0 says that it must be declared.  It is told."""
    samples = noise(colors + 1, dtype)
    picture = read(tmp_path, tiff_file(Page(samples, {262: 2 if colors == 3 else 1})))
    assert "the file does not say what its last channel is; it was taken for transparency" in picture.notes
    assert (picture.pixels[..., 3] == samples[..., -1]).all()
    assert picture.beside is None
    found, kinds, _notes = written(picture, tmp_path / "out.tif")
    assert (found == samples).all() and kinds == (STRAIGHT,)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("colors", [1, 3])
def test_premultiplied_alpha_is_read_where_nothing_is_rounded(tmp_path: Path, dtype: str, colors: int) -> None:
    """Where it is all or nothing; in between, a color that was multiplied and rounded is not what it was."""
    samples = noise(colors + 1, dtype)
    most = 1 if dtype == "float32" else np.iinfo(dtype).max
    samples[..., -1] = most * (samples[..., -1] > most / 2)
    samples *= samples[..., -1:] > 0
    tags = {338: (1,), 262: 2 if colors == 3 else 1}
    picture = read(tmp_path, tiff_file(Page(samples, tags)))
    assert (picture.pixels[..., :3] == samples[..., :colors]).all()
    found, kinds, _notes = written(picture, tmp_path / "out.tif")
    assert (found == samples).all() and kinds == (STRAIGHT,)
    samples[0, 0, -1] = most / 2
    with pytest.raises(LutFormatError, match="expected RGB or gray, found premultiplied alpha; convert it"):
        read(tmp_path, tiff_file(Page(samples, tags)))


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_undefined_samples_are_whole_numbers(tmp_path: Path, dtype: str) -> None:
    """TIFF 6.0, section 19: as if SampleFormat were not there."""
    samples = noise(3, dtype)
    assert (read(tmp_path, tiff_file(Page(samples, {339: (4, 4, 4)}))).pixels == samples).all()


EIGHT, SIXTEEN = noise(3, "uint8"), noise(3, "uint16")


@pytest.mark.parametrize(
    ("pixels", "tags", "message"),
    [
        (EIGHT[..., :1].view(np.int8), {}, "or floating point, found 8-bit signed integers"),
        (EIGHT.view(np.int8), {}, "or floating point, found 8-bit signed integers"),
        (SIXTEEN.view(np.int16), {}, "or floating point, found 16-bit signed integers"),
        (SIXTEEN.astype(np.uint32), {}, "or floating point, found 32-bit integers"),
        (SIXTEEN.astype(np.complex64), {}, "or floating point, found 64-bit complex numbers"),
        (SIXTEEN, {258: (12, 12, 12)}, "or floating point, found 12-bit integers"),
        (EIGHT, {258: (4, 4, 4)}, "or floating point, found 4-bit integers"),
        (EIGHT, {262: 8}, "expected RGB or gray, found CIELAB; convert it to RGB first"),
        (EIGHT, {262: 9}, "expected RGB or gray, found CIELAB; convert it to RGB first"),
        (SIXTEEN, {262: 32845, 259: 34676}, "expected RGB or gray, found LogLuv; convert it to RGB first"),
        (SIXTEEN[..., :1], {262: 32844, 259: 34676}, "expected RGB or gray, found LogL; convert it to RGB first"),
        (noise(4, "uint8"), {262: 5}, "expected RGB or gray, found CMYK; convert it to RGB first"),
        (SIXTEEN, {262: 6}, "expected RGB or gray, found YCbCr; convert it to RGB first"),
        (EIGHT, {262: 77}, "expected RGB or gray, found the color space 77; convert it to RGB first"),
        (EIGHT, {262: None}, "samples of which the file does not say what they mean"),
        (EIGHT, {259: 6}, "found JPEG of the old style"),
        (EIGHT, {259: 32897}, "expected a known compression, found number 32897"),
        (noise(5, "uint8"), {338: (2, 2)}, "expected one channel of transparency, found several"),
        (noise(5, "uint8"), {338: (2,)}, "expected RGB or gray, and alpha, found 5 channels"),
        (noise(5, "uint16"), {}, "expected RGB or gray, and alpha, found 5 channels"),
        (
            EIGHT,
            {322: 65520, 323: 65520},
            "expected tiles no larger than the picture, found one of 65520 × 65520 pixels",
        ),
        (SIXTEEN, {322: 65520, 323: 4096}, "expected tiles no larger than the picture, found one of 65520 × 4096 pix"),
        (EIGHT[..., :1], {258: (1,)}, "expected RGB or gray, found pure black and white"),
    ],
)
@pytest.mark.parametrize("order", "<>")
def test_what_is_no_photograph_is_called_what_it_is(
    tmp_path: Path, pixels: np.ndarray, tags: dict[int, object], message: str, order: str
) -> None:
    with pytest.raises(LutFormatError, match=message) as caught:
        read(tmp_path, tiff_file(Page(pixels, tags), order=order))
    assert str(caught.value).startswith(f"{tmp_path / 'picture.tif'}: expected")


@pytest.mark.parametrize(
    ("compression", "dtype"),
    [(name, dtype) for name in ("zstd", "lerc", "jpegxl", "jpeg2000", "png", "jpegxr", "lzma") for dtype in TYPES[:2]]
    + [("webp", "uint8"), ("zstd", "float32"), ("lerc", "float32")],
)
@pytest.mark.parametrize("tags", [{}, {"tile": (16, 32)}], ids=["strips", "tiles"])
def test_every_compression_without_loss(tmp_path: Path, compression: str, dtype: str, tags: dict[str, object]) -> None:
    tifffile = pytest.importorskip("tifffile", reason="tifffile is not installed")
    path, samples = tmp_path / "in.tif", noise(3, dtype)
    lossless = {"webp": {"lossless": True}, "jpegxl": {"lossless": True}, "jpegxr": {"level": 1.0}}
    options = lossless.get(compression, {})
    tifffile.imwrite(path, samples, compression=compression, compressionargs=options, photometric="rgb", **tags)
    assert (images.read(path).pixels == samples).all()


@pytest.mark.parametrize("tags", [{}, {"byteorder": ">", "bigtiff": True}])
def test_ycbcr_is_read_from_jpeg_alone(tmp_path: Path, tags: dict[str, object]) -> None:
    """Uncompressed, its colors may be halved, or in video's range, which Pillow overlooks."""
    tifffile = pytest.importorskip("tifffile", reason="tifffile is not installed")
    path = tmp_path / "in.tif"
    options = {"photometric": "ycbcr", "compression": "jpeg", "compressionargs": {"level": 95}}
    tifffile.imwrite(path, np.asarray(RGB.convert("YCbCr")), subsampling=(2, 2), **options, **tags)
    assert np.abs(images.read(path).pixels.astype(int) - pixels()).mean() < 3
    for more in ({}, {530: (2, 1)}, {530: (1, 1)}):
        with pytest.raises(LutFormatError, match="expected RGB or gray, found YCbCr; convert it to RGB first"):
            read(tmp_path, tiff_file(Page(EIGHT, {262: 6, **more})))


def test_few_bits_of_gray_are_read(tmp_path: Path) -> None:
    """2 and 4 bits, black or white at 0: packed from the left (TIFF 6.0, section 4)."""
    levels = np.arange(16, dtype=np.uint8)
    four = np.packbits(np.unpackbits(levels[:, None], axis=1)[:, 4:]).reshape(1, 8, 1)
    two = np.packbits(np.unpackbits(levels[:4, None], axis=1)[:, 6:]).reshape(1, 1, 1)
    for packed, bits, width in ((four, 4, 16), (two, 2, 4)):
        expected = levels[:width] * (255 // (2**bits - 1))
        for white in (0, 1):
            tags = {258: (bits,), 256: width, 262: 1 - white}
            found = read(tmp_path, tiff_file(Page(packed, tags))).pixels[0, :, 0]
            assert (found == (255 - expected if white else expected)).all()


def test_a_palette_with_data_beside_it(tmp_path: Path) -> None:
    index, beside = noise(1, "uint8"), noise(1, "uint8", 1)
    palette = np.random.default_rng(2).integers(0, 256, (3, 256)) * 257
    tags = {262: 3, 320: tuple(int(code) for code in palette.ravel()), 338: (DATA,)}
    picture = read(tmp_path, tiff_file(Page(np.concatenate([index, beside], axis=2), tags)))
    assert (picture.pixels == palette[:, index[..., 0]].transpose(1, 2, 0) // 257).all()
    assert (picture.beside == beside).all()
    assert pixels().shape == picture.pixels.shape
