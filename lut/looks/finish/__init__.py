"""Finishing steps: what a table cannot hold, since it depends on where in the picture a pixel is.

Each works on one strip of pixels at a time, and gives the same bits however a picture is cut.
"""

from __future__ import annotations

from .crop import MIDDLE, Center, Crop, center_of
from .glow import Glow, glow, glow_map
from .grain import Grain, grain
from .local_gain import LocalGain, apply_gain
from .local_tone import LocalTone, measure_local_tone
from .pixel_strips import Strip
from .vignette import Vignette, vignette

Finish = Vignette | Grain | Glow | LocalTone | Crop
FINISHES: dict[str, type[Finish]] = {
    "vignette": Vignette,
    "grain": Grain,
    "glow": Glow,
    "local_tone": LocalTone,
    "crop": Crop,
}

__all__ = [
    "FINISHES",
    "MIDDLE",
    "Center",
    "Crop",
    "Finish",
    "Glow",
    "Grain",
    "LocalGain",
    "LocalTone",
    "Strip",
    "Vignette",
    "apply_gain",
    "center_of",
    "glow",
    "glow_map",
    "grain",
    "measure_local_tone",
    "vignette",
]
