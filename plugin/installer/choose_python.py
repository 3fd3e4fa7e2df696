"""Choose the engine's Python: it must import numpy and Pillow, and stay where it is."""

from __future__ import annotations

import ast
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from lut.shared import shell
from lut.shared.printable import printable

from ..engine import find_python
from ..engine.interpreter import FLAGS, PYTHON, WINDOWS_32, Interpreter, dotted, packages, parse_answer
from ..programs.python_stubs import is_batch, is_stub
from ..programs.run_program import TookTooLong
from . import advice
from .channels import SYSTEM, Channel
from .install_error import InstallError
from .runner import Runner

ANSWER_SECONDS = 60
# What a batch file in front of a Python can be asked: it passes no line ends on.
WHERE = "import sys; print(ascii(sys.executable))"


def inspect_python(python: str | Path, runner: Runner, channel: Channel = SYSTEM) -> Interpreter | None:
    """Ask an interpreter about itself, where that channel's GIMP runs.  None if it does not answer as Python does."""
    try:
        if is_batch(str(python)):
            python = ast.literal_eval(runner.run([python, "-E", "-c", WHERE], ANSWER_SECONDS).last_line)
        return parse_answer(runner.run([*channel.words(str(python)), *FLAGS], ANSWER_SECONDS).last_line)
    except (OSError, TookTooLong, ValueError, KeyError, TypeError, SyntaxError):
        return None


def running_python() -> str:
    """Return the Python that runs this program, outside of any virtual environment."""
    return str(getattr(sys, "_base_executable", sys.executable))


def system_pythons() -> list[str]:
    """Return the running Python and the one on PATH."""
    on_path = filter(None, map(shutil.which, ("python3", "python")))
    return [running_python(), *(python for python in on_path if not is_stub(python))]


def choose_python(candidates: Iterable[str], runner: Runner) -> Interpreter | None:
    """Choose one that can run the engine and is not in a virtual environment: the first that misses the least.

    Deep pictures count before phones' files.
    """
    seen, able = set(), []
    for candidate in candidates:
        if os.path.realpath(candidate) in seen:
            continue
        seen.add(os.path.realpath(candidate))
        found = inspect_python(candidate, runner)
        if found is not None and not found.virtual and not found.lacks() and not is_store_python(found.python):
            able.append(found)
    return min(able, key=lambda found: (len(found.misses()), len(found.misses_phone())), default=None)


def find_base(runner: Runner) -> Interpreter:
    """Find the interpreter to make an environment with: the running one, if wheels fit it."""
    for python in (running_python(), *find_python.candidates()):
        found = inspect_python(python, runner)
        if found is None or found.version < PYTHON or found.platform == WINDOWS_32 or is_store_python(found.python):
            continue
        if not found.platform.startswith("mingw"):  # GIMP's own on Windows loads nobody else's numpy
            return found
    raise InstallError(f"{sys.executable} cannot load numpy. {advice.advise_python(sys.platform)}")


def find_in_sandbox(channel: Channel, runner: Runner) -> Interpreter:
    """Ask a sandbox's own Python about itself."""
    found = inspect_python("python3", runner, channel)
    if found is None:
        raise InstallError(
            f"{channel.name} did not start a Python for Camera Looks. "
            "Start GIMP once by hand, close it, then run install.py again."
        )
    if found.version < PYTHON:
        raise InstallError(
            f"The GIMP from {channel.name} has Python {dotted(found.version)}, the engine needs 3.10. "
            "Update that GIMP, then run install.py again."
        )
    return found


def is_store_python(python: str) -> bool:
    """Return True for the Microsoft Store's Python: Windows redirects what it writes to where GIMP sees nothing."""
    return "WindowsApps" in python or "PythonSoftwareFoundation" in python


def check_given(python: str, runner: Runner) -> Interpreter:
    """Check that the interpreter that the user names can run the engine."""
    found = inspect_python(python, runner)
    if found is None:
        raise InstallError(
            f"{printable(python)} does not answer as Python does: give the path of a Python 3.10 or newer."
        )
    lacks = found.lacks()
    if found.version < PYTHON or found.platform == WINDOWS_32:
        raise InstallError(
            f"{printable(python)} cannot run the engine: it lacks {lacks[0]}. "
            "Leave --python out to have another one found."
        )
    if lacks:
        command = [python, "-m", "pip", "install", *packages(found.version)]
        raise InstallError(
            f"{printable(python)} cannot run the engine: it lacks {' and '.join(lacks)}. "
            f"Leave --python out to have an environment made, or run: {shell.command(command)}"
        )
    return found
