"""Read a picture file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutFormatError
from ..files.regular import read_bytes
from ..kernel.blending import CODE_MAX
from ..language import _
from . import exif, gain_map, tiff, tiff_color
from .color_space import understand
from .metadata import keep_true, keep_unmoved, update_geometry
from .opening import File, open_picture
from .orientations import turn_upright
from .picture import Picture, PictureFormat

STEP = 16  # every so many pixels are looked at
UNNAMED = "it has no color profile, so its floating-point numbers were taken for sRGB's, not for linear light"
BRIGHTEST = 4.0  # median of a photograph whose highlights go beyond white


def read(
    path: str | PathLike[str],
    target: PictureFormat | None = None,
    processes: int = 1,
    ignore_profile: bool = False,
    sdr: bool = False,
) -> Picture:
    """Read a photograph at its full depth, with its color profile and metadata.

    Parameters
    ----------
    path : str or PathLike
        JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL, or a raw file that LibRaw develops.
    target : PictureFormat, optional
        The format that it will be written in, for the estimate of memory.
    processes : int
        How many processes read pictures at a time and share the machine's memory.
    ignore_profile : bool
        Take the numbers as sRGB, whatever the file says.
    sdr : bool
        Convert a picture whose numbers are HDR (PQ, HLG) to sRGB, instead of refusing it.

    Returns
    -------
    Picture
        The right way up. ``pixels`` is (H, W, 3 or 4) uint8, uint16 or float32.

    Raises
    ------
    LutFormatError
        The file is not a photograph.
    ColorError
        Its color profile is broken, or it is HDR.
    NoRoomError
        It is too large for the memory.
    OSError
        It cannot be opened.

    Examples
    --------
    >>> from lut import images
    >>> _ = images.write(images.Picture(np.zeros((2, 3, 3), np.uint16)), "black.png")
    >>> images.read("black.png").pixels.shape
    (2, 3, 3)
    """
    return decode(open_checked(path, target, processes), ignore_profile, sdr=sdr)


def open_checked(path: str | PathLike[str], target: PictureFormat | None = None, processes: int = 1) -> File:
    """Open a photograph's header, and check that it can be decoded, as ``read`` does."""
    file = open_picture(path, read_bytes(path))
    file.refuse()
    file.check_memory(target, processes)
    return file


def decode(file: File, ignore_profile: bool = False, enough: int | None = None, sdr: bool = False) -> Picture:
    """Decode a file that was opened, as ``read`` does.

    enough: pixels that will do.  A raw file with four times as many is developed at half its size, which is faster.
    """
    path = file.path
    (samples, beside), metadata = file.samples(enough), file.metadata()
    if samples.dtype == np.float32 and (middle := np.nanmedian(samples[::STEP, ::STEP])) > BRIGHTEST:
        sentence = _("expected floating point with white at 1, found a median of {median:g}")
        raise LutFormatError(path, None, sentence.format(median=middle))
    # Pillow turns a TIFF upright by itself, whatever its version.
    upright = file.deep.upright if file.deep else file.kind is tiff.FORMAT
    orientation = 1 if upright else exif.read_orientation(metadata.exif)
    gray = samples.shape[2] < 3
    if gray:
        samples = np.concatenate([samples[..., :1]] * 3 + [samples[..., 1:]], axis=2)
    pixels = turn_upright(samples, orientation)
    height, width = pixels.shape[:2]
    stored = samples.shape[1], samples.shape[0]
    metadata, notes = keep_true(metadata, partial(gain_map.find_fault, size=stored, kind=file.kind.name))
    if exif.read_orientation(metadata.exif) != 1:
        metadata, told = keep_unmoved(metadata)
        metadata = gain_map.change_maps(metadata, partial(gain_map.turn, orientation=orientation))
        notes += told
    metadata = update_geometry(metadata, width, height)
    notes += file.notes()
    beside = None if beside is None else turn_upright(beside, orientation)
    picture = Picture(pixels, None, gray, metadata, file.kind.name, file.encoding(), notes, beside)
    picture = understand(picture, path, ignore_profile, sdr)
    tags = metadata.color.content if metadata.color else {}
    curve = metadata.icc or picture.profile or tiff_color.TRANSFER_FUNCTION in tags
    if pixels.dtype == np.float32 and not curve:
        return replace(picture, notes=(*picture.notes, UNNAMED))
    return picture


def read_srgb(path: str | PathLike[str]) -> NDArray[Any]:
    """Read a photograph's pixels in sRGB, without its metadata.

    Parameters
    ----------
    path : str or PathLike
        As ``read`` takes it.

    Returns
    -------
    (H, W, 3) or (H, W, 4) ndarray
        Of the file's own type; float32 where its profile is not sRGB. Colors outside sRGB are then below 0 or above 1.

    Raises
    ------
    LutError
        As ``read`` does.

    Examples
    --------
    >>> from lut import images
    >>> _ = images.write(images.Picture(np.full((2, 3, 3), 90, np.uint8)), "gray.png")
    >>> int(images.read_srgb("gray.png").max())
    90
    """
    return convert_pixels_to_srgb(read(path))


def convert_pixels_to_srgb(picture: Picture) -> NDArray[Any]:
    """Return a picture's pixels in sRGB, as ``read_srgb`` does."""
    pixels = picture.pixels
    if picture.profile is None:
        return pixels
    alpha = pixels[..., 3:].astype(np.float32) / np.float32(CODE_MAX[pixels.dtype])
    return np.concatenate((picture.profile.to_srgb(pixels[..., :3]), alpha), axis=-1)
