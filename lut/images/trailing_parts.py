"""Find the parts behind a JPEG's picture in its file: films, further pictures, makers' trailers.

A JPEG ends with its EOI marker (ITU-T T.81, B.1.1.3), and readers ignore what comes behind.  Phones and cameras put
there: the film of a motion photo (Google Motion Photo 1.0), an HDR gain map (Google Ultra HDR, ISO 21496-1, Apple),
depth maps, previews and further views (CIPA DC-007), and trailers of their own.  XMP, MPF and trailers say where each
part is, but editors move the parts without correcting that; so parts are recognized by how they begin.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from . import samsung

# Kinds of parts, with their names in notes: of one, of several.
FILM, GAIN_MAP, DEPTH_MAP, PREVIEW = "film", "HDR gain map", "depth map", "preview"
PICTURE, TRAILER, PADDING, FRAGMENT = "further picture", "trailer", "padding", "data behind an unfinished picture"
PICTURES = frozenset({GAIN_MAP, DEPTH_MAP, PREVIEW, PICTURE})

SOI, EOI, START_OF_SCAN, TEM = 0xD8, 0xD9, 0xDA, 0x01
RESTARTS = range(0xD0, 0xD8)
IN_SCANS = frozenset({0xC4, 0xCC, *range(0xDA, 0xE0), *range(0xE0, 0xF0), 0xFE})  # segments between scans
MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
FILM_TYPE = b"ftyp"  # ISO 14496-12, 4.3: the first box, with its size before the type, and a brand behind it
BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"qt  ", b"avc1", b"3gp4", b"3gp5"})
KNOWN_START = re.compile(rb"\0\0[\0-\x04][\0-\xff]ftyp|\xff\xd8\xff[\xc0-\xc4\xdb\xdd\xe0-\xef\xfe]")
BOXES = frozenset(
    b"ftyp moov mdat free skip wide uuid moof mfra meta sidx ssix pdin styp emsg prft udta sefd mpvd".split()
)
HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")
GAIN_MAP_MARKS = (b"http://ns.adobe.com/hdr-gain-map/1.0/", b"urn:iso:std:iso:ts:21496:-1", b"aux:hdrgainmap")
DEPTH_MARKS = (b"http://ns.apple.com/depth", b"aux:depth", b"aux:disparity", b"matte")
MARKS_BYTES = 1 << 16  # where a picture's own XMP or APP2 names it
HUAWEI_DEPTH = b"edof"


@dataclass(frozen=True)
class Part:
    """A part behind a picture, with all its bytes.

    kind: one of the names above.  header: how many of the bytes come before the film or picture itself.
    described: whether something in the file says where it is, so that it can go without spoiling another part.
    entry: its place in a Samsung trailer's directory.  directory: whether it is that directory.
    """

    kind: str
    data: bytes
    header: int = 0
    described: bool = False
    entry: int | None = None
    directory: bool = False


class Extent(NamedTuple):
    """Offsets of a JPEG's pixels and of its end, and whether an EOI marker ends it."""

    scan: int
    end: int
    complete: bool


def find_parts(data: bytes, described: Mapping[int, str]) -> tuple[Part, ...]:
    """Split everything behind a file's first picture into parts.

    described: kinds by offset, of parts that MPF or XMP speak of.
    Never raises, and takes time in proportion to the file's size.
    """
    picture = measure_picture(data)
    found = find_parts_behind(data, picture.end, described)
    if found and found[0].kind == TRAILER and not found[0].described and not picture.complete:
        found = (replace(found[0], kind=FRAGMENT), *found[1:])
    return found


def find_parts_behind(data: bytes, end: int, described: Mapping[int, str]) -> tuple[Part, ...]:
    """Split everything behind that offset into parts."""
    if end >= len(data):
        return ()
    trailer = samsung.parse_trailer(data)
    if trailer and trailer[0].start < end:  # offsets that are wrong
        trailer = []
    stop = trailer[0].start if trailer else len(data)
    found = find_parts_between(data, end, stop, find_films(data), described)
    return (*found, *(classify_samsung_block(data, block) for block in trailer))


def measure_picture(data: bytes) -> Extent:
    """Measure the picture that a file begins with."""
    found = measure_jpeg(data, 0, len(data), find_films(data), lenient=True)
    trailer = samsung.parse_trailer(data)
    if trailer and found.scan < trailer[0].start < found.end:
        return Extent(found.scan, trailer[0].start, complete=False)
    return found


def find_films(data: bytes) -> list[int]:
    """Find the offsets of films in the whole file: of billions of pixels, none looks like one by accident."""
    starts, found = [], data.find(FILM_TYPE)
    while found >= 0:
        at = found - 4
        behind = at + int.from_bytes(data[max(at, 0) : found], "big")
        sure = data[found + 4 : found + 8] in BRANDS or data[behind + 4 : behind + 8] in BOXES
        if sure and KNOWN_START.match(data, max(at, 0)):
            starts.append(at)
        found = data.find(FILM_TYPE, found + 4)
    return starts


