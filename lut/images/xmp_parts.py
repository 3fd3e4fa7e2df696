"""Correct XMP that describes the parts behind a picture: motion photos, gain maps, depth maps.

Google's Motion Photo 1.0 and its predecessor MicroVideo, Ultra HDR (Container:Directory, hdrgm), Dynamic Depth, and
what Apple, Xiaomi and OPPO write.  Lengths and offsets count from the end of the file, so a new picture leaves them
right; parts that go do not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from . import xmp_packet
from .trailing_parts import DEPTH_MAP, FILM, GAIN_MAP, PADDING, PICTURE, TRAILER, Part, add_article
from .xmp_packet import Edit, Node

CAMERA = "/photos/1.0/camera/"  # Google's namespace ends so, and those of makers who followed
XIAOMI = "http://ns.xiaomi.com/photos/1.0/camera/"  # describes parts by offset and length, in a text of its own
CONTAINERS = ("http://ns.google.com/photos/1.0/container/", "http://ns.google.com/photos/dd/1.0/container/")
ITEMS = ("http://ns.google.com/photos/1.0/container/item/", "http://ns.google.com/photos/dd/1.0/item/")
DYNAMIC_DEPTH = "http://ns.google.com/photos/dd/1.0/device/"
GAIN_MAPS = (
    "http://ns.adobe.com/hdr-gain-map/1.0/",
    "http://ns.apple.com/HDRGainMap/1.0/",
    "http://ns.apple.com/pixeldatainfo/1.0/",
)
APPLE_DEPTH = "http://ns.apple.com/depth"  # depthData, depthBlurEffect
DEPTH = "http://ns.google.com/photos/1.0/depthmap/"  # GDepth: a depth map inside of the XMP
IMAGE = "http://ns.google.com/photos/1.0/image/"  # GImage: the picture before an effect
TERMS = "http://purl.org/dc/terms/"
FILM_NAMES = re.compile("MotionPhoto|MicroVideo|OLivePhoto|VideoLength")
FILM_FLAGS = ("MotionPhoto", "MicroVideo", "MicroVideoOffset", "VideoLength")  # 0 where there is no film
SEMANTICS = {"GainMap": GAIN_MAP, "Depth": DEPTH_MAP, "DepthMap": DEPTH_MAP, "MotionPhoto": FILM}

# In a packet that is not well-formed, any of these may be a claim.
SUSPECT = re.compile(
    rb"MotionPhoto|MicroVideo|hdrgm|HDRGainMap|hdr-gain-map|Container:Directory|MiCamera:XMPMeta|GDepth:"
)


@dataclass(eq=False)
class Item:
    """An entry of Container:Directory.  begin, end: how many bytes before the file's end it begins and ends."""

    node: Node
    fields: dict[str, Node]
    begin: int = 0
    end: int = 0

    def text(self, name: str) -> str:
        return self.fields[name].value.strip() if name in self.fields else ""

    def bytes(self, name: str) -> int:
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0

    @property
    def kind(self) -> str:
        """The kind of part; empty for something else."""
        if self.text("Mime").startswith("video/"):
            return FILM
        return SEMANTICS.get(self.text("Semantic"), PICTURE if self.text("Mime").startswith("image/") else "")


def list_items(directory: Node) -> list[Item]:
    """List the items of a Container:Directory behind the primary picture, which comes first."""
    rows = [row for group in directory.children for row in group.children if row.name == (xmp_packet.RDF, "li")]
    found = []
    for row in rows:
        fields = {node.name[1]: node for node in row.walk() if node.name[0] in ITEMS}
        found.append(Item(row, fields))
    at = 0
    for item in reversed(found[1:]):
        item.end, at = at, at + item.bytes("Length") + item.bytes("Padding")
        item.begin = at
        item.end += item.bytes("Padding")
    return [item for item in found[1:] if item.text("Semantic") != "Primary"]


def find_directories(rdf: Node) -> Iterator[Node]:
    return (
        node for node in xmp_packet.find_properties(rdf) if node.name[0] in CONTAINERS and node.name[1] == "Directory"
    )


def locate_parts(packet: bytes, size: int) -> dict[int, str]:
    """Return the kinds of parts that XMP describes, by offset in a file of that many bytes."""
    rdf = xmp_packet.parse_packet(packet)
    listed = [item for directory in find_directories(rdf) for item in list_items(directory)] if rdf else []
    return {size - item.begin: item.kind or PICTURE for item in listed}


def correct_packet(
    packet: bytes, before: Sequence[Part], after: Sequence[Part | None]
) -> tuple[bytes, tuple[str, ...]]:
    """Correct a packet to describe the parts that are left.  Return it with notes.

    before: the parts that the packet speaks of, or should.  after: the same, None for what has gone.
    A packet in which nothing is wrong comes back as it is.
    """
    rdf = xmp_packet.parse_packet(packet)
    if rdf is None:
        if not SUSPECT.search(packet.replace(b"\0", b"")):  # in UTF-16, too
            return packet, ()
        return b"", ("its XMP is damaged and may speak of parts that the file does not hold; it is not kept",)
    corrections = Corrections(before, after, mentions_film(rdf))
    depth = {node.name[1] for node in xmp_packet.find_properties(rdf) if node.name[0] == DEPTH}
    for node in xmp_packet.find_properties(rdf):
        if node.name[0] == DEPTH and "Data" not in depth:
            corrections.drop(node, DEPTH_MAP)
        corrections.check(node)
    missing = " and ".join(add_article(kind) for kind in corrections.missing)
    notes = (f"its XMP spoke of {missing} that the file does not hold; it no longer does",) if missing else ()
    if not corrections.edits:
        return packet, notes
    return xmp_packet.remove_unused(xmp_packet.apply_edits(packet, corrections.edits), corrections.namespaces), notes


