"""Answer requests, one after the other, until the other side closes.

What creates, imports and packs looks is imported when it is first asked for: most conversations apply a look.
"""

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
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from .. import __version__, language
from ..boundary import FAULTS
from ..errors import LutError
from ..language import _
from ..looks.finishing import Finishing
from ..shared import folders, protocol
from .baked_looks import find_look
from .job import Job, place_crop, read_thumbnail
from .messages import Memory, ProtocolError, check_request, write_message
from .progress import Cancelled, Inbox, Progress
from .socket_server import SocketServer, use_one_arena

if TYPE_CHECKING:
    from .creation import Draft
    from .import_files import ImportOffers

PIXELS, MATERIAL = "pixels", "material"


class Server:
    """The state of one conversation: the shared memory by its use, the job, the draft of a look, and offers.

    follow: makes the Progress of a request, by its id; None where nobody can be told.
    """

    def __init__(self, follow: Callable[[Any], Progress] | None = None) -> None:
        self.follow = follow
        self.identifier: Any = None
        self.memories: dict[str, Memory] = {}
        self.job: Job | None = None
        self.draft: Draft | None = None
        self.offers: ImportOffers | None = None

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Answer a request with its result, or with one sentence about what went wrong."""
        identifier = message.get("id")
        try:
            if isinstance(identifier, (dict, list)):
                identifier = None  # an echo as deep as the message may be
                raise ProtocolError("engine: expected a number as 'id', found more")
            request = check_request(message)
            self.identifier = identifier
            result = ANSWERS[request["do"]](self, request)
        except Cancelled:
            result = {"error": f"engine: {message['do']}: cancelled"}
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

    def greet(self, message: dict[str, Any]) -> dict[str, Any]:
        language.choose_language(message.get("languages", ()))
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

    def begin_job(self, message: dict[str, Any]) -> dict[str, Any]:
        self.job = None  # strips after a job that cannot be done must not get the one before
        draft = self.need_draft() if message.get("draft") else None
        if "offer" in message:
            draft = self.need_offers().make_draft(message["offer"])
        self.job = Job(message, self.memories.get(PIXELS), draft)
        told = {"scene": self.job.scene, "crop": self.job.crop, "notes": self.job.notes}
        return {name: value for name, value in told.items() if value}

    def compute_strip(self, message: dict[str, Any]) -> dict[str, Any]:
        memory, job = self.memories.get(PIXELS), self.job
        if memory is None or job is None:
            raise ProtocolError("engine: expected 'memory' and 'job' before 'strip'")
        shape = message["rows"], message["width"], job.channels, job.dtype
        source, target = memory.pixels(message["source"], *shape), memory.pixels(message["target"], *shape)
        job.run(source, target, message["left"], message["top"], message["scale"])
        return {}

    def find_crop(self, message: dict[str, Any]) -> dict[str, Any]:
        look = find_look(message["look"])
        crop = Finishing.of(look).crop
        if crop is None:
            raise LutError(_("{look} has no format of its own to crop to.").format(look=look.name))
        return {"box": place_crop(crop, message, read_thumbnail(message, self.memories.get(PIXELS)))}

    def arrange_lattice(self, message: dict[str, Any]) -> dict[str, Any]:
        """Tell the size of the picture that holds a lattice's colors; write it where the message has a place for it."""
        from . import creation, effects_lattice

        size, order = message["size"], message["order"]
        rows, columns = effects_lattice.picture_shape(size)
        if "source" in message:
            place = {**message, "rows": rows, "width": columns, "type": "float32", "channels": 4}
            colors = creation.find_picture(place, self.memories.get(MATERIAL))
            colors[...] = effects_lattice.draw_lattice(size, order)
        return {"rows": rows, "width": columns}

    def need_draft(self) -> Draft:
        if self.draft is None:
            raise ProtocolError("engine: expected 'create' before what needs its draft")
        return self.draft

    def create_draft(self, message: dict[str, Any]) -> dict[str, Any]:
        from . import creation

        self.draft = None
        follow = self.follow if message.get("progress") else None
        progress = follow(self.identifier) if follow else creation.ignore_progress
        self.draft = creation.create_draft(message, self.memories.get(MATERIAL), progress)
        if self.draft is None:
            return {"report": None}
        name = self.draft.look.name or self.draft.lut.title
        told = {"report": self.draft.report, "details": self.draft.details}
        return {**told, "name": name, "local_tone": self.draft.has_local_tone}

    def find_photos(self, message: dict[str, Any]) -> dict[str, Any]:
        from . import creation

        return creation.find_photos(message["files"])

    def cancel(self, message: dict[str, Any]) -> dict[str, Any]:
        """Answer what the inbox has carried out already."""
        return {}

    def save_draft(self, message: dict[str, Any]) -> dict[str, Any]:
        from . import creation

        keep = message.get("local_tone", True)
        place, changes = creation.save_draft(self.need_draft(), message["name"], message.get("export"), keep)
        return {"path": str(place), "changes": changes}

    def write_hald(self, message: dict[str, Any]) -> dict[str, Any]:
        from . import creation

        creation.write_hald(Path(message["path"]), message["level"], message["bits"])
        return {}

    def write_recipe(self, message: dict[str, Any]) -> dict[str, Any]:
        from . import creation

        return {"path": str(creation.write_recipe(message["name"]))}

    def write_filter_table(self, message: dict[str, Any]) -> dict[str, Any]:
        from . import creation

        if self.job is None:
            raise ProtocolError("engine: expected 'job' before 'cube'")
        place, changes = creation.write_filter_table(self.job.table, message["title"])
        return {"path": str(place), "changes": changes}

    def list_own_looks(self, message: dict[str, Any]) -> dict[str, Any]:
        from ..looks.catalog_entries import refresh_own_catalog

        return {"folder": str(folders.user_looks()), **refresh_own_catalog(message.get("patience", math.inf))}

    def rename_look(self, message: dict[str, Any]) -> dict[str, Any]:
        from .change_looks import rename_look

        return {"look": rename_look(message["look"], message["name"])}

    def copy_look(self, message: dict[str, Any]) -> dict[str, Any]:
        from .change_looks import copy_look

        identifier, place = copy_look(message["look"], message.get("name", ""))
        return {"look": identifier, "path": str(place)}

    def pack_look(self, message: dict[str, Any]) -> dict[str, Any]:
        from .packing import pack_look

        return {"copy": pack_look(message["look"])}

    def unpack_look(self, message: dict[str, Any]) -> dict[str, Any]:
        from ..looks.catalog_entries import look_entry
        from .packing import load_unpacked, unpack_look

        identifier = unpack_look(message["look"], message["copy"])
        return {"look": identifier, "entry": look_entry(load_unpacked(identifier))}

    def list_offers(self, message: dict[str, Any]) -> dict[str, Any]:
        from .import_files import ImportOffers

        self.offers = ImportOffers(message["files"])
        return {"offers": self.offers.list_offers(), "failed": self.offers.failed}

    def store_offers(self, message: dict[str, Any]) -> dict[str, Any]:
        return self.need_offers().store(message["offers"], message.get("lut_space"))

    def suggest_space(self, message: dict[str, Any]) -> dict[str, Any]:
        from .. import formats
        from ..looks.lut_space import find_outs
        from ..looks.space_suggestion import suggest_file_space

        outs = {}
        if "offer" in message:
            found = self.need_offers().suggest_space(message["offer"])
        elif "lut" in message:
            found, outs = suggest_file_space(message["lut"]), find_outs(formats.read(message["lut"]))
        else:
            raise ProtocolError("engine: suggest: expected 'lut' or 'offer', found nothing")
        return {"suggestion": found.to_fields() if found else None, "outs": outs}

    def export_look(self, message: dict[str, Any]) -> dict[str, Any]:
        from .export_look import export_look, list_targets

        return list_targets(message) if message["do"] == "targets" else export_look(message)

    def need_offers(self) -> ImportOffers:
        if self.offers is None:
            raise ProtocolError("engine: expected 'offers' before one of them")
        return self.offers


