"""dcp: a DNG camera profile, of which the look is read: its look table and its tone curve.

    IIRC               a TIFF's header with another mark (big-endian: MMCR), then one directory of tags
    50936              ProfileName
    50981, 50982       ProfileLookTableDims, …Data: changes by hue, saturation and value
    51108              ProfileLookTableEncoding: whether value is looked up in linear light or with sRGB's curve
    50940              ProfileToneCurve: points of a curve, in linear light
    51109              BaselineExposureOffset: stops
    50937 … 50939      ProfileHueSatMap…: how the camera's colors differ from the true ones

DNG specification 1.7.1, chapters 4 and 6; dcp_rendering.py has the formulas.  A profile is made for raw data: matrices
and ProfileHueSatMap bring the camera's colors to linear ProPhoto RGB, exposure, look table and tone curve render them.
The former say nothing about a finished picture and are left out, with a note.

A finished picture has a tone curve already.  It is taken for the DNG SDK's default curve, which raw converters use
where a profile has none: the picture's light goes back through it, through exposure and look table, and through the
profile's curve.  So a profile without a tone curve keeps the picture's, and one with the default curve does, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_srgb, srgb_to_linear
from ..color.chromaticities import PROPHOTO, SRGB
from ..errors import LutFormatError
from ..operators import Affine
from ..operators.lut_forms import make_lut
from ..table import Lut, join_lines
from .dcp_rendering import USUAL, Doubles, HueSatMap, ToneCurve
from .format import Format

MARKS = {b"IIRC": b"II*\0", b"MMCR": b"MM\0*"}
NAME, TONE_CURVE, EXPOSURE_OFFSET, RGB_TABLES = 50936, 50940, 51109, 52543
LOOK_DIMS, LOOK_DATA, LOOK_ENCODING = 50981, 50982, 51108
HUE_SAT_MAPS = (50938, 50939, 52537)
MAX_BYTES = 1 << 26
MAX_CHANGES = 1 << 18  # of a look table: 90 × 30 × 30 are usual
MAX_POINTS = 1 << 13  # of a tone curve
MAX_STOPS = 10.0
LONG, RATIONAL_KINDS, FLOAT = 4, {5: "<u4", 10: "<i4"}, 11

Tags = dict[int, tuple[int, bytes]]


def read(data: bytes) -> Lut:
    """Read a profile's look, as a LUT for sRGB."""
    tags = read_tags(data)
    table, curve, stops = read_look_table(tags), read_tone_curve(tags), read_exposure(tags)
    if table is None and curve is None:
        found = "neither" if any(tag in tags for tag in HUE_SAT_MAPS) else "matrices only"
        raise make_refusal(
            f"expected a look table or a tone curve in the camera profile, found {found}: it describes a camera and "
            "holds no look"
        )
    title = join_lines(read_text(tags.get(NAME)))
    return make_lut([CameraLook(table, curve, stops)], title=title).noted(*describe_rest(tags, curve, stops))


@dataclass(frozen=True, eq=False)
class CameraLook:
    """A profile's look as an operator on sRGB codes."""

    table: HueSatMap | None
    curve: ToneCurve | None
    stops: float
    separable = False

    def __call__(self, rgb: Doubles) -> Doubles:
        matrix = SRGB.matrix_to(PROPHOTO)
        to_prophoto = Affine(matrix, np.zeros(3))
        to_srgb = Affine(np.linalg.inv(matrix).astype(np.float64), np.zeros(3))
        light = np.clip(to_prophoto(srgb_to_linear(rgb).astype(np.float64)), 0, 1)
        light = np.clip(USUAL.invert(light) * 2**self.stops, 0, 1)
        light = light if self.table is None else self.table(light)
        light = (self.curve or USUAL)(light)
        return linear_to_srgb(to_srgb(light)).astype(np.float64)


def describe_rest(tags: Tags, curve: ToneCurve | None, stops: float) -> Iterator[str]:
    """Yield notes on what the profile has besides, and on how it is applied."""
    if any(tag in tags for tag in HUE_SAT_MAPS):
        yield "the profile's HueSatMap and matrices describe a camera and are left out; its look is applied"
    if curve is not None:
        yield "its tone curve is for raw data: applied in place of the usual one that a finished picture has"
    if stops:
        yield f"its exposure offset of {stops:+.2f} stops is applied"
    if RGB_TABLES in tags:
        yield "its RGB tables are left out"


def read_tags(data: bytes) -> Tags:
    """Read the directory's tags, values little-endian.  Raises LutFormatError."""
    from ..images.tiff_directories import parse_block

    mark = MARKS.get(data[:4])
    if mark is None:
        raise make_refusal("expected a DNG camera profile, found none: its mark (IIRC or MMCR) is missing")
    tags = {tag: value for tag, value in parse_block(mark + data[4:]).items() if isinstance(value, tuple)}
    if not tags:
        raise make_refusal("expected the tags of a camera profile, found a damaged directory")
    return tags


