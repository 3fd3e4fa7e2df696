"""Develop raw files neutrally through LibRaw, each in the same way.

Black and white levels, the white balance as shot and the color matrix are the file's own; without a white balance, it
is daylight's by the color matrix.  A DNG's BaselineExposure is applied in linear light (DNG 1.7.1, chapter 4).  The
curve is sRGB's, and nothing depends on what the picture shows: no automatic brightness, no tone curve, no noise
reduction.  Of the lens, only the shading is corrected that a DNG's own gain maps undo.  A highlight is white where the
sensor or sRGB ends: channels clip one by one.  The result is upright, cropped as the camera says, in 16 bits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..language import _
from .orientations import turn_upright
from .raw_compression import decompress
from .raw_library import open_raw
from .raw_pages import check_complete, is_dng, read_baseline_exposure
from .raw_shading import read_gain_maps, undo_shading

SRGB_CURVE = (2.4, 12.92)  # exponent, and slope near black: IEC 61966-2-1
MOST_STOPS = 8.0  # of BaselineExposure: more is damage
LEAST_CROP = 0.75  # share of the pixels: less is a digital zoom, or another aspect
WHITE_FOUND = 0.9  # other files than DNGs: a channel's largest value counts as white from this share of LibRaw's level
# EXIF's orientation for each of LibRaw's flips.
ORIENTATIONS = {0: 1, 1: 2, 2: 4, 3: 3, 4: 5, 5: 8, 6: 6, 7: 7}


@dataclass(frozen=True)
class RawSize:
    """Of raw data: width and height, not turned; EXIF's orientation; channels that it is developed to, 1 or 3."""

    size: tuple[int, int]
    orientation: int
    channels: int


def measure_raw(data: bytes) -> RawSize:
    """Read a raw file's header.  Raises LutFormatError."""
    with open_raw(decompress(data, decode=False)) as raw:
        sizes = raw.sizes
        orientation = ORIENTATIONS.get(sizes.flip, 1)
        return RawSize((sizes.width, sizes.height), orientation, 1 if raw.num_colors == 1 else 3)


def develop_raw(data: bytes, half: bool = False) -> tuple[NDArray[np.uint16], tuple[str, ...]]:
    """Develop a raw file to sRGB codes (H, W, 3), or (H, W, 1) for a monochrome sensor, the right way up.

    half: one pixel for each 2 × 2 of the sensor, without interpolation, in a tenth of the time.
    Returns the codes, and notes on what the file does not say about its development.
    """
    check_complete(data)
    stops = read_exposure(data)
    with open_raw(decompress(data)) as raw:
        sizes, notes = raw.sizes, tuple(list_notes(raw, stops))
        gains, scale = find_gains(raw)
        undo_shading(raw, read_gain_maps(data))
        codes: NDArray[np.uint16] = raw.postprocess(
            user_wb=gains,
            bright=scale * 2.0 ** (stops or 0.0),
            adjust_maximum_thr=0.0 if is_dng(data) else WHITE_FOUND,
            gamma=SRGB_CURVE,
            no_auto_bright=True,
            output_bps=16,
            user_flip=0,
            half_size=half,
        )
    codes = codes[..., None] if codes.ndim == 2 else codes
    if not codes.any():
        raise ValueError("all of it is black")
    return turn_upright(crop_as_shot(codes, sizes), ORIENTATIONS.get(sizes.flip, 1)), notes


def list_notes(raw: Any, stops: float | None) -> Iterator[str]:
    """Yield notes on what a raw file does not say about its development."""
    if raw.num_colors > 1 and not has_white_balance(raw):
        yield _("the raw file has no white balance: it was developed for daylight")
    if raw.num_colors > 1 and not has_color_matrix(raw):
        yield _("neither the raw file nor LibRaw has a color matrix: the sensor’s colors were taken for sRGB’s")
    if stops is None:
        yield _("the raw file’s BaselineExposure makes no sense and was left out")


def read_exposure(data: bytes) -> float | None:
    """Return the stops of BaselineExposure, 0 without one; None where they make no sense."""
    stops = read_baseline_exposure(data)
    return stops if math.isfinite(stops) and abs(stops) <= MOST_STOPS else None


def has_white_balance(raw: Any) -> bool:
    red, _green, blue, *_others = raw.camera_whitebalance
    return all(math.isfinite(gain) and gain > 0 for gain in (red, blue))


def find_gains(raw: Any) -> tuple[list[float] | None, float]:
    """Return the gains of red, green, blue and the second green (None for a monochrome sensor), and one for all.

    LibRaw scales all channels by one range from black to white; each has its own (DNG 1.7.1, chapter 5, rescaling).
    Then it scales the least gain to 1.
    """
    if raw.num_colors == 1:
        return None, 1.0
    gains = raw.camera_whitebalance if has_white_balance(raw) else raw.daylight_whitebalance
    gains = [gain or gains[1] for gain in gains]
    ranges = [max(raw.white_level - black, 1) for black in raw.black_level_per_channel]
    own = [gain * max(ranges) / each for gain, each in zip(gains, ranges, strict=True)]
    return own, min(own) / min(gains)


def has_color_matrix(raw: Any) -> bool:
    matrix = raw.color_matrix[:3, :3]
    return bool(matrix.any()) and not np.array_equal(matrix, np.eye(3))


def crop_as_shot(codes: NDArray[Any], sizes: Any) -> NDArray[Any]:
    """Crop to what the camera takes for the picture (DefaultCropOrigin and DefaultCropSize of a DNG)."""
    scale = sizes.width / codes.shape[1]  # 1, or 2 at half the size
    left, top = sizes.crop_left_margin - sizes.left_margin, sizes.crop_top_margin - sizes.top_margin
    whole = round(sizes.height / scale) in (codes.shape[0], codes.shape[0] - 1) and scale in (1, 2)
    inside = 0 <= left <= sizes.width - sizes.crop_width and 0 <= top <= sizes.height - sizes.crop_height
    large = sizes.crop_width * sizes.crop_height >= LEAST_CROP * sizes.width * sizes.height
    if not (whole and inside and large):
        return codes
    left, top, width, height = (round(side / scale) for side in (left, top, sizes.crop_width, sizes.crop_height))
    return codes[top : top + height, left : left + width]
