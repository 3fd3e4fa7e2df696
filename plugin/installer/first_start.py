"""GIMP makes its profile at its first start, and takes the settings of an older version over only then.

So a profile that is not there is made by GIMP itself, not by the installer; and uninstalling removes it again if it is
still exactly as GIMP made it.
"""

from __future__ import annotations

import os
from pathlib import Path

from .detect import Gimp
from .runner import Runner
from .verify import run_script, start

Inventory = dict[str, list[int]]


def start_once(gimp: Gimp, runner: Runner) -> None:
    """Have GIMP make its profile."""
    if gimp.two:
        start(gimp, ["--no-interface", "--no-data", "--no-fonts", "-b", "(gimp-quit 0)"], {}, runner)
    else:
        run_script(gimp, "None", {}, runner)


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
