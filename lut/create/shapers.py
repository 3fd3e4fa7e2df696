"""The way back through a shaper."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..errors import LutError
from ..language import _
from ..table import Shaper

Doubles = NDArray[np.float64]


def unshaped(shaper: Shaper, coordinates: Doubles) -> Doubles:
    """The colors (P, 3) that a shaper takes to these coordinates (P, 3); continued straight beyond its ends.

    Where a curve stays level, the end of the level stretch.  Raises LutError for a curve that turns back.
    """
    colors = np.empty(coordinates.shape)
    for channel, name in enumerate((_("red"), _("green"), _("blue"))):
        low, high = shaper.domain[:, channel].astype(np.float64)
        inputs = np.linspace(low, high, len(shaper.values))
        outputs = shaper.values[:, channel].astype(np.float64)
        if outputs[-1] < outputs[0]:
            inputs, outputs = inputs[::-1], outputs[::-1]
        rising = np.diff(outputs) > 0
        if (np.diff(outputs) < 0).any() or not rising.any():
            sentence = _("expected a shaper whose curves rise or fall throughout, found a level one in {channel}")
            if rising.any():
                sentence = _(
                    "expected a shaper whose curves rise or fall throughout, found one that turns back in {channel}"
                )
            raise LutError(sentence.format(channel=name))
        kept = np.append(rising, True) | np.insert(rising, 0, True)  # both ends of each level stretch
        inputs, outputs = inputs[kept], outputs[kept]
        wanted = coordinates[:, channel]
        found_colors = np.interp(wanted, outputs, inputs)
        for end, beyond in ((0, wanted < outputs[0]), (-1, wanted > outputs[-1])):
            near = np.flatnonzero(np.diff(outputs) > 0)[end]
            slope = (inputs[near + 1] - inputs[near]) / (outputs[near + 1] - outputs[near])
            found_colors = np.where(beyond, inputs[end] + (wanted - outputs[end]) * slope, found_colors)
        colors[:, channel] = found_colors
    return colors
