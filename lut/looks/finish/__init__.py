"""Finishing steps: what a table cannot hold, since it depends on where in the picture a pixel is.

Each works on one strip of pixels at a time, and gives the same bits however a picture is cut.
"""

from __future__ import annotations

from .diffusion import Glow, glow, glow_map
from .film import Grain, grain
from .frame import Crop
from .light import Vignette, vignette

Finish = Vignette | Grain | Glow | Crop
FINISHES: dict[str, type[Finish]] = {"vignette": Vignette, "grain": Grain, "glow": Glow, "crop": Crop}

__all__ = ["FINISHES", "Crop", "Finish", "Glow", "Grain", "Vignette", "glow", "glow_map", "grain", "vignette"]