def mentions_film(rdf: Node) -> bool:
    """Return True if any property says that there is a film; some say that there is none."""
    simple = [node for node in xmp_packet.find_properties(rdf) if is_of_film(node) and node.name[1] in FILM_FLAGS]
    listed = [item for directory in find_directories(rdf) for item in list_items(directory)]
    return any(node.value.strip() not in ("0", "") for node in simple) or any(item.kind == FILM for item in listed)


def is_of_film(node: Node) -> bool:
    namespace, name = node.name
    return namespace.endswith(CAMERA) and bool(FILM_NAMES.search(name))


class Corrections:
    """Edits that make XMP describe the parts that are left.

    film: whether it speaks of one.  missing: kinds of parts that it speaks of, and that were not there before either.
    """

    def __init__(self, before: Sequence[Part], after: Sequence[Part | None], film: bool) -> None:
        self.edits: list[Edit] = []
        self.namespaces: set[str] = set()
        self.missing: list[str] = []
        self.before = {part.kind for part in before}
        self.left = {part.kind for part in after if part is not None}
        self.whole = bool(self.before - {PADDING}) and all(part is not None for part in after)
        self.spans = list(zip(before, after, strict=True))[::-1]
        self.old = [0, *accumulate(len(part.data) for part, _ in self.spans)]
        self.new = [0, *accumulate(len(kept.data) if kept else 0 for _, kept in self.spans)]
        self.film = self.locate_film()
        self.speaks_of_film = film

    def new_distance(self, distance: int) -> int:
        """Convert a distance from the end of the old file to one from the end of the new file."""
        index = bisect_right(self.old, distance) - 1
        if index >= len(self.spans):
            return self.new[-1]
        return min(self.new[index] + distance - self.old[index], self.new[index + 1])

    def locate_film(self) -> tuple[int, int, int]:
        """Return the distances of the first film from the end of the old and the new file, and its bytes."""
        for index in range(len(self.spans) - 1, -1, -1):
            kept = self.spans[index][1]
            if kept and kept.kind == FILM:
                distance = self.old[index + 1] - kept.header
                return distance, self.new_distance(distance), len(kept.data) - kept.header
        return 0, 0, 0

    def check(self, node: Node) -> None:
        namespace, _name = node.name
        if is_of_film(node):
            self.check_film(node)
        elif namespace in CONTAINERS:
            self.check_container(node)
        elif namespace in GAIN_MAPS and GAIN_MAP not in self.left:
            self.drop(node, GAIN_MAP)
        elif (namespace == DYNAMIC_DEPTH or namespace.startswith(APPLE_DEPTH)) and DEPTH_MAP not in self.left:
            self.drop(node, DEPTH_MAP)
        elif namespace == XIAOMI and not self.whole and "offset" in node.value:
            self.drop(node, "" if self.before else TRAILER)
        elif namespace == TERMS and "jumbf" in node.value:  # where content credentials lie, which don't stay
            self.drop(node)

    def drop(self, node: Node, kind: str = "") -> None:
        self.edits.append(node.cut())
        self.namespaces |= {inner.name[0] for inner in node.walk()}
        known = self.before | ({GAIN_MAP, DEPTH_MAP} if PICTURE in self.before else set())
        if kind and kind not in known and kind not in self.missing:
            self.missing.append(kind)

    def check_film(self, node: Node) -> None:
        if FILM not in self.left:
            if self.speaks_of_film:
                self.drop(node, FILM)
        elif node.name[1] == "MicroVideoOffset":
            self.set_number(node, self.film[1])

    def check_container(self, directory: Node) -> None:
        listed = list_items(directory)
        staying = [item for item in listed if self.can_stay(item)]
        if listed and not staying:
            self.drop(directory)
        for item in set(listed) - set(staying):
            self.drop(item.node, item.kind if item.kind in (FILM, GAIN_MAP, DEPTH_MAP) else "")
        lengths = self.match_gain_maps(listed)
        for item in staying:
            if id(item) in lengths:
                self.set_number(item.fields.get("Length"), lengths[id(item)])
            elif item.kind == FILM and item.begin != self.film[0]:
                self.set_number(item.fields.get("Length"), self.film[1] if item is listed[-1] else self.film[2])
            else:
                self.set_number(item.fields.get("Length"), self.new_distance(item.begin) - self.new_distance(item.end))

    def match_gain_maps(self, listed: Sequence[Item]) -> dict[int, int]:
        """Return the lengths of gain maps by the items that speak of them, in order, whatever the items say.

        Parts behind them that nobody lists, such as a maker's trailer, would lead their lengths astray.
        """
        items = [item for item in listed if item.kind == GAIN_MAP]
        parts = [after for before, after in self.spans[::-1] if before.kind == GAIN_MAP]
        if len(items) != len(parts):
            return {}
        return {id(item): len(part.data) for item, part in zip(items, parts, strict=True) if part}

    def can_stay(self, item: Item) -> bool:
        if item.kind == FILM:
            return FILM in self.left
        if item.kind:
            return item.kind in self.left
        length = item.begin - item.end
        return item.begin <= self.old[-1] and 0 < length == self.new_distance(item.begin) - self.new_distance(item.end)

    def set_number(self, node: Node | None, number: int) -> None:
        if node is not None and node.value.strip() != str(number):
            self.edits.append(node.set_text(str(number)))
