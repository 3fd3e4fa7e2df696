"""Read the camera's own rendering inside of a raw file: the largest JPEG or bitmap in it, as the camera showed it."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color.chromaticities import PROPHOTO
from ..errors import LutFormatError
from ..files.regular import read_bytes
from ..language import _
from . import exif
from .color_space import find_in_exif, understand
from .matrix_profile import adobe_rgb_profile, power_profile
from .opening import File, open_picture
from .orientations import UPRIGHT, turn_upright
from .picture import Picture
from .raw_compression import find_compressed_page
from .raw_development import RawSize, measure_raw
from .raw_library import extract_rendering
from .raw_metadata import read_tags
from .raw_pages import count_pixels, find_rendering_page
from .reading import decode
from .tiff import ICC
from .tiff_directories import make_block
from .tiff_pages import NEW_SUBFILE_TYPE, SUB_DIRECTORIES, Page

LEAST_SIDE = 1000  # pixels of the longer side: less is a thumbnail, sharpened and compressed as such
MOST_ASPECT = 1.05  # of one aspect over the other: more is another picture, or one with bars
PREVIEW_COLOR_SPACE, ADOBE_RGB, PROPHOTO_RGB = 50970, 3, 4  # DNG 1.7.1, chapter 4
BACK = {6: 8, 8: 6}  # orientations that undo each other; the others undo themselves


def read_rendering(path: str | PathLike[str], ignore_profile: bool = False) -> Picture:
    """Read the rendering inside of a raw file, upright, with its color profile.

    Raises LutFormatError where there is none that is large enough and shows the whole picture, and as ``images.read``
    does.
    """
    data = read_bytes(path)
    try:
        header, page = measure_raw(data), find_rendering_page(data)
        found = open_largest(path, data, page)
        check_size(found, header)
    except LutFormatError as error:
        raise error.at(path) from error
    if not isinstance(found, File):
        picture, said = Picture(turn_upright(found, header.orientation)), b""
    else:
        found.refuse()
        found.check_memory()
        said = found.metadata().exif
        picture = decode(found, ignore_profile)
        pixels = turn_as_raw(picture.pixels, exif.read_orientation(said), header)
        picture = replace(picture, pixels=pixels)
    if ignore_profile or picture.profile or picture.metadata.icc or exif.read_color_space(said) is not None:
        return picture
    icc = find_profile(data, page)
    return understand(replace(picture, metadata=replace(picture.metadata, icc=icc)), path) if icc else picture


def open_largest(path: str | PathLike[str], data: bytes, page: Page | None) -> File | NDArray[np.uint8]:
    """Open the largest rendering: a file, or (H, W, 3).  page: the largest that lies in the file as a TIFF's page."""
    found = None if find_compressed_page(data) else extract_rendering(data)  # LibRaw opens none of these
    opened = open_picture(path, found) if isinstance(found, bytes) else found
    largest = 0 if opened is None else int(np.prod(measure(opened)))
    if page is not None and count_pixels(page) > largest:  # in strips or tiles, of which LibRaw gives the first
        return open_picture(path, page.extract({NEW_SUBFILE_TYPE: None, SUB_DIRECTORIES: None}))
    if opened is None:
        raise LutFormatError(path, None, _("expected the camera’s own rendering inside of the raw file, found none"))
    return opened


def measure(rendering: File | NDArray[Any]) -> tuple[int, int]:
    """Return width and height."""
    return rendering.size if isinstance(rendering, File) else (rendering.shape[1], rendering.shape[0])


def check_size(rendering: File | NDArray[Any], header: RawSize) -> None:
    """Raise LutFormatError for a thumbnail, and for a rendering of another aspect than the raw data."""
    width, height = measure(rendering)
    if max(width, height) < LEAST_SIDE:
        sentence = _("expected a rendering of at least {least} pixels inside of the raw file, found {width} × {height}")
        raise LutFormatError("", None, sentence.format(least=LEAST_SIDE, width=width, height=height))
    longer, shorter = max(header.size), min(header.size)
    aspects = longer / shorter, max(width, height) / min(width, height)
    if max(aspects) > MOST_ASPECT * min(aspects):
        sentence = _(
            "expected a rendering of the whole picture inside of the raw file, found {width} × {height} pixels of "
            "{longer} × {shorter}"
        )
        sentence = sentence.format(width=width, height=height, longer=longer, shorter=shorter)
        raise LutFormatError("", None, sentence)


def turn_as_raw(pixels: NDArray[Any], orientation: int, header: RawSize) -> NDArray[Any]:
    """Turn a rendering that lies on its side.

    orientation: that it was turned by, its own or LibRaw's.  Some are upright in spite of it, others don't have any.
    """
    width, height = header.size[:: -1 if is_turned(header.orientation) else 1]
    if (width > height) == (pixels.shape[1] > pixels.shape[0]):
        return pixels
    if is_turned(orientation):
        return turn_upright(pixels, BACK.get(orientation, orientation))
    return turn_upright(pixels, header.orientation if is_turned(header.orientation) else 1)


def is_turned(orientation: int) -> bool:
    return UPRIGHT[orientation][1] % 2 == 1


def find_profile(data: bytes, page: Page | None) -> bytes:
    """Return the color profile that a raw file names for its rendering; empty for sRGB."""
    declared, icc = 0, None
    if page is not None:
        declared, icc = page.number(PREVIEW_COLOR_SPACE), page.value(ICC)
    if icc:
        return icc[1]
    if declared == PROPHOTO_RGB:
        return power_profile("ProPhoto RGB", PROPHOTO, 1.8)  # ROMM RGB, ISO 22028-2
    if declared == ADOBE_RGB:
        return adobe_rgb_profile()
    said = find_in_exif(make_block(read_tags(data))) if not declared else None
    return said.icc if said else b""
