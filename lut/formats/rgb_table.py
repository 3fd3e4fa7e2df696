"""Adobe's RGB table, as Lightroom and Camera Raw profiles embed it, and what it does to sRGB.

The text is in base 85, five characters to four bytes, the lowest digit first, little-endian; white space is skipped.
The bytes are a length and a zlib stream of that length unpacked:

    4 × uint32      kind of table (1 is RGB), version (1), dimensions (1 or 3), points a side
    3 × uint16 …    what each point adds to red, green and blue, modulo 65536; blue varies fastest
    3 × uint32      primaries, gamma, gamut
    2 × double      the smallest and the largest amount
    uint32          flags, may be missing

A 3D table has 2 to 32 points a side, a 1D table 2 to 4096.  All numbers are little-endian.  To apply it, Camera Raw
goes to linear light of those primaries, clamps to 0..1, encodes with that gamma, looks the color up (tetrahedral),
mixes it with the original by the amount, clamps, decodes and goes back.  The gamut says what becomes of colors that the
first clamping changes; sRGB has none of them.

The facts are those of Adobe's DNG SDK 1.7 (dng_rgb_table, dng_big_table, dng_color_space).  Its matrices have four
digits, ours are computed from the standards.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_srgb, srgb_to_linear
from ..color.chromaticities import ADOBE_RGB, BT2020, DISPLAY_P3, PROPHOTO, SRGB
from ..lattice import Floats, Shaper
from ..operators import Affine, Grid, Table
from ..operators.baking import ROUGH
from ..operators.icc_curves import make_refusal
from ..operators.lut_forms import make_lut
from ..table import Lut

Doubles = NDArray[np.float64]
Function = Callable[[Doubles], NDArray[Any]]

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?`'|()[]{}@%$#"
DIGITS = np.full(256, 255, np.uint8)
DIGITS[np.frombuffer(ALPHABET.encode(), np.uint8)] = np.arange(85)

KINDS = {0: "a hue, saturation and value table", 2: "a picture", 3: "settings", 4: "settings", 5: "a picture"}
MAX_POINTS = {1: 4096, 3: 32}
HEAD, TAIL = struct.Struct("<4I"), struct.Struct("<3I2d")
MAX_BYTES = HEAD.size + 6 * 32**3 + TAIL.size + 4

PRIMARIES = (SRGB, ADOBE_RGB, PROPHOTO, DISPLAY_P3, BT2020)
SRGB_CODES = 0, 1  # primaries and gamma
CLIPPED = 0  # gamut
AMOUNTS = 0.0, 2.0  # that Camera Raw's slider reaches, and others write


def decode_base85(text: str) -> bytes:
    """Decode base 85; n digits too few for a group are n - 1 bytes."""
    digits = DIGITS[np.frombuffer(text.encode("ascii", "replace"), np.uint8)]
    digits = digits[digits < 85]
    groups = np.append(digits, np.zeros(-len(digits) % 5, np.uint8)).reshape(-1, 5)
    numbers = (groups.astype(np.uint64) @ (85 ** np.arange(5, dtype=np.uint64))).astype("<u4")
    whole, left = divmod(len(digits), 5)
    return numbers.tobytes()[: 4 * whole + max(left - 1, 0)]


def encode_base85(data: bytes) -> str:
    """Encode base 85, in the alphabet of the format; n bytes too few for a group are n + 1 digits."""
    padded = data + bytes(-len(data) % 4)
    numbers = np.frombuffer(padded, "<u4").astype(np.uint64)
    digits = numbers[:, None] // 85 ** np.arange(5, dtype=np.uint64) % 85
    letters: str = np.frombuffer(ALPHABET.encode(), np.uint8)[digits].tobytes().decode()
    return letters[: len(letters) - (len(padded) - len(data))]


def unpack(text: str) -> bytes:
    """Unpack a table's bytes from the text that embeds them."""
    packed = decode_base85(text)
    if len(packed) < 5:
        raise make_refusal("expected an RGB table in base 85, found none")
    (length,) = struct.unpack_from("<I", packed)
    if not HEAD.size <= length <= MAX_BYTES:
        raise make_refusal(f"expected an RGB table of at most {MAX_BYTES:,} bytes, found one of {length:,}")
    stream = zlib.decompressobj()
    try:
        data = stream.decompress(packed[4:], length + 1)
    except zlib.error:
        raise make_refusal("expected an RGB table that is packed by zlib, found damaged data") from None
    if len(data) != length or not stream.eof:
        found = "more" if len(data) > length else f"{len(data):,} of a stream that is cut short"
        raise make_refusal(f"expected {length:,} bytes in the RGB table, as it says, found {found}")
    return data


