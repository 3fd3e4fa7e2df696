"""Turn pixels upright."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# How the pixels of each EXIF orientation are turned upright: columns mirrored first, then quarter turns
# counter-clockwise.
UPRIGHT = {
    1: (False, 0),
    2: (True, 0),
    3: (False, 2),
    4: (True, 2),
    5: (True, 1),
    6: (False, 3),
    7: (True, 3),
    8: (False, 1),
}


def turn_upright(samples: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Turn (H, W, …) upright.  orientation: EXIF's, 1 to 8."""
    mirrored, quarters = UPRIGHT[orientation]
    return np.ascontiguousarray(np.rot90(samples[:, ::-1] if mirrored else samples, quarters))
