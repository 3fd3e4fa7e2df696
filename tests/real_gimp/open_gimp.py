"""A GIMP that stays open for many scripts, since starting one takes longer than most of them."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gimps import Outcome, RealGimp, ScriptError, end

from tests.waiting import HANG_SECONDS

# Executes one script's file after the other, each in a scope of its own and with no image open.
LOOP = """
with open(requests, encoding="utf-8") as lines:
    for line in lines:
        exec(open(line.rstrip(), encoding="utf-8").read(), {})
        for image in Gimp.get_images():
            image.delete()
"""


@dataclass
class OpenGimp:
    """Runs scripts as ``gimp`` does.  It is started by the first one, and again after one that ended it."""

    gimp: RealGimp
    process: subprocess.Popen[str] | None = None
    log: Path = field(init=False)
    requests: Path = field(init=False)
    _line: int = field(init=False)

    def __post_init__(self) -> None:
        folder = self.gimp.base / f"open-{time.monotonic_ns()}"
        folder.mkdir()
        self.log, self.requests = folder / "log", folder / "requests"

    def run(self, script: str, timeout: float = HANG_SECONDS, **values: Any) -> Outcome:
        """Run a script, headless.  values (JSON; paths become text) are its global names."""
        if self.process is None:
            self._start()
        assert self.process is not None
        said = self.log.stat().st_size
        around, verdict = self.gimp.write_script(script, values)
        os.write(self._line, f"{around}\n".encode())
        deadline = time.monotonic() + timeout
        while not verdict.exists() and self.process.poll() is None:
            if time.monotonic() > deadline:
                self.close()
                raise ScriptError(f"The script was not done after {timeout:.0f} s:\n{self._output(said)}")
            time.sleep(0.005)
        if self.process.poll() is not None:
            self.close()
        return self.gimp.outcome(verdict, self._output(said))

    def close(self) -> None:
        if self.process is not None:
            end(self.process)
            self.process = None
            os.close(self._line)
            self.requests.unlink()  # with what the process has not read: the next one is not to do it

    def _start(self) -> None:
        os.mkfifo(self.requests)
        self._line = os.open(self.requests, os.O_RDWR)  # both ways, so that nobody waits for the other to open it
        command, _verdict = self.gimp.console(LOOP, requests=self.requests)
        with self.log.open("w", encoding="utf-8") as output:
            self.process = self.gimp.start(command, output)

    def _output(self, since: int) -> str:
        return self.log.read_bytes()[since:].decode(errors="replace")
