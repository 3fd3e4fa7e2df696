"""The same commit gives the same bytes, whoever makes the package, where, when and in which language."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from plugin.engine.interpreter import Interpreter
from plugin.installer import archives, environment, wheels
from plugin.installer.console import Report
from plugin.installer.install_error import InstallError
from plugin.installer.runner import Runner
from tests.packaging.building import build, copy_checkout

DATE = 1_700_000_000  # seconds since 1970; as the commit's is given
# Two people: their umask, the date of their files, and their environment.
ONE = (0o022, 1_600_000_000, {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"})
OTHER = (0o077, 1_650_000_001, {"TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "2"})


@pytest.fixture(scope="module")
def checkouts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    base = tmp_path_factory.mktemp("checkouts")
    return [copy_checkout(base / name, mask, date) for name, (mask, date, _) in (("a", ONE), ("other", OTHER))]


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.slow("builds packages twice")
@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_wheel_and_sdist_are_the_same_bytes(checkouts: list[Path], tmp_path: Path, kind: str) -> None:
    made = []
    for number, (checkout, (mask, _, variables)) in enumerate(zip(checkouts, (ONE, OTHER), strict=True)):
        folder = tmp_path / str(number)
        made.append(build(kind, folder, checkout, mask, SOURCE_DATE_EPOCH=str(DATE), **variables))
    assert digest(made[0]) == digest(made[1])
    other = build(kind, tmp_path / "later", checkouts[0], SOURCE_DATE_EPOCH=str(DATE + 86400))
    assert digest(other) != digest(made[0]), "the date is not asked for, and the test shows nothing"


@pytest.mark.slow("makes archives twice")
def test_the_plugins_archive_is_the_same_bytes(checkouts: list[Path], tmp_path: Path) -> None:
    made = [tmp_path / "one.zip", tmp_path / "other.zip"]
    for file, checkout, (mask, _, variables) in zip(made, checkouts, (ONE, OTHER), strict=True):
        command = [sys.executable, checkout / "install.py", "--archive", file, "--python", sys.executable]
        home = {"HOME": str(tmp_path), "SOURCE_DATE_EPOCH": str(DATE)}
        subprocess.run(command, env={**os.environ, **variables, **home}, umask=mask, check=True, capture_output=True)
    assert digest(made[0]) == digest(made[1])
    with zipfile.ZipFile(made[0]) as zipped:
        assert {item.date_time for item in zipped.infolist()} == {(2023, 11, 14, 22, 13, 20)}


def test_a_bundle_is_the_same_bytes(checkouts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheels are played here; pip fetches the same ones as long as there are no newer ones."""

    def download(folder: Path, *_: object) -> None:
        folder.mkdir()
        for name in ("b-1-py3-none-any.whl", "a-1-py3-none-any.whl"):
            (folder / name).write_bytes(name.encode())

    monkeypatch.setattr(wheels, "download_wheels", download)
    monkeypatch.setattr(environment, "find_pip", lambda *_: [])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DATE))
    python = Interpreter("", (3, 12, 0), False, {}, (), "win-amd64", "AMD64", "")
    made = [tmp_path / "one.zip", tmp_path / "other.zip"]
    for file, checkout in zip(made, checkouts, strict=True):
        archives.make_bundle(checkout, file, "1.0", [python], Report(), Runner())
    assert digest(made[0]) == digest(made[1])
    with zipfile.ZipFile(made[0]) as zipped:
        modes = {item.filename.split("/", 1)[1]: item.external_attr >> 16 for item in zipped.infolist()}
    assert modes["install.py"] == 0o100755 and modes["wheels/a-1-py3-none-any.whl"] == 0o100644


@pytest.mark.skipif(not shutil.which("git"), reason="There is no git here to make a commit with.")
def test_without_being_told_the_date_is_the_commits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the newest file's where that is no commit, so that GIMP reads the menu of what was changed."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "lut").mkdir()
    file = tmp_path / "lut/a.py"
    file.write_text("", encoding="utf-8")
    os.utime(file, (DATE + 5, DATE + 5))
    assert archives.find_source_date(tmp_path, Runner()) == DATE + 5
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    environment = {**os.environ, "GIT_COMMITTER_DATE": f"@{DATE} +0900"}
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "First"]):
        subprocess.run(["git", *names, *words], cwd=tmp_path, check=True, env=environment)
    assert archives.find_source_date(tmp_path, Runner()) == DATE
    file.write_text("changed", encoding="utf-8")
    os.utime(file, (DATE + 9, DATE + 9))
    assert archives.find_source_date(tmp_path, Runner()) == DATE + 9


def test_a_date_that_is_none_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(InstallError, match="SOURCE_DATE_EPOCH: expected seconds since 1970, found 'yesterday'"):
        archives.find_source_date(tmp_path, Runner())
