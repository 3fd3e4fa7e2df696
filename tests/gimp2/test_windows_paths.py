"""Paths in Jürgen's home in GIMP 2.10's own Python: bytes in Windows' code page, and in messages UTF-8."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from test_original_gimpfu import PYTHON2, WITHOUT

CODE = """
# -*- coding: utf-8 -*-
import os, sys
sys.path.insert(0, sys.argv[1])
sys.getfilesystemencoding = lambda: "cp1252"  # as mbcs is on a Windows of Western Europe
from lut.shared import folders
from plugin import language
from plugin.engine import launch, log
home = u"C:\\\\Users\\\\J\\xfcrgen"
assert language.native_path(home, "win32") == home.encode("cp1252")
assert language.native_path(home, "linux2") == home.encode("utf-8")
assert language.native_path(home.encode("cp1252"), "win32") == home.encode("cp1252")
assert language.shown_path(home.encode("cp1252"), "win32") == home.encode("utf-8")
assert language.shown_path(home.encode("utf-8"), "linux2") == home.encode("utf-8")
folders.base_folder = lambda *_: os.path.join(sys.argv[2], "file")  # where no folder can be made
sys.stderr = None
opened = log.open_log(folders.log())
assert opened.name == os.devnull, opened.name
assert launch.meeting_place(sys.executable, sys.argv[2]) is None
print("right")
"""


@pytest.mark.skipif(PYTHON2 is None, reason=WITHOUT)
def test_python_2_has_paths_in_the_code_page_and_messages_in_utf_8(tmp_path: Path) -> None:
    assert PYTHON2 is not None
    (tmp_path / "file").touch()
    command, environment = PYTHON2
    script = tmp_path / "script.py"
    script.write_text(CODE, encoding="utf-8")
    root = str(Path(__file__).parents[2])
    told = subprocess.run(
        [*command, "-B", str(script), root, str(tmp_path)],
        capture_output=True,
        env={name: value for name, value in environment.items() if name != "XDG_RUNTIME_DIR"},
        encoding="utf-8",
    )
    assert told.stdout == "right\n", told.stderr
