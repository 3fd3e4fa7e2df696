"""The GIMP in memory is measured by GIMP 2.10: the same scripts in both, through the same gimp and gimpfu, agree.

The scripts, in tests/gimpfu/in_memory/agreement, fill `result`; numbers may differ by one level (of 255), GIMP's
rounding.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from gimp2 import Gimp2
from gimps import CHECKOUT

SCRIPTS = sorted((CHECKOUT / "tests/gimpfu/in_memory/agreement").glob("*.py"))
SHORT = 60  # a list of more numbers than this is pixels
IN_MEMORY = """
import json, sys
from gimp_in_memory import Memory
Memory(strict=True)
result = {}
script, folder = sys.argv[1:]
exec(compile(open(script).read(), script, "exec"), {"result": result, "folder": folder})
print(json.dumps(result, default=str))
"""
NOT = "not in memory"  # what a script says where the memory backend raised NotImplementedError


def in_memory(script: Path, folder: Path) -> dict[str, Any]:
    """In a process of its own: it changes nothing of ours."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "plugin/gimpfu")}
    command = [sys.executable, "-c", IN_MEMORY, str(script), str(folder)]
    done = subprocess.run(command, capture_output=True, env=environment, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def flat(value: Any) -> list[Any]:
    return [part for item in value for part in flat(item)] if isinstance(value, list) else [value]


def agree(real: Any, memory: Any) -> bool:
    if real == memory:
        return True
    ours, theirs = flat(memory), flat(real)
    if len(ours) != len(theirs) or len(ours) < SHORT:
        return False
    close = [
        a == b or (isinstance(a, int) and isinstance(b, int) and abs(a - b) <= 1)
        for a, b in zip(ours, theirs, strict=True)
    ]
    return all(close)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_what_memory_does_gimp_does(gimp2: Gimp2, tmp_path: Path, script: Path) -> None:
    folders = tmp_path / "memory", tmp_path / "gimp"
    for folder in folders:
        folder.mkdir()
    memory = in_memory(script, folders[0])
    real = gimp2.run(script.read_text(encoding="utf-8"), folder=folders[1]).result
    assert real, "the script says nothing"
    lacking = [name for name, value in memory.items() if value == NOT]
    wrong = {
        name: (value, memory.get(name))
        for name, value in real.items()
        if not name.startswith(tuple(lacking)) and not agree(value, memory.get(name))
    }
    assert not wrong, "\n".join(f"{name}: GIMP {str(a)[:200]}, memory {str(b)[:200]}" for name, (a, b) in wrong.items())
    assert len(lacking) < len(real) / 4, f"most is not in memory: {lacking}"


def test_the_list_of_procedures_is_gimps(gimp2: Gimp2, tmp_path: Path) -> None:
    """procedures.txt: every procedure that is GIMP's own, not a plug-in's, with its types and ranges."""
    sys.path.insert(0, str(CHECKOUT / "tests/gimpfu/in_memory"))
    import pdb_dump

    dump = tmp_path / "dump"
    gimp2.script_fu(f'(gimp-procedural-db-dump "{dump}")')
    found = pdb_dump.lines(dump.read_text(encoding="utf-8", errors="replace"))
    known = (CHECKOUT / "plugin/gimpfu/gimp_in_memory/procedures.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in found if line.startswith("internal")] == [
        line for line in known if line.startswith("internal")
    ]
