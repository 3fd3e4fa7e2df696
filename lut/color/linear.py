"""Linear light with sRGB's primaries, the hub: 0 is black, 1 is white, gray is R = G = B."""

from __future__ import annotations

from .space import Space, as_floats

SPACE = Space("linear", as_floats, as_floats)
