"""Damage below the checksums: files that are packed, damaged inside, and packed again.

A mutated PNG, .zip or zlib stream is refused for its checksum, so that nothing behind it would ever be tried.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from tests.fuzz.mutation import Mutation, damaged

PNG = b"\x89PNG\r\n\x1a\n"
STORED = re.compile(rb"(\n[0-9 ]+ #)([0-9]+)\n")
TABLE = re.compile(rb'(Table_\w+=")([^"]*)(")')
DIGITS = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?`'|()[]{}@%$#"


def png(data: bytes, random: Random) -> bytes:
    """A PNG whose chunks are damaged and have the right checksums; its pixels are unpacked for it."""
    if not data.startswith(PNG):
        return damaged(data, random)
    chunks, at = [], len(PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    if not chunks:
        return damaged(data, random)
    chosen = random.randrange(len(chunks))
    kind, content = chunks[chosen]
    if kind == b"IDAT" and random.random() < 0.5:
        content = zlib.compress(damaged(inflated(content), random))
    else:
        content = damaged(content, random)
    chunks[chosen] = kind, content
    return PNG + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def pack(data: bytes, random: Random) -> bytes:
    """A .zip of damaged files, or of damaged names."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = [(entry.filename, archive.read(entry)) for entry in archive.infolist() if entry.file_size < 1 << 16]
    except Exception:  # what is no pack is damaged as any file
        return damaged(data, random)
    result = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, content in files[:8]:
            if random.random() < 0.3:
                name = damaged(name.encode("utf-8", "replace"), random).decode("latin-1")
            if random.random() < 0.5:
                content = damaged(content, random)
            entry = zipfile.ZipInfo("x")
            entry.filename = name[:200]
            entry.external_attr = random.choice((0, 0o100644 << 16, 0o120777 << 16))
            archive.writestr(entry, content)
    return damaged(result.getvalue(), random) if random.random() < 0.3 else result.getvalue()


def xmp(data: bytes, random: Random) -> bytes:
    """A profile whose table is damaged, and packed again."""
    found = TABLE.search(data)
    packed = from_base85(found.group(2)) if found else b""
    if not found or len(packed) < 5:
        return damaged(data, random)
    table = damaged(inflated(packed[4:]), random)
    text = to_base85(struct.pack("<I", len(table)) + zlib.compress(table))
    return data[: found.start(2)] + text + data[found.end(2) :]


def gmz(data: bytes, random: Random) -> bytes:
    """A file of G'MIC's whose pictures are damaged, and packed again."""
    found = STORED.search(data)
    if found is None:
        return damaged(data, random)
    start, size = found.end(), int(found.group(2))
    packed = zlib.compress(damaged(inflated(data[start : start + size]), random))
    return data[: found.start(2)] + b"%d\n" % len(packed) + packed + data[start + size :]


def inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, 1 << 16)
    except zlib.error:
        return data


def from_base85(text: bytes) -> bytes:
    result = b""
    for start in range(0, len(text), 5):
        group = [max(DIGITS.find(bytes([digit])), 0) for digit in text[start : start + 5]]
        value = sum(digit * 85**place for place, digit in enumerate(group))
        result += (value % (1 << 32)).to_bytes(4, "little")[: len(group) - 1]
    return result


def to_base85(data: bytes) -> bytes:
    result = bytearray()
    for start in range(0, len(data), 4):
        part = data[start : start + 4]
        value = int.from_bytes(part, "little")
        for _ in range(len(part) + 1):
            value, digit = divmod(value, 85)
            result.append(DIGITS[digit])
    return bytes(result)


SEALED: dict[str, Callable[[bytes, Random], bytes]] = {
    "LUT picture": png,
    "pack of LUTs": pack,
    "XMP profile": xmp,
    "gmz": gmz,
}


def mutation(name: str) -> Mutation:
    """What damages files of that format: as they are, or below their checksums."""
    inside = SEALED.get(name)
    if inside is None:
        return damaged
    return lambda data, random: (inside if random.random() < 0.6 else damaged)(data, random)
