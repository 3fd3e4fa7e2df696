"""Homes as there are few: of any bytes, with blanks, missing, named by relative paths, on a disk that is full."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import gimp
from users import RIGHT, User, user_folders

from lut.shared import folders
from lut.shared.shell import word
from plugin.installer import advice, detect, environment
from plugin.installer.channels import CHANNELS
from plugin.installer.choose_python import Interpreter
from plugin.installer.install_error import InstallError
from plugin.installer.machine import describe_machine
from plugin.installer.runner import Runner
from tests.user_folders import set_home, variables


def user_at(home: Path, checkout: Path) -> User:
    (home / "bin").mkdir(parents=True)
    gimp(home / "bin/gimp", RIGHT)
    return User(home, checkout)


@pytest.mark.skipif(os.name != "posix", reason="paths of other systems are of another kind there")
@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_the_tests_look_where_the_programs_write(system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_home(monkeypatch, tmp_path)
    monkeypatch.setattr(sys, "platform", system)
    known = user_folders(tmp_path, system)
    assert (known.data, known.cache) == (folders.data(), folders.cache())
    machine = replace(describe_machine(), system=system, home=tmp_path, environment=variables(tmp_path))
    assert detect.find_profile(machine, CHANNELS[system][0], "3.0.4") == known.profiles / "3.0"


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS have no such names")
def test_a_home_whose_name_is_not_utf_8(tmp_path: Path, checkout: Path) -> None:
    user = user_at(tmp_path / os.fsdecode(b"an\xffn"), checkout)
    for options in ([], ["--doctor"], ["--report"], ["--uninstall"]):
        answer = user.install(*options)
        assert (answer.returncode, answer.stderr) == (0, ""), options
    assert user.everything() == {}


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS have no such names")
def test_no_environment_can_be_made_there_and_that_is_what_is_said(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"an\xffn") / "engine"
    with pytest.raises(InstallError, match=r"that path is not valid UTF-8\. Name a Python that has numpy"):
        environment.make_environment(folder, Interpreter(sys.executable, (3, 12, 0), False, {}), Runner())
    assert not folder.exists()


def test_printed_commands_work_as_they_are_printed(tmp_path: Path, checkout: Path) -> None:
    """Blanks and quotes in the paths of the home and of the download."""
    home = tmp_path / "Ann's home"
    download = home / "my downloads" / "camera looks"
    download.parent.mkdir(parents=True)
    shutil.copytree(checkout, download)
    user = User(home, download)
    command = [sys.executable, download / "install.py", "--python", sys.executable]
    answer = subprocess.run(
        command, cwd=tmp_path, env=user.environment(), capture_output=True, timeout=600, encoding="utf-8"
    )
    assert answer.returncode == 0, answer.stderr
    apply = re.search("^  (.+ apply .+)$", answer.stdout, re.MULTILINE)
    again = re.search("^To remove everything again: (.+)$", answer.stdout, re.MULTILINE)
    assert apply is not None and again is not None
    photo = word(str(download / "docs/photos/mountain.jpg"))
    done = subprocess.run(
        apply[1].replace("photo.jpg", photo),
        shell=True,
        cwd=home,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    assert done.returncode == 0, done.stderr
    assert (home / "out.jpg").exists()
    if sys.platform != "win32":  # there the command names the Python of the user who has none on PATH
        (home / "bin").mkdir()
        (home / "bin/python3").symlink_to(sys.executable)
    done = subprocess.run(
        again[1], shell=True, cwd=home.anchor, env=user.environment(), capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0 and "Camera Looks is uninstalled." in done.stdout, done.stderr


@pytest.mark.parametrize("option", ["", "--uninstall", "--doctor"])
def test_a_home_that_is_not_there_is_not_made(tmp_path: Path, checkout: Path, option: str) -> None:
    answer = User(tmp_path / "ann", checkout).install(*filter(None, [option]))
    assert answer.returncode == 1
    sentence = f"The home folder {tmp_path / 'ann'} is not there: make it or {advice.advise_home(sys.platform)}"
    assert answer.stderr == f"\ninstall.py: {sentence}\n"
    assert not (tmp_path / "ann").exists()


def test_relative_folders_of_xdg_are_ignored(with_gimp: User) -> None:
    """As its specification says; they would be others for every program."""
    names = ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")
    answer = with_gimp.install(**dict.fromkeys(names, "relative"))
    assert answer.returncode == 0
    assert (with_gimp.plug_ins / "camera-looks").is_dir() and (with_gimp.data / "install.json").is_file()
    assert not (with_gimp.checkout / "relative").exists() and not (with_gimp.home / "relative").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a small disk, which Linux makes in memory")
# In kB: where the disk gets full while the plug-in is copied, the catalog written, a look checked.
@pytest.mark.parametrize("size", [200, 2400, 2800, 3300, 4000, 4400])
def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path, checkout: Path, size: int) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", disk], capture_output=True, encoding="utf-8"
    )
    if mounted.returncode:
        pytest.skip(f"needs a small disk, which only root can mount: {mounted.stderr.strip()}")
    try:
        user = user_at(disk / "ann", checkout)
        user.plug_ins.mkdir(parents=True)
        answer = user.install()
        assert answer.returncode == 1 and "Ready" not in answer.stdout, answer.stdout
        assert re.search(
            f"^install.py: .*{disk}/ann/.+: (there is no room left on the disk|No space left)",
            answer.stderr,
            re.MULTILINE,
        ), answer.stderr
        assert list(user.plug_ins.iterdir()) == []
        left = [name for name in user.everything() if name.endswith(".part") or "/check-" in name]
        assert left == []
    finally:
        subprocess.run(["umount", disk], check=True)
