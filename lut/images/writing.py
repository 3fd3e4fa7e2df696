"""Write a picture file, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutFormatError
from ..files.saving import save_file
from ..kernel.blending import CODE_MAX
from . import extended_xmp, file_kinds, icc_profile
from .color_space import drop_gray_profile
from .color_tags import expand_to_full_range
from .metadata import leave_behind
from .picture import Picture, PictureFormat
from .png_color import PROFILE
from .raw_formats import NAME as RAW

# Fields of Metadata, as people call them.
CALLED = {"exif": "EXIF", "xmp": "XMP", "photoshop": "IPTC", "icc": "color profile"}
CALLED |= {"comments": "comments", "texts": "texts", "segments": "makers' segments"}
LINEAR = "its color profile is for linear light, of which 8 bits show steps in the shadows; write PNG or TIFF"
ROWS = 64  # made coarser at a time
TYPES = {"uint8": "8 bits", "uint16": "16 bits", "float32": "floating point"}


def write(picture: Picture, path: str | PathLike[str], quality: int | None = None) -> tuple[str, ...]:
    """Write a photograph, in the format that the file's name asks for.

    Parameters
    ----------
    picture : Picture
        Its metadata and profile are written with it.
    path : str or PathLike
        JPEG, PNG, TIFF, WebP, AVIF or JPEG XL. A file of that name is replaced, whole or not at all.
    quality : int, optional
        1 to 100 for JPEG, WebP, AVIF and JPEG XL; by default at least as fine as the file that the picture came from.

    Returns
    -------
    tuple of str
        A sentence for each thing that the format has no place for.

    Raises
    ------
    LutFormatError
        The format is unknown, or cannot hold the picture.
    OSError
        The file cannot be written.

    Examples
    --------
    >>> from lut import images
    >>> images.write(images.Picture(np.zeros((2, 3, 3), np.uint8)), "black.jpg")
    ()
    """
    data, notes = encode(picture, path, quality)
    save_file(data, path)
    return notes


def encode(picture: Picture, path: str | PathLike[str], quality: int | None = None) -> tuple[bytes, tuple[str, ...]]:
    """Encode a photograph as ``write`` does, without writing it.

    Parameters
    ----------
    picture, path, quality
        As ``write`` takes them; nothing is written to path.

    Returns
    -------
    bytes
        The file's content.
    tuple of str
        A sentence for each thing that the format has no place for.

    Examples
    --------
    >>> from lut import images
    >>> images.encode(images.Picture(np.zeros((2, 3, 3), np.uint8)), "black.png")[0][:4]
    b'\\x89PNG'
    """
    kind = file_kinds.format_of_path(path)
    picture, changed = carry_meaning(picture, kind)
    picture, notes = fit_to_format(picture, kind, path)
    picture, converted = kind.prepare(picture)
    notes = changed + notes + converted
    pixels = picture.pixels
    gray = picture.gray and bool((pixels[..., :1] == pixels[..., 1:3]).all())
    if gray:
        pixels = pixels[..., [0, 3]] if pixels.shape[2] == 4 else pixels[..., :1]
        if picture.format != kind.name and picture.metadata.icc:  # a PNG's decoder takes no other for gray
            picture = replace(
                picture, metadata=replace(picture.metadata, icc=icc_profile.make_gray(picture.metadata.icc))
            )
    elif picture.gray:
        before, picture = picture.notes, drop_gray_profile(picture)
        notes += picture.notes[len(before) :]
    try:
        assert kind.encode is not None  # format_of_path chose it
        data = kind.encode(pixels, picture, quality)
    except LutFormatError as error:
        raise error.at(path) from error
    except (OSError, ValueError) as error:
        raise LutFormatError(path, None, f"cannot be written as {kind.name}: {error}") from error
    return data, notes


def carry_meaning(picture: Picture, kind: PictureFormat) -> tuple[Picture, tuple[str, ...]]:
    """Replace another format's color tags by an ICC profile.  Returns notes if no profile says the same."""
    metadata, pixels = picture.metadata, picture.pixels
    notes: tuple[str, ...] = ()
    color = metadata.color
    if color is None or color.format == kind.name:
        return picture, ()
    if color.elsewhere is not None:
        pixels = expand_to_full_range(pixels, color.elsewhere.black, color.elsewhere.white)
        metadata = replace(metadata, icc=color.elsewhere.icc)
    elif set(color.content) - {PROFILE} or not metadata.icc:
        notes = (f"{kind.name} has no place for what its {color.format} tags say about its colors",)
    return replace(picture, pixels=pixels, metadata=replace(metadata, color=None)), notes


def fit_to_format(picture: Picture, kind: PictureFormat, path: str | PathLike[str]) -> tuple[Picture, tuple[str, ...]]:
    """Fit the picture to a format.  Return it with notes on what is lost.  Raises rather than lose pixels' meaning."""
    pixels = picture.pixels
    if pixels.shape[2] == 4 and not kind.alpha:
        if (pixels[..., 3] != CODE_MAX[pixels.dtype]).any():
            sentence = f"{kind.name} has no transparency, which the picture has; write PNG, TIFF, WebP, AVIF or JPEG XL"
            raise LutFormatError(path, None, sentence)
        pixels = pixels[..., :3]
    notes = []
    if picture.beside is not None and not kind.beside:
        notes.append(f"{kind.name} has no place for its channel beside the colors (as a film scanner's infrared)")
        picture = replace(picture, beside=None)
    if pixels.dtype.name not in kind.types:
        found, pixels = TYPES[pixels.dtype.name], reduce_depth(pixels, np.dtype(kind.types[-1]))
        if picture.format != RAW:  # of which nobody expects another raw file
            notes.append(f"{found} per channel became {TYPES[kind.types[-1]]}: {kind.name} holds no more")
        if pixels.dtype == np.uint8 and icc_profile.is_linear(picture.metadata.icc):
            notes.append(LINEAR)
    if pixels.dtype == np.uint16 and kind.most_bits < picture.encoding.get("bits", 16):
        notes.append(f"{TYPES['uint16']} per channel became {kind.most_bits} bits: {kind.name} holds no more")
    metadata = picture.metadata
    if "following" not in kind.carries or picture.format not in ("", kind.name):
        metadata, told = leave_behind(metadata, kind.name)
        notes += told
    held = {name: getattr(metadata, name) for name in CALLED}
    lost = [name for name, value in held.items() if value and not has_place(kind, name, value)]
    if lost:
        notes.append(f"{kind.name} has no place for its {' and '.join(CALLED[name] for name in lost)}")
    metadata = replace(metadata, **{name: type(held[name])() for name in lost})
    return replace(picture, pixels=pixels, metadata=metadata), tuple(notes)


def reduce_depth(pixels: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Round to the nearest codes of an integer type; values beyond clip."""
    result = np.empty(pixels.shape, dtype)
    for top in range(0, len(pixels), ROWS):  # all at once, they would take their memory three times
        rows = pixels[top : top + ROWS]
        if pixels.dtype == np.uint16:
            result[top : top + ROWS] = (rows.astype(np.uint32) + 128) // 257
        else:
            result[top : top + ROWS] = np.rint(np.clip(np.nan_to_num(rows), 0, 1) * np.float32(CODE_MAX[dtype]))
    return result


def has_place(kind: PictureFormat, name: str, value: Any) -> bool:
    if name not in kind.carries or kind.block_bytes is None:
        return name in kind.carries
    if name == "xmp":
        return extended_xmp.split_packet(value, kind.block_bytes) is not None
    return name != "exif" or len(value) <= kind.block_bytes
