"""LUT pictures: PNG, TIFF and, for reading, JPEG files whose pixels are a lattice's colors.

hald.py and strip.py say how a lattice lies in them, atlas.py how several do, layouts.py how to tell one from the other
and from a photograph.
What is written says in its metadata how it lies, and is believed as long as its numbers are the ones that were written:
a table may be as rough as a photograph.
The numbers are taken as they are, whatever color profile says what they mean: so does everything that reads such
pictures.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutError, LutFormatError
from ..language import _
from ..lattice import Coded, Floats
from ..table import Lut
from . import atlas, hald, strip
from .format import Format, Several
from .layouts import Judged, Layout, judge_layouts

if TYPE_CHECKING:
    from ..images.picture import Metadata

SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"\xff\xd8\xff")
MAX_SIDE = strip.MAX_SIDE
MAX_BYTES = 1 << 28  # twice the samples of the largest, with alpha, in 16 bits
MARK = "Camera Looks, "
MAX_TEXT = 1000  # letters of a title
SLACK = 1e-6  # of the range: how far outside 0..1 a number may be by rounding
DEPTHS: dict[str, type[np.uint8 | np.uint16]] = {"8": np.uint8, "16": np.uint16}
USUAL_DEPTHS = {"hald": "16"}  # the engines that read strips and grids read 8 bits
IMAGE_DESCRIPTION, SOFTWARE, ASCII = 270, 305, 2
KEYS = ("hald", *strip.KEYS)


@dataclass(frozen=True, eq=False)
class Found:
    """The content of a file, or a row of it: samples (H, W, 3) in a layout.  name: of one of several, else ""."""

    judged: Judged
    samples: NDArray[Any]
    title: str
    notes: tuple[str, ...]
    name: str = ""


def read(data: bytes) -> Lut:
    """Read a picture's LUT: the first of an atlas, with a note on the others."""
    first, *others = find_tables(data)
    lut = make_lut(first)
    if not others:
        return lut
    sentence = _("this is the first LUT, {name}, of {count} in the picture")
    return lut.noted(sentence.format(name=first.name, count=1 + len(others)))


def read_all(data: bytes) -> Several:
    """Read every LUT of an atlas; a picture of another size is a single LUT, under "", and not decoded yet."""
    from ..images import opening

    try:
        several = has_atlas_size(*opening.open_picture("", data).size)
    except LutError:  # ``read`` says why
        several = False
    found = find_tables(data) if several else []
    if len(found) < 2:
        return Several({"": partial(read, data)})
    return Several({each.name: partial(make_lut, each) for each in found})


def make_lut(found: Found) -> Lut:
    layout, samples = found.judged.layout, found.samples
    coded = Coded(layout.size, samples.nbytes, partial(layout.table, samples))  # the largest take 200 MB as floats
    return Lut(coded, title=found.title, notes=found.notes)


def describe(data: bytes) -> str:
    """Describe a file's layout: ``Hald picture of level 8, 16 bits``."""
    first, *others = find_tables(data)
    layout, bits = first.judged.layout, 8 * first.samples.itemsize
    if layout.key == "hald":
        return f"{layout.name} of level {layout.size // round(layout.size**0.5)}, {bits} bits"
    name = f"atlas of {1 + len(others)} strips" if others else layout.name
    return f"{name}{' from the bottom up' if layout.mirrored else ''}, {bits} bits"


