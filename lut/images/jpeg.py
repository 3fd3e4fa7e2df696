"""JPEG: ITU-T T.81, with the application segments that cameras and editors add."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from ..language import _
from . import extended_xmp, multi_picture, xmp_parts
from .jpeg_segments import (
    APP1,
    APP2,
    APP13,
    COMMENT,
    EXIF,
    MULTI_PICTURE,
    PHOTOSHOP,
    PROFILE,
    XMP,
    XMP_EXTENSION,
    Blocks,
    read_segments,
)
from .picture import Deep, Metadata, Picture, PictureFormat, describe_aspect, encode_with_pillow, make_refused
from .trailing_parts import FRAGMENT, GAIN_MAP, GAIN_MAP_MARKS, Part, find_parts, measure_picture

if TYPE_CHECKING:
    from PIL.Image import Image

USUAL_FRAMES = (0xC0, 0xC1, 0xC2, 0xC9, 0xCA)  # with arithmetic coding, too, which Pillow knows
LOSSLESS_FRAMES = (0xC3, 0xCB)
HIERARCHICAL_FRAMES = (0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF)
START, END = b"\xff\xd8\xff", b"\xff\xd9"
MORE = [pattern * 64 for pattern in (b"\xfe\xdc\xba\x98", b"\xaa" * 4, b"\x55" * 4, b"\x7f" * 4)]  # of pixels' bits
SEGMENT_BYTES = 65533
SAMPLING_444, SAMPLING_420 = 0, 2  # Pillow's numbers

QUALITY = 92  # at least this fine, and at least as fine as the source


def find_refusal(data: bytes) -> Deep | None:
    """Refuse a JPEG that Pillow would call damaged: of more than 8 bits, lossless, hierarchical (table B.1)."""
    for marker, part, _offset in read_segments(data) if data.startswith(b"\xff\xd8\xff") else ():
        if marker not in USUAL_FRAMES + LOSSLESS_FRAMES + HIERARCHICAL_FRAMES or len(part) < 5:
            continue
        bits, height, width = struct.unpack_from(">BHH", part)
        if marker in USUAL_FRAMES and bits == 8:
            return None
        found = _("a {bits}-bit JPEG").format(bits=bits)
        if marker not in USUAL_FRAMES:
            found = _("a lossless JPEG") if marker in LOSSLESS_FRAMES else _("a hierarchical JPEG")
        sentence = _("expected a lossy JPEG of 8 bits per channel, found {found}; convert it first")
        return make_refused((width, height), sentence.format(found=found))
    return None


def measure_gain_maps(data: bytes) -> int:
    """Return the bytes of the decoded pixels of all gain maps behind a picture, as far as their headers tell."""
    if not any(mark in data for mark in GAIN_MAP_MARKS):
        return 0
    blocks = Blocks(data)
    parts = find_parts(data, {**blocks.pictures(), **xmp_parts.locate_parts(blocks.xmp[0], len(data))})
    sizes = [read_size(part.data) for part in parts if part.kind == GAIN_MAP]
    return sum(3 * width * height for width, height in sizes)


def read_size(data: bytes) -> tuple[int, int]:
    """Read width and height from a JPEG's frame header; 0 × 0 where there is none."""
    for marker, part, _offset in read_segments(data):
        if marker in USUAL_FRAMES and len(part) >= 5:
            height, width = struct.unpack_from(">xHH", part)
            return width, height
    return 0, 0


def read_metadata(image: Image, data: bytes) -> Metadata:
    blocks = Blocks(data)
    packet, _incomplete = blocks.xmp
    return Metadata(
        exif=b"".join(blocks.after(APP1, EXIF)[:1]),
        xmp=packet,
        photoshop=b"".join(blocks.after(APP13, PHOTOSHOP)),
        icc=image.info.get("icc_profile") or join_profile_parts(blocks.after(APP2, PROFILE)),
        comments=tuple(blocks.after(COMMENT, b"")),
        dpi=image.info.get("dpi") if image.info.get("jfif_unit") else None,
        segments=blocks.kept(),
        following=find_parts(data, {**blocks.pictures(), **xmp_parts.locate_parts(packet, len(data))}),
    )


def join_profile_parts(parts: list[bytes]) -> bytes:
    """Join the parts of a profile that Pillow drops because their number is wrong (ICC.1:2022, annex B.4)."""
    return b"".join(part[2:] for part in sorted(parts))


