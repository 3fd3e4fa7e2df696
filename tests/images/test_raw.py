"""Raw files of a known picture, developed: the picture comes back."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tiff_maker
import tifffile
from dng_maker import (
    ASCII,
    BAYER,
    LONG,
    SHORT,
    SRATIONAL,
    XTRANS,
    Tag,
    dng,
    gain_maps,
    linear_dng,
    see,
    smooth_picture,
    tag,
    words,
)
from PIL import Image

from lut import images
from lut.color import linear_to_srgb, srgb_to_linear
from lut.errors import LutFormatError, NoRoomError
from lut.images import memory_limit, optional_packages, orientations, raw_development, reading, tiff_directories
from lut.shared.shell import command

PICTURE = smooth_picture()
LARGE = smooth_picture(600, 800)  # X-Trans is demosaiced in tiles of 512
MOST_OFF = 1e-4  # of full scale, in the median
EDGE = 6  # pixels that demosaicing lacks neighbors for
RENDERING = np.rint(PICTURE * 255).astype(np.uint8)


def retagged(data: bytes, number: int, kind: int, value: int, other: int) -> bytes:
    """The file with another value of a tag."""
    before, after = (struct.pack("<HHII", number, kind, 1, each) for each in (value, other))
    assert data.count(before) == 1
    return data.replace(before, after)


def jpeg_xl(data: bytes) -> bytes:
    """The file with DNG's number for JPEG XL; tifffile writes another one."""
    return retagged(data, 259, SHORT, 50002, 52546)


def read(tmp_path: Path, data: bytes, enough: int | None = None) -> images.Picture:
    path = tmp_path / "photo.dng"
    path.write_bytes(data)
    return reading.decode(reading.open_checked(path), enough=enough)


def error(found: images.Picture, wanted: np.ndarray) -> float:
    assert found.pixels.shape == wanted.shape and found.pixels.dtype == np.uint16
    return float(np.median(np.abs(found.pixels / 65535 - wanted)[EDGE:-EDGE, EDGE:-EDGE]))


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        pytest.param(dng(PICTURE), PICTURE, id="first directory"),
        pytest.param(dng(PICTURE, rendering=RENDERING), PICTURE, id="SubIFD"),
        pytest.param(dng(PICTURE, black=(500, 520, 540, 600)), PICTURE, id="black levels"),
        pytest.param(dng(PICTURE, black=(0,) * 4, white=65535), PICTURE, id="16 bits"),
        pytest.param(dng(PICTURE, pattern=2 - BAYER), PICTURE, id="blue first"),
        pytest.param(dng(PICTURE * 0.7, stops=1), PICTURE * 0.7, id="darker raw data"),
        pytest.param(dng(PICTURE, stops=-1), PICTURE, id="brighter raw data"),
        pytest.param(dng(LARGE, pattern=XTRANS), LARGE, id="X-Trans"),
        pytest.param(linear_dng(PICTURE), PICTURE, id="demosaiced"),
        pytest.param(linear_dng(PICTURE, RENDERING), PICTURE, id="demosaiced, SubIFD"),
        pytest.param(linear_dng(PICTURE, compression="zlib", predictor=True), PICTURE, id="Deflate"),
        pytest.param(jpeg_xl(linear_dng(PICTURE, compression="jpegxl")), PICTURE, id="JPEG XL"),
        pytest.param(
            jpeg_xl(linear_dng(PICTURE, RENDERING, compression="jpegxl", tile=(128, 128))), PICTURE, id="tiles"
        ),
        pytest.param(jpeg_xl(dng(PICTURE, compression="jpegxl")), PICTURE, id="mosaic in JPEG XL"),
    ],
)
def test_the_known_picture_comes_back(tmp_path: Path, data: bytes, wanted: np.ndarray) -> None:
    found = read(tmp_path, data)
    assert (found.format, found.profile, found.notes) == ("RAW", None, ())
    assert error(found, wanted) < MOST_OFF


