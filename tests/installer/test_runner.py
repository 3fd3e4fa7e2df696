"""Programs that hang: they and what they started are ended, and nobody waits for those that hold on."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from test_ended import is_gone, wait_for

from plugin.installer import runner
from plugin.installer.runner import Runner, TookTooLong

# Starts one child in its group and one that has left it, both of which keep the terminal that they got.
HANGS = """
import os, subprocess, sys, time
for away in (False, True):
    wait = [sys.executable, "-c", "import time; time.sleep(3600)"]
    print(subprocess.Popen(wait, start_new_session=away).pid, file=open(sys.argv[1], "a"), flush=True)
os.rename(sys.argv[1], sys.argv[2])
time.sleep(3600)
"""


def test_a_program_that_hangs_is_ended_with_its_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "LAST_WORDS_SECONDS", 0.1)
    started = tmp_path / "started"
    command = [sys.executable, "-c", HANGS, tmp_path / "begun", started]
    for seconds in (1, 8, 64, 512):  # as long as it takes on a machine with much else to do
        with pytest.raises(TookTooLong):
            Runner().run(command, seconds)
        if started.exists():
            break
    child, away = map(int, started.read_text().split()[-2:])
    try:
        wait_for(lambda: is_gone(child))
        assert not is_gone(away), "the test means one that outlives its group"
    finally:
        os.kill(away, signal.SIGKILL)
