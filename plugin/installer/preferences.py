"""Read from GIMP's own settings whether it looks for plug-ins in the folder of its profile."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .detect import Gimp
from .install_error import InstallError

SETTING = re.compile(r'^\s*\(plug-in-path\s+"((?:[^"\\]|\\.)*)"', re.MULTILINE)


def read_plug_in_path(profile: Path) -> str | None:
    """Read the setting from ``gimprc``; None where the user has not changed it."""
    try:
        text = (profile / "gimprc").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    found = SETTING.findall(text)
    return re.sub(r"\\(.)", r"\1", found[-1]) if found else None


def searches_profile(profile: Path) -> bool:
    """Return True if GIMP looks for plug-ins in the profile's own folder."""
    setting = read_plug_in_path(profile)
    if setting is None:
        return True
    wanted = real_path(str(profile / "plug-ins"))
    return any(real_path(fill_variables(entry, profile)) == wanted for entry in setting.split(os.pathsep) if entry)


def fill_variables(entry: str, profile: Path) -> str:
    """Replace ``${gimp_dir}`` and the environment's variables in a folder of the setting, as GIMP does."""
    variables = {**os.environ, "gimp_dir": str(profile)}
    filled = re.sub(r"\$\{(\w+)\}", lambda name: variables.get(name[1], name[0]), entry)
    try:
        return str(Path(filled).expanduser())
    except RuntimeError:
        return filled  # ~ of a user whom this machine does not know


def real_path(folder: str) -> str:
    return os.path.normcase(os.path.realpath(folder))


def tell_left_out(gimp: Gimp) -> str:
    """Say that GIMP's settings leave out the folder.  The advice follows in ADVICE."""
    folder, settings = Path(gimp.profile) / "plug-ins", Path(gimp.profile) / "gimprc"
    return f"{gimp} does not look for plug-ins in {folder}: the plug-in-path in {settings} leaves it out."


ADVICE = "Add that folder in GIMP under Edit ▸ Preferences ▸ Folders ▸ Plug-ins and close GIMP."


def require_search(gimp: Gimp) -> None:
    if not searches_profile(Path(gimp.profile)):
        raise InstallError(f"{tell_left_out(gimp)} {ADVICE} Then run install.py again.")
