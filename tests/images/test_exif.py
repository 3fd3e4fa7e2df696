"""EXIF blocks: single numbers patched, directories taken apart and put together."""

from __future__ import annotations

import struct

import pytest
from phone_jpegs import packet

from lut.images import exif, tiff_directories, xmp_packet
from lut.images.metadata import update_geometry
from lut.images.picture import Metadata


def block(order: str = "<", orientation: int = 6) -> bytes:
    """A block with a maker's note, a nested Exif directory, and a thumbnail's directory behind the first."""

    def entry(tag: int, kind: int, count: int, value: int) -> bytes:
        return struct.pack(order + ("HHIHxx" if kind == 3 else "HHII"), tag, kind, count, value)

    def directory(*entries: bytes, following: int = 0) -> bytes:
        return struct.pack(order + "H", len(entries)) + b"".join(entries) + struct.pack(order + "I", following)

    first, nested, note, thumbnail = 8, 8 + 2 + 24 + 4, 8 + 30 + 2 + 36 + 4, 8 + 30 + 42 + 10
    result = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(order + "I", first)
    result += directory(entry(0x0112, 3, 1, orientation), entry(0x8769, 4, 1, nested), following=thumbnail)
    result += directory(entry(0x927C, 7, 10, note), entry(0xA002, 4, 1, 4000), entry(0xA003, 3, 1, 3000))
    result += b"MAKERNOTE!"
    return result + directory(entry(0x0103, 3, 1, 6))


@pytest.mark.parametrize("order", "<>")
def test_orientation_is_read(order: str) -> None:
    assert exif.read_orientation(block(order)) == 6


@pytest.mark.parametrize("data", [b"", b"II*\0", b"nonsense", block()[:20], block(orientation=0), block(orientation=9)])
def test_no_orientation_is_upright(data: bytes) -> None:
    assert exif.read_orientation(data) == 1


@pytest.mark.parametrize("order", "<>")
def test_only_the_numbers_that_changed_change(order: str) -> None:
    after = update_geometry(Metadata(exif=block(order)), 3000, 4000).exif
    changed = exif.Block(after)
    assert (changed.number(0x0112), changed.number(0xA002), changed.number(0xA003)) == (1, 3000, 4000)
    assert len(after) == len(block(order))
    assert after[-28:-18] == b"MAKERNOTE!"
    assert sum(a != b for a, b in zip(after, block(order), strict=True)) <= 2 * 2 + 2 + 1 + 1


def test_the_thumbnail_is_unlinked() -> None:
    after = update_geometry(Metadata(exif=block()), 1, 1).exif
    assert struct.unpack_from("<I", block(), 8 + 2 + 24)[0] != 0
    assert struct.unpack_from("<I", after, 8 + 2 + 24)[0] == 0


@pytest.mark.parametrize("elements", [False, True])
def test_xmp_turns_as_well(elements: bool) -> None:
    """Whatever its namespace's prefix is; and no thumbnail of the old look stays in it."""
    told = {"tiff:Orientation": "8", "xmp:Rating": "3", "xmp:Thumbnails": "old", "tiff:ImageWidth": "4000"}
    before = packet(told, elements=elements).replace(b"tiff:", b"t:").replace(b":tiff=", b":t=")
    after = update_geometry(Metadata(xmp=before), 30, 40).xmp
    assert xmp_packet.remove_properties(after, lambda node: True) == b""
    rdf = xmp_packet.parse_packet(after)
    assert rdf is not None
    found = {node.name[1]: node.value for node in xmp_packet.find_properties(rdf)}
    assert found == {"Orientation": "1", "Rating": "3", "ImageWidth": "30"}
    upright = packet({"tiff:Orientation": "1", "xmp:Rating": "3"}, elements=elements)
    assert update_geometry(Metadata(xmp=upright), 30, 40).xmp == upright


def test_adobe_rgb_option_file() -> None:
    def interoperability(index: bytes) -> bytes:
        nested: tiff_directories.Directory = {0xA005: {0x0001: (2, index)}}
        return tiff_directories.make_block({0x8769: nested})

    assert exif.read_color_space(interoperability(b"R03\0")) == exif.ADOBE_RGB
    assert exif.read_color_space(interoperability(b"R98\0")) is None
    assert exif.read_color_space(block()) is None


@pytest.mark.parametrize("order", "<>")
def test_directories_survive_being_put_together(order: str) -> None:
    entries = tiff_directories.parse_block(block(order))
    assert entries[0x0112] == tiff_directories.shorts(6)
    nested = entries[0x8769]
    assert isinstance(nested, dict)
    assert nested == {
        0x927C: (7, b"MAKERNOTE!"),
        0xA002: tiff_directories.longs(4000),
        0xA003: tiff_directories.shorts(3000),
    }
    assert tiff_directories.parse_block(tiff_directories.make_block(entries)) == entries


def test_directories_leave_out_what_they_are_told() -> None:
    assert 0x0112 not in tiff_directories.parse_block(block(), without=[0x0112])


def test_damaged_directories_end() -> None:
    """Every truncation, and a directory nested in itself."""
    for size in range(len(block())):
        tiff_directories.parse_block(block()[:size])
        update_geometry(Metadata(exif=block()[:size]), 1, 1)
    itself = struct.pack("<2sHI", b"II", 42, 8) + struct.pack("<HHHIII", 1, 0x8769, 4, 1, 8, 0)
    tiff_directories.parse_block(itself)
    update_geometry(Metadata(exif=itself), 1, 1)
