"""The state of a GIMP in memory, and what all calls need of it."""

from __future__ import annotations

import itertools
from typing import Any, Iterable, TypeVar

from gimp_backends.contract import ProcedureError
from gimpenums import PDB_EXECUTION_ERROR

from gimp_in_memory.formats import LINEAR, byte, from_linear
from gimp_in_memory.model import COMPONENTS, Drawable, Image, Item, Layer
from gimp_in_memory.pixels import Pixels
from gimp_in_memory.undo import History

Kind = TypeVar("Kind", bound=Item)


def refuse(sentence: str) -> ProcedureError:
    """What a call raises when GIMP would not do it either."""
    return ProcedureError(PDB_EXECUTION_ERROR, sentence)


def ids(items: Iterable[Any]) -> tuple[int, list[int]]:
    found = [item.ID for item in items]
    return len(found), found


class World:
    def __init__(self) -> None:
        self.images: dict[int, Image] = {}
        self.items: dict[int, Item] = {}
        self.displays: dict[int, Image] = {}
        self.histories: dict[int, History] = {}
        self.context: dict[str, list[Any]] = {}
        self.contexts: list[dict[str, list[Any]]] = []
        self.parasites: dict[str, Any] = {}
        self.data: dict[str, bytes] = {}
        self.palettes: dict[str, Any] = {}
        self.gradients: dict[str, Any] = {}
        self.clipboard: Drawable | None = None
        self.buffers: dict[str, Drawable] = {}
        self.messages: list[str] = []
        self.progress: list[tuple[str, Any]] = []
        self.menus: list[tuple[str, str]] = []
        self.domains: list[tuple[str, str | None]] = []
        self.handlers: dict[str, tuple[str, ...]] = {}
        self.flushes = 0
        self._numbers = itertools.count(1)
        self._image_numbers = itertools.count(1)
        self._display_numbers = itertools.count(1)

    def add_image(self, image: Image) -> Image:
        image.ID = next(self._image_numbers)
        self.images[image.ID] = image
        self.histories[image.ID] = History(image)
        self.add(image.selection)
        return image

    def add(self, item: Kind) -> Kind:
        """Give an item its number; it is in no image's list by that."""
        item.ID = next(self._numbers)
        item.image.tattoos += 1
        item.tattoo = item.image.tattoos
        self.items[item.ID] = item
        return item

    def new_layer(self, image: Image, name: str, type: int, pixels: Pixels) -> Layer:
        return self.add(Layer(image, name, type, pixels))

    def forget(self, item: Item) -> None:
        self.items.pop(item.ID, None)
        mask = getattr(item, "mask", None)
        for other in [*getattr(item, "children", []), *([mask] if mask else [])]:
            self.forget(other)

    def forget_image(self, image: Image) -> None:
        for item in [item for item in self.items.values() if item.image is image]:
            del self.items[item.ID]
        del self.images[image.ID], self.histories[image.ID]

    def show(self, image: Image) -> int:
        number = next(self._display_numbers)
        self.displays[number] = image
        return number

    def undo(self, image: Image) -> bool:
        """Take back the last change or group of changes; False if there is none."""
        history = self.histories[image.ID]
        now = set(image.all_items())
        state = history.undo()
        if state is None:
            return False
        for item in now - set(state.items):
            self.items.pop(item.ID, None)
        self.items.update({item.ID: item for item in state.items})
        return True


def unique_name(image: Image, name: str, siblings: Iterable[Item]) -> str:
    """GIMP numbers a name that is there already: Layer, Layer #1, Layer #2."""
    taken = {item.name for item in siblings}
    if name not in taken:
        return name
    base, _, number = name.rpartition(" #") if " #" in name and name.rpartition(" #")[2].isdigit() else (name, "", "0")
    count = int(number)
    while f"{base} #{count + 1}" in taken:
        count += 1
    return f"{base} #{count + 1}"


def through_selection(drawable: Drawable, changed: Pixels) -> None:
    """Let a drawable have changed pixels as far as the selection lets them through."""
    image = drawable.image
    if not all(image.active_components.values()):
        raise NotImplementedError("the memory backend does not change single components")
    locks_alpha = isinstance(drawable, Layer) and drawable.lock_alpha and drawable.has_alpha
    n = COMPONENTS[drawable.type]
    old = drawable.pixels
    if locks_alpha:
        changed = changed.copy()
        changed.change()[n - 1 :: n] = old.data[n - 1 :: n]
    if not image.selected or drawable is image.selection:
        drawable.pixels = changed
        return
    mask = image.selection.pixels
    left, top, width, height = mask.inside(drawable.x, drawable.y, drawable.width, drawable.height)
    for y in range(top, top + height):
        row = mask.get(left, y, width, 1)
        if not any(row):
            continue
        x0, y0 = left - drawable.x, y - drawable.y
        new = changed.get(x0, y0, width, 1)
        if row.count(255) != width:
            new = _mixed(old.get(x0, y0, width, 1), new, row, n, drawable.has_alpha)
        drawable.pixels.put(x0, y0, width, 1, new)


def _mixed(old: bytes, new: bytes, mask: bytes, n: int, alpha: bool) -> bytes:
    """Pixels that are new as far as a mask says; between them colors are mixed as light is."""
    result = bytearray(old)
    for i, m in enumerate(mask):
        start, end = i * n, i * n + n
        if m == 255:
            result[start:end] = new[start:end]
        elif m:
            part = m / 255
            a0, a1 = (old[end - 1] * (1 - part), new[end - 1] * part) if alpha else (1 - part, part)
            whole = a0 + a1
            for c in range(start, end - alpha):
                if whole:  # colors count as much as they are opaque
                    light = (LINEAR[old[c]] * a0 + LINEAR[new[c]] * a1) / whole
                    result[c] = byte(from_linear(light))
            if alpha:
                result[end - 1] = int(whole + 0.5)
    return bytes(result)
