"""AVIF 1.1 (Alliance for Open Media): HEIF with pixels coded by AV1; 8, 10 and 12 bits.

imagecodecs (libavif) decodes and encodes the pixels at their depth, which Pillow flattens to 8 bits; it knows nothing
of the rest of the file, which is read by heif.py and written by heif_writing.py.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..language import _
from . import heif
from .heif_items import Items
from .heif_writing import rewrite_file
from .optional_packages import import_package
from .picture import Deep, Picture, PictureFormat

QUALITY = 90
SPEED = 6  # of 10, as Pillow and libavif have it
USUAL_BITS, MOST_BITS = 10, 12


def open_deep(data: bytes) -> Deep | None:
    if not heif.is_heif(data):
        return None
    items = Items(data)
    if heif.find_coded(items).type != heif.AV1:
        return None
    import_package("imagecodecs", _("is an AVIF picture"))
    return Deep(heif.read_size(items), heif.pixel_bytes(items), lambda: decode(data, items))


def decode(data: bytes, items: Items) -> NDArray[Any]:
    """Decode the primary picture, cropped and upright: (H, W, 1…4) uint8 or uint16."""
    library = import_package("imagecodecs", _("is an AVIF picture"))
    samples = library.avif_decode(data, index=0, numthreads=1)
    for name, content in items.primary.properties:
        samples = transform(samples, name, content)
    return heif.expand_codes(samples, heif.read_bits(items))


def transform(samples: NDArray[Any], name: bytes, content: bytes) -> NDArray[Any]:
    """Crop, turn or mirror: HEIF, sections 6.5.9 (clap), 6.5.10 (irot) and 6.5.12 (imir)."""
    if name == b"irot":
        return np.rot90(samples, content[0] & 3)  # counter-clockwise
    if name == b"imir":
        return samples[:, ::-1] if content[0] & 1 else samples[::-1]
    if name == b"clap":
        height, width = samples.shape[:2]
        numbers = struct.unpack_from(">8i", content)
        wide, high, across, down = (numbers[at] / numbers[at + 1] for at in range(0, 8, 2))
        left, top = round(across + (width - wide) / 2), round(down + (height - high) / 2)
        if left < 0 or top < 0 or left + wide > width or top + high > height:
            raise ValueError(_("its crop is not inside of it"))
        return samples[top : top + round(high), left : left + round(wide)]
    return samples


def encode(pixels: NDArray[Any], picture: Picture, quality: int | None) -> bytes:
    """Encode without a loss of depth up to 12 bits: at the depth of the HEIC or AVIF that the picture came from."""
    library = import_package("imagecodecs", _("cannot be written as AVIF"))
    if pixels.shape[2] == 2:
        pixels = pixels[..., [0, 0, 0, 1]]
    bits = 8
    if pixels.dtype == np.uint16:
        bits = USUAL_BITS if picture.encoding.get("bits", MOST_BITS) <= USUAL_BITS else MOST_BITS
        pixels = np.rint(pixels * np.float32(((1 << bits) - 1) / 65535)).astype(np.uint16)
    flat = np.ascontiguousarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    coded = library.avif_encode(flat, level=QUALITY if quality is None else quality, speed=SPEED, bitspersample=bits)
    held = picture.metadata
    return rewrite_file(bytes(coded), held.icc, held.exif, held.xmp)


FORMAT = PictureFormat(
    "AVIF",
    (".avif",),
    heif.read_metadata,
    encode,
    carries=frozenset({"exif", "xmp", "icc"}),
    types=("uint8", "uint16"),
    most_bits=MOST_BITS,
    deep=open_deep,
    encoding=heif.read_encoding,
    notes=heif.read_notes,
    copies=9,
)
