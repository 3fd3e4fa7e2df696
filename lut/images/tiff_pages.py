"""Find the page of a TIFF file that is the picture.

A TIFF is a chain of directories, each of which describes one page (TIFF 6.0, section 2) and may name further ones
beneath it (SubIFDs, Adobe PageMaker 6.0 technical note 1).  NewSubfileType says what a page is beside the picture:
a reduced copy (GIMP's thumbnail, a pyramid's levels), a transparency mask (section 8), a depth map (DNG 1.5).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..errors import LutFormatError
from ..language import _
from .tiff_directories import (
    FORMS,
    LONG,
    MAX_NUMBERS,
    SHORT,
    Form,
    Value,
    contains_any,
    offset_bytes,
    read_entries,
    read_tag,
    read_value,
    read_whole_numbers,
)

NEW_SUBFILE_TYPE, SUBFILE_TYPE, WIDTH, HEIGHT, PAGE_NUMBER, SUB_DIRECTORIES = 254, 255, 256, 257, 297, 330
PHOTOMETRIC, SAMPLES_PER_PIXEL = 262, 277
STRIP_OFFSETS, TILE_OFFSETS, JPEG_OFFSET, CFA_PATTERN = 273, 324, 513, 33422
REDUCED, MASK, DEPTH = 1, 4, 8  # flags of NewSubfileType
OLD_REDUCED = 2  # of SubfileType
TRANSPARENCY_MASK, CFA, LINEAR_RAW, DEPTH_MAP, SEMANTIC_MASK = 4, 32803, 34892, 51177, 52527  # of PHOTOMETRIC
MAX_PAGES = 1024
MAX_NESTING = 3

# Tags that say how a page's pixels are laid out, and Photoshop's layers (37724): not what the picture shows.
LAYOUT = frozenset(
    {254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 277, 278, 279, 280, 281, 284, 288, 289, 290, 291}
    | {292, 293, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 330, 332, 334, 336, 338, 339, 340, 341, 342}
    | {347, *range(512, 533), 37724}
)


@dataclass(frozen=True, eq=False)
class Page:
    """A directory of the file ``data``.

    entries: as they are.  above: the page that names it, if any.  following: the offset of the next in its chain, or 0.
    """

    data: bytes = field(repr=False)
    form: Form
    entries: Mapping[int, bytes]
    above: Page | None = None
    first: bool = False
    following: int = 0

    def value(self, tag: int, most: int | None = None) -> Value | None:
        """Return a tag's values, at most so many; None where it is missing or damaged."""
        entry = self.entries.get(tag)
        return read_value(entry, self.data, self.form, most) if entry else None

    def numbers(self, tag: int) -> tuple[int, ...]:
        """Return a tag's whole numbers, at most MAX_NUMBERS; none where it is missing or something else."""
        return read_whole_numbers(self.value(tag, MAX_NUMBERS))

    def number(self, tag: int, missing: int = 0) -> int:
        return (*self.numbers(tag), missing)[0]

    def contains_any(self, tag: int, parts: Iterable[bytes]) -> bool:
        """Return True if a tag has one of the parts in its values."""
        entry = self.entries.get(tag)
        return entry is not None and contains_any(entry, self.data, self.form, parts)

    def encode_short(self, tag: int, number: int) -> bytes:
        """Encode an entry of one SHORT."""
        head = struct.pack(self.form.order + "HH" + self.form.offset, tag, SHORT, 1)
        return head + struct.pack(self.form.order + "H", number).ljust(offset_bytes(self.form), b"\0")

    def encode_long(self, tag: int, number: int) -> bytes:
        """Encode an entry of one LONG."""
        head = struct.pack(self.form.order + "HH" + self.form.offset, tag, LONG, 1)
        return head + struct.pack(self.form.order + "I", number).ljust(offset_bytes(self.form), b"\0")

    def encode_shorts(self, tag: int, numbers: Sequence[int], place: int) -> tuple[bytes, bytes]:
        """Encode an entry of SHORTs.  Return it, and what must lie at that place of the file, if anything."""
        head = struct.pack(self.form.order + "HH" + self.form.offset, tag, SHORT, len(numbers))
        values = struct.pack(f"{self.form.order}{len(numbers)}H", *numbers)
        if len(values) <= offset_bytes(self.form):
            return head + values.ljust(offset_bytes(self.form), b"\0"), b""
        return head + struct.pack(self.form.order + self.form.offset, place), values

    @property
    def is_raw(self) -> bool:
        """True for a sensor's raw data.  Converters copy other tags of raw files to developed pictures."""
        filtered = CFA_PATTERN in self.entries and self.number(SAMPLES_PER_PIXEL, 1) == 1
        return self.number(PHOTOMETRIC) in (CFA, LINEAR_RAW) or filtered

    @property
    def flags(self) -> int:
        """The flags of NewSubfileType, also where another tag says the same."""
        if self.numbers(NEW_SUBFILE_TYPE):
            flags = self.number(NEW_SUBFILE_TYPE)
        else:
            # A thumbnail as EXIF has it (CIPA DC-008, section 4.5.8) is a JPEG file, and says no more of itself.
            exif_thumbnail = not self.first and JPEG_OFFSET in self.entries and not self.has_pixels
            flags = REDUCED if self.number(SUBFILE_TYPE) == OLD_REDUCED or exif_thumbnail else 0
        meant = {TRANSPARENCY_MASK: MASK, SEMANTIC_MASK: MASK, DEPTH_MAP: DEPTH}
        return flags | meant.get(self.number(PHOTOMETRIC), 0)

    @property
    def has_pixels(self) -> bool:
        return STRIP_OFFSETS in self.entries or TILE_OFFSETS in self.entries

    @property
    def is_picture(self) -> bool:
        return not self.flags & (REDUCED | MASK | DEPTH) and (self.has_pixels or JPEG_OFFSET in self.entries)

    def extract(self, changed: Mapping[int, bytes | None]) -> bytes:
        """Return the file with this page as its only one, and with the tags above it that describe the picture.

        changed: entries to put in place of the page's own; None takes one away.
        """
        held = {**(self.above.describing_entries() if self.above else {}), **self.entries, **changed}
        kept = [entry for tag, entry in sorted(held.items()) if entry is not None]
        order, first = self.form.order, self.form.first
        offset = len(self.data) + len(self.data) % 2
        header = self.data[:first] + struct.pack(order + self.form.offset, offset)
        count = struct.pack(order + self.form.entries, len(kept))
        padding, end = bytes(offset - len(self.data)), bytes(offset_bytes(self.form))
        return b"".join([header, memoryview(self.data)[len(header) :], padding, count, *kept, end])

    def describing_entries(self) -> dict[int, bytes]:
        """Return the entries that describe the picture, not the page's layout."""
        above = self.above.describing_entries() if self.above else {}
        return {**above, **{tag: entry for tag, entry in self.entries.items() if tag not in LAYOUT}}


