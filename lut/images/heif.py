"""HEIC, which phones write: ISO/IEC 23008-12:2022 (HEIF) with pixels coded by HEVC; 8, 10 and 12 bits.  Read only.

pillow-heif (libheif) decodes the primary picture: joined from its tiles, cropped and upright.  AVIF is the same kind of
file with another codec; avif.py uses what is here.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..language import _
from . import exif, heif_color, trailing_parts, xmp_parts
from .color_tags import ColorTags
from .heif_items import ALPHA_URNS, EXIF, GAIN_MAP_URN, MIME, XMP_TYPE, Item, Items
from .iso_boxes import FULL_HEADER, read_brands
from .optional_packages import import_package
from .picture import Deep, Metadata, PictureFormat, make_refused
from .trailing_parts import Part

BRANDS = frozenset((*trailing_parts.HEIF_BRANDS, b"heim", b"heis", b"hevc", b"hevx", b"mif2", b"miaf"))
DERIVED = (b"grid", b"iden", b"iovl")  # pictures made of others
HEVC, AV1 = b"hvc1", b"av01"
DEEPEST = 16  # links from a derived picture to a coded one


def is_heif(data: bytes) -> bool:
    return bool(BRANDS.intersection(read_brands(data)))


def find_coded(items: Items) -> Item:
    """Find the coded item of the primary picture: itself, or its first tile."""
    item = items.primary
    for _link in range(DEEPEST):
        if item.type not in DERIVED:
            break
        tiles = items.targets(b"dimg", item.number)
        if not tiles or tiles[0] not in items.items:
            break
        item = items.items[tiles[0]]
    return item


def read_bits(items: Items) -> int:
    """Read the bits per channel: from pixi, else from the codec's configuration."""
    coded = find_coded(items)
    for item in (items.primary, coded):
        pixi = item.find_property(b"pixi")
        if len(pixi) > FULL_HEADER + 1:
            return max(pixi[FULL_HEADER + 1 :])
    hevc, av1 = coded.find_property(b"hvcC"), coded.find_property(b"av1C")
    if len(hevc) > 17:
        return 8 + (hevc[17] & 7)  # bit_depth_luma_minus8: ISO/IEC 14496-15, section 8.3.2.1
    if len(av1) > 2:
        return (8, 10, 10, 12)[av1[2] >> 5 & 3]  # high_bitdepth, twelve_bit: AV1-ISOBMFF, section 2.3
    return 8


def read_size(items: Items) -> tuple[int, int]:
    """Read width and height as displayed."""
    width, height = struct.unpack_from(">II", items.primary.find_property(b"ispe"), FULL_HEADER)
    turned = items.primary.find_property(b"irot")
    return (height, width) if turned and turned[0] & 1 else (width, height)


def open_deep(data: bytes) -> Deep | None:
    """Open a HEIC; None for other files, AVIF among them."""
    if not is_heif(data):
        return None
    items = Items(data)
    codec = find_coded(items).type
    if codec == AV1:
        return None
    size = read_size(items)
    if codec != HEVC:
        sentence = _("expected HEVC or AV1 inside of the HEIF file, found {codec}; convert it first")
        return make_refused(size, sentence.format(codec=repr(codec.decode("latin-1"))))
    import_package("pillow_heif", _("is a HEIC picture"))
    return Deep(size, pixel_bytes(items), lambda: decode(data))


def pixel_bytes(items: Items) -> int:
    alpha = any(item.auxiliary in ALPHA_URNS for item in items.auxiliaries())
    return (4 if alpha else 3) * (2 if read_bits(items) > 8 else 1)


def decode(data: bytes) -> NDArray[Any]:
    """Decode the primary picture: (H, W, 1…4) uint8 or uint16."""
    library = import_package("pillow_heif", _("is a HEIC picture"))
    image = library.open_heif(data, convert_hdr_to_8bit=False, hdr_to_16bit=False)
    if getattr(image, "premultiplied_alpha", False):
        raise ValueError(_("premultiplied alpha"))
    samples = np.array(image)  # a copy: libheif's own goes with the image
    return expand_codes(samples, image.info["bit_depth"])


def expand_codes(samples: NDArray[Any], bits: int) -> NDArray[Any]:
    """Scale codes of so many bits to uint8 or uint16, the largest to the largest."""
    samples = samples if samples.ndim == 3 else samples[..., None]
    if samples.dtype == np.uint8 or bits == 16:
        return np.ascontiguousarray(samples)
    largest = (1 << bits) - 1
    codes = np.rint(np.arange(65536) * (65535 / largest)).clip(0, 65535).astype(np.uint16)
    result: NDArray[np.uint16] = codes.take(samples)
    return result


def read_metadata(image: Any, data: bytes) -> Metadata:
    items = Items(data)
    icc, tags = heif_color.read_tags(items.primary)
    if not icc and not tags:
        icc, tags = heif_color.read_tags(find_coded(items))
    packet, _notes = xmp_parts.correct_packet(read_xmp(items), left := list_left(items), [None] * len(left))
    return Metadata(read_exif(items), packet, icc=icc, color=ColorTags("HEIF", tags) if tags else None)


def read_exif(items: Items) -> bytes:
    """Read the EXIF block, with orientation 1: decoders turn pictures by irot and imir, which count instead (MIAF)."""
    for item in items.items.values():
        if item.type == EXIF and items.described(item):
            content = items.content(item)
            begin = 4 + int.from_bytes(content[:4], "big")
            block = exif.Block(content[begin:].removeprefix(b"Exif\0\0"))
            block.set_number(exif.ORIENTATION, 1)
            return bytes(block.data)
    return b""


def read_xmp(items: Items) -> bytes:
    for item in items.items.values():
        if item.type == MIME and item.content_type == XMP_TYPE and items.described(item):
            return items.content(item)
    return b""


def list_left(items: Items) -> list[Part]:
    """List what the file holds besides the picture, without its bytes."""
    kinds = [trailing_parts.GAIN_MAP] if items.tone_mapped is not None else []
    for item in items.auxiliaries():
        if item.auxiliary.endswith(GAIN_MAP_URN):
            kinds += [] if trailing_parts.GAIN_MAP in kinds else [trailing_parts.GAIN_MAP]
        elif item.auxiliary not in ALPHA_URNS:
            kinds.append(trailing_parts.DEPTH_MAP)
    kinds += [trailing_parts.PICTURE for _picture in items.further_pictures()]
    kinds += [trailing_parts.FILM] if items.is_moving else []
    return [Part(kind, b"") for kind in kinds]


def read_notes(image: Any, data: bytes) -> tuple[str, ...]:
    left = trailing_parts.name_parts(list_left(Items(data)))
    return (f"the file holds more than the photograph; this is not kept: {left}",) if left else ()


def read_encoding(image: Any, data: bytes) -> dict[str, Any]:
    return {"bits": read_bits(Items(data))}


FORMAT = PictureFormat(
    "HEIC",
    (".heic", ".heif", ".hif"),
    read_metadata,
    None,
    carries=frozenset(),
    types=("uint8", "uint16"),
    deep=open_deep,
    encoding=read_encoding,
    notes=read_notes,
    copies=6,
)
