"""Turn, crop and recolor the gain map behind a JPEG, which makes an HDR picture of an SDR one.

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

from ..color import srgb_to_linear
from ..color.space import Floats
from . import gain_map_numbers, jpeg
from .gain_map_numbers import CHANNELS, GainMapError, Numbers
from .jpeg_segments import APP2, ISO_GAIN_MAP, Blocks
from .metadata import replace_parts, update_geometry
from .orientations import turn_upright
from .picture import Metadata, Picture
from .trailing_parts import GAIN_MAP

APPLE = (b"http://ns.apple.com/HDRGainMap/1.0/", b"aux:hdrgainmap")
QUALITY = 99  # off by a code where a phone's own map is: 0.6 % of light in a map of two stops
UNSEEN = 0.03  # stops between channels: 2 % of light, as much as JPEG makes of a gray map
SAME_SHAPE = 0.005  # readers refuse a map whose width : height is off by 1 %
STEP = 4  # every so many pixels are looked at
ROWS = 64
LARGEST = 65535  # pixels across a JPEG
LUMINANCE: Floats = np.array((0.2126, 0.7152, 0.0722), np.float32)  # BT.709; Display P3's differ by 0.02
Box = tuple[slice, slice]
Size = tuple[int, int]


def find_fault(file: bytes, size: Size) -> str:
    """Say in a clause why a gain map cannot be used; empty for one that can.

    size: width and height of the picture that it belongs to, as stored.
    """
    try:
        read_numbers(file)
        decode(file, size)
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


def read_picture(file: bytes, size: Size | None = None) -> Picture:
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
            metadata, encoding = jpeg.read_metadata(image, file), jpeg.read_encoding(image, file)
    except (GainMapError, MemoryError):
        raise
    except Exception as error:  # of a damaged file, decoders raise anything
        raise GainMapError(f"expected a complete JPEG, found a damaged one ({error})") from error
    pixels = pixels.reshape(*pixels.shape[:2], -1)
    return Picture(pixels, metadata=replace(metadata, following=()), format="JPEG", encoding=encoding)


def decode(file: bytes, size: Size | None = None) -> NDArray[np.uint8]:
    """Decode to (H, W, 1 or 3).  Raises GainMapError."""
    return read_picture(file, size).pixels


def encode(pixels: NDArray[Any], held: Picture) -> bytes:
    """Encode other pixels with the metadata that a map had."""
    height, width = pixels.shape[:2]
    return jpeg.encode(pixels, replace(held, metadata=update_geometry(held.metadata, width, height)), QUALITY)


def turn(file: bytes, orientation: int) -> bytes:
    """Turn a map as the picture is turned upright.  orientation: EXIF's, of the picture."""
    held = read_picture(file)
    return encode(turn_upright(held.pixels, orientation), held)


def crop(file: bytes, box: Box, size: Size) -> bytes:
    """Cut out what lies over a part of the picture, to a fraction of a map's pixel.

    box: rows and columns of the picture.  size: its width and height before.
    """
    held = read_picture(file)
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
    return encode(result, held)


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


def mute_colors(file: bytes, base: NDArray[np.uint8], share: float) -> bytes:
    """Bring the channels of a map nearer to one gain, which changes the luminance as they did together.

    base: (H, W, 3), the picture before the look.  share: of the differences between channels that stays; 0 makes the
    map gray.  A map whose differences are not seen comes back as it is.
    """
    from PIL import Image

    numbers = read_numbers(file)
    if numbers is None:
        return file
    held = read_picture(file)
    sample = numbers.decode_stops(held.pixels[::STEP, ::STEP])
    if np.percentile(np.ptp(sample, axis=-1), 99) < UNSEEN:
        return file
    height, width = held.pixels.shape[:2]
    small = np.asarray(Image.fromarray(base[..., :3]).resize((width, height), Image.Resampling.BOX))
    result = numbers.with_one_range()
    codes = np.empty((height, width, CHANNELS if share else 1), np.uint8)
    for top in range(0, height, ROWS):  # in float, a whole map would take more memory than the picture
        rows = slice(top, top + ROWS)
        stops = numbers.decode_stops(held.pixels[rows])
        sdr = srgb_to_linear(small[rows].astype(np.float32) / np.float32(255))
        shared = find_shared_stops(stops, sdr, numbers, result)
        muted = result.encode_stops(shared + np.float32(share) * (stops - shared))
        codes[rows] = muted[..., : codes.shape[2]]
    metadata = held.metadata
    segments = tuple((marker, write_iso(part, result)) for marker, part in metadata.segments)
    packet = gain_map_numbers.write_xmp(metadata.xmp, result)
    held = replace(held, metadata=replace(metadata, xmp=packet, segments=segments))
    return encode(codes, held)


def find_shared_stops(stops: Floats, sdr: Floats, numbers: Numbers, result: Numbers) -> Floats:
    """Return the one gain that gives the luminance of the HDR picture, (H, W, 1).

    stops: of the channels.  sdr: linear light.  numbers: of the map.  result: of the map with one gain.
    """
    before, after, before_one, after_one = (
        np.array(value, np.float32)
        for value in (numbers.offset_sdr, numbers.offset_hdr, result.offset_sdr, result.offset_hdr)
    )
    hdr = (sdr + before) * np.exp2(stops) - after
    light, bright = ((sdr + before_one) @ LUMINANCE, (hdr + after_one) @ LUMINANCE)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log2(bright / light)
    found = np.where(np.isfinite(found), found, stops @ LUMINANCE)
    shared: Floats = found[..., None]
    return shared


def write_iso(segment: bytes, numbers: Numbers) -> bytes:
    """Put numbers into a segment if it is ISO 21496-1's."""
    head, block = segment[: len(ISO_GAIN_MAP)], segment[len(ISO_GAIN_MAP) :]
    if head != ISO_GAIN_MAP or len(block) <= gain_map_numbers.VERSION_BYTES:
        return segment
    return head + gain_map_numbers.write_iso(block, numbers)
