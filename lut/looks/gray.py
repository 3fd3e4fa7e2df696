"""Grayscale pictures: what a look makes of them, and why most looks cannot make anything of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ..errors import LutError

if TYPE_CHECKING:
    from ..table import Lut
    from .look import Look

GRAYS = np.linspace(0, 1, 256, dtype=np.float32)[:, None].repeat(3, axis=1)
NEUTRAL = 0.5 / 255  # channels that near are one gray in 8 bits


def gray_result(look: Look) -> Literal["gray", "rgb"]:
    """What a grayscale picture has to be for a look's result: "gray" or "rgb".

    A monochrome look needs no colors, nor does one of tones and tints only.  They work on gray pixels as on
    colors whose channels are equal;  "gray": the channels come out equal too, any of them is the result;  "rgb":
    the look tones the picture (sepia, blue), which has to become RGB first.  Raises LutError, with the sentence
    to show, for looks in color.
    """
    if not look.works_on_grays:
        raise LutError(
            f"{look.title} changes colors, and a grayscale picture has none: "
            "choose a black-and-white, sepia or blue look, or convert the picture to RGB"
        )
    return "rgb" if look.colors_grays else "gray"


def tints(lut: Lut) -> bool:
    """Whether a LUT gives grays a color that is seen in 8 bits."""
    return bool(np.ptp(lut(GRAYS), axis=1).max() > NEUTRAL)
