"""PNG, third edition (W3C 2025): 8 and 16 bits.

Pillow reads and writes everything but 16-bit pixels: a file goes to it without those, and comes from it without them.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import codecs, png_color
from .color_tags import ColorTags
from .picture import NO_CREDENTIALS, Deep, Metadata, Picture, PictureFormat, describe_aspect, encode_with_pillow
from .trailing_parts import find_parts_behind

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CREDENTIALS = b"caBX"  # C2PA 2.1, appendix A
XMP_KEYWORD = "XML:com.adobe.xmp"
ALPHA = 4  # of the color types' bits (11.2.1)
COMPRESSION = 3  # of 9: three times as fast as the usual 6, for a file some 5 % larger
TEXTS = (b"tEXt", b"zTXt", b"iTXt")
# Read, or, from bKGD on, no longer true or of no use when the pixels have changed.
UNDERSTOOD = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"eXIf", b"pHYs", *TEXTS, *png_color.CHUNKS, CREDENTIALS}
    | {b"bKGD", b"hIST", b"sBIT", b"sPLT", b"tIME", b"iDOT", b"acTL", b"fcTL", b"fdAT"}
)
RAW_EXIF = "Raw profile type exif"  # ImageMagick's hexadecimal way, from before PNG had a chunk for it


def make_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content), name) + content + struct.pack(">I", zlib.crc32(name + content))


def read_chunks(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name of each chunk, and the whole of it (PNG, section 5.3)."""
    at = len(SIGNATURE)
    while at + 12 <= len(file):
        size, name = struct.unpack_from(">I4s", file, at)
        yield name, file[at : at + 12 + size]
        at += 12 + size
        if name == b"IEND":
            return


ONE_PIXEL = (  # gray, 8 bits, one row with filter 0
    (b"IHDR", make_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))),
    (b"IDAT", make_chunk(b"IDAT", zlib.compress(bytes(2)))),
)


