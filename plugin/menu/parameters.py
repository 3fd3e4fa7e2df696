"""The settings of the menu's actions: names, words, ranges and defaults."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from lut.shared.amounts import BLENDS, SOFTNESS, TONES
from lut.shared.look_names import AUTO

from ..language import _
from .amounts import BLEND_LABELS, TONE_LABELS, Amount
from .scenes import CHOICES

LOOKS_OWN = -1.0


@dataclass(frozen=True)
class Parameter:
    """One setting of an action.

    kind is double, integer, boolean, string, strings, choice, layer, file, any-file or save-file.

    later: scripts give arguments by their places, so that what a procedure got after its first version stands behind
    what it had, by this number.

    Numbers have a range; choices are pairs of what scripts write and what people read.  GIMP itself refuses a file that
    is not there, with words of its own; of any-file the engine says it.
    """

    name: str
    kind: str
    label: str
    blurb: str
    default: Any
    low: float = 0.0
    high: float = 100.0
    choices: tuple[tuple[str, str], ...] = ()
    later: int = 0


SKIN_AND_TONE, CENTERS, SPACES, FINISHES, OUTPUTS = range(1, 6)  # what came later, in that order

STRENGTH = Parameter(
    "strength", "double", _("Streng_th"), _("How much of the look: 0 % changes nothing, 100 % is all of it"), 100.0
)
NEW_LAYER = Parameter(  # of scripts, and of dialogs in GIMP 2.10
    "new-layer",
    "boolean",
    _("P_ut the result on a new layer"),
    _("Leave this layer as it is and add one with the look"),
    False,
)
THIS_LAYER, LIVE_FILTER = "this", "live-filter"
OUTPUT = Parameter(
    "output",
    "choice",
    _("Ap_ply to"),
    _("Change this layer, or leave it as it is and add one above; a look layer remembers its look and can be edited"),
    THIS_LAYER,
    choices=(
        (THIS_LAYER, _("This layer")),
        ("new-layer", _("A new layer")),
        ("look-layer", _("A look layer")),
        (LIVE_FILTER, _("A live filter")),  # only where there is an operation for it
    ),
)
# Of procedures that had only NEW_LAYER at first, which still counts where this one says nothing else.
LATER_OUTPUT = replace(OUTPUT, later=OUTPUTS)
OWN_NUMBERS = Parameter(
    "own-numbers",
    "boolean",
    _("_Ignore the color profile"),
    _("Look the image's own numbers up instead of converting them to sRGB, for which looks are made, and back"),
    False,
)
LOOK = Parameter(
    "look", "string", _("Loo_k"), _("The look's id, for example leica-authentic; empty to use the LUT file"), ""
)
LUT_FILE = Parameter(
    "lut-file", "any-file", _("LUT _file"), _("A LUT file of any known format to apply instead of a look"), None
)
LUT_SPACE = Parameter(
    "lut-space",
    "string",
    _("_Made for"),
    _(
        "The color space that the LUT file is made for, and behind a colon that of its results, for example v-log or "
        "v-log:rec709; empty for sRGB, as pictures are"
    ),
    "",
    later=SPACES,
)
CROP = Parameter(
    "crop",
    "boolean",
    _("Crop the i_mage to {ratio}"),
    _("Cut the image to the look's own format, as a step of its own to undo"),
    False,
)
# Where the middle of that format is; nothing of a dialog's, where the frame is dragged in the preview.
CROP_CENTER = tuple(
    Parameter(name, "double", label, blurb, LOOKS_OWN, LOOKS_OWN, later=CENTERS)
    for name, label, blurb in (
        (
            "crop-x",
            _("Crop's middle from the left"),
            _("In percent of the image's width; -1 for where the picture's interest is"),
        ),
        (
            "crop-y",
            _("Crop's middle from the top"),
            _("In percent of the image's height; -1 for where the picture's interest is"),
        ),
    )
)
SCENE = Parameter(
    "scene",
    "choice",
    _("Sc_ene"),
    _("Some looks have a rendering for each kind of scene; by default the picture's light and what it shows decide"),
    AUTO,
    choices=CHOICES,
)


BLEND = Parameter(
    "blend",
    "choice",
    _("_Blend mode"),
    _("Take all of the look, only its colors, or only its lightness; the rest stays as the picture has it"),
    BLENDS[0],
    choices=tuple((name, BLEND_LABELS[name]) for name in BLENDS),
    later=FINISHES,
)
TONAL_RANGE = Parameter(
    "tones",
    "choice",
    _("Tones affecte_d"),
    _("Apply the look to dark, middle or bright parts of the picture only"),
    TONES[0],
    choices=tuple((name, TONE_LABELS[name]) for name in TONES),
    later=FINISHES,
)
SOFT_RANGE = Parameter(
    "softness",
    "double",
    _("Soft boundar_y"),
    _("How gradually the look leads over to the parts without it, in percent"),
    100 * SOFTNESS,
    later=FINISHES,
)
MIXING = (BLEND, TONAL_RANGE, SOFT_RANGE)


def amount_parameter(amount: Amount, default: float, added: bool = False) -> Parameter:
    """Declare how much of something a look does, in percent.  added: to a look or a file that does not bring it."""
    low = min(default, 0.0)
    blurb = amount.blurb + (_("; -1 for the look's own amount") if low < 0 else "")
    later = SKIN_AND_TONE if amount.later else FINISHES if added else 0
    return Parameter(amount.argument, "double", amount.label, blurb, default, low, later=later)


def in_signature(parameters: Iterable[Parameter]) -> list[Parameter]:
    """Sort a dialog's parameters as the procedure's arguments, which scripts may give by their places."""
    return sorted(parameters, key=lambda each: each.later)


def crop_parameter(ratio: str = "") -> Parameter:
    """Declare whether to crop.  ratio: as in 65:24; empty for looks of any, and of none."""
    label = CROP.label.format(ratio=ratio) if ratio else _("Crop the i_mage to the look's format")
    return replace(CROP, label=label)
