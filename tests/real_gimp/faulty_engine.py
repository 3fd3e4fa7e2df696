"""Stands between the plug-in and a real engine, and ends or stops the engine at one message.

``write`` makes the program that engine.json names instead of the engine's interpreter.  What it does is in a file
beside it, read at every start: ``kill strip 3`` kills the engine when the third strip is asked for, ``stop job 1``
lets it hang at the first job, ``slow strip 1`` makes that strip take a second; an empty file lets all pass.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

PROGRAM = """#!/usr/bin/env python3
import collections, json, subprocess, sys, time
from pathlib import Path

here = Path(__file__).parent
action, do, number = (Path(here, "fault").read_text(encoding="utf-8").split() or ["pass", "", "0"])
arguments = sys.argv[1:]
for option in ("--linger", "--owner"):  # it would wait for later calls, behind this program's back
    if option in arguments:
        at = arguments.index(option)
        del arguments[at : at + 2]
engine = subprocess.Popen([{python!r}, *arguments], stdin=subprocess.PIPE)  # the replies need not come through here
Path(here, "engine").write_text(str(engine.pid), encoding="utf-8")
seen = collections.Counter()
for line in sys.stdin.buffer:
    found = json.loads(line)["do"]
    seen[found] += 1
    if (found, seen[found]) == (do, int(number)):
        Path(here, "reached").touch()
        if action == "kill":
            engine.kill()
            break
        time.sleep({{"stop": 1000, "slow": 1}}[action])
    engine.stdin.write(line)
    engine.stdin.flush()
engine.stdin.close()
sys.exit(engine.wait())
"""


def write(folder: Path, python: str) -> Path:
    """Put the program into a folder; python: the real engine's interpreter."""
    program = folder / "faulty-engine"
    program.write_text(PROGRAM.format(python=python), encoding="utf-8")
    program.chmod(0o755)
    fault(folder, "")
    return program


def fault(folder: Path, what: str) -> None:
    (folder / "fault").write_text(what, encoding="utf-8")


@contextlib.contextmanager
def edited(file: Path, old: str, new: str) -> Iterator[None]:
    """The installed plug-in with one thing changed."""
    original = file.read_text(encoding="utf-8")
    assert original.count(old) == 1, f"{old!r} in {file}"
    try:
        file.write_text(original.replace(old, new), encoding="utf-8")
        yield
    finally:
        file.write_text(original, encoding="utf-8")
