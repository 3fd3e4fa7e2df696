"""Read the numbers of a gain map: Adobe's and Google's XMP (hdrgm), and ISO 21496-1's block.

An SDR picture and its gain map make an HDR picture (ISO 21496-1:2025, 6.3; Ultra HDR 1.1, "Decode the gain map")::

    stops = gain_min + (gain_max - gain_min) · (code / 255) ** (1 / gamma)
    hdr = (sdr + offset_sdr) · 2 ** (stops · weight) - offset_hdr

in linear light, channel by channel; weight is 1 on a display of enough headroom.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from ..color.space import Floats
from . import xmp_packet
from .xmp_packet import Edit, Node

NAMESPACE = "http://ns.adobe.com/hdr-gain-map/1.0/"
CHANNELS = 3
MOST = 64.0  # stops, and of offsets and gamma: more is no picture's
VERSION_BYTES, ISO_HEAD = 4, struct.Struct(">HHB")  # minimum version, the writer's, flags
SEVERAL, COMMON_DENOMINATOR = 0x80, 0x08  # flags: numbers for each channel; one denominator, as libultrahdr writes it
ISO_FIELDS = ("gain_min", "gain_max", "gamma", "offset_sdr", "offset_hdr")  # in the block's order
SIGNED = frozenset(ISO_FIELDS) - {"gamma"}
XMP_NAMES = {
    "gain_min": ("GainMapMin", 0.0),
    "gain_max": ("GainMapMax", None),
    "gamma": ("Gamma", 1.0),
    "offset_sdr": ("OffsetSDR", 1 / 64),
    "offset_hdr": ("OffsetHDR", 1 / 64),
}
HEADROOM = ("HDRCapacityMin", 0.0), ("HDRCapacityMax", None)
Triple = tuple[float, ...]


class GainMapError(ValueError):
    """A gain map, or its numbers, cannot be used: expected and found, in one clause."""


@dataclass(frozen=True)
class Numbers:
    """What a gain map's codes mean; each a number for red, green and blue.

    gain_min, gain_max: stops.  gamma: of the codes.  offset_sdr, offset_hdr: linear light, SDR white is 1.
    """

    gain_min: Triple
    gain_max: Triple
    gamma: Triple
    offset_sdr: Triple
    offset_hdr: Triple

    def __post_init__(self) -> None:
        for field in fields(self):
            for value in getattr(self, field.name):
                if not abs(value) <= MOST:
                    raise GainMapError(f"expected {field.name} between -{MOST:g} and {MOST:g}, found {value:g}")
        for low, high in zip(self.gain_min, self.gain_max, strict=True):
            if low > high:
                raise GainMapError(f"expected a gain_min of at most gain_max, found {low:g} and {high:g}")
        if min(self.gamma) < 1 / MOST:
            raise GainMapError(f"expected a gamma of at least 1/{MOST:g}, found {min(self.gamma):g}")

    def decode_stops(self, codes: NDArray[np.uint8]) -> Floats:
        """Return the gain in stops, (H, W, 3).  codes: (H, W, 1 or 3)."""
        low, high, gamma = (np.array(value, np.float32) for value in (self.gain_min, self.gain_max, self.gamma))
        share = (codes.astype(np.float32) / np.float32(255)) ** (np.float32(1) / gamma)
        stops: Floats = low + (high - low) * share
        return stops

    def encode_stops(self, stops: Floats) -> NDArray[np.uint8]:
        """Return the codes of a gain in stops, (H, W, 3); those beyond the range clip."""
        low, high, gamma = (np.array(value, np.float32) for value in (self.gain_min, self.gain_max, self.gamma))
        span = np.where(high > low, high - low, 1).astype(np.float32)
        share = np.clip((stops - low) / span, 0, 1) ** gamma
        codes: NDArray[np.uint8] = np.rint(share * np.float32(255)).astype(np.uint8)
        return codes

    def with_one_range(self) -> Numbers:
        """Return numbers that are the same for all channels: the widest range, the rest as green has it."""
        low, high = min(self.gain_min), max(self.gain_max)
        rest = (self.gamma[1], self.offset_sdr[1], self.offset_hdr[1])
        return Numbers(*((value,) * CHANNELS for value in (low, high, *rest)))


def parse_xmp(packet: bytes) -> Numbers | None:
    """Parse hdrgm properties; None where there is no range in them.  Raises GainMapError."""
    found = find_xmp(packet)
    if "GainMapMax" not in found:
        return None
    for name, default in HEADROOM:
        read_xmp_value(found, name, default)
    return Numbers(*(read_xmp_value(found, *XMP_NAMES[field]) for field in ISO_FIELDS))


def find_xmp(packet: bytes) -> dict[str, Node]:
    """Return the hdrgm properties by name."""
    rdf = xmp_packet.parse_packet(packet)
    properties = xmp_packet.find_properties(rdf) if rdf else ()
    return {node.name[1]: node for node in properties if node.name[0] == NAMESPACE}


def list_values(node: Node) -> list[Node]:
    """Return the nodes that hold a property's numbers: the items of a list, or the property itself."""
    items = [inner for inner in node.walk() if inner.name == (xmp_packet.RDF, "li")]
    return items or [node]


