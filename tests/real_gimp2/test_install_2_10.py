"""install.py on a machine with a real GIMP 2.10 that has no Python of its own."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from gimp2 import Gimp2
from gimps import CHECKOUT


@pytest.fixture
def dora(gimp2: Gimp2, tmp_path: Path) -> Gimp2:
    """A user who has not started GIMP yet."""
    return gimp2.at_home(tmp_path / "dora")  # type: ignore[return-value]


def test_it_installs_proves_it_and_leaves_nothing(dora: Gimp2) -> None:
    answer = dora.install("--python", sys.executable)
    assert answer.returncode == 0, answer.stdout
    assert f"in GIMP {dora.version} … " in answer.stdout and "gives the right pixels" in answer.stdout
    assert "\nNothing is wrong" in dora.install("--doctor").stdout
    again = dora.install("--python", sys.executable)
    assert again.returncode == 0 and "for the first time" not in again.stdout
    assert dora.install("--uninstall").returncode == 0
    assert [path for path in dora.home.rglob("*") if "camera-looks" in path.name] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("plugin/gimp2/menu.py", "import io\n", "import io, nonesuch\n", "GIMP has not loaded the plug-in"),
        ("lut/engine/server.py", "import numpy as np\n", "import nonesuch\n", "engine ended unexpectedly"),
    ],
)
def test_the_check_finds_a_plugin_that_does_not_work(
    dora: Gimp2, tmp_path: Path, file: str, old: str, new: str, sentence: str
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(CHECKOUT, broken, ignore=shutil.ignore_patterns(".*", "__pycache__", "tests", "build"))
    text = (broken / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (broken / file).write_text(text.replace(old, new), encoding="utf-8")
    answer = dora.call(["python3", broken / "install.py", "--python", sys.executable])
    assert answer.returncode == 1
    assert sentence in answer.stdout, answer.stdout
    assert not (dora.plug_ins / "camera-looks").exists()
