"""What follows a JPEG's picture stays if a change of colors leaves it true; nothing goes untold, nothing is claimed."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import phone_jpegs as phone
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phone_jpegs import FILM, GAIN_MAP, PREVIEW, PRIMARY, UNHURRIED
from PIL import Image
from sample_photos import segment, with_chunk

from lut import LutFormatError, images
from lut.images.jpeg_segments import Blocks
from lut.images.picture import Picture
from lut.images.trailing_parts import FILM as FILM_KIND
from lut.looks.develop import develop
from lut.looks.finish import Crop
from lut.looks.finishing import Finishing

CLAIMS = ("MotionPhoto", "MicroVideo", "Container", "hdrgm", "HDRGainMap", "pixeldatainfo", "MPF", "21496", "GDepth")


class Darker:
    def into(self, source: np.ndarray, target: np.ndarray) -> None:
        np.multiply(source, 0.5, out=target, casting="unsafe")


def struct_box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def developed(
    tmp_path: Path, data: bytes, name: str = "out.jpg", finishing: Finishing | None = None
) -> tuple[bytes, str]:
    """The file after a look, and the notes, in one text."""
    (tmp_path / "in.jpg").write_bytes(data)
    picture = develop(images.read(tmp_path / "in.jpg"), Darker(), finishing or Finishing())
    notes = picture.notes + images.write(picture, tmp_path / name)
    return (tmp_path / name).read_bytes(), "; ".join(notes)


def claimed(data: bytes) -> set[str]:
    """What the file itself speaks of, whatever follows it."""
    head = data[: data.index(b"\xff\xda")]
    return {claim for claim in CLAIMS if claim.encode() in head}


def facts(path: Path, *options: str) -> dict[str, object]:
    command = ["exiftool", "-json", "-a", "-G1", "-struct", *options, str(path)]
    (found,) = json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
    return dict(found)


needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
needs_ffprobe = pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")


@pytest.mark.parametrize("elements", [False, True])
@pytest.mark.parametrize("tail", [b"", b"a maker's trailer"])
@pytest.mark.parametrize("make", [phone.motion_photo, phone.micro_video])
def test_a_film_stays(tmp_path: Path, make: object, tail: bytes, elements: bool) -> None:
    data = make(elements=elements, tail=tail)  # type: ignore[operator]
    result, notes = developed(tmp_path, data)
    assert result.endswith(FILM + tail)
    assert notes == ""
    picture = images.read(tmp_path / "out.jpg")
    assert picture.metadata.xmp == images.read(tmp_path / "in.jpg").metadata.xmp
    start, end = data.index(phone.XMP_HEAD), data.index(b"</x:xmpmeta>")
    assert data[start:end] in result


@needs_exiftool
@pytest.mark.parametrize("elements", [False, True])
def test_the_length_in_the_xmp_finds_the_film(tmp_path: Path, elements: bool) -> None:
    """Also where a gain map before it has gone, and a trailer behind it stays."""
    data = phone.ultra_hdr(elements, FILM, b"a maker's trailer", phone.DAMAGED_MAP)
    result, notes = developed(tmp_path, data)
    found = facts(tmp_path / "out.jpg")
    (primary, film) = [row["Item"] for row in found["XMP-Container:Directory"]]  # type: ignore[attr-defined]
    assert (primary["Semantic"], film["Semantic"]) == ("Primary", "MotionPhoto")
    assert result[-int(film["Length"]) :].startswith(FILM)
    assert found["XMP-xmp:Rating"] == 4
    assert claimed(result) == {"MotionPhoto", "Container"}
    assert notes == (
        "the file holds more than the photograph; this is not kept: an HDR gain map (expected 61 bytes in the "
        "ISO 21496-1 block, found 8)"
    )


@needs_ffprobe
@pytest.mark.parametrize("tail", [b"", b"a maker's trailer"])
def test_ffmpeg_opens_the_film(tmp_path: Path, tail: bytes) -> None:
    developed(tmp_path, phone.micro_video(tail=tail))
    film = tmp_path / "film.mp4"
    found = images.read(tmp_path / "out.jpg").metadata.following[0]
    assert found.kind == FILM_KIND
    film.write_bytes(found.data)
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0"]
    assert (
        subprocess.run([*command, str(film)], check=True, capture_output=True, encoding="utf-8").stdout.strip() == "3"
    )


@pytest.mark.parametrize("elements", [False, True])
def test_a_damaged_gain_map_goes_with_all_that_speaks_of_it(tmp_path: Path, elements: bool) -> None:
    result, notes = developed(tmp_path, phone.ultra_hdr(elements, gain_map=phone.DAMAGED_MAP))
    assert claimed(result) == set()
    assert b"Rating" in result
    assert result.count(b"\xff\xd8\xff") == 1
    assert notes.count("not") == 1
    assert "this is not kept: an HDR gain map (expected 61 bytes" in notes


def test_a_damaged_gain_map_by_iso_21496_alone(tmp_path: Path) -> None:
    gain_map = phone.jpeg(segment(0xE2, phone.ISO_GAIN_MAP + bytes(61)), width=8)
    blocks = (segment(0xE2, phone.ISO_GAIN_MAP + bytes(4)),)
    result, notes = developed(tmp_path, phone.with_index((0, gain_map), blocks=blocks))
    assert claimed(result) == set()
    assert "an HDR gain map (expected fractions in the ISO 21496-1 block, found 0/0)" in notes


def test_apples_gain_map(tmp_path: Path) -> None:
    told = phone.xmp({"HDRGainMap:HDRGainMapVersion": "65536", "xmp:Rating": "4"})
    result, notes = developed(tmp_path, phone.with_index((0, phone.APPLE_GAIN_MAP), blocks=(told,)))
    assert claimed(result) == {"HDRGainMap", "MPF"}
    assert b"Rating" in result
    assert result.endswith(phone.APPLE_GAIN_MAP)
    assert notes == ""


def test_apples_depth_map(tmp_path: Path) -> None:
    depth = phone.jpeg(phone.xmp({"depthData:Accuracy": "relative"}), width=8)
    told = phone.xmp({"depthBlurEffect:SimulatedAperture": "4.5", "xmp:Rating": "4"})
    result, notes = developed(tmp_path, phone.with_index((0, depth), blocks=(told,)))
    assert (b"SimulatedAperture" in result, b"Rating" in result) == (False, True)
    assert notes == "the file holds more than the photograph; this is not kept: a depth map"


def test_dynamic_depth(tmp_path: Path) -> None:
    """Google's camera: the directory and the device both speak of a depth map, in namespaces of their own."""
    items = [PRIMARY, ("DepthMap", "image/jpeg", len(PREVIEW))]
    told = phone.packet({"Device:Profiles": "1", "xmp:Rating": "4"}, items)
    for name, other in (("container/item/", "item/"), ("container/", "container/")):
        told = told.replace(f'photos/1.0/{name}"'.encode(), f'photos/dd/1.0/{other}"'.encode())
    result, notes = developed(tmp_path, phone.jpeg(segment(0xE1, phone.XMP_HEAD + told)) + PREVIEW)
    assert (b"photos/dd" in result, b"Rating" in result) == (False, True)
    assert notes == "the file holds more than the photograph; this is not kept: a depth map"


