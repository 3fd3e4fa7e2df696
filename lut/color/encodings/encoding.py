"""One color space that tables are made for: its primaries, and the curve between its codes and light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..chromaticities import Chromaticities
from .curve import LINEAR, Curve, Doubles


@dataclass(frozen=True)
class Encoding:
    """A color space with its transfer curve.

    Parameters
    ----------
    id : str
        What commands and recipes call it.
    name : str
        As its maker writes it.
    chromaticities : Chromaticities
        Primaries and white.
    curve : Curve
        Between codes and light.
    source : str
        The document that defines it; where there is none, what the numbers rest on.
    scene : bool
        True if its light is that of a scene, in which 0.18 is middle gray and white may lie far above 1; False if it is
        a display's, from 0 to 1.

    Examples
    --------
    >>> from lut.color.encodings import ENCODINGS
    >>> ENCODINGS["v-log"].encode(0.18).round(4).tolist()  # as the maker has middle gray
    0.4233
    """

    id: str
    name: str
    chromaticities: Chromaticities
    curve: Curve
    source: str
    scene: bool = False

    def decode(self, codes: ArrayLike) -> Doubles:
        """Decode codes (…) into linear light with this space's primaries, float64; nothing is clipped above."""
        return np.asarray(self.curve.decode(np.asarray(codes, np.float64)))

    def encode(self, light: ArrayLike) -> Doubles:
        """Encode linear light (…) with this space's primaries as codes, float64."""
        return np.asarray(self.curve.encode(np.asarray(light, np.float64)))

    @property
    def is_linear(self) -> bool:
        """True if its codes are its light."""
        return self.curve == LINEAR

    @property
    def label(self) -> str:
        """The kind of light in a word."""
        return "scene" if self.scene else "display"
