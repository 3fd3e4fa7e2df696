"""Ultra HDR JPEGs of any numbers, and the HDR picture that ISO 21496-1 makes of them."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import phone_jpegs as phone
from PIL import Image
from sample_photos import segment

DATA = Path(__file__).parent / "data"
ULTRA_HDR, APPLE = DATA / "fig-ultra-hdr.jpg", DATA / "apple-gain-map.jpg"  # data/ATTRIBUTION.md says from where
PHOTO = Path(__file__).parents[2] / "docs" / "photos" / "fig.jpg"


@dataclass(frozen=True)
class Gain:
    """The numbers of a gain map, one or three of each, as ISO 21496-1 calls them."""

    low: Sequence[float] = (0.0,)
    high: Sequence[float] = (2.25,)
    gamma: Sequence[float] = (1.0,)
    sdr: Sequence[float] = (1 / 64,)
    hdr: Sequence[float] = (1 / 64,)
    headroom: float = 2.25

    def iso(self, common: bool = False, flags: int = 0x40) -> bytes:
        """The block of annex C.2.2; common: with one denominator, as older writers have it."""
        columns = (self.low, self.high, self.gamma, self.sdr, self.hdr)
        count = max(map(len, columns))
        rows = zip(*(values if len(values) == count else values * count for values in columns), strict=True)
        numbers = [Fraction(0), Fraction(self.headroom), *(Fraction(value) for row in rows for value in row)]
        head = struct.pack(">HHB", 0, 0, flags | (0x80 if count == 3 else 0) | (0x08 if common else 0))
        if common:
            bottom = 1 << 20
            return head + struct.pack(f">I{len(numbers)}i", bottom, *(int(number * bottom) for number in numbers))
        fractions = [number.limit_denominator(1 << 16) for number in numbers]
        return head + b"".join(struct.pack(">iI", part.numerator, part.denominator) for part in fractions)

    def xmp(self) -> bytes:
        """The hdrgm properties: a number, or a list of three."""
        names = {"GainMapMin": self.low, "GainMapMax": self.high, "Gamma": self.gamma}
        names |= {"OffsetSDR": self.sdr, "OffsetHDR": self.hdr, "HDRCapacityMax": (self.headroom,)}
        single = {f"hdrgm:{name}": repr(values[0]) for name, values in names.items() if len(values) == 1}
        packet = phone.packet({"hdrgm:Version": "1.0", "hdrgm:BaseRenditionIsHDR": "False", **single})
        lists = ""
        for name, values in names.items():
            if len(values) > 1:
                items = "".join(f"<rdf:li>{value!r}</rdf:li>" for value in values)
                lists += f"<hdrgm:{name}><rdf:Seq>{items}</rdf:Seq></hdrgm:{name}>"
        return packet.replace(b"></rdf:Description>", f">{lists}</rdf:Description>".encode())

    def render(self, sdr: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """HDR in linear light, by 6.3 of the standard.  sdr: linear, (H, W, 3);  codes: as large, 1 or 3 channels."""
        low, high, gamma, offset, after = (
            np.asarray(values, float) for values in (self.low, self.high, self.gamma, self.sdr, self.hdr)
        )
        stops = low + (high - low) * (codes / 255.0) ** (1 / gamma)
        return (sdr + offset) * 2.0**stops - after


def ultra_hdr(
    base: np.ndarray,
    codes: np.ndarray,
    gain: Gain | None = None,
    xmp: bool = True,
    iso: bool = True,
    common: bool = False,
    tail: bytes = b"",
    **options: object,
) -> bytes:
    """An Ultra HDR JPEG, with XMP or ISO's block or, as many phones write it, both.

    base: (H, W, 3).  codes: (h, w, 1 or 3).  options: of Pillow's writer, for the base.
    """
    gain = gain or Gain()
    segments = [segment(0xE1, phone.XMP_HEAD + gain.xmp())] if xmp else []
    segments += [segment(0xE2, phone.ISO_GAIN_MAP + gain.iso(common))] if iso else []
    codes = codes[..., 0] if codes.shape[-1] == 1 else codes
    gain_map = phone.jpeg(*segments, pixels=codes, quality=98, subsampling=0)
    items = [phone.PRIMARY, ("GainMap", "image/jpeg", len(gain_map))]
    blocks = [phone.xmp({"hdrgm:Version": "1.0", "xmp:Rating": "4"}, items)] if xmp else []
    blocks += [segment(0xE2, phone.ISO_GAIN_MAP + bytes(4))] if iso else []
    return phone.with_index(
        (0, gain_map), blocks=tuple(blocks), tail=tail, pixels=base, **{"quality": 95, "subsampling": 0, **options}
    )


def photo(width: int, height: int) -> np.ndarray:
    with Image.open(PHOTO) as image:
        return np.asarray(image.convert("RGB").resize((width, height)))


def smooth_codes(width: int, height: int, channels: int) -> np.ndarray:
    """Codes that differ in each channel and each corner."""
    rows, columns = np.mgrid[:height, :width] / np.array([[[height]], [[width]]])
    planes = [40 + 200 * rows * columns, 30 + 160 * columns, 220 - 150 * rows]
    return np.stack(planes[:channels], axis=-1).astype(np.uint8)


def pictures_in(file: bytes) -> list[bytes]:
    """The JPEGs of a file: the picture, and what follows."""
    starts = [at for at in range(len(file)) if file.startswith(b"\xff\xd8\xff", at)]
    return [file[start:end] for start, end in zip(starts, [*starts[1:], len(file)], strict=True)]


def decode(file: bytes) -> np.ndarray:
    """(H, W, 3) or (H, W, 1) codes."""
    with Image.open(io.BytesIO(file)) as image:
        pixels = np.asarray(image)
    return pixels.reshape(*pixels.shape[:2], -1)


def linear(codes: np.ndarray) -> np.ndarray:
    """Linear light of sRGB's codes (IEC 61966-2-1)."""
    share = codes / 255.0
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
