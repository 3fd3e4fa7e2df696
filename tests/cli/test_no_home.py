"""A user without a home folder, as containers and services have them: all that needs none works."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from developing import photo

from lut.cli import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows names the folders in LOCALAPPDATA")


@pytest.fixture(autouse=True)
def nowhere(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def no_entry(user: int) -> None:
        raise KeyError(f"getpwuid(): uid not found: {user}")

    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", no_entry)


def test_looks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["list"], ["catalog"], ["report"]):
        assert main(command) == 0
        assert capsys.readouterr().err == ""


def test_a_photograph_is_developed_and_the_note_says_what_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    photo("in.png")
    command = ["apply", "in.png", "out.png", "--look", "leica-vivid"]
    assert main(command) == 0
    said = capsys.readouterr()
    assert said.out == "out.png written.\n"
    assert said.err.startswith("Note: --resume will not recognize it (/dev/null/no home folder: set HOME/")
    before = Path("in.png").read_bytes()
    assert main(["apply", "in.png", "in.png", "--look", "leica-vivid", "--overwrite"]) == 1
    assert "in.png: is left as it is: --resume could not tell later" in capsys.readouterr().err
    assert Path("in.png").read_bytes() == before


def test_what_is_kept_there_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    Path("1.toml").write_text("steps = []\n", encoding="utf-8")
    assert main(["import", "1.toml"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("camera-looks: /dev/null/no home folder: set HOME/") and said.count("\n") == 1