def find_tables(data: bytes) -> list[Found]:
    """Find a picture's LUT, or those of an atlas.  Raises LutFormatError where there is none."""
    from ..images import opening, raw_formats

    if raw_formats.is_raw(data):
        raise LutFormatError("", None, "expected a LUT as a picture, found a camera's raw file")
    file = opening.open_picture("", data)
    width, height = file.size
    layouts = list_layouts(width, height)
    is_atlas = has_atlas_size(width, height)
    if max(width, height) > MAX_SIDE and not is_atlas:
        raise LutFormatError("", None, f"expected at most {MAX_SIDE} × {MAX_SIDE} pixels, found {width} × {height}")
    if not layouts and not is_atlas:
        raise refuse_size(width, height)
    file.refuse()
    samples, metadata = take_colors(file.samples()[0]), file.metadata()
    title, kind = find_title(metadata), file.kind.name
    if not is_atlas:
        judged = find_written_layout(layouts, samples, metadata) or judge_layouts(layouts, samples)
        return [Found(judged, samples, title, tuple(list_notes(kind, metadata, samples, judged)))]
    rows = atlas.judge_rows(samples)
    if not rows:
        raise refuse_size(width, height)
    left_out = atlas.describe_left_out(rows, samples)
    found: list[Found] = []
    for row in rows:
        name = f"LUT {row.number:02}"
        notes = [*list_notes(kind, metadata, row.samples, row.judged), *([left_out] if left_out and not found else [])]
        found.append(Found(row.judged, row.samples, f"{title} {name}".strip(), tuple(notes), name))
    return found


def list_layouts(width: int, height: int) -> list[Layout]:
    """List the layouts in which a picture of this size may be a single LUT."""
    return [*hald.list_layouts(width, height), *strip.list_layouts(width, height)]


def has_atlas_size(width: int, height: int) -> bool:
    """Return True for the size of an atlas, unless it is that of a single LUT."""
    return not list_layouts(width, height) and atlas.find_tile(width, height) > 0


def refuse_size(width: int, height: int) -> LutFormatError:
    sides = ", ".join(f"{level**3}" for level in (2, 3, 4, 5, 6, 7, 8))
    sentence = (
        f"expected a LUT as a picture, not cropped or resized: a Hald picture ({sides} … pixels a side), "
        f"or N slices of N × N pixels; found {width} × {height} pixels"
    )
    return LutFormatError("", None, sentence)


def take_colors(samples: NDArray[Any]) -> NDArray[Any]:
    """Take the colors (H, W, 3) of an opaque picture's samples."""
    if samples.dtype not in DEPTHS.values():
        raise LutFormatError("", None, "expected 8 or 16 bits per channel, found floating point")
    channels = samples.shape[2]
    if channels in (2, 4) and (samples[..., -1] != np.iinfo(samples.dtype).max).any():
        raise LutFormatError("", None, "expected a LUT as an opaque picture, found transparent pixels")
    return samples[..., :3] if channels > 2 else np.broadcast_to(samples[..., :1], (*samples.shape[:2], 3))


def find_written_layout(layouts: Sequence[Layout], samples: NDArray[Any], metadata: Metadata) -> Judged | None:
    """Find the layout that ``write_as`` noted, if the samples are still those that it wrote."""
    said = find_text(metadata, "Software", SOFTWARE)
    for layout in layouts if said.startswith(MARK) else ():
        if said == make_mark(layout, samples):
            return Judged(layout, samples)
    return None


def make_mark(layout: Layout, samples: NDArray[Any]) -> str:
    """Name a layout, with a checksum of the samples (H, W, 3) in it."""
    checksum, little = 0, samples.dtype.newbyteorder("<")
    for row in samples:  # all at once may be copied
        checksum = zlib.crc32(row.astype(little).tobytes(), checksum)
    return f"{MARK}{layout.key}{' from the bottom up' if layout.mirrored else ''}, {checksum:08x}"


def find_title(metadata: Metadata) -> str:
    return find_text(metadata, "Title", IMAGE_DESCRIPTION)


def find_text(metadata: Metadata, keyword: str, tag: int) -> str:
    """Find a PNG's text or a TIFF's; "" where there is none."""
    from ..images import tiff_directories

    if keyword in metadata.texts:
        return metadata.texts[keyword][:MAX_TEXT]
    found = tiff_directories.parse_block(metadata.exif).get(tag)
    return found[1].partition(b"\0")[0].decode("utf-8", "replace")[:MAX_TEXT] if isinstance(found, tuple) else ""


