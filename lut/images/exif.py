"""Change single numbers inside an EXIF block, and leave every other byte where it is.

An EXIF block is a TIFF structure: byte order, then directories of 12-byte entries (tag, type, count,
value or offset), each directory ending in the offset of the next; CIPA DC-008, section 4.6.  Writing
it anew would move the maker's notes, whose own offsets then point nowhere, so it is patched in place.
"""

from __future__ import annotations

import struct

from ..shared.protocol import CAPTURE_FIELDS, LARGE_ISO, RECOMMENDED_INDEX

ORIENTATION = 0x0112
EXIF_DIRECTORY, INTEROPERABILITY_DIRECTORY = 0x8769, 0xA005
INTEROPERABILITY_INDEX = 0x0001
COLOR_SPACE, PIXEL_WIDTH, PIXEL_HEIGHT, GAMMA = 0xA001, 0xA002, 0xA003, 0xA500
SRGB, ADOBE_RGB, UNCALIBRATED = 1, 2, 65535  # of ColorSpace; 2 is no standard's, but some cameras'
FORMATS = {3: "H", 4: "I"}  # SHORT and LONG
FRACTIONS = {5: "II", 10: "ii"}  # RATIONAL and SRATIONAL
CAPTURE = {field: tag for field, (tag, _name) in CAPTURE_FIELDS.items()}


class Block:
    """An EXIF block (without the leading ``Exif\\0\\0``) that can be read and patched.

    A block that is damaged reads as empty: what is not understood is passed on as it is.
    """

    def __init__(self, data: bytes) -> None:
        self.data = bytearray(data)
        self.order = {b"II": "<", b"MM": ">"}.get(data[:2], "")

    def _unpack(self, form: str, offset: int) -> tuple[int, ...]:
        return struct.unpack_from(self.order + form, self.data, offset)

    def _entries(self, directory: int) -> dict[int, int]:
        """Return the offset of each tag's entry in the directory at that offset."""
        (count,) = self._unpack("H", directory)
        offsets = range(directory + 2, directory + 2 + 12 * count, 12)
        return {self._unpack("H10x", offset)[0]: offset for offset in offsets}

    def _entry(self, tag: int) -> int | None:
        """Find a tag's entry in the first directory, the Exif directory or the interoperability directory."""
        try:
            entries = self._entries(*self._unpack("I", 4)) if self.order else {}
            for further in (EXIF_DIRECTORY, INTEROPERABILITY_DIRECTORY):
                if tag not in entries and further in entries:
                    entries = self._entries(*self._unpack("I", entries[further] + 8))
        except struct.error:
            return None
        return entries.get(tag)

    def number(self, tag: int) -> int | None:
        """Return a single unsigned number, or None where the tag is missing or something else."""
        offset = self._entry(tag)
        if offset is None:
            return None
        form = FORMATS.get(self._unpack("H", offset + 2)[0])
        return self._unpack(form, offset + 8)[0] if form else None

    def value(self, tag: int) -> float | None:
        """Return the first number of a tag, whole or a fraction, or None where it is missing or something else."""
        offset = self._entry(tag)
        if offset is None:
            return None
        form = FRACTIONS.get(self._unpack("H", offset + 2)[0])
        if form is None:
            return self.number(tag)
        try:
            numerator, denominator = self._unpack(form, *self._unpack("I", offset + 8))
        except struct.error:
            return None
        return numerator / denominator if denominator else None

    def short_text(self, tag: int) -> bytes:
        """Return a tag's text of at most four bytes; empty where there is none."""
        offset = self._entry(tag)
        return bytes(self.data[offset + 8 : offset + 12]) if offset is not None else b""

    def set_number(self, tag: int, value: int) -> None:
        """Replace a single number that is there; a tag that is missing stays missing."""
        if self.number(tag) is not None:
            offset = self._entry(tag)
            assert offset is not None
            form = FORMATS[self._unpack("H", offset + 2)[0]]
            struct.pack_into(self.order + form, self.data, offset + 8, value)

    def drop_thumbnail(self) -> None:
        """Unlink the second directory, which holds a small picture of how the photograph looked before."""
        try:
            (first,) = self._unpack("I", 4) if self.order else (len(self.data),)
            (count,) = self._unpack("H", first)
            struct.pack_into(self.order + "I", self.data, first + 2 + 12 * count, 0)
        except struct.error:
            return


def read_orientation(exif: bytes) -> int:
    """Read the orientation: 1 (upright) to 8; 1 where nothing valid is said."""
    value = Block(exif).number(ORIENTATION) or 1
    return value if value in range(1, 9) else 1


def read_capture(exif: bytes) -> dict[str, float]:
    """Read what the camera noted of the light, by the names in ``CAPTURE``; the values are not checked."""
    block = Block(exif)
    found = {name: value for name, tag in CAPTURE.items() if (value := block.value(tag)) is not None}
    if found.get("iso") == LARGE_ISO:
        found["iso"] = block.value(RECOMMENDED_INDEX[0]) or LARGE_ISO
    return found


def read_color_space(exif: bytes) -> int | None:
    """Read ColorSpace; ADOBE_RGB also where the interoperability index is R03 (option files of DCF 2.0)."""
    block = Block(exif)
    space = block.number(COLOR_SPACE)
    if space != SRGB and block.short_text(INTEROPERABILITY_INDEX) == b"R03\0":
        return ADOBE_RGB
    return space