# Not bound to a conversation: one that referred to itself would keep its memory until Python collects garbage.
ANSWERS: dict[str, Callable[[Server, dict[str, Any]], dict[str, Any]]] = {
    "hello": Server.greet,
    "memory": Server.map_memory,
    "job": Server.begin_job,
    "strip": Server.compute_strip,
    "crop": Server.find_crop,
    "arrange": Server.arrange_lattice,
    "photos": Server.find_photos,
    "create": Server.create_draft,
    "cancel": Server.cancel,
    "save": Server.save_draft,
    "own": Server.list_own_looks,
    "rename": Server.rename_look,
    "copy": Server.copy_look,
    "hald": Server.write_hald,
    "recipe": Server.write_recipe,
    "offers": Server.list_offers,
    "import": Server.store_offers,
    "suggest": Server.suggest_space,
    "cube": Server.write_filter_table,
    "targets": Server.export_look,
    "export": Server.export_look,
    "pack": Server.pack_look,
    "unpack": Server.unpack_look,
}


def serve(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer every request on one stream with a reply on the other."""
    inbox = Inbox(requests)
    server = Server(partial(Progress, inbox, replies))
    while True:
        try:
            message = inbox.read()
        except ProtocolError as error:
            write_message(replies, {"id": None, "error": str(error)})
            continue
        if message is None:
            return
        write_message(replies, server.answer(message))


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
    server = options.linger and listen(options.linger, options.owner)
    converse = server.converse if server else serve
    with contextlib.suppress(OSError, KeyboardInterrupt), sys.stdin.buffer, replies:  # OSError: the editor has gone
        converse(sys.stdin.buffer, replies)
    if server:
        server.wait_for_end()


def listen(place: Path, owner: int) -> SocketServer | None:
    """Wait for later conversations at a socket; without one the engine serves this conversation alone."""
    try:
        return SocketServer(place, owner, serve)
    except OSError as error:
        print(f"{place}: {error.strerror}: later calls start an engine of their own", file=sys.stderr)  # noqa: T201 - the log
        return None
