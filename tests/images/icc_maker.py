"""ICC profiles written from chromaticities, for tests: none of the library's own code in here."""

from __future__ import annotations

import struct

import numpy as np

D50 = np.array([0.9642, 1.0, 0.8249])
D65 = (0.3127, 0.3290)
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])

SRGB = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
ADOBE_RGB = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
DISPLAY_P3 = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))

SRGB_CURVE = (3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def xyz(x: float, y: float) -> np.ndarray:
    return np.array([x / y, 1, (1 - x - y) / y])


def matrix_d50(primaries: tuple, white: tuple[float, float] = D65) -> np.ndarray:
    """Linear RGB → XYZ relative to D50, Bradford-adapted."""
    columns = np.stack([xyz(*primary) for primary in primaries], axis=1)
    to_xyz = columns * np.linalg.solve(columns, xyz(*white))
    scale = (BRADFORD @ D50) / (BRADFORD @ xyz(*white))
    return np.linalg.inv(BRADFORD) @ np.diag(scale) @ BRADFORD @ to_xyz


def fixed(*numbers: float) -> bytes:
    return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))


def gamma(exponent: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(exponent * 256))


def table(values: np.ndarray) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">I", len(values)) + np.rint(values * 65535).astype(">u2").tobytes()


def parametric(kind: int, *numbers: float) -> bytes:
    return b"para\0\0\0\0" + struct.pack(">HH", kind, 0) + fixed(*numbers)


def profile(tags: dict[bytes, bytes], space: bytes = b"RGB ", version: int = 4, name: str = "test") -> bytes:
    words = name.encode("utf-16-be")
    tags = {
        b"desc": b"mluc\0\0\0\0" + struct.pack(">IIHHII", 1, 12, 0x656E, 0x5553, len(words), 28) + words,
        b"wtpt": b"XYZ \0\0\0\0" + fixed(*D50),
        **tags,
    }
    offset = 128 + 4 + 12 * len(tags)
    index, body = b"", b""
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        index += name + struct.pack(">II", offset + len(body), len(content))
        body += content
    size = offset + len(body)
    header = struct.pack(">I4sI4s4s4s12s4s", size, b"none", version << 24, b"mntr", space, b"XYZ ", bytes(12), b"acsp")
    header += bytes(28) + fixed(*D50)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + index + body


def rgb(primaries: tuple, curve: bytes) -> bytes:
    columns = matrix_d50(primaries)
    colorants = {name: b"XYZ \0\0\0\0" + fixed(*columns[:, i]) for i, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))}
    return profile({**colorants, b"rTRC": curve, b"gTRC": curve, b"bTRC": curve})


def gray(curve: bytes) -> bytes:
    return profile({b"kTRC": curve}, space=b"GRAY")


def hdr(transfer: int) -> bytes:
    """A profile whose code points (cicpType) say PQ (16) or HLG (18), as Rec. 2100 profiles do."""
    return profile({b"cicp": b"cicp" + bytes([0, 0, 0, 0, 9, transfer, 0, 1]), b"A2B0": b"mft2" + bytes(100)})
