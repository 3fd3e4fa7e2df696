"""Which Python can be the engine's: it must import numpy and Pillow, and stay where it is."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from ..interpreter import FLAGS, Interpreter, packages, understood
from .errors import InstallError
from .runner import Runner, TookTooLong

ANSWER_SECONDS = 60


def inspect(python: str | Path, runner: Runner) -> Interpreter | None:
    """Ask an interpreter about itself; None when it does not answer as Python does."""
    try:
        return understood(runner.run([python, *FLAGS], ANSWER_SECONDS).last_line)
    except (OSError, TookTooLong, ValueError, KeyError, TypeError):
        return None


def system_pythons() -> list[str]:
    """The Python that runs this program, without its virtual environment, and the one on PATH."""
    running = getattr(sys, "_base_executable", sys.executable)
    return [python for python in (running, shutil.which("python3"), shutil.which("python")) if python]


def choose(candidates: Iterable[str], runner: Runner) -> Interpreter | None:
    """The first that can run the engine and is not somebody's virtual environment."""
    seen = set()
    for candidate in candidates:
        if os.path.realpath(candidate) in seen:
            continue
        seen.add(os.path.realpath(candidate))
        found = inspect(candidate, runner)
        if found is not None and not found.virtual and not found.lacks():
            return found
    return None


def base(runner: Runner) -> Interpreter:
    """The interpreter that an environment is made with."""
    found = inspect(system_pythons()[0], runner)
    if found is None:
        raise InstallError(f"{sys.executable} does not answer as Python does: run install.py with another python3.")
    return found


def given(python: str, runner: Runner) -> Interpreter:
    """The interpreter that the user asks for."""
    found = inspect(python, runner)
    if found is None:
        raise InstallError(f"{python} does not answer as Python does: give the path of a Python 3.10 or newer.")
    lacks = found.lacks()
    if lacks:
        command = [python, "-m", "pip", "install", *packages(found.version)]
        raise InstallError(
            f"{python} cannot run the engine: it lacks {' and '.join(lacks)}. "
            f"Leave --python out to have an environment made, or run: {shlex.join(command)}"
        )
    return found
