"""Programs that hang: they and what they started are ended, and nobody waits for those that hold on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from plugin.installer.runner import Runner
from plugin.programs import run_program
from plugin.programs.run_program import TookTooLong
from tests.processes import alive, kill, wait_for_end

# Starts one child in its group and one that has left it, both of which keep the terminal that they got.
HANGS = """
import os, subprocess, sys, time
for away in (False, True):
    wait = [sys.executable, "-c", "import time; time.sleep(3600)"]
    print(subprocess.Popen(wait, start_new_session=away).pid, file=open(sys.argv[1], "a", encoding="utf-8"), flush=True)
os.rename(sys.argv[1], sys.argv[2])
time.sleep(3600)
"""


def test_a_program_that_hangs_is_ended_with_its_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_program, "LAST_WORDS_SECONDS", 0.1)
    started = tmp_path / "started"
    command = [sys.executable, "-c", HANGS, tmp_path / "begun", started]
    for seconds in (1, 8, 64, 512):  # as long as it takes on a machine with much else to do
        with pytest.raises(TookTooLong):
            Runner().run(command, seconds)
        if started.exists():
            break
    child, away = map(int, started.read_text(encoding="utf-8").split()[-2:])
    wait_for_end(child)
    if sys.platform == "win32":
        wait_for_end(away)  # none leaves a job
    else:
        assert alive(away), "the test means one that outlives its group"
        kill(away)


# Starts one that keeps the pipe, and ends: as a GIMP whose plug-in goes on.
LEAVES = """
import subprocess, sys
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"]).pid, flush=True)
"""


def test_nobody_waits_for_what_a_program_has_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wait of an hour would end this test by its time-out."""
    monkeypatch.setattr(run_program, "LAST_WORDS_SECONDS", 0.5)
    for _attempt in range(9):  # on a busy machine it may not have said its line in half a second
        done = Runner().run([sys.executable, "-c", LEAVES], 600)
        assert done.code == 0
        if done.output:
            break
    wait_for_end(int(done.output))


def test_a_python_says_letters_of_every_alphabet_whatever_the_locale() -> None:
    question = f"print({'Ольга Jürgen'!a})"
    environment = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    assert Runner().run([sys.executable, "-c", question], 600, environment=environment).output == "Ольга Jürgen\n"


def test_other_programs_are_understood_in_the_encoding_that_is_named() -> None:
    question = "import sys; sys.stdout.buffer.write('Größe\\r\\n'.encode('cp1252'))"
    assert Runner().run([sys.executable, "-c", question], 600, encoding="cp1252").output == "Größe\n"
    assert Runner().run([sys.executable, "-c", question], 600).output == "Gr\ufffd\ufffde\n"
