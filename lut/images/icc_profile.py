"""Convert colors to sRGB and back, in float, by ICC profiles of three curves and a matrix.

Cameras and photo editors embed such profiles (sRGB, Adobe RGB, Display P3, ProPhoto, Rec. 2020).
Pillow's ImageCms converts 8 bits to 8 bits, which costs up to a level each way; here a picture is
converted once, in float, and rounded once.  ICC.1:2022, sections 8.3.3, 10.6 (curveType) and 10.18
(parametricCurveType); all numbers are big-endian, s15Fixed16 is a 32-bit integer over 65536.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_srgb, srgb_to_linear
from ..color.chromaticities import SRGB
from ..errors import LutError
from ..kernel.blending import CODE_MAX
from ..language import _
from ..operators.icc_curves import Block, read_curve
from .matrix_profile import gray_profile

Floats = NDArray[np.float32]
CODES = 65536

SRGB_TO_XYZ_D50 = SRGB.to_xyz_d50()  # of linear light
VISIBLE = 0.001  # light: 3 of 255 in sRGB.  The first 8-bit code is 0.0039 in linear light, 0.0004 with a gamma of 1.4
SRGB_TOLERANCE = 0.25 / 255  # a profile this near to sRGB is sRGB: makers' versions of it differ by less


SPACES = {b"Lab ": "CIELAB", b"XYZ ": "CIE XYZ", b"YCbr": "YCbCr", b"GRAY": "gray"}
HDR = {16: "PQ", 18: "HLG"}  # transfer characteristics of ITU-T H.273
# "Rec. ITU-R BT.2100 PQ", "Rec2100PQ", and darktable's "PQ Rec2020 RGB" and "HLG P3 RGB".
HDR_NAME = re.compile(rb"(?:2[01][02]0|(?<![A-Za-z0-9]))(PQ|HLG)(?![A-Za-z0-9])")


class ProfileError(LutError):
    """The color profile or color tags cannot be used; the sentence begins with "its"."""


class BrokenProfile(ProfileError):
    def __init__(self, reason: object) -> None:
        super().__init__(_("its color profile is broken ({reason})").format(reason=reason))


class ProfileForLittleCms(ProfileError):
    """A profile that only Little CMS can use.  The sentence is the note on a picture that it has converted."""


class HdrError(ProfileError):
    """Numbers that are coded for HDR.  coding: "PQ" or "HLG".  primaries: a code point of H.273, None if unknown."""

    def __init__(self, coding: str, primaries: int | None = None) -> None:
        self.coding, self.primaries = coding, primaries
        sentence = _("its numbers are HDR, coded as {coding}, and looks are made for sRGB; apply --sdr converts it")
        super().__init__(sentence.format(coding=coding))


@dataclass(frozen=True, eq=False)
class Profile:
    """The color space of a picture's numbers.

    curves: (3, 65536) float64, the linear light of every 16-bit code, from black to white.
    matrix: (3, 3), linear light of the profile → linear sRGB.
    gray: the profile is for pictures of one channel.
    black, white: where the curves begin and end, as shares of the largest code (narrow range of video).
    """

    curves: NDArray[np.float64]
    matrix: NDArray[np.float64] = field(default_factory=lambda: np.eye(3))
    gray: bool = False
    black: float = 0.0
    white: float = 1.0

    @cached_property
    def decoding(self) -> NDArray[np.float64]:
        """(3, 65536), the linear light of every 16-bit code, those beyond black and white among them."""
        if (self.black, self.white) == (0, 1):
            return self.curves
        codes = np.linspace(0, 1, CODES)
        shares = (codes - self.black) / (self.white - self.black)
        return np.stack([np.interp(shares, codes, row) for row in self.curves])

    def to_srgb(self, pixels: NDArray[Any]) -> Floats:
        """Convert (…, 3) uint8, uint16 or float32 codes to (…, 3) float32, sRGB-encoded.

        A color outside sRGB gets values below 0 or above 1, encoded by the same curve mirrored at 0.  Floats count as
        0 below it, as 1 above it, and NaN is 0: a profile says no more.
        """
        flat = pixels.reshape(-1, 3)
        if pixels.dtype == np.float32:
            position = np.clip(np.nan_to_num(flat), 0, 1) * np.float64(CODES - 1)
            light = np.stack([interpolate_table(*pair) for pair in zip(self.decoding, position.T, strict=True)], axis=1)
        else:
            tables = self.decoding[:, :: 257 if pixels.dtype == np.uint8 else 1].astype(np.float32)
            light = np.stack([tables[channel].take(flat[:, channel]) for channel in range(3)], axis=1)
        return linear_to_srgb(light @ self.matrix.T.astype(np.float32)).reshape(pixels.shape)

    def from_srgb(self, rgb: Floats, dtype: np.dtype[Any]) -> NDArray[Any]:
        """Convert (…, 3) sRGB-encoded float32 to codes of that dtype, floats from 0 to 1; what does not fit clips."""
        light = srgb_to_linear(rgb.reshape(-1, 3)) @ np.linalg.inv(self.matrix).T.astype(np.float32)
        # The inverse curves are tabled over the square root of light, where they are nearly straight.
        position = np.sqrt(np.clip(light, 0, 1)) * np.float32(CODES - 1)
        code_max = np.float32(CODE_MAX[np.dtype(dtype)])
        codes = np.empty(light.shape, dtype)
        for channel, inverse in enumerate(self.inverses * code_max):
            where = position[:, channel]
            if dtype == np.uint8:  # 256 entries of the table to each code: the nearest is near enough
                codes[:, channel] = np.rint(inverse).astype(np.uint8).take(np.rint(where).astype(np.uint16))
                continue
            exact = interpolate_table(inverse, where)
            codes[:, channel] = exact if dtype == np.float32 else np.rint(exact)
        return codes.reshape(rgb.shape)

    @cached_property
    def inverses(self) -> Floats:
        """(3, 65536): the code, in 0..1, of light (i / 65535)²."""
        light = np.linspace(0, 1, CODES) ** 2
        codes = np.linspace(0, 1, CODES)
        rising = np.maximum.accumulate(self.curves, axis=1)
        shares = np.stack([np.interp(light, row, codes) for row in rising])
        return (self.black + (self.white - self.black) * shares).astype(np.float32)

    @property
    def is_srgb(self) -> bool:
        """True if its numbers are sRGB's own to within a quarter of an 8-bit level."""
        steps = np.arange(0, 256, 15, dtype=np.uint8)
        colors = np.stack(np.meshgrid(steps, steps, steps), axis=-1)
        difference = self.to_srgb(colors) - colors.astype(np.float32) / np.float32(255)
        return bool(np.abs(difference).max() <= SRGB_TOLERANCE)