def locate_first_page(data: bytes) -> tuple[Form, tuple[int, ...]]:
    """Return the layout of directories and the offset of the first; no offset for what is no TIFF, or a damaged one."""
    form = FORMS.get(data[:4], FORMS[b"II*\0"])
    whole = data[:4] in FORMS and len(data) >= form.first + offset_bytes(form)
    return form, struct.unpack_from(form.order + form.offset, data, form.first) if whole else ()


def read_pages(data: bytes) -> tuple[list[Page], list[Page]]:
    """Return the chain of pages, and the pages beneath them, level by level."""
    form, offset = locate_first_page(data)
    seen: set[int] = set()
    top = list(follow_chain(data, form, offset, None, seen))
    below, level = [], top
    for _level in range(MAX_NESTING):
        level = [
            found for page in level for found in follow_chain(data, form, page.numbers(SUB_DIRECTORIES), page, seen)
        ]
        below += level
    return top, below


def read_first_page(data: bytes) -> Page | None:
    form, offset = locate_first_page(data)
    return next(follow_chain(data, form, offset, None, set()), None)


def follow_chain(data: bytes, form: Form, offsets: Iterable[int], above: Page | None, seen: set[int]) -> Iterator[Page]:
    """Yield the pages at these offsets and those that follow them, up to a damaged page or one seen before."""
    for start in offsets:
        offset = start
        while offset and offset not in seen and len(seen) < MAX_PAGES:
            seen.add(offset)
            try:
                found, following = read_entries(data, form, offset)
            except (struct.error, OverflowError):
                break
            yield Page(data, form, {read_tag(entry, form): entry for entry in found}, above, len(seen) == 1, following)
            offset = following


def is_pyramid(pages: list[Page]) -> bool:
    """Return True if each page halves the one before and has the same page number, as ImageMagick 6 writes pyramids."""
    numbers = {page.numbers(PAGE_NUMBER) for page in pages}
    halved = all(
        abs(larger.number(side) - 2 * smaller.number(side)) <= 1
        for larger, smaller in pairwise(pages)
        for side in (WIDTH, HEIGHT)
    )
    return len(pages) > 1 and len(numbers) == 1 and () not in numbers and halved


def find_picture_page(data: bytes) -> tuple[Page | None, tuple[str, ...]]:
    """Find the page that is the picture, and notes on what else is lost; None for what is no TIFF.

    Raises LutFormatError where there is none, or more than one.
    """
    pages, below = read_pages(data)
    if not pages:
        return None, ()
    every = pages + below
    pictures = [page for page in pages if page.is_picture] or [page for page in below if page.is_picture]
    if is_pyramid(pictures):
        pictures = pictures[:1]
    if not pictures and len(pages) == 1 and not pages[0].flags:
        pictures = pages  # damaged: the decoder says how
    if not pictures:
        sentence = _("expected a picture at full size, found only a reduced copy of one, as in a camera's raw file")
        raise LutFormatError("", None, sentence)
    if len(pictures) > 1:
        sentence = _("expected one picture, found {count} in the file; save them one by one first")
        raise LutFormatError("", None, sentence.format(count=len(pictures)))
    beside = {page.flags & (MASK | DEPTH) for page in every if page is not pictures[0] and not page.flags & REDUCED}
    notes: tuple[str, ...] = ()
    if MASK in beside:
        notes += (_("the file holds a mask beside the picture (transparency or infrared), which is not kept"),)
    if DEPTH in beside:
        notes += (_("the file holds a depth map beside the picture, which is not kept"),)
    return pictures[0], notes
