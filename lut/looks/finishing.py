"""What follows a look's table on one picture: how much of each finishing step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from ..amounts import FINISHING
from ..spaces.space import Floats
from . import finish
from .finish import Crop, Glow, Grain
from .look import Look


@dataclass(frozen=True)
class Light:
    """The light that a picture's highlights spread, and where in the frame that picture lies, in image pixels."""

    glow_map: Floats
    size: tuple[float, float]
    left: float = 0.0
    top: float = 0.0


@dataclass(frozen=True)
class Finishing:
    """Amounts from 0 to 1, 0 for none.  The sizes are those of ``Grain`` and ``Glow``."""

    vignette: float = 0.0
    grain: float = 0.0
    grain_size: float = Grain.size
    glow: float = 0.0
    glow_size: float = Glow.size
    crop: Crop | None = None

    @classmethod
    def of(
        cls,
        look: Look,
        strength: float = 1.0,
        crop: bool = True,
        **amounts: float | None,
    ) -> Finishing:
        """The look's own, as strong as the look; amounts that are given take the place of its own.

        amounts: by the names of ``FINISHING``, from 0 to 1; None is the look's own.
        """
        own = {step.name: look.amount(step.name) for step in FINISHING}
        given = {name: value for name, value in amounts.items() if value is not None}
        return cls(
            **{name: strength * value for name, value in {**own, **given}.items()},
            grain_size=look.grain.size if look.grain else Grain.size,
            glow_size=look.glow.size if look.glow else Glow.size,
            crop=look.crop if crop else None,
        )

    def box(self, width: int, height: int) -> tuple[slice, slice]:
        """The rows and columns that the crop leaves of a picture."""
        if self.crop is None:
            return slice(0, height), slice(0, width)
        left, top, inner_width, inner_height = self.crop.box(width, height)
        return slice(top, top + inner_height), slice(left, left + inner_width)

    def light(
        self, thumbnail: NDArray[Any], size: tuple[float, float], left: float = 0, top: float = 0
    ) -> Light | None:
        """What ``into`` needs for the glow; None where there is none.

        thumbnail: the whole (cropped) picture after the table;  size, left, top: that picture in image pixels.
        """
        return Light(finish.glow_map(thumbnail, self.glow_size), size, left, top) if self.glow else None

    def into(
        self,
        pixels: NDArray[Any],
        left: float,
        top: float,
        frame: tuple[float, float],
        scale: float = 1.0,
        light: Light | None = None,
    ) -> None:
        """Glow, vignette and grain onto a strip, in place.

        left, top: its first pixel, in image pixels of the cropped picture;  frame: that picture's width and
        height;  scale: image pixels per strip pixel;  light: from ``light``, needed where there is a glow.
        """
        if self.glow and light is not None:
            finish.glow(pixels, self.glow, light.glow_map, left - light.left, top - light.top, light.size, scale)
        if self.vignette:
            finish.vignette(pixels, self.vignette, left, top, frame, scale)
        if self.grain:
            finish.grain(pixels, self.grain, left, top, frame, scale, self.grain_size)
