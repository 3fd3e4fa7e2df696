"""A look: the steps that its table is baked from, and the finishing steps after the table."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ..color import linear_to_srgb, srgb_to_oklab
from ..color.space import Floats
from ..errors import LutError
from ..lattice import lattice
from ..shared.look_names import SCENES
from ..table import Lut
from .finish import FINISHES, Crop, Finish, Glow, Grain
from .gamut import compress_gamut, gamut_reach
from .measurements import is_monochrome, tints_grays
from .parameter import unknown_name
from .scene import Scene, mix, weigh_scenes
from .steps import MONOCHROME, STEPS

if TYPE_CHECKING:
    from .lut_space import LutSpace

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
class Basis:
    """The basis of a look, which basis.py reads and describes.

    kind: "measured_on", "described_by", "interpretation" or "imagined".  names: the devices that the look was measured
    on, or who described it.
    """

    kind: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Base:
    """A look or a LUT, one of the two, and how much of it: 0..1.

    lut: as one that takes and gives sRGB.  digest: of the LUT, so that a recipe is another one when its file has
    changed.  for_raw: the LUT for raw files, whose numbers are a scene's light, if it is made for another space.
    """

    name: str
    look: Look | None = None
    lut: Lut | None = field(default=None, repr=False, compare=False)
    strength: float = 1.0
    digest: str = ""
    for_raw: Lut | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of_lut(cls, name: str, lut: Lut, strength: float, space: LutSpace | None = None) -> Base:
        """Make a base of a LUT and the color space that it is made for, sRGB by default."""
        digest = hashlib.sha256(lut.content + str(space or "").encode()).hexdigest()[:16]
        if space is None:
            return cls(name, None, lut, strength, digest)
        return cls(name, None, space.place(lut), strength, digest, space.place(lut, scene_light=True))

    def codes(self, scene: str, size: int) -> Floats:
        """Return the (size³, 3) sRGB codes that it makes of a lattice's colors; a LUT may leave 0..1."""
        identity = lattice(size).reshape(-1, 3)
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
        """True if it leaves no colors."""
        if self.look is not None:
            return self.look.monochrome and self.strength == 1
        return self.lut is not None and self.strength == 1 and is_monochrome(self.lut)

    @property
    def colors_grays(self) -> bool:
        """True if grays come out with a color."""
        if self.look is not None:
            return self.look.colors_grays
        return self.lut is not None and tints_grays(self.lut)

    @property
    def works_on_grays(self) -> bool:
        """True if it changes grays.  A LUT in a file counts as one that does, since nobody can tell."""
        return self.look is None or self.look.works_on_grays

    @property
    def finish(self) -> tuple[Finish, ...]:
        """The look's own finishing steps, scaled by the strength."""
        steps = self.look.finish if self.look is not None else ()
        scaled = (
            step if isinstance(step, Crop) else replace(step, amount=self.strength * step.amount) for step in steps
        )
        return tuple(scaled)


