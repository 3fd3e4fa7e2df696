"""Which page of a TIFF is the picture, as programs, cameras and scanners write them."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sample_photos import PROFILE, RGB, XMP, pixels, saved
from tiff_maker import Page, tiff_file

from lut import formats, images
from lut.errors import LutFormatError
from lut.formats import hald
from lut.images import tiff_directories
from lut.lattice import lattice

DEEP = pixels().astype(np.uint16) * 257
THUMBNAIL = pixels()[::2, ::2]
MASK = np.where(pixels()[..., :1] > 100, 255, 0).astype(np.uint8)
REDUCED = {254: 1}
OLD_REDUCED = {255: 2}
# As tests/images/test_raw.py develops them; these are none for LibRaw.
RAW_FILE = (
    "expected a raw file that LibRaw .* knows, found another one, or damage|expected a complete raw file|lacks rawpy"
)
SENSOR = pixels()[..., :1].astype(np.uint16)
# As EXIF has it (CIPA DC-008, section 4.5.8): a JPEG file, without strips.
EXIF_THUMBNAIL = dict.fromkeys((256, 257, 258, 262, 273, 277, 278, 279, 339)) | {259: 6, 513: 8, 514: 16}


def read(tmp_path: Path, data: bytes) -> images.Picture:
    path = tmp_path / "picture.tif"
    path.write_bytes(data)
    return images.read(path)


@pytest.mark.parametrize("big", [False, True], ids=["classic", "big"])
@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("photo", [pixels(), DEEP], ids=["8 bits", "16 bits"])
@pytest.mark.parametrize(
    "pages",
    [
        lambda photo: [Page(photo), Page(THUMBNAIL, REDUCED)],
        lambda photo: [Page(THUMBNAIL, REDUCED), Page(photo)],
        lambda photo: [Page(THUMBNAIL, REDUCED), Page(photo, {254: 0}), Page(THUMBNAIL, {254: 3})],
        lambda photo: [Page(THUMBNAIL, OLD_REDUCED), Page(photo, {255: 1})],
        lambda photo: [Page(photo), Page(THUMBNAIL, EXIF_THUMBNAIL)],
        lambda photo: [Page(photo, below=[Page(THUMBNAIL, REDUCED), Page(THUMBNAIL[::2, ::2], REDUCED)])],
        lambda photo: [Page(photo, {254: 2})],  # page 1 of 1
        lambda photo: [Page(part, {254: 2, 297: (0, 3)}) for part in (photo, photo[::2, ::2], photo[::4, ::4])],
        lambda photo: [Page(THUMBNAIL, REDUCED, below=[Page(photo, {254: 0}), Page(THUMBNAIL, REDUCED)])],
    ],
    ids=[
        "last",
        "first",
        "both",
        "old tag",
        "EXIF",
        "pyramid below",
        "one page",
        "as ImageMagick 6",
        "as Nikon's cameras",
    ],
)
def test_the_one_page_at_full_size_is_the_picture(
    tmp_path: Path, pages: object, photo: np.ndarray, order: str, big: bool
) -> None:
    picture = read(tmp_path, tiff_file(*pages(photo), order=order, big=big))
    assert picture.pixels.dtype == photo.dtype
    assert (picture.pixels == photo).all()
    assert picture.notes == ()


def test_gimps_own_export_is_read(tmp_path: Path) -> None:
    """GIMP 3.2.6 with its usual settings, a crop: its thumbnail is a second page, of old-style JPEG."""
    path, target = Path(__file__).parent / "data" / "gimp-3.2.6.tif", tmp_path / "out.tif"
    with Image.open(path) as image:
        expected = np.asarray(image)
    picture = images.read(path)
    assert picture.gray and (picture.pixels == expected[..., None]).all()
    assert images.write(picture, target) == picture.notes == ()
    with Image.open(target) as image:
        assert image.n_frames == 1 and (np.asarray(image) == expected).all()


@pytest.mark.parametrize("order", "<>")
def test_metadata_is_that_of_the_picture(tmp_path: Path, order: str) -> None:
    small = {254: 1, 274: 3, 700: b"<small/>", 34675: b"small"}
    photo = {274: 6, 700: XMP, 34675: PROFILE}
    picture = read(tmp_path, tiff_file(Page(THUMBNAIL, small), Page(DEEP, photo), order=order))
    assert (picture.metadata.xmp, picture.metadata.icc) == (XMP, PROFILE)
    assert (picture.pixels == np.rot90(DEEP, 3)).all()
    target = tmp_path / "out.tif"
    images.write(picture, target)
    with Image.open(target) as image:
        assert image.n_frames == 1
        assert image.info["icc_profile"] == PROFILE


@pytest.mark.parametrize("photo", [pixels(), DEEP], ids=["8 bits", "16 bits"])
def test_a_picture_below_a_thumbnail_has_what_is_said_above(tmp_path: Path, photo: np.ndarray) -> None:
    """TIFF/EP (ISO 12234-2): the first directory describes the photograph, even if its pixels lie in another."""
    data = tiff_file(Page(THUMBNAIL, {254: 1, 274: 8, 700: XMP, 34675: PROFILE}, [Page(photo, {254: 0})]))
    picture = read(tmp_path, data)
    assert (picture.pixels == np.rot90(photo)).all()
    assert (picture.metadata.xmp, picture.metadata.icc) == (XMP, PROFILE)


@pytest.mark.parametrize(
    "masks",
    [
        [Page(MASK, {254: 4, 262: 4})],
        [Page(MASK, {254: 4})],
        [Page(MASK, {262: 4})],
        [Page(THUMBNAIL, REDUCED), Page(MASK[::2, ::2], {254: 5, 262: 4}), Page(MASK, {254: 4, 262: 4})],  # as GDAL
    ],
)
def test_a_mask_is_no_picture_and_is_told(tmp_path: Path, masks: list[Page]) -> None:
    told = ("the file holds a mask beside the picture (transparency or infrared), which is not kept",)
    for pages in ([Page(pixels()), *masks], [*masks, Page(pixels())]):
        picture = read(tmp_path, tiff_file(*pages))
        assert (picture.pixels == pixels()).all()
        assert picture.notes == told
    assert read(tmp_path, tiff_file(Page(pixels(), below=masks))).notes == told


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ([Page(pixels()), Page(pixels())], "expected one picture, found 2 in the file; save them one by one first"),
        ([Page(pixels(), {254: 2}), Page(pixels(), {254: 2}), Page(pixels(), {254: 2})], "one picture, found 3 in"),
        ([Page(pixels()), Page(pixels()), Page(THUMBNAIL, REDUCED)], "expected one picture, found 2 in the file"),
        ([Page(DEEP, {297: (0, 2)}), Page(DEEP[::2, ::2], {297: (1, 2)})], "expected one picture, found 2 in the file"),
        ([Page(DEEP, {297: (0, 2)}), Page(DEEP, {297: (0, 2)})], "expected one picture, found 2 in the file"),
        ([Page(pixels()), Page(THUMBNAIL)], "expected one picture, found 2 in the file"),  # an old scanner's, perhaps
        ([Page(DEEP), Page(DEEP[..., :1])], "expected one picture, found 2 in the file"),
        ([Page(THUMBNAIL, REDUCED, [Page(DEEP), Page(DEEP)])], "expected one picture, found 2 in the file"),
        ([Page(THUMBNAIL, REDUCED)], "expected a picture at full size, found only a reduced copy of one"),
        (
            [Page(MASK, {254: 4}), Page(THUMBNAIL, REDUCED)],
            "expected a picture at full size, found only a reduced copy",
        ),
        ([Page(SENSOR, {262: 32803})], RAW_FILE),
        ([Page(DEEP, {262: 34892})], RAW_FILE),
        ([Page(SENSOR, {33421: (2, 2), 33422: bytes((0, 1, 1, 2))})], RAW_FILE),
        ([Page(THUMBNAIL, REDUCED, [Page(SENSOR, {254: 0, 262: 32803})])], RAW_FILE),  # NEF, DNG, ARW
        ([Page(THUMBNAIL, REDUCED, [Page(pixels(), REDUCED), Page(SENSOR, {262: 32803})])], RAW_FILE),
        ([Page(THUMBNAIL), Page(SENSOR, {262: 32803})], RAW_FILE),
        ([Page(pixels(), below=[Page(THUMBNAIL, REDUCED, [Page(SENSOR, {262: 32803})])])], RAW_FILE),
    ],
)
@pytest.mark.parametrize("order", "<>")
def test_no_picture_or_several_are_refused(tmp_path: Path, pages: list[Page], message: str, order: str) -> None:
    with pytest.raises(LutFormatError, match=message):
        read(tmp_path, tiff_file(*pages, order=order))


def test_canons_raw_files_are_known_by_their_header(tmp_path: Path) -> None:
    """CR2: a mark behind the header, and the first directory behind that.  Pixels may begin like the mark."""
    data = tiff_file(Page(pixels()))
    (directory,) = struct.unpack_from("<I", data, 4)
    canon = b"II*\0\x10\0\0\0CR\2\0\0\0\0\0" + data[directory:]
    with pytest.raises(LutFormatError, match=RAW_FILE):
        read(tmp_path, canon)
    photo = pixels()
    photo[0, 0] = tuple(b"CR\2")
    assert (read(tmp_path, tiff_file(Page(photo))).pixels == photo).all()


@pytest.mark.parametrize("photo", [pixels(), DEEP], ids=["8 bits", "16 bits"])
def test_a_developed_picture_is_one_whatever_a_converter_copied(tmp_path: Path, photo: np.ndarray) -> None:
    """The tags of a DNG and of a sensor's filters say how to develop a raw file; of a developed one they are untrue."""
    raw = {33421: (2, 2), 33422: bytes((0, 1, 1, 2)), 50706: b"\1\4\0\0", 50707: b"\1\1\0\0", 50714: 64, 50717: 16383}
    raw |= {50721: b"matrix", 50740: b"private", 50879: 1, 51008: b"opcodes"}
    camera = {50708: b"Nikon D850\0", 50735: b"1234\0"}
    picture = read(tmp_path, tiff_file(Page(photo, {**raw, **camera})))
    assert (picture.pixels == photo).all()
    assert set(tiff_directories.parse_block(picture.metadata.exif)) == set(camera)
    images.write(picture, tmp_path / "out.tif")
    found = tiff_directories.parse_block((tmp_path / "out.tif").read_bytes())
    assert set(camera) <= set(found) and not set(raw) & set(found)
    images.read(tmp_path / "out.tif")