@pytest.mark.skipif(shutil.which("rawtherapee-cli") is None, reason="RawTherapee is not installed")
@pytest.mark.parametrize(
    "data",
    [dng(PICTURE), dng(PICTURE, rendering=RENDERING), dng(PICTURE, pattern=2 - BAYER, black=(0,) * 4, white=65535)],
    ids=["first directory", "SubIFD", "blue first"],
)
def test_rawtherapee_develops_the_same(tmp_path: Path, data: bytes) -> None:
    """RawTherapee without any adjustment.  It leaves out four pixels at each edge."""
    found = read(tmp_path, data).pixels[4:-4, 4:-4]
    out = tmp_path / "theirs.tif"
    words = ["rawtherapee-cli", "-o", out, "-t", "-b16", "-Y", "-c", tmp_path / "photo.dng"]
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, "HOME": str(tmp_path)})
    theirs = tifffile.imread(out)
    assert theirs.shape == found.shape
    off = np.abs(theirs.astype(np.int64) - found)[EDGE:-EDGE, EDGE:-EDGE] / 65535
    assert np.median(off) < MOST_OFF and off.max() < 0.01


def test_exposure_is_the_files_own_whatever_it_shows(tmp_path: Path) -> None:
    """No automatic brightness, neither from a dark picture nor from one that nearly reaches white."""
    for scale in (0.5, 0.8, 1.1):
        assert error(read(tmp_path, dng(PICTURE * scale)), PICTURE * scale) < MOST_OFF


def test_highlights_end_at_white(tmp_path: Path) -> None:
    """What the sensor clips has no color left, whatever the white balance."""
    picture = PICTURE.copy()
    picture[100:140, 100:160] = 1.3
    found = read(tmp_path, dng(picture, stops=0.5)).pixels
    assert (found[110:130, 110:150] == 65535).all()


def test_orientation_and_crop_are_the_files(tmp_path: Path) -> None:
    active, origin, size = (4, 8, 236, 312), (6, 10), (280, 216)
    crop = [tag(50829, LONG, active), tag(50719, LONG, origin), tag(50720, LONG, size)]
    inner = PICTURE[14:230, 14:294]
    for orientation in range(1, 9):
        found = read(tmp_path, dng(PICTURE, more=[tag(274, SHORT, orientation)], raw_more=crop))
        assert error(found, orientations.turn_upright(inner, orientation)) < MOST_OFF
        assert tiff_directories.parse_block(found.metadata.exif)[274] == tiff_directories.shorts(1)


def test_a_small_crop_is_a_digital_zoom_and_not_followed(tmp_path: Path) -> None:
    crop = [tag(50719, LONG, (100, 100)), tag(50720, LONG, (100, 80))]
    assert read(tmp_path, dng(PICTURE, raw_more=crop)).pixels.shape == PICTURE.shape


def test_a_phones_lens_shading_is_undone(tmp_path: Path) -> None:
    """The raw data are darker towards the edges, another way for each color; the gain maps say by how much."""
    y, x = np.mgrid[:240, :320]
    y, x = (y + 0.5) / 240, (x + 0.5) / 320
    rise = np.stack([1 + 1.5 * x, 1 + 0.8 * x * y, 1 + 2 * y], axis=2)  # bilinear, as the maps are
    shaded = linear_to_srgb(srgb_to_linear(PICTURE) / rise)
    at = [0.0, 0.5, 1.0]
    grid = np.array([[[[1 + 1.5 * h, 1 + 0.8 * h * v], [1 + 0.8 * h * v, 1 + 2 * v]] for h in at] for v in at])
    how = {"black": (500, 520, 540, 600), "white": 65535}
    dark = read(tmp_path, dng(shaded, **how))
    found = read(tmp_path, dng(shaded, **how, raw_more=[gain_maps(grid, (240, 320))]))
    assert error(dark, PICTURE) > 0.05
    assert error(found, PICTURE) < MOST_OFF
    half = read(tmp_path, dng(shaded, **how, raw_more=[gain_maps(grid, (240, 320))]), enough=1)
    assert np.median(np.abs(half.pixels / 65535 - PICTURE.reshape(120, 2, 160, 2, 3).mean(axis=(1, 3)))) < 0.002


