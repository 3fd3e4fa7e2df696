"""Open a picture file: read its header, refuse what is no photograph, then decode pixels and metadata."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutError, LutFormatError, NoRoomError
from ..language import _
from . import file_kinds, jpeg, memory_limit, png, raw, raw_formats, tiff
from .picture import Deep, Metadata, PictureFormat
from .tiff_channels import Channels

MAX_PIXELS = 500_000_000  # Pillow refuses twice as many; its own limit lies below what cameras make today
MAX_CHUNK = 1 << 24  # bytes of a PNG's text or color profile; printers have such of 3 MB
CONVERTED_MODES = {"P": "RGB", "PA": "RGBA", "YCbCr": "RGB", "RGBX": "RGB"}
ROWS = 64  # copied at a time
MEGABYTE = 1 << 20
TABLES = 96 * MEGABYTE  # what a look takes besides, whatever the picture's size
OF_PILLOW = ("JPEG", "PNG", "TIFF", "WEBP")  # formats that Pillow opens for us


@dataclass(frozen=True, eq=False)
class File:
    """A picture file.

    data: of a TIFF, with the picture as its only page.
    image: Pillow's image of it; of a deep file without pixels, or None.  deep: set where Pillow would flatten the file.
    channels: the samples of a TIFF.  left: notes on parts of the file that ``data`` lacks.
    """

    path: str | PathLike[str]
    data: bytes
    kind: PictureFormat
    image: Any
    deep: Deep | None = None
    channels: Channels | None = None
    left: tuple[str, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        width, height = self.deep.size if self.deep else self.image.size
        return width, height

    def samples(self, enough: int | None = None) -> tuple[NDArray[Any], NDArray[Any] | None]:
        """Decode (H, W, 1, 2, 3 or 4) uint8, uint16 or float32: gray or RGB, with alpha where there is any.

        Also return the (H, W, …) data beside them, None where there is none.  enough: pixels that will do.
        """
        with explain_damage(self.path, self.kind.name):
            samples = self._decode(enough)
            return self.channels.split_samples(samples) if self.channels else (samples, None)

    def _decode(self, enough: int | None) -> NDArray[Any]:
        width, height = self.size
        if self.deep and self.deep.half and enough is not None and width * height >= 4 * enough:
            return self.deep.half()
        return self.deep.samples() if self.deep else decode_8_bits(self.decodable_image())

    def decodable_image(self) -> Any:
        """Return a Pillow image whose pixels can be decoded."""
        if self.kind is not jpeg.FORMAT:
            return self.image
        data = jpeg.add_end_marker(self.data)
        return self.image if data is self.data else open_with_pillow(self.path, data)

    def metadata(self) -> Metadata:
        with explain_damage(self.path, self.kind.name):
            if self.image is not None and self.kind is png.FORMAT:
                self.image.load()  # some of it may stand behind the pixels
            return self.kind.metadata(self.image, self.data)

    def encoding(self) -> dict[str, Any]:
        with explain_damage(self.path, self.kind.name):
            return self.kind.encoding(self.image, self.data)

    def notes(self) -> tuple[str, ...]:
        found = self.deep.notes if self.deep else ()
        return (*self.left, *found, *self.kind.notes(self.image, self.data))

    @property
    def pixel_bytes(self) -> int:
        """Bytes of a pixel as RGB, with alpha where there is any, in the type of the samples."""
        if self.deep:
            return self.deep.pixel_bytes
        return 4 if "transparency" in self.image.info or self.image.mode in ("LA", "PA", "RGBA") else 3

    def needed_bytes(self, target: PictureFormat | None = None) -> int:
        """Estimate the memory for reading the picture, developing it and writing it as ``target``."""
        width, height = self.size
        copies = max(self.kind.copies, target.copies if target else 0)
        pixels = width * height * self.pixel_bytes
        if self.kind is jpeg.FORMAT:  # a gain map of more pixels than the picture is not decoded
            pixels += min(jpeg.measure_gain_maps(self.data), pixels)
        return copies * pixels + TABLES

    def check_memory(self, target: PictureFormat | None = None, processes: int = 1) -> None:
        """Raise NoRoomError where the picture takes more than its share of what the machine has left.

        target: what it will be written as.  processes: how many such pictures are in the works at a time.
        """
        needed, share = self.needed_bytes(target), memory_limit.available_bytes() // processes
        if needed > share:
            width, height = self.size
            sentence = _("{width} × {height} pixels take {needed:,} MB of memory, there are {share:,} MB for it")
            sentence = sentence.format(width=width, height=height, needed=needed // MEGABYTE, share=share // MEGABYTE)
            raise NoRoomError(self.path, None, sentence)

    def refuse(self) -> None:
        """Raise where the samples are not the photograph."""
        sentence = self._refusal()
        if sentence:
            raise LutFormatError(self.path, None, sentence)

    def _refusal(self) -> str:
        width, height = self.size
        if width * height > 2 * MAX_PIXELS:
            sentence = _("expected at most {most:,} pixels, found {width} × {height}")
            return sentence.format(most=2 * MAX_PIXELS, width=width, height=height)
        if self.deep and self.deep.refusal:
            return self.deep.refusal
        if self.image is None:
            return ""
        if self.image.format != "MPO" and self._frames() > 1:
            sentence = _("expected one picture, found {count} in the file; save them one by one first")
            return sentence.format(count=self._frames())
        refused = {
            **{"1": _("pure black and white"), "RGBa": _("premultiplied alpha"), "La": _("premultiplied alpha")},
            **{"CMYK": "CMYK", "LAB": "CIELAB", "HSV": "HSV"},
        }
        if self.image.mode in refused:
            sentence = _("expected RGB or gray, found {mode}; convert it to RGB first")
            return sentence.format(mode=refused[self.image.mode])
        return ""

    def _frames(self) -> int:
        """Count the pictures in the file: Pillow goes through all."""
        with explain_damage(self.path, self.kind.name):
            return int(getattr(self.image, "n_frames", 1))


def open_picture(path: str | PathLike[str], data: bytes) -> File:
    """Read the file's header.  Raises LutFormatError for other formats, damage, and a TIFF of several pictures."""
    try:
        if raw_formats.is_raw(data, Path(path).suffix.lower()):
            with explain_damage(path, raw.FORMAT.name):
                return File(path, data, raw.FORMAT, None, raw.open_deep(data))
        with explain_damage(path, tiff.FORMAT.name):
            view = tiff.view_picture_page(data)
        for kind in file_kinds.FORMATS:
            with explain_damage(path, kind.name):
                deep = kind.deep(view.data)
            if deep is not None:
                image = open_with_pillow(path, deep.shell) if deep.shell else None
                return File(path, view.data, kind, image, deep, view.channels, view.notes)
    except LutFormatError as error:
        raise error.at(path) from error
    image = open_with_pillow(path, view.data)
    if "transparency" in image.info and (transparent := png.transparent_gray(data)) is not None:
        image.info["transparency"] = transparent
    named = file_kinds.find_format("JPEG" if image.format == "MPO" else str(image.format))
    assert named is not None
    return File(path, view.data, named, image, None, view.channels, view.notes)