def pack(data: bytes) -> str:
    """Pack a table's bytes into the text that a profile embeds."""
    return encode_base85(struct.pack("<I", len(data)) + zlib.compress(data, 9))


@dataclass(frozen=True, eq=False)
class RgbTable:
    """values: (N, N, N, 3) float32 indexed [r, g, b], or (N, 3), in 0..1.  primaries, gamma: the format's numbers.

    amounts: the smallest and the largest that are allowed.
    """

    values: Floats
    primaries: int
    gamma: int
    amounts: tuple[float, float]

    def __call__(self, colors: Doubles) -> Doubles:
        """Look (P, 3) colors up that are encoded as the table wants them."""
        if self.values.ndim == 4:
            return Grid(self.values, "tetrahedral")(colors)
        return Table(self.values)(colors)

    def lut(self, amount: float) -> Lut:
        """Make the LUT for sRGB, with as much of the table as is allowed."""
        low, high = self.amounts
        amount = min(max(round(amount, 2), low), high)
        for_srgb = (self.primaries, self.gamma) == SRGB_CODES
        if for_srgb and amount == 1:
            return Lut.from_shaper(Shaper(self.values)) if self.values.ndim == 2 else Lut(self.values)
        sizes = (len(self.values), 33, 65) if for_srgb and self.values.ndim == 4 else (33, 65)
        return make_lut([SrgbTable(self, amount)], sizes=sizes, roughest=ROUGH)


@dataclass(frozen=True, eq=False)
class SrgbTable:
    """An RGB table as an operator on sRGB codes, mixed with the original by an amount."""

    table: RgbTable
    amount: float
    separable = False

    def __call__(self, rgb: Doubles) -> Doubles:
        table = self.table
        if (table.primaries, table.gamma) == SRGB_CODES:
            return self.mix(rgb)
        matrix = SRGB.matrix_to(PRIMARIES[table.primaries])
        there, back = Affine(matrix, np.zeros(3)), Affine(np.asarray(np.linalg.inv(matrix), np.float64), np.zeros(3))
        encode, decode = GAMMAS[table.gamma]
        codes = encode(np.clip(there(srgb_to_linear(rgb).astype(np.float64)), 0, 1))
        return linear_to_srgb(back(decode(self.mix(codes)))).astype(np.float64)

    def mix(self, codes: Doubles) -> Doubles:
        return np.clip(codes + self.amount * (self.table(codes) - codes), 0, 1)


