"""A look: a recipe for a table, and what a table cannot do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from .. import kernel
from ..errors import LutError
from ..spaces import linear_to_oklab, linear_to_srgb, srgb_to_linear
from ..spaces.space import Floats
from ..table import Lut
from .finish import Crop, Finish, Glow, Grain, Vignette
from .gamut import compress, reach
from .parameter import unknown
from .scene import SCENES, mix, shares
from .steps import STEPS

CHUNK = 1 << 14  # colors taken through all steps at a time, so that they stay in the cache


@dataclass(frozen=True)
class Step:
    """One step of a recipe: the name of a function in steps.py, and its parameters."""

    name: str
    values: dict[str, Any] = field(default_factory=dict)

    def __call__(self, lab: Floats) -> Floats:
        return STEPS[self.name](lab, **self.values)


@dataclass(frozen=True)
class Look:
    """A look with a name and an origin.

    maker: the partnership, which is its folder in the menu;  phone, year: where it appeared first;
    character: one sentence;  rests_on: what is known of it, and how;  steps: in order, baked into
    a table;  finish: what follows the table, in order;  variants: other steps, for other scenes than
    the day, by the scene's name.
    """

    id: str
    name: str
    maker: str = ""
    phone: str = ""
    year: int | None = None
    character: str = ""
    rests_on: str = ""
    steps: tuple[Step, ...] = ()
    finish: tuple[Finish, ...] = ()
    variants: dict[str, tuple[Step, ...]] = field(default_factory=dict)

    def __hash__(self) -> int:  # tables are cached by look, and steps are dictionaries, which have no hash
        return hash(self.id)

    @property
    def monochrome(self) -> bool:
        """Whether all hues end up as one, so that the look works on grey pictures too."""
        return any(step.name == "monochrome" for step in self.steps)

    @property
    def toned(self) -> bool:
        """Whether the look is monochrome in a hue of its own, such as sepia: greys do not stay grey."""
        return any(_toned(steps) for steps in (self.steps, *self.variants.values()))

    @property
    def scenes(self) -> tuple[str, ...]:
        """The scenes that the look tells apart, the day first; none if it is the same in all."""
        return tuple(name for name in SCENES if name == "day" or name in self.variants) if self.variants else ()

    def weights(self, scene: Mapping[str, float] | None = None) -> dict[str, float]:
        """How much of each of its scenes the look takes, 1 in all; a scene that it does not tell apart is day.

        scene: weights by name, for example ``measure_scene(pixels).weights``; None is the day.
        """
        return shares({"day": 1.0} if scene is None else scene, self.scenes)

    @property
    def vignette(self) -> float:
        """The look's own amount of vignette, 0 if it has none."""
        return next((step.amount for step in self.finish if isinstance(step, Vignette)), 0.0)

    @property
    def grain(self) -> Grain | None:
        """The look's own film grain, if it has any."""
        return next((step for step in self.finish if isinstance(step, Grain)), None)

    @property
    def glow(self) -> Glow | None:
        """The look's own glow of highlights, if it has any."""
        return next((step for step in self.finish if isinstance(step, Glow)), None)

    @property
    def crop(self) -> Crop | None:
        """The look's own picture format, if it has one."""
        return next((step for step in self.finish if isinstance(step, Crop)), None)

    def bake(self, size: int = 33, scene: Mapping[str, float] | None = None) -> Lut:
        """Sample the recipe on a lattice of size³ colors.

        scene: weights by name, as for ``weights``: each variant is baked, and the tables are mixed.
        By default it is the day, the rendering that the look is described by.
        """
        weights = self.weights(scene)
        return mix({name: self.table(name, size) for name, weight in weights.items() if weight > 0}, weights)

    def table(self, scene: str, size: int = 33) -> Lut:
        """The table of a single scene, one of ``SCENES``; what ``mix`` makes others from."""
        if scene not in SCENES:
            raise LutError(unknown("scene", scene, SCENES))
        colors, source = lattice(size)
        codes = np.empty_like(colors)
        for start in range(0, len(colors), CHUNK):
            part = slice(start, start + CHUNK)
            lab = colors[part]
            for step in self.variants.get(scene, self.steps):
                lab = step(lab)
            codes[part] = linear_to_srgb(compress(lab, source[part]))
        return Lut(codes.reshape(size, size, size, 3), title=f"{self.maker} {self.name}".strip())


def _toned(steps: tuple[Step, ...]) -> bool:
    """Whether a tint follows the step that takes the colors away."""
    names = [step.name for step in steps]
    if "monochrome" not in names:
        return False
    tints = [step for step in steps[names.index("monochrome") :] if step.name == "tint"]
    return any(np.any(step.values.get(tone, 0)) for step in tints for tone in ("shadows", "mids", "highlights"))


@lru_cache(maxsize=2)
def lattice(size: int) -> tuple[Floats, Floats]:
    """The lattice's colors in Oklab and how far they reach in sRGB, (P, 3) each: the same for every look."""
    lab = linear_to_oklab(srgb_to_linear(kernel.lattice(size).reshape(-1, 3)))
    source = np.clip(reach(lab), -1, 1)
    for array in (lab, source):
        array.setflags(write=False)
    return lab, source
