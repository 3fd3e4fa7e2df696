"""JPEG: ITU-T T.81, with the application segments that cameras and editors add."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from .picture import Metadata, Picture, PictureFormat, by_pillow

if TYPE_CHECKING:
    from PIL.Image import Image

APP1, APP2, APP13, COMMENT, START_OF_SCAN = 0xE1, 0xE2, 0xED, 0xFE, 0xDA
EXIF = b"Exif\0\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
XMP_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP = b"Photoshop 3.0\0"
MULTI_PICTURE = b"MPF\0"
SEGMENT_BYTES = 65533
SAMPLING_444, SAMPLING_420 = 0, 2  # Pillow's numbers

# XMP attributes that speak of what a phone appends to the photograph, an HDR gain map or a film: it is not kept.
APPENDED = re.compile(rb"""\s(?:hdrgm:Version|G?Camera:(?:MotionPhoto|MicroVideo))=["'][^"']*["']""")

QUALITY = 92  # at least this fine, and at least as fine as the source


def segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The marker segments ahead of the pixels (T.81, annex B): the marker's second byte, and the content."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != START_OF_SCAN:
        marker, size = struct.unpack_from(">xBH", data, at)
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        yield marker, data[at + 4 : at + 2 + size]
        at += 2 + size


def metadata(image: Image, data: bytes) -> Metadata:
    found = list(segments(data))

    def after(marker: int, signature: bytes) -> list[bytes]:
        return [part.removeprefix(signature) for mark, part in found if mark == marker and part.startswith(signature)]

    return Metadata(
        exif=b"".join(after(APP1, EXIF)[:1]),
        xmp=APPENDED.sub(b"", b"".join(after(APP1, XMP)[:1])),
        xmp_extension=tuple(after(APP1, XMP_EXTENSION)),
        photoshop=b"".join(after(APP13, PHOTOSHOP)),
        icc=image.info.get("icc_profile") or b"",
        comments=tuple(after(COMMENT, b"")),
        dpi=image.info.get("dpi") if image.info.get("jfif_unit") else None,
    )


def notes(image: Image, data: bytes) -> tuple[str, ...]:
    for marker, part in segments(data):
        pictures = marker == APP2 and part.startswith(MULTI_PICTURE)
        if pictures or (marker == APP1 and part.startswith(XMP) and APPENDED.search(part)):
            return (
                "the file holds more than the photograph (an HDR gain map, a depth map or a film), which is not kept",
            )
    return ()


def encoding(image: Any, data: bytes) -> dict[str, Any]:
    from PIL.JpegImagePlugin import get_sampling

    return {
        "tables": {index: list(table) for index, table in image.quantization.items()},
        "subsampling": get_sampling(image),
        "progressive": bool(image.info.get("progressive")),
    }


@lru_cache(maxsize=1)
def standard_tables(quality: int) -> dict[int, list[int]]:
    """The quantization tables that the encoder uses at a quality."""
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", quality=quality)
    return {index: list(table) for index, table in Image.open(file).quantization.items()}  # type: ignore[attr-defined]


def finest(source: dict[int, list[int]]) -> list[list[int]]:
    """Tables that round no coefficient more coarsely than the source did, nor than QUALITY does."""
    standard = standard_tables(QUALITY)
    return [
        [min(pair) for pair in zip(source.get(index, table), table, strict=True)] for index, table in standard.items()
    ]


def encode(pixels: NDArray[Any], picture: Picture, quality: int | None) -> bytes:
    held = picture.metadata
    blocks = [(APP1, EXIF + held.exif)] if held.exif else []
    blocks += [(APP1, XMP + held.xmp)] if held.xmp else []
    blocks += [(APP1, XMP_EXTENSION + packet) for packet in held.xmp_extension]
    room = SEGMENT_BYTES - len(PHOTOSHOP)
    parts = [held.photoshop[at : at + room] for at in range(0, len(held.photoshop), room)]
    blocks += [(APP13, PHOTOSHOP + part) for part in parts]
    blocks += [(COMMENT, comment) for comment in held.comments]
    extra = b"".join(struct.pack(">BBH", 0xFF, marker, len(part) + 2) + part for marker, part in blocks)
    source = picture.encoding if picture.format == "JPEG" else {}
    told: dict[str, Any] = {
        "extra": extra,
        "icc_profile": held.icc,
        "comment": b"",
        # 4:2:0 stays.  4:2:2 becomes 4:4:4, since a picture that was turned would lose color the other way as well.
        "subsampling": source.get("subsampling") if source.get("subsampling") == SAMPLING_420 else SAMPLING_444,
        "progressive": source.get("progressive", False),
    }
    if held.dpi:
        told["dpi"] = held.dpi
    if quality is None:
        told["qtables"] = finest(source.get("tables", {}))
    else:
        told["quality"] = quality
    return by_pillow(pixels, "JPEG", **told)


FORMAT = PictureFormat(
    "JPEG",
    (".jpg", ".jpeg", ".jpe", ".jfif"),
    metadata,
    encode,
    carries=frozenset({"exif", "xmp", "xmp_extension", "photoshop", "icc", "comments", "dpi"}),
    block_bytes=SEGMENT_BYTES - len(XMP),
    alpha=False,
    encoding=encoding,
    notes=notes,
)
