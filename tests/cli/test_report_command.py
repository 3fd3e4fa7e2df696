"""camera-looks report, against planted private data, and the rotation of the log that it reads."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy
import PIL
import pytest

import lut
from lut.cli import redaction
from lut.shared import folders
from plugin.engine import log as plugin_log
from tests.user_folders import set_home

ROOT = Path(__file__).resolve().parents[2]
# A log as engines and GIMP's side write it, for a user whose name, folders and pictures are nobody's business.
LOG = """\
Traceback (most recent call last):
  File "/home/annabell/.config/GIMP/3.0/plug-ins/camera-looks/lut/engine/server.py", line 1, in old
ValueError: an older error
/run/user/1000/camera-looks/engine-1: Address already in use: later calls start an engine of their own
Traceback (most recent call last):
  File "/home/annabell/.config/GIMP/3.0/plug-ins/camera-looks/lut/images/reading.py", line 71, in read
    picture = Image.open(path)
              ^^^^^^^^^^^^^^^^
  File "/home/annabell/.local/share/camera-looks/engine/python-3.13-1/lib/python3.13/site-packages/PIL/Image.py", line 9
FileNotFoundError: [Errno 2] No such file or directory: '/home/annabell/Bilder/Hochzeit Maria & Jörg/IMG_4711.jpg'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/annabell/.config/GIMP/3.0/plug-ins/camera-looks/lut/engine/server.py", line 60, in answer
    result = self.answers[do](message)
             ~~~~~~~~~~~~~~~~^^^^^^^^^
  File "/home/annabell/secret project/hack.py", line 3, in <module>
{error}
printed later by somebody
"""
PRIVATE = (
    *("annabell", "maria", "jörg", "hochzeit", "4711", "bilder", "urlaub", "secret project", "geheim", "portrait"),
    *("d:\\", "nas01", "my look", "/home", "\\users"),
)
ERRORS = [
    ("OSError: /home/annabell/Bilder/Urlaub 2026/IMG 4711.jpg: broken", "OSError: …: broken"),
    ("OSError: cannot identify image file Urlaub Maria.JPG", "OSError: ….JPG"),
    ("KeyError: 'Portrait of Maria'", "KeyError: '…'"),
    ("HostError: “Portrait of Maria” is locked", "HostError: “…” is locked"),
    (
        r"PermissionError: [WinError 5] Access is denied: 'C:\\Users\\annabell\\x.png'",
        "[WinError 5] Access is denied: '…'",
    ),
    (r"OSError: D:\Fotos von Annabell\IMG_4711.NEF: broken", "OSError: …: broken"),
    (r"OSError: \\NAS01\Bilder\Maria.png could not be read", "OSError: …"),
    (
        "LutFormatError: My Look.cube:12: expected 3 numbers, found 2: '0.5 0.5'",
        "….cube:12: expected 3 numbers, found 2: '…'",
    ),
    ("RecipeError: ~/geheim/evening.toml:3: unknown", "RecipeError: …:3: unknown"),
    ("ValueError: annabell@HOSTNAME said no", "ValueError: USER@HOST said no"),
    ("ModuleNotFoundError: No module named 'numpy'", "ModuleNotFoundError: No module named 'numpy'"),
    ("TypeError: unsupported: 1/2 and/or 3", "TypeError: unsupported: 1/2 and/or 3"),
]


@pytest.fixture
def annabell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "annabell"
    set_home(monkeypatch, home)
    monkeypatch.setenv("USER", "annabell")
    monkeypatch.setenv("LOGNAME", "annabell")
    folders.cache().mkdir(parents=True)
    folders.user_looks().mkdir(parents=True)
    return home


def report(*words: str | Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "lut", "report", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, check=True, encoding="utf-8").stdout


@pytest.mark.parametrize(("error", "kept"), ERRORS)
def test_the_last_error_says_what_and_where_and_nothing_of_whose(annabell: Path, error: str, kept: str) -> None:
    error = error.replace("HOSTNAME", platform.node())
    folders.log().write_text(LOG.format(error=error), encoding="utf-8")
    found = redaction.last_error([folders.log()])
    assert found is not None
    text = found[0]
    assert text.splitlines()[-1].endswith(kept)
    for words in (
        'File "lut/images/reading.py", line 71, in read\n    picture = Image.open(path)',
        "No such file or directory: '…'",
        "During handling of the above exception",
        'File "lut/engine/server.py", line 60, in answer',
        '"…/hack.py", line 3',
        "site-packages/PIL/Image.py",
    ):
        assert words in text
    assert "an older error" not in text and "printed later" not in text
    assert [word for word in PRIVATE if word in text.lower()] == []


def test_the_report_has_versions_installations_and_the_error(annabell: Path) -> None:
    folder = annabell / ".config/GIMP/3.0/plug-ins/camera-looks"
    folder.mkdir(parents=True)
    (folder / "engine.json").write_text(
        json.dumps({"python": f"{annabell}/gone/python", "version": "0.0.9"}), encoding="utf-8"
    )
    record = {"folders": [str(folder)], "gimps": [f"GIMP 3.0.4: {annabell}/bin/gimp"]}
    (folders.data() / "install.json").write_text(json.dumps(record), encoding="utf-8")
    (folders.user_looks() / "My Look of Maria.cube").touch()
    folders.log().write_text(LOG.format(error=ERRORS[0][0]), encoding="utf-8")
    text = report()
    for words in (
        f"Camera Looks {lut.__version__}\nPython {platform.python_version()} (",
        f"numpy {numpy.__version__}, Pillow {PIL.__version__}\nSystem: {platform.system()} ",
        "GIMP: GIMP 3.0.4: ~/bin/gimp\n",
        f"Installed: {Path('~/.config/GIMP/3.0/plug-ins/camera-looks')}: 0.0.9, python ~/gone/python (gone)\n",
        "Looks of the user's own: 1\n",
        "OSError: …: broken\n",
    ):
        assert words in text
    assert [word for word in PRIVATE if word in text.lower()] == []
    assert "GIMP: GIMP 3.2.6; GIMP 2.10.34\n" in report("--gimp", "GIMP 3.2.6", "--gimp", "GIMP 2.10.34")
    file = annabell / "report.txt"
    assert report("-o", file) == f"Written to {file}. Read it before you send it.\n"
    assert file.read_text(encoding="utf-8") == text


def test_without_anything_there_is_a_report_all_the_same(annabell: Path) -> None:
    (folders.data() / "install.json").write_text("broken", encoding="utf-8")
    text = report()
    assert "GIMP: none known\nInstalled: nothing that install.py has recorded\n" in text
    assert text.endswith("No error in the log.\n")


def test_the_log_is_rotated_and_the_older_half_is_read_when_the_new_one_has_no_error(annabell: Path) -> None:
    """One megabyte and one old file are the most that there is."""
    for number in range(40):
        with plugin_log.open_log(folders.log()) as log:
            log.write(LOG.format(error=f"ValueError: {number}").encode() + b"x" * 100_000 + b"\n")
    sizes = {path.name: path.stat().st_size for path in folders.cache().iterdir()}
    assert sizes.keys() == {"engine.log", "engine.old.log"}
    assert all(size <= plugin_log.LOG_BYTES + 110_000 for size in sizes.values())
    assert "ValueError: 39\n" in report()
    folders.log().write_text("nothing here\n", encoding="utf-8")
    assert "ValueError: 3" in report()
