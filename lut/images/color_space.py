"""Find the color space of a picture: from its format's own tags, its ICC profile or its EXIF block."""

from __future__ import annotations

import io
from dataclasses import replace
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color.chromaticities import BT2020
from ..errors import LutFormatError
from ..language import _
from . import (
    cicp,
    codecs,
    exif,
    heif_color,
    icc_profile,
    matrix_profile,
    png_color,
    tiff_color,
    tiff_directories,
    tone_mapping,
)
from .color_tags import ColorTags, Declared
from .picture import Picture

BOXED = ("HEIC", "AVIF", "JXL")  # formats that name a space by code points


class ColorError(LutFormatError):
    """The color profile or color tags are broken, are for another kind of picture, or say HDR."""


def understand(picture: Picture, path: str | PathLike[str], ignore_profile: bool = False, sdr: bool = False) -> Picture:
    """Set the picture's ``profile``, and the ICC profile that other formats need to say the same.

    Profiles of curves and a matrix are kept, and used in float.  With a profile of tables, Little CMS converts the
    pixels to sRGB.
    ignore_profile: treat the numbers as sRGB, and keep the profile or tags of the file.  sdr: convert HDR to sRGB.
    Raises ColorError.
    """
    tags = picture.metadata.color
    try:
        found = find_meaning(picture)
        if found is None:
            return picture
        profile = parse_fitting(found, picture)
    except icc_profile.ProfileError as error:
        if ignore_profile:
            return picture
        if sdr and isinstance(error, icc_profile.HdrError):
            return convert_hdr(picture, error)
        if isinstance(error, icc_profile.ProfileForLittleCms):
            return convert_to_srgb(picture, path, str(error))
        raise ColorError(path, None, str(error)) from error
    own = found.icc == picture.metadata.icc
    if tags or not own:
        elsewhere = found
        if not own and icc_profile.parse_profile(found.icc).is_srgb:
            elsewhere = found._replace(icc=make_srgb_beside(picture.metadata.exif))
        tags = replace(tags or ColorTags(picture.format), elsewhere=elsewhere)
    picture = replace(picture, metadata=replace(picture.metadata, color=tags))
    if ignore_profile or profile.is_srgb:
        return picture
    notes = picture.notes
    if own and picture.gray and not profile.gray:
        notes += (_("its color profile is for RGB, and the picture is gray: it was used with R = G = B"),)
    return replace(picture, profile=profile, notes=notes)


def convert_hdr(picture: Picture, error: icc_profile.HdrError) -> Picture:
    """Convert HDR to sRGB.  Where the file does not name its primaries, they are BT.2020's, as BT.2100 has them."""
    content = picture.metadata.color.content if picture.metadata.color else {}
    space = cicp.PRIMARIES.get(error.primaries or 0, ("", BT2020))[1]
    ends = cicp.parse_chunk(content[b"cICP"]).ends(8 * picture.pixels.itemsize) if b"cICP" in content else (0, 1)
    pixels, peak = tone_mapping.convert_to_sdr(picture.pixels, error.coding, space, *ends)
    note = _(
        "its HDR ({coding}) became SDR: light of up to {peak:.0f} cd/m² was brought below white, which is 203 cd/m²"
    )
    note = note.format(coding=error.coding, peak=peak)
    metadata = replace(picture.metadata, icc=b"", color=None)
    return replace(picture, pixels=pixels, metadata=metadata, notes=(*picture.notes, note))


def find_meaning(picture: Picture) -> Declared | None:
    """Return the color space that the file names; None if it names none, which means sRGB.  Raises ProfileError."""
    metadata = picture.metadata
    content = metadata.color.content if metadata.color else {}
    if picture.format == "PNG":
        found = png_color.find_meaning(content, metadata.icc, 8 * picture.pixels.itemsize)
    elif picture.format in BOXED:
        found = heif_color.find_meaning(content, metadata.icc)
    elif metadata.icc:
        found = Declared(metadata.icc)
    else:
        found = tiff_color.find_meaning(content)
    return found or (None if picture.format == "WEBP" else find_in_exif(metadata.exif))


