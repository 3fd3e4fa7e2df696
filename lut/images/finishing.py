"""What follows a look's table on a picture: its crop, vignette and grain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

if TYPE_CHECKING:
    from ..looks import Look
    from ..looks.finish import Crop


@dataclass(frozen=True)
class Finishing:
    """Amounts from 0 to 1, 0 for none.  grain_size: as ``lut.looks.finish.Grain`` has it."""

    vignette: float = 0.0
    grain: float = 0.0
    grain_size: float = 0.6
    crop: Crop | None = None

    @classmethod
    def of(
        cls,
        look: Look,
        strength: float = 1.0,
        vignette: float | None = None,
        grain: float | None = None,
        crop: bool = True,
    ) -> Finishing:
        """The look's own, as strong as the look; amounts that are given take the place of its own."""
        own = look.grain
        return cls(
            vignette=strength * (look.vignette if vignette is None else vignette),
            grain=strength * ((own.amount if own else 0.0) if grain is None else grain),
            grain_size=own.size if own else cls.grain_size,
            crop=look.crop if crop else None,
        )

    def box(self, width: int, height: int) -> tuple[slice, slice]:
        """The rows and columns that the crop leaves of a picture."""
        if self.crop is None:
            return slice(0, height), slice(0, width)
        left, top, inner_width, inner_height = self.crop.box(width, height)
        return slice(top, top + inner_height), slice(left, left + inner_width)

    def into(self, pixels: NDArray[Any], top: float, frame: tuple[float, float], scale: float = 1.0) -> None:
        """Vignette and grain onto a strip of whole rows, in place.

        top: its first row, in image pixels of the cropped picture;  frame: that picture's width and height;
        scale: image pixels per strip pixel.
        """
        from ..looks import finish

        if self.vignette:
            finish.vignette(pixels, self.vignette, 0, top, frame, scale)
        if self.grain:
            finish.grain(pixels, self.grain, 0, top, frame, scale, self.grain_size)
