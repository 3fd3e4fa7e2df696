"""DNG camera profiles, written tag by tag from the DNG specification."""

from __future__ import annotations

import struct

import numpy as np

CODES = {2: "s", 3: "H", 4: "I", 10: "i", 11: "f"}  # ASCII, SHORT, LONG, SRATIONAL, FLOAT


def profile(tags: dict[int, tuple[int, object]], order: str = "<") -> bytes:
    """A profile of these tags: type and values."""
    head, body = b"", b""
    start = 8 + 2 + 12 * len(tags) + 4
    for tag, (kind, values) in sorted(tags.items()):
        if kind == 2:
            data, count = str(values).encode() + b"\0", len(str(values).encode()) + 1
        else:
            numbers = np.asarray(values).ravel().tolist()
            data = struct.pack(f"{order}{len(numbers)}{CODES[kind]}", *numbers)
            count = len(numbers) // (2 if kind == 10 else 1)
        place = data.ljust(4, b"\0") if len(data) <= 4 else struct.pack(f"{order}I", start + len(body))
        head += struct.pack(f"{order}HHI", tag, kind, count) + place
        body += data + bytes(len(data) % 2) if len(data) > 4 else b""
    mark = b"IIRC" if order == "<" else b"MMCR"
    return mark + struct.pack(f"{order}I", 8) + struct.pack(f"{order}H", len(tags)) + head + bytes(4) + body


def changes(values: int, hues: int, saturations: int, seed: int = 4) -> np.ndarray:
    """Changes (V, H, S, 3) as a film look has them: smooth, another for each hue; none for gray."""
    random = np.random.default_rng(seed)
    result = np.empty((values, hues, saturations, 3))
    result[..., 0] = random.uniform(-25, 25, (values, hues, 1)) * np.linspace(0, 1, saturations)
    result[..., 1] = random.uniform(0.6, 1.5, (values, hues, 1))
    result[..., 2] = 1 + random.uniform(-0.3, 0.1, (values, hues, 1)) * np.linspace(0, 1, saturations)
    return result


def look(table: np.ndarray, encoding: int | None = None) -> dict[int, tuple[int, object]]:
    """The tags of a look table."""
    values, hues, saturations = table.shape[:3]
    tags: dict[int, tuple[int, object]] = {50981: (4, [hues, saturations, values]), 50982: (11, table)}
    return tags if encoding is None else {**tags, 51108: (4, [encoding])}


NAME = {50936: (2, "Film"), 50708: (2, "Camera")}
CURVE = {50940: (11, [(0, 0), (0.1, 0.15), (0.3, 0.55), (0.7, 0.9), (1, 1)])}
CALIBRATION = {50937: (4, [6, 2, 1]), 50938: (11, changes(1, 6, 2))}
SAMPLES = [
    profile({**NAME, **look(changes(1, 6, 3)), **CURVE, **CALIBRATION, 51109: (10, [-35, 100])}),
    profile({**NAME, **look(changes(3, 8, 4), 1)}, ">"),
    profile({**NAME, **CURVE}),
]
