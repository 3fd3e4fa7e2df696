"""GIMP's own gimpfu plug-ins, unchanged, in the GIMP in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import originals
import pytest
from gimp_in_memory import Memory

pytestmark = pytest.mark.skipif(not (originals.FOLDER / ".complete").exists(), reason=originals.MISSING)


def test_every_one_is_known() -> None:
    assert {path.name for path in originals.FOLDER.glob("*.py")} == {*originals.REGISTERED, *originals.REFUSED}


@pytest.mark.parametrize("name", originals.REGISTERED)
def test_it_registers(name: str) -> None:
    memory = Memory()
    assert memory.load(originals.FOLDER / name) == originals.REGISTERED[name]
    assert {procedure for procedure, _ in memory.menus} == set(originals.REGISTERED[name])
    assert all(procedure.blurb and procedure.label for procedure in memory.installed.values())


@pytest.mark.parametrize("name", originals.REFUSED)
def test_it_is_no_python_3_or_needs_gtk_2(name: str) -> None:
    with pytest.raises(originals.REFUSED[name]):
        Memory().load(originals.FOLDER / name)


@pytest.mark.filterwarnings("ignore::EncodingWarning")  # theirs
def test_they_do_their_jobs(tmp_path: Path) -> None:
    memory, result = Memory(), dict[str, Any]()
    for name in originals.REGISTERED:
        memory.load(originals.FOLDER / name)
    exec(compile(originals.IN_BOTH, "originals", "exec"), {"result": result, "folder": str(tmp_path)})
    assert [round(sum(column)) for column in zip(*result["histogram"], strict=True)][1:] == [1, 1, 1, 1]
    assert result["offset"][0] == (90, 0, 90, 255)
    assert sorted(result["sorted"]) == sorted(result["offset"]) and result["sorted"] != result["offset"]
    assert len(result["gradient"]) == 9 and "linear-gradient" in result["css"]
