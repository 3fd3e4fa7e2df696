"""A plug-in stays on its editor's core, and does nothing where that is not known."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHILD = """
import os, sys
from plugin.engine.strips import stay_beside
stay_beside(int(sys.argv[1]))
print(*sorted(os.sched_getaffinity(0)))
"""


def cores_of_a_child_beside(process: int) -> set[int]:
    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(process)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return {int(core) for core in run.stdout.split()}


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux lets a process choose its core")
def test_it_moves_to_the_core_of_the_other_process() -> None:
    core = min(os.sched_getaffinity(0))
    other = f"import os; os.sched_setaffinity(0, {{{core}}}); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", other], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as sleeper:
        assert sleeper.stdout is not None
        sleeper.stdout.readline()  # it is on that core now
        assert cores_of_a_child_beside(sleeper.pid) == {core}
        sleeper.communicate(b"\n")


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux lets a process choose its core")
def test_a_process_that_is_not_there_changes_nothing() -> None:
    assert cores_of_a_child_beside(2**22 + 1) == os.sched_getaffinity(0)
