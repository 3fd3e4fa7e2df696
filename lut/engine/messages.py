"""Read and write the messages of lut/shared/protocol.py."""

from __future__ import annotations

import json
from typing import IO, Any

from ..boundary import explain_errors
from ..errors import LutError
from ..files.json_input import read_object
from ..shared.protocol import MAX_LINE


class ProtocolError(LutError):
    """A message that is not understood; a fault in the programs, not in what the user did."""


def receive(stream: IO[bytes]) -> dict[str, Any] | None:
    """The next message, or None when the other side has closed.

    Raises ProtocolError for a line that is no message; the next call reads the line after it.
    """
    line = stream.readline(MAX_LINE)
    if len(line) == MAX_LINE and not line.endswith(b"\n"):
        skip_line(stream)
        return None
    if not line.endswith(b"\n"):
        return None  # closed, or killed in the middle of a line
    try:
        with explain_errors():
            return read_object(line)
    except LutError as error:
        raise ProtocolError(f"engine: message: {error}") from None


def skip_line(stream: IO[bytes]) -> None:
    """Read a line to its end.  Raises ProtocolError, unless the other side closes before."""
    while rest := stream.readline(MAX_LINE):
        if rest.endswith(b"\n"):
            raise ProtocolError(f"engine: expected a message of at most {MAX_LINE:,} bytes, found a longer one")


def send(stream: IO[bytes], message: dict[str, Any]) -> None:
    stream.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")
    stream.flush()
