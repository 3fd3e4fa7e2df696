"""Answer requests, one after the other, until the other side closes."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import traceback
from collections.abc import Callable
from typing import IO, Any

import numpy as np

from .. import __version__
from ..errors import LutError
from . import protocol
from .job import Job
from .memory import Memory
from .protocol import ProtocolError


class Server:
    """The state of one conversation: the shared memory and the current job."""

    def __init__(self) -> None:
        self.memory: Memory | None = None
        self.job: Job | None = None
        self.answers: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "hello": self.hello,
            "memory": self.map_memory,
            "job": self.begin,
            "strip": self.strip,
        }

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """The reply to a request: its result, or one sentence about what went wrong."""
        try:
            do = message.get("do")
            if do not in self.answers:
                raise ProtocolError(f"engine: expected one of {', '.join(self.answers)}; found {do!r}")
            result = self.answers[do](message)
        except LutError as error:
            result = {"error": str(error)}
        except MemoryError:
            result = {"error": "There is not enough memory for this image: close other programs and try again."}
        except OSError as error:
            result = {"error": f"{error.filename or 'engine'}: {error.strerror or error}"}
        except Exception as error:
            # A fault of ours: the details go to the log (standard error), the user gets a sentence.
            traceback.print_exc()
            result = {"error": f"The engine failed unexpectedly ({type(error).__name__}: {error})."}
        return {"id": message.get("id"), **result}

    def hello(self, message: dict[str, Any]) -> dict[str, Any]:
        return {
            "protocol": protocol.VERSION,
            "version": __version__,
            "python": platform.python_version(),
            "numpy": np.__version__,
        }

    def map_memory(self, message: dict[str, Any]) -> dict[str, Any]:
        self.memory = Memory(message["path"], message["bytes"])
        return {}

    def begin(self, message: dict[str, Any]) -> dict[str, Any]:
        self.job = Job(message)
        return {}

    def strip(self, message: dict[str, Any]) -> dict[str, Any]:
        if self.memory is None or self.job is None:
            raise ProtocolError("engine: expected 'memory' and 'job' before 'strip'")
        shape = (message["rows"], message["width"], self.job.channels, self.job.dtype)
        source = self.memory.pixels(message["source"], *shape)
        target = self.memory.pixels(message["target"], *shape)
        self.job.run(source, target, message["left"], message["top"], message["scale"])
        return {}


def serve(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer every request on one stream with a reply on the other."""
    server = Server()
    while (message := protocol.receive(requests)) is not None:
        protocol.send(replies, server.answer(message))


def main() -> None:
    requests = sys.stdin.buffer
    # Whatever else prints must not end up between the replies.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):  # the editor has gone: so does its engine
        serve(requests, replies)
