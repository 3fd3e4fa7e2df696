"""What the numbers of a picture mean, from the profile in its file."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike
from typing import Any

import numpy as np

from ..errors import LutFormatError
from ..language import _
from . import exif, icc
from .picture import Picture


def embedded(picture: Picture, path: str | PathLike[str]) -> Picture:
    """The picture with its ``profile`` found.

    Profiles of curves and a matrix are kept, and used in float.  A profile of tables (8 bits, RGB) is
    left behind: littleCMS converts the pixels to sRGB.  Cameras that say "Adobe RGB" in their EXIF
    block alone (the DCF standard's option file) are believed.
    """
    data = picture.metadata.icc
    if not data:
        return replace(picture, profile=icc.adobe_rgb() if exif.says_adobe_rgb(picture.metadata.exif) else None)
    try:
        profile = icc.parse(data)
    except icc.ProfileError as error:
        if picture.pixels.dtype == np.uint8 and data[16:20] == b"RGB ":
            return converted(picture, path)
        raise LutFormatError(path, None, not_understood(error)) from error
    return replace(picture, profile=None if profile.is_srgb else profile)


def converted(picture: Picture, path: str | PathLike[str]) -> Picture:
    """The picture in sRGB, by littleCMS."""
    import io

    from PIL import Image, ImageCms

    target: Any = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    pixels = picture.pixels.copy()
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(picture.metadata.icc))
        transform = ImageCms.buildTransform(source, target, "RGB", "RGB")
        pixels[..., :3] = np.asarray(ImageCms.applyTransform(Image.fromarray(pixels[..., :3]), transform))
    except (ImageCms.PyCMSError, OSError) as error:
        raise LutFormatError(path, None, not_understood(error)) from error
    metadata = replace(picture.metadata, icc=target.tobytes())
    note = _("its color profile is made of tables, so it was converted to sRGB")
    return replace(picture, pixels=pixels, metadata=metadata, notes=(*picture.notes, note))


def not_understood(error: Exception) -> str:
    return _("its color profile is not understood: {reason}").format(reason=error)
