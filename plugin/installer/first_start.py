"""GIMP makes its profile at its first start, and takes the settings of an older version over only then.

So a profile that is not there is made by GIMP itself, not by the installer; and uninstalling removes it again if it is
still exactly as GIMP made it.
"""

from __future__ import annotations

import os
from pathlib import Path

from .detect import Gimp
from .runner import Runner
from .verify import desktop_environment, run_script

Inventory = dict[str, list[int]]


def make_profile(gimp: Gimp, runner: Runner) -> Inventory:
    """Have GIMP make its profile; returns what it holds."""
    profile = Path(gimp.profile)
    run_script(gimp, "None", desktop_environment(), runner)
    profile.mkdir(parents=True, exist_ok=True)
    return inventory(profile)


def inventory(profile: Path) -> Inventory:
    """Every file with its size and date, every folder with nothing."""
    found: Inventory = {}
    for folder, folders, files in os.walk(profile):
        for name in folders:
            found[str((Path(folder) / name).relative_to(profile))] = []
        for name in files:
            status = (Path(folder) / name).lstat()
            found[str((Path(folder) / name).relative_to(profile))] = [status.st_size, status.st_mtime_ns]
    return found
