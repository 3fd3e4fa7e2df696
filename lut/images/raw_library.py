"""Open raw files with LibRaw, through rawpy.

LibRaw runs in this process.  Its own limit (2 GB of raw data), ours on pixels and the check of memory come before it
decodes anything.  It works on one file at a time, on all cores.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutFormatError
from ..language import _
from .optional_packages import import_package

STDERR = 2
LOCK = threading.Lock()


def extract_rendering(data: bytes) -> bytes | NDArray[np.uint8] | None:
    """Return the camera's own rendering inside of a raw file: a JPEG's bytes, or (H, W, 3); None without one."""
    with open_raw(data) as raw:
        rawpy = import_package("rawpy", "")
        try:
            rendering: bytes | NDArray[np.uint8] = raw.extract_thumb().data
        except (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError):
            return None
    return rendering


@contextmanager
def open_raw(data: bytes) -> Iterator[Any]:
    """Open a raw file as rawpy's RawPy, one at a time.  Raises LutFormatError for whatever LibRaw refuses."""
    rawpy = import_package("rawpy", _("is a camera’s raw file"))
    with LOCK, silence_stderr(), rawpy.RawPy() as raw:
        try:
            raw.open_buffer(io.BytesIO(data))
            yield raw
        except (rawpy.LibRawFileUnsupportedError, rawpy.NotSupportedError, rawpy.LibRawNotImplementedError) as error:
            sentence = _("expected a raw file that LibRaw {version} knows, found another one, or damage")
            sentence = sentence.format(version=".".join(map(str, rawpy.libraw_version)))
            raise LutFormatError("", None, sentence) from error
        except rawpy.LibRawError as error:
            reason = error.args[0].decode("ascii", "replace") if error.args else type(error).__name__
            sentence = _("expected a complete raw file, found a damaged one ({reason})").format(reason=reason)
            raise LutFormatError("", None, sentence) from error


@contextmanager
def silence_stderr() -> Iterator[None]:
    """Send standard error to the null device: LibRaw writes there by itself, and what it says becomes a sentence."""
    try:
        kept = os.dup(STDERR)
    except OSError:  # it is closed
        yield
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, STDERR)
    try:
        yield
    finally:
        os.dup2(kept, STDERR)
        os.close(kept)
        os.close(nothing)
