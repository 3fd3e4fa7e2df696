"""Looks of the user's own that came with an image, unpacked where they are missing.

A copy is the files of the look, the look's own first: {"Evening.toml": "…", "film.cube": "…"}.  What is unpacked
lies in the user's cache and is a look with an id of its own, ``copy-…``.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..errors import LutError
from ..files.names import taken_here
from ..files.saving import save_file
from ..language import _
from ..looks import Look, own_looks
from ..shared import folders
from ..shared.look_ids import COPIED

LARGEST_FILE = 64 << 20  # bytes, unpacked
MARK = ".look"


def unpacked(identifier: str, copy: Mapping[str, str]) -> str:
    """The id of the look in a copy.  identifier: what it was called where it was packed."""
    digest = hashlib.sha256(repr([*copy.items()]).encode()).hexdigest()[:16]
    folder = place(digest)
    if not (folder / MARK).exists():
        for name, text in copy.items():
            file = folder / taken_here(safe(name))
            file.parent.mkdir(parents=True, exist_ok=True)
            save_file(decoded(text), file)
        save_file(next(iter(copy)).encode("utf-8", "surrogateescape"), folder / MARK)
    return f"{COPIED}{digest}-{identifier}"


def load(identifier: str) -> Look:
    """The look of an id that ``unpacked`` gave."""
    digest, _hyphen, called = identifier.removeprefix(COPIED).partition("-")
    folder = place(safe(digest))
    try:
        name = (folder / MARK).read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        sentence = _("The copy of the look {look!r} is gone from {folder}: try again.")
        raise LutError(sentence.format(look=called, folder=folder)) from None
    return own_looks.read_look(identifier, folder / taken_here(safe(name)))


def place(digest: str) -> Path:
    return folders.cache() / "copies" / digest


def safe(name: str) -> str:
    """A name that stays inside its folder, whatever an image says."""
    parts = PurePosixPath(name).parts
    if not parts or name != name.strip() or PureWindowsPath(name).drive or "\\" in name or {"..", "/"} & {*parts}:
        raise LutError(_("expected the name of a look's file, found {name!r}").format(name=name))
    return name


def decoded(text: str) -> bytes:
    """The bytes of a packed file; LutError for what is none, or too large."""
    try:
        pump = zlib.decompressobj()
        data = pump.decompress(base64.b64decode(text, validate=True), LARGEST_FILE)
        if not pump.eof:
            raise ValueError
    except (ValueError, zlib.error):
        raise LutError(_("The copy of the look in this image is damaged.")) from None
    return data
