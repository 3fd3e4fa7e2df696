"""What an engine imports to apply a look of the library whose tables are in the cache, and what the index saves.

``python tests/engine/test_imports_needed.py [LOOK]`` prints the modules.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lut.engine import baked_looks
from lut.engine.baked_looks import ReadyLook, find_look, library_looks
from lut.looks import all_looks
from tests.user_folders import set_home

ROOT = Path(__file__).parents[2]
MOST = 55  # of the project; a conversation that did all an engine can do would import 140

# What GIMP sends for a click without a dialog; the engine's own modules are printed when it has answered.
CLICK = """
import io, json, sys, tempfile
from lut.engine.server import serve
with tempfile.TemporaryDirectory() as folder:
    memory = folder + "/memory"
    with open(memory, "wb") as file:
        file.truncate(1 << 20)
    thumbnail = {"source": 0, "rows": 16, "width": 16, "left": 0, "top": 0, "size": [160, 160]}
    requests = [
        {"do": "hello", "languages": ["de"]},
        {"do": "memory", "path": memory, "bytes": 1 << 20},
        {"do": "job", "look": sys.argv[1], "strength": 1, "frame": [160, 160], "type": "uint8", "channels": 4,
         "scene": "auto", "thumbnail": thumbnail},
        {"do": "strip", "source": 0, "target": 0, "rows": 160, "width": 160, "left": 0, "top": 0, "scale": 1},
        {"do": "own", "patience": 1},
    ]
    replies = io.BytesIO()
    serve(io.BytesIO(b"".join(json.dumps({"id": 1, **request}).encode() + b"\\n" for request in requests)), replies)
errors = [reply["error"] for reply in map(json.loads, replies.getvalue().splitlines()) if "error" in reply]
print(json.dumps([errors, sorted(name for name in sys.modules if name.partition(".")[0] == "lut")]))
"""


def modules_for_a_click(look: str) -> list[str]:
    """The project's modules in an engine that has applied a look."""
    done = subprocess.run(
        [sys.executable, "-c", CLICK, look], cwd=ROOT, capture_output=True, check=True, encoding="utf-8", timeout=600
    )
    errors, modules = json.loads(done.stdout)
    assert errors == [], errors
    return modules


@pytest.mark.parametrize("look", ["leica-authentic", "leica-vivid"])
def test_a_look_from_the_cache_needs_few_modules(look: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_home(monkeypatch, tmp_path)
    baking = set(modules_for_a_click(look))
    assert {"lut.looks.recipe", "lut.looks.steps"} < baking  # the first time, the recipe is read
    warm = modules_for_a_click(look)
    assert len(warm) <= MOST, warm
    assert not {name for name in warm if name.startswith(("lut.formats", "lut.images", "lut.create"))}
    assert "lut.looks.recipe" not in warm


def test_the_index_says_of_every_look_what_its_recipe_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_home(monkeypatch, tmp_path)
    library_looks.cache_clear()
    made = library_looks()
    library_looks.cache_clear()
    read = library_looks()
    assert all(look.source is None for look in read.values()), "the index was not read"
    assert read == made == {look.id: ReadyLook.of(look) for look in all_looks()}


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"leica-authentic": {}}', b'{"leica-authentic": 1}', b"\xff"])
def test_a_damaged_index_is_made_again(damage: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_home(monkeypatch, tmp_path)
    library_looks.cache_clear()
    library_looks()
    (index,) = (path for path in baked_looks.cache_file("index", ".json").parent.iterdir())
    whole = index.read_bytes()
    index.write_bytes(damage)
    library_looks.cache_clear()
    assert find_look("leica-authentic").name == "Authentic"
    assert index.read_bytes() == whole


if __name__ == "__main__":
    found = modules_for_a_click(*(sys.argv[1:] or ["leica-authentic"]))
    print(*found, f"{len(found)} modules", sep="\n")
