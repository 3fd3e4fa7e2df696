"""Read, check and write the messages of lut/shared/protocol.py, and map the memory that they name.

The fields of every request, and the kind of value in each, are declared here, and checked once before anything uses
them.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
from collections.abc import Mapping, Sequence
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from ..boundary import explain_errors
from ..errors import LutError
from ..files.json_input import (
    FLAG,
    PATH,
    TEXT,
    Fields,
    Kind,
    check_fields,
    list_of,
    number_in,
    object_of,
    optional,
    read_object,
    whole_number_in,
)
from ..shared.amounts import AMOUNTS, BLENDS, TONES
from ..shared.protocol import CAPTURE_FIELDS, LATTICE_ORDERS, MAX_LINE

SIDE = 1 << 20  # pixels; GIMP's own limit is half of that
BYTES = 1 << 46  # of an address
MOST_OFFERS = 1 << 24

ANY = number_in(-1e9, 1e9)
AMOUNT = optional(number_in(0, 1))
LOOK = Kind("a look's id", PATH.admits)
FRAME = list_of(whole_number_in(1, SIDE), 2)
ROWS: Fields = {
    "source": whole_number_in(0, BYTES),
    "rows": whole_number_in(1, SIDE),
    "width": whole_number_in(1, SIDE),
}
PLACE: Fields = {**ROWS, "type": TEXT, "channels": whole_number_in(3, 4)}
PICTURE = Kind(
    "a picture (a file, or its place in the memory for material)",
    lambda value: isinstance(value, dict) and object_of({"file": PATH} if "file" in value else PLACE, "").admits(value),
)
PICTURES = list_of(PICTURE)
THUMBNAIL: Fields = {**ROWS, "left": ANY, "top": ANY, "size": list_of(number_in(1, SIDE), 2)}
SEEN = optional(object_of(THUMBNAIL, "a picture in the memory, and where in the image it lies"))
CENTER = Kind("x and y, each a number from 0 to 1 or null", list_of(optional(number_in(0, 1)), 2).admits, needed=False)
COPY = Kind(
    "an object of texts",
    lambda value: isinstance(value, dict) and bool(value) and all(map(PATH.admits, (*value, *value.values()))),
)


def one_of(known: Sequence[str]) -> Kind:
    return Kind(f"one of {', '.join(known)}", lambda value: isinstance(value, str) and value in known)


def count_pictures(words: str, fits: Any) -> Kind:
    """Declare a list of pictures whose number fits."""
    return Kind(words, lambda value: PICTURES.admits(value) and fits(len(value)))


REQUESTS: dict[str, Fields] = {
    "hello": {"languages": optional(list_of(TEXT))},
    "memory": {
        "path": optional(PATH),
        "tag": optional(TEXT),
        "bytes": whole_number_in(1, BYTES),
        "use": optional(TEXT),
    },
    "job": {
        "look": optional(LOOK),
        "lut": optional(PATH),
        "lut_space": optional(TEXT),
        "draft": optional(FLAG),
        "offer": optional(whole_number_in(0, MOST_OFFERS)),
        "strength": ANY,
        **dict.fromkeys((amount.name for amount in AMOUNTS), AMOUNT),
        "blend": optional(one_of(BLENDS)),
        "tones": optional(one_of(TONES)),
        "softness": optional(number_in(0, 1)),
        "mask": optional(FLAG),
        "frame": FRAME,
        "type": optional(TEXT),
        "channels": optional(whole_number_in(1, 64)),
        "scene": optional(TEXT),
        "capture": optional(
            object_of(dict.fromkeys(CAPTURE_FIELDS, optional(ANY)), "what the camera noted, in numbers")
        ),
        "thumbnail": SEEN,
        "crop": optional(FLAG),
        "center": CENTER,
        "rough": optional(FLAG),
    },
    "strip": {**ROWS, "target": whole_number_in(0, BYTES), "left": ANY, "top": ANY, "scale": number_in(1e-6, 1e6)},
    "crop": {"look": LOOK, "frame": FRAME, "center": CENTER, "thumbnail": SEEN},
    "arrange": {
        "size": whole_number_in(2, 256),
        "order": one_of(LATTICE_ORDERS),
        "source": optional(whole_number_in(0, BYTES)),
    },
    "photos": {"files": list_of(PATH)},
    "create": {"way": optional(TEXT), "progress": optional(FLAG)},
    "cancel": {"request": whole_number_in(0, 1 << 53)},
    "save": {"name": TEXT, "export": optional(PATH), "local_tone": optional(FLAG)},
    "own": {"patience": optional(number_in(0, 1e9))},
    "rename": {"look": LOOK, "name": TEXT},
    "copy": {"look": LOOK, "name": optional(TEXT)},
    "hald": {"path": PATH, "level": whole_number_in(2, 16), "bits": whole_number_in(1, 32)},
    "recipe": {"name": TEXT},
    "offers": {"files": list_of(PATH)},
    "import": {"offers": list_of(whole_number_in(0, MOST_OFFERS)), "lut_space": optional(TEXT)},
    "suggest": {"lut": optional(PATH), "offer": optional(whole_number_in(0, MOST_OFFERS))},
    "cube": {"title": TEXT},
    "targets": {"look": optional(LOOK), "lut": optional(PATH)},
    "export": {
        "look": optional(LOOK),
        "lut": optional(PATH),
        "target": TEXT,
        "path": PATH,
        "strength": optional(number_in(0, 1)),
        "protect_skin": AMOUNT,
        "scene": optional(TEXT),
        "size": optional(whole_number_in(2, 256)),
        "overwrite": optional(FLAG),
    },
    "pack": {"look": LOOK},
    "unpack": {"look": LOOK, "copy": COPY},
}

CREATE_FIELDS: dict[str, Fields] = {
    "pairs": {"pictures": count_pictures("pairs of pictures", lambda count: count > 0 and count % 2 == 0)},
    "reference": {
        "pictures": count_pictures("two pictures or more", lambda count: count > 1),
        "strength": number_in(0, 1),
    },
    "effects": {
        "pictures": count_pictures("three pictures", lambda count: count == 3),
        "size": whole_number_in(2, 256),
    },
    "hald": {"pictures": count_pictures("a picture", lambda count: count == 1)},
    "file": {"file": PATH},
    "photos": {"files": list_of(PATH)},
}
"""Further fields of ``create``, by its ``way``."""


class ProtocolError(LutError):
    """A message that is not understood: a fault in the programs, not in what the user did."""


def read_message(stream: IO[bytes]) -> dict[str, Any] | None:
    """Read the next message; None when the other side has closed.

    Raises ProtocolError for a line that is no message; the next call reads the line after it.
    """
    line = stream.readline(MAX_LINE)
    if len(line) == MAX_LINE and not line.endswith(b"\n"):
        while rest := stream.readline(MAX_LINE):
            if rest.endswith(b"\n"):
                raise ProtocolError(f"engine: expected a message of at most {MAX_LINE:,} bytes, found a longer one")
        return None
    if not line.endswith(b"\n"):
        return None  # closed, or killed in the middle of a line
    try:
        with explain_errors():
            return read_object(line)
    except LutError as error:
        raise ProtocolError(f"engine: message: {error}") from None


def check_request(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request's fields, each of the kind that its answer needs; null and unknown ones are left out.

    Raises ProtocolError.
    """
    do = message.get("do")
    if not isinstance(do, str) or do not in REQUESTS:
        raise ProtocolError(f"engine: expected one of {', '.join(REQUESTS)}; found {do!r:.100}")
    fields, way = REQUESTS[do], message.get("way")
    if do == "create" and isinstance(way, str):
        fields = {**fields, **CREATE_FIELDS.get(way, {})}
    given = {name: message[name] for name in fields if message.get(name) is not None}
    try:
        check_fields(given, fields)
    except LutError as error:
        raise ProtocolError(f"engine: {do}: {error}") from None
    return {"do": do, **given}