def test_photoshops_layers_are_told(tmp_path: Path) -> None:
    told = ("the layers that Photoshop saved beside the picture are not kept",)
    for content, expected in ((b"MIB8ryaL", told), (b"8BIMLr16", told), (b"8BIMPatt", ())):
        layers = b"Adobe Photoshop Document Data Block\0" + content + bytes(20)
        assert read(tmp_path, tiff_file(Page(pixels(), {37724: layers}))).notes == expected


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("wide", [4, 8], ids=["classic", "big"])
def test_a_chain_that_comes_back_ends(tmp_path: Path, order: str, wide: int) -> None:
    """The last page names the first one as the next, and as one below it."""
    pages = [Page(pixels()), Page(THUMBNAIL, {254: 1, 330: wide + 4})]
    data = bytearray(tiff_file(*pages, order=order, big=wide == 8))
    first = data[wide : 2 * wide]
    data[-wide:] = first
    assert (read(tmp_path, bytes(data)).pixels == pixels()).all()


def test_a_chain_without_end_is_not_followed_for_ever(tmp_path: Path) -> None:
    pages = [Page(pixels()), *[Page(THUMBNAIL, REDUCED)] * 5000]
    assert (read(tmp_path, tiff_file(*pages)).pixels == pixels()).all()


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("big", [False, True], ids=["classic", "big"])
def test_a_hald_picture_with_a_thumbnail_is_a_lut(tmp_path: Path, bits: int, order: str, big: bool) -> None:
    """What GIMP exports, and with an infrared sample as a scanner has."""
    codes = hald.make_identity(3, bits)
    path = tmp_path / "hald"  # known by its content
    for pixels_, tags in ((codes, {}), (np.concatenate([codes, codes[..., :1]], axis=2), {338: (0,)})):
        path.write_bytes(tiff_file(Page(pixels_, tags), Page(THUMBNAIL, REDUCED), order=order, big=big))
        table = formats.read(path).table
        assert np.abs(table - lattice(9)).max() < 0.6 / (2**bits - 1)


