"""Split and merge XMP that is too long for a JPEG segment: main packet and extended packet (XMP part 3, 1.1.3.1).

The main packet names the extended one by the MD5 digest of its bytes, in xmpNote:HasExtendedXMP; each chunk has that
name, the length of the whole and its own offset.  Readers put the properties of both together, and so do we: elsewhere
in the project, XMP is one packet of any length.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping

from . import xmp_packet
from .xmp_packet import Edit, Node

NOTE = "http://ns.adobe.com/xmp/note/"
HAS_EXTENDED = (NOTE, "HasExtendedXMP")
GUID_BYTES = 32
CHUNK_HEAD = struct.Struct(">32sII")
CHUNK_BYTES = 65400
MAIN_BYTES = 65502
REMARK_BYTES = 256  # what HAS_EXTENDED takes in the main packet, with its description


def read_guid(packet: bytes) -> str:
    """Read the digest by which a main packet names its extended one; empty where it names none."""
    rdf = xmp_packet.parse_packet(packet)
    found = [node.value.strip() for node in xmp_packet.find_properties(rdf) if node.name == HAS_EXTENDED] if rdf else []
    return found[0] if found else ""


def join_chunks(chunks: Iterable[bytes], name: str) -> bytes:
    """Join the chunks of the extended packet of that name, in any order; empty where some are missing."""
    parts: dict[int, bytes] = {}
    total = 0
    for chunk in chunks:
        if len(chunk) > CHUNK_HEAD.size:
            found, size, at = CHUNK_HEAD.unpack_from(chunk)
            if found == name.encode("ascii", "replace"):
                total, parts[at] = size, chunk[CHUNK_HEAD.size :]
    end = 0
    for at in sorted(parts):
        if at != end:
            return b""
        end += len(parts[at])
    return b"".join(parts[at] for at in sorted(parts)) if end == total else b""


def split_chunks(extended: bytes) -> Iterator[bytes]:
    """Split an extended packet into chunks."""
    name = md5_digest(extended).encode()
    for at in range(0, len(extended), CHUNK_BYTES):
        yield CHUNK_HEAD.pack(name, len(extended), at) + extended[at : at + CHUNK_BYTES]


def md5_digest(extended: bytes) -> str:
    """Return the name of an extended packet."""
    return hashlib.md5(extended, usedforsecurity=False).hexdigest().upper()


def remove_remark(packet: bytes) -> bytes:
    """Remove the name of the extended packet from the main one."""
    return xmp_packet.remove_properties(packet, lambda node: node.name == HAS_EXTENDED)


def merge_packets(main: bytes, extended: bytes) -> bytes | None:
    """Merge the properties of both into one packet; None where one of them cannot be understood."""
    target, source = xmp_packet.parse_packet(main), xmp_packet.parse_packet(extended)
    if target is None or source is None or target.inside[1] == target.end:
        return None
    parts = []
    for node in xmp_packet.find_descriptions(source):
        assert node.tag_end is not None
        own = {item.prefix for item in node.declarations}
        known = own | {prefix for prefix, uri in node.scope.items() if target.scope.get(prefix) == uri}
        outside = {prefix: uri for prefix, uri in node.scope.items() if prefix not in known}
        parts.append(
            extended[node.start : node.tag_end] + declare_namespaces(outside) + extended[node.tag_end : node.end]
        )
    end = target.inside[1]
    return remove_remark(xmp_packet.apply_edits(main, [Edit(end, end, b"".join(parts))]))


def split_packet(packet: bytes, room: int) -> tuple[bytes, bytes] | None:
    """Split a packet into a main one of at most ``room`` bytes and an extended one, which is empty if not needed.

    Properties go to the extended packet whole, the longest first.  None where that is not possible.
    """
    if len(packet) <= room:
        return packet, b""
    packet = remove_padding(remove_remark(packet))
    rdf = xmp_packet.parse_packet(packet)
    if len(packet) <= room or rdf is None:
        return (packet, b"") if len(packet) <= room else None
    about = next((node for node in rdf.walk() if node.name == (xmp_packet.RDF, "about")), None)
    subject = escape_quotes(packet[slice(*about.inside)].decode()) if about else ""
    excess, moved = len(packet) + len(subject) + REMARK_BYTES - room, []
    for node in sorted(xmp_packet.find_properties(rdf), key=lambda node: node.start - node.end):
        if excess <= 0:
            break
        moved.append(node)
        excess -= node.end - node.start
    if excess > 0 or any(node.scope.get("rdf", xmp_packet.RDF) != xmp_packet.RDF for node in moved):
        return None
    moved.sort(key=lambda node: node.start)
    extended = wrap_packet(b"".join(wrap_property(packet, node, subject) for node in moved))
    remark = f'<rdf:Description rdf:about="{subject}" xmlns:rdf="{xmp_packet.RDF}" xmlns:xmpNote="{NOTE}"'
    remark += f' xmpNote:HasExtendedXMP="{md5_digest(extended)}"/>'
    start = rdf.inside[0]
    main = xmp_packet.apply_edits(packet, [Edit(start, start, remark.encode()), *(node.cut() for node in moved)])
    return (main, extended) if len(main) <= room else None


def wrap_property(packet: bytes, node: Node, subject: str) -> bytes:
    """Wrap a property in a description of its own."""
    head = f'<rdf:Description rdf:about="{subject}"'.encode() + declare_namespaces(node.scope)
    text = packet[node.start : node.end]
    return head + text + b"/>" if node.tag_end is None else head + b">" + text + b"</rdf:Description>"


def wrap_packet(content: bytes) -> bytes:
    start = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{xmp_packet.RDF}">'.encode()
    return start + content + b"</rdf:RDF></x:xmpmeta>"


def declare_namespaces(scope: Mapping[str, str]) -> bytes:
    """Return attributes that declare namespaces."""
    parts = [f'{" xmlns:" if prefix else " xmlns"}{prefix}="{escape_quotes(uri)}"' for prefix, uri in scope.items()]
    return "".join(parts).encode()


def escape_quotes(text: str) -> str:
    """Escape double quotes in an attribute's raw text."""
    return text.replace('"', "&quot;")


def remove_padding(packet: bytes) -> bytes:
    """Remove the blanks around the element, which writers leave for changes in place (XMP part 1, 7.3)."""
    begin, end = packet.find(b"<x:xmpmeta"), packet.rfind(b"</x:xmpmeta>")
    if begin < 0 or end < 0:
        return packet.strip()
    end += len(b"</x:xmpmeta>")
    head, tail = packet[:begin].strip(), packet[end:].strip()
    return head + packet[begin:end] + tail
