"""Write JPEG XL: 8 bits as sRGB, or with a color profile inside of a packed JPEG; more bits as linear sRGB.

imagecodecs (libjxl) encodes the pixels.  It takes 8 bits for sRGB and others for linear light, and no profile.  But
libjxl keeps the profile of a JPEG that it packs: a picture with a profile is written that way, where a JPEG holds it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color import srgb_to_linear
from ..kernel.blending import CODE_MAX
from ..language import _
from . import jpeg
from .jxl_boxes import join_boxes, read_boxes
from .optional_packages import import_package
from .picture import Metadata, Picture

QUALITY = 92
PACKED_QUALITY = 95  # of a JPEG inside


def prepare(picture: Picture) -> tuple[Picture, tuple[str, ...]]:
    """Convert a picture that is not written with its profile: to sRGB, and to linear light if it has more than 8 bits.

    Return it with a note if its profile is another than sRGB.
    """
    deep = picture.pixels.dtype != np.uint8
    if picture.profile is not None and not deep and picture.pixels.shape[2] == 3:
        return picture, ()
    metadata = replace(picture.metadata, icc=b"", color=None)
    if picture.profile is None and not deep:
        return replace(picture, metadata=metadata), ()
    pixels = picture.pixels.copy()
    code_max = np.float32(CODE_MAX[pixels.dtype])
    for row in pixels:  # all at once, they would take their memory several times
        rgb = picture.profile.to_srgb(row[:, :3]) if picture.profile else row[:, :3] / code_max
        rgb = srgb_to_linear(rgb) if deep else rgb
        row[:, :3] = rgb if pixels.dtype == np.float32 else np.rint(np.clip(rgb, 0, 1) * code_max)
    result = replace(picture, pixels=pixels, profile=None, metadata=metadata)
    note = "its colors became sRGB: with more than 8 bits or transparency, JPEG XL is written without a color profile"
    return result, (note,) if picture.profile else ()


def quality_to_distance(quality: int) -> float:
    """Convert a JPEG quality to libjxl's distance, as libjxl does (JxlEncoderDistanceFromQuality)."""
    if quality >= 100:
        return 0.0
    return 0.1 + (100 - quality) * 0.09 if quality >= 30 else 53 / 3000 * quality**2 - 23 / 20 * quality + 25


def encode(pixels: NDArray[Any], picture: Picture, quality: int | None) -> bytes:
    """Encode what ``prepare`` returns; without loss at a quality of 100, or if the source was and none is given."""
    library = import_package("imagecodecs", _("cannot be written as JPEG XL"))
    held = picture.metadata
    if held.icc:
        plain = replace(picture, metadata=Metadata(icc=held.icc), format="")
        coded = library.jpegxl_encode_jpeg(jpeg.encode(pixels, plain, PACKED_QUALITY if quality is None else quality))
    else:
        how: dict[str, Any] = {"distance": quality_to_distance(QUALITY if quality is None else quality)}
        if quality == 100 or (quality is None and picture.format == "JXL" and picture.encoding.get("lossless")):
            how = {"lossless": True}
        flat = np.ascontiguousarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
        coded = library.jpegxl_encode(flat, **how)
    return join_boxes(read_boxes(bytes(coded)), held.exif, held.xmp)
