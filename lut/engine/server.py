"""Answer requests, one after the other, until the other side closes."""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import math
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import numpy as np

from .. import __version__, language
from ..boundary import FAULTS
from ..errors import LutError
from ..language import _
from ..looks.catalog import look_entry
from ..shared import folders, protocol
from . import baked_looks, creation, effects_lattice, live_filter_files, messages, pack_looks, unpack_looks
from .creation import Draft
from .import_files import Arrivals
from .job import Job, pixels_of, place_crop
from .malloc import use_one_arena
from .messages import ProtocolError
from .request_fields import understood
from .shared_memory import Memory
from .socket_server import Linger

PIXELS, MATERIAL = "pixels", "material"


class Server:
    """The state of one conversation: the shared memory by its use, the current job, and a look in the making."""

    def __init__(self) -> None:
        self.memories: dict[str, Memory] = {}
        self.job: Job | None = None
        self.draft: Draft | None = None
        self.arrivals = Arrivals(())

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """The reply to a request: its result, or one sentence about what went wrong."""
        identifier = message.get("id")
        try:
            if isinstance(identifier, (dict, list)):
                identifier = None  # an echo as deep as the message may be
                raise ProtocolError("engine: expected a number as 'id', found more")
            request = understood(message)
            result = ANSWERS[request["do"]](self, request)
        except LutError as error:
            result = {"error": str(error)}
        except MemoryError:
            result = {"error": _("There is not enough memory for this image: close other programs and try again.")}
        except OSError as error:
            result = {"error": f"{error.filename or 'engine'}: {error.strerror or error}"}
        except Exception as error:
            # A fault of ours: the details go to the log (standard error), the user gets a sentence.
            FAULTS.error("A request fails:", exc_info=error)
            sentence = _("The engine failed unexpectedly ({kind}: {error}).")
            result = {"error": sentence.format(kind=type(error).__name__, error=error)}
        return {"id": identifier, **result}

    def hello(self, message: dict[str, Any]) -> dict[str, Any]:
        language.use(message.get("languages", ()))
        return {
            "protocol": protocol.VERSION,
            "version": __version__,
            "python": platform.python_version(),
            "numpy": np.__version__,
            "pid": os.getpid(),
        }

    def map_memory(self, message: dict[str, Any]) -> dict[str, Any]:
        memory = Memory(message["bytes"], message.get("path"), message.get("tag"))
        self.memories[message.get("use", PIXELS)] = memory
        return {}

    @property
    def memory(self) -> Memory | None:
        """What strips travel in."""
        return self.memories.get(PIXELS)

    def begin(self, message: dict[str, Any]) -> dict[str, Any]:
        self.job = None  # strips after a job that cannot be done must not get the one before
        draft = self.made if message.get("draft") else None
        if "offer" in message:
            draft = self.arrivals.draft(message["offer"])
        self.job = Job(message, self.memory, draft)
        told = {"scene": self.job.scene, "crop": self.job.crop, "notes": self.job.notes}
        return {name: value for name, value in told.items() if value}

    def strip(self, message: dict[str, Any]) -> dict[str, Any]:
        if self.memory is None or self.job is None:
            raise ProtocolError("engine: expected 'memory' and 'job' before 'strip'")
        rows, width, channels, dtype = message["rows"], message["width"], self.job.channels, self.job.dtype
        source = self.memory.pixels(message["source"], rows, width, channels, dtype)
        target = self.memory.pixels(message["target"], rows, width, channels, dtype)
        self.job.run(source, target, message["left"], message["top"], message["scale"])
        return {}

    def arrange(self, message: dict[str, Any]) -> dict[str, Any]:
        """Tell the size of the picture that holds a lattice's colors; write it where the message has a place for it."""
        size, order = message["size"], message["order"]
        rows, columns = effects_lattice.shape(size)
        if "source" in message:
            place = {**message, "rows": rows, "width": columns, "type": "float32", "channels": 4}
            creation.picture(place, self.memories.get(MATERIAL))[...] = effects_lattice.picture(size, order)
        return {"rows": rows, "width": columns}

    @property
    def made(self) -> Draft:
        if self.draft is None:
            raise ProtocolError("engine: expected 'create' before what needs its draft")
        return self.draft

    def create(self, message: dict[str, Any]) -> dict[str, Any]:
        self.draft = None
        self.draft = creation.draft(message, self.memories.get(MATERIAL))
        if self.draft is None:
            return {"report": None}
        return {"report": self.draft.report, "name": self.draft.look.name or self.draft.lut.title}

    def save(self, message: dict[str, Any]) -> dict[str, Any]:
        place, changes = creation.keep(self.made, message["name"], message.get("export"))
        return {"path": str(place), "changes": changes}

    def hald(self, message: dict[str, Any]) -> dict[str, Any]:
        creation.write_hald(Path(message["path"]), message["level"], message["bits"])
        return {}

    def recipe(self, message: dict[str, Any]) -> dict[str, Any]:
        return {"path": str(creation.new_recipe(message["name"]))}

    def own(self, message: dict[str, Any]) -> dict[str, Any]:
        return {"folder": str(folders.user_looks()), **creation.refresh(message.get("patience", math.inf))}

    def pack(self, message: dict[str, Any]) -> dict[str, Any]:
        return {"copy": pack_looks.packed(message["look"])}

    def unpack(self, message: dict[str, Any]) -> dict[str, Any]:
        identifier = unpack_looks.unpacked(message["look"], message["copy"])
        return {"look": identifier, "entry": look_entry(unpack_looks.load(identifier))}

    def offers(self, message: dict[str, Any]) -> dict[str, Any]:
        self.arrivals = Arrivals(message["files"])
        return {"offers": self.arrivals.listed(), "failed": self.arrivals.failed}

    def store(self, message: dict[str, Any]) -> dict[str, Any]:
        return self.arrivals.store(message["offers"])

    def cube(self, message: dict[str, Any]) -> dict[str, Any]:
        if self.job is None:
            raise ProtocolError("engine: expected 'job' before 'cube'")
        place, changes = live_filter_files.kept(self.job.table, message["title"])
        return {"path": str(place), "changes": changes}

    def crop(self, message: dict[str, Any]) -> dict[str, Any]:
        look = baked_looks.look(message["look"])[0]
        if look.crop is None:
            raise LutError(_("{look} has no format of its own to crop to.").format(look=look.name))
        place = message.get("thumbnail")
        thumbnail = None if place is None else pixels_of(place, self.memory)
        return {"box": place_crop(look.crop, message, thumbnail)}