def interpolate_table(table: NDArray[Any], position: NDArray[Any]) -> NDArray[Any]:
    """Interpolate a table (CODES,) at positions (P,) from 0 to CODES - 1."""
    low = np.minimum(position.astype(np.int32), CODES - 2)
    start = table.take(low)
    result: NDArray[Any] = (start + (position - low) * (table.take(low + 1) - start)).astype(np.float32)
    return result


def matrix_from_xyz(to_xyz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the matrix (3, 3) from a profile's linear light to linear sRGB, from that to XYZ.

    A profile's white is D50 but for rounding; the rows are scaled to make it exact, so that grays stay gray.
    """
    matrix = np.linalg.inv(SRGB_TO_XYZ_D50) @ to_xyz
    white = matrix.sum(axis=1)
    if abs(np.linalg.det(matrix)) < 1e-6 or not (white > 0).all():
        raise BrokenProfile(_("its primaries make no color space"))
    if np.abs(white - 1).max() > 0.01:
        raise ProfileForLittleCms(_("its color profile has another white than ICC's, so it was converted to sRGB"))
    return np.asarray(matrix / white[:, None])


@lru_cache(maxsize=8)
def parse_profile(data: bytes) -> Profile:
    """Parse a profile.  Raises ProfileError where it is not three curves and a matrix, or one gray curve."""
    size = int.from_bytes(data[:4], "big")
    if len(data) < 132 or data[36:40] != b"acsp":
        raise BrokenProfile(_("it is none of the ICC's"))
    try:
        contents = read_elements(data)
        check_kind(data)
        check_range(contents)
        if is_for_gray(data):
            curves = read_rising_curves(contents[b"kTRC"])
            return Profile(lightness_to_light(curves) if data[20:24] == b"Lab " else curves, gray=True)
        if data[20:24] != b"XYZ " or b"A2B0" in contents:
            raise ProfileForLittleCms(_("its color profile is made of tables, so it was converted to sRGB"))
        columns = [Block(contents[name], "color").fixed(8, 3) for name in (b"rXYZ", b"gXYZ", b"bXYZ")]
        matrix = matrix_from_xyz(np.stack(columns, axis=1))
        return Profile(read_rising_curves(*(contents[name] for name in (b"rTRC", b"gTRC", b"bTRC"))), matrix)
    except ProfileError:
        raise
    except (LookupError, struct.error, ValueError, ArithmeticError) as error:
        reason = _("its curves or primaries cannot be read")
        if len(data) < size:
            reason = _("it ends after {found} of {expected} bytes").format(found=len(data), expected=size)
        elif isinstance(error, KeyError):
            reason = _("it has no {tag}").format(tag=error.args[0].decode("latin-1"))
        raise BrokenProfile(reason) from error


def read_elements(data: bytes) -> dict[bytes, bytes]:
    """Read the content of each tag."""
    (count,) = struct.unpack_from(">I", data, 128)
    if count > 1000:
        raise ValueError(f"{count} tags")
    places = {data[at : at + 4]: struct.unpack_from(">II", data, at + 4) for at in range(132, 132 + 12 * count, 12)}
    return {name: data[offset : offset + size] for name, (offset, size) in places.items()}


def check_kind(data: bytes) -> None:
    """Raise for a profile that is not for RGB or gray pictures."""
    kinds = {b"link": _("a device link"), b"abst": _("an abstract profile"), b"nmcl": _("a list of named colors")}
    if data[12:16] in kinds:
        sentence = _("its color profile is {kind}, which does not say what the numbers of a picture mean")
        raise ProfileError(sentence.format(kind=kinds[data[12:16]]))
    if data[16:20] not in (b"RGB ", b"GRAY"):
        raise ProfileError(describe_misfit(data, _("RGB or gray")))


def describe_misfit(data: bytes, mode: str) -> str:
    """Word the refusal of a profile for another kind of picture.  mode: this picture's kind."""
    space = SPACES.get(data[16:20]) or data[16:20].decode("latin-1").strip()
    return _("its color profile is for {space}, and the picture is {mode}").format(space=space, mode=mode)


def check_range(contents: dict[bytes, bytes]) -> None:
    """Raise where the code points in a profile say HDR (cicpType, ICC.1:2022, section 10.3), or its name does."""
    points = contents.get(b"cicp", b"")
    if len(points) >= 12 and points[9] in HDR:
        raise HdrError(HDR[points[9]], points[8])
    named = HDR_NAME.search(contents.get(b"desc", b"").replace(b"\0", b""))  # UTF-16, as far as it matters here
    if named:
        raise HdrError(named[1].decode())


def read_rising_curves(*contents: bytes) -> NDArray[np.float64]:
    """Read (3, CODES) curves from three elements, or from one for all."""
    with np.errstate(all="ignore"):
        curves = np.stack([read_curve_table(content) for content in contents])
    if not np.isfinite(curves).all() or not (curves[:, -1] > curves[:, 0]).all():
        raise BrokenProfile(_("its curves do not rise"))
    return np.broadcast_to(curves, (3, CODES))


def lightness_to_light(lightness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Convert CIE L* / 100 to Y, for gray profiles whose connection space is CIELAB."""
    return np.where(lightness > 0.08, ((100 * lightness + 16) / 116) ** 3, lightness * 2700 / 24389)


def is_for_gray(data: bytes) -> bool:
    return data[16:20] == b"GRAY"


def is_linear(data: bytes) -> bool:
    """Return True if the darkest of 8-bit codes is already a visible gray, as in linear light."""
    try:
        return bool(parse_profile(data).curves[:, CODES // 255].max() > VISIBLE)
    except ProfileError:
        return False


def make_gray(data: bytes) -> bytes:
    """Make a gray profile with the curve that all three channels share; return the profile itself if they differ."""
    try:
        profile, contents = parse_profile(data), read_elements(data)
    except ProfileError:
        return data
    if profile.gray or not (profile.curves == profile.curves[0]).all():
        return data
    return gray_profile("Gray", contents[b"gTRC"])


def read_curve_table(content: bytes) -> NDArray[np.float64]:
    """Read the light (65536,) of each code from a curveType or parametricCurveType element."""
    curve = read_curve(Block(content, "curve"))[0]
    return curve(np.linspace(0, 1, CODES)[:, None])[:, 0]
