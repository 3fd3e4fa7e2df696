"""Suggest the color space that a LUT is made for, with the reasons.  Nothing is ever applied because of it.

Evidence is what a file says of itself (comments and descriptors, its name, its title), and what its table does.  Words
that also mean something else, as "vlog", count only where the table agrees.  A table decides alone only where it is
clear, see table_evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from ...color.encodings import ENCODINGS
from ...language import _
from ...table import Lut
from .gray_ramp import GrayRamp, measure_grays
from .named_spaces import Named, names_print_stock, read_comment, read_name
from .table_evidence import NO_EVIDENCE, TableEvidence, weigh_table

DISPLAY = "rec709"
LOW_CONTRAST = 1.25  # of a table that stays in a log, between dark gray and white
DARK_GRAY, WHITE = 0.045, 0.9  # of scene light
LIFTED = 0.04  # output for black of a table that stays in a log
TOLD_BLACK, TOLD_CONTRAST = 0.05, 1.5  # from where on a reason names them
HDR = 1.5  # upper end of an input range that is for linear light
GRAY_CODES = (0.3, 0.6)  # where tables from linear light have middle gray, in display codes
CURVES = (1 / 2.4, 1 / 2.2, 0.45)  # powers from linear light to displays
NEAR_CURVE = 0.02  # RMS
PRINT_BLACK, PRINT_CONTRAST = (0.05, 0.16), 1.4  # of tables from Cineon's log: its black is 95 of 1023


@dataclass(frozen=True)
class Suggestion:
    """What a LUT looks made for.

    space, out: ids of its input's and output's encodings.  reasons: clauses, in the user's language.  also: ids of
    spaces that explain the table nearly as well.
    """

    space: str
    out: str
    reasons: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def choice(self) -> str:
        """As commands and recipes write it."""
        return f"{self.space}:{self.out}"

    @property
    def names(self) -> str:
        """The space in words, or from what to what."""
        if self.out in (self.space, DISPLAY):
            return ENCODINGS[self.space].name
        return _("{space} to {out}").format(space=ENCODINGS[self.space].name, out=ENCODINGS[self.out].name)

    def describe(self) -> str:
        """Return the suggestion in a sentence without its end, as dialogs show it."""
        reasons = list(self.reasons)
        if self.also:
            others = ", ".join(ENCODINGS[space].name for space in self.also)
            reasons.append(_("{spaces} would fit nearly as well").format(spaces=others))
        return _("looks made for {space} ({reasons})").format(space=self.names, reasons="; ".join(reasons))

    def to_fields(self) -> dict[str, Any]:
        """Return the suggestion as JSON has it; ``sentence`` is what ``describe`` returns."""
        also, sentence = list(self.also), self.describe()
        return {"space": self.space, "out": self.out, "choice": self.choice, "also": also, "sentence": sentence}


def suggest_file_space(path: str | PathLike[str]) -> Suggestion | None:
    """Suggest the space of a LUT file.  Raises LutFormatError for a file that is none."""
    from ... import formats

    place = Path(path)
    return suggest_space(formats.read(place), place.stem, formats.read_comments(place))


def suggest_space(lut: Lut, name: str, comments: Iterable[str] = ()) -> Suggestion | None:
    """Suggest the space that a LUT is made for; None where nothing says that it is not for sRGB.

    name: the file's, without folder and ending: folders have names of other things.  comments: lines that the file has
    for people.
    """
    ramp = measure_grays(lut)
    sources = list(known_sources(lut, name, comments))
    sure = next((found for found in sources if found[0].sure and found[0].spaces), None)
    if sure is not None and not sure[0].out:  # another line of the same file may say it
        out = next((found.out for found, _reason in sources if not found.spaces), "")
        sure = Named(sure[0].spaces, out), sure[1]
    cameras = tuple(space for found, _reason in sources for space in found.spaces if ENCODINGS[space].scene)
    if sure is not None and sure[0].spaces[0] in cameras:
        return suggest_named_camera(lut, ramp, *sure)
    evidence = weigh_table(lut, ramp)
    if evidence.is_certain:
        return suggest_by_table(ramp, evidence, sources)
    if "cineon" in ENCODINGS and names_print_stock(f"{name} {lut.title}") and looks_like_print(ramp):
        out = next((found.out for found, _reason in sources if found.out), DISPLAY)
        return Suggestion("cineon", out, (_("its name is that of a film for prints"), *describe_ramp(ramp)))
    if sure is not None and sure[0].spaces[0] != "srgb":
        return Suggestion(sure[0].spaces[0], sure[0].out or sure[0].spaces[0], (sure[1],))
    return suggest_linear(lut, ramp, sources)


def known_sources(lut: Lut, name: str, comments: Iterable[str]) -> Iterator[tuple[Named, str]]:
    """Yield what texts say of spaces that there are, the most explicit text first, each with the clause for it."""
    texts = [(read_comment(line), _("a comment in it says so")) for line in comments]
    texts += [(read_name(name), _("its name says so")), (read_name(lut.title), _("its title says so"))]
    for named, reason in texts:
        spaces = tuple(space for space in named.spaces if space in ENCODINGS)
        out = named.out if named.out in ENCODINGS else ""
        if spaces or out:
            yield Named(spaces, out, named.sure), reason


def suggest_named_camera(lut: Lut, ramp: GrayRamp, named: Named, reason: str) -> Suggestion:
    """Suggest a camera's space that a text names; the table tells variants of it apart, and whether it stays in it."""
    spaces, out = named.spaces, named.out
    in_log = stays_in_log(ramp, spaces[0])
    if out in ENCODINGS and ENCODINGS[out].scene and not in_log:
        spaces, out = (*spaces, out), ""  # "FLog2C_to_ACROS_VLog" ends on a display: one of the two is its input
    evidence = weigh_table(lut, ramp) if len(spaces) > 1 else NO_EVIDENCE
    space = evidence.best_of(spaces) if evidence.is_certain else spaces[0]
    reasons = [reason]
    if in_log and not out:
        out = space
        reasons.append(_("it keeps black and white where that log has them, so that its result is in the log, too"))
    else:
        reasons += describe_ramp(ramp)
    return Suggestion(space, out or DISPLAY, tuple(reasons))