def read_notes(image: Image, data: bytes) -> tuple[str, ...]:
    ratio = (0, 0) if image.info.get("jfif_unit") else image.info.get("jfif_density", (0, 0))
    found = Blocks(data).notes() + describe_aspect(*ratio)
    picture = measure_picture(data)
    unseen = not picture.complete and all(part.kind != FRAGMENT for part in find_parts(data, {})[:1])
    if unseen and is_whole(data, picture.end - 1):
        found += ("what follows the picture is not kept: without an end marker, nobody knows where it begins",)
    return found


def add_end_marker(data: bytes) -> bytes:
    """Add the EOI marker to a complete picture that has none, and cut what follows.

    A picture that was cut off comes back as it is.
    """
    picture = measure_picture(data)
    if picture.complete or not is_whole(data, picture.end):
        return data
    return data[: picture.end] + END


def is_whole(data: bytes, end: int) -> bool:
    """Return True if a picture without an EOI marker is complete at that offset: more data would change no pixel."""
    try:
        pixels = decode_pixels(data[:end] + END)
        return all(decode_pixels(data[:end] + more + END) == pixels for more in MORE)
    except MemoryError:
        raise
    except Exception:  # of a damaged file, decoders raise anything
        return False


def decode_pixels(file: bytes) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(file), formats=["JPEG"]) as image:
        return image.tobytes()


def read_encoding(image: Any, data: bytes) -> dict[str, Any]:
    from PIL.JpegImagePlugin import get_sampling

    return {
        "tables": {index: list(table) for index, table in image.quantization.items()},
        "subsampling": get_sampling(image),
        "progressive": bool(image.info.get("progressive")),
    }


@lru_cache(maxsize=1)
def standard_tables(quality: int) -> dict[int, list[int]]:
    """Return the quantization tables that the encoder uses at a quality."""
    from PIL import Image
    from PIL.JpegImagePlugin import JpegImageFile

    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", quality=quality)
    file.seek(0)
    return {index: list(table) for index, table in JpegImageFile(file).quantization.items()}


def finest_tables(source: dict[int, list[int]]) -> list[list[int]]:
    """Return tables that round no coefficient more coarsely than the source did, nor than QUALITY does."""
    standard = standard_tables(QUALITY)
    return [
        [min(pair) for pair in zip(source.get(index, table), table, strict=True)] for index, table in standard.items()
    ]


def encode(pixels: NDArray[Any], picture: Picture, quality: int | None) -> bytes:
    held = picture.metadata
    blocks = [(APP1, EXIF + held.exif)] if held.exif else []
    main, extended = extended_xmp.split_packet(held.xmp, extended_xmp.MAIN_BYTES) or (b"", b"")
    blocks += [(APP1, XMP + main)] if main else []
    blocks += [(APP1, XMP_EXTENSION + chunk) for chunk in extended_xmp.split_chunks(extended)]
    room = SEGMENT_BYTES - len(PHOTOSHOP)
    parts = [held.photoshop[at : at + room] for at in range(0, len(held.photoshop), room)]
    blocks += [(APP13, PHOTOSHOP + part) for part in parts]
    blocks += [(COMMENT, comment) for comment in held.comments]
    blocks += held.segments
    index = make_index(0, 0, held.following)
    blocks += [(APP2, MULTI_PICTURE + index)] if index else []
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
        told["qtables"] = finest_tables(source.get("tables", {}))
    else:
        told["quality"] = quality
    file = encode_with_pillow(pixels, "JPEG", **told)
    if index:
        place = file.index(MULTI_PICTURE + index) + len(MULTI_PICTURE)
        file = file[:place] + make_index(len(file), place, held.following) + file[place + len(index) :]
    return b"".join([file, *(part.data for part in held.following)])


def make_index(size: int, place: int, following: Sequence[Part]) -> bytes:
    """Make the MPF of a picture and the gain maps behind it; empty where there are none.

    size: of the picture in bytes.  place: where in the file the MPF's own numbers begin.
    """
    at, sizes, offsets = size, [size], []
    for part in following:
        if part.kind == GAIN_MAP:
            sizes.append(len(part.data))
            offsets.append(max(at - place, 0))
        at += len(part.data)
    return multi_picture.make_index(sizes, offsets) if offsets else b""


FORMAT = PictureFormat(
    "JPEG",
    (".jpg", ".jpeg", ".jpe", ".jfif"),
    read_metadata,
    encode,
    carries=frozenset({"exif", "xmp", "photoshop", "icc", "comments", "dpi", "segments", "following"}),
    block_bytes=extended_xmp.MAIN_BYTES,
    alpha=False,
    deep=find_refusal,
    encoding=read_encoding,
    notes=read_notes,
)
