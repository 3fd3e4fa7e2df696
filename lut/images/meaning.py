"""What the numbers of a picture mean: by what its format says, by its ICC profile, or by its EXIF block."""

from __future__ import annotations

import io
from dataclasses import replace
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutFormatError
from ..language import _
from . import codecs, directories, exif, icc, matrix_profile, png_color, tiff_color
from .color_tags import ColorTags, Declared
from .picture import Picture


class ColorError(LutFormatError):
    """A picture whose color profile or tags are broken, or not for it, or say HDR."""


def understand(picture: Picture, path: str | PathLike[str], ignore_profile: bool = False) -> Picture:
    """The picture with its ``profile`` found, and with what says the same in other formats.

    Profiles of curves and a matrix are kept, and used in float.  A profile of tables is left behind: Little CMS
    converts the pixels to sRGB.
    ignore_profile: take the numbers for sRGB's, and leave in the file what it says of them.
    Raises ColorError.
    """
    tags = picture.metadata.color
    try:
        found = declared(picture)
        if found is None:
            return picture
        profile = profile_of(found, picture)
    except icc.ProfileError as error:
        if ignore_profile:
            return picture
        if isinstance(error, icc.ProfileForLittleCms):
            return converted(picture, path, str(error))
        raise ColorError(path, None, str(error)) from error
    own = found.icc == picture.metadata.icc
    if tags or not own:
        elsewhere = found
        if not own and icc.parse(found.icc).is_srgb:
            elsewhere = found._replace(icc=srgb_beside(picture.metadata.exif))
        tags = replace(tags or ColorTags(picture.format), elsewhere=elsewhere)
    picture = replace(picture, metadata=replace(picture.metadata, color=tags))
    if ignore_profile or profile.is_srgb:
        return picture
    notes = picture.notes
    if own and picture.gray and not profile.gray:
        notes += (_("its color profile is for RGB, and the picture is gray: it was used with R = G = B"),)
    return replace(picture, profile=profile, notes=notes)


def declared(picture: Picture) -> Declared | None:
    """What the file says; None where it says nothing, and is sRGB by custom.  Raises ProfileError."""
    metadata = picture.metadata
    content = metadata.color.content if metadata.color else {}
    if picture.format == "PNG":
        found = png_color.declared(content, metadata.icc, 8 * picture.pixels.itemsize)
    elif metadata.icc:
        found = Declared(metadata.icc)
    else:
        found = tiff_color.declared(content)
    return found or (None if picture.format == "WEBP" else by_exif(metadata.exif))


def by_exif(data: bytes) -> Declared | None:
    """What a camera says: Adobe RGB by the DCF standard, or primaries and a gamma (CIPA DC-008, section 4.6.5)."""
    space = exif.color_space(data)
    if space == exif.ADOBE_RGB:
        return Declared(matrix_profile.adobe_rgb())
    entries = directories.parse(data) if space == exif.UNCALIBRATED else {}
    nested = entries.get(exif.EXIF_DIRECTORY)
    gamma = tiff_color.numbers(nested.get(exif.GAMMA) if isinstance(nested, dict) else None)
    if tiff_color.PRIMARIES not in entries:
        return None
    try:
        return tiff_color.declared(entries, float(gamma[0]) if gamma.size == 1 else None)
    except icc.ProfileError:
        return None  # cameras fill these tags with anything, and no other program looks


def srgb_beside(exif_block: bytes) -> bytes:
    """The profile of a picture in sRGB: none, where its EXIF block does not say that it is something else."""
    return matrix_profile.srgb() if by_exif(exif_block) else b""


def profile_of(found: Declared, picture: Picture) -> icc.Profile:
    """The profile, if it is for pictures like this one.  Raises ProfileError."""
    profile = icc.parse(found.icc)
    if profile.gray and not picture.gray:
        raise icc.ProfileError(icc.misfit(found.icc, "RGB"))
    if (found.black, found.white) == (0, 1):
        return profile
    return replace(profile, black=found.black, white=found.white)


def colored(picture: Picture) -> Picture:
    """A gray picture that has colors now: a profile for gray, by which nobody converted it, is left out."""
    picture = replace(picture, gray=False)
    if picture.profile is not None or not icc.is_for_gray(picture.metadata.icc):
        return picture
    note = "its color profile was left out: it is for gray, and the picture has colors now"
    metadata = replace(picture.metadata, icc=b"")
    return replace(picture, metadata=metadata, notes=(*picture.notes, note))


def converted(picture: Picture, path: str | PathLike[str], note: str) -> Picture:
    """The picture in sRGB, by Little CMS."""
    from PIL import ImageCms

    pixels, data = picture.pixels.copy(), picture.metadata.icc
    srgb: Any = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    try:
        by = by_pillow if pixels.dtype == np.uint8 else by_imagecodecs
        pixels[..., :3] = by(pixels[..., :3], data, srgb)
    except LutFormatError as error:
        raise error.at(path) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise ColorError(path, None, str(icc.BrokenProfile(error))) from error
    metadata = replace(picture.metadata, icc=srgb.tobytes(), color=None)
    return replace(picture, pixels=pixels, metadata=metadata, notes=(*picture.notes, note))


def by_pillow(rgb: NDArray[Any], data: bytes, srgb: Any) -> NDArray[Any]:
    from PIL import Image, ImageCms

    try:
        transform = ImageCms.buildTransform(ImageCms.ImageCmsProfile(io.BytesIO(data)), srgb, "RGB", "RGB")
    except ImageCms.PyCMSError as error:
        raise ValueError(error) from error
    return np.asarray(ImageCms.applyTransform(Image.fromarray(rgb), transform))


def by_imagecodecs(rgb: NDArray[Any], data: bytes, srgb: Any) -> NDArray[Any]:
    """16 bits or floating point, which Pillow has no transforms for."""
    library = codecs.library("imagecodecs")
    result: NDArray[Any] = library.cms_transform(
        np.ascontiguousarray(rgb), data, srgb.tobytes(), colorspace="rgb", outcolorspace="rgb"
    )
    return result