# Not bound to a conversation: one that referred to itself would keep its memory until Python collects garbage.
ANSWERS: dict[str, Callable[[Server, dict[str, Any]], dict[str, Any]]] = {
    "hello": Server.hello,
    "memory": Server.map_memory,
    "job": Server.begin,
    "strip": Server.strip,
    "crop": Server.crop,
    "arrange": Server.arrange,
    "create": Server.create,
    "save": Server.save,
    "own": Server.own,
    "hald": Server.hald,
    "recipe": Server.recipe,
    "offers": Server.offers,
    "import": Server.store,
    "cube": Server.cube,
    "pack": Server.pack,
    "unpack": Server.unpack,
}


def serve(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer every request on one stream with a reply on the other."""
    server = Server()
    while True:
        try:
            message = messages.receive(requests)
        except ProtocolError as error:
            messages.send(replies, {"id": None, "error": str(error)})
            continue
        if message is None:
            return
        messages.send(replies, server.answer(message))


def main(arguments: list[str] | None = None) -> None:
    """Hold the conversation on standard input and output; with ``--linger SOCKET --owner PID``, stay after it."""
    parser = argparse.ArgumentParser(prog="lut.engine", description=__doc__)
    parser.add_argument("--linger", type=Path, metavar="SOCKET", help="stay for other conversations at this socket")
    parser.add_argument("--owner", type=int, metavar="PID", help="the process without which the engine ends")
    options = parser.parse_args(arguments)
    use_one_arena()

    if isinstance(sys.stderr, io.TextIOWrapper):  # the log is UTF-8, whatever Windows' code page or the locale is
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")
    FAULTS.addHandler(logging.StreamHandler(sys.stderr))
    # Whatever else prints must not end up between the replies.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    linger = options.linger and listen(options.linger, options.owner)
    converse = linger.converse if linger else serve
    with contextlib.suppress(OSError, KeyboardInterrupt), sys.stdin.buffer, replies:  # OSError: the editor has gone
        converse(sys.stdin.buffer, replies)
    if linger:
        linger.wait()


def listen(place: Path, owner: int) -> Linger | None:
    """Wait for later conversations at a socket; without one the engine serves this conversation alone."""
    try:
        return Linger(place, owner, serve)
    except OSError as error:
        print(f"{place}: {error.strerror}: later calls start an engine of their own", file=sys.stderr)  # noqa: T201 - the log
        return None
