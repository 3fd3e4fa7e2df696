"""XMP that is too long for a JPEG segment goes into an extended packet, and comes back from one."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import phone_jpegs as phone
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sample_photos import segment

from lut import images
from lut.images import extended_xmp, xmp_packet
from lut.looks.develop import develop
from lut.looks.finish import Crop
from lut.looks.finishing import Finishing

LONG = "".join(random.Random(0).choices("abcdefghij", k=150_000))
EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")


def long_packet(elements: bool) -> bytes:
    told = {"xmp:Rating": "4", "dc:source": LONG, "xmp:Label": "é &lt; è"}
    wrapped = b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>' + phone.packet(told, elements=elements)
    return wrapped + b" " * 2000 + b'<?xpacket end="w"?>'


def png(path: Path, packet: bytes) -> Path:
    texts = PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", packet.decode())
    Image.new("RGB", (8, 8)).save(path, pnginfo=texts)
    return path


def facts(path: Path) -> dict[str, object]:
    command = ["exiftool", "-ee", "-json", "-a", "-G1", "-XMP:all", "-ExifTool:all", str(path)]
    (found,) = json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
    return {key: value for key, value in found.items() if key != "SourceFile"}


@needs_exiftool
@pytest.mark.parametrize("elements", [False, True])
def test_exiftool_reads_long_xmp_whole(tmp_path: Path, elements: bool) -> None:
    source = png(tmp_path / "in.png", long_packet(elements))
    assert images.write(images.read(source), tmp_path / "out.jpg") == ()
    after = facts(tmp_path / "out.jpg")
    assert after.pop("XMP-xmpNote:HasExtendedXMP")
    before = facts(source)
    assert before["XMP-dc:Source"] == LONG
    assert {key: value for key, value in after.items() if key.startswith("XMP-")} == {
        key: value for key, value in before.items() if key.startswith("XMP-")
    }
    assert not [key for key in after if "Warning" in key or "Error" in key], after


def test_the_parts_are_as_the_specification_has_them(tmp_path: Path) -> None:
    images.write(images.read(png(tmp_path / "in.png", long_packet(False))), tmp_path / "out.jpg")
    with Image.open(tmp_path / "out.jpg") as image:
        chunks = [content for name, content in image.applist if name == "APP1" and content.startswith(EXTENSION)]
        (main,) = [content for name, content in image.applist if name == "APP1" and content.startswith(phone.XMP_HEAD)]
    heads = [struct.unpack(">32sII", chunk[35:75]) for chunk in chunks]
    extended = b"".join(chunk[75:] for chunk in chunks)
    digest = hashlib.md5(extended).hexdigest().upper().encode()
    assert heads == [(digest, len(extended), at) for at in range(0, len(extended), 65400)]
    assert re.search(rb'xmpNote:HasExtendedXMP="(\w+)"', main)[1] == digest  # type: ignore[index]
    assert LONG.encode() not in main
    assert b'xmp:Rating="4"' in main


@pytest.mark.parametrize("name", ["out.png", "out.tif", "out.webp", "out.jpg"])
def test_extended_xmp_is_joined(tmp_path: Path, name: str) -> None:
    before = long_packet(True)
    images.write(images.read(png(tmp_path / "in.png", before)), tmp_path / "in.jpg")
    picture = images.read(tmp_path / "in.jpg")
    assert picture.notes == ()
    assert images.write(picture, tmp_path / name) == ()
    after = images.read(tmp_path / name).metadata.xmp
    assert values(after) == values(before)
    assert b"HasExtendedXMP" not in after


def values(packet: bytes) -> dict[tuple[str, str], str]:
    rdf = xmp_packet.parse_packet(packet)
    assert rdf is not None
    return {node.name: node.value for node in xmp_packet.find_properties(rdf)}


def portrait(spoil: str = "", **options: object) -> bytes:
    """A picture with Google's GDepth and GImage, whose data lies in extended XMP."""
    properties = {"GDepth:Data": "RGVwdGg=" * 9000, "GImage:Data": "SW1hZ2U=" * 9000}
    extended = phone.packet(properties)
    digest = hashlib.md5(extended).hexdigest().upper()
    told = {"GDepth:Format": "RangeInverse", "GDepth:Mime": "image/png", "GImage:Mime": "image/jpeg"}
    main = phone.packet({**told, "xmp:Rating": "4"}).replace(
        b"xmlns:xmp=", f'xmlns:n="{extended_xmp.NOTE}" n:HasExtendedXMP="{digest}" xmlns:xmp='.encode()
    )
    chunks = list(extended_xmp.split_chunks(extended))
    if spoil == "missing":
        del chunks[1]
    if spoil == "turned around":
        chunks.reverse()
    blocks = [phone.XMP_HEAD + main, *(EXTENSION + chunk for chunk in chunks)]
    return phone.jpeg(*(segment(0xE1, block) for block in blocks), **options)


