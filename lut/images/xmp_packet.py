"""Find, remove and change properties of an XMP packet, and leave every other byte as it was.

ISO 16684-1: a packet is RDF/XML.  Properties stand in rdf:Description elements, as attributes or as elements, with any
prefix for their namespace.  A packet that is not well-formed XML in UTF-8 cannot be edited.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from ..errors import LutFormatError
from ..files import xml

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
NAME = re.compile(rb"<[^\s/>]+")
ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
TAG_END = re.compile(rb"\s*/?>")
BLANKS = b" \t\r\n"
CODINGS = {  # by a byte order mark, or by "<"; the longest first
    **{b"\xff\xfe\0\0": "utf-32-le", b"\0\0\xfe\xff": "utf-32-be", b"<\0\0\0": "utf-32-le", b"\0\0\0<": "utf-32-be"},
    **{b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"},
}


@dataclass(frozen=True)
class Edit:
    """Replace the bytes from start to end."""

    start: int
    end: int
    text: bytes = b""


@dataclass(frozen=True)
class Declaration:
    """``xmlns:prefix="namespace"``, from start to end."""

    prefix: str
    namespace: str
    start: int
    end: int


@dataclass
class Node:
    """An attribute or an element, and where it stands in the packet's bytes.

    name: (namespace, local name).  value: its text, unescaped.  start, end: what to cut to remove it, with the blanks
    before it.  inside: where what is between its quotes or its tags begins and ends.  tag_end: where the name and the
    attributes of an element end; None for an attribute.  children: attributes, then elements.
    declarations: its own.  scope: all that hold inside, namespace by prefix.
    """

    name: tuple[str, str]
    value: str
    start: int
    end: int
    inside: tuple[int, int]
    tag_end: int | None = None
    children: list[Node] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    scope: Mapping[str, str] = field(default_factory=dict)

    def walk(self) -> Iterator[Node]:
        """Yield this node and everything inside."""
        yield self
        for child in self.children:
            yield from child.walk()

    def cut(self) -> Edit:
        return Edit(self.start, self.end)

    def set_text(self, text: str) -> Edit:
        return Edit(*self.inside, escape(text).encode())


def parse_packet(packet: bytes) -> Node | None:
    """Parse a packet to its rdf:RDF element; None where there is none, or it is not well-formed XML in UTF-8."""
    content = packet.rstrip(b"\0")
    if b"\0" in content:  # UTF-16, by which expat would count otherwise
        return None
    try:
        content.decode()
        root = xml.parse_xml(content)
    except (LutFormatError, UnicodeDecodeError):
        return None
    nodes = locate_element(root, packet, {}).walk()
    return next((node for node in nodes if node.name == (RDF, "RDF") and node.tag_end is not None), None)


def convert_to_utf8(packet: bytes) -> bytes:
    """Convert a packet from UTF-16 or UTF-32, which other files than JPEG have (ISO 16684-1, 7.3.2), to UTF-8."""
    coding = next((name for start, name in CODINGS.items() if packet.startswith(start)), None)
    if coding is None:
        return packet
    try:
        return packet.decode(coding).removeprefix("\ufeff").encode()
    except UnicodeError:
        return packet


def locate_element(element: xml.Element, packet: bytes, outside: Mapping[str, str]) -> Node:
    """Locate an element and all that is in it in the packet.  outside: the scope around it."""
    head = NAME.match(packet, element.start)
    assert head is not None  # expat found a tag there
    at, attributes = head.end(), []
    declarations = []
    while (found := ATTRIBUTE.match(packet, at)) is not None:
        at = found.end()
        prefix, _, name = found[1].decode().rpartition(":")
        if prefix == "xmlns" or found[1] == b"xmlns":
            declared = (name if prefix else "", found[2][1:-1].decode())
            declarations.append(Declaration(*declared, found.start(), at))
        else:
            attributes.append(found)
    tail = TAG_END.match(packet, at)
    assert tail is not None
    start = element.start
    while start and packet[start - 1] in BLANKS:
        start -= 1
    if tail[0].endswith(b"/>"):
        inside, end = (tail.end(), tail.end()), tail.end()
    else:
        inside, end = (tail.end(), element.closing), packet.index(b">", element.closing) + 1
    node = Node((element.namespace, element.name), element.text, start, end, inside, tail.start())
    node.declarations = declarations
    node.scope = {**outside, **{item.prefix: item.namespace for item in declarations}} if declarations else outside
    for found, (key, value) in zip(attributes, element.attributes.items(), strict=True):  # both in the tag's order
        namespace, _, name = key.removeprefix("{").rpartition("}")
        spans = (found.start(), found.end(), (found.start(2) + 1, found.end(2) - 1))
        node.children.append(Node((namespace, name), value, *spans, scope=node.scope))
    node.children += [locate_element(child, packet, node.scope) for child in element.children]
    return node


def find_descriptions(rdf: Node) -> list[Node]:
    """Return the elements that hold properties."""
    return [node for node in rdf.children if node.tag_end is not None]


def find_properties(rdf: Node) -> Iterator[Node]:
    """Yield the properties of the picture, in the packet's order."""
    for description in find_descriptions(rdf):
        yield from (node for node in description.children if node.name[0] not in (RDF, XML))


def apply_edits(packet: bytes, edits: Iterable[Edit]) -> bytes:
    """Apply edits; leave out one that lies inside another one's bytes."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.start >= at:
            parts += [packet[at : edit.start], edit.text]
            at = edit.end
    return b"".join([*parts, packet[at:]])


def remove_properties(packet: bytes, unwanted: Callable[[Node], bool]) -> bytes:
    """Remove the properties that ``unwanted`` picks; return a packet that cannot be edited as it is."""
    rdf = parse_packet(packet)
    cut = [node for node in find_properties(rdf) if unwanted(node)] if rdf else []
    if not cut:
        return packet
    namespaces = {node.name[0] for found in cut for node in found.walk()}
    return remove_unused(apply_edits(packet, [node.cut() for node in cut]), namespaces)


def remove_unused(packet: bytes, namespaces: Collection[str]) -> bytes:
    """Remove empty descriptions, and declarations of these namespaces where nothing needs them.

    Return an empty packet where no property is left.
    """
    rdf = parse_packet(packet)
    if rdf is None or not any(find_properties(rdf)):
        return packet if rdf is None else b""
    empty = [node for node in find_descriptions(rdf) if all(child.name[0] in (RDF, XML) for child in node.children)]
    nodes = list(rdf.walk())
    unused = set(namespaces) - {node.name[0] for node in nodes} - {RDF}
    declarations = [item for node in nodes for item in node.declarations if item.namespace in unused]
    cuts = [node.cut() for node in empty] + [Edit(item.start, item.end) for item in declarations]
    return apply_edits(packet, cuts)


def set_values(packet: bytes, values: Mapping[tuple[str, str], str]) -> bytes:
    """Set the values of simple properties that are there."""
    rdf = parse_packet(packet)
    found = [node for node in find_properties(rdf) if node.name in values] if rdf else []
    wrong = [node for node in found if node.value.strip() != values[node.name]]
    return apply_edits(packet, [node.set_text(values[node.name]) for node in wrong])