def write_message(stream: IO[bytes], message: dict[str, Any]) -> None:
    """Write a message, and send it on its way."""
    stream.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")
    stream.flush()


TYPES: dict[str, np.dtype[Any]] = {
    name: np.dtype(name)
    for name in ("uint8", "uint16", "float32")  # uint16: for what a look is made of
}


class Memory:
    """Memory for pixels that the editor's side has mapped, too: a file, or on Windows memory with a name.

    What is written into the windows that ``pixels`` returns, the other side sees.
    """

    def __init__(self, size: int, path: str | None = None, tag: str | None = None) -> None:
        self.size = size
        if path is not None:
            descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            try:
                found = os.fstat(descriptor).st_size
                if not 0 < size <= found:
                    raise ProtocolError(f"engine: expected a memory file of {size} bytes, found {found}")
                self._map = mmap.mmap(descriptor, size)
            finally:
                os.close(descriptor)
        elif tag is None:
            raise ProtocolError("engine: expected a 'path' or a 'tag' of the memory")
        elif sys.platform == "win32":
            self._map = mmap.mmap(-1, size, tagname=tag)
        else:
            raise ProtocolError("engine: expected a 'path' of the memory, found a 'tag', which is for Windows")

    def pixels(self, offset: int, rows: int, width: int, channels: int, dtype: np.dtype[Any]) -> NDArray[Any]:
        """Return the (rows, width, channels) pixels that start at a byte offset; ProtocolError outside the memory."""
        end = offset + rows * width * channels * dtype.itemsize
        if offset < 0 or rows < 1 or width < 1 or end > self.size or offset % dtype.itemsize:
            raise ProtocolError(f"engine: strip of {width} × {rows} at byte {offset} lies outside the memory file")
        return np.ndarray((rows, width, channels), dtype, self._map, offset)
