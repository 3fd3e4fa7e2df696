"""Develop a picture: crop, LUT and finishing steps, in the picture's own color profile."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from ..images import gain_map
from ..images.color_space import make_srgb_beside
from ..images.metadata import keep_unmoved, update_geometry
from ..images.picture import Picture
from ..images.thumbnail import make_miniature
from ..kernel.blending import CODE_MAX
from .finish import Strip
from .finishing import Finishing, Light
from .gain_map_adaption import Into, adapt_gain_maps
from .interest import interesting_center

ROWS = 256
NOTHING = Finishing()
GRAYS = 4096  # that are tried
SAME_GRAY = 2 / 65535  # between channels: float32 leaves them that near
COLORED = "its gray color profile was replaced by sRGB, since the picture has colors now"


def develop(picture: Picture, apply: Into, finishing: Finishing = NOTHING) -> Picture:
    """Crop a picture, apply a look, add local tone, glow, vignette and grain, and mix the picture with that.

    A crop without a center is where the picture's interest is, before ``apply``.
    Looks are made for sRGB.  A picture with another profile is converted to sRGB in float, strip by strip, and back
    afterwards, and keeps its profile; colors that sRGB has no place for are looked up as the nearest on its edge,
    channel by channel, and come back as they were where the look's strength leaves them.
    A gray picture with a gray profile keeps it if it stays gray, and comes back in sRGB if it gets colors.
    """
    height, width = picture.pixels.shape[:2]
    finishing = place_crop(picture, finishing)
    box = gain_map.align_box(picture.metadata, finishing.box(width, height), (width, height))
    beside = None if picture.beside is None else picture.beside[box]
    picture = replace(picture, pixels=picture.pixels[box], beside=beside)
    if picture.pixels.shape[:2] != (height, width):
        metadata, told = keep_unmoved(picture.metadata)
        metadata = gain_map.change_maps(metadata, partial(gain_map.crop, box=box, size=(width, height)))
        picture = replace(picture, metadata=metadata, notes=(*picture.notes, *told))
    mixing = finishing.mixing
    if mixing is None:
        picture = adapt_gain_maps(picture, apply)
    else:
        from .finish.mixing import MixedLook

        picture = adapt_gain_maps(picture, MixedLook(apply, mixing))
    source, profile, metadata = picture.pixels, picture.profile, picture.metadata
    height, width = source.shape[:2]
    light = measure_light(picture, apply, finishing)
    target = np.empty_like(source, order="C")
    if profile is None:
        apply.into(source, target)
        finishing.add_to(Strip.whole(target), light, source)
    else:
        to_colors = profile.gray and not (picture.gray and keeps_gray(apply))
        code_max = np.float32(CODE_MAX[source.dtype])
        for top in range(0, height, ROWS):
            rows = slice(top, top + ROWS)
            strip = profile.to_srgb(source[rows, :, :3])
            before = strip if mixing is None else strip.copy()
            apply.into(strip, strip)
            finishing.add_to(Strip(strip, (width, height), top=top), light, before)
            if profile.gray and not to_colors:
                strip[..., 1:] = strip[..., :1]  # float32 may have left them one code apart
            if to_colors:
                codes = np.clip(strip, 0, 1) * code_max
                target[rows, :, :3] = codes if source.dtype == np.float32 else np.rint(codes)
            else:
                target[rows, :, :3] = profile.from_srgb(strip, source.dtype)
        target[..., 3:] = source[..., 3:]
        if to_colors:
            profile, metadata = None, replace(metadata, icc=make_srgb_beside(metadata.exif), color=None)
            picture = replace(picture, notes=(*picture.notes, COLORED))
    return replace(picture, pixels=target, profile=profile, metadata=update_geometry(metadata, width, height))


def place_crop(picture: Picture, finishing: Finishing) -> Finishing:
    """Center the crop where the picture's interest is, if it has no center yet."""
    height, width = picture.pixels.shape[:2]
    crop = finishing.crop
    if crop is None or finishing.center is not None or crop.size(width, height) == (width, height):
        return finishing
    return replace(finishing, center=interesting_center(make_miniature(picture), crop, (width, height)))


def keeps_gray(apply: Into) -> bool:
    """Return True if all grays stay gray."""
    ramp = np.repeat(np.linspace(0, 1, GRAYS, dtype=np.float32)[None, :, None], 3, axis=2)
    apply.into(ramp, ramp)
    return bool(np.ptp(ramp, axis=-1).max() < SAME_GRAY)


def measure_light(picture: Picture, apply: Into, finishing: Finishing) -> Light | None:
    """Measure a cropped picture's light for local tone and glow, on a small copy after ``apply``."""
    if not finishing.needs_light:
        return None
    small = make_miniature(picture)
    apply.into(small, small)
    height, width = picture.pixels.shape[:2]
    return finishing.light(small, (width, height))
