"""One look applied to one image, strip by strip."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..apply_lut import Applier
from ..looks import Look, Scene, measure_scene
from ..looks.finish import MIDDLE, Crop
from ..looks.finishing import Finishing
from ..looks.interest import Place, interesting_center
from ..looks.skin import protect
from ..shared.amounts import FINISHING
from ..shared.scenes import AUTO, SCENES
from ..table import Lut
from . import baked_looks
from .creation import Draft
from .messages import ProtocolError
from .shared_memory import TYPES, Memory


@lru_cache(maxsize=4)
def applier(lut: Lut, strength: float) -> Applier:
    """Kept, since an Applier remembers every 8-bit color that it has computed."""
    return Applier(lut, strength)


@lru_cache(maxsize=4)
def protected(lut: Lut, amount: float) -> Lut:
    """Kept, since an Applier is of one table."""
    return protect(lut, amount)


class Job:
    """What a ``job`` message asks for: a table for the picture's scene, and the finishing steps."""

    def __init__(self, message: dict[str, Any], memory: Memory | None, draft: Draft | None = None) -> None:
        dtype, channels = TYPES.get(message.get("type", "")), message.get("channels")
        if dtype is None or channels not in (3, 4):
            found = f"{channels} of {message.get('type')!r:.40}"
            raise ProtocolError(f"engine: expected 3 or 4 channels of {' or '.join(TYPES)}, found {found}")
        self.dtype, self.channels = dtype, channels
        self.strength = float(message["strength"])
        width, height = message["frame"]
        place = message.get("thumbnail")
        thumbnail = None if place is None else pixels_of(place, memory)
        self.scene: dict[str, float] = {}
        self.notes: tuple[str, ...] = ()
        if draft is not None:
            look, table = draft.look, draft.lut
        elif "lut" in message:
            look, table = Look("", ""), baked_looks.file(message["lut"])
            self.notes = table.notes
        elif "look" not in message:
            raise ProtocolError("engine: job: expected 'look', 'lut', 'draft' or 'offer', found nothing")
        else:
            look = baked_looks.load(message["look"])
            if look.scenes:
                self.scene = look.weights(scene_of(message, thumbnail))
            table = baked_looks.look(message["look"], self.scene or None, bool(message.get("rough")))[1]
        self.crop = None
        if message.get("crop") and look.crop:
            self.crop = place_crop(look.crop, message, thumbnail)
        # What follows the table belongs to the picture that will be left.
        left, top, width, height = self.crop or (0, 0, width, height)
        self.corner, self.frame = (left, top), (float(width), float(height))
        if not look.monochrome:
            table = protected(table, float(message.get("protect_skin", 0)))
        self.table = table
        self.apply = applier(table, self.strength)
        amounts = {step.name: message.get(step.name) for step in FINISHING}
        self.finishing = Finishing.of(look, self.strength, crop=False, **amounts)
        self.light = None
        if place is not None and thumbnail is not None and self.finishing.needs_light:
            after = np.empty_like(thumbnail)
            self.apply.into(thumbnail, after)
            inside = None if self.crop is None else self.frame
            size, left, top = tuple(place["size"]), place["left"] - left, place["top"] - top
            self.light = self.finishing.light(after, size, left, top, inside)

    def run(self, source: NDArray[Any], target: NDArray[Any], left: float, top: float, scale: float) -> None:
        """Compute one strip; source and target may be the same pixels."""
        self.apply.into(source, target)
        self.finishing.into(target, left - self.corner[0], top - self.corner[1], self.frame, scale, self.light)


def pixels_of(place: dict[str, Any], memory: Memory | None) -> NDArray[Any]:
    """The thumbnail that a job names: 8-bit sRGB with alpha."""
    if memory is None:
        raise ProtocolError("engine: expected 'memory' before a job with a thumbnail")
    return memory.pixels(place["source"], place["rows"], place["width"], 4, TYPES["uint8"])


def place_crop(crop: Crop, message: dict[str, Any], thumbnail: NDArray[Any] | None) -> tuple[int, int, int, int]:
    """Where a crop lies in the image of a message: left, top, width and height.

    What the message's center leaves open is where the thumbnail's interest is, or in the middle without one.
    """
    width, height = message["frame"]
    x, y = message.get("center") or (None, None)
    if x is None or y is None:
        found = MIDDLE
        if thumbnail is not None:
            place = message["thumbnail"]
            there = Place(place["left"], place["top"], *place["size"])
            found = interesting_center(thumbnail, crop, (width, height), there)
        x, y = (share if asked is None else asked for asked, share in zip((x, y), found, strict=True))
    return crop.box(width, height, (x, y))


def scene_of(message: dict[str, Any], thumbnail: NDArray[Any] | None) -> dict[str, float] | Scene | None:
    """The scene that was asked for, or what the thumbnail shows and the camera noted; None (the day) without one."""
    asked = message.get("scene", AUTO)
    if asked in SCENES:
        return {asked: 1.0}
    if asked != AUTO:
        raise ProtocolError(f"engine: expected the scene {AUTO}, {', '.join(SCENES)}; found {asked!r}")
    return None if thumbnail is None else measure_scene(thumbnail, message.get("capture"))
