"""GIMP's own gimpfu plug-ins, unchanged, in a GIMP 2.10 that comes without Python; and as in the GIMP in memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from gimp2 import Gimp2
from gimps import CHECKOUT

sys.path.insert(0, str(CHECKOUT / "tests/gimpfu"))
import originals

pytestmark = pytest.mark.skipif(not (originals.FOLDER / ".complete").exists(), reason=originals.MISSING)

IN_MEMORY = """
import json, sys
import originals
from gimp_in_memory import Memory
memory, result = Memory(), {}
for name in originals.REGISTERED:
    memory.load(originals.FOLDER / name)
exec(compile(originals.IN_BOTH, "originals", "exec"), {"result": result, "folder": sys.argv[1]})
print(json.dumps(result))
"""


@pytest.fixture(scope="module")
def gimp(gimp2: Gimp2) -> Iterator[Gimp2]:
    places = [gimp2.add_plug_in(originals.FOLDER / name) for name in originals.REGISTERED]
    yield gimp2
    for place in places:
        place.unlink()


def test_they_are_registered_and_change_pictures(gimp: Gimp2) -> None:
    found = gimp.run(originals.IN_GIMP + 'result["names"] = pdb.query("^(python-fu|file-colorxhtml)")').result
    wanted = {name for names in originals.REGISTERED.values() for name in names}
    assert wanted <= set(found["names"])
    assert found["clothify"] > 64 * 48
    assert found["foggify"] == [["Clouds", 50.0, False], ["Background", 100.0, False]]
    assert found["shadow"] == ["Bump", "Bump shadow", "Clouds", "Background"]


def test_they_do_in_memory_what_they_do_in_gimp(gimp: Gimp2, tmp_path: Path) -> None:
    folders = tmp_path / "memory", tmp_path / "gimp"
    for folder in folders:
        folder.mkdir()
    path = os.pathsep.join(str(CHECKOUT / folder) for folder in ("plugin/gimpfu", "tests/gimpfu"))
    done = subprocess.run(
        [sys.executable, "-c", IN_MEMORY, str(folders[0])],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": path},
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert gimp.run(originals.IN_BOTH, folder=folders[1]).result == json.loads(done.stdout)
