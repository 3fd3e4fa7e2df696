"""What to do about what is missing, on the system that it is missing on.

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
    """The distribution's own description; empty on other systems."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {key: value.strip("\"'") for key, _, value in (line.partition("=") for line in lines) if value}


def get_python(system: str) -> str:
    """How to get a Python that can run the engine: a sentence."""
    if system == WINDOWS:
        python = "Get a 64-bit Python from python.org, or run: winget install Python.Python.3.13."
        return f"{python} Then run: {install_command(system=system, which=lambda name: name)}"
    if system == MAC:
        return f"Get Python from python.org, or run: brew install python. Then run: {install_command(system=system)}"
    return "Run install.py with another python3."


def no_venv(system: str, release: Mapping[str, str]) -> str:
    """What to do where a Python makes no virtual environments: a sentence."""
    if system in (WINDOWS, MAC):
        return get_python(system)
    if command := for_venv(release):
        return f"Run this, then install.py again: {command}"
    return "Install your system's package for Python's venv module, then run install.py again."


def no_environment(system: str, release: Mapping[str, str]) -> str:
    """What to do where no environment with numpy and Pillow can be made: a sentence."""
    command = None if system in (WINDOWS, MAC) else for_modules(release)
    if command:
        return f"Connect to the internet and run install.py again, or run this first: {command}"
    return (
        "Connect to the internet and run install.py again, from a bundle (install.py --bundle), "
        "or name a Python that has numpy and Pillow with --python PATH."
    )


def no_home(system: str) -> str:
    """What to do where a user's home folder is not known: a part of a sentence."""
    return f"set {'USERPROFILE' if system == WINDOWS else 'HOME'}, then run install.py again."


def two_copies(system: str, other: str) -> str:
    """What to do about a copy of one's own beside the one for everybody: a sentence."""
    removal = "remove the other with your system's packages" if system == "linux" else f"remove {other} by hand"
    return f"Keep one of them: run install.py --uninstall, or {removal}."


def from_bundle(systems: Collection[str]) -> str:
    """How to install from a bundle that is made for these systems: a sentence."""
    windows, others = (install_command(system=system, which=lambda name: name) for system in (WINDOWS, "linux"))
    if WINDOWS not in systems:
        command = others
    else:
        command = windows if set(systems) == {WINDOWS} else f"{others} (on Windows: {windows})"
    return f"To install from it, with or without a network: unzip it, then run in its folder: {command}"


def where_to_type(start: str, system: str | None = None) -> str:
    """Which of the system's shells takes a command that starts so, if that is not all of them."""
    quoted = (system or sys.platform) == WINDOWS and start.startswith('"')
    return " (in PowerShell, with & in front)" if quoted else ""


def for_venv(release: Mapping[str, str]) -> str | None:
    """How to get Python's venv module where the distribution keeps it apart."""
    return next((VENV[name] for name in family(release) if name in VENV), None)


def for_gimp_python(system: str, release: Mapping[str, str]) -> str:
    """What to do about a GIMP whose Python plug-ins do not start: a sentence.  system: as ``sys.platform`` says it."""
    if system == "win32":
        return "Often another Python on PATH is taken for GIMP's: take it off, or reinstall GIMP, then run this again."
    if system == "darwin":
        return "Its own Python is damaged: reinstall GIMP, then run this again."
    command = next((GIMP_PYTHON[name] for name in family(release) if name in GIMP_PYTHON), None)
    return f"Run this, then install.py again: {command}" if command else "Install your system's packages for that."


def for_modules(release: Mapping[str, str]) -> str | None:
    """How to get numpy and Pillow from the distribution, where they are new enough."""
    name = release.get("ID", "")
    try:
        if float(release.get("VERSION_ID", "99")) < NEW_ENOUGH.get(name, 0):
            return None
    except ValueError:
        pass
    return next((MODULES[name] for name in family(release) if name in MODULES), None)


def family(release: Mapping[str, str]) -> list[str]:
    """The distribution and those that it is made from: ubuntu, debian."""
    return [release.get("ID", ""), *release.get("ID_LIKE", "").replace("opensuse", "suse").split()]
