"""Pixels in the formats of babl: how 8-bit ones are read and written as any other."""

from __future__ import annotations

import struct
from array import array
from typing import NamedTuple, Sequence

from gimp_backends.contract import OWN, OWN_8_BIT, OWN_SPACE

CODES = {"u8": "B", "u16": "H", "u32": "I", "half": "e", "float": "f", "double": "d"}
WHOLE = {"u8": 255, "u16": 65535, "u32": 4294967295}
MODELS = {"R'G'B'": 3, "R'G'B'A": 4, "Y'": 1, "Y'A": 2, "RGB": 3, "RGBA": 4, "Y": 1, "YA": 2}


def to_linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def from_linear(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


LINEAR = [to_linear(value / 255) for value in range(256)]


def byte(value: float) -> int:
    """0..1 as a byte; what lies outside is cut, NaN is 0."""
    return int(min(max(value, 0.0), 1.0) * 255 + 0.5) if value == value else 0


class Format(NamedTuple):
    components: int
    alpha: bool
    linear: bool
    code: str  # of struct and array
    whole: int | None  # what 1.0 is, for the formats of whole numbers


def parsed(name: str) -> Format | None:
    """None for the drawable's own 8 bits; NotImplementedError for what babl knows and this does not."""
    if name in (OWN, OWN_8_BIT):
        return None
    bare = name[len(OWN_SPACE) :] if name.startswith(OWN_SPACE) else name
    model, _, kind = bare.partition(" ")
    if model not in MODELS or kind not in CODES:
        raise NotImplementedError(f"the memory backend does not know pixels as {name!r}")
    return Format(MODELS[model], model.endswith("A"), "'" not in model, CODES[kind], WHOLE.get(kind))


def rgba_rows(data: bytes, kind: int, colormap: bytes) -> tuple[Sequence[int], ...]:
    """The red, green, blue and alpha of 8-bit pixels of an image type (0: RGB ... 5: indexed with alpha)."""
    components = (3, 4, 1, 2, 1, 2)[kind]
    alpha = data[components - 1 :: components] if kind % 2 else bytes([255]) * (len(data) // components)
    if kind < 2:
        return data[::components], data[1::components], data[2::components], alpha
    first = data[::components]
    if kind < 4:
        return first, first, first, alpha
    tables = [bytes(colormap[c::3]).ljust(256, b"\0") for c in range(3)]
    return (*(first.translate(table) for table in tables), alpha)


def read(data: bytes, kind: int, colormap: bytes, name: str) -> bytes:
    """8-bit pixels of an image type, in another format."""
    format = parsed(name)
    if format is None:
        return data
    red, green, blue, alpha = rgba_rows(data, kind, colormap)
    if format.components < 3:
        if kind < 2 or kind > 3:
            raise NotImplementedError("the memory backend does not turn colors into gray when reading pixels")
        parts = [red]
    else:
        parts = [red, green, blue]
    if format.alpha:
        parts = [*parts, alpha]
    tables = [LINEAR if format.linear else [value / 255 for value in range(256)], [value / 255 for value in range(256)]]
    if format.whole:
        tables = [[int(value * format.whole + 0.5) for value in table] for table in tables]
    count = len(red)
    if format.code == "e":
        mixed = [0.0] * (count * len(parts))
    else:
        mixed = array(format.code, bytes(count * len(parts) * array(format.code).itemsize))
    for i, part in enumerate(parts):
        table = tables[1] if format.alpha and i == len(parts) - 1 else tables[0]
        values = [table[value] for value in part]
        mixed[i :: len(parts)] = values if format.code == "e" else array(format.code, values)
    return struct.pack(f"{len(mixed)}e", *mixed) if format.code == "e" else mixed.tobytes()


def write(data: bytes, old: bytes, kind: int, name: str) -> bytes:
    """Pixels in a format as the 8-bit ones of an image type; where the format has no alpha, they are opaque."""
    format = parsed(name)
    if format is None:
        return data
    if kind > 3 or (format.components < 3) != (kind > 1):
        raise NotImplementedError(f"the memory backend does not write {name!r} into a drawable of this type")
    if format.code == "e":
        values: Sequence[float] = struct.unpack(f"{len(data) // 2}e", data)
    else:
        values = array(format.code, data)
    scale = 1 / (format.whole or 1)
    colors = format.components - format.alpha

    def component(i: int) -> bytes:
        part = [value * scale for value in values[i :: format.components]]
        if format.linear and i < colors:
            part = [from_linear(min(max(value, 0.0), 1.0)) if value == value else 0.0 for value in part]
        return bytes(map(byte, part))

    own = (3, 4, 1, 2)[kind]
    result = bytearray(b"\xff" * len(old))
    for i in range(colors):
        result[i::own] = component(i)
    if format.alpha and kind % 2:
        result[own - 1 :: own] = component(colors)
    return bytes(result)
