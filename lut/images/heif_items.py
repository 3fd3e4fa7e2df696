"""Items of a HEIF file and their properties: ISO/IEC 23008-12:2022 (HEIF) and 14496-12:2022, section 8.11.

HEIC and AVIF differ in the codec of the pixels alone.  Decoders give pixels; what the numbers mean, how deep they are
and what travels with them is read here, since no decoder tells all of it.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ..language import _
from .iso_boxes import FULL_HEADER, Box, walk_boxes

EXIF, MIME, XMP_TYPE = b"Exif", b"mime", b"application/rdf+xml"
TONE_MAPPED = b"tmap"  # ISO 21496-1: an item made of a base picture and a gain map
ALPHA_URNS = (b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", b"urn:mpeg:hevc:2015:auxid:1")
GAIN_MAP_URN = b"aux:hdrgainmap"  # Apple's and others' end so
MAX_ITEMS = 65536  # and extents: of some, a box can name billions


@dataclass
class Item:
    """An item: its type, its properties in their order, and where its bytes are.

    extents: offsets and lengths, in ``source``: the file, or the content of its idat box.
    """

    number: int
    type: bytes = b""
    content_type: bytes = b""
    hidden: bool = False
    properties: list[tuple[bytes, bytes]] = field(default_factory=list)
    extents: list[tuple[int, int]] = field(default_factory=list)
    in_idat: bool = False

    def find_property(self, name: bytes) -> bytes:
        """Return the content of the first property of that name; empty without one."""
        return next((content for found, content in self.properties if found == name), b"")

    @property
    def auxiliary(self) -> bytes:
        """What an auxiliary picture is for, as a URN."""
        return self.find_property(b"auxC")[FULL_HEADER:].partition(b"\0")[0]


class Items:
    """The items of a file.  Raises ValueError or struct.error where its boxes are damaged.

    references: (kind, from, to), as (b"thmb", 3, 1) where item 3 is a thumbnail of item 1.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.items: dict[int, Item] = {}
        self.references: list[tuple[bytes, int, int]] = []
        self.primary_number = 0
        self.idat = Box(b"idat", 0, 0)
        top = list(walk_boxes(data))
        self.is_moving = any(box.name == b"moov" for box in top)
        meta = next((box for box in top if box.name == b"meta"), None)
        if meta is None:
            raise ValueError(_("it is a film") if self.is_moving else _("its list of items is missing"))
        boxes = {box.name: box for box in reversed(list(walk_boxes(data, meta.begin + FULL_HEADER, meta.end)))}
        self.idat = boxes.get(b"idat", self.idat)
        if b"pitm" in boxes:
            reader = Reader(data, boxes[b"pitm"])
            self.primary_number = reader.number(4 if reader.version else 2)
        for name, read in ((b"iinf", self.read_infos), (b"iloc", self.read_locations), (b"iref", self.read_references)):
            if name in boxes:
                read(boxes[name])
        if b"iprp" in boxes:
            self.read_properties(boxes[b"iprp"])
        if self.primary_number not in self.items:
            raise ValueError(_("it names no primary picture"))

    @property
    def primary(self) -> Item:
        return self.items[self.primary_number]

    def read_infos(self, box: Box) -> None:
        reader = Reader(self.data, box)
        reader.number(4 if reader.version else 2)
        for entry in walk_boxes(self.data, reader.at, box.end):
            if entry.name != b"infe" or len(self.items) >= MAX_ITEMS:
                continue
            inner = Reader(self.data, entry)
            if inner.version < 2:
                continue
            number = inner.number(4 if inner.version == 3 else 2)
            inner.number(2)
            item = Item(number, inner.take(4), hidden=bool(inner.flags & 1))
            words = self.data[inner.at : entry.end].split(b"\0")
            if item.type == MIME and len(words) > 1:
                item.content_type = words[1]
            self.items[number] = item

    def read_locations(self, box: Box) -> None:
        reader = Reader(self.data, box)
        sizes = reader.number(2)
        offset_size, length_size, base_size, index_size = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
        wide = 4 if reader.version == 2 else 2
        total = 0
        for _entry in range(reader.number(wide)):
            number = reader.number(wide)
            method = reader.number(2) & 15 if reader.version else 0
            reader.number(2)
            base = reader.number(base_size)
            extents = []
            count = reader.number(2)
            total += count
            if total > MAX_ITEMS:
                raise ValueError(_("its items are in too many pieces"))
            for _extent in range(count):
                if reader.version:
                    reader.number(index_size)
                offset = reader.number(offset_size)
                extents.append((base + offset, reader.number(length_size)))
            if number in self.items:
                self.items[number].extents, self.items[number].in_idat = extents, method == 1

    def read_references(self, box: Box) -> None:
        reader = Reader(self.data, box)
        wide = 4 if reader.version else 2
        for entry in walk_boxes(self.data, reader.at, box.end):
            inner = Reader(self.data, entry, full=False)
            source = inner.number(wide)
            for _target in range(inner.number(2)):
                self.references.append((entry.name, source, inner.number(wide)))

    def read_properties(self, box: Box) -> None:
        boxes = list(walk_boxes(self.data, box.begin, box.end))
        known: list[tuple[bytes, bytes]] = []
        for container in boxes:
            if container.name == b"ipco":
                known = [
                    (each.name, self.data[each.begin : each.end])
                    for each in walk_boxes(self.data, container.begin, container.end)
                ]
        for association in boxes:
            if association.name == b"ipma":
                self.read_associations(association, known)

    def read_associations(self, box: Box, known: list[tuple[bytes, bytes]]) -> None:
        reader = Reader(self.data, box)
        for _entry in range(reader.number(4)):
            item = self.items.get(reader.number(4 if reader.version else 2))
            for _property in range(reader.number(1)):
                index = reader.number(2) & 0x7FFF if reader.flags & 1 else reader.number(1) & 0x7F
                if item is not None and 0 < index <= len(known):
                    item.properties.append(known[index - 1])

    def content(self, item: Item) -> bytes:
        """Return the bytes of an item."""
        begin, end = (self.idat.begin, self.idat.end) if item.in_idat else (0, len(self.data))
        parts, total = [], 0
        for offset, length in item.extents:
            at = begin + offset
            total += length or max(end - at, 0)
            if at > end or at + length > end or total > end - begin:
                raise ValueError(_("an item of it lies beyond its end"))
            parts.append(self.data[at : at + length if length else end])
        return b"".join(parts)

    def targets(self, kind: bytes, source: int) -> list[int]:
        return self.links[kind, source]

    @cached_property
    def links(self) -> defaultdict[tuple[bytes, int], list[int]]:
        """The targets of the references by kind and source."""
        found: defaultdict[tuple[bytes, int], list[int]] = defaultdict(list)
        for kind, source, target in self.references:
            found[kind, source].append(target)
        return found

    def described(self, item: Item) -> bool:
        """Return True if the item describes the primary picture, or says of none which it describes."""
        targets = self.targets(b"cdsc", item.number)
        return not targets or self.primary_number in targets or self.tone_mapped in targets

    @cached_property
    def tone_mapped(self) -> int | None:
        """Return the number of the item that joins the primary picture and a gain map, or None."""
        for item in self.items.values():
            if item.type == TONE_MAPPED and self.primary_number in self.targets(b"dimg", item.number):
                return item.number
        return None

    def auxiliaries(self) -> list[Item]:
        """List the auxiliary pictures of the primary one: alpha, depth, gain maps, mattes."""
        return [
            self.items[source]
            for kind, source, target in self.references
            if kind == b"auxl" and target == self.primary_number and source in self.items
        ]

    def further_pictures(self) -> Iterator[Item]:
        """Yield pictures beside the primary one that are no part of it, as those of a burst."""
        inner = {source for kind, source, _target in self.references if kind in (b"thmb", b"auxl")}
        inner |= {target for kind, _source, target in self.references if kind == b"dimg"}
        for item in self.items.values():
            is_picture = bool(item.find_property(b"ispe")) and item.type != TONE_MAPPED
            if is_picture and not item.hidden and item.number not in inner and item.number != self.primary_number:
                yield item


class Reader:
    """Read numbers from a box, one after the other.  Raises struct.error beyond its end.

    version, flags: of a full box; 0 of others.
    """

    def __init__(self, data: bytes, box: Box, full: bool = True) -> None:
        self.data, self.at, self.end = data, box.begin, box.end
        word = self.number(4) if full else 0
        self.version, self.flags = word >> 24, word & 0xFFFFFF

    def take(self, count: int) -> bytes:
        if self.at + count > self.end:
            raise struct.error(_("a box of it is too short"))
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "big")
