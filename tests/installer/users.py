"""Users that install.py is run for: a home, and a PATH that holds only what a test puts there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NamedTuple

import pytest

from plugin.programs.commands import install_command, short
from tests.user_folders import variables

ROOT = Path(__file__).resolve().parents[2]
RIGHT = {"changed": True, "apart": 1}


class Folders(NamedTuple):
    """The folders of a user's programs: GIMP's profiles, and our data and caches."""

    profiles: Path
    data: Path
    cache: Path


def user_folders(home: Path, system: str = sys.platform) -> Folders:
    """The folders of a user with this home, with ``variables`` in the environment."""
    known = {name: Path(value) for name, value in variables(home).items()}
    if system == "win32":
        data = known["LOCALAPPDATA"] / "camera-looks"
        return Folders(known["APPDATA"] / "GIMP", data, data / "cache")
    if system == "darwin":
        support = home / "Library/Application Support"
        return Folders(support / "GIMP", support / "camera-looks", home / "Library/Caches/camera-looks")
    data, cache = (known[name] / "camera-looks" for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"))
    return Folders(known["XDG_CONFIG_HOME"] / "GIMP", data, cache)


@dataclass(frozen=True)
class User:
    """A user with an empty home, whose PATH holds only what a test puts there."""

    home: Path
    checkout: Path

    def profile(self, version: str) -> Path:
        """The profile of the GIMP with this version, as 3.0."""
        return user_folders(self.home).profiles / version

    @property
    def plug_ins(self) -> Path:
        return self.profile("3.0") / "plug-ins"

    @property
    def data(self) -> Path:
        return user_folders(self.home).data

    @property
    def cache(self) -> Path:
        return user_folders(self.home).cache

    def shown(self, path: PurePath) -> str:
        """A path as install.py prints it for this user."""
        return short(path, home=self.home, current=self.checkout)

    def again(self, *options: str) -> str:
        """The command that install.py prints to run it again: these users have no Python on PATH."""
        return install_command(*options, which=lambda name: None, otherwise=sys.executable)

    def environment(self) -> dict[str, str]:
        path = {"PATH": str(self.home / "bin")}
        if sys.platform != "win32":
            return {"HOME": str(self.home), "LANG": "C.UTF-8", **path}
        needed = {name: os.environ[name] for name in ("SYSTEMROOT", "SYSTEMDRIVE", "PATHEXT", "TEMP", "TMP")}
        return {**needed, **variables(self.home), **path, "PYTHONIOENCODING": "utf-8"}

    def install(self, *options: str, through: Sequence[str] = (), **variables: str) -> subprocess.CompletedProcess[str]:
        """Run install.py; the tests' own Python is the engine's, unless the test says otherwise.

        through: a program that starts it.  variables: more of its environment.
        """
        python = [] if "--uninstall" in options or "--python" in options else ["--python", sys.executable]
        command = [*through, sys.executable, self.checkout / "install.py", *python, *options]
        return subprocess.run(
            command,
            cwd=self.checkout,
            env=self.environment() | variables,
            capture_output=True,
            timeout=600,
            encoding="utf-8",
        )

    def everything(self) -> dict[str, bytes]:
        """Content of all files and folders of the home by name, without the programs in bin."""
        return {
            self.name(path): path.read_bytes() if path.is_file() else b""
            for path in sorted(self.home.rglob("*"))
            if path.relative_to(self.home).parts[0] != "bin"
        }

    def name(self, path: Path) -> str:
        """A path's name in ``everything``."""
        return path.relative_to(self.home).as_posix()


def system_words(kind: type[OSError], does: Callable[[], object]) -> str:
    """What this system says of what it refuses."""
    with pytest.raises(kind) as refused:
        does()
    assert refused.value.strerror
    return refused.value.strerror


def version_in(folder: Path) -> str:
    """The version of an installed folder."""
    return str(json.loads((folder / "engine.json").read_text(encoding="utf-8"))["version"])
