"""What a recipe can start from instead of the photograph itself: another look, or the LUT in a file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from ..color.space import Floats
from ..kernel import interpolation
from ..table import Lut
from .finish import Crop, Finish
from .gray import tints

if TYPE_CHECKING:
    from .look import Look


@dataclass(frozen=True)
class Base:
    """A look or a LUT, one of the two, and how much of it: 0..1.

    digest: of the LUT, so that a recipe is another one when its file has changed.
    """

    name: str
    look: Look | None = None
    lut: Lut | None = field(default=None, repr=False, compare=False)
    strength: float = 1.0
    digest: str = ""

    @classmethod
    def of_lut(cls, name: str, lut: Lut, strength: float) -> Base:
        shaper = b"" if lut.shaper is None else lut.shaper.values.tobytes() + lut.shaper.domain.tobytes()
        data = lut.table.tobytes() + lut.domain.tobytes() + shaper
        return cls(name, None, lut, strength, hashlib.sha256(data).hexdigest()[:16])

    def codes(self, scene: str, size: int) -> Floats:
        """(size³, 3) sRGB codes that it makes of a lattice's colors; a LUT may leave 0..1."""
        identity = interpolation.lattice(size).reshape(-1, 3)
        if self.look is not None:
            found = self.look.table(scene, size)(identity)
        else:
            found = identity if self.lut is None else self.lut(identity)
        mixed: Floats = identity + np.float32(self.strength) * (found - identity)
        return mixed

    @property
    def scenes(self) -> tuple[str, ...]:
        return self.look.scenes if self.look is not None else ()

    @property
    def monochrome(self) -> bool:
        """Whether it leaves no colors."""
        if self.look is not None:
            return self.look.monochrome and self.strength == 1
        from .rules import is_monochrome

        return self.lut is not None and self.strength == 1 and is_monochrome(self.lut)

    @property
    def colors_grays(self) -> bool:
        """Whether grays come out with a color."""
        if self.look is not None:
            return self.look.colors_grays
        return self.lut is not None and tints(self.lut)

    @property
    def works_on_grays(self) -> bool:
        """Whether it is about tones; of a LUT in a file nobody can tell, so that it is taken to be."""
        return self.look is None or self.look.works_on_grays

    @property
    def finish(self) -> tuple[Finish, ...]:
        """The look's own finishing steps, as strong as it."""
        steps = self.look.finish if self.look is not None else ()
        scaled = (
            step if isinstance(step, Crop) else replace(step, amount=self.strength * step.amount) for step in steps
        )
        return tuple(scaled)
