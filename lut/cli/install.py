"""``install``, ``uninstall``, ``doctor``: what install.py does, where pip has installed this library.

The installer is a program of its own, which knows GIMP and imports nothing of this library.  It is started as one, by
the same Python, and takes the same options.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import LutError
from .command import Command

OPTIONS: dict[str, list[str]] = {"install": [], "uninstall": ["--uninstall"], "doctor": ["--doctor"]}
PLACES = ("camera_looks/install.py", "install.py")  # beside this library: in a wheel, in a checkout
ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


def run(arguments: argparse.Namespace) -> int:
    """Run the installer; returns its exit code."""
    name, *words = arguments.words
    command = [sys.executable, str(installer()), *OPTIONS[name], *words]
    with subprocess.Popen(command) as process, passing_signals(process):
        return process.wait()


def installer() -> Path:
    base = Path(__file__).parents[2]
    for place in PLACES:
        if (base / place).is_file() and (base / place).with_name("plugin").is_dir():
            return base / place
    raise LutError(
        "This copy of Camera Looks has no installer: run install.py of the download that it came from, "
        "or use your system's packages."
    )


@contextmanager
def passing_signals(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Leave it to another program how it ends: it takes back what it has begun first.

    A terminal gives Ctrl+C to both programs, other senders to this one alone.  The installer minds the first one only.
    """

    def end(number: int, _frame: object) -> None:
        if os.name == "posix":
            process.send_signal(number)

    numbers = [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:  # as nohup has it
            signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare nothing: what stands behind these commands is for install.py."""


COMMANDS = tuple(
    Command(name, summary, summary, arguments, run)
    for name, summary in (
        ("install", "install the plug-in into every GIMP of this machine"),
        ("uninstall", "remove from GIMP whatever was installed"),
        ("doctor", "find what is wrong with an installation, offer to mend it"),
    )
)
