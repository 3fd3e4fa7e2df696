"""What a photograph may keep when its colors change, and when it goes to another format."""

from __future__ import annotations

from dataclasses import replace

from . import xmp_packet, xmp_parts
from .picture import Metadata
from .trailing_parts import kept, named


def keep_true(metadata: Metadata) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata that a change of colors leaves true, and notes about the rest.

    A film stays; gain maps, depth maps, previews and further pictures go, and XMP that speaks of them.
    """
    before = metadata.following
    after = kept(before)
    gone = named([part for part, left in zip(before, after, strict=True) if left is None])
    notes = (f"the file holds more than the photograph; this is not kept: {gone}",) if gone else ()
    packet, told = xmp_parts.agreeing(xmp_packet.in_utf8(metadata.xmp), before, after)
    packet, pictures = without(packet, xmp_parts.IMAGE, "a picture inside of its XMP, with the colors from before,")
    result = replace(metadata, xmp=packet, following=tuple(part for part in after if part is not None))
    return result, (*notes, *told, *pictures)


def keep_unmoved(metadata: Metadata) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata of a picture that was turned or cropped, and notes about the rest."""
    called = "the depth map inside of its XMP, which fits only the picture as it was taken,"
    packet, notes = without(metadata.xmp, xmp_parts.DEPTH, called)
    return replace(metadata, xmp=packet), notes


def leave_behind(metadata: Metadata, name: str) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata for a format in which nothing can follow the picture, and notes.  name: of the format."""
    before = metadata.following
    packet, notes = xmp_parts.agreeing(metadata.xmp, before, [None] * len(before))
    gone = named(before)
    notes = (f"{name} has no place for what follows the photograph: {gone}", *notes) if gone else notes
    return replace(metadata, xmp=packet, following=()), notes


def without(packet: bytes, namespace: str, called: str) -> tuple[bytes, tuple[str, ...]]:
    """The packet without the properties of a namespace, and a note if there were any."""
    result = xmp_packet.without(packet, lambda node: node.name[0] == namespace)
    return result, () if result == packet else (f"{called} is not kept",)
