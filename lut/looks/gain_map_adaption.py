"""Adapt the gain map of an HDR photograph where a look would break the HDR rendering.

A gain map says by how many stops each place of the HDR picture is brighter than the SDR one.  A look is made for SDR;
on the SDR picture with the same gains it gives ``look(sdr) · gain``: the look's change in stops is the same in both
pictures, highlights that the look clips keep the gradation that is in the gain, and nothing gets brighter than the
file says, since no look gives more than SDR white.  So a map stays as it is, for looks that lift, hold or bend tones in
any way; but for two kinds:

- A look that takes away most colors, or turns them into others: a map of three channels would bring them back.  Its
  channels move to the one gain that gives the same luminance.
- A look that makes bright parts dark, as a negative: the map would light up the darkest parts.  It is left out.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..color.space import Floats
from ..images.gain_map import change_maps
from ..images.gain_map_colors import LUMINANCE, mute_colors
from ..images.metadata import replace_parts
from ..images.picture import Picture
from ..images.trailing_parts import GAIN_MAP

COLORFUL = 0.5  # share of color that is kept: of our looks, monochrome ones have 0.00, others 0.62 or more
MONOCHROME = 0.1
INVERTED = 0.1  # code value by which a brighter gray may come out darker: none of our looks does so at all
SIDES = 9  # colors along each side of the cube
GRAYS = 1025
LEFT_OUT = "its HDR gain map is not kept: the look makes bright parts dark, which the gain would light up"


class Into(Protocol):
    """Something that writes the result of a look to an array, as ``lut.apply.Applier`` does."""

    def into(self, source: NDArray[Any], target: NDArray[Any]) -> None: ...


def adapt_gain_maps(picture: Picture, apply: Into) -> Picture:
    """Adapt the gain maps of a picture to the look that it will get; add a note where that cannot be done."""
    metadata = picture.metadata
    parts = metadata.following
    if all(part.kind != GAIN_MAP for part in parts):
        return picture
    if measure_inversion(apply) > INVERTED:
        metadata, _ = replace_parts(metadata, [None if part.kind == GAIN_MAP else part for part in parts])
        return replace(picture, metadata=metadata, notes=(*picture.notes, LEFT_OUT))
    share = measure_kept_color(apply)
    if share >= COLORFUL:
        return picture
    share = 0 if share < MONOCHROME else share
    return replace(picture, metadata=change_maps(metadata, partial(mute_colors, picture=picture, share=share)))


def measure_kept_color(apply: Into) -> float:
    """Measure the share of colors' differences from gray that a look keeps, in direction and size.

    1 for one that keeps them, 0 for a monochrome one, tinted or not; below 0 for one that turns hues around.
    The regression of ``color - gray`` after the look on that before, over pairs of the same luminance.
    """
    side = np.linspace(0.1, 0.9, SIDES, dtype=np.float32)  # inside of the cube, where looks do not clip
    colors = np.stack(np.meshgrid(side, side, side), axis=-1).reshape(1, -1, 3)
    grays = np.repeat((colors @ LUMINANCE)[..., None], 3, axis=-1)
    before = subtract_mean(colors - grays)
    after = subtract_mean(look_up(apply, colors) - look_up(apply, grays))
    return float((before * after).sum() / (before * before).sum())


def measure_inversion(apply: Into) -> float:
    """Measure by how much the luma of a gray falls below that of a darker one, at most; in code values, 0..1."""
    ramp = np.repeat(np.linspace(0, 1, GRAYS, dtype=np.float32)[None, :, None], 3, axis=-1)
    luma = (look_up(apply, ramp) @ LUMINANCE)[0]
    return float((np.maximum.accumulate(luma) - luma).max())


def look_up(apply: Into, colors: Floats) -> Floats:
    result = np.empty_like(colors)
    apply.into(colors, result)
    return result


def subtract_mean(colors: Floats) -> Floats:
    result: Floats = colors - colors.mean(axis=-1, keepdims=True)
    return result