def find_in_exif(data: bytes) -> Declared | None:
    """Return Adobe RGB (DCF 2.0), or the primaries and gamma that a camera wrote (CIPA DC-008, section 4.6.5)."""
    space = exif.read_color_space(data)
    if space == exif.ADOBE_RGB:
        return Declared(matrix_profile.adobe_rgb_profile())
    entries = tiff_directories.parse_block(data) if space == exif.UNCALIBRATED else {}
    nested = entries.get(exif.EXIF_DIRECTORY)
    gamma = tiff_color.read_numbers(nested.get(exif.GAMMA) if isinstance(nested, dict) else None)
    if tiff_color.PRIMARIES not in entries:
        return None
    try:
        return tiff_color.find_meaning(entries, float(gamma[0]) if gamma.size == 1 else None)
    except icc_profile.ProfileError:
        return None  # cameras fill these tags with anything, and no other program looks


def make_srgb_beside(exif_block: bytes) -> bytes:
    """Return an sRGB profile if the EXIF block names another space, and an empty one otherwise."""
    return matrix_profile.srgb_profile() if find_in_exif(exif_block) else b""


def parse_fitting(found: Declared, picture: Picture) -> icc_profile.Profile:
    """Parse the profile and check that it is for this kind of picture.  Raises ProfileError."""
    profile = icc_profile.parse_profile(found.icc)
    if profile.gray and not picture.gray:
        raise icc_profile.ProfileError(icc_profile.describe_misfit(found.icc, "RGB"))
    if (found.black, found.white) == (0, 1):
        return profile
    return replace(profile, black=found.black, white=found.white)


def drop_gray_profile(picture: Picture) -> Picture:
    """Mark a gray picture as colored, and leave out a gray profile that was ignored."""
    picture = replace(picture, gray=False)
    if picture.profile is not None or not icc_profile.is_for_gray(picture.metadata.icc):
        return picture
    note = "its color profile was left out: it is for gray, and the picture has colors now"
    metadata = replace(picture.metadata, icc=b"")
    return replace(picture, metadata=metadata, notes=(*picture.notes, note))


def convert_to_srgb(picture: Picture, path: str | PathLike[str], note: str) -> Picture:
    """Convert the pixels to sRGB with Little CMS."""
    from PIL import ImageCms

    pixels, data = picture.pixels.copy(), picture.metadata.icc
    srgb: Any = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    try:
        by = convert_by_pillow if pixels.dtype == np.uint8 else convert_by_imagecodecs
        pixels[..., :3] = by(pixels[..., :3], data, srgb)
    except LutFormatError as error:
        raise error.at(path) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise ColorError(path, None, str(icc_profile.BrokenProfile(error))) from error
    metadata = replace(picture.metadata, icc=srgb.tobytes(), color=None)
    return replace(picture, pixels=pixels, metadata=metadata, notes=(*picture.notes, note))


def convert_by_pillow(rgb: NDArray[Any], data: bytes, srgb: Any) -> NDArray[Any]:
    from PIL import Image, ImageCms

    try:
        transform = ImageCms.buildTransform(ImageCms.ImageCmsProfile(io.BytesIO(data)), srgb, "RGB", "RGB")
    except ImageCms.PyCMSError as error:
        raise ValueError(error) from error
    return np.asarray(ImageCms.applyTransform(Image.fromarray(rgb), transform))


def convert_by_imagecodecs(rgb: NDArray[Any], data: bytes, srgb: Any) -> NDArray[Any]:
    """Convert 16 bits or floating point, for which Pillow has no transforms."""
    library = codecs.import_library("imagecodecs")
    result: NDArray[Any] = library.cms_transform(
        np.ascontiguousarray(rgb), data, srgb.tobytes(), colorspace="rgb", outcolorspace="rgb"
    )
    return result