@pytest.mark.parametrize(
    ("kind", "called"), [(0x010001, "a preview"), (0x010002, "a preview"), (0x020002, "a further picture")]
)
def test_cameras_further_pictures_are_told(tmp_path: Path, kind: int, called: str) -> None:
    """MPF: previews show the colors from before, and the other view of a stereo pair is a photograph of its own."""
    result, notes = developed(tmp_path, phone.with_index((kind, PREVIEW)))
    assert claimed(result) == set()
    assert notes == f"the file holds more than the photograph; this is not kept: {called}"


def test_many_pictures_in_one_sentence(tmp_path: Path) -> None:
    data = phone.with_index((0x010001, PREVIEW), (0x010002, PREVIEW), (0, GAIN_MAP))
    assert developed(tmp_path, data)[1].endswith("this is not kept: 2 previews")


def test_samsungs_trailer_stays_with_its_film(tmp_path: Path) -> None:
    trailer = phone.samsung((0x0A01, "Image_UTC_Data", b"1700000000000"), (0x0A30, "MotionPhoto_Data", FILM))
    result, notes = developed(tmp_path, phone.jpeg() + trailer)
    assert result.endswith(trailer)
    assert notes == ""


@needs_exiftool
def test_samsungs_pictures_go_and_its_directory_knows(tmp_path: Path) -> None:
    trailer = phone.samsung(
        (0x0A01, "Image_UTC_Data", b"1700000000000"),
        (0x0AB1, "DualShot_DepthMap_1", bytes(range(256)) * 4),
        (0x0A30, "MotionPhoto_Data", FILM),
        (0x0AB0, "DualShot_Extra", PREVIEW),
        (0x0AA1, "MCC_Data", b"204"),
    )
    result, notes = developed(tmp_path, phone.jpeg() + trailer)
    expected = phone.samsung(
        (0x0A01, "Image_UTC_Data", b"1700000000000"), (0x0A30, "MotionPhoto_Data", FILM), (0x0AA1, "MCC_Data", b"204")
    )
    assert result.endswith(expected)
    assert result.count(b"\xff\xd8\xff") == 1
    assert notes.endswith("this is not kept: a depth map and a further picture")
    found = facts(tmp_path / "out.jpg", "-b")
    assert found["Samsung:MCCData"] == "Netherlands"
    assert found["Samsung:EmbeddedVideoType"] == "MotionPhoto_Data"
    assert not [key for key in found if "Warning" in key or "Error" in key], found


