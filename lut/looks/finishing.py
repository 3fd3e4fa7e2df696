"""Finishing: the amounts of the steps that follow a look's table on one picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from numpy.typing import NDArray

from ..color.space import Floats
from ..shared.amounts import FINISHING
from . import finish
from .finish import FINISHES, MIDDLE, Center, Crop, Finish, Glow, Grain, LocalGain, LocalTone, Strip
from .finish.local_tone import PLAIN

if TYPE_CHECKING:
    from .finish.mixing import Mixing


@dataclass(frozen=True)
class Light:
    """The light of a whole picture as steps need it, and the picture's place in the frame, in image pixels.

    gain: of the local tone, None without;  glow_map: the light that highlights spread, None without.
    """

    gain: LocalGain | None
    glow_map: Floats | None
    size: tuple[float, float]
    left: float = 0.0
    top: float = 0.0


class HasFinish(Protocol):
    """An object with finishing steps: a ``Look``."""

    @property
    def finish(self) -> tuple[Finish, ...]: ...


@dataclass(frozen=True)
class Finishing:
    """Amounts from 0 to 1, 0 for none.  The sizes are those of ``Grain`` and ``Glow``.

    center: of the crop, as in ``Crop.box``; None where the picture's interest is, which ``develop`` finds.
    mixing: of all that comes out with the picture; None for just that.
    """

    vignette: float = 0.0
    grain: float = 0.0
    grain_size: float = Grain.size
    glow: float = 0.0
    glow_size: float = Glow.size
    local_tone: float = 0.0
    local_step: LocalTone = PLAIN  # of which local_tone is the amount
    crop: Crop | None = None
    center: Center | None = None
    mixing: Mixing | None = None

    @classmethod
    def of(
        cls,
        look: HasFinish,
        strength: float = 1.0,
        crop: bool = True,
        center: Center | None = None,
        mixing: Mixing | None = None,
        **amounts: float | None,
    ) -> Finishing:
        """Return the look's own finishing, as strong as the look; given amounts replace its own.

        amounts: by the names of ``FINISHING``, from 0 to 1; None is the look's own.
        """
        steps: dict[type[Finish], Any] = {type(step): step for step in look.finish}
        own = {step.name: steps[FINISHES[step.name]].amount for step in FINISHING if FINISHES[step.name] in steps}
        given = {name: value for name, value in amounts.items() if value is not None}
        frame = steps.get(Crop) if crop else None
        return cls(
            **{name: strength * value for name, value in {**own, **given}.items()},
            grain_size=steps[Grain].size if Grain in steps else Grain.size,
            glow_size=steps[Glow].size if Glow in steps else Glow.size,
            local_step=steps.get(LocalTone, cls.local_step),
            crop=frame,
            center=center if frame else None,
            mixing=mixing,
        )

    @property
    def needs_light(self) -> bool:
        """True if ``add_to`` needs a ``Light``."""
        return bool(self.local_tone or self.glow)

    def box(self, width: int, height: int) -> tuple[slice, slice]:
        """Return the rows and columns that the crop leaves of a picture; around its middle without a center."""
        if self.crop is None:
            return slice(0, height), slice(0, width)
        left, top, inner_width, inner_height = self.crop.box(width, height, self.center or MIDDLE)
        return slice(top, top + inner_height), slice(left, left + inner_width)

    def light(
        self,
        thumbnail: NDArray[Any],
        size: tuple[float, float],
        left: float = 0,
        top: float = 0,
        frame: tuple[float, float] | None = None,
    ) -> Light | None:
        """Measure the light for local tone and glow; None where there is neither.

        thumbnail: the whole picture after the table;  size, left, top: that picture in image pixels of the cropped
        one;  frame: the cropped one's width and height, None if the thumbnail shows no more than that.
        """
        if not self.needs_light:
            return None
        if frame is not None:
            rows, top, height = part_inside(thumbnail.shape[0], top, size[1], frame[1])
            columns, left, width = part_inside(thumbnail.shape[1], left, size[0], frame[0])
            thumbnail, size = thumbnail[rows, columns], (width, height)
        gain = glow_map = None
        if self.local_tone:
            gain = finish.measure_local_tone(thumbnail, self.local_step)
        if self.glow:
            if gain is not None:
                thumbnail = finish.apply_gain(Strip.whole(thumbnail.copy()), gain, self.local_tone)
            glow_map = finish.glow_map(thumbnail, self.glow_size)
        return Light(gain, glow_map, size, left, top)

    def add_to(self, strip: Strip, light: Light | None = None, before: NDArray[Any] | None = None) -> None:
        """Add local tone, glow, vignette and grain to a strip of the cropped picture, in place; then mix it.

        light: from ``light``; without it, local tone and glow are left out.
        before: the strip's pixels before the look, with which they are mixed; without, they are not.
        """
        if light is not None:
            lit = replace(strip, frame=light.size, left=strip.left - light.left, top=strip.top - light.top)
            if light.gain is not None:
                finish.apply_gain(lit, light.gain, self.local_tone)
            if light.glow_map is not None:
                finish.glow(lit, self.glow, light.glow_map)
        if self.vignette:
            finish.vignette(strip, self.vignette)
        if self.grain:
            finish.grain(strip, self.grain, self.grain_size)
        if self.mixing is not None and before is not None:
            self.mixing.mix(before, strip.pixels)


def part_inside(count: int, start: float, length: float, frame: float) -> tuple[slice, float, float]:
    """Return the pixels of a thumbnail inside 0..frame along one axis, at least one; and their start and length.

    count: the thumbnail's pixels;  start, length: where it lies.
    """
    step = length / count
    first = min(max(round(-start / step), 0), count - 1)
    last = min(max(round((frame - start) / step), first + 1), count)
    return slice(first, last), start + first * step, (last - first) * step
