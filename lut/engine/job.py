"""One look applied to one image, strip by strip."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from numpy.typing import NDArray

from ..apply import Applier
from ..looks import finish
from ..table import Lut
from . import library
from .memory import TYPES
from .protocol import ProtocolError


@lru_cache(maxsize=4)
def applier(lut: Lut, strength: float) -> Applier:
    """Kept, since an Applier remembers every 8-bit colour that it has computed."""
    return Applier(lut, strength)


class Job:
    """What a ``job`` message asks for."""

    def __init__(self, message: dict[str, Any]) -> None:
        self.dtype = TYPES.get(message.get("type", ""))
        self.channels = message.get("channels")
        if self.dtype is None or self.channels not in (3, 4):
            raise ProtocolError(f"engine: expected 3 or 4 channels of {' or '.join(TYPES)}, found {message!r}")
        strength = float(message["strength"])
        vignette = message.get("vignette")
        if "lut" in message:
            table, own = library.file(message["lut"]), 0.0
        else:
            look, table = library.look(message["look"])
            own = look.vignette
        self.frame = tuple(message["frame"])
        self.vignette = float(own if vignette is None else vignette) * strength
        self.apply = applier(table, strength)

    def run(self, source: NDArray[Any], target: NDArray[Any], left: float, top: float, scale: float) -> None:
        """Compute one strip; source and target may be the same pixels."""
        self.apply.into(source, target)
        if self.vignette:
            finish.vignette(target, self.vignette, left, top, self.frame, scale=scale)
