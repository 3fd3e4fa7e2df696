"""The engine's own virtual environment, for machines whose Python lacks numpy or Pillow.

Environments cannot be moved, so each has its final, unique name from the start; it counts only once the
marker file is in it, which is written last.  An interrupted one is not used, and removed later.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import time
from collections.abc import Collection
from pathlib import Path

from ..interpreter import Interpreter, dotted, packages
from . import advice
from .errors import InstallError
from .interpreter import inspect
from .runner import Finished, Runner, TookTooLong

MARKER = "complete"
VENV_SECONDS = 180
PIP_SECONDS = 1200
ABANDONED_SECONDS = 3600


def python_in(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def existing(folder: Path, runner: Runner) -> Interpreter | None:
    """The newest complete environment in the folder that still works."""
    complete = sorted(folder.glob(f"*/{MARKER}"), key=lambda marker: marker.stat().st_mtime, reverse=True)
    for marker in complete:
        found = inspect(python_in(marker.parent), runner)
        if found is not None and not found.lacks():
            return found
    return None


def make(folder: Path, base: Interpreter, runner: Runner) -> Interpreter:
    """A new environment in the folder with what the engine needs."""
    environment = folder / f"python-{dotted(base.version[:2])}-{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        create(environment, base, runner)
        found = inspect(python_in(environment), runner)
        if found is None or found.lacks():
            lacks = " and ".join(found.lacks()) if found else "a working Python"
            raise InstallError(f"The new environment {environment} lacks {lacks}. {instead(base)}")
        (environment / MARKER).touch()
    except OSError as error:
        remove(environment)
        raise InstallError(
            f"{error.filename or folder}: {error.strerror}. Free some space or mend it, then run again."
        ) from None
    except BaseException:
        remove(environment)
        raise
    return found


def create(environment: Path, base: Interpreter, runner: Runner) -> None:
    pip = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--retries", "2", "--prefer-binary"]
    wanted = packages(base.version)
    try:
        if runner.run([base.python, "-m", "venv", environment], VENV_SECONDS).code == 0:
            done = runner.run([python_in(environment), *pip, *wanted], PIP_SECONDS)
        else:
            # Some distributions keep pip's bundled copy apart from venv; another pip can fill the environment as well.
            remove(environment)
            bare = runner.run([base.python, "-m", "venv", "--without-pip", environment], VENV_SECONDS)
            has_pip = bare.code == 0 and runner.run([base.python, "-m", "pip", "--version"], VENV_SECONDS).code == 0
            if not has_pip:
                raise InstallError(f"{base.python} cannot make virtual environments. {no_venv(base)}")
            command: list[str | Path] = [base.python, *pip[:2], "--python", python_in(environment), *pip[2:], *wanted]
            done = runner.run(command, PIP_SECONDS)
    except TookTooLong:
        raise InstallError(
            f"Fetching numpy and Pillow was not done in {PIP_SECONDS // 60} minutes. {instead(base)}"
        ) from None
    if done.code:
        raise InstallError(f"pip could not fetch numpy and Pillow ({reason(done)}). {instead(base)}")


def reason(done: Finished) -> str:
    """Why pip failed, in its own words."""
    errors = [line for line in done.output.splitlines() if line.startswith("ERROR:")]
    return (errors[0].removeprefix("ERROR:").strip() if errors else done.last_line).rstrip(".")


def no_venv(base: Interpreter) -> str:
    command = advice.for_venv(advice.read_os_release())
    if command:
        return f"Run this, then install.py again: {command}"
    return "Install your system's package for Python's venv module, then run install.py again."


def instead(base: Interpreter) -> str:
    """What to do when no environment can be made."""
    command = advice.for_modules(advice.read_os_release())
    if command:
        return f"Connect to the internet and run install.py again, or run this first: {command}"
    return (
        "Connect to the internet and run install.py again, "
        "or name a Python that has numpy and Pillow with --python PATH."
    )


def tidy(folder: Path, used: Collection[str]) -> None:
    """Remove environments that no installation uses, and what interrupted runs left."""
    for environment in folder.glob("python-*"):
        if any(Path(python).is_relative_to(environment) for python in used):
            continue
        with contextlib.suppress(OSError):
            finished = (environment / MARKER).exists()
            if finished or time.time() - environment.stat().st_mtime > ABANDONED_SECONDS:
                remove(environment)


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