@pytest.mark.parametrize("kind", ["several", "raw"])
def test_what_is_no_lut_picture_says_the_same(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "hald.tif"
    codes = hald.make_identity(3, 8)
    pages, message = {
        "several": ([Page(codes), Page(codes)], "expected one picture, found 2 in the file"),
        "raw": ([Page(codes[..., :1], {262: 32803})], "expected a LUT as a picture, found a camera's raw file"),
    }[kind]
    path.write_bytes(tiff_file(*pages))
    with pytest.raises(LutFormatError, match=message) as caught:
        formats.read(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_mutated_files_raise_nothing_else(tmp_path: Path) -> None:
    """Bytes of the directories changed at random: a picture, or one sentence about this file."""
    rng = np.random.default_rng(0)
    pages = [Page(THUMBNAIL, {254: 1}, [Page(MASK, {254: 5})]), Page(np.dstack([DEEP, DEEP[..., :1]]), {338: (0,)})]
    files = [tiff_file(*pages, order=order, big=big) for order in "<>" for big in (False, True)]
    read_, refused = 0, 0
    for _round in range(600):
        data = bytearray(files[_round % 4])
        # The directories stand behind each page's strip; most bytes are theirs or the header's.
        for at in rng.integers(0, len(data), 3).tolist() + rng.integers(len(data) - 300, len(data), 3).tolist():
            data[at] = int(rng.integers(0, 256))
        try:
            read(tmp_path, bytes(data))
            read_ += 1
        except LutFormatError as error:
            refused += 1
            assert "\n" not in str(error)
    assert read_ > 50 and refused > 50, (read_, refused)


def test_what_pillow_saves_as_several_is_several(tmp_path: Path) -> None:
    data = saved("TIFF", RGB, save_all=True, append_images=[RGB])
    with pytest.raises(LutFormatError, match="expected one picture, found 2 in the file"):
        read(tmp_path, data)
