"""Which Python can be the engine's: it must import numpy and Pillow, and stay where it is."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .errors import InstallError
from .runner import Runner, TookTooLong

PYTHON = (3, 10)
# What the engine imports: distribution, module, oldest version, and below which Python it is needed.
REQUIREMENTS: tuple[tuple[str, str, tuple[int, ...], tuple[int, int] | None], ...] = (
    ("numpy", "numpy", (1, 26), None),
    ("Pillow", "PIL.Image", (10,), None),
    ("tomli", "tomli", (2,), (3, 11)),
)
ANSWER_SECONDS = 60

# Asked with the flags that the engine is started with, and by really importing: a broken numpy is none.
QUESTION = """
import importlib, json, sys
sys.path.pop(0)
def version(module):
    try:
        package = module.split(".")[0]
        importlib.import_module(module)
        found = sys.modules[package]
        if not hasattr(found, "__version__"):
            from importlib import metadata
            return metadata.version(package)
        return found.__version__
    except Exception:
        return None
print(json.dumps({
    "python": sys.executable,
    "version": sys.version_info[:3],
    "virtual": sys.prefix != sys.base_prefix,
    "modules": {name: version(name) for name in sys.argv[1:]},
}))
"""


@dataclass(frozen=True)
class Interpreter:
    """python: its own path, behind shims and links on PATH.  virtual: in an environment that may be deleted any day.

    modules: the versions of the required modules, None where one cannot be imported.
    """

    python: str
    version: tuple[int, ...]
    virtual: bool
    modules: dict[str, str | None]

    def lacks(self) -> list[str]:
        """What keeps it from running the engine; empty when nothing does."""
        if self.version < PYTHON:
            return [f"Python 3.10 or newer (it is {dotted(self.version)})"]
        missing = []
        for name, module, oldest, below in REQUIREMENTS:
            if below is not None and self.version >= below:
                continue
            found = self.modules.get(module)
            if found is None:
                missing.append(name)
            elif numbers(found) < oldest:
                missing.append(f"{name} {dotted(oldest)} or newer (it has {found})")
        return missing

    def has(self) -> dict[str, str]:
        """Versions by distribution."""
        found = {name: self.modules.get(module) for name, module, _, _ in REQUIREMENTS}
        return {name: version for name, version in found.items() if version is not None}


def inspect(python: str | Path, runner: Runner) -> Interpreter | None:
    """Ask an interpreter about itself; None when it does not answer as Python does."""
    modules = [module for _, module, _, _ in REQUIREMENTS]
    try:
        answer = runner.run([python, "-E", "-c", QUESTION, *modules], ANSWER_SECONDS)
        found = json.loads(answer.last_line)
        return Interpreter(found["python"], tuple(found["version"]), found["virtual"], found["modules"])
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


def packages(version: tuple[int, ...] = PYTHON) -> list[str]:
    """What pip is asked for, for a Python of that version."""
    return [
        f"{name}>={dotted(oldest)}" for name, _, oldest, below in REQUIREMENTS if below is None or version[:2] < below
    ]


def numbers(version: str) -> tuple[int, ...]:
    """2.1.0rc1 as (2, 1, 0)."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def dotted(version: Iterable[int]) -> str:
    return ".".join(map(str, version))
