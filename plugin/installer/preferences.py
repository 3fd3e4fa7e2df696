"""Read from GIMP's own settings whether it looks for plug-ins in the folder of its profile."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .detect import Gimp
from .errors import InstallError

SETTING = re.compile(r'^\s*\(plug-in-path\s+"((?:[^"\\]|\\.)*)"', re.MULTILINE)


def plug_in_path(profile: Path) -> str | None:
    """The setting as it stands in ``gimprc``; None where the user has left it as it was."""
    try:
        text = (profile / "gimprc").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    found = SETTING.findall(text)
    return re.sub(r"\\(.)", r"\1", found[-1]) if found else None


def searches(profile: Path) -> bool:
    """Whether GIMP looks for plug-ins in the profile's own folder."""
    setting = plug_in_path(profile)
    if setting is None:
        return True
    wanted = real(str(profile / "plug-ins"))
    return any(real(filled_in(entry, profile)) == wanted for entry in setting.split(os.pathsep) if entry)


def filled_in(entry: str, profile: Path) -> str:
    """A folder of the setting with ``${gimp_dir}`` and the environment's variables replaced, as GIMP does it."""
    variables = {**os.environ, "gimp_dir": str(profile)}
    filled = re.sub(r"\$\{(\w+)\}", lambda name: variables.get(name[1], name[0]), entry)
    try:
        return str(Path(filled).expanduser())
    except RuntimeError:
        return filled  # ~ of a user whom this machine does not know


def real(folder: str) -> str:
    return os.path.normcase(os.path.realpath(folder))


def left_out(gimp: Gimp) -> str:
    """What is wrong, as a sentence, and after it what to do."""
    folder, settings = Path(gimp.profile) / "plug-ins", Path(gimp.profile) / "gimprc"
    return f"{gimp} does not look for plug-ins in {folder}: the plug-in-path in {settings} leaves it out."


ADVICE = "Add that folder in GIMP under Edit ▸ Preferences ▸ Folders ▸ Plug-ins and close GIMP."


def require(gimp: Gimp) -> None:
    if not searches(Path(gimp.profile)):
        raise InstallError(f"{left_out(gimp)} {ADVICE} Then run install.py again.")
