"""Read a JPEG's marker segments ahead of its pixels, told apart by marker and signature (T.81, annex B)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from . import extended_xmp, multi_picture, xmp_packet
from .picture import NO_CREDENTIALS

APP0, APP1, APP2, APP8, APP10, APP11, APP12, APP13, APP14, APP15 = (0xE0 + n for n in (0, 1, 2, 8, *range(10, 16)))
COMMENT, START_OF_SCAN = 0xFE, 0xDA
EXIF = b"Exif\0\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
XMP_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP = b"Photoshop 3.0\0"
PROFILE = b"ICC_PROFILE\0"
MULTI_PICTURE = b"MPF\0"
ISO_GAIN_MAP = b"urn:iso:std:iso:ts:21496:-1\0"
JUMBF, CREDENTIALS = b"JP", b"c2pa"  # ISO 19566-5; C2PA 2.1, appendix A
THERMAL = b"FLIR\0"  # a thermal camera's measurements, with a picture among them
PICTURE = b"\xff\xd8\xff"

# What is read into Metadata, or describes how the file was encoded, with signatures for each marker.
READ = {
    APP1: (EXIF, XMP, XMP_EXTENSION),
    APP2: (PROFILE, MULTI_PICTURE),
    APP13: (PHOTOSHOP,),
}
ENCODING = {APP0: (b"",), APP8: (b"SPIFF\0",), APP12: (b"Ducky",), APP14: (b"Adobe",)}

# What shows the colors from before, or belongs to it, with its name.
OLD_LOOK = {
    (APP2, b"FPXR\0"): "FlashPix data",
    (APP10, b"AROT"): "an HDR gain curve",
    (APP11, b"HDR_RI"): "an HDR residual",
    (APP11, JUMBF): "JPEG boxes (JUMBF, JPEG XT)",
}


class Segment(NamedTuple):
    """A marker segment: the marker's second byte, the content, and where that begins in the file."""

    marker: int
    content: bytes
    offset: int


def read_segments(data: bytes) -> Iterator[Segment]:
    """Yield the segments ahead of the pixels."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != START_OF_SCAN:
        marker, size = struct.unpack_from(">xBH", data, at)
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        yield Segment(marker, data[at + 4 : at + 2 + size], at + 4)
        at += 2 + size


class Blocks:
    """The segments of a JPEG, by their meaning."""

    def __init__(self, data: bytes) -> None:
        self.segments = list(read_segments(data))

    def after(self, marker: int, signature: bytes) -> list[bytes]:
        """Return the contents behind a signature."""
        found = (part.content for part in self.segments if part.marker == marker)
        return [content[len(signature) :] for content in found if content.startswith(signature)]

    @cached_property
    def xmp(self) -> tuple[bytes, bool]:
        """One packet of the main XMP and the extended one that it names, and whether that is incomplete."""
        main = xmp_packet.convert_to_utf8(b"".join(self.after(APP1, XMP)[:1]))
        chunks, name = self.after(APP1, XMP_EXTENSION), extended_xmp.read_guid(main)
        extended = extended_xmp.join_chunks(chunks, name)
        joined = extended_xmp.merge_packets(main, extended) if extended else None
        if joined is not None:
            return joined, False
        return extended_xmp.remove_remark(main), bool(chunks or name)

    def pictures(self) -> dict[int, str]:
        """Return the kinds of further pictures by offset, from MPF."""
        found: dict[int, str] = {}
        for marker, content, offset in self.segments:
            if marker == APP2 and content.startswith(MULTI_PICTURE):
                skipped = len(MULTI_PICTURE)
                found |= multi_picture.read_index(content[skipped:], offset + skipped)
        return found

    @cached_property
    def further(self) -> list[Segment]:
        """Application segments of makers and programs that are not understood."""
        found = []
        for part in self.segments:
            known = (*READ.get(part.marker, ()), *ENCODING.get(part.marker, ()))
            if APP0 <= part.marker <= APP15 and not part.content.startswith(known):
                found.append(part)
        return found

    @cached_property
    def previews(self) -> set[int]:
        """Markers of segments with a picture, which may go on in others of that marker."""
        return {part.marker for part in self.further if PICTURE in part.content and not is_kept_anyway(part)}

    def old_look(self, part: Segment) -> str:
        """Name a further segment that a change of colors makes untrue; empty for one that stays true."""
        for (marker, signature), called in OLD_LOOK.items():
            if part.marker == marker and part.content.startswith(signature):
                return called
        return "a preview" if part.marker in self.previews and not is_kept_anyway(part) else ""

    def kept(self) -> tuple[tuple[int, bytes], ...]:
        """Return marker and content of the further segments that stay true when colors change."""
        return tuple((part.marker, part.content) for part in self.further if not self.old_look(part))

    def notes(self) -> tuple[str, ...]:
        """Return sentences about what is not kept."""
        notes = []
        _packet, incomplete = self.xmp
        if incomplete:
            notes.append("its extended XMP is incomplete or damaged, and is not kept")
        if len(self.after(APP1, XMP)) > 1:
            notes.append("of its XMP packets, only the first is kept")
        if len(self.after(APP1, EXIF)) > 1:
            notes.append("of its EXIF blocks, only the first is kept")
        credentials = [part for part in self.further if part.content.startswith(JUMBF) and CREDENTIALS in part.content]
        if credentials:
            notes.append(NO_CREDENTIALS)
        gone = dict.fromkeys(self.old_look(part) for part in self.further)
        names = [called for called in gone if called and not (credentials and called == OLD_LOOK[APP11, JUMBF])]
        if names:
            notes.append(f"segments of the old colors are not kept: {' and '.join(names)}")
        return tuple(notes)


def is_kept_anyway(part: Segment) -> bool:
    return part.content.startswith(THERMAL)
