"""Describe the local step that was found in pairs, in figures and in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..color.space import Floats
from ..language import _
from .local_features import base_of, luma_of
from .pair import Pair

DARKEST, BRIGHTEST = 1 / 3, 2 / 3  # of the areas, by their base layer's luma
TOP = 1 / 3  # of the picture, where a sky is
NOTABLE = 0.15  # stops
EXTREME = 5  # percentile of the gains in a part, and its counterpart


@dataclass(frozen=True)
class LocalStep:
    """Largest gains of linear light by place, in stops, beside the picture's median gain; 0 below NOTABLE.

    shadows: by which dark parts are lifted, negative where they are darkened.  highlights: by which bright parts are
    held, negative where they are lifted.  sky: by which the bright parts at the top are held.
    """

    shadows: float
    highlights: float
    sky: float

    @property
    def sentence(self) -> str:
        found = []
        shadows = _("lifts shadows by up to {stops:.1f} EV"), _("deepens shadows by up to {stops:.1f} EV")
        highlights = _("holds highlights by up to {stops:.1f} EV"), _("lifts highlights by up to {stops:.1f} EV")
        for stops, (up, down) in ((self.shadows, shadows), (self.highlights, highlights)):
            if stops:
                found.append((up if stops > 0 else down).format(stops=abs(stops)))
        if self.sky > 0:
            found.append(_("protects the sky"))
        does = ", ".join(found) or _("changes contrast in places")
        return _("Local tone mapping was found and told apart from the look: it {does}.").format(does=does)


def describe_gains(pairs: Sequence[Pair], stops: Sequence[Floats]) -> LocalStep:
    """Describe gains (P,) in stops of each pair's areas."""
    base = np.concatenate([base_of(luma_of(pair.before), pair.shape) for pair in pairs])
    height = np.concatenate([(np.indices(pair.shape)[0].ravel() + 0.5) / pair.shape[0] for pair in pairs])
    gains = np.concatenate(stops)
    gains = gains - np.median(gains)
    dark, bright = base <= np.quantile(base, DARKEST), base >= np.quantile(base, BRIGHTEST)

    def largest(which: np.ndarray) -> float:
        if not which.any():
            return 0.0
        low, high = np.percentile(gains[which], [EXTREME, 100 - EXTREME])
        most = float(high if gains[which].mean() > 0 else low)
        return most if abs(most) >= NOTABLE else 0.0

    return LocalStep(largest(dark), -largest(bright), -largest(bright & (height < TOP)))
