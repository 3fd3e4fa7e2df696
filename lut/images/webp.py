"""WebP: RFC 9649, lossy and lossless."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from .picture import Metadata, Picture, PictureFormat, by_pillow

if TYPE_CHECKING:
    from PIL.Image import Image

QUALITY = 92


def metadata(image: Image, data: bytes) -> Metadata:
    info = image.info
    exif = (info.get("exif") or b"").removeprefix(b"Exif\0\0")
    return Metadata(exif=exif, xmp=info.get("xmp") or b"", icc=info.get("icc_profile") or b"")


def encoding(image: Image, data: bytes) -> dict[str, Any]:
    """Lossless where the pixels lie in a VP8L chunk."""
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        if name in (b"VP8L", b"VP8 "):
            return {"lossless": name == b"VP8L"}
        at += 8 + size + size % 2
    return {}


def encode(pixels: NDArray[Any], picture: Picture, quality: int | None) -> bytes:
    held = picture.metadata
    lossless = picture.format == "WEBP" and picture.encoding.get("lossless", False) and quality is None
    told: dict[str, Any] = {"exif": held.exif, "xmp": held.xmp, "icc_profile": held.icc, "lossless": lossless}
    if not lossless:
        told["quality"] = QUALITY if quality is None else quality
    return by_pillow(pixels, "WEBP", **told)


FORMAT = PictureFormat(
    "WEBP", (".webp",), metadata, encode, carries=frozenset({"exif", "xmp", "icc"}), encoding=encoding, copies=11
)