def replace_pixels(file: bytes, pixels: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Replace header and pixels by another file's, which is given in chunks."""
    other: dict[bytes, list[bytes]] = {b"IHDR": [], b"IDAT": []}
    for name, whole in pixels:
        if name in other:
            other[name].append(whole)
    parts = [SIGNATURE]
    for name, whole in read_chunks(file):
        parts += other.pop(name, []) if name in (b"IHDR", b"IDAT") else [whole]
    return b"".join(parts)


def open_deep(data: bytes) -> Deep | None:
    if not data.startswith(SIGNATURE + b"\0\0\0\rIHDR") or len(data) < 33 or data[24] <= 8:
        return None
    codecs.import_library("imagecodecs")
    size = struct.unpack_from(">II", data, 16)
    pixel_bytes = 2 * (4 if data[25] & ALPHA or b"tRNS" in data[: data.find(b"IDAT")] else 3)
    return Deep(size, pixel_bytes, lambda: codecs.decode_png(data), shell=replace_pixels(data, ONE_PIXEL))


def transparent_gray(data: bytes) -> int | None:
    """Return the 8-bit code of the gray that means transparency in 2 or 4 bits; Pillow gives the code of the file.

    None where there is none (PNG, section 11.3.2.1).
    """
    if not data.startswith(SIGNATURE) or len(data) < 33 or data[24] not in (2, 4) or data[25] != 0:
        return None
    most = (1 << data[24]) - 1
    for name, whole in read_chunks(data):
        if name == b"tRNS" and len(whole) == 14:
            return (int.from_bytes(whole[8:10], "big") & most) * 255 // most
    return None


def read_metadata(image: Any, data: bytes) -> Metadata:
    texts = dict(getattr(image, "text", {}))
    xmp = texts.pop(XMP_KEYWORD, "").encode()
    color = read_color_tags(data)
    exif = image.info.get("exif") or b""
    raw = texts.pop(RAW_EXIF, "")
    if not exif and raw:
        exif = bytes.fromhex("".join(raw.split("\n")[3:]))
    return Metadata(
        exif=exif.removeprefix(b"Exif\0\0"),
        xmp=xmp,
        icc=png_color.unpack_profile(color),
        texts=texts,
        dpi=image.info.get("dpi"),
        following=find_parts_behind(data, len(SIGNATURE) + sum(len(whole) for _name, whole in read_chunks(data)), {}),
        color=ColorTags(FORMAT.name, color) if color else None,
    )


def read_notes(image: Any, data: bytes) -> tuple[str, ...]:
    """Return sentences about chunks that are not kept."""
    found = list(read_chunks(data))
    names = [name for name, _whole in found]
    pixels = names.index(b"IDAT") if b"IDAT" in names else len(names)
    late = [name for name in names[pixels:] if name in png_color.CHUNKS]
    unknown = [name for name in names if name not in UNDERSTOOD]
    keywords = Counter(whole[8:-4].partition(b"\0")[0] for name, whole in found if name in TEXTS)
    repeated = [keyword for keyword, count in keywords.items() if count > 1]
    told = [NO_CREDENTIALS] if CREDENTIALS in names else []
    if unknown:
        told.append(f"PNG chunks that are not kept: {list_names(unknown)}")
    if late:
        told.append(f"PNG chunks behind the pixels, where they say nothing, are not kept: {list_names(late)}")
    if repeated:
        told.append(f"of several PNG texts with the same keyword, only the last is kept: {list_names(repeated)}")
    return (*told, *describe_aspect(*image.info.get("aspect", (0, 0))))


def list_names(names: Iterable[bytes]) -> str:
    return ", ".join(dict.fromkeys(name.decode("latin-1") for name in names))


def read_color_tags(data: bytes) -> dict[bytes, bytes]:
    """Read the chunks that describe colors; of several with one name, the first."""
    found: dict[bytes, bytes] = {}
    for name, whole in read_chunks(data):
        if name == b"IDAT":  # they come before the pixels
            break
        if name in png_color.CHUNKS:
            found.setdefault(name, whole[8:-4])
    return found


def encode(pixels: NDArray[Any], picture: Picture, quality: int | None) -> bytes:
    from PIL.PngImagePlugin import PngInfo, iTXt

    held = picture.metadata
    texts = PngInfo()
    for key, text in held.texts.items():
        with_language = isinstance(text, iTXt)
        texts.add_text(key, text) if with_language or text.isascii() else texts.add_itxt(key, text)
    if held.xmp:
        texts.add_itxt(XMP_KEYWORD, held.xmp.decode("utf-8", "replace"))
    tags = dict(held.color.content) if held.color else {}
    own_profile = png_color.unpack_profile(tags) == held.icc  # with the name that it has in the file
    if not own_profile:
        tags.pop(png_color.PROFILE, None)
    profile = b"" if own_profile else held.icc
    told: dict[str, Any] = {"pnginfo": texts, "icc_profile": profile, "compress_level": COMPRESSION}
    if held.exif:
        told["exif"] = held.exif
    if held.dpi:
        told["dpi"] = held.dpi
    if pixels.dtype == np.uint16:
        file = replace_pixels(
            encode_with_pillow(np.zeros((1, 1, 1), np.uint8), "PNG", **told), read_chunks(codecs.encode_png(pixels))
        )
    else:
        file = encode_with_pillow(pixels, "PNG", **told)
    head = len(SIGNATURE) + len(ONE_PIXEL[0][1])
    color = [make_chunk(name, content) for name, content in tags.items()]
    return b"".join([file[:head], *color, file[head:], *(part.data for part in held.following)])


FORMAT = PictureFormat(
    "PNG",
    (".png",),
    read_metadata,
    encode,
    carries=frozenset({"exif", "xmp", "icc", "texts", "dpi", "following"}),
    types=("uint8", "uint16"),
    deep=open_deep,
    notes=read_notes,
)
