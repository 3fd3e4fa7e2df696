"""DNGs of a known picture: what a camera with known filters, levels and white balance would have written.

The camera sees sRGB's primaries, each darker by its gain, so that the right development is the picture itself.  The
tags are those of DNG 1.7.1, chapter 4.
"""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from lut.color import srgb_to_linear

pytest.importorskip("rawpy", reason="no rawpy here, by which raw files are developed")

SRGB_TO_XYZ = np.array(  # IEC 61966-2-1
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
GAINS = (2.0, 1.0, 1.6)
BAYER = np.array([[0, 1], [1, 2]])
XTRANS_ROWS = ("121101", "010212", "121101", "101121", "212010", "101121")
XTRANS = np.array([[int(letter) for letter in row] for row in XTRANS_ROWS])
CFA, LINEAR_RAW = 32803, 34892
BYTE, ASCII, SHORT, LONG, RATIONAL, SRATIONAL = 1, 2, 3, 4, 5, 10
D65 = 21
Tag = tuple[int, int, int, Any, bool]


def smooth_picture(height: int = 240, width: int = 320, seed: int = 1) -> np.ndarray:
    """(H, W, 3) sRGB codes from 0.05 to 0.9 without details, which demosaicing would have to guess."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width] / width
    waves = [np.sin(2 * np.pi * (a * x + b * y + c)) for a, b, c in rng.uniform(0.1, 0.4, (3, 3))]
    return 0.475 + 0.425 * np.stack(waves, axis=2)


def tag(number: int, kind: int, values: Any) -> Tag:
    """A tag as tifffile takes it; fractions as floats."""
    flat = np.ravel(values).tolist()
    if kind in (RATIONAL, SRATIONAL):
        count, flat = len(flat), [part for value in flat for part in (round(value * 10**6), 10**6)]
    else:
        count = len(flat)
    return number, kind, count, flat[0] if len(flat) == 1 else tuple(flat), False


def words(number: int, text: str) -> Tag:
    return number, ASCII, 0, text, False


def color_tags(gains: tuple[float, ...] = GAINS, balance: bool = True, stops: float = 0.0) -> list[Tag]:
    """What stands in the first directory.  balance: AsShotNeutral is there."""
    matrix = np.diag(1 / np.array(gains)) @ np.linalg.inv(SRGB_TO_XYZ)
    tags = [tag(50706, BYTE, (1, 4, 0, 0)), tag(50707, BYTE, (1, 1, 0, 0)), words(50708, "Test Phone 1")]
    tags += [words(271, "Test"), words(272, "Phone 1"), tag(50721, SRATIONAL, matrix), tag(50778, SHORT, D65)]
    tags += [tag(50728, RATIONAL, 1 / np.array(gains))] if balance else []
    return tags + ([tag(50730, SRATIONAL, stops)] if stops else [])


def see(codes: np.ndarray, gains: tuple[float, ...] = GAINS, stops: float = 0.0) -> np.ndarray:
    """What the sensor sees of sRGB codes (H, W, 3): linear, 1 is white."""
    return srgb_to_linear(codes) / np.array(gains) / 2**stops


def gain_maps(gains: np.ndarray, area: tuple[int, int]) -> Tag:
    """OpcodeList2 as Android writes it: a GainMap for each pixel of 2 × 2 of an area (height, width).

    gains: (V, H, 2, 2), on a grid from edge to edge.
    """
    down, across = gains.shape[:2]
    content = struct.pack(">I", 4)
    for row, column in np.ndindex(2, 2):
        head = struct.pack(">10I", row, column, *area, 0, 1, 2, 2, down, across)
        grid = struct.pack(">4dI", 1 / (down - 1), 1 / (across - 1), 0, 0, 1)
        body = head + grid + gains[:, :, row, column].astype(">f4").tobytes()
        content += struct.pack(">4I", 9, 0x01030000, 1, len(body)) + body
    return tag(51009, 7, list(content))


def mosaic(seen: np.ndarray, pattern: np.ndarray = BAYER) -> np.ndarray:
    """(H, W): of each pixel the color of its filter."""
    height, width = seen.shape[:2]
    down, across = -(-height // len(pattern)), -(-width // len(pattern[0]))
    filters = np.tile(pattern, (down, across))[:height, :width]
    return np.take_along_axis(seen, filters[..., None], 2)[..., 0]


def dng(
    codes: np.ndarray,
    *,
    pattern: np.ndarray = BAYER,
    black: tuple[int, ...] = (512,) * 4,
    white: int = 16383,
    stops: float = 0.0,
    balance: bool = True,
    rendering: np.ndarray | None = None,
    more: list[Tag] | None = None,
    raw_more: list[Tag] | None = None,
    **how: Any,
) -> bytes:
    """A DNG of a mosaic, uncompressed.

    codes: (H, W, 3) sRGB.  black: levels of 2 × 2 pixels.  rendering: (H, W, 3) uint8, the picture in the first
    directory, as a JPEG; the raw data are then in a SubIFD, as phones and Adobe write it.  more, raw_more: tags of the
    first directory and of the raw data, in place of the usual ones.  how: as ``write`` takes it.
    """
    seen = mosaic(see(codes, stops=stops), pattern)
    height, width = seen.shape
    levels = np.tile(np.reshape(black, (2, 2)), (-(-height // 2), -(-width // 2)))[:height, :width]
    data = np.rint(levels + np.clip(seen, 0, 1) * (white - levels)).astype(np.uint16)
    raw = [tag(33421, SHORT, pattern.shape), tag(33422, BYTE, pattern), tag(50717, LONG, white)]
    raw += [tag(50713, SHORT, (2, 2)), tag(50714, LONG, black)]
    return write(data, CFA, color_tags(stops=stops, balance=balance), raw, rendering, more, raw_more, **how)


def linear_dng(codes: np.ndarray, rendering: np.ndarray | None = None, **how: Any) -> bytes:
    """A DNG whose raw data are demosaiced, as stacked exposures are.  how: for tifffile."""
    data = np.rint(see(codes) * 65535).astype(np.uint16)
    return write(data, LINEAR_RAW, color_tags(), [tag(50717, LONG, (65535,) * 3)], rendering, **how)


def write(
    data: np.ndarray,
    photometric: int,
    color: list[Tag],
    raw: list[Tag],
    rendering: np.ndarray | None,
    more: list[Tag] | None = None,
    raw_more: list[Tag] | None = None,
    strips: int = 1,
    **how: Any,
) -> bytes:
    file = io.BytesIO()
    usual: dict[str, Any] = {"metadata": None, "software": False}
    first, beneath = replace_tags(color, more), replace_tags(raw, raw_more)
    with tifffile.TiffWriter(file) as writer:
        if rendering is None:
            writer.write(data, photometric=photometric, extratags=replace_tags(first, beneath), **usual, **how)
        else:
            write_jpeg(writer, rendering, strips, subifds=1, extratags=first)
            writer.write(data, photometric=photometric, subfiletype=0, extratags=beneath, **usual, **how)
    return file.getvalue()


def write_jpeg(writer: tifffile.TiffWriter, pixels: np.ndarray, strips: int = 1, **how: Any) -> None:
    """Add a directory with a reduced picture as a JPEG, in one strip or several, with chroma at full resolution."""
    rows = -(-len(pixels) // strips // 16) * 16
    parts = []
    for top in range(0, len(pixels), rows):
        part = io.BytesIO()
        Image.fromarray(pixels[top : top + rows]).save(part, "JPEG", quality=95, subsampling=0)
        parts.append(part.getvalue())
    described = {"shape": pixels.shape, "dtype": np.uint8, "photometric": "ycbcr", "subsampling": (1, 1)}
    usual = {"metadata": None, "software": False, "compression": "jpeg", "subfiletype": 1, "rowsperstrip": rows}
    writer.write(iter(parts), **described, **usual, **how)


def replace_tags(usual: list[Tag], other: list[Tag] | None) -> list[Tag]:
    return list({each[0]: each for each in (*usual, *(other or ()))}.values())