@pytest.mark.parametrize("content", [b"", b"\0\0\0\4", b"\0\0\0\1" + bytes(200), b"\0\0\0\1\0\0\0\x09" + b"\xff" * 90])
def test_gain_maps_without_sense_are_left_out(tmp_path: Path, content: bytes) -> None:
    more = [tag(51009, 7, list(content))] if content else []
    assert error(read(tmp_path, dng(PICTURE, raw_more=more)), PICTURE) < MOST_OFF


def test_half_the_size_is_the_same_development(tmp_path: Path) -> None:
    full = read(tmp_path, dng(LARGE, rendering=RENDERING)).pixels / 65535
    half = read(tmp_path, dng(LARGE, rendering=RENDERING), enough=LARGE[..., 0].size // 4).pixels / 65535
    means = full.reshape(300, 2, 400, 2, 3).mean(axis=(1, 3))
    assert half.shape == means.shape
    assert np.median(np.abs(half - means)) < 0.001 and np.abs(half - means).max() < 0.01
    assert read(tmp_path, dng(LARGE), enough=LARGE[..., 0].size // 4 + 1).pixels.shape == LARGE.shape


def test_without_a_white_balance_it_is_daylights(tmp_path: Path) -> None:
    found = read(tmp_path, dng(PICTURE, balance=False))
    assert found.notes == ("the raw file has no white balance: it was developed for daylight",)
    assert error(found, PICTURE) < MOST_OFF


@pytest.mark.parametrize("stops", [(1, 0), (900, 1)])
def test_an_exposure_without_sense_is_left_out(tmp_path: Path, stops: tuple[int, int]) -> None:
    found = read(tmp_path, dng(PICTURE, more=[(50730, SRATIONAL, 1, stops, False)]))
    assert found.notes == ("the raw file’s BaselineExposure makes no sense and was left out",)
    assert error(found, PICTURE) < MOST_OFF


def test_a_monochrome_sensor_gives_a_gray_picture(tmp_path: Path) -> None:
    seen = np.rint(see(PICTURE, (1, 1, 1))[..., 1:2] * 65535).astype(np.uint16)
    tags = {262: 34892, 50706: b"\1\4\0\0", 50717: 65535}
    found = read(tmp_path, tiff_maker.tiff_file(tiff_maker.Page(seen, tags)))
    assert found.gray and found.notes == ()
    assert error(found, np.repeat(PICTURE[..., 1:2], 3, axis=2)) < MOST_OFF


def test_metadata_describe_the_developed_picture(tmp_path: Path) -> None:
    """Words, GPS and XMP stay; what is true of the raw data and of the rendering inside goes."""
    packet = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 crs:Exposure2012="+1.00" dc:format="image/dng"/></rdf:RDF></x:xmpmeta>"""
    more: list[Tag] = [words(315, "Jo"), words(33432, "CC0"), tag(700, 1, list(packet)), tag(34675, 7, list(b"Adobe"))]
    found = read(tmp_path, dng(PICTURE, rendering=RENDERING, more=more))
    tags = tiff_directories.parse_block(found.metadata.exif)
    assert tags[315] == (ASCII, b"Jo\0") and tags[33432] == (ASCII, b"CC0\0") and tags[272] == (ASCII, b"Phone 1\0")
    assert not {50706, 50721, 50728, 256, 257, 34675} & set(tags)
    assert b"dc:format" in found.metadata.xmp and b"crs:Exposure2012" not in found.metadata.xmp
    assert found.metadata.icc == b""
    images.write(found, tmp_path / "out.jpg")
    with Image.open(tmp_path / "out.jpg") as image:
        assert image.getexif()[315] == "Jo"


def test_a_developed_tiff_with_a_dngs_tags_stays_a_tiff(tmp_path: Path) -> None:
    tags = {50706: b"\1\4\0\0", 50721: b"matrix"}
    data = tiff_maker.tiff_file(tiff_maker.Page(RENDERING, tags))
    assert read(tmp_path, data).format == "TIFF"


UNKNOWN = "expected a raw file that LibRaw 0.* knows, found another one, or damage"
DAMAGE = [
    (dng(PICTURE)[:60_000], "expected a complete raw file of at least [0-9,]+ bytes, found 60,000"),
    (dng(PICTURE)[:400], "expected a complete raw file of at least"),
    (b"FUJIFILMCCD-RAW 0201FF393502" + bytes(40), UNKNOWN),
    (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + bytes(40), UNKNOWN),
    (retagged(dng(PICTURE), 259, SHORT, 1, 9), UNKNOWN),
    (dng(np.zeros((240, 320, 3))), "found a damaged one .all of it is black"),
]


@pytest.mark.parametrize(("data", "message"), DAMAGE)
def test_damage_is_one_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str], data: bytes, message: str) -> None:
    with pytest.raises(LutFormatError, match=message) as caught:
        read(tmp_path, data)
    assert str(caught.value).startswith(f"{tmp_path / 'photo.dng'}: ") and "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")  # LibRaw would write to standard error by itself


def test_changed_bytes_raise_nothing_else(tmp_path: Path) -> None:
    """Bytes of the directories changed at random: a picture, or one sentence."""
    rng = np.random.default_rng(0)
    small = smooth_picture(64, 96)
    originals = [dng(small), dng(small, rendering=RENDERING), linear_dng(small)]
    outcomes = set()
    for _round in range(150):
        data = bytearray(originals[int(rng.integers(len(originals)))])
        ends = rng.integers(0, 1200, 4)
        for at in (*ends, *(len(data) - 1 - ends)):
            if rng.random() < 0.3:
                data[at % len(data)] = int(rng.integers(256))
        try:
            outcomes.add(read(tmp_path, bytes(data)).format)
        except LutFormatError as error:
            outcomes.add("refused")
            assert "\n" not in str(error)
    assert {"RAW", "refused"} <= outcomes


def test_memory_is_checked_before_anything_is_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr(raw_development, "develop_raw", refuse)
    monkeypatch.setattr(memory_limit, "available_bytes", lambda: 10 << 20)
    with pytest.raises(NoRoomError, match="320 × 240 pixels take "):
        read(tmp_path, dng(PICTURE))
    vast = retagged(retagged(dng(PICTURE), 256, LONG, 320, 60000), 257, LONG, 240, 60000)
    with pytest.raises(LutFormatError, match=r"expected at most 1,000,000,000 pixels|found a damaged one"):
        read(tmp_path, vast)


def test_without_libraw_the_command_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rawpy", None)
    monkeypatch.setattr(optional_packages, "leaves_packages_to_the_system", lambda: False)
    monkeypatch.setattr(optional_packages, "is_made_by_the_installer", lambda: False)
    install = command([sys.executable, "-m", "pip", "install"])
    with pytest.raises(LutFormatError) as caught:
        read(tmp_path, dng(PICTURE))
    assert "is a camera’s raw file, for which " in str(caught.value) and "lacks rawpy; run: " in str(caught.value)
    assert install in str(caught.value)


def test_nothing_is_written_as_a_raw_file(tmp_path: Path) -> None:
    with pytest.raises(
        LutFormatError, match=r"expected a file name for JPEG, PNG, TIFF, WebP, AVIF or JPEG XL.*'\.dng'"
    ):
        images.write(read(tmp_path, dng(PICTURE)), tmp_path / "out.dng")
