"""A look: a recipe for a table, and what a table cannot do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from ..color import linear_to_oklab, linear_to_srgb, srgb_to_linear
from ..color.space import Floats
from ..errors import LutError
from ..kernel import interpolation
from ..table import Lut
from .base import Base
from .basis import Basis
from .finish import FINISHES, Crop, Finish, Glow, Grain
from .gamut import compress, reach
from .gray import tints
from .parameter import unknown
from .scene import SCENES, Scene, mix, shares
from .steps import MONOCHROME, STEPS

MY_LOOKS = "My Looks"  # the maker of recipes that name none
# Steps that do something to a picture without colors.
ON_GRAYS = (
    "tone",
    "fade",
    "tint",
    "tone_curve",
    "tint_curve",
    *MONOCHROME,
)
TINTS = {"tint": ("shadows", "mids", "highlights"), "tint_curve": ("a", "b")}  # the steps that color grays, and by what
CHUNK = 1 << 13  # colors taken through all steps at a time, so that they stay in the cache


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
    character: one sentence;  basis, rests_on, remarks: see basis.py;  steps: in order, baked into a table;
    finish: what follows the table, in order;  variants: other steps, for other scenes than the day, by the
    scene's name;  base: what the steps start from, if not the photograph itself.
    """

    id: str
    name: str
    maker: str = ""
    phone: str = ""
    year: int | None = None
    character: str = ""
    basis: Basis | None = None
    rests_on: str = ""
    remarks: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    finish: tuple[Finish, ...] = ()
    variants: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    base: Base | None = None

    def __hash__(self) -> int:  # tables are cached by look, and steps are dictionaries, which have no hash
        return hash(self.id)

    @property
    def title(self) -> str:
        """Its name with its maker's; one's own look has none."""
        return f"{'' if self.maker == MY_LOOKS else self.maker} {self.name}".strip()

    @property
    def renderings(self) -> tuple[tuple[Step, ...], ...]:
        """The steps by day, and those for other scenes."""
        return (self.steps, *self.variants.values())

    @property
    def monochrome(self) -> bool:
        """Whether all hues end up as one, so that the look works on grey pictures too."""
        if self.base is not None and self.base.monochrome:
            return True
        return any(step.name in MONOCHROME for step in self.steps)

    @property
    def colors_skin(self) -> bool:
        """Whether the look turns skin of some tones, as the maker's own rendering does."""
        return "colors-skin" in self.remarks

    def holds_skin_back(self, scene: str = "day") -> bool:
        """Whether a step for that scene enriches skin less than other colors."""
        steps = [step.values for step in self.variants.get(scene, self.steps) if step.name == "saturation"]
        return any(values.get("gain", 1.0) > 1 and values.get("skin", 1.0) < 1 for values in steps)

    @property
    def works_on_grays(self) -> bool:
        """Whether the look makes something of a picture without colors: in one color itself, or all about tones."""
        if self.monochrome:
            return True
        about_tones = all(step.name in ON_GRAYS for steps in self.renderings for step in steps)
        return about_tones and (self.base is None or self.base.works_on_grays)

    @property
    def colors_grays(self) -> bool:
        """Whether greys do not stay grey."""
        if not any(self.renderings) and self.base is None:  # nothing but a table
            return tints(self.table("day", 2))
        return any(_tinted(steps, self.base) for steps in self.renderings)

    @property
    def toned(self) -> bool:
        """Whether the look is monochrome in a hue of its own, such as sepia."""
        return self.monochrome and self.colors_grays

    @property
    def scenes(self) -> tuple[str, ...]:
        """The scenes that the look tells apart, the day first; none if it is the same in all."""
        told = {*self.variants, *(self.base.scenes if self.base is not None else ())}
        return tuple(name for name in SCENES if name == "day" or name in told) if told else ()

    def weights(self, scene: Mapping[str, float] | Scene | None = None) -> dict[str, float]:
        """How much of each of its scenes the look takes, 1 in all; a scene that it does not tell apart is day.

        scene: what ``measure_scene`` has found, or weights by name; None is the day.
        """
        if isinstance(scene, Scene):
            return scene.among(self.scenes)
        return shares({"day": 1.0} if scene is None else scene, self.scenes)

    def amount(self, name: str) -> float:
        """The look's own amount of a finishing step, one of ``FINISHES``; 0 if it has none."""
        found = (step for step in self.finish if isinstance(step, FINISHES[name]))
        return next((step.amount for step in found if not isinstance(step, Crop)), 0.0)

    @property
    def vignette(self) -> float:
        """The look's own amount of vignette, 0 if it has none."""
        return self.amount("vignette")

    @property
    def grain(self) -> Grain | None:
        """The look's own film grain, if it has any."""
        return next((step for step in self.finish if isinstance(step, Grain)), None)

    @property
    def glow(self) -> Glow | None:
        """The look's own glow of highlights, if it has any."""
        return next((step for step in self.finish if isinstance(step, Glow)), None)

    @property
    def local_tone(self) -> float:
        """The look's own amount of local tone, 0 if it has none."""
        return self.amount("local_tone")

    @property
    def crop(self) -> Crop | None:
        """The look's own picture format, if it has one."""
        return next((step for step in self.finish if isinstance(step, Crop)), None)

    def bake(self, size: int = 33, scene: Mapping[str, float] | Scene | None = None) -> Lut:
        """Sample the recipe on a lattice of size³ colors.

        scene: as for ``weights``: each variant is baked, and the tables are mixed.
        By default it is the day, the rendering that the look is described by.
        """
        weights = self.weights(scene)
        return mix({name: self.table(name, size) for name, weight in weights.items() if weight > 0}, weights)

    def table(self, scene: str, size: int = 33) -> Lut:
        """The table of a single scene, one of ``SCENES``; what ``mix`` makes others from."""
        if scene not in SCENES:
            raise LutError(unknown("scene", scene, SCENES))
        colors, source = lattice(size) if self.base is None else graded(self.base.codes(scene, size))
        codes = np.empty_like(colors)
        for start in range(0, len(colors), CHUNK):
            part = slice(start, start + CHUNK)
            lab = colors[part]
            for step in self.variants.get(scene, self.steps):
                lab = step(lab)
            codes[part] = linear_to_srgb(compress(lab, source[part]))
        return Lut(codes.reshape(size, size, size, 3), title=self.title)


def _tinted(steps: tuple[Step, ...], base: Base | None) -> bool:
    """Whether greys have a color after the steps: of a tint, or the base's, and no later step takes colors away."""
    last = max((index for index, step in enumerate(steps) if step.name in MONOCHROME), default=-1)
    own = any(np.any(step.values.get(key, 0)) for step in steps[last + 1 :] for key in TINTS.get(step.name, ()))
    return own or (last < 0 and base is not None and base.colors_grays)


@lru_cache(maxsize=2)
def lattice(size: int) -> tuple[Floats, Floats]:
    """``graded`` for a lattice's own colors, with which every look without a base begins."""
    result = graded(interpolation.lattice(size).reshape(-1, 3))
    for array in result:
        array.setflags(write=False)
    return result


def graded(codes: Floats) -> tuple[Floats, Floats]:
    """(P, 3) sRGB codes in Oklab, and how far they reach in sRGB, (P, 3)."""
    lab = linear_to_oklab(srgb_to_linear(codes))
    source: Floats = np.clip(reach(lab), -1, 1)
    return lab, source
