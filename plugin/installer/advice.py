"""The exact command that gets what is missing, on the systems that have one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

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