def make_identity(points: int, dimensions: int) -> NDArray[np.uint16]:
    """Return the codes of the table that changes nothing: (N, N, N, 3) or (N, 3)."""
    axis = ((np.arange(points, dtype=np.uint32) * 65535 + points // 2) // (points - 1)).astype(np.uint16)
    axes = np.meshgrid(*[axis] * dimensions, indexing="ij") if dimensions == 3 else [axis] * 3
    return np.stack(axes, axis=-1)


def build(values: Floats) -> bytes:
    """Build the bytes of a table for sRGB, whose amount goes from none to twice as much.

    values: (N, N, N, 3) indexed [r, g, b], N up to 32, or (N, 3), N up to 4096; from 0 to 1.
    """
    points, dimensions = len(values), values.ndim - 1
    codes = np.rint(values.astype(np.float64) * 65535).astype(np.uint16)
    added = codes - make_identity(points, dimensions)  # modulo 65536
    head, tail = HEAD.pack(1, 1, dimensions, points), TAIL.pack(*SRGB_CODES, CLIPPED, *AMOUNTS)
    return head + added.astype("<u2").tobytes() + tail


def parse(data: bytes) -> RgbTable:
    """Parse a table's bytes; raises LutFormatError."""
    kind, version, dimensions, points = HEAD.unpack_from(data)
    if kind != 1:
        raise make_refusal(f"expected an RGB table, found {KINDS.get(kind, f'a table of kind {kind}')}")
    if version != 1:
        raise make_refusal(f"expected version 1 of an RGB table, found {version}")
    if dimensions not in MAX_POINTS:
        raise make_refusal(f"expected an RGB table of 1 or 3 dimensions, found {dimensions}")
    if not 2 <= points <= MAX_POINTS[dimensions]:
        limit = MAX_POINTS[dimensions]
        raise make_refusal(f"expected 2 to {limit} points a side in an RGB table of {dimensions}D, found {points}")
    count = 3 * points**dimensions
    expected = HEAD.size + 2 * count + TAIL.size
    if len(data) not in (expected, expected + 4):
        raise make_refusal(f"expected {expected:,} bytes in the RGB table, or 4 more, found {len(data):,}")
    added = np.frombuffer(data, "<u2", count, HEAD.size).reshape(*[points] * dimensions, 3)  # blue varies fastest
    values = added + make_identity(points, dimensions)  # modulo 65536
    primaries, gamma, gamut, low, high = TAIL.unpack_from(data, expected - TAIL.size)
    for name, number, limit in (("primaries", primaries, 4), ("gamma", gamma, 4), ("gamut", gamut, 1)):
        if number > limit:
            raise make_refusal(f"expected 0 to {limit} as {name} of an RGB table, found {number}")
    if not 0 <= low <= 1 <= high < 1000:  # NaN fails too
        raise make_refusal(f"expected amounts around 1 in an RGB table, found {low:g} to {high:g}")
    table = values.astype(np.float32) / np.float32(65535)
    return RgbTable(table, primaries, gamma, (low, high))


def make_encoding(gamma: float, x1: float) -> Callable[[Doubles], Doubles]:
    """Make the encoding x^(1/gamma), with a cubic of slope 32 at black below x1."""
    y1 = x1 ** (1 / gamma)
    slope = y1 / gamma / x1

    def encode(x: Doubles) -> Doubles:
        t = np.minimum(x / x1, 1)
        cubic = 32 * x1 * t * (1 - t) ** 2 + t * t * (y1 * (3 - 2 * t) - slope * x1 * (1 - t))
        return np.where(x <= x1, cubic, np.maximum(x, x1) ** (1 / gamma))

    return encode


def invert_encoding(encode: Callable[[Doubles], Doubles], power: float) -> Callable[[Doubles], Doubles]:
    """Invert an encoding by a table whose steps are even in the codes of a plain power."""
    light = np.linspace(0, 1, 1 << 16) ** power
    codes = encode(light)
    return lambda x: np.interp(x, codes, light)


ALPHA, BETA = 1.0992968268094429, 0.0180539685108078  # ITU-R BT.2020, table 4, solved for a smooth joint


def encode_rec2020(x: Doubles) -> Doubles:
    return np.where(x < BETA, 4.5 * x, ALPHA * np.maximum(x, BETA) ** 0.45 - (ALPHA - 1))


def decode_rec2020(y: Doubles) -> Doubles:
    return np.where(y < 4.5 * BETA, y / 4.5, ((np.maximum(y, 4.5 * BETA) + ALPHA - 1) / ALPHA) ** (1 / 0.45))


def keep(x: Doubles) -> Doubles:
    return x


GAMMA_1_8, GAMMA_2_2 = make_encoding(1.8, 8.2118790552e-4), make_encoding(2.2, 0.0034800731)
GAMMAS: tuple[tuple[Function, Function], ...] = (
    (keep, keep),
    (linear_to_srgb, srgb_to_linear),
    (GAMMA_1_8, invert_encoding(GAMMA_1_8, 1.8)),
    (GAMMA_2_2, invert_encoding(GAMMA_2_2, 2.2)),
    (encode_rec2020, decode_rec2020),
)
