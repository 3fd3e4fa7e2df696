"""Apply the gain maps with which phones' DNGs undo their lens' shading.

A GainMap is an opcode of OpcodeList2: gains on a grid over the picture, for some of the mosaic's pixels, to be applied
to linear raw data (DNG 1.7.1, chapter 7).  LibRaw leaves them out, and corners stay dark and colored.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .raw_pages import find_raw_page

OPCODE_LIST_2, GAIN_MAP = 51009, 9
HEAD, MAP = ">4I", ">10I4dI"  # opcodes are big-endian in every file
MOST_OPCODES, MOST_GAIN = 64, 32.0


@dataclass(frozen=True, eq=False)
class GainMap:
    """area: top, left, bottom and right of the pixels; pitch: every so many rows and columns of them.

    gains: (V, H).  spacing, origin: of the grid, down and across, in shares of the picture.
    """

    area: tuple[int, int, int, int]
    pitch: tuple[int, int]
    gains: NDArray[np.float32]
    spacing: tuple[float, float]
    origin: tuple[float, float]

    def at(self, rows: NDArray[Any], columns: NDArray[Any], shape: tuple[int, int]) -> NDArray[np.float32]:
        """Interpolate the gains at pixels, bilinearly; beyond the grid its edge goes on."""
        found = self.gains
        for axis, places in enumerate((rows, columns)):
            step = self.spacing[axis] or 1.0
            at = ((places + 0.5) / shape[axis] - self.origin[axis]) / step
            at = np.clip(at, 0, found.shape[axis] - 1).astype(np.float32)
            low = np.minimum(at.astype(np.intp), max(found.shape[axis] - 2, 0))
            high = np.minimum(low + 1, found.shape[axis] - 1)
            share = np.expand_dims(at - low, 1 - axis)
            found = found.take(low, axis) * (1 - share) + found.take(high, axis) * share
        return found


def read_gain_maps(data: bytes) -> list[GainMap]:
    """Read the gain maps for a mosaic; none where there are none, or damaged ones."""
    page = find_raw_page(data)
    value = page.value(OPCODE_LIST_2) if page is not None else None
    try:
        return list(parse_opcodes(value[1])) if value else []
    except (struct.error, ValueError, OverflowError):
        return []


def parse_opcodes(content: bytes) -> Iterator[GainMap]:
    (count,) = struct.unpack_from(">I", content)
    at = 4
    for _opcode in range(min(count, MOST_OPCODES)):
        kind, _version, _flags, size = struct.unpack_from(HEAD, content, at)
        at += struct.calcsize(HEAD)
        if kind == GAIN_MAP:
            numbers = struct.unpack_from(MAP, content, at)
            down, across, planes = numbers[8], numbers[9], numbers[14]
            gains = np.frombuffer(content, ">f4", down * across * planes, at + struct.calcsize(MAP))
            gains = gains.reshape(down, across, planes)[..., 0].astype(np.float32)
            if min(numbers[6:8]) < 1 or not gains.size or not np.isfinite((*gains.flat, *numbers[10:14])).all():
                raise ValueError("a gain map without sense")
            gains = np.clip(gains, 0, MOST_GAIN)
            yield GainMap(numbers[:4], numbers[6:8], gains, numbers[10:12], numbers[12:14])
        at += size


def undo_shading(raw: Any, maps: list[GainMap]) -> None:
    """Multiply a mosaic's raw data, above black, in place.  raw: rawpy's, before it is developed."""
    if not maps or raw.raw_type.name != "Flat":
        return
    pixels, sizes = raw.raw_image_visible, raw.sizes
    shape = pixels.shape
    for each in maps:
        (top, left, bottom, right), (down, across) = each.area, each.pitch
        for row in (top, top + 1) if down == 1 else (top,):
            for column in (left, left + 1) if across == 1 else (left,):
                steps = max(down, 2), max(across, 2)
                part = pixels[row : bottom : steps[0], column : right : steps[1]]
                if not part.size:
                    continue
                rows = np.arange(row, min(bottom, shape[0]), steps[0])
                columns = np.arange(column, min(right, shape[1]), steps[1])
                black = raw.black_level_per_channel[raw.raw_color(sizes.top_margin + row, sizes.left_margin + column)]
                gained = (part - np.float32(black)) * each.at(rows, columns, shape) + np.float32(black)
                part[...] = np.rint(np.clip(gained, 0, raw.white_level)).astype(part.dtype)