def suggest_by_table(ramp: GrayRamp, evidence: TableEvidence, sources: list[tuple[Named, str]]) -> Suggestion:
    """Suggest what a table says clearly; a name may say which of the likely spaces it is, and the output."""
    best, close = evidence.ranking[0][0], evidence.close()
    out = next((named.out for named, _reason in sources if named.out and not ENCODINGS[named.out].scene), DISPLAY)
    facts = describe_ramp(ramp)
    for named, reason in sources:
        for space in named.spaces:
            if space == best or space in close:
                return Suggestion(space, out, (reason, *facts))
    return Suggestion(best, out, (_("its colors come from that camera's primaries"), *facts), close)


def suggest_linear(lut: Lut, ramp: GrayRamp, sources: list[tuple[Named, str]]) -> Suggestion | None:
    """Suggest linear light: by an input range far above 1, or by a curve that is the one from light to a display."""
    named = next((found for found in sources if found[0].spaces == ("linear-srgb",)), None)
    out = (named[0].out if named else "") or "srgb"
    top = 1.0  # operators have no range of their own
    if not lut.operators:
        top = float((lut.domain if lut.shaper is None else lut.shaper.domain)[1].max())
    if top >= HDR and GRAY_CODES[0] <= ramp.at(0.18) <= GRAY_CODES[1] and ramp.at(0.0) < LIFTED:
        reasons = [_("its input range runs up to {top:g}").format(top=top)]
    elif top <= 1 and distance_from_display_curve(ramp) < NEAR_CURVE:
        reasons = [_("its curve is the one from light to a display's codes")]
    else:
        return None
    return Suggestion("linear-srgb", out, ((named[1], *reasons) if named else tuple(reasons)))


def distance_from_display_curve(ramp: GrayRamp) -> float:
    """Return how far the grays are from the nearest curve that codes linear light, RMS."""
    curves = [ENCODINGS["srgb"].encode(ramp.codes), *(ramp.codes**power for power in CURVES)]
    return min(float(np.sqrt(np.mean((curve - ramp.grays) ** 2))) for curve in curves)


def stays_in_log(ramp: GrayRamp, space: str) -> bool:
    """Return True if a table for a log gives a log: black stays lifted, and contrast low."""
    black, dark, white = ENCODINGS[space].encode([0.0, DARK_GRAY, WHITE])
    contrast = (ramp.at(white) - ramp.at(dark)) / (white - dark)
    return bool(ramp.at(black) > LIFTED and 0 < contrast < LOW_CONTRAST)


def looks_like_print(ramp: GrayRamp) -> bool:
    """Return True if black and contrast are those of a table from Cineon's log."""
    return ramp.rises and PRINT_BLACK[0] <= ramp.black <= PRINT_BLACK[1] and ramp.contrast >= PRINT_CONTRAST


def describe_ramp(ramp: GrayRamp) -> list[str]:
    """Return clauses on what a table does to grays, where that is much."""
    clauses = []
    if ramp.black >= TOLD_BLACK:
        clauses.append(_("it makes black of codes below {code:.2f}").format(code=ramp.black))
    if ramp.contrast >= TOLD_CONTRAST:
        clauses.append(_("it raises contrast {times:.1f} times").format(times=ramp.contrast))
    return clauses
