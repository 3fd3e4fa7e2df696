"""LUT files, one module per format; only here are files opened."""

from __future__ import annotations

import os
import stat
import time
from os import PathLike
from pathlib import Path

from ..errors import LutError, LutFormatError
from ..table import Lut
from . import cube
from .base import HEAD_BYTES, Format
from .recent import Recent, Stamp
from .saving import save

__all__ = ["FORMATS", "Format", "read", "write"]

FORMATS: tuple[Format, ...] = (cube.FORMAT,)

RECENT = Recent()


def read(path: str | PathLike[str]) -> Lut:
    """Read a LUT file: its content says what kind it is, where that leaves a choice, its extension.

    Raises LutFormatError, also where the file can't be opened. The same file, unchanged, gives the
    same Lut without being parsed again.
    """
    place = Path(os.fsdecode(path))
    try:
        return opened(place)
    except LutFormatError as error:
        raise error.at(place) from error.__cause__
    except LutError as error:  # a table that cannot be, such as one with an empty domain
        raise LutFormatError(place, None, str(error)) from error
    except OSError as error:
        raise LutFormatError(place, None, f"cannot be read: {error.strerror or error}") from error


def opened(place: Path) -> Lut:
    status = place.stat()
    if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for
        found = "folder" if stat.S_ISDIR(status.st_mode) else "device"
        raise LutFormatError("", None, f"expected a file, found a {found}")
    name = str(place.absolute())
    known = RECENT.unchanged(name, Stamp.of(status))
    if known is not None:
        return known
    now = time.time_ns()
    with place.open("rb", buffering=0) as file:
        stamp = Stamp.of(os.fstat(file.fileno()))
        kind = recognized(place, file.read(HEAD_BYTES))
        if stamp.size > kind.max_bytes:
            raise LutFormatError("", None, f"expected at most {kind.max_bytes:,} bytes, found {stamp.size:,}")
        file.seek(0)
        data = file.readall()
    lut = RECENT.same(name, stamp, data, now)
    if lut is None:
        lut = kind.read(data)
        RECENT.keep(name, stamp, lut, data, now)
    return lut


def recognized(place: Path, head: bytes) -> Format:
    """The format of a file that begins like this, or LutFormatError."""
    by_name = named(place)
    by_content = [kind for kind in FORMATS if kind.sniff(head)]
    if by_content:
        return by_name if by_name in by_content else by_content[0]
    if by_name:
        return by_name  # its reader says what is wrong
    found = f"the extension {place.suffix!r} and other content" if head else "an empty file"
    raise LutFormatError("", None, f"expected a LUT file ({known_extensions()}), found {found}")


def write(lut: Lut, path: str | PathLike[str]) -> None:
    """Write a LUT file of the format that its extension names, whole or not at all.

    Raises LutFormatError for what the format can't hold, and where the file can't be written.
    """
    place = Path(os.fsdecode(path))
    kind = named(place)
    if kind is None or kind.write is None:
        sentence = f"expected a name that ends in {known_extensions(writing=True)}, found {place.name!r}"
        raise LutFormatError(place, None, sentence)
    try:
        save(kind.write(lut), place)
    except LutError as error:
        raise LutFormatError(place, None, str(error)) from error
    except OSError as error:
        raise LutFormatError(place, None, f"cannot be written: {error.strerror or error}") from error


def named(place: Path) -> Format | None:
    """The format whose extension a file has."""
    extension = place.suffix.lower()
    return next((kind for kind in FORMATS if extension in kind.extensions), None)


def known_extensions(writing: bool = False) -> str:
    return ", ".join(name for kind in FORMATS if kind.write or not writing for name in kind.extensions)
