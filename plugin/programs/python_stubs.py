"""Recognize programs named python that are none: they open a shop or a dialog, or only cmd can start them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath

from .run_program import TookTooLong, run_program

WINDOWS_APPS = "windowsapps"  # the folder of the Microsoft Store's names: one without its program offers to get it
BATCH = (".bat", ".cmd")  # pyenv-win's, which pass no line ends on
# Without Apple's command line tools, these offer to install them.
APPLE = ("/usr/bin/python3", "/usr/bin/python")
XCODE_SELECT = "/usr/bin/xcode-select"
ANSWER_SECONDS = 20


@lru_cache
def has_apples_tools() -> bool:
    """Return whether Apple's command line tools are installed, without opening their dialog."""
    try:
        told = run_program([XCODE_SELECT, "-p"], ANSWER_SECONDS, errors_apart=True)
    except (OSError, TookTooLong):
        return False
    return told.code == 0 and Path(told.output.strip() or os.devnull).is_dir()


def is_stub(path: str, system: str | None = None, has_tools: Callable[[], bool] = has_apples_tools) -> bool:
    """Return whether nobody should start this program unasked.  system: as ``sys.platform`` has it."""
    system = system or sys.platform
    if WINDOWS_APPS in [part.casefold() for part in PureWindowsPath(path).parts]:  # Linux in Windows sees them, too
        return True
    if system == "win32":
        return is_batch(path)
    return system == "darwin" and str(PurePosixPath(path)) in APPLE and not has_tools()


def is_batch(path: str) -> bool:
    return path.lower().endswith(BATCH)
