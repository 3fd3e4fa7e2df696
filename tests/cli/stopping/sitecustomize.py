"""Makes ``python -m lut apply`` stop while it writes certain pictures, in whichever of its processes.

Python imports this file at its start if this folder is in PYTHONPATH. Where a file of one of STOP_NAMES (with commas)
is written, but not renamed yet, STOP_FOLDER/NAME.reached is made. Then the process kills itself (STOP_HOW is "die"), or
waits for STOP_FOLDER/go ("wait"), even if it is told to end ("hang").
"""

from __future__ import annotations

import os
import signal
import time
from os import PathLike
from pathlib import Path

from lut.cli.batch import targets

save, fsync = targets.save_file, os.fsync
writing = ""


def saved(data: bytes, path: str | PathLike[str]) -> None:
    global writing
    writing = Path(path).name
    save(data, path)
    writing = ""


def synced(descriptor: int) -> None:
    fsync(descriptor)
    if writing in os.environ["STOP_NAMES"].split(","):
        folder = Path(os.environ["STOP_FOLDER"])
        if os.environ["STOP_HOW"] == "hang":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        (folder / f"{writing}.reached").touch()
        if os.environ["STOP_HOW"] == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        while not (folder / "go").exists():
            time.sleep(0.01)


targets.save_file, os.fsync = saved, synced
