"""LUT pictures: PNG, TIFF and, for reading, JPEG files whose pixels are a lattice's colors.

hald.py and strip.py say how a lattice lies in them, layouts.py how to tell one from the other and from a photograph.
The numbers are taken as they are, whatever color profile says what they mean: so does everything that reads such
pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutError, LutFormatError
from ..language import _
from ..table import Coded, Floats, Lut
from . import hald, strip
from .base import Format
from .layouts import Judged, told_apart

if TYPE_CHECKING:
    from ..images.picture import Metadata

SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"\xff\xd8\xff")
MAX_SIDE = strip.MAX_SIDE
MAX_BYTES = 1 << 28  # twice the samples of the largest, with alpha, in 16 bits
MAX_TITLE = 1000
SLACK = 1e-6  # of the range: how far outside 0..1 a number may be by rounding
DEPTHS: dict[str, type[np.uint8 | np.uint16]] = {"8": np.uint8, "16": np.uint16}
USUAL_DEPTHS = {"hald": "16"}  # the engines that read strips and grids read 8 bits
IMAGE_DESCRIPTION, ASCII = 270, 2
KEYS = ("hald", *strip.KEYS)


@dataclass(frozen=True, eq=False)
class Found:
    """What a file holds: samples (H, W, 3) in a layout."""

    judged: Judged
    samples: NDArray[Any]
    title: str
    notes: tuple[str, ...]


def read(data: bytes) -> Lut:
    found = looked_at(data)
    layout, samples = found.judged.layout, found.samples
    coded = Coded(layout.size, samples.nbytes, partial(layout.table, samples))  # the largest take 200 MB as floats
    return Lut(coded, title=found.title, notes=found.notes)


def detail(data: bytes) -> str:
    """``Hald picture of level 8, 16 bits``."""
    found = looked_at(data)
    layout, bits = found.judged.layout, 8 * found.samples.itemsize
    if layout.key == "hald":
        return f"{layout.name} of level {layout.size // round(layout.size**0.5)}, {bits} bits"
    return f"{layout.name}{' from the bottom up' if layout.mirrored else ''}, {bits} bits"


def looked_at(data: bytes) -> Found:
    from ..images import opening

    file = opening.opened("", data)
    width, height = file.size
    if max(width, height) > MAX_SIDE:
        raise LutFormatError("", None, f"expected at most {MAX_SIDE} × {MAX_SIDE} pixels, found {width} × {height}")
    layouts = [*hald.layouts(width, height), *strip.layouts(width, height)]
    if not layouts:
        sides = ", ".join(f"{level**3}" for level in (2, 3, 4, 5, 6, 7, 8))
        sentence = (
            f"expected a LUT as a picture, not cropped or resized: a Hald picture ({sides} … pixels a side), "
            f"or N slices of N × N pixels; found {width} × {height} pixels"
        )
        raise LutFormatError("", None, sentence)
    file.refuse(gamma=False)  # what a PNG says its numbers mean; editors leave odd ones, and here it's no matter
    samples, metadata = colors(file.samples()), file.metadata()
    judged = told_apart(layouts, samples)
    noted = tuple(notes(file.kind.name, metadata, samples, judged))
    return Found(judged, samples, title_of(metadata), noted)


def colors(samples: NDArray[Any]) -> NDArray[Any]:
    """(H, W, 3) of an opaque picture's samples."""
    if samples.dtype not in DEPTHS.values():
        raise LutFormatError("", None, "expected 8 or 16 bits per channel, found floating point")
    channels = samples.shape[2]
    if channels in (2, 4) and (samples[..., -1] != np.iinfo(samples.dtype).max).any():
        raise LutFormatError("", None, "expected a LUT as an opaque picture, found transparent pixels")
    return samples[..., :3] if channels > 2 else np.broadcast_to(samples[..., :1], (*samples.shape[:2], 3))


