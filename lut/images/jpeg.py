"""JPEG: ITU-T T.81, with the application segments that cameras and editors add."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..language import _
from . import claims, extended_xmp, multi_picture
from .following import first, parts
from .picture import NO_CREDENTIALS, Deep, Metadata, Picture, PictureFormat, by_pillow

if TYPE_CHECKING:
    from PIL.Image import Image

APP1, APP2, APP11, APP13, COMMENT, START_OF_SCAN = 0xE1, 0xE2, 0xEB, 0xED, 0xFE, 0xDA
USUAL_FRAMES = (0xC0, 0xC1, 0xC2, 0xC9, 0xCA)  # with arithmetic coding, too, which Pillow knows
LOSSLESS_FRAMES = (0xC3, 0xCB)
HIERARCHICAL_FRAMES = (0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF)
EXIF = b"Exif\0\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
XMP_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP = b"Photoshop 3.0\0"
PROFILE = b"ICC_PROFILE\0"
MULTI_PICTURE = b"MPF\0"
JUMBF, CREDENTIALS = b"JP", b"c2pa"  # ISO 19566-5 in APP11; C2PA 2.1, A.3.1
START, END = b"\xff\xd8\xff", b"\xff\xd9"
MORE = bytes(range(1, 255)) * 4  # entropy-coded data that no picture ends with
SEGMENT_BYTES = 65533
SAMPLING_444, SAMPLING_420 = 0, 2  # Pillow's numbers

QUALITY = 92  # at least this fine, and at least as fine as the source


class Segment(NamedTuple):
    """A marker segment: the marker's second byte, the content, and where that begins in the file."""

    marker: int
    content: bytes
    offset: int


def segments(data: bytes) -> Iterator[Segment]:
    """The marker segments ahead of the pixels (T.81, annex B)."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != START_OF_SCAN:
        marker, size = struct.unpack_from(">xBH", data, at)
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        yield Segment(marker, data[at + 4 : at + 2 + size], at + 4)
        at += 2 + size


def deep(data: bytes) -> Deep | None:
    """The refusal of a JPEG that Pillow would call damaged: of more than 8 bits, lossless, hierarchical (table B.1)."""
    for marker, part, _offset in segments(data) if data.startswith(b"\xff\xd8\xff") else ():
        if marker not in USUAL_FRAMES + LOSSLESS_FRAMES + HIERARCHICAL_FRAMES or len(part) < 5:
            continue
        bits, height, width = struct.unpack_from(">BHH", part)
        if marker in USUAL_FRAMES and bits == 8:
            return None
        found = _("a {bits}-bit JPEG").format(bits=bits)
        if marker not in USUAL_FRAMES:
            found = _("a lossless JPEG") if marker in LOSSLESS_FRAMES else _("a hierarchical JPEG")
        sentence = _("expected a lossy JPEG of 8 bits per channel, found {found}; convert it first")
        return Deep((width, height), 0, lambda: np.empty((0, 0, 1), np.uint8), sentence.format(found=found))
    return None


class Blocks:
    """What a JPEG's segments hold, by their signatures."""

    def __init__(self, data: bytes) -> None:
        self.segments = list(segments(data))

    def after(self, marker: int, signature: bytes) -> list[bytes]:
        """The contents behind a signature."""
        found = (part.content for part in self.segments if part.marker == marker)
        return [content[len(signature) :] for content in found if content.startswith(signature)]

    def xmp(self) -> tuple[bytes, bytes]:
        """The main packet, and the extended one that it names; empty where that is not whole."""
        main = b"".join(self.after(APP1, XMP)[:1])
        chunks = self.after(APP1, XMP_EXTENSION)
        return main, extended_xmp.assembled(chunks, extended_xmp.guid(main)) if chunks else b""

    def joined_xmp(self) -> bytes:
        main, extended = self.xmp()
        whole = extended_xmp.joined(main, extended) if extended else None
        return extended_xmp.without_remark(main) if whole is None else whole

    def loses_extended_xmp(self) -> bool:
        main, extended = self.xmp()
        named = bool(self.after(APP1, XMP_EXTENSION)) or bool(extended_xmp.guid(main))
        return named and not (extended and extended_xmp.joined(main, extended))

    def has_credentials(self) -> bool:
        return any(CREDENTIALS in content for content in self.after(APP11, JUMBF))

    def pictures(self) -> dict[int, str]:
        """Kinds of further pictures by offset, as MPF has them."""
        found: dict[int, str] = {}
        for marker, content, offset in self.segments:
            if marker == APP2 and content.startswith(MULTI_PICTURE):
                skipped = len(MULTI_PICTURE)
                found |= multi_picture.pictures(content[skipped:], offset + skipped)
        return found


def metadata(image: Image, data: bytes) -> Metadata:
    blocks = Blocks(data)
    packet = blocks.joined_xmp()
    return Metadata(
        exif=b"".join(blocks.after(APP1, EXIF)[:1]),
        xmp=packet,
        photoshop=b"".join(blocks.after(APP13, PHOTOSHOP)),
        icc=image.info.get("icc_profile") or incomplete_profile(blocks.after(APP2, PROFILE)),
        comments=tuple(blocks.after(COMMENT, b"")),
        dpi=image.info.get("dpi") if image.info.get("jfif_unit") else None,
        following=parts(data, {**blocks.pictures(), **claims.described(packet, len(data))}),
    )


def incomplete_profile(parts: list[bytes]) -> bytes:
    """What there is of a profile that Pillow leaves out: one whose number of parts is wrong (ICC.1:2022, annex B.4)."""
    return b"".join(part[2:] for part in sorted(parts))


def notes(image: Image, data: bytes) -> tuple[str, ...]:
    blocks = Blocks(data)
    found: tuple[str, ...] = ()
    if blocks.loses_extended_xmp():
        found += ("its extended XMP is incomplete or damaged, and is not kept",)
    return found + ((NO_CREDENTIALS,) if blocks.has_credentials() else ())


def closed(data: bytes) -> bytes:
    """The file for a decoder: where a whole picture has no EOI marker, without what follows, and with the marker.

    It is whole if more data would change no pixel; a picture that was cut off comes back as it is.
    """
    picture = first(data)
    if picture.complete or picture.end <= picture.scan:
        return data
    ends = [data[: picture.end] + more + END for more in (b"", MORE)]
    try:
        one, other = (decoded(file) for file in ends)
    except (OSError, SyntaxError, ValueError):
        return data
    return ends[0] if one == other else data


def decoded(file: bytes) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(file), formats=["JPEG"]) as image:
        return image.tobytes()


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
    main, extended = extended_xmp.split(held.xmp, SEGMENT_BYTES - len(XMP)) or (b"", b"")
    blocks += [(APP1, XMP + main)] if main else []
    blocks += [(APP1, XMP_EXTENSION + chunk) for chunk in extended_xmp.chunked(extended)]
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
    return b"".join([by_pillow(pixels, "JPEG", **told), *(part.data for part in held.following)])


FORMAT = PictureFormat(
    "JPEG",
    (".jpg", ".jpeg", ".jpe", ".jfif"),
    metadata,
    encode,
    carries=frozenset({"exif", "xmp", "photoshop", "icc", "comments", "dpi", "following"}),
    block_bytes=SEGMENT_BYTES - len(XMP),
    alpha=False,
    deep=deep,
    encoding=encoding,
    notes=notes,
)
