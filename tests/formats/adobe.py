"""Camera Raw profiles with RGB tables, written number by number as Adobe's DNG SDK 1.7 reads them.

There is no free program that applies such profiles, so the format is written here a second time: with plain integers,
and with none of the library's own code.
"""

from __future__ import annotations

import hashlib
import struct
import zlib

import numpy as np

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?`'|()[]{}@%$#"
SRGB, ADOBE_RGB, PROPHOTO, DISPLAY_P3, REC2020 = range(5)
LINEAR, SRGB_GAMMA, GAMMA_1_8, GAMMA_2_2, REC2020_GAMMA = range(5)


def packed_table(
    values: np.ndarray, primaries: int = SRGB, gamma: int = SRGB_GAMMA, amounts: tuple = (0.0, 2.0), gamut: int = 0
) -> bytes:
    """A table (N, N, N, 3) indexed [r, g, b], or (N, 3), in 0..1, as bytes."""
    points, dimensions = len(values), values.ndim - 1
    data = struct.pack("<4I", 1, 1, dimensions, points)
    for place in np.ndindex(*[points] * dimensions):  # the last index, blue, varies fastest
        axes = place if dimensions == 3 else place * 3
        for value, index in zip(values[place], axes, strict=True):
            unchanged = (index * 65535 + points // 2) // (points - 1)
            data += struct.pack("<H", (round(float(value) * 65535) - unchanged) % 65536)
    return data + struct.pack("<3I2d", primaries, gamma, gamut, *amounts)


def base85(data: bytes) -> str:
    """Four bytes to five digits, the lowest first; a rest of n bytes to n + 1."""
    text = ""
    for start in range(0, len(data), 4):
        part = data[start : start + 4]
        number = int.from_bytes(part, "little")
        for _ in range(len(part) + 1):
            number, digit = divmod(number, 85)
            text += DIGITS[digit]
    return text


def embedded(table: bytes) -> str:
    return base85(struct.pack("<I", len(table)) + zlib.compress(table))


PROFILE = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="test">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
   crs:PresetType="Look"
   crs:UUID="0123456789ABCDEF0123456789ABCDEF"
   crs:SupportsAmount="True"
   crs:Version="14.3"
   crs:ProcessVersion="11.0"
   crs:ConvertToGrayscale="False"
   crs:HasSettings="True"{more}
   crs:RGBTable="{name}"
   crs:Table_{name}="{text}">
   <crs:Name>
    <rdf:Alt>
     <rdf:li xml:lang="x-default">Warm</rdf:li>
    </rdf:Alt>
   </crs:Name>
   <crs:Group><rdf:Alt><rdf:li xml:lang="x-default">Profiles</rdf:li></rdf:Alt></crs:Group>{elements}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


def profile(table: bytes, more: str = "", elements: str = "") -> bytes:
    """A profile; more: attributes, elements: what is inside of it besides the name."""
    name = hashlib.md5(table).hexdigest().upper()
    text = PROFILE.format(
        name=name, text=embedded(table), more="".join(f"\n   crs:{each}" for each in more.split()), elements=elements
    )
    return text.encode()


def grid(points: int, seed: int = 11, noise: float = 0.1) -> np.ndarray:
    """A table in which red, green and blue differ everywhere."""
    axes = np.stack(np.meshgrid(*[np.linspace(0, 1, points)] * 3, indexing="ij"), axis=-1)
    return np.clip(
        axes * (0.9, 0.85, 0.8) + 0.08 + np.random.default_rng(seed).uniform(-noise, noise, axes.shape), 0, 1
    )


SAMPLES = [
    profile(
        packed_table(grid(3)),
        elements="<crs:ToneCurvePV2012><rdf:Seq><rdf:li>0, 5</rdf:li></rdf:Seq></crs:ToneCurvePV2012>",
    ),
    profile(packed_table(np.linspace(0, 1, 9)[:, None] ** (0.8, 1, 1.3))),
    profile(packed_table(grid(2, noise=0), DISPLAY_P3, SRGB_GAMMA), 'RGBTableAmount="0.1"'),
]


def from_base85(text: str) -> bytes:
    """The reverse of ``base85``."""
    data = b""
    for start in range(0, len(text), 5):
        part = text[start : start + 5]
        number = sum(DIGITS.index(digit) * 85**place for place, digit in enumerate(part))
        data += number.to_bytes(5, "little")[: len(part) - 1]
    return data


def unpacked_table(text: str) -> tuple[np.ndarray, tuple[int, ...], tuple[float, float], str]:
    """An embedded table: its codes (N, N, N, 3) or (N, 3), primaries, gamma and gamut, amounts, and its MD5 sum."""
    packed = from_base85(text)
    data = zlib.decompress(packed[4:])
    assert struct.unpack_from("<I", packed) == (len(data),)
    kind, version, dimensions, points = struct.unpack_from("<4I", data)
    assert (kind, version) == (1, 1)
    codes = np.zeros((*[points] * dimensions, 3), int)
    offset = 16
    for place in np.ndindex(*[points] * dimensions):  # the last index, blue, varies fastest
        axes = place if dimensions == 3 else place * 3
        unchanged = [(index * 65535 + points // 2) // (points - 1) for index in axes]
        added = struct.unpack_from("<3H", data, offset)
        codes[place] = [(one + other) % 65536 for one, other in zip(unchanged, added, strict=True)]
        offset += 6
    *space, low, high = struct.unpack_from("<3I2d", data, offset)
    assert len(data) == offset + 28
    return codes, tuple(space), (low, high), hashlib.md5(data).hexdigest().upper()