def title_of(metadata: Metadata) -> str:
    """From a PNG's text or a TIFF's description."""
    from ..images import directories

    if "Title" in metadata.texts:
        return metadata.texts["Title"][:MAX_TITLE]
    described = directories.parse(metadata.exif).get(IMAGE_DESCRIPTION)
    return (
        described[1].partition(b"\0")[0].decode("utf-8", "replace")[:MAX_TITLE] if isinstance(described, tuple) else ""
    )


def notes(kind: str, metadata: Metadata, samples: NDArray[Any], judged: Judged) -> list[str]:
    """What may have befallen the picture between being made and now."""
    found = [judged.note] if judged.note else []
    if kind == "JPEG":
        note = _("read from a JPEG, whose compression changed the colors ({amount}); PNG and TIFF keep them")
        found = [note.format(amount=judged.amount)]
    if samples.dtype == np.uint16 and 255 % (judged.layout.size - 1) and holds_8_bits(samples):
        found.append(_("its 16 bits hold numbers of 8 bits: something on its way worked with fewer"))
    if is_foreign(metadata.icc):
        found.append(_("its color profile is another than sRGB; its numbers were taken as they are"))
    return found


def holds_8_bits(samples: NDArray[Any]) -> bool:
    """Whether 16-bit samples are those of 8 bits, each byte twice."""
    return not any((part % 257).any() for part in (samples[::16, ::16], samples))


def is_foreign(profile: bytes) -> bool:
    from ..images import icc

    if not profile:
        return False
    try:
        return not icc.parse(profile).is_srgb
    except icc.ProfileError:
        return True


def write(lut: Lut) -> bytes:
    """A Hald picture, PNG, 16 bits."""
    return write_as(lut, FORMAT.key, ".png")


def write_as(lut: Lut, kind: str, extension: str) -> bytes:
    """kind: one of KEYS, with 8 or 16 behind it for the bits.  extension: .tif or .tiff for TIFF, any other for PNG.

    Raises LutError for what the picture can't hold.
    """
    key = kind.rstrip("0123456789")
    depth = DEPTHS[kind.removeprefix(key) or USUAL_DEPTHS.get(key, "8")]
    layout = hald.layout_of(lut.size) if key == "hald" else strip.layout_of(lut.size, key)
    if not lut.is_plain:
        held = "a shaper" if lut.shaper is not None else f"a domain of {lut.domain.tolist()}"
        raise LutError(f"expected a LUT from 0 to 1 without a shaper for a picture, found {held}; take .baked()")
    return encoded(layout.samples(inside(lut.table), depth), lut.title, extension)


def inside(table: Floats) -> Floats:
    low, high = float(table.min()), float(table.max())
    if low < -SLACK or high > 1 + SLACK:
        raise LutError(f"expected values from 0 to 1 for a picture, found {low:.4g} to {high:.4g}")
    return table


def encoded(samples: NDArray[Any], title: str = "", extension: str = ".png") -> bytes:
    """The file of (H, W, 3) samples of 8 or 16 bits."""
    from ..images import directories, png, tiff
    from ..images.picture import Metadata, Picture

    if extension in (".tif", ".tiff"):
        description = (ASCII, title.encode("utf-8") + b"\0")
        exif = directories.block({IMAGE_DESCRIPTION: description}) if title else b""
        return tiff.encode(samples, Picture(samples, metadata=Metadata(exif=exif)), None)
    return png.encode(samples, Picture(samples, metadata=Metadata(texts={"Title": title} if title else {})), None)


def next_size(size: int, kind: str) -> int:
    key = kind.rstrip("0123456789")
    return hald.next_size(size) if key == "hald" else strip.next_size(size, key)


def sniff(head: bytes) -> bool:
    """Whether a file begins like one of these kinds of picture."""
    return head.startswith(SIGNATURES)


FORMAT = Format(
    "LUT picture",
    (".png", ".tif", ".tiff"),
    read,
    write,
    sniff,
    MAX_BYTES,
    key="hald",
    read_only=(".jpg", ".jpeg"),
    kinds=tuple(f"{key}{bits}" for key in KEYS for bits in ("", *DEPTHS)),
    write_as=write_as,
    next_size=next_size,
    detail=detail,
)
