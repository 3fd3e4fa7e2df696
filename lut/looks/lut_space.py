"""The color space that a LUT is made for, as commands, recipes and messages name it: ``v-log`` or ``v-log:rec709``."""

from __future__ import annotations

from dataclasses import dataclass

from ..color.encodings import ENCODINGS, Encoding
from ..color.scene_tone import MIDDLE
from ..errors import LutError
from ..language import _
from ..operators.space_conversion import place_in_space
from ..table import Lut
from .parameter import show_value, unknown_name
from .space_suggestion.gray_ramp import measure_grays
from .space_suggestion.suggestion import DISPLAY, stays_in_log

BETWEEN = ":"


@dataclass(frozen=True)
class LutSpace:
    """A choice: the space of the LUT's input, and that of its output; None where the table itself shall tell.

    Examples
    --------
    >>> from lut.looks.lut_space import parse_lut_space
    >>> parse_lut_space("v-log").space.name
    'V-Log / V-Gamut'
    """

    space: Encoding
    out: Encoding | None = None

    def __str__(self) -> str:
        return self.space.id if self.out is None else f"{self.space.id}{BETWEEN}{self.out.id}"

    def find_out(self, lut: Lut) -> Encoding:
        """Return the space of the LUT's output: the one that was named, or the likelier one by what it does to grays.

        Tables for a log and for linear light mostly give Rec.709, and else stay in their own space.  Others stay there.
        """
        if self.out is not None:
            return self.out
        display, space = ENCODINGS[DISPLAY], self.space
        if space.is_linear:
            gray = float(lut([MIDDLE] * 3)[1])
            return space if abs(gray - MIDDLE) < abs(gray - float(display.encode(MIDDLE))) else display
        return space if not space.scene or stays_in_log(measure_grays(lut), space.id) else display

    def place(self, lut: Lut, scene_light: bool = False) -> Lut:
        """Return the LUT as one that takes and gives sRGB.  scene_light: see ``place_in_space``."""
        out = self.find_out(lut)
        placed = place_in_space(lut, self.space, out, scene_light)
        if self.out is None and out != self.space:
            return placed.noted(_("its results were taken for {space}").format(space=out.name))
        return placed


def find_outs(lut: Lut) -> dict[str, str]:
    """Return the space of a LUT's output for each space that it may be made for, both by id, as ``find_out`` has it."""
    return {one.id: LutSpace(one).find_out(lut).id for one in ENCODINGS.values()}


def parse_lut_space(text: str) -> LutSpace:
    """Parse NAME or NAME:OUT.  Raises LutError with the names that there are."""
    names = text.split(BETWEEN)
    if len(names) > 2 or not all(names):
        raise LutError(
            _("expected a color space as NAME or NAME:OUT, such as v-log:rec709, found {text}").format(
                text=show_value(text)
            )
        )
    for name in names:
        if name not in ENCODINGS:
            raise LutError(unknown_name("color space", name, ENCODINGS))
    return LutSpace(*(ENCODINGS[name] for name in names))


def in_space(lut: Lut, space: str, scene_light: bool = False) -> Lut:
    """Return a LUT that is made for another color space as one that takes and gives sRGB.

    Parameters
    ----------
    lut : Lut
        Its numbers are codes of that space.
    space : str
        ``NAME`` or ``NAME:OUT``, as in "v-log:rec709": the space of its input and that of its results. Without ``OUT``
        a LUT for a log or for linear light gives Rec.709, unless it keeps grays where its own space has them; any other
        stays in its space. ``camera-looks spaces`` lists them.
    scene_light : bool
        The pictures are a scene's light in sRGB's coding, as raw files are developed. By default they are finished
        photographs, whose highlights are expanded on the way into a log and compressed on the way back.

    Returns
    -------
    Lut
        It holds operators, and is exact. Colors outside sRGB are not clipped.

    Raises
    ------
    LutError
        There is no such space; the sentence names the nearest one.

    Examples
    --------
    >>> same = lut.looks.in_space(lut.Lut.identity(33), "v-log:v-log")
    >>> same([0.2, 0.5, 0.7]).round(3).tolist()
    [0.20000000298023224, 0.5, 0.699999988079071]
    """
    return parse_lut_space(space).place(lut, scene_light)