def measure_jpeg(data: bytes, at: int, stop: int, films: Sequence[int], lenient: bool = False) -> Extent:
    """Measure the JPEG at that offset, at most to ``stop``.

    films: offsets at which films may begin.  The pixels end where one does: without an EOI before it, one would be
    found among the film's bytes.  Without any EOI, the JPEG ends at the first marker that does not belong there.
    lenient: an EOI behind such a marker is looked for, as decoders do.
    """
    at, scan, strange = at + 2, 0, 0
    while at + 2 <= stop and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == EOI:
            return Extent(scan or at, at + 2, complete=True)
        if marker == 0xFF:  # a fill byte
            at += 1
        elif marker in RESTARTS or marker == TEM:
            at += 2
        elif marker in (SOI, 0):
            break
        elif scan and marker not in IN_SCANS:
            strange = strange or at
            if not lenient:
                break
            at = find_marker(data, at + 2, stop)
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
            if marker == START_OF_SCAN:
                if not scan:
                    following = bisect_left(films, at)
                    scan, stop = at, films[following] if following < len(films) and films[following] < stop else stop
                at = find_marker(data, at, stop)
    end = min(strange or at, stop)
    return Extent(scan or end, end, complete=False)


def find_marker(data: bytes, at: int, stop: int) -> int:
    """Find the next marker behind entropy-coded data; ``stop`` without one."""
    found = MARKER.search(data, at, stop)
    return found.start() if found else stop


def find_parts_between(
    data: bytes, at: int, stop: int, films: Sequence[int], described: Mapping[int, str]
) -> Iterator[Part]:
    """Split the bytes from one offset to another into parts."""
    while at < stop:
        known = KNOWN_START.search(data, at, stop)
        begin = known.start() if known else stop
        if begin > at:
            yield classify_unknown(data[at:begin])
        if known is None:
            return
        if data[begin] == 0:
            at = find_film_end(data, begin, stop)
            kind = PICTURE if data[begin + 8 : begin + 12] in HEIF_BRANDS else FILM
        else:
            at = measure_jpeg(data, begin, stop, films).end
            kind = classify_picture(data[begin:at], described.get(begin, ""))
        yield Part(kind, data[begin:at], described=begin in described or kind == FILM)


def classify_unknown(data: bytes) -> Part:
    """Classify data that begins like nothing known."""
    if not data.strip(b"\0"):
        return Part(PADDING, data)
    return Part(DEPTH_MAP if HUAWEI_DEPTH in data[:8] else TRAILER, data)


def find_film_end(data: bytes, at: int, stop: int) -> int:
    """Find the end of a film's boxes (ISO 14496-12, 4.2).  The last one may be cut off, if its type is a usual one."""
    begin = at
    while at + 8 <= stop:
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind == FILM_TYPE and at > begin:  # of another film
            break
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        elif size == 0 and kind in BOXES:
            return stop
        if size < 8 or not (kind in BOXES or (kind.isalnum() and at + size <= stop)):
            break
        at += size
    return min(at, stop) if at > begin else begin + 8


def classify_picture(picture: bytes, described: str) -> str:
    """Classify a further picture: by MPF or the XMP container, otherwise by its own XMP or APP2."""
    if described not in ("", PICTURE):
        return described
    head = picture[:MARKS_BYTES]
    if any(mark in head for mark in GAIN_MAP_MARKS):
        return GAIN_MAP
    return DEPTH_MAP if any(mark in head for mark in DEPTH_MARKS) else PICTURE


def classify_samsung_block(data: bytes, block: samsung.Block) -> Part:
    """Classify a block of Samsung's trailer, or its directory."""
    whole = data[block.start : block.end]
    content = whole[block.header :]
    if block.entry is None:
        return Part(TRAILER, whole, described=True, directory=block.directory)
    if content[4:8] == b"ftyp":
        kind = FILM
    elif "DepthMap" in block.name:
        kind = DEPTH_MAP
    else:
        kind = PICTURE if KNOWN_START.search(content) else TRAILER
    return Part(kind, whole, block.header, described=True, entry=block.entry)


def keep_true_parts(found: Sequence[Part], usable: Collection[Part] = ()) -> list[Part | None]:
    """Keep the parts that stay true when the picture's colors change; None for each of the others.

    Further pictures go, since they show the colors from before, but for gain maps that are usable.  Where nothing says
    how such a picture is stored, the unknown data around it goes along: it may hold the picture's length or offset.
    """
    unwanted = {id(part) for part in found if part.kind in PICTURES} - {id(part) for part in usable}
    loose = any(id(part) in unwanted and not part.described for part in found)
    result: list[Part | None] = []
    for part in found:
        goes = id(part) in unwanted or part.kind == FRAGMENT or (loose and part.kind == TRAILER and not part.described)
        result.append(None if goes else part)
    gone = {part.entry for part, left in zip(found, result, strict=True) if left is None and part.entry is not None}
    for index, part in enumerate(found):
        if part.directory and gone:
            directory = samsung.remove_entries(part.data, gone)
            result[index] = replace(part, data=directory) if directory else None
    return result


def name_parts(found: Sequence[Part]) -> str:
    """Name parts in words: ``an HDR gain map and 2 further pictures``; empty for nothing but padding."""
    count = Counter(part.kind for part in found if part.kind != PADDING and not part.directory)
    words = [f"{number} {kind}s" if number > 1 else add_article(kind) for kind, number in count.items()]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def add_article(kind: str) -> str:
    if kind == FRAGMENT:
        return kind
    return f"{'an' if kind == GAIN_MAP else 'a'} {kind}"
