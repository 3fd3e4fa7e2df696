"""Header of a JPEG XL codestream: ISO/IEC 18181-1:2024, annex D (size, metadata) and E (color encoding).

No decoder that is at hand tells depth and color before it has decoded all pixels.  Fields are bits, the lowest of each
byte first; their names are the standard's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..color.chromaticities import BT2020, DISPLAY_P3, SRGB, WHITE_D65, WHITE_DCI, WHITE_E, Chromaticities, Point
from ..language import _

RATIOS = ((0, 1), (1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
# U32 fields: what each of four selectors means, as (bits to read, number to add).
SIZE = ((9, 1), (13, 1), (18, 1), (30, 1))
PREVIEW_EIGHTHS, PREVIEW = ((0, 16), (0, 32), (5, 1), (9, 33)), ((6, 1), (8, 65), (10, 321), (12, 1345))
ENUM = ((0, 0), (0, 1), (4, 2), (6, 18))
DEPTHS, FLOAT_DEPTHS = ((0, 8), (0, 10), (0, 12), (6, 1)), ((0, 32), (0, 16), (0, 24), (6, 1))
EXTRA_CHANNELS, DIM_SHIFT = ((0, 0), (0, 1), (4, 2), (12, 1)), ((0, 0), (0, 3), (0, 4), (3, 1))
NAME_LENGTH = ((0, 0), (4, 0), (5, 16), (10, 48))
CHROMATICITY = ((19, 0), (19, 524288), (20, 1048576), (21, 2097152))
TICKS = ((0, 100), (0, 1000), (10, 1), (30, 1)), ((0, 1), (0, 1001), (8, 1), (10, 1))  # a second's parts
LOOPS = ((0, 0), (3, 0), (16, 0), (32, 0))
ALPHA, SPOT_COLOR, CFA = 0, 2, 5  # types of extra channels
RGB, GRAY, XYB = 0, 1, 2  # color spaces
CUSTOM, DCI_TRANSFER, SRGB_TRANSFER = 2, 17, 13
WHITES = {1: WHITE_D65, 10: WHITE_E, 11: WHITE_DCI}
PRIMARIES = {1: SRGB, 9: BT2020, 11: DISPLAY_P3}


@dataclass
class Header:
    """Width and height as displayed, and how the samples are stored.

    exponent_bits: 0 of integers.  extra: types of the channels beside the colors.  lossless: not coded as XYB.
    has_profile: the color space is an ICC profile, which is compressed behind the header.  space: else its primaries
    and white; transfer: a code point of ITU-T H.273, or None where ``gamma`` says the exponent of encoding.
    """

    width: int = 0
    height: int = 0
    bits: int = 8
    exponent_bits: int = 0
    extra: list[int] = field(default_factory=list)
    animated: bool = False
    lossless: bool = False
    premultiplied: bool = False
    has_profile: bool = False
    gray: bool = False
    space: Chromaticities = SRGB
    transfer: int | None = SRGB_TRANSFER
    gamma: float = 0.0
    intensity: float = 255.0


class Bits:
    def __init__(self, data: bytes) -> None:
        self.number, self.left = int.from_bytes(data, "little"), 8 * len(data)

    def read(self, count: int) -> int:
        if count > self.left:
            raise ValueError(_("its header is cut off"))
        found = self.number & ((1 << count) - 1)
        self.number >>= count
        self.left -= count
        return found

    def choose(self, selectors: tuple[tuple[int, int], ...]) -> int:
        """Read a U32 field."""
        count, offset = selectors[self.read(2)]
        return self.read(count) + offset

    def half(self) -> float:
        """Read an F16 field."""
        return float(np.array([self.read(16)], np.uint16).view(np.float16)[0])


HEADER_BYTES = 4096  # more than any header has before its color encoding, but for one with very many extra channels


def parse_header(codestream: bytes) -> Header:
    """Parse the header of a codestream, from its signature on.  Raises ValueError where it ends early."""
    bits = Bits(codestream[2 : 2 + HEADER_BYTES])
    found = Header(*read_size(bits))
    if bits.read(1):  # all_default
        return found
    extended = bits.read(1)
    if extended:
        if bits.read(3) >= 4:  # orientation, less 1: from 5 on, sides change
            found.width, found.height = found.height, found.width
        if bits.read(1):  # have_intrinsic_size
            read_size(bits)
        if bits.read(1):
            read_preview(bits)
        found.animated = bool(bits.read(1))
        if found.animated:
            for selectors in (*TICKS, LOOPS):
                bits.choose(selectors)
            bits.read(1)
    found.bits, found.exponent_bits = read_depth(bits)
    bits.read(1)  # modular_16bit_buffers
    for _channel in range(bits.choose(EXTRA_CHANNELS)):
        read_extra_channel(bits, found)
    found.lossless = not bits.read(1)
    read_color(bits, found)
    if extended and not bits.read(1):  # ToneMapping, all_default
        found.intensity = bits.half()
    return found


def read_size(bits: Bits) -> tuple[int, int]:
    small = bits.read(1)
    height = 8 * (bits.read(5) + 1) if small else bits.choose(SIZE)
    ratio = bits.read(3)
    if ratio:
        return height * RATIOS[ratio][0] // RATIOS[ratio][1], height
    return 8 * (bits.read(5) + 1) if small else bits.choose(SIZE), height


def read_preview(bits: Bits) -> None:
    selectors = PREVIEW_EIGHTHS if bits.read(1) else PREVIEW
    bits.choose(selectors)
    if not bits.read(3):
        bits.choose(selectors)


def read_depth(bits: Bits) -> tuple[int, int]:
    if bits.read(1):
        return bits.choose(FLOAT_DEPTHS), bits.read(4) + 1
    return bits.choose(DEPTHS), 0


def read_extra_channel(bits: Bits, header: Header) -> None:
    if bits.read(1):  # all_default
        header.extra.append(ALPHA)
        return
    kind = bits.choose(ENUM)
    read_depth(bits)
    bits.choose(DIM_SHIFT)
    bits.read(8 * bits.choose(NAME_LENGTH))
    if kind == ALPHA:
        header.premultiplied |= bool(bits.read(1))
    elif kind == SPOT_COLOR:
        bits.read(64)
    elif kind == CFA:
        bits.choose(((0, 1), (2, 0), (4, 3), (8, 19)))
    header.extra.append(kind)


def read_color(bits: Bits, header: Header) -> None:
    if bits.read(1):  # all_default
        return
    header.has_profile = bool(bits.read(1))
    kind = bits.choose(ENUM)
    header.gray = kind == GRAY
    if header.has_profile or kind == XYB:
        return
    number = bits.choose(ENUM)
    white = read_point(bits) if number == CUSTOM else WHITES.get(number, WHITE_D65)
    points = (SRGB.red, SRGB.green, SRGB.blue)
    if kind != GRAY:
        number = bits.choose(ENUM)
        if number == CUSTOM:
            points = (read_point(bits), read_point(bits), read_point(bits))
        else:
            known = PRIMARIES.get(number, SRGB)
            points = (known.red, known.green, known.blue)
    header.space = Chromaticities(*points, white)
    if bits.read(1):  # have_gamma
        header.gamma, header.transfer = bits.read(24) / 1e7, None
    else:
        header.transfer = bits.choose(ENUM)


def read_point(bits: Bits) -> Point:
    """Read x and y, as signed millionths: 0, -1, 1, -2 …"""
    x, y = (bits.choose(CHROMATICITY) for _coordinate in range(2))
    return ((x >> 1) ^ -(x & 1)) / 1e6, ((y >> 1) ^ -(y & 1)) / 1e6
