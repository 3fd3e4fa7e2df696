"""Keep metadata true when a photograph's colors, orientation, size or format change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from . import exif, photoshop, xmp_packet, xmp_parts
from .jpeg_segments import ISO_GAIN_MAP
from .picture import Metadata
from .trailing_parts import GAIN_MAP, Part, keep_true_parts, name_parts

TIFF_PROPERTIES, EXIF_PROPERTIES = "http://ns.adobe.com/tiff/1.0/", "http://ns.adobe.com/exif/1.0/"
XMP_PROPERTIES = "http://ns.adobe.com/xap/1.0/"


def keep_true(metadata: Metadata, find_fault: Callable[[bytes], str]) -> tuple[Metadata, tuple[str, ...]]:
    """Keep the metadata that stay true when the colors change.  Return them with notes about the rest.

    Films and gain maps stay; depth maps, previews and further pictures go, and XMP that speaks of them.
    find_fault: says in a clause why a gain map cannot be used; empty for one that can.
    """
    before = metadata.following
    gain_maps = [part for part in before if part.kind == GAIN_MAP]
    faults = {id(part): fault for part in gain_maps if (fault := find_fault(part.data))}
    after = keep_true_parts(before, [part for part in gain_maps if id(part) not in faults])
    gone = name_parts([part for part, left in zip(before, after, strict=True) if left is None])
    reasons = f" ({'; '.join(dict.fromkeys(faults.values()))})" if faults else ""
    notes = (f"the file holds more than the photograph; this is not kept: {gone}{reasons}",) if gone else ()
    metadata = replace(metadata, xmp=xmp_packet.convert_to_utf8(metadata.xmp))
    metadata, told = replace_parts(metadata, after)
    packet, pictures = remove_namespace(
        metadata.xmp, xmp_parts.IMAGE, "a picture inside of its XMP, with the colors from before,"
    )
    return replace(metadata, xmp=packet), (*notes, *told, *pictures)


def replace_parts(metadata: Metadata, after: Sequence[Part | None]) -> tuple[Metadata, tuple[str, ...]]:
    """Replace the parts behind the picture and correct what speaks of them.  Return notes on the XMP.

    after: in the place of each part, None for one that goes.
    """
    packet, notes = xmp_parts.correct_packet(metadata.xmp, metadata.following, after)
    following = tuple(part for part in after if part is not None)
    segments = metadata.segments
    if all(part.kind != GAIN_MAP for part in following):
        segments = tuple(segment for segment in segments if not segment[1].startswith(ISO_GAIN_MAP))
    return replace(metadata, xmp=packet, following=following, segments=segments), notes


def keep_unmoved(metadata: Metadata) -> tuple[Metadata, tuple[str, ...]]:
    """Keep the metadata that stay true when a picture is turned or cropped.  Return them with notes about the rest."""
    called = "the depth map inside of its XMP, which fits only the picture as it was taken,"
    packet, notes = remove_namespace(metadata.xmp, xmp_parts.DEPTH, called)
    return replace(metadata, xmp=packet), notes


def leave_behind(metadata: Metadata, name: str) -> tuple[Metadata, tuple[str, ...]]:
    """Remove the parts behind the picture, for a format without such, and return notes.  name: of the format."""
    before = metadata.following
    metadata, notes = replace_parts(metadata, [None] * len(before))
    gone = name_parts(before)
    result = ", so the result is not HDR" if any(part.kind == GAIN_MAP for part in before) else ""
    notes = (f"{name} has no place for what follows the photograph: {gone}{result}", *notes) if gone else notes
    return metadata, notes


def update_geometry(metadata: Metadata, width: int, height: int) -> Metadata:
    """Set orientation 1 and the size of upright pixels in EXIF and XMP; remove thumbnails of the old look."""
    block = exif.Block(metadata.exif)
    block.set_number(exif.ORIENTATION, 1)
    block.set_number(exif.PIXEL_WIDTH, width)
    block.set_number(exif.PIXEL_HEIGHT, height)
    block.drop_thumbnail()
    values = {
        (TIFF_PROPERTIES, "Orientation"): 1,
        (TIFF_PROPERTIES, "ImageWidth"): width,
        (TIFF_PROPERTIES, "ImageLength"): height,
        (EXIF_PROPERTIES, "PixelXDimension"): width,
        (EXIF_PROPERTIES, "PixelYDimension"): height,
    }
    packet = xmp_packet.set_values(metadata.xmp, {name: str(value) for name, value in values.items()})
    packet = xmp_packet.remove_properties(packet, lambda node: node.name == (XMP_PROPERTIES, "Thumbnails"))
    resources = photoshop.remove_thumbnails(metadata.photoshop)
    return replace(metadata, exif=bytes(block.data), xmp=packet, photoshop=resources)


def remove_namespace(packet: bytes, namespace: str, called: str) -> tuple[bytes, tuple[str, ...]]:
    """Remove the properties of a namespace.  Return the packet with a note if there were any."""
    result = xmp_packet.remove_properties(packet, lambda node: node.name[0] == namespace)
    return result, () if result == packet else (f"{called} is not kept",)
