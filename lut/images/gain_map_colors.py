"""Bring the channels of a gain map nearer to each other, for a look that takes colors away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..color import srgb_to_linear
from ..color.space import Floats
from . import gain_map_numbers
from .gain_map import encode_map, read_map, read_numbers
from .gain_map_numbers import CHANNELS, Numbers
from .jpeg_segments import ISO_GAIN_MAP
from .picture import Picture
from .thumbnail import shrink_pixels

UNSEEN = 0.03  # stops between channels: 2 % of light, as much as JPEG makes of a gray map
STEP = 4  # every so many pixels are looked at
ROWS = 64
LUMINANCE: Floats = np.array((0.2126, 0.7152, 0.0722), np.float32)  # BT.709; Display P3's differ by 0.02


def mute_colors(file: bytes, picture: Picture, share: float) -> bytes:
    """Bring the channels of a map nearer to one gain, which changes the luminance as they did together.

    picture: before the look.  share: of the differences between channels that stays; 0 makes the map gray.
    A map whose differences are not seen comes back as it is.
    """
    from PIL import Image

    numbers = read_numbers(file)
    if numbers is None:
        return file
    held = read_map(file)
    sample = numbers.decode_stops(held.pixels[::STEP, ::STEP])
    if np.percentile(np.ptp(sample, axis=-1), 99) < UNSEEN:
        return file
    height, width = held.pixels.shape[:2]
    own = replace(picture, profile=None)  # gains are of the picture's own red, green and blue
    small = shrink_pixels(own, width, height, Image.Resampling.BOX)[..., :3]
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
    return encode_map(codes, held)


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
