"""HEIC, AVIF and JPEG XL files of known pictures, by pillow-heif, imagecodecs and our own boxes."""

from __future__ import annotations

import io
from typing import Any

import imagecodecs
import numpy as np

from lut.images import heif_writing
from lut.images.heif_items import Items
from lut.images.iso_boxes import make_box, walk_boxes


def gradient(channels: int = 3, bits: int = 8, height: int = 48, width: int = 64) -> np.ndarray:
    """Smooth, and another one in each channel; a corner is darker than the others, so no turn leaves it as it is."""
    rows, columns = np.mgrid[:height, :width]
    rows, columns = rows / (height - 1), columns / (width - 1)
    planes = [columns, rows * 0.8 + 0.1, 0.5 + 0.4 * columns - 0.4 * rows, 0.2 + 0.8 * rows][:channels]
    dtype = np.uint8 if bits == 8 else np.uint16
    return np.rint(np.stack(planes, axis=-1) * ((1 << bits) - 1)).astype(dtype)


def heic(pixels: np.ndarray, bits: int = 8, quality: int = 100, **info: Any) -> bytes:
    """Encode by x265.  pixels: codes of 8 or of 16 bits, which become ``bits``.  info: as pillow-heif takes it."""
    import pillow_heif

    mode = {1: "L", 3: "RGB", 4: "RGBA"}[pixels.shape[2]] + (";16" if pixels.dtype == np.uint16 else "")
    before = pillow_heif.options.SAVE_HDR_TO_12_BIT
    pillow_heif.options.SAVE_HDR_TO_12_BIT = bits == 12
    try:
        image = pillow_heif.from_bytes(mode, pixels.shape[1::-1], np.ascontiguousarray(pixels).tobytes())
        file = io.BytesIO()
        image.save(file, quality=quality, chroma=444, **info)
    finally:
        pillow_heif.options.SAVE_HDR_TO_12_BIT = before
    return file.getvalue()


def avif(pixels: np.ndarray, bits: int = 8, **properties: bytes) -> bytes:
    """Encode by libavif.  properties: of the picture, by name, in place of its own colr where that is given."""
    flat = pixels[..., 0] if pixels.shape[2] == 1 else pixels
    coded = bytes(imagecodecs.avif_encode(np.ascontiguousarray(flat), level=100, bitspersample=bits))
    own = Items(coded).primary.find_property(b"colr")
    named = [
        (name.encode(), content[:8] + own[8:] if content.startswith(b"nclx") else content)  # the codec's matrix stays
        for name, content in properties.items()
    ]
    return with_properties(coded, named)


def with_properties(file: bytes, properties: list[tuple[bytes, bytes]]) -> bytes:
    """Put properties in place of those with the same name, or behind the others."""
    items = Items(file)
    named = {name for name, _content in properties}
    items.primary.properties = [each for each in items.primary.properties if each[0] not in named] + properties
    held = [(item, items.content(item)) for item in items.items.values()]
    head = file[: int.from_bytes(file[:4], "big")]
    meta = heif_writing.make_meta(items.primary_number, held, items.references, 0)
    return b"".join(
        [
            head,
            heif_writing.make_meta(items.primary_number, held, items.references, len(head) + len(meta) + 8),
            make_box(b"mdat", b"".join(content for _item, content in held)),
        ]
    )


def code_points(primaries: int, transfer: int, matrix: int = 6, full: int = 1) -> bytes:
    """The content of a colr box of type nclx."""
    return b"nclx" + bytes((0, primaries, 0, transfer, 0, matrix, full << 7))


def box_names(data: bytes) -> list[bytes]:
    return [box.name for box in walk_boxes(data)]


def grid(items: Items, tile: bytes, size: tuple[int, int]) -> bytes:
    """Two copies of a coded picture side by side, as a grid of that width and height."""
    from lut.images.heif_items import Item

    width, height = size
    wide = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    whole = Item(3, b"grid", properties=[(b"ispe", bytes(4) + wide), (b"pixi", items.primary.find_property(b"pixi"))])
    tiles = [Item(number, b"av01", hidden=True, properties=items.primary.properties) for number in (1, 2)]
    layout = bytes((0, 0, 0, 1)) + width.to_bytes(2, "big") + height.to_bytes(2, "big")
    held = [(tiles[0], tile), (tiles[1], tile), (whole, layout)]
    head = make_box(b"ftyp", b"avif" + bytes(4) + b"avifmif1miaf")
    references = [(b"dimg", 3, 1), (b"dimg", 3, 2)]
    meta = heif_writing.make_meta(3, held, references, 0)
    return b"".join(
        [
            head,
            heif_writing.make_meta(3, held, references, len(head) + len(meta) + 8),
            make_box(b"mdat", b"".join(content for _item, content in held)),
        ]
    )