def test_samsungs_film_by_googles_xmp(tmp_path: Path) -> None:
    """The XMP reaches into the trailer, behind a block that goes."""
    tail = (0x0AB0, "DualShot_Extra", PREVIEW)
    length = len(phone.samsung((0x0A30, "MotionPhoto_Data", FILM), tail)) - len("MotionPhoto_Data") - 8
    told = phone.xmp({"GCamera:MicroVideo": "1", "GCamera:MicroVideoOffset": str(length)})
    result, _ = developed(tmp_path, phone.jpeg(told) + phone.samsung((0x0A30, "MotionPhoto_Data", FILM), tail))
    offset = len(phone.samsung((0x0A30, "MotionPhoto_Data", FILM))) - len("MotionPhoto_Data") - 8
    assert f'MicroVideoOffset="{offset}"'.encode() in result
    assert result[-offset:].startswith(FILM)


def test_an_unknown_trailer_stays_unless_a_picture_stands_in_it(tmp_path: Path) -> None:
    trailer = b"v2_f31   " + bytes(100) + b"LIVE_1234"
    result, notes = developed(tmp_path, phone.jpeg() + trailer)
    assert (result.endswith(trailer), notes) == (True, "")
    result, notes = developed(tmp_path, phone.jpeg() + PREVIEW + b"\x56\xe9edof" + bytes(200) + trailer)
    assert notes.endswith("this is not kept: a further picture and a depth map")
    assert result.endswith(b"\xff\xd9")


@pytest.mark.parametrize("tail", [b"", bytes(4096), bytes(3)])
def test_padding_stays_and_is_not_told(tmp_path: Path, tail: bytes) -> None:
    result, notes = developed(tmp_path, phone.jpeg() + tail)
    assert (result.endswith(b"\xff\xd9" + tail), notes) == (True, "")


@pytest.mark.parametrize("make", [phone.motion_photo, phone.micro_video])
def test_without_an_end_marker_the_film_is_found(tmp_path: Path, make: object) -> None:
    data: bytes = make()  # type: ignore[operator]
    at = data.index(FILM)
    assert data[at - 2 : at] == b"\xff\xd9"
    result, notes = developed(tmp_path, data[: at - 2] + data[at:])
    assert (result.endswith(b"\xff\xd9" + FILM), notes) == (True, "")


def test_without_an_end_marker_samsungs_trailer_is_found(tmp_path: Path) -> None:
    trailer = phone.samsung((0x0A01, "Image_UTC_Data", b"1700000000000"))
    result, notes = developed(tmp_path, phone.jpeg()[:-2] + trailer)
    assert (result.endswith(b"\xff\xd9" + trailer), notes) == (True, "")


def test_without_an_end_marker_a_gain_map_is_found(tmp_path: Path) -> None:
    result, notes = developed(tmp_path, phone.jpeg()[:-2] + GAIN_MAP)
    assert result.endswith(b"\xff\xd9" + GAIN_MAP)
    assert notes == ""


@pytest.mark.parametrize("progressive", [False, True])
def test_a_picture_without_an_end_marker_is_read_if_it_is_whole(tmp_path: Path, progressive: bool) -> None:
    data = phone.jpeg(width=64, height=64, progressive=progressive)
    (tmp_path / "whole.jpg").write_bytes(data)
    (tmp_path / "open.jpg").write_bytes(data[:-2])
    (tmp_path / "cut.jpg").write_bytes(data[:-42])
    picture = images.read(tmp_path / "open.jpg")
    assert (picture.pixels == images.read(tmp_path / "whole.jpg").pixels).all()
    assert picture.notes == ()
    with pytest.raises(LutFormatError, match="expected a complete JPEG file"):
        images.read(tmp_path / "cut.jpg")


