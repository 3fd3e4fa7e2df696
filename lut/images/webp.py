"""WebP: RFC 9649, lossy and lossless."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from .picture import NO_CREDENTIALS, Metadata, Picture, PictureFormat, encode_with_pillow
from .trailing_parts import find_parts_behind

if TYPE_CHECKING:
    from PIL.Image import Image

CREDENTIALS = b"C2PA"  # C2PA 2.1, appendix A
QUALITY = 92


def read_metadata(image: Image, data: bytes) -> Metadata:
    info = image.info
    exif = (info.get("exif") or b"").removeprefix(b"Exif\0\0")
    end = 8 + int.from_bytes(data[4:8], "little")
    following = find_parts_behind(data, end + end % 2, {})
    return Metadata(exif, info.get("xmp") or b"", icc=info.get("icc_profile") or b"", following=following)


def read_chunk_names(data: bytes) -> Iterator[bytes]:
    """Yield the names of the chunks."""
    at, end = 12, 8 + int.from_bytes(data[4:8], "little")
    while at + 8 <= min(end, len(data)):
        name, size = struct.unpack_from("<4sI", data, at)
        yield name
        at += 8 + size + size % 2


def read_notes(image: Image, data: bytes) -> tuple[str, ...]:
    return (NO_CREDENTIALS,) if any(name == CREDENTIALS for name in read_chunk_names(data)) else ()


def read_encoding(image: Image, data: bytes) -> dict[str, Any]:
    """Return whether the file is lossless: its pixels lie in a VP8L chunk."""
    pixels = [name for name in read_chunk_names(data) if name in (b"VP8L", b"VP8 ")]
    return {"lossless": pixels[0] == b"VP8L"} if pixels else {}


def encode(pixels: NDArray[Any], picture: Picture, quality: int | None) -> bytes:
    held = picture.metadata
    lossless = picture.format == "WEBP" and picture.encoding.get("lossless", False) and quality is None
    told: dict[str, Any] = {"exif": held.exif, "xmp": held.xmp, "icc_profile": held.icc, "lossless": lossless}
    if lossless:
        told["exact"] = True  # colors below full transparency
    else:
        told["quality"] = QUALITY if quality is None else quality
    return b"".join([encode_with_pillow(pixels, "WEBP", **told), *(part.data for part in held.following)])


FORMAT = PictureFormat(
    "WEBP",
    (".webp",),
    read_metadata,
    encode,
    carries=frozenset({"exif", "xmp", "icc", "following"}),
    encoding=read_encoding,
    notes=read_notes,
    copies=11,
)
