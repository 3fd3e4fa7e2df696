"""The installer's exception, and sentences for what the system refuses."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
from pathlib import Path

from .locked_files import IN_USE, is_in_use


class InstallError(Exception):
    """``str(error)`` is one sentence that ends in what to do next."""


def name_path(error: OSError, path: str | Path) -> OSError:
    """Return the error with the path that users know."""
    error.filename, error.filename2 = str(path), None
    return error


def describe_error(error: OSError, again: str = "run install.py again") -> str:
    """Describe what the system refused, with the whole path and advice.  again: what to do after that."""
    if isinstance(error, shutil.Error):  # of many files: the first stands for all
        _source, where, why = error.args[0][0]
        found = re.match(r"\[(Errno|WinError) (\d+)\] ", str(why))
        known = (int(found[2]), 0) if found and found[1] == "Errno" else (0, int(found[2]) if found else 0)
        number = known[0] or OSError(0, "", None, known[1]).errno or 0  # Windows' own numbers have one of these each
        in_use = known[1] in IN_USE
        reason = os.strerror(number) if number else str(why)
    else:
        in_use = is_in_use(error)
        number, reason = error.errno or 0, error.strerror or str(error)
        # Of two files, the second is written to.
        where = (error.filename2 if number in FULL else None) or error.filename or "The disk"
    if in_use:
        return f"{where} is in use or protected: close GIMP and whatever else uses it, then {again}."
    if number in FULL:
        return f"{where}: there is no room left on the disk. Free some space, then {again}."
    if number == errno.EROFS:
        return f"{where} lies on a disk that cannot be written to. Make it writable, then {again}."
    if isinstance(error, PermissionError) or number in (errno.EACCES, errno.EPERM):
        return f"{where} cannot be written{name_owner(where)}: make it yours, then {again}."
    return f"{where}: {reason}. Mend that, then {again}."


FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


def name_owner(path: str | bytes | int) -> str:
    """Name the owner of a path, if it is another user."""
    if sys.platform == "win32" or isinstance(path, int):
        return ""
    place = Path(os.fsdecode(path))
    try:
        there = next(known for known in (place, *place.parents) if os.path.lexists(known))
        if there.lstat().st_uid == os.getuid():
            return ""
        whose = there.owner()
    except (OSError, KeyError, StopIteration):
        return ""
    return f" (it belongs to {whose})" if there == place else f" ({there} belongs to {whose})"