@pytest.mark.parametrize("trailer", [b"a maker's trailer" * 4, b"a maker's\xff\x42 trailer" * 4])
def test_without_an_end_marker_unknown_data_is_told(tmp_path: Path, trailer: bytes) -> None:
    result, notes = developed(tmp_path, phone.jpeg()[:-2] + trailer)
    assert result.endswith(b"\xff\xd9")
    assert "not kept" in notes


def test_claims_without_the_part_go_and_are_told(tmp_path: Path) -> None:
    data = phone.ultra_hdr(film=FILM)
    end = data.index(GAIN_MAP)
    result, notes = developed(tmp_path, data[:end])
    assert claimed(result) == set()
    assert b"Rating" in result
    assert "its XMP spoke of" in notes
    assert "a film" in notes
    assert "an HDR gain map" in notes


@pytest.mark.parametrize("elements", [False, True])
def test_xmp_that_claims_nothing_stays_as_it_is(tmp_path: Path, elements: bool) -> None:
    """Phones write that a photograph is no motion photo, and a directory of the photograph alone."""
    told = {"GCamera:MotionPhoto": "0", "GCamera:MotionPhotoVersion": "1", "GCamera:MicroVideoOffset": "0"}
    before = phone.packet(told, [PRIMARY], elements)
    result, notes = developed(tmp_path, phone.jpeg(segment(0xE1, phone.XMP_HEAD + before)))
    assert (before in result, notes) == (True, "")


def test_a_gain_map_that_only_the_xmp_knows_is_not_called_missing(tmp_path: Path) -> None:
    data = phone.jpeg(phone.xmp({"hdrgm:Version": "1.0"})) + PREVIEW
    result, notes = developed(tmp_path, data)
    assert claimed(result) == set()
    assert notes == "the file holds more than the photograph; this is not kept: a further picture"


@pytest.mark.parametrize("name", ["out.png", "out.tif", "out.webp"])
def test_other_formats_have_no_place_for_a_film(tmp_path: Path, name: str) -> None:
    result, notes = developed(tmp_path, phone.motion_photo(), name)
    kind = {"out.png": "PNG", "out.tif": "TIFF", "out.webp": "WEBP"}[name]
    assert notes == f"{kind} has no place for what follows the photograph: a film"
    assert b"MotionPhoto" not in result
    assert FILM not in result
    packet = images.read(tmp_path / name).metadata.xmp
    assert b"Rating" in packet
    assert b"Container" not in packet


@pytest.mark.parametrize("name", ["in.png", "in.tif", "in.webp"])
def test_a_claim_from_another_format_goes(tmp_path: Path, name: str) -> None:
    told = phone.packet({"hdrgm:Version": "1.0", "xmp:Rating": "4"}, [PRIMARY, ("GainMap", "image/jpeg", 99)])
    picture = images.read(write_plain(tmp_path / name, told))
    assert picture.notes == ("its XMP spoke of an HDR gain map that the file does not hold; it no longer does",)
    assert b"Rating" in picture.metadata.xmp
    assert b"hdrgm" not in picture.metadata.xmp


def write_plain(path: Path, xmp: bytes) -> Path:
    image = Image.new("RGB", (8, 8))
    if path.suffix == ".png":
        from PIL.PngImagePlugin import PngInfo

        texts = PngInfo()
        texts.add_itxt("XML:com.adobe.xmp", xmp.decode())
        image.save(path, pnginfo=texts)
    elif path.suffix == ".tif":
        image.save(path, tiffinfo={700: xmp})
    else:
        image.save(path, xmp=xmp)
    return path


def test_xiaomis_description_of_parts_goes_with_a_part(tmp_path: Path) -> None:
    told = {"MiCamera:XMPMeta": f"&lt;subimage offset=&quot;{len(PREVIEW)}&quot;/&gt;", "xmp:Rating": "4"}
    result, notes = developed(tmp_path, phone.jpeg(phone.xmp(told)) + PREVIEW)
    assert b"XMPMeta" not in result
    assert b"Rating" in result
    assert "a further picture" in notes


