"""Turn and crop the gain map behind a JPEG, which makes an HDR picture of an SDR one.

The map is a JPEG of its own, of one channel or three and usually smaller, stretched over the picture as it is stored.
Google and Adobe write its numbers into its XMP, ISO 21496-1 into an APP2 segment, many phones into both.  Apple's
older form has one channel and no such numbers; ``1 + (headroom - 1) · code`` in linear light is its gain, and the
headroom is said in the picture's EXIF or the map's XMP (Apple, "Applying Apple HDR effect to your photos").
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color.space import Floats
from . import gain_map_numbers, jpeg
from .gain_map_numbers import GainMapError, Numbers
from .jpeg_segments import APP2, ISO_GAIN_MAP, Blocks
from .metadata import replace_parts, update_geometry
from .orientations import turn_upright
from .picture import Metadata, Picture
from .trailing_parts import GAIN_MAP

APPLE = (b"http://ns.apple.com/HDRGainMap/1.0/", b"aux:hdrgainmap")
QUALITY = 99  # off by a code where a phone's own map is: 0.6 % of light in a map of two stops
SAME_SHAPE = 0.005  # readers refuse a map whose width : height is off by 1 %
FARTHEST = 8  # pixels by which a crop may move: phones' maps have 2 or 4 for one
LARGEST = 65535  # pixels across a JPEG
Box = tuple[slice, slice]
Size = tuple[int, int]


def find_fault(file: bytes, size: Size, kind: str = jpeg.FORMAT.name) -> str:
    """Say in a clause why a gain map cannot be used; empty for one that can.

    size: width and height of the picture that it belongs to, as stored.  kind: that picture's format.
    """
    if kind != jpeg.FORMAT.name:
        return f"expected behind a JPEG, found behind {kind}"
    try:
        read_numbers(file)
        read_map(file, size)
    except GainMapError as error:
        return str(error)
    return ""


def change_maps(metadata: Metadata, change: Callable[[bytes], bytes]) -> Metadata:
    """Replace each gain map behind a picture by what ``change`` makes of it, and correct its length in the XMP."""
    before = metadata.following
    after = [replace(part, data=change(part.data)) if part.kind == GAIN_MAP else part for part in before]
    return replace_parts(metadata, after)[0] if after != list(before) else metadata


def read_numbers(file: bytes) -> Numbers | None:
    """Read the numbers, ISO's before XMP's; None for Apple's form.  Raises GainMapError where there are none."""
    blocks = Blocks(file)
    packet, _incomplete = blocks.xmp
    found = [numbers for block in blocks.after(APP2, ISO_GAIN_MAP) if (numbers := gain_map_numbers.parse_iso(block))]
    numbers = gain_map_numbers.parse_xmp(packet)
    if found or numbers:
        return found[0] if found else numbers
    if any(mark in packet for mark in APPLE):
        return None
    raise GainMapError("expected hdrgm:GainMapMax or an ISO 21496-1 block in it, found neither")


def read_map(file: bytes, size: Size | None = None) -> Picture:
    """Read a gain map with its metadata; pixels (H, W, 1 or 3).  Raises GainMapError.

    size: of the picture that it belongs to; a larger map is refused before it is decoded.
    """
    from PIL import Image

    width, height = jpeg.read_size(file)
    if size and width * height > size[0] * size[1]:
        raise GainMapError(f"expected at most the picture's {size[0]} × {size[1]} pixels, found {width} × {height}")
    try:
        with Image.open(io.BytesIO(file), formats=["JPEG"]) as image:
            if image.mode not in ("L", "RGB"):
                raise GainMapError(f"expected gray or RGB, found {image.mode}")
            pixels = np.asarray(image)
            metadata = jpeg.read_metadata(image, file)
    except (GainMapError, MemoryError):
        raise
    except Exception as error:  # of a damaged file, decoders raise anything
        raise GainMapError(f"expected a complete JPEG, found a damaged one ({error})") from error
    pixels = pixels.reshape(*pixels.shape[:2], -1)
    # Not as it was encoded: colors that were halved once, and moved by a pixel, would be halved a second time.
    return Picture(pixels, metadata=replace(metadata, following=()))


