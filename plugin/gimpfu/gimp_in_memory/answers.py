"""What a GIMP in memory answers for a procedure that it does not do: a value of each result's type.

Every answer is recorded, and all are told on stderr when the process ends, whatever the script made of them.
"""

from __future__ import annotations

import atexit
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Sequence

import gimpenums as e
from gimp_backends.contract import Procedure

from gimp_in_memory.calls import channels, clipboard
from gimp_in_memory.model import COMPONENTS, Drawable, Image, Layer, Vectors
from gimp_in_memory.pixels import Pixels
from gimp_in_memory.world import World, refuse

SIZE = 256  # of an image that cannot be read
NUMBERS = (e.PDB_INT32, e.PDB_INT16, e.PDB_INT8, e.PDB_FLOAT)
PLAIN: dict[int, Any] = {
    **dict.fromkeys((e.PDB_INT32, e.PDB_INT16, e.PDB_INT8, e.PDB_STATUS), 0),
    **{e.PDB_FLOAT: 0.0, e.PDB_STRING: "", e.PDB_COLOR: (0.0, 0.0, 0.0, 1.0)},
}
ARRAYS: dict[int, type] = {
    **{getattr(e, f"PDB_{name}ARRAY"): list for name in ("INT32", "INT16", "FLOAT", "STRING", "COLOR")},
    e.PDB_INT8ARRAY: bytes,
}
_told: Counter[tuple[str, str]] = Counter()


def answer(world: World, procedure: Procedure, objects: Sequence[Any], why: str = "") -> tuple[Any, ...]:
    """The results for these arguments; why: what of the procedure is not done, if not all."""
    results: list[Any] = []
    for part in procedure.results:
        if part.type in ARRAYS:
            results[-1] = 0  # its length
        results.append(_default(world, procedure, objects, part.type, part.name, results))
    said = ", ".join(map(_said, results)) or "None"
    _told[procedure.name, f"answered with {said}, nothing was done{f' ({why})' if why else ''}"] += 1
    return tuple(results)


def _default(world: World, procedure: Procedure, objects: Sequence[Any], kind: int, name: str, made: list[Any]) -> Any:
    given = list(zip(procedure.parameters, objects))
    if kind in (e.PDB_ITEM, e.PDB_DRAWABLE, e.PDB_LAYER, e.PDB_CHANNEL, e.PDB_VECTORS):
        same = next((value for part, value in given if part.type == kind and value is not None), None)
        return same or _item(world, procedure, given, kind, made)
    if kind == e.PDB_IMAGE:
        return _image(world, given)
    if kind in NUMBERS:  # what was set (radius-in, radius-out), or the smallest there is
        set_to = [value for part, value in given if part.name == name.replace("-out", "-in") and part.type == kind]
        return set_to[0] if set_to else 1 if name in ("width", "height") else PLAIN[kind]
    if kind == e.PDB_STRING:  # the name that was given
        return next((value for part, value in reversed(given) if part.type == kind and value), "")
    return ARRAYS[kind]() if kind in ARRAYS else PLAIN.get(kind)


def _image(world: World, given: Sequence[tuple[Any, Any]]) -> Image:
    """A white image, of the size of one that was given; refused if a file was given that is not there."""
    for part, value in given:
        if part.name == "filename" and value and not Path(value).exists():
            raise refuse(f"Could not open '{value}' for reading: No such file or directory")
    of = next((value for _, value in given if isinstance(value, Image)), None)
    width, height = (of.width, of.height) if of else (SIZE, SIZE)
    image = world.add_image(Image(width, height, e.RGB))
    layer = world.new_layer(image, "Background", e.RGB_IMAGE, Pixels(width, height, 3))
    layer.pixels.fill(b"\xff" * 3)
    image.layers, image.active_layer = [layer], layer
    return image


def _item(world: World, procedure: Procedure, given: Sequence[tuple[Any, Any]], kind: int, made: Sequence[Any]) -> Any:
    """A new item without content. A layer over a drawable floats on it, as texts and pastes of GIMP's own do."""
    if made and isinstance(made[-1], Image):
        return made[-1].active_layer
    drawable = next((value for _, value in given if isinstance(value, Drawable)), None)
    image = next((value for _, value in given if isinstance(value, Image)), drawable and drawable.image)
    if image is None:
        return None
    if kind == e.PDB_VECTORS:
        return world.add(Vectors(image, "Path"))
    if kind == e.PDB_CHANNEL:
        return channels.new(world, image, image.width, image.height, "Channel", 100.0, PLAIN[e.PDB_COLOR])
    loose = "-new" in procedure.name
    if not loose and all(part.name != "drawable" for part, _ in given):
        return image.active_layer
    size, type = drawable or image, 2 * image.base_type + 1
    layer = world.new_layer(image, procedure.name, type, Pixels(size.width, size.height, COMPONENTS[type]))
    if not loose:
        world.histories[image.ID].before_change()
        clipboard.put_above(layer, drawable, floating=procedure.kind == 0)
    return layer


def _said(value: Any) -> str:
    kinds = {Layer: "a layer", Image: "an image", Vectors: "a path"}
    return next((said for kind, said in kinds.items() if isinstance(value, kind)), "") or (
        "a drawable" if isinstance(value, Drawable) else repr(value)
    )


@atexit.register
def _tell() -> None:
    times = {1: "once", 2: "twice"}
    lines = [f"  {name}: {times.get(n, f'{n} times')}, {what}\n" for (name, what), n in sorted(_told.items())]
    if lines and sys.stderr:
        sys.stderr.write("The GIMP in memory answered for what it does not do:\n" + "".join(lines))
