"""One look applied to one image, strip by strip."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..apply_lut import Applier
from ..looks.finish import Strip
from ..looks.finish.crop import MIDDLE, Crop
from ..looks.finishing import Finishing
from ..looks.scene import Scene, measure_scene, weigh_scenes
from ..shared.amounts import FINISHING, UNMIXED
from ..shared.look_names import AUTO, SCENES
from ..table import Lut
from .baked_looks import ReadyLook, find_look, find_table
from .messages import TYPES, Memory, ProtocolError

if TYPE_CHECKING:
    from ..looks.finish.mixing import Mixing
    from .creation import Draft


@lru_cache(maxsize=4)
def make_applier(lut: Lut, strength: float) -> Applier:
    """Return an Applier that remembers every 8-bit color that it has computed for earlier jobs."""
    return Applier(lut, strength)


@lru_cache(maxsize=4)
def protect_skin(lut: Lut, amount: float) -> Lut:
    """Return the same protected table for the same amount, since an Applier is of one table."""
    from ..looks.skin import protect

    return protect(lut, amount)


@lru_cache(maxsize=4)
def place_lut(lut: Lut, space: str) -> Lut:
    """Return the same LUT for the same space, since an Applier is of one LUT.  space: as protocol.py has it."""
    from ..looks.lut_space import parse_lut_space

    return parse_lut_space(space).place(lut)


class Job:
    """The work that a ``job`` message asks for: a table for the picture's scene, and the finishing steps."""

    def __init__(self, message: dict[str, Any], memory: Memory | None, draft: Draft | None = None) -> None:
        dtype, channels = TYPES.get(message.get("type", "")), message.get("channels")
        if dtype is None or channels not in (3, 4):
            found = f"{channels} of {message.get('type')!r:.40}"
            raise ProtocolError(f"engine: expected 3 or 4 channels of {' or '.join(TYPES)}, found {found}")
        self.dtype, self.channels = dtype, channels
        width, height = message["frame"]
        thumbnail = read_thumbnail(message, memory)
        self.scene: dict[str, float] = {}
        self.notes: tuple[str, ...] = ()
        if draft is not None:
            look, table = ReadyLook.of(draft.look), draft.lut
            if "lut_space" in message and not draft.look.id:  # a recipe names its base's space itself
                table = place_lut(table, message["lut_space"])
        elif "lut" in message:
            from .. import formats

            look, table = ReadyLook(), formats.read(message["lut"])
            if "lut_space" in message:
                table = place_lut(table, message["lut_space"])
            self.notes = table.notes
        elif "look" not in message:
            raise ProtocolError("engine: job: expected 'look', 'lut', 'draft' or 'offer', found nothing")
        elif "lut_space" in message:
            raise ProtocolError("engine: job: expected 'lut_space' with 'lut' or 'offer', found it with 'look'")
        else:
            look = find_look(message["look"])
            if look.scenes:
                self.scene = weigh_scenes(find_scene(message, thumbnail), look.scenes)
            table = find_table(look, self.scene or None, bool(message.get("rough")))
        amount = float(message.get("protect_skin", 0))
        self.table = table if look.monochrome or amount == 0 else protect_skin(table, amount)
        strength = float(message["strength"])
        self.apply = make_applier(self.table, strength)
        amounts = {step.name: message.get(step.name) for step in FINISHING}
        mixing = find_mixing(message)
        self.finishing = Finishing.of(look, strength, bool(message.get("crop")), mixing=mixing, **amounts)
        self.mask = bool(message.get("mask"))
        self.crop = None
        if self.finishing.crop is not None:
            self.crop = place_crop(self.finishing.crop, message, thumbnail)
        # What follows the table belongs to the picture that will be left.
        left, top, width, height = self.crop or (0, 0, width, height)
        self.corner, self.frame = (left, top), (float(width), float(height))
        self.light = None
        if thumbnail is not None and self.finishing.needs_light:
            after = np.empty_like(thumbnail)
            self.apply.into(thumbnail, after)
            inside = None if self.crop is None else self.frame
            place = message["thumbnail"]
            self.light = self.finishing.light(
                after, tuple(place["size"]), place["left"] - left, place["top"] - top, inside
            )

    def run(self, source: NDArray[Any], target: NDArray[Any], left: float, top: float, scale: float) -> None:
        """Compute one strip; source and target may be the same pixels."""
        mixing = self.finishing.mixing
        if self.mask:
            draw_mask(mixing, source, target)
            return
        before = None if mixing is None else source.copy()
        self.apply.into(source, target)
        strip = Strip(target, self.frame, left - self.corner[0], top - self.corner[1], scale)
        self.finishing.add_to(strip, self.light, before)


def find_mixing(message: dict[str, Any]) -> Mixing | None:
    """Return how a job's result is mixed with the picture; None for just the result."""
    asked = {name: message[name] for name in UNMIXED if name in message}
    if all(UNMIXED[name] == value for name, value in asked.items() if name != "softness"):
        return None  # as most jobs; what mixes need not be imported then
    from ..looks.finish.mixing import Mixing

    return Mixing.of(**asked)


def draw_mask(mixing: Mixing | None, source: NDArray[Any], target: NDArray[Any]) -> None:
    """Write how much of the look each pixel gets in a mixing's tones, as gray, and the source's alpha."""
    from ..looks.finish.mixing import Mixing

    target[..., 3:] = source[..., 3:]
    (mixing or Mixing()).draw_weights(source, target)


def read_thumbnail(message: dict[str, Any], memory: Memory | None) -> NDArray[Any] | None:
    """Return the thumbnail that a message names, 8-bit sRGB with alpha; None without one."""
    place = message.get("thumbnail")
    if place is None:
        return None
    if memory is None:
        raise ProtocolError("engine: expected 'memory' before a job with a thumbnail")
    return memory.pixels(place["source"], place["rows"], place["width"], 4, TYPES["uint8"])


def find_scene(message: dict[str, Any], thumbnail: NDArray[Any] | None) -> dict[str, float] | Scene | None:
    """Return the scene that was asked for, or measure the thumbnail; None (the day) without one."""
    asked = message.get("scene", AUTO)
    if asked in SCENES:
        return {asked: 1.0}
    if asked != AUTO:
        raise ProtocolError(f"engine: expected the scene {AUTO}, {', '.join(SCENES)}; found {asked!r}")
    return None if thumbnail is None else measure_scene(thumbnail, message.get("capture"))


def place_crop(crop: Crop, message: dict[str, Any], thumbnail: NDArray[Any] | None) -> tuple[int, int, int, int]:
    """Place a crop in the image of a message: left, top, width and height.

    What the message's center leaves open is where the thumbnail's interest is, or in the middle without one.
    """
    width, height = message["frame"]
    x, y = message.get("center") or (None, None)
    if x is None or y is None:
        found = MIDDLE
        if thumbnail is not None:
            from ..looks.interest import Place, interesting_center

            place = message["thumbnail"]
            there = Place(place["left"], place["top"], *place["size"])
            found = interesting_center(thumbnail, crop, (width, height), there)
        x, y = (share if asked is None else asked for asked, share in zip((x, y), found, strict=True))
    return crop.box(width, height, (x, y))