@dataclass(frozen=True)
class Look:
    """A look: a recipe for a table, and what a table cannot do.

    Parameters
    ----------
    id : str
        What the commands and procedures take; it never changes.
    name : str
        As the menu shows it.
    maker : str
        The partnership, which is its folder in the menu.
    phone : str
        Where it appeared first.
    year : int, optional
        When it appeared first.
    character : str
        One sentence.
    basis : Basis, optional
        What the recipe was made from: measured, described, our interpretation or imagined.
    rests_on : str
        More about that, in words.
    remarks : tuple of str
        Keys of the sentences that are shown with it.
    steps : tuple of Step
        In order, baked into a table.
    finish : tuple of Finish
        What follows the table, in order.
    variants : dict of str to tuple of Step
        Other steps, by the name of the scene that they are for.
    base : Base, optional
        What the steps start from, if not the photograph itself.

    Examples
    --------
    >>> look = lut.looks.load("leica-authentic")
    >>> look.name, look.phone, look.year
    ('Authentic', 'Xiaomi 12S Ultra', 2022)
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
        """True if all hues end up as one, so that the look works on gray pictures, too."""
        if self.base is not None and self.base.monochrome:
            return True
        return any(step.name in MONOCHROME for step in self.steps)

    @property
    def colors_skin(self) -> bool:
        """True if the look turns the hue of some skin tones, as the maker's own rendering does."""
        return "colors-skin" in self.remarks

    def holds_skin_back(self, scene: str = "day") -> bool:
        """Return True if a step for that scene enriches skin less than other colors."""
        steps = [step.values for step in self.variants.get(scene, self.steps) if step.name == "saturation"]
        return any(values.get("gain", 1.0) > 1 and values.get("skin", 1.0) < 1 for values in steps)

    @property
    def works_on_grays(self) -> bool:
        """True if the look does something to a picture without colors: a monochrome look, or one of tones alone."""
        if self.monochrome:
            return True
        about_tones = all(step.name in ON_GRAYS for steps in self.renderings for step in steps)
        return about_tones and (self.base is None or self.base.works_on_grays)

    @property
    def colors_grays(self) -> bool:
        """True if grays do not stay gray."""
        if not any(self.renderings) and self.base is None:  # nothing but a table
            return tints_grays(self.table("day", 2))
        return any(_tinted(steps, self.base) for steps in self.renderings)

    @property
    def scenes(self) -> tuple[str, ...]:
        """The scenes that the look tells apart, the day first; none if it is the same in all."""
        told = {*self.variants, *(self.base.scenes if self.base is not None else ())}
        return tuple(name for name in SCENES if name == "day" or name in told) if told else ()

    def weights(self, scene: Mapping[str, float] | Scene | None = None) -> dict[str, float]:
        """Return the weight of each of the look's scenes, 1 in all.  A scene that it has no steps for is day.

        scene: what ``measure_scene`` has found, or weights by name; None is the day.
        """
        return weigh_scenes(scene, self.scenes)

    def amount(self, name: str) -> float:
        """Return the look's own amount of a finishing step, one of ``FINISHES``; 0 if it has none."""
        found = (step for step in self.finish if isinstance(step, FINISHES[name]))
        return next((step.amount for step in found if not isinstance(step, Crop)), 0.0)

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

    @property
    def placed(self) -> Base | None:
        """The base, if it is a LUT that is made for another color space than sRGB, and all that there is to the table.

        Its LUT then is used as it is, and not baked.
        """
        base = self.base
        exact = base is not None and base.for_raw is not None and base.strength == 1 and not any(self.renderings)
        return base if exact else None

    def bake(self, size: int = 33, scene: Mapping[str, float] | Scene | None = None) -> Lut:
        """Sample the recipe on a lattice of size³ colors.

        Parameters
        ----------
        size : int
            Lattice points along each axis, 2 to 256.
        scene : Mapping of str to float, or Scene, optional
            Weights by scene, or what ``measure_scene`` returned: each variant is baked, and the tables are mixed. By
            default the day, the rendering that the look is described by.

        Returns
        -------
        Lut
            sRGB codes to sRGB codes. Vignette, grain, glow, crop and local tone are not part of it.

        Raises
        ------
        LutError
            The size or a scene is unknown.

        Examples
        --------
        >>> lut.looks.load("leica-authentic").bake(size=17)
        Lut(17³, title='Xiaomi × Leica Authentic')
        >>> night = lut.looks.load("leica-authentic").bake(scene={"night": 1.0})
        """
        if self.placed is not None and self.placed.lut is not None:
            return self.placed.lut.baked(size).labeled(self.title)
        weights = self.weights(scene)
        return mix({name: self.table(name, size) for name, weight in weights.items() if weight > 0}, weights)

    def table(self, scene: str, size: int = 33) -> Lut:
        """Return the table of a single scene, one of ``SCENES``; what ``mix`` makes others from.

        A look that is ``placed`` has its LUT's own operators, whatever the size.
        """
        if scene not in SCENES:
            raise LutError(unknown_name("scene", scene, SCENES))
        if self.placed is not None and self.placed.lut is not None:
            return self.placed.lut.labeled(self.title)
        colors, source = oklab_lattice(size) if self.base is None else to_oklab_and_reach(self.base.codes(scene, size))
        codes = np.empty_like(colors)
        for start in range(0, len(colors), CHUNK):
            part = slice(start, start + CHUNK)
            lab = colors[part]
            for step in self.variants.get(scene, self.steps):
                lab = step(lab)
            codes[part] = linear_to_srgb(compress_gamut(lab, source[part]))
        return Lut(codes.reshape(size, size, size, 3), title=self.title)


@dataclass(frozen=True)
class FileLook(Look):
    """A look that is nothing but the LUT in a file."""

    path: Path = Path()

    __hash__ = Look.__hash__

    def table(self, scene: str, size: int = 33) -> Lut:
        """Return the file's LUT with its own lattice and shaper; size is for recipes."""
        from .. import formats

        return formats.read(self.path)

    def bake(self, size: int = 33, scene: Mapping[str, float] | Scene | None = None) -> Lut:
        return self.table("day", size)


def gray_result(look: Look) -> Literal["gray", "rgb"]:
    """Return what a grayscale picture becomes in a look.

    Parameters
    ----------
    look : Look
        A monochrome look, or one of tones and tints only.

    Returns
    -------
    {"gray", "rgb"}
        "gray": the channels come out equal, any of them is the result. "rgb": the look tones the picture (sepia, blue),
        which has to become RGB first.

    Raises
    ------
    LutError
        The look changes colors, which a grayscale picture does not have.

    Examples
    --------
    >>> lut.looks.gray_result(lut.looks.load("leica-sepia"))
    'rgb'
    """
    if not look.works_on_grays:
        raise LutError(
            f"{look.title} changes colors, and a grayscale picture has none: "
            "choose a black-and-white, sepia or blue look, or convert the picture to RGB"
        )
    return "rgb" if look.colors_grays else "gray"


def _tinted(steps: tuple[Step, ...], base: Base | None) -> bool:
    """Return True if grays have a color after the steps: a tint's or the base's, not taken away by a later step."""
    last = max((index for index, step in enumerate(steps) if step.name in MONOCHROME), default=-1)
    own = any(np.any(step.values.get(key, 0)) for step in steps[last + 1 :] for key in TINTS.get(step.name, ()))
    return own or (last < 0 and base is not None and base.colors_grays)


@lru_cache(maxsize=2)
def oklab_lattice(size: int) -> tuple[Floats, Floats]:
    """Return ``to_oklab_and_reach`` of a lattice's own colors, with which every look without a base begins."""
    result = to_oklab_and_reach(lattice(size).reshape(-1, 3))
    for array in result:
        array.setflags(write=False)
    return result


def to_oklab_and_reach(codes: Floats) -> tuple[Floats, Floats]:
    """Convert (P, 3) sRGB codes to Oklab, (P, 3), with their reach in sRGB's gamut, (P, 3)."""
    lab = srgb_to_oklab(codes)
    source: Floats = np.clip(gamut_reach(lab), -1, 1)
    return lab, source