def read_xmp_value(found: dict[str, Node], name: str, default: float | None) -> Triple:
    if name not in found and default is not None:
        return (default,) * CHANNELS
    texts = [node.value.strip() for node in list_values(found[name])] if name in found else []
    try:
        numbers = tuple(float(text) for text in texts)
    except ValueError:
        numbers = ()
    if len(numbers) not in (1, CHANNELS) or not all(map(math.isfinite, numbers)):
        told = ", ".join(texts)[:40] or "nothing"
        raise GainMapError(f"expected 1 or 3 numbers as hdrgm:{name}, found {told}")
    return numbers * (CHANNELS // len(numbers))


def write_xmp(packet: bytes, numbers: Numbers) -> bytes:
    """Put other numbers into the hdrgm properties that are there; a packet without any comes back as it is."""
    edits: list[Edit] = []
    found = find_xmp(packet)
    for field, (name, _default) in XMP_NAMES.items():
        values = getattr(numbers, field)
        nodes = list_values(found[name]) if name in found else []
        for node, value in zip(nodes, values, strict=False):
            if node.value.strip() != f"{value:.9g}":
                edits.append(node.set_text(f"{value:.9g}"))
    return xmp_packet.apply_edits(packet, edits)


def parse_iso(block: bytes) -> Numbers | None:
    """Parse ISO 21496-1's block (annex C.2.2); None for the version alone, which a base picture has.

    Raises GainMapError.
    """
    if len(block) <= VERSION_BYTES:
        return None
    pairs = read_fractions(block)
    for numerator, denominator in pairs:
        if not denominator:
            raise GainMapError(f"expected fractions in the ISO 21496-1 block, found {numerator}/0")
    rows = [pairs[at : at + len(ISO_FIELDS)] for at in range(2, len(pairs), len(ISO_FIELDS))]
    if len(rows) == 1:
        rows *= CHANNELS
    return Numbers(*(tuple(top / bottom for top, bottom in column) for column in zip(*rows, strict=True)))


def read_fractions(block: bytes) -> list[tuple[int, int]]:
    """Return headroom of base and alternate picture, then the five fractions of each channel."""
    if len(block) < ISO_HEAD.size:
        raise GainMapError(f"expected at least {ISO_HEAD.size} bytes in the ISO 21496-1 block, found {len(block)}")
    minimum, _writer, flags = ISO_HEAD.unpack_from(block)
    if minimum:
        raise GainMapError(f"expected version 0 of ISO 21496-1's block, found {minimum}")
    names = [*("headroom",) * 2, *ISO_FIELDS * (CHANNELS if flags & SEVERAL else 1)]
    kinds = ["i" if name in SIGNED else "I" for name in names]
    common = bool(flags & COMMON_DENOMINATOR)
    form = struct.Struct(">" + ("I" + "".join(kinds) if common else "".join(kind + "I" for kind in kinds)))
    if len(block) < ISO_HEAD.size + form.size:
        raise GainMapError(f"expected {ISO_HEAD.size + form.size} bytes in the ISO 21496-1 block, found {len(block)}")
    values = form.unpack_from(block, ISO_HEAD.size)
    if common:
        return [(value, values[0]) for value in values[1:]]
    return list(zip(values[::2], values[1::2], strict=True))


def write_iso(block: bytes, numbers: Numbers) -> bytes:
    """Put numbers that are the same for all channels into a block that can be parsed; the headroom stays."""
    minimum, writer, flags = ISO_HEAD.unpack_from(block)
    fractions = read_fractions(block)[:2]
    fractions += [make_fraction(getattr(numbers, name)[0]) for name in ISO_FIELDS]
    kinds = ("I", "I", *("i" if name in SIGNED else "I" for name in ISO_FIELDS))
    form = ">" + "".join(kind + "I" for kind in kinds)
    head = ISO_HEAD.pack(minimum, writer, flags & ~(SEVERAL | COMMON_DENOMINATOR))
    return head + struct.pack(form, *(part for pair in fractions for part in pair))


def make_fraction(value: float) -> tuple[int, int]:
    denominator = 1 << 24  # MOST times as much still fits into 31 bits
    return round(value * denominator), denominator
