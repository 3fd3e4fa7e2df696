"""Catalogs in GIMP 2.10's own Python: what is broken hides only itself, as tests/plugin/test_outside.py has it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from test_original_gimpfu import PYTHON2, WITHOUT

LOOK: dict[str, Any] = {"id": "my-film", "name": "Ähre × 富士", "maker": "My Looks", "character": "Warm."}
HOSTILE = (
    b"[" * 100_000,
    b'{"looks": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"looks": [' + b"9" * 5000 + b"]}",
    b"[]",
    b"\xff\xfe",
    b"",
)
CODE = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from plugin.menu.catalog import read_looks
from plugin.engine.json_input import NotUnderstood
for name in sys.argv[1:]:
    try:
        print([look["name"].encode("utf-8") for look in read_looks(open(name, "rb").read())])
    except NotUnderstood as error:
        print(error)
"""


@pytest.mark.skipif(PYTHON2 is None, reason=WITHOUT)
def test_python_2_leaves_out_what_is_broken(tmp_path: Path) -> None:
    assert PYTHON2 is not None
    command, environment = PYTHON2
    bad = [7, {}, {**LOOK, "id": "../x"}, {**LOOK, "vignette": 7}, {**LOOK, "name": None}]
    for number, data in enumerate([*HOSTILE, json.dumps({"looks": [*bad, LOOK]}).encode()]):
        (tmp_path / f"{number:02}").write_bytes(data)
    root, files = str(Path(__file__).parents[2]), sorted(map(str, tmp_path.iterdir()))
    told = subprocess.run(
        [*command, "-B", "-c", CODE, root, *files], capture_output=True, env=environment, encoding="utf-8"
    )
    assert told.returncode == 0, told.stderr
    *refused, found = told.stdout.splitlines()
    assert len(refused) == len(HOSTILE) and all(line == "[]" or line.startswith("expected ") for line in refused)
    assert found == str([LOOK["name"].encode()])[:1] + str([LOOK["name"].encode()])[2:]
