"""From a file to a Picture, or one sentence about why not."""

from __future__ import annotations

import io
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutFormatError
from . import depth, exif, formats
from .embedded import embedded
from .picture import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 500_000_000  # Pillow refuses twice as many; its own limit lies below what cameras make today
CONVERTED_MODES = {"P": "RGB", "PA": "RGBA", "YCbCr": "RGB", "RGBX": "RGB"}
REFUSED_MODES = {
    "1": "pure black and white",
    "CMYK": "CMYK",
    "LAB": "CIELAB",
    "HSV": "HSV",
    "RGBa": "premultiplied alpha",
    "La": "premultiplied alpha",
}
RAW_TAGS = {50706}  # DNGVersion
SUBFILE_TYPE, REDUCED = 254, 1
PLANES, SEPARATE = 284, 2
PNG_GAMMA = 1 / 2.2  # what a PNG in sRGB says of itself (PNG, 11.3.3.2)

# How the pixels of each EXIF orientation are turned upright: columns mirrored first, then quarter turns
# counter-clockwise.
UPRIGHT = {
    1: (False, 0),
    2: (True, 0),
    3: (False, 2),
    4: (True, 2),
    5: (True, 1),
    6: (False, 3),
    7: (True, 3),
    8: (False, 1),
}


def read(path: str | PathLike[str]) -> Picture:
    """Read a photograph.  Raises LutFormatError for what is not one, OSError where the file cannot be opened."""
    data = Path(path).read_bytes()
    image = opened(path, data)
    kind = formats.named("JPEG" if image.format == "MPO" else str(image.format))
    assert kind is not None
    refuse(path, image, data)
    deep = depth.is_deep(image, data)
    layout = depth.rawmode(image)
    try:
        image.load()
        metadata = kind.metadata(image, data)
        samples: NDArray[Any] | None = depth.read(lambda: opened(path, data)) if deep else plain(image)
        # Pillow turns a TIFF upright by itself, whatever its version.
        orientation = 1 if kind.name == "TIFF" else exif.orientation(metadata.exif)
        encoding, notes = kind.encoding(image, data), kind.notes(image, data)
    except MemoryError:
        raise
    except Exception as error:  # a damaged file makes Pillow raise nearly anything
        sentence = f"expected a complete {kind.name} file, found a damaged one ({error})"
        raise LutFormatError(path, None, sentence) from error
    if samples is None:
        sentence = f"expected 8 bits per channel, or 16 in RGB or gray, found samples of the kind {layout}"
        raise LutFormatError(path, None, sentence)
    gray = samples.shape[2] < 3
    if gray:
        samples = np.concatenate([samples[..., :1]] * 3 + [samples[..., 1:]], axis=2)
    pixels = turned(samples, orientation)
    height, width = pixels.shape[:2]
    metadata = exif.developed(metadata, width, height)
    picture = Picture(pixels, None, gray, metadata, kind.name, encoding, notes)
    return embedded(picture, path)


def opened(path: str | PathLike[str], data: bytes) -> Image:
    """The file's header, as Pillow understands it."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    known = [kind.name for kind in formats.FORMATS]
    try:
        return Image.open(io.BytesIO(data), formats=known)
    except UnidentifiedImageError:
        raise LutFormatError(path, None, f"expected {formats.NAMES}, found {guess(data)}") from None
    except Image.DecompressionBombError as error:
        raise LutFormatError(path, None, f"expected at most {2 * MAX_PIXELS:,} pixels: {error}") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise LutFormatError(path, None, f"expected {formats.NAMES}, found a damaged file ({error})") from error


SIGNATURES = {
    b"II*\0": "a TIFF whose kind of samples is not supported",
    b"MM\0*": "a TIFF whose kind of samples is not supported",
    b"\xff\xd8\xff": "a damaged JPEG",
    b"\x89PNG": "a damaged PNG",
    b"GIF8": "a GIF",
    b"8BPS": "a Photoshop document",
    b"%PDF": "a PDF",
    b"\0\0\0\x0cjP": "a JPEG 2000",
    b"BM": "a BMP",
    b"gimp xcf": "a GIMP image",
}


def guess(data: bytes) -> str:
    """What a file that Pillow doesn't open as one of ours seems to be."""
    if not data:
        return "an empty file"
    if data[4:8] == b"ftyp":
        return "a HEIF or AVIF picture"
    return next((name for start, name in SIGNATURES.items() if data.startswith(start)), "something else")


def refuse(path: str | PathLike[str], image: Any, data: bytes) -> None:
    """Raise where Pillow would give pixels that are not the photograph."""
    sentence = ""
    if image.format == "TIFF":
        if data[2:4] in (b"+\0", b"\0+"):
            sentence = "expected a classic TIFF, found a BigTIFF"
        raw = RAW_TAGS & set(image.tag_v2) or image.tag_v2.get(SUBFILE_TYPE, 0) & REDUCED or data[8:10] == b"CR"
        if raw:
            sentence = "expected a developed picture, found a camera's raw file (or a reduced copy); develop it first"
        if image.tag_v2.get(PLANES) == SEPARATE and depth.is_deep(image, data):
            sentence = "expected interleaved channels, found 16 bits per channel in separate planes"
    if image.format != "MPO" and frames(path, image) > 1:
        sentence = f"expected one picture, found {frames(path, image)} in the file; save them one by one first"
    if image.format == "PNG" and "transparency" in image.info and depth.is_deep(image, data):
        sentence = "expected an alpha channel or none, found one transparent color in 16 bits"
    gamma = image.info.get("gamma", PNG_GAMMA)
    if image.format == "PNG" and not {"icc_profile", "srgb"} & set(image.info) and abs(gamma - PNG_GAMMA) > 0.01:
        sentence = f"expected sRGB or a color profile, found a gamma of {gamma:g}; convert it to sRGB first"
    if image.mode in REFUSED_MODES:
        sentence = f"expected RGB or gray, found {REFUSED_MODES[image.mode]}; convert it to RGB first"
    if sentence:
        raise LutFormatError(fspath(path), None, sentence)


def frames(path: str | PathLike[str], image: Any) -> int:
    """How many pictures there are in a file."""
    try:
        return int(getattr(image, "n_frames", 1))
    except MemoryError:
        raise
    except Exception as error:  # to count, Pillow goes through all of them, and a damaged one makes it raise anything
        sentence = f"expected a complete {image.format} file, found a damaged one ({error})"
        raise LutFormatError(path, None, sentence) from error


def plain(image: Image) -> NDArray[np.uint8]:
    """(H, W, 1, 2, 3 or 4) 8-bit samples: gray or RGB, with alpha where there is any."""
    mode = CONVERTED_MODES.get(image.mode, image.mode)
    if "transparency" in image.info:
        mode = {"L": "LA", "RGB": "RGBA"}.get(mode, mode)
    samples = np.asarray(image.convert(mode) if mode != image.mode else image)
    return samples if samples.ndim == 3 else samples[..., None]


def turned(samples: NDArray[Any], orientation: int) -> NDArray[Any]:
    mirrored, quarters = UPRIGHT[orientation]
    return np.ascontiguousarray(np.rot90(samples[:, ::-1] if mirrored else samples, quarters))
