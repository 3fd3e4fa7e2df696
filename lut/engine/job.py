"""One look applied to one image, strip by strip."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from numpy.typing import NDArray

from ..apply import Applier
from ..looks import Look, finish
from ..looks.finish import Grain
from ..table import Lut
from . import library
from .memory import TYPES
from .protocol import ProtocolError


@lru_cache(maxsize=4)
def applier(lut: Lut, strength: float) -> Applier:
    """Kept, since an Applier remembers every 8-bit colour that it has computed."""
    return Applier(lut, strength)


class Job:
    """What a ``job`` message asks for: a table, and the finishing steps with their amounts."""

    def __init__(self, message: dict[str, Any]) -> None:
        dtype, channels = TYPES.get(message.get("type", "")), message.get("channels")
        if dtype is None or channels not in (3, 4):
            raise ProtocolError(f"engine: expected 3 or 4 channels of {' or '.join(TYPES)}, found {message!r}")
        self.dtype, self.channels = dtype, int(channels)
        strength = float(message["strength"])
        width, height = message["frame"]
        self.frame = (float(width), float(height))
        if "lut" in message:
            self.look, table = Look("", ""), library.file(message["lut"])
        else:
            self.look, table = library.look(message["look"])
        self.apply = applier(table, strength)
        self.vignette = amount(message.get("vignette"), self.look.vignette) * strength
        self.grain = amount(message.get("grain"), self.look.grain.amount if self.look.grain else 0.0) * strength

    def run(self, source: NDArray[Any], target: NDArray[Any], left: float, top: float, scale: float) -> None:
        """Compute one strip; source and target may be the same pixels."""
        self.apply.into(source, target)
        if self.vignette:
            finish.vignette(target, self.vignette, left, top, self.frame, scale)
        if self.grain:
            size = self.look.grain.size if self.look.grain else Grain.size
            finish.grain(target, self.grain, left, top, self.frame, scale, size)


def amount(asked: float | None, own: float) -> float:
    """How much of a finishing step: what was asked for, or the look's own."""
    return own if asked is None else float(asked)