def list_notes(kind: str, metadata: Metadata, samples: NDArray[Any], judged: Judged) -> list[str]:
    """List what may have changed the picture since it was made."""
    found = [judged.note] if judged.note else []
    if kind == "JPEG":
        note = _("read from a JPEG, whose compression changed the colors ({amount}); PNG and TIFF keep them")
        found = [note.format(amount=judged.amount)]
    if samples.dtype == np.uint16 and 255 % (judged.layout.size - 1) and holds_8_bits(samples):
        found.append(_("its 16 bits hold numbers of 8 bits: something on its way worked with fewer"))
    if is_foreign(kind, metadata, samples):
        found.append(_("its color profile is another than sRGB; its numbers were taken as they are"))
    return found


def holds_8_bits(samples: NDArray[Any]) -> bool:
    """Return True if 16-bit samples are those of 8 bits, each byte twice."""
    return not any((part % 257).any() for part in (samples[::16, ::16], samples))


def is_foreign(kind: str, metadata: Metadata, samples: NDArray[Any]) -> bool:
    """Return True if the file says that its numbers are others than sRGB's."""
    from ..images import icc_profile
    from ..images.color_space import find_meaning
    from ..images.picture import Picture

    try:
        found = find_meaning(Picture(samples, metadata=metadata, format=kind))
        return found is not None and not icc_profile.parse_profile(found.icc).is_srgb
    except icc_profile.ProfileError:
        return True


def write(lut: Lut) -> bytes:
    """Write a Hald picture, PNG, 16 bits."""
    return write_as(lut, FORMAT.key, ".png")


def write_as(lut: Lut, kind: str, extension: str) -> bytes:
    """Write a kind of LUT picture: one of KEYS, with 8 or 16 behind it for the bits.

    extension: .tif or .tiff for TIFF, any other for PNG.
    Raises LutError for what the picture can't hold.
    """
    key = kind.rstrip("0123456789")
    depth = DEPTHS[kind.removeprefix(key) or USUAL_DEPTHS.get(key, "8")]
    layout = hald.find_layout(lut.size) if key == "hald" else strip.find_layout(lut.size, key)
    if not lut.is_plain:
        held = "a shaper" if lut.shaper is not None else f"a domain of {lut.domain.tolist()}"
        raise LutError(f"expected a LUT from 0 to 1 without a shaper for a picture, found {held}; take .baked()")
    samples = layout.samples(check_range(lut.table), depth)
    return encode_picture(samples, lut.title, extension, make_mark(layout, samples))


def check_range(table: Floats) -> Floats:
    low, high = float(table.min()), float(table.max())
    if low < -SLACK or high > 1 + SLACK:
        raise LutError(f"expected values from 0 to 1 for a picture, found {low:.4g} to {high:.4g}")
    return table


def encode_picture(samples: NDArray[Any], title: str = "", extension: str = ".png", software: str = "") -> bytes:
    """Encode (H, W, 3) samples of 8 or 16 bits.  software: what a program says of itself, here ``make_mark``."""
    from ..images import png, tiff, tiff_directories
    from ..images.picture import Metadata, Picture

    if extension in (".tif", ".tiff"):
        said = {IMAGE_DESCRIPTION: title, SOFTWARE: software}
        tags = {tag: (ASCII, text.encode("utf-8") + b"\0") for tag, text in said.items() if text}
        exif = tiff_directories.make_block(dict(tags)) if tags else b""
        return tiff.encode(samples, Picture(samples, metadata=Metadata(exif=exif)), None)
    texts = {key: text for key, text in (("Title", title), ("Software", software)) if text}
    return png.encode(samples, Picture(samples, metadata=Metadata(texts=texts)), None)


def find_next_size(size: int, kind: str) -> int:
    key = kind.rstrip("0123456789")
    return hald.find_next_size(size) if key == "hald" else strip.find_next_size(size, key)


def sniff(head: bytes) -> bool:
    """Return True if a file begins like one of these kinds of picture."""
    return head.startswith(SIGNATURES)


FORMAT = Format(
    "LUT picture",
    (".png", ".tif", ".tiff"),
    read,
    write,
    sniff,
    MAX_BYTES,
    read_all,
    key="hald",
    read_only=(".jpg", ".jpeg"),
    kinds=tuple(f"{key}{bits}" for key in KEYS for bits in ("", *DEPTHS)),
    write_as=write_as,
    next_size=find_next_size,
    detail=describe,
)
