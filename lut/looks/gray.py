"""Grayscale pictures: what a look makes of them, and why most looks cannot make anything of them."""

from __future__ import annotations

from typing import Literal

from ..errors import LutError
from .look import Look


def gray_result(look: Look) -> Literal["gray", "rgb"]:
    """What a grayscale picture has to be for a look's result: "gray" or "rgb".

    A monochrome look needs no colors.  It works on gray pixels as on colors whose channels are equal;
    "gray": the channels come out equal too, any of them is the result;  "rgb": the look tones the picture
    (sepia, blue), which has to become RGB first.  Raises LutError, with the sentence to show, for looks in color.
    """
    if not look.monochrome:
        name = f"{look.maker} {look.name}".strip()
        raise LutError(
            f"{name} changes colors, and a grayscale picture has none: "
            "choose a black-and-white, sepia or blue look, or convert the picture to RGB"
        )
    return "rgb" if look.toned else "gray"