@pytest.mark.parametrize("broken", [b"<rdf:Description", b"</x:xmpmeta>"])
def test_damaged_xmp_claims_nothing(tmp_path: Path, broken: bytes) -> None:
    data = phone.ultra_hdr()
    damaged = data.replace(broken, b"#" * len(broken), 1)
    result, notes = developed(tmp_path, damaged)
    assert claimed(result) == {"MPF", "21496"}  # of the gain map, which is there
    assert "its XMP is damaged" in notes


def test_damaged_xmp_without_a_claim_stays(tmp_path: Path) -> None:
    result, notes = developed(tmp_path, phone.jpeg(segment(0xE1, phone.XMP_HEAD + b"<a>, not XML")))
    assert b"<a>, not XML" in result
    assert notes == ""


def test_a_turned_and_cropped_motion_photo_keeps_its_film(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    told = phone.xmp({"GCamera:MicroVideo": "1", "GCamera:MicroVideoOffset": str(len(FILM)), "tiff:Orientation": "6"})
    data = phone.jpeg(told, exif=exif.tobytes()) + FILM
    result, notes = developed(tmp_path, data, finishing=Finishing(crop=Crop(1, 1)))
    assert (result.endswith(FILM), notes) == (True, "")
    assert b'tiff:Orientation="1"' in result
    with Image.open(tmp_path / "out.jpg") as image:
        assert image.size == (16, 16)


JUMBF = struct_box(b"jumb", struct_box(b"jumd", b"c2pa" + bytes(12) + b"\3c2pa\0"))


def with_credentials(extension: str) -> bytes:
    """A picture with content credentials, where C2PA 2.1, appendix A, has them."""
    file = io.BytesIO()
    if extension == "jpg":
        return phone.jpeg(segment(0xEB, b"JP\0\1\0\0\0\1" + JUMBF))
    image = Image.new("RGB", (8, 8))
    if extension == "tif":
        image.save(file, "TIFF", tiffinfo={52545: JUMBF})
        return file.getvalue()
    image.save(file, "PNG" if extension == "png" else "WEBP")
    if extension == "png":
        return with_chunk(file.getvalue(), b"caBX", JUMBF)
    body = file.getvalue()[8:] + b"C2PA" + struct.pack("<I", len(JUMBF)) + JUMBF + bytes(len(JUMBF) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize("extension", ["jpg", "png", "tif", "webp"])
def test_content_credentials_are_told(tmp_path: Path, extension: str) -> None:
    (tmp_path / f"in.{extension}").write_bytes(with_credentials(extension))
    picture = images.read(tmp_path / f"in.{extension}")
    assert picture.notes == ("its content credentials (C2PA) are not kept: they hold for the unchanged file only",)
    images.write(picture, tmp_path / f"out.{extension}")
    assert b"c2pa" not in (tmp_path / f"out.{extension}").read_bytes()


@pytest.mark.parametrize("extension", ["png", "webp"])
def test_what_follows_other_formats_stays_there(tmp_path: Path, extension: str) -> None:
    source, trailer = tmp_path / f"in.{extension}", b"what a program put there"
    Image.new("RGB", (8, 8)).save(source)
    source.write_bytes(source.read_bytes() + trailer)
    picture = images.read(source)
    assert images.write(picture, tmp_path / f"out.{extension}") == ()
    assert (tmp_path / f"out.{extension}").read_bytes().endswith(trailer)
    assert images.write(picture, tmp_path / "out.jpg") == (
        "JPEG has no place for what follows the photograph: a trailer",
    )
    assert picture.notes == ()


def test_deep_pngs_keep_what_follows(tmp_path: Path) -> None:
    images.write(Picture(np.full((4, 4, 3), 12345, np.uint16)), tmp_path / "in.png")
    (tmp_path / "in.png").write_bytes((tmp_path / "in.png").read_bytes() + b"what a program put there")
    picture = images.read(tmp_path / "in.png")
    images.write(picture, tmp_path / "out.png")
    assert (tmp_path / "out.png").read_bytes() == (tmp_path / "in.png").read_bytes()


def test_makers_segments_stay(tmp_path: Path) -> None:
    blocks = [(0xE1, b"FLIR\0\1" + phone.PREVIEW), (0xE5, b"ssuniqueid\0abc"), (0xE4, b"raw data"), (0xE4, b"more")]
    data = phone.jpeg(*(segment(*block) for block in blocks))
    result, notes = developed(tmp_path, data)
    assert [part[:2] for part in Blocks(result).further] == blocks
    assert notes == ""
    _, notes = developed(tmp_path, data, "out.png")
    assert notes == "PNG has no place for its makers' segments"


def test_segments_of_the_old_colors_go_and_are_told(tmp_path: Path) -> None:
    blocks = [(0xE4, phone.PREVIEW[:400]), (0xE4, phone.PREVIEW[400:]), (0xEB, b"HDR_RI ver=11"), (0xE5, b"kept")]
    result, notes = developed(tmp_path, phone.jpeg(*(segment(*block) for block in blocks)))
    assert [part[:2] for part in Blocks(result).further] == [(0xE5, b"kept")]
    assert notes == "segments of the old colors are not kept: a preview and an HDR residual"


def test_how_the_file_was_encoded_is_not_copied(tmp_path: Path) -> None:
    data = phone.jpeg(segment(0xEC, b"Ducky\0\1\0\4\0\0\0\x64"), segment(0xEE, b"Adobe\0\x64\0\0\0\0\1"))
    result, notes = developed(tmp_path, data)
    assert (b"Ducky" in result, b"Adobe" in result, notes) == (False, False, "")


def test_padding_before_the_film_stays_as_the_xmp_says(tmp_path: Path) -> None:
    told = phone.packet({"GCamera:MotionPhoto": "1"}, [PRIMARY, ("MotionPhoto", "video/mp4", len(FILM))])
    told = told.replace(b'Item:Padding="0"', b'Item:Padding="100"', 1)
    result, notes = developed(tmp_path, phone.jpeg(segment(0xE1, phone.XMP_HEAD + told)) + bytes(100) + FILM)
    assert (result.endswith(b"\xff\xd9" + bytes(100) + FILM), notes) == (True, "")
    assert told in result


@pytest.mark.parametrize("length", ["0", "7", "99999999", "-1", "many", "", "9" * 5000])
@pytest.mark.parametrize("elements", [False, True])
def test_a_wrong_length_is_put_right(tmp_path: Path, length: str, elements: bool) -> None:
    before, after = (
        phone.packet({"GCamera:MotionPhoto": "1"}, [PRIMARY, ("MotionPhoto", "video/mp4", text)], elements)
        for text in (length, str(len(FILM)))
    )
    result, _ = developed(tmp_path, phone.jpeg(segment(0xE1, phone.XMP_HEAD + before)) + FILM)
    assert after in result
    assert result.endswith(FILM)


def test_a_text_behind_the_film_stays_with_its_item(tmp_path: Path) -> None:
    text = b"what was said, in words"
    items = [PRIMARY, ("GainMap", "image/jpeg", len(GAIN_MAP)), ("MotionPhoto", "video/mp4", len(FILM))]
    told = phone.xmp({"GCamera:MotionPhoto": "1"}, [*items, ("Words", "text/plain", len(text))])
    result, _ = developed(tmp_path, phone.jpeg(told) + GAIN_MAP + FILM + text)
    assert result.endswith(FILM + text)
    lengths = [f'"{len(part)}"'.encode() for part in (GAIN_MAP, FILM, text)]
    assert [length in result for length in lengths] == [True, True, True]


SOURCES = [
    phone.motion_photo(tail=b"trailer"),
    phone.motion_photo(elements=True),
    phone.micro_video(),
    phone.ultra_hdr(film=FILM),
    phone.ultra_hdr(elements=True),
    phone.with_index((0x010001, PREVIEW)),
    phone.jpeg() + phone.samsung((1, "a", FILM), (2, "b", PREVIEW), (3, "c", b"text")),
]


@pytest.mark.fuzz
@UNHURRIED
@given(st.data())
def test_a_second_look_finds_nothing_to_tell(data: st.DataObject) -> None:
    """Whatever was wrong in a file, what is written agrees with itself, and stays so."""
    source = bytearray(data.draw(st.sampled_from(SOURCES)))
    start = source.index(phone.XMP_HEAD) if phone.XMP_HEAD in source else source.index(b"\xff\xda")
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(start, len(source) - 1))
        source[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("in.jpg", "once.jpg", "twice.jpg")]
        paths[0].write_bytes(source)
        try:
            first = images.read(paths[0])
        except LutFormatError:
            return
        images.write(first, paths[1])
        second = images.read(paths[1])
        assert second.notes == ()
        assert told_apart(second) == told_apart(first)
        assert images.write(second, paths[2]) == ()
        assert told_apart(images.read(paths[2])) == told_apart(first)


def told_apart(picture: Picture) -> tuple[object, ...]:
    held = picture.metadata
    return held.xmp, held.segments, [(part.kind, part.data) for part in held.following]
