"""Whether an ICC profile is sRGB: then an image's numbers are what babl's names without a space mean.

Most photographs bring such a profile, and by none of the names it has can it be told: some that say sRGB are linear.
"""

from __future__ import annotations

import struct

# What a profile of primaries and curves has for sRGB, relative to D50 (IEC 61966-2-1, adapted by Bradford).
COLORANTS = {b"rXYZ": (0.4361, 0.2225, 0.0139), b"gXYZ": (0.3851, 0.7169, 0.0971), b"bXYZ": (0.1431, 0.0606, 0.7141)}
CURVES = (b"rTRC", b"gTRC", b"bTRC")
TOLERANCE = 0.002  # profiles of different makers differ by 0.001: half a level of 255
PROBES = (0.02, 0.2, 0.5, 0.8)


def is_srgb(profile: bytes) -> bool:
    try:
        tags = tags_of(profile)
        if b"A2B0" in tags or profile[16:20] != b"RGB ":
            return False
        for name, wanted in COLORANTS.items():
            found = struct.unpack(">3i", tags[name][8:20])
            if any(abs(number / 65536 - value) > TOLERANCE for number, value in zip(found, wanted)):
                return False
        return all(abs(curve(tags[name], x) - linear(x)) <= TOLERANCE for name in CURVES for x in PROBES)
    except (KeyError, struct.error, ValueError, IndexError, OverflowError):
        return False


def tags_of(profile: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack(">I", profile[128:132])
    entries = (struct.unpack(">4sII", profile[132 + 12 * i : 144 + 12 * i]) for i in range(min(count, 100)))
    return {name: profile[start : start + size] for name, start, size in entries}


def curve(tag: bytes, x: float) -> float:
    """A tone curve's value: a table, or the parametric form that sRGB has."""
    if tag[:4] == b"para" and tag[8:10] == b"\0\3":
        g, a, b, c, d = (number / 65536 for number in struct.unpack(">5i", tag[12:32]))
        return (a * x + b) ** g if x >= d else c * x
    (count,) = struct.unpack(">I", tag[8:12])
    if tag[:4] != b"curv" or count < 256:
        raise ValueError("no curve of sRGB's shape")
    place = x * (count - 1)
    low, high = struct.unpack_from(">2H", tag, 12 + 2 * int(place))
    return (low + (high - low) * (place - int(place))) / 65535


def linear(x: float) -> float:
    return x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4
