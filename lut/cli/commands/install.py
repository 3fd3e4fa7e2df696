"""``install``, ``uninstall``, ``doctor``: start install.py, where pip has installed this library.

The installer is a program of its own, which knows GIMP and imports nothing of this library but lut.shared.  It is
started as one, by the same Python, and takes the same options.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from ...errors import LutError
from ...shared.signals import handle_signals
from ..command import Command

OPTIONS: dict[str, list[str]] = {"install": [], "uninstall": ["--uninstall"], "doctor": ["--doctor"]}
PLACES = ("camera_looks/install.py", "install.py")  # beside this library: in a wheel, in a checkout


def run(arguments: argparse.Namespace) -> int:
    """Run the installer and return its exit code."""
    name, *words = arguments.words
    command = [sys.executable, str(find_installer()), *OPTIONS[name], *words]
    with subprocess.Popen(command) as process:

        def pass_on(number: int, _frame: object) -> None:
            """Pass the signal on: the installer undoes what it has begun, then ends, and minds one signal only.

            A terminal gives Ctrl+C to both programs, other senders to this one alone.
            """
            if os.name == "posix":
                process.send_signal(number)

        with handle_signals(pass_on):
            return process.wait()


def find_installer() -> Path:
    base = Path(__file__).parents[3]
    for place in PLACES:
        if (base / place).is_file() and (base / place).with_name("plugin").is_dir():
            return base / place
    raise LutError(
        "This copy of Camera Looks has no installer: run install.py of the download that it came from, "
        "or use your system's packages."
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare nothing: what stands behind these commands is for install.py."""


COMMANDS = tuple(
    Command(name, summary, summary, add_arguments, run)
    for name, summary in (
        ("install", "install the plug-in into every GIMP of this machine"),
        ("uninstall", "remove from GIMP whatever was installed"),
        ("doctor", "find what is wrong with an installation, offer to mend it"),
    )
)