@pytest.mark.parametrize("spoil", ["", "turned around"])
def test_a_depth_map_inside_xmp_stays_and_the_old_picture_goes(tmp_path: Path, spoil: str) -> None:
    (tmp_path / "in.jpg").write_bytes(portrait(spoil))
    picture = images.read(tmp_path / "in.jpg")
    assert picture.notes == ("a picture inside of its XMP, with the colors from before, is not kept",)
    images.write(picture, tmp_path / "out.jpg")
    found = values(images.read(tmp_path / "out.jpg").metadata.xmp)
    assert {name for _, name in found} == {"Format", "Mime", "Rating", "Data"}
    assert {namespace for namespace, _ in found} == {phone.NAMESPACES["GDepth"], phone.NAMESPACES["xmp"]}
    assert "RGVwdGg=" * 9000 in found.values()


def test_a_depth_map_does_not_fit_a_turned_picture(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (tmp_path / "in.jpg").write_bytes(portrait(exif=exif.tobytes()))
    picture = images.read(tmp_path / "in.jpg")
    assert "the depth map inside of its XMP, which fits only the picture as it was taken, is not kept" in picture.notes
    assert {name for _, name in values(picture.metadata.xmp)} == {"Rating"}


@pytest.mark.parametrize("ratio", [(24, 16), (1, 1)])
def test_a_depth_map_does_not_fit_a_cropped_picture(tmp_path: Path, ratio: tuple[int, int]) -> None:
    (tmp_path / "in.jpg").write_bytes(portrait())
    result = develop(images.read(tmp_path / "in.jpg"), Unchanged(), Finishing(crop=Crop(*ratio)))
    cropped = ratio == (1, 1)
    assert any("the depth map inside of its XMP" in note for note in result.notes) is cropped
    assert (b"GDepth" in result.metadata.xmp) is not cropped


class Unchanged:
    def into(self, source: np.ndarray, target: np.ndarray) -> None:
        target[...] = source


def test_a_depth_map_does_not_fit_a_turned_tiff(tmp_path: Path) -> None:
    """Pillow turns it by itself."""
    told = phone.packet({"GDepth:Data": "RGVwdGg=", "xmp:Rating": "4"})
    Image.new("RGB", (8, 4)).save(tmp_path / "in.tif", tiffinfo={274: 6, 700: told})
    picture = images.read(tmp_path / "in.tif")
    assert picture.pixels.shape[:2] == (8, 4)
    assert {name for _, name in values(picture.metadata.xmp)} == {"Rating"}


def test_incomplete_extended_xmp_is_told_and_claims_nothing(tmp_path: Path) -> None:
    (tmp_path / "in.jpg").write_bytes(portrait("missing"))
    picture = images.read(tmp_path / "in.jpg")
    assert "its extended XMP is incomplete or damaged, and is not kept" in picture.notes
    assert {name for _, name in values(picture.metadata.xmp)} == {"Rating"}


def test_many_small_properties_are_split() -> None:
    told = {f"dc:p{number}": "x" * 90 for number in range(1500)}
    before = phone.packet(told, elements=True)
    found = extended_xmp.split_packet(before, 65_000)
    assert found is not None
    main, extended = found
    assert len(main) <= 65_000
    joined = extended_xmp.merge_packets(main, extended)
    assert joined is not None
    assert values(joined) == values(before)


@pytest.mark.parametrize(("more", "segments"), [(0, 1), (1, 3)])
def test_the_longest_packet_in_one_piece(tmp_path: Path, more: int, segments: int) -> None:
    head = len(phone.packet({"dc:source": "", "xmp:Rating": "4"}))
    before = phone.packet({"dc:source": "x" * (65502 + more - head), "xmp:Rating": "4"})
    images.write(images.read(png(tmp_path / "in.png", before)), tmp_path / "out.jpg")
    with Image.open(tmp_path / "out.jpg") as image:
        assert len([content for name, content in image.applist if name == "APP1"]) == segments
    assert values(images.read(tmp_path / "out.jpg").metadata.xmp) == values(before)
