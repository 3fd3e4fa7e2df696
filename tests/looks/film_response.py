"""The film of a monochrome look: which light makes it how bright."""

from __future__ import annotations

import numpy as np

from lut.color import linear_to_srgb, luminance, srgb_to_linear
from lut.looks.measurements import MIDDLE
from lut.table import Lut


def channel_response(lut: Lut) -> tuple[float, float, float]:
    """Return the shares of red, green and blue light in the output's luminance, around middle gray.

    They add up to 1; for a monochrome look they are its film's response.
    """
    base = np.full((3, 3), MIDDLE, dtype=np.float32)
    nudge = np.float32(0.02) * np.eye(3, dtype=np.float32)
    up, down = (luminance(srgb_to_linear(lut(linear_to_srgb(base + sign * nudge)))) for sign in (1, -1))
    shares = (up - down) / (up - down).sum()
    return float(shares[0]), float(shares[1]), float(shares[2])
