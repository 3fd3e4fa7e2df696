# -*- coding: utf-8 -*-
"""The amounts of lut/shared/amounts.py in dialogs.  In every host, so valid in Python 2.7, too."""

from lut.shared import amounts
from lut.shared.look_names import AUTO

from ..language import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping  # noqa: F401 - in type comments
    from typing import Any  # noqa: F401


class Amount(amounts.Amount):
    """An amount with its label and its description."""

    def __init__(self, amount, label, blurb):
        # type: (amounts.Amount, str, str) -> None
        amounts.Amount.__init__(self, **vars(amount))
        self.label = label
        self.blurb = blurb


WORDS = {
    "protect_skin": (_("Protect s_kin"), _("Keep the hue and the saturation of what can be skin, in percent")),
    "local_tone": (
        _("Local to_ne"),
        _("Lift dark parts of the picture and hold bright ones; details keep their contrast; in percent"),
    ),
    "vignette": (_("_Vignette"), _("Darken the corners, but nothing that is white, in percent")),
    "grain": (_("_Grain"), _("Add film grain, strongest in middle tones, in percent")),
    "glow": (_("Glo_w"), _("Let highlights spread a little of their light, in percent")),
}
AMOUNTS = tuple(Amount(amount, *WORDS[amount.name]) for amount in amounts.AMOUNTS)
NAMES = tuple(amount.name for amount in AMOUNTS)
BLEND_LABELS = {"normal": _("Normal"), "color": _("Color"), "luminosity": _("Luminosity")}
TONE_LABELS = {
    "all": _("All"),
    "shadows": _("Shadows"),
    "midtones": _("Middle tones"),
    "highlights": _("Highlights"),
}


def follows_the_picture(look, job):
    # type: (Mapping[str, Any] | None, Mapping[str, Any]) -> bool
    """Return whether what a job does depends on what the picture shows, so that the engine needs a thumbnail.

    look: its entry in the catalog; None for a LUT file.
    """
    own = look or {}
    if own.get("variants") and job.get("scene") in (None, AUTO):
        return True
    whole = (amount.name for amount in AMOUNTS if amount.whole)
    return any(own.get(name) if job.get(name) is None else job[name] for name in whole)