def encode_map(pixels: NDArray[Any], held: Picture) -> bytes:
    """Encode other pixels with the metadata that a map had."""
    height, width = pixels.shape[:2]
    return jpeg.encode(pixels, replace(held, metadata=update_geometry(held.metadata, width, height)), QUALITY)


def turn(file: bytes, orientation: int) -> bytes:
    """Turn a map as the picture is turned upright.  orientation: EXIF's, of the picture."""
    held = read_map(file)
    return encode_map(turn_upright(held.pixels, orientation), held)


def align_box(metadata: Metadata, box: Box, size: Size) -> Box:
    """Move a part of a picture by less than a pixel of its gain map, so that the map need not be interpolated.

    Interpolated to places between its pixels, a map loses its edges: light changes by 5 % beside them.
    box: rows and columns.  size: the picture's width and height.
    """
    maps = (jpeg.read_size(part.data) for part in metadata.following if part.kind == GAIN_MAP)
    across, down = next(maps, (0, 0))
    if not across or not down or size[0] % across or size[1] % down:
        return box
    steps = size[1] // down, size[0] // across
    if max(steps) > FARTHEST:
        return box
    rows, columns = (align_span(span, step) for span, step in zip(box, steps, strict=True))
    return rows, columns


def align_span(span: slice, step: int) -> slice:
    """Move a span's start to a multiple of ``step``, and shorten it to such a length unless nothing would be left."""
    length = (span.stop - span.start) // step * step or span.stop - span.start
    start = min(round(span.start / step), (span.stop - length) // step) * step
    return slice(start, start + length)


def crop(file: bytes, box: Box, size: Size) -> bytes:
    """Cut out what lies over a part of the picture, to a fraction of a map's pixel.

    box: rows and columns of the picture.  size: its width and height before.
    """
    held = read_map(file)
    height, width = held.pixels.shape[:2]
    rows, columns = box
    across, down = width / size[0], height / size[1]
    target = choose_size((columns.stop - columns.start, rows.stop - rows.start), across, down)
    result = np.empty((target[1], target[0], held.pixels.shape[2]), np.uint8)
    for channel in range(held.pixels.shape[2]):  # all at once, they would take three times the memory
        codes = held.pixels[..., channel].astype(np.float32)
        inside = resample(codes, rows.start * down, rows.stop * down, target[1])
        turned = resample(inside.T, columns.start * across, columns.stop * across, target[0])
        result[..., channel] = np.rint(turned.T)
    return encode_map(result, held)


def resample(lines: Floats, start: float, stop: float, count: int) -> Floats:
    """Interpolate so many lines between two places, where line k reaches from k to k + 1; the edges' go on beyond.

    lines: (N, M).  Returns (count, M).
    """
    places = start + (np.arange(count) + 0.5) * ((stop - start) / count) - 0.5
    places = np.clip(places, 0, len(lines) - 1)
    lower = places.astype(int)
    upper = np.minimum(lower + 1, len(lines) - 1)
    weight = (places - lower).astype(np.float32)[:, None]
    result: Floats = lines[lower] + weight * (lines[upper] - lines[lower])
    return result


def choose_size(size: Size, across: float, down: float) -> Size:
    """Return the size of the map of a picture: as fine as before, or finer where rounding would change its shape.

    size: of the picture.  across, down: the map's pixels for one of the picture.
    """
    width, height = size
    for finer in range(1, LARGEST):
        found = max(1, round(finer * width * across)), max(1, round(finer * height * down))
        if found[0] >= width or found[1] >= height:
            break
        if abs(found[0] * height / (found[1] * width) - 1) < SAME_SHAPE:
            return found
    return size