def open_with_pillow(path: str | PathLike[str], data: bytes) -> Any:
    """Open a file's header with Pillow.  Raises LutFormatError."""
    from PIL import Image, PngImagePlugin, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    PngImagePlugin.MAX_TEXT_CHUNK = MAX_CHUNK
    try:
        return Image.open(io.BytesIO(data), formats=OF_PILLOW)
    except UnidentifiedImageError:
        sentence = _("expected {names}, found {kind}").format(names=file_kinds.NAMES, kind=guess_kind(data))
        raise LutFormatError(path, None, sentence) from None
    except Image.DecompressionBombError as error:
        sentence = _("expected at most {most:,} pixels: {reason}").format(most=2 * MAX_PIXELS, reason=error)
        raise LutFormatError(path, None, sentence) from error
    except (OSError, ValueError, SyntaxError) as error:
        sentence = _("expected {names}, found a damaged file ({reason})").format(names=file_kinds.NAMES, reason=error)
        raise LutFormatError(path, None, sentence) from error


@contextmanager
def explain_damage(path: str | PathLike[str], kind: str) -> Iterator[None]:
    """Turn anything that decoders raise for a damaged file into a LutFormatError."""
    try:
        yield
    except LutFormatError as error:
        raise (error if error.path else error.at(path)) from error
    except MemoryError:
        raise
    except LutError as error:
        raise LutFormatError(path, None, str(error)) from error
    except Exception as error:
        sentence = _("expected a complete {kind} file, found a damaged one ({reason})")
        sentence = sentence.format(kind=kind, reason=" ".join(str(error).split()))
        raise LutFormatError(path, None, sentence) from error


def guess_kind(data: bytes) -> str:
    """Guess the kind of a file that is none of ours, in words."""
    if not data:
        return _("an empty file")
    if data[4:8] == b"ftyp":
        return _("a film")
    signatures = {
        b"II*\0": _("a TIFF whose kind of samples is not supported"),
        b"MM\0*": _("a TIFF whose kind of samples is not supported"),
        b"II+\0": _("a TIFF whose kind of samples is not supported"),
        b"MM\0+": _("a TIFF whose kind of samples is not supported"),
        b"\xff\xd8\xff": _("a damaged JPEG"),
        b"\x89PNG": _("a damaged PNG"),
        b"GIF8": _("a GIF"),
        b"8BPS": _("a Photoshop document"),
        b"%PDF": _("a PDF"),
        b"\0\0\0\x0cjP": _("a JPEG 2000"),
        b"BM": _("a BMP"),
        b"gimp xcf": _("a GIMP image"),
    }
    return next((name for start, name in signatures.items() if data.startswith(start)), _("something else"))


def decode_8_bits(image: Any) -> NDArray[np.uint8]:
    """Decode (H, W, 1, 2, 3 or 4) 8-bit samples of Pillow's image."""
    image.load()  # before this, Pillow 10 gives a turned TIFF's width for its height
    mode = CONVERTED_MODES.get(image.mode, image.mode)
    if "transparency" in image.info:
        mode = {"L": "LA", "RGB": "RGBA"}.get(mode, mode)
    samples = np.empty((image.height, image.width, len(mode)), np.uint8)
    for top in range(0, image.height, ROWS):  # all at once, they would take their memory three times
        part = image.crop((0, top, image.width, min(top + ROWS, image.height)))
        samples[top : top + ROWS] = np.asarray(part.convert(mode)).reshape(part.height, part.width, -1)
    return samples
