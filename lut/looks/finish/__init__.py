"""Finishing steps: what a table cannot hold, since it depends on where in the picture a pixel is.

Each works on one strip of pixels at a time, and gives the same bits however a picture is cut.
"""

from __future__ import annotations

from .film import Grain, grain
from .frame import Crop
from .light import Vignette, vignette

Finish = Vignette | Grain | Crop
FINISHES: dict[str, type[Finish]] = {"vignette": Vignette, "grain": Grain, "crop": Crop}

__all__ = ["FINISHES", "Crop", "Finish", "Grain", "Vignette", "grain", "vignette"]
