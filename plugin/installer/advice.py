"""Advice for each system: sentences that say how to get what is missing.

system: as ``sys.platform`` has it.  release: a distribution's own description, empty on other systems.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from ..programs.commands import install_command

WINDOWS, MAC = "win32", "darwin"
# By distribution. Debian splits things that others have in one package.
VENV = {"debian": "sudo apt install python3-venv"}
MODULES = {
    "debian": "sudo apt install python3-numpy python3-pil",
    "fedora": "sudo dnf install python3-numpy python3-pillow",
    "arch": "sudo pacman -S python-numpy python-pillow",
    "suse": "sudo zypper install python3-numpy python3-Pillow",
}
GIMP_PYTHON = {"debian": "sudo apt install python3-gi gir1.2-gimp-3.0"}
# The first release whose numpy and Pillow the engine can use.
NEW_ENOUGH = {"debian": 13.0, "ubuntu": 24.04, "linuxmint": 22.0}


def read_os_release(path: Path = Path("/etc/os-release")) -> dict[str, str]:
    """Read the distribution's description of itself; empty on other systems."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {key: value.strip("\"'") for key, _, value in (line.partition("=") for line in lines) if value}


def advise_python(system: str) -> str:
    """Say how to get a Python that can run the engine."""
    if system == WINDOWS:
        python = "Get a 64-bit Python from python.org, or run: winget install Python.Python.3.13."
        return f"{python} Then run: {install_command(system=system, which=lambda name: name)}"
    if system == MAC:
        return f"Get Python from python.org, or run: brew install python. Then run: {install_command(system=system)}"
    return "Run install.py with another python3."


def advise_venv(system: str, release: Mapping[str, str]) -> str:
    """Say what to do where a Python makes no virtual environments."""
    if system in (WINDOWS, MAC):
        return advise_python(system)
    if command := find_command(VENV, release):
        return f"Run this, then install.py again: {command}"
    return "Install your system's package for Python's venv module, then run install.py again."


def advise_environment(system: str, release: Mapping[str, str]) -> str:
    """Say what to do where no environment with numpy and Pillow can be made."""
    command = None if system in (WINDOWS, MAC) else modules_command(release)
    if command:
        return f"Connect to the internet and run install.py again, or run this first: {command}"
    return (
        "Connect to the internet and run install.py again, from a bundle (install.py --bundle), "
        "or name a Python that has numpy and Pillow with --python PATH."
    )


def advise_home(system: str) -> str:
    """Say what to do where a user's home folder is not known: a part of a sentence."""
    return f"set {'USERPROFILE' if system == WINDOWS else 'HOME'}, then run install.py again."


def advise_two_copies(system: str, other: str) -> str:
    """Say what to do about a user's copy beside the one for everybody."""
    removal = "remove the other with your system's packages" if system == "linux" else f"remove {other} by hand"
    return f"Keep one of them: run install.py --uninstall, or {removal}."


def advise_bundle(systems: Collection[str]) -> str:
    """Say how to install from a bundle that is made for these systems."""
    windows, others = (install_command(system=system, which=lambda name: name) for system in (WINDOWS, "linux"))
    if WINDOWS not in systems:
        command = others
    else:
        command = windows if set(systems) == {WINDOWS} else f"{others} (on Windows: {windows})"
    return f"To install from it, with or without a network: unzip it, then run in its folder: {command}"


def name_shell(start: str, system: str | None = None) -> str:
    """Name the shell that takes a command that starts so; empty if all shells of the system do."""
    quoted = (system or sys.platform) == WINDOWS and start.startswith('"')
    return " (in PowerShell, with & in front)" if quoted else ""


def advise_gimp_python(system: str, release: Mapping[str, str]) -> str:
    """Say what to do about a GIMP whose Python plug-ins do not start."""
    if system == WINDOWS:
        return "Often another Python on PATH is taken for GIMP's: take it off, or reinstall GIMP, then run this again."
    if system == MAC:
        return "Its own Python is damaged: reinstall GIMP, then run this again."
    command = find_command(GIMP_PYTHON, release)
    return f"Run this, then install.py again: {command}" if command else "Install your system's packages for that."


def modules_command(release: Mapping[str, str]) -> str | None:
    """Return the command that installs the distribution's numpy and Pillow, where they are new enough."""
    name = release.get("ID", "")
    try:
        if float(release.get("VERSION_ID", "99")) < NEW_ENOUGH.get(name, 0):
            return None
    except ValueError:
        pass
    return find_command(MODULES, release)


def find_command(commands: Mapping[str, str], release: Mapping[str, str]) -> str | None:
    """Find the command for a distribution, or for one that it derives from.  commands: by distribution."""
    family = [release.get("ID", ""), *release.get("ID_LIKE", "").replace("opensuse", "suse").split()]
    return next((commands[name] for name in family if name in commands), None)