def read_look_table(tags: Tags) -> HueSatMap | None:
    """Read the look table; None where there is none.  Raises LutFormatError."""
    if LOOK_DIMS not in tags and LOOK_DATA not in tags:
        return None
    dims = read_numbers(tags, LOOK_DIMS, LONG, "<u4", "3 sizes of the look table")
    if len(dims) != 3 or dims.min() < 1 or np.prod(dims.astype(float)) > MAX_CHANGES or dims[1] < 2:
        found = " × ".join(map(str, dims[:4].tolist()))
        raise make_refusal(f"expected 3 sizes of the look table, of at most {MAX_CHANGES:,} points, found {found}")
    hues, saturations, values = (int(size) for size in dims)
    numbers = read_numbers(tags, LOOK_DATA, FLOAT, "<f4", "the numbers of the look table")
    if len(numbers) != 3 * hues * saturations * values:
        expected = f"{3 * hues * saturations * values:,} numbers in the look table"
        raise make_refusal(f"expected {expected} of {hues} × {saturations} × {values}, found {len(numbers):,}")
    encoding = int.from_bytes(tags.get(LOOK_ENCODING, (LONG, bytes(4)))[1][:4], "little")
    if encoding not in (0, 1):
        raise make_refusal(f"expected 0 or 1 as the look table's encoding, found {encoding}")
    return HueSatMap(numbers.astype(np.float32).reshape(values, hues, saturations, 3), encoding == 1)


def read_tone_curve(tags: Tags) -> ToneCurve | None:
    """Read the tone curve; None where there is none, and for a straight line.  Raises LutFormatError."""
    if TONE_CURVE not in tags:
        return None
    numbers = read_numbers(tags, TONE_CURVE, FLOAT, "<f4", "the points of the tone curve").astype(np.float64)
    if len(numbers) % 2 or not 4 <= len(numbers) <= 2 * MAX_POINTS:
        raise make_refusal(f"expected 2 to {MAX_POINTS:,} points of the tone curve, found {len(numbers) / 2:,g}")
    points = numbers.reshape(-1, 2)
    if (np.diff(points[:, 0]) <= 1e-9).any() or points.min() < -1e-6 or points.max() > 1 + 1e-6:
        raise make_refusal("expected points of the tone curve from 0 to 1 whose inputs rise, found others")
    if points[0, 0] > 1e-6 or points[-1, 0] < 1 - 1e-6:
        found = f"{points[0, 0]:g} to {points[-1, 0]:g}"
        raise make_refusal(f"expected a tone curve for inputs from 0 to 1, found one from {found}")
    return ToneCurve(points)


def read_exposure(tags: Tags) -> float:
    """Read the exposure offset in stops.  Raises LutFormatError."""
    if EXPOSURE_OFFSET not in tags:
        return 0.0
    kind, values = tags[EXPOSURE_OFFSET]
    numbers = np.frombuffer(values, RATIONAL_KINDS[kind]).astype(float) if kind in RATIONAL_KINDS else np.zeros(0)
    if len(numbers) != 2 or numbers[1] == 0:
        raise make_refusal("expected a fraction as the exposure offset, found another value")
    stops = float(numbers[0] / numbers[1])
    if abs(stops) > MAX_STOPS:
        raise make_refusal(f"expected an exposure offset of at most {MAX_STOPS:g} stops, found {stops:g}")
    return stops


def read_numbers(tags: Tags, tag: int, kind: int, code: str, what: str) -> NDArray[np.float32 | np.uint32]:
    """Read a tag's numbers.  Raises LutFormatError for another type, and for numbers that are not finite."""
    found, values = tags.get(tag, (0, b""))
    if found != kind:
        raise make_refusal(f"expected {what}, found none of that type")
    numbers: NDArray[np.float32 | np.uint32] = np.frombuffer(values, code)
    if not np.isfinite(numbers).all() or (kind == FLOAT and np.abs(numbers).max() > 1e6):
        raise make_refusal(f"expected finite numbers as {what}, found others")
    return numbers


def read_text(value: tuple[int, bytes] | None) -> str:
    return value[1].split(b"\0")[0].decode("utf-8", "replace") if value else ""


def make_refusal(sentence: str) -> LutFormatError:
    return LutFormatError("", None, sentence)


def sniff(head: bytes) -> bool:
    """Return True if a file begins as a camera profile does."""
    return head[:4] in MARKS


FORMAT = Format("DNG camera profile", (".dcp",), read, None, sniff, MAX_BYTES)
