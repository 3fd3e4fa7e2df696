"""The command line in real processes that stop while they write certain pictures.

    python stopping_run.py FOLDER NAMES HOW apply …

Where a file of one of the NAMES (with commas) is written, but not renamed yet, FOLDER/NAME.reached is made. Then the
process kills itself (HOW is "die"), or waits for FOLDER/go ("wait"). Processes of ``apply`` run this file, too.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from os import PathLike
from pathlib import Path

from lut.cli import main, targets

folder, names, how, *command = sys.argv[1:]
save, fsync = targets.save, os.fsync
writing = ""


def saved(data: bytes, path: str | PathLike[str]) -> None:
    global writing
    writing = Path(path).name
    save(data, path)
    writing = ""


def stop(descriptor: int) -> None:
    fsync(descriptor)
    if writing in names.split(","):
        (Path(folder) / f"{writing}.reached").touch()
        if how == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        while not (Path(folder) / "go").exists():
            time.sleep(0.01)


targets.save, os.fsync = saved, stop
if __name__ == "__main__":
    raise SystemExit(main(command))
