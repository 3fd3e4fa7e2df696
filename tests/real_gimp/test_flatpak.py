"""install.py outside, GIMP in a real Flatpak: another file system and another Python, which has no numpy."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from gimps import CHECKOUT, PIP_FILES, RealGimp
from places import DEFAULT_ROOTS, Place, version_of

from tests.waiting import HANG_SECONDS

INSTALLATION = DEFAULT_ROOTS / "flatpak"  # as .ci/flatpak makes it
APPLY = "result['said'] = call('camera-looks-apply', load(photo), look='leica-authentic')"


class InFlatpak(RealGimp):
    """The GIMP in the sandbox; what the tests share with it lies in /tmp and in the home folder."""

    def command(self, arguments: Sequence[str | Path]) -> list[str]:
        variables = [f"{name}={value}" for name, value in self.variables().items()]
        inside = ["flatpak", "run", f"--command={arguments[0]}", "org.gimp.GIMP"]
        return ["env", "-i", *variables, *inside, *map(str, arguments[1:])]


@lru_cache(maxsize=1)
def obstacle() -> str:
    """Why there is no GIMP in a Flatpak here."""
    if not (INSTALLATION / ".complete").exists():
        return f"`sudo .ci/flatpak {DEFAULT_ROOTS}/gimp-3.0 {INSTALLATION}` has not been run"
    if not shutil.which("flatpak"):
        return "there is no flatpak command"
    words = ["flatpak", "run", "--command=true", "org.gimp.GIMP"]
    variables = {**os.environ, "FLATPAK_USER_DIR": str(INSTALLATION)}
    answer = subprocess.run(words, env=variables, capture_output=True, encoding="utf-8")
    return f"`flatpak run` says {answer.stderr.strip()}" if answer.returncode else ""


@pytest.fixture
def ann(tmp_path: Path) -> InFlatpak:
    """A user who has GIMP from Flatpak and no other."""
    if obstacle():
        pytest.skip(f"No GIMP in a Flatpak: {obstacle()}.")
    home = tmp_path / "ann"
    (home / ".local/share").mkdir(parents=True)
    (home / ".local/share/flatpak").symlink_to(INSTALLATION)
    (home / "bin").mkdir()
    for program in ("flatpak", "bwrap"):  # the second is what the first calls
        (home / "bin" / program).symlink_to(str(shutil.which(program)))
    variables = {}
    for file in filter(os.path.isfile, PIP_FILES):  # /etc is the sandbox's own
        variables["PIP_CONFIG_FILE"] = str(shutil.copyfile(file, home / "pip.conf"))
    (program,) = (INSTALLATION / "app/org.gimp.GIMP/current/active/files/bin").glob("gimp-console-3.?")
    ann = InFlatpak(Place("", program.name, None), tmp_path, home, variables)
    version = version_of(ann.command([program.name]))
    assert version is not None
    return replace(ann, place=replace(ann.place, version=version))


def install(ann: InFlatpak, *options: str) -> subprocess.CompletedProcess[str]:
    """Outside: with this machine's Python, and no GIMP on PATH."""
    python = getattr(sys, "_base_executable", sys.executable)
    variables = {**ann.variables(), "PATH": str(ann.home / "bin")}
    command = [python, CHECKOUT / "install.py", *options]
    return subprocess.run(command, env=variables, capture_output=True, timeout=HANG_SECONDS, encoding="utf-8")


@pytest.mark.once
def test_it_gets_an_engine_inside_gives_the_right_pixels_and_goes_without_a_trace(ann: InFlatpak) -> None:
    answer = install(ann)
    assert (answer.returncode, answer.stderr) == (0, ""), answer.stdout + answer.stderr
    started = f"flatpak run --command={ann.place.console} org.gimp.GIMP"
    assert f"Found     GIMP {ann.version} from Flatpak: {started}\n" in answer.stdout
    assert "gives the right pixels" in answer.stdout

    record = json.loads((ann.folder / "engine.json").read_text(encoding="utf-8"))
    assert sorted(record) == ["flatpak", "version"]
    ours = ann.home / ".var/app/org.gimp.GIMP/data/camera-looks"
    assert record["flatpak"].startswith(f"{ours}/engine/python-3.")
    photo = shutil.copy(CHECKOUT / "docs/photos/astronaut.png", ann.home)  # the checkout may be where it cannot see
    assert ann.run(APPLY, photo=photo).result == {"said": ""}

    assert "\nNothing is wrong" in install(ann, "--doctor").stdout
    assert install(ann, "--uninstall").returncode == 0
    assert not ann.folder.exists() and not (ours / "engine").exists()
