"""ICC profiles with tables, written number by number from ICC.1:2022: none of the library's own code in here."""

from __future__ import annotations

import struct

import numpy as np


def fixed(*numbers: float) -> bytes:
    return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))


def shares(values: np.ndarray, size: int) -> bytes:
    """Numbers in 0..1 as integers of 1 or 2 bytes."""
    return np.rint(np.asarray(values) * (256**size - 1)).astype(f">u{size}").tobytes()


def gamma(exponent: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(exponent * 256))


def sampled(values: np.ndarray) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">I", len(values)) + shares(values, 2)


def parametric(kind: int, *numbers: float) -> bytes:
    return b"para\0\0\0\0" + struct.pack(">HH", kind, 0) + fixed(*numbers)


STRAIGHT = b"curv\0\0\0\0\0\0\0\0"
IDENTITY = (1, 0, 0, 0, 1, 0, 0, 0, 1)


def classic(size: int, before: np.ndarray, grid: np.ndarray, after: np.ndarray, matrix: tuple = IDENTITY) -> bytes:
    """lut8Type (size 1) or lut16Type (2); before, after: (3, M) curves;  grid: (N, N, N, 3) indexed [r, g, b]."""
    head = (b"mft1" if size == 1 else b"mft2") + bytes(4) + bytes((3, 3, len(grid), 0)) + fixed(*matrix)
    counts = b"" if size == 1 else struct.pack(">HH", before.shape[1], after.shape[1])
    return head + counts + shares(before, size) + shares(grid, size) + shares(after, size)


def multi_part(
    last: list[bytes],
    matrix: tuple = (),
    middle: list[bytes] | None = None,
    grid: np.ndarray | None = None,
    first: list[bytes] | None = None,
    size: int = 2,
) -> bytes:
    """lutAToBType: its B curves, and what it may have besides."""
    lattice = (
        b"" if grid is None else bytes(grid.shape[:3]).ljust(16, b"\0") + bytes((size, 0, 0, 0)) + shares(grid, size)
    )
    parts = [
        padded(last),
        fixed(*matrix),
        padded(middle or []),
        lattice + bytes(-len(lattice) % 4),
        padded(first or []),
    ]
    offsets, body = [], b""
    for part in parts:
        offsets.append(32 + len(body) if part else 0)
        body += part
    return b"mAB \0\0\0\0\3\3\0\0" + struct.pack(">5I", *offsets) + body


def padded(curves: list[bytes]) -> bytes:
    return b"".join(curve + bytes(-len(curve) % 4) for curve in curves)


def description(text: str, version: int) -> bytes:
    if version == 2:
        return b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text.encode() + bytes(79)
    return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", 2 * len(text), 28) + text.encode("utf-16-be")


def profile(
    tags: dict[bytes, bytes], kind: bytes = b"link", spaces: bytes = b"RGB RGB ", version: int = 4, title: str = "Warm"
) -> bytes:
    tags = {b"desc": description(title, version), b"cprt": description("", version), **tags}
    offset = 132 + 12 * len(tags)
    index, body = b"", b""
    for name, content in tags.items():
        index += name + struct.pack(">II", offset + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(">I4sI4s8s12s4s", offset + len(body), b"none", version << 24, kind, spaces, bytes(12), b"acsp")
    head += bytes(28) + fixed(0.9642, 1, 0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + index + body


def even_grid(*shape: int) -> np.ndarray:
    """A grid that changes nothing; one number is for all sides."""
    sides = shape * 3 if len(shape) == 1 else shape
    return np.stack(np.meshgrid(*(np.linspace(0, 1, points) for points in sides), indexing="ij"), axis=-1)


def random_grid(*shape: int, seed: int = 5) -> np.ndarray:
    """A grid in which red, green and blue differ everywhere, not too far from one that changes nothing."""
    return np.clip(even_grid(*shape) + np.random.default_rng(seed).uniform(-0.15, 0.15, (*shape, 3)), 0, 1)


def powers(count: int, *exponents: float) -> np.ndarray:
    """(3, count) curves."""
    return np.linspace(0, 1, count) ** np.array(exponents)[:, None]


def straight(count: int = 2) -> np.ndarray:
    return powers(count, 1, 1, 1)


SAMPLES = [
    profile({b"A2B0": classic(2, powers(17, 0.8, 1, 1.3), random_grid(3, 3, 3), straight())}, version=2),
    profile({b"A2B0": classic(1, powers(256, 1.2, 1, 0.7), random_grid(2, 2, 2), straight(256))}, version=2),
    profile(
        {
            b"A2B0": multi_part(
                [gamma(1.1), parametric(0, 0.9), parametric(1, 2.0, 1.0, 0.0)],
                (0.9, 0.05, 0, 0.02, 0.9, 0.02, 0, 0.05, 0.9, 0.01, 0.02, 0),
                [sampled(powers(9, 1.2, 1, 1)[0]), STRAIGHT, parametric(2, 1.0, 1.0, 0.0, 0.0)],
                random_grid(2, 3, 4),
                [parametric(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045), gamma(1.8), STRAIGHT],
            )
        }
    ),
    # Near enough to nothing that 33 points a side hold them: reading them takes no time.
    profile({b"A2B0": multi_part([STRAIGHT] * 3, grid=even_grid(3) * (0.99, 1, 1))}, b"abst", b"Lab Lab "),
    profile({b"A2B0": classic(2, straight(), even_grid(3) * (1, 0.99, 1), straight())}, b"abst", b"XYZ XYZ ", 2),
    profile({b"A2B0": multi_part([STRAIGHT] * 3, grid=random_grid(3, 3, 3))}, b"scnr", b"RGB Lab "),
]
