"""TIFF files put together tag by tag, as other programs write them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

SHORT, LONG, UNDEFINED = 3, 4, 7
Tag = int | tuple[int, ...] | bytes  # bytes: of type UNDEFINED


@dataclass
class Page:
    """One uncompressed strip, or one a channel (284: 2).

    pixels: (H, W, C).  tags: further ones, or in place of the usual ones; None: none.
    """

    pixels: np.ndarray
    tags: dict[int, Tag | None] = field(default_factory=dict)
    below: Sequence[Page] = ()


def tiff_file(*pages: Page, order: str = "<", big: bool = False) -> bytes:
    """A TIFF, or a BigTIFF, of a chain of pages, with the pages below each as its SubIFDs."""
    mark = {"<": b"II", ">": b"MM"}[order]
    count, offset = ("Q", "Q") if big else ("H", "I")
    wide = 8 if big else 4
    file = bytearray(
        mark + struct.pack(order + "HHHQ", 43, 8, 0, 0) if big else mark + struct.pack(order + "HI", 42, 0)
    )

    def append(content: bytes) -> int:
        file.extend(bytes(len(file) % 2))
        file.extend(content)
        return len(file) - len(content)

    def directory(page: Page) -> tuple[int, int]:
        """Where it begins, and where the offset of the next one stands."""
        height, width, channels = page.pixels.shape
        pixels = page.pixels.astype(page.pixels.dtype.newbyteorder(order))
        parts = np.moveaxis(pixels, 2, 0) if page.tags.get(284) == 2 else [pixels]
        strips = [part.tobytes() for part in parts]
        kind = {"u": 1, "i": 2, "f": 3, "c": 6}[page.pixels.dtype.kind]
        tags: dict[int, Tag | None] = {
            **{256: width, 257: height, 258: (8 * page.pixels.dtype.itemsize,) * channels, 259: 1},
            **{262: 2 if channels > 2 else 1, 277: channels, 278: height},
            273: tuple(append(strip) for strip in strips),
            279: tuple(len(strip) for strip in strips),
            339: (kind,) * channels,
            **page.tags,
        }
        if page.below:
            tags[330] = tuple(directory(below)[0] for below in page.below)
        entries = b""
        for tag, value in sorted(tags.items()):
            if value is None:
                continue
            numbers = (value,) if isinstance(value, int) else value
            if isinstance(numbers, bytes):
                type_, size, content = UNDEFINED, 1, numbers
            else:
                type_, size = (LONG, 4) if tag in (273, 279, 330) or max(numbers) > 65535 else (SHORT, 2)
                content = struct.pack(order + {SHORT: "H", LONG: "I"}[type_] * len(numbers), *numbers)
            held = content if len(content) <= wide else struct.pack(order + offset, append(content))
            entries += struct.pack(order + "HH" + offset, tag, type_, len(content) // size) + held.ljust(wide, b"\0")
        found = append(struct.pack(order + count, len(entries) // (4 + 2 * wide)) + entries + bytes(wide))
        return found, len(file) - wide

    link = 8 if big else 4
    for page in pages:
        found, following = directory(page)
        struct.pack_into(order + offset, file, link, found)
        link = following
    return bytes(file)
