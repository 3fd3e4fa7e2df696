"""The fields of every request, and the kind of value in each: checked once, before anything uses them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import LutError
from ..files.json_input import FLAG, PATH, TEXT, Fields, Kind, check_fields, list_of, number, object_of, optional, whole
from ..looks.scene_light import NOTED
from ..shared.amounts import AMOUNTS
from .effects_lattice import ORDERS
from .messages import ProtocolError

SIDE = 1 << 20  # pixels; GIMP's own limit is half of that
BYTES = 1 << 46  # of an address
MOST_OFFERS = 1 << 24

ANY = number(-1e9, 1e9)
AMOUNT = optional(number(0, 1))
LOOK = Kind("a look's id", PATH.admits)
FRAME = list_of(whole(1, SIDE), 2)
ROWS: Fields = {"source": whole(0, BYTES), "rows": whole(1, SIDE), "width": whole(1, SIDE)}
PLACE: Fields = {**ROWS, "type": TEXT, "channels": whole(3, 4)}
PICTURE = Kind(
    "a picture (a file, or its place in the memory for material)",
    lambda value: isinstance(value, dict) and object_of({"file": PATH} if "file" in value else PLACE, "").admits(value),
)
PICTURES = list_of(PICTURE)
THUMBNAIL: Fields = {**ROWS, "left": ANY, "top": ANY, "size": list_of(number(1, SIDE), 2)}
SEEN = optional(object_of(THUMBNAIL, "a picture in the memory, and where in the image it lies"))
CENTER = Kind("x and y, each a number from 0 to 1 or null", list_of(optional(number(0, 1)), 2).admits, needed=False)
COPY = Kind(
    "an object of texts",
    lambda value: isinstance(value, dict) and bool(value) and all(map(PATH.admits, (*value, *value.values()))),
)


def pictures(words: str, fits: Any) -> Kind:
    """As many pictures as fit."""
    return Kind(words, lambda value: PICTURES.admits(value) and fits(len(value)))


REQUESTS: dict[str, Fields] = {
    "hello": {"languages": optional(list_of(TEXT))},
    "memory": {"path": optional(PATH), "tag": optional(TEXT), "bytes": whole(1, BYTES), "use": optional(TEXT)},
    "job": {
        "look": optional(LOOK),
        "lut": optional(PATH),
        "draft": optional(FLAG),
        "offer": optional(whole(0, MOST_OFFERS)),
        "strength": ANY,
        **dict.fromkeys((amount.name for amount in AMOUNTS), AMOUNT),
        "frame": FRAME,
        "type": optional(TEXT),
        "channels": optional(whole(1, 64)),
        "scene": optional(TEXT),
        "capture": optional(object_of(dict.fromkeys(NOTED, optional(ANY)), "what the camera noted, in numbers")),
        "thumbnail": SEEN,
        "crop": optional(FLAG),
        "center": CENTER,
        "rough": optional(FLAG),
    },
    "strip": {**ROWS, "target": whole(0, BYTES), "left": ANY, "top": ANY, "scale": number(1e-6, 1e6)},
    "crop": {"look": LOOK, "frame": FRAME, "center": CENTER, "thumbnail": SEEN},
    "arrange": {
        "size": whole(2, 256),
        "order": Kind(f"one of {', '.join(ORDERS)}", ORDERS.__contains__),
        "source": optional(whole(0, BYTES)),
    },
    "create": {"way": optional(TEXT)},
    "save": {"name": TEXT, "export": optional(PATH)},
    "own": {"patience": optional(number(0, 1e9))},
    "hald": {"path": PATH, "level": whole(2, 16), "bits": whole(1, 32)},
    "recipe": {"name": TEXT},
    "offers": {"files": list_of(PATH)},
    "import": {"offers": list_of(whole(0, MOST_OFFERS))},
    "cube": {"title": TEXT},
    "pack": {"look": LOOK},
    "unpack": {"look": LOOK, "copy": COPY},
}

WAYS: dict[str, Fields] = {
    "pairs": {"pictures": pictures("pairs of pictures", lambda count: count > 0 and count % 2 == 0)},
    "reference": {"pictures": pictures("two pictures or more", lambda count: count > 1), "strength": number(0, 1)},
    "effects": {"pictures": pictures("three pictures", lambda count: count == 3), "size": whole(2, 256)},
    "hald": {"pictures": pictures("a picture", lambda count: count == 1)},
    "file": {"file": PATH},
}
"""What ``create`` needs besides, by its way."""


def understood(message: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a request, each of the kind that its answer needs, without null ones and those it does not have.

    Raises ProtocolError.
    """
    do = message.get("do")
    if not isinstance(do, str) or do not in REQUESTS:
        raise ProtocolError(f"engine: expected one of {', '.join(REQUESTS)}; found {do!r:.100}")
    fields, way = REQUESTS[do], message.get("way")
    if do == "create" and isinstance(way, str):
        fields = {**fields, **WAYS.get(way, {})}
    given = {name: message[name] for name in fields if message.get(name) is not None}
    try:
        check_fields(given, fields)
    except LutError as error:
        raise ProtocolError(f"engine: {do}: {error}") from None
    return {"do": do, **given}
