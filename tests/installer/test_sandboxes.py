"""install.py for a GIMP in a sandbox, whose Python is another: a played Flatpak, a bundle's wheels, a real engine."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy
import PIL
import pytest
from fakes import gimp, giving, program_text, script

if sys.platform != "linux":
    pytest.skip("Flatpak and Snap are Linux's", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[2]
BARE = getattr(sys, "_base_executable", sys.executable)

# Knows `flatpak run [--env=NAME=VALUE …] [--command=PROGRAM] org.gimp.GIMP WORDS…` and nothing else.  Its python3 is
# the tests' own without its packages; its GIMP is played, too.
FLATPAK = """
import os, sys
words = sys.argv[1:]
assert words.pop(0) == "run", sys.argv
program = [sys.executable, {gimp!r}]
while words[0].startswith("--"):
    kind, _, value = words.pop(0).partition("=")
    if kind == "--env":
        os.environ.update([value.split("=", 1)])
    else:
        assert kind == "--command", kind
        program = [{bare!r} if value == "python3" else value]
assert words.pop(0) == "org.gimp.GIMP", sys.argv
os.environ["FLATPAK_ID"] = "org.gimp.GIMP"
os.environ["XDG_DATA_HOME"] = os.environ["HOME"] + "/.var/app/org.gimp.GIMP/data"
os.execv(program[0], program + words)
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle, unzipped: its wheels hold a path to this environment's packages instead of 50 MB of them."""
    copy = tmp_path_factory.mktemp("bundle") / "camera-looks"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "tests", "dist"))
    (copy / "wheels").mkdir()
    site = str(Path(numpy.__file__).parents[1])
    for name in (f"numpy-{numpy.__version__}", f"pillow-{PIL.__version__}", "tomli-2.0.1"):
        with zipfile.ZipFile(copy / "wheels" / f"{name}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}.pth", site)
    return copy


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    (tmp_path / ".local/share/flatpak/app/org.gimp.GIMP").mkdir(parents=True)
    return tmp_path


def play_flatpak(home: Path, verdict: object, version: str = "3.0.6") -> None:
    inside = home / "inside/gimp.py"
    inside.parent.mkdir()
    inside.write_text(program_text(giving(verdict), version), encoding="utf-8")
    script(home / "bin/flatpak", FLATPAK.format(gimp=str(inside), bare=BARE))


def install(home: Path, checkout: Path, *options: str) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": str(home / "bin"), "LANG": "C.UTF-8", "PIP_NO_INDEX": "1"}
    command = [BARE, checkout / "install.py", *options]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, timeout=600, encoding="utf-8")


RIGHT = {"changed": True, "apart": 1}


@pytest.mark.slow("makes an environment; the choice of the place is tried in test_detect.py")
def test_a_flatpak_gets_an_engine_of_its_own_where_both_sides_see_it(home: Path, checkout: Path) -> None:
    play_flatpak(home, RIGHT)
    answer = install(home, checkout)
    assert (answer.returncode, answer.stderr) == (0, "")
    ours = home / ".var/app/org.gimp.GIMP/data/camera-looks"
    record = json.loads((home / ".config/GIMP/3.0/plug-ins/camera-looks/engine.json").read_text(encoding="utf-8"))
    assert sorted(record) == ["flatpak", "version"] and record["flatpak"].startswith(f"{ours}/engine/python-3.")
    for words in (
        "Found     GIMP 3.0.6 from Flatpak: flatpak run org.gimp.GIMP",
        "making a Python environment with the bundle's numpy and Pillow … done",
        "kept by upgrades and uninstalling: ~/.var/app/org.gimp.GIMP/data/camera-looks/looks",
    ):
        assert words in answer.stdout
    told = install(home, checkout, "--report").stdout
    assert "GIMP: GIMP 3.0.6 from Flatpak: flatpak run org.gimp.GIMP\nInstalled: ~/.config/GIMP/3.0/plug-ins/" in told
    again = install(home, checkout)
    assert "making" not in again.stdout and again.returncode == 0
    assert install(home, checkout, "--uninstall").returncode == 0
    left = {path.relative_to(home).parts[0] for path in home.rglob("*") if path.is_file()}
    assert left == {"bin", "inside"}


@pytest.mark.slow("installs into two GIMPs")
def test_a_flatpak_and_the_systems_gimp_share_a_profile_and_each_has_its_engine(home: Path, checkout: Path) -> None:
    play_flatpak(home, RIGHT)
    gimp(home / "bin/gimp", RIGHT)
    answer = install(home, checkout, "--python", sys.executable)
    assert answer.returncode == 0, answer.stderr
    record = json.loads((home / ".config/GIMP/3.0/plug-ins/camera-looks/engine.json").read_text(encoding="utf-8"))
    assert record["python"] == sys.executable and "/.var/app/" in record["flatpak"]
    assert answer.stdout.count("gives the right pixels") == 2
    assert answer.stdout.count("Install ") == 1


@pytest.mark.slow("installs into two GIMPs")
def test_one_that_works_stays_though_the_other_in_that_profile_does_not(home: Path, checkout: Path) -> None:
    play_flatpak(home, {"error": "No."})
    gimp(home / "bin/gimp", RIGHT)
    answer = install(home, checkout, "--python", sys.executable)
    assert answer.returncode == 1
    assert "GIMP 3.0.6 from Flatpak could not apply a look: No." in answer.stderr
    assert "Filters ▸ Camera Looks" in answer.stdout
    assert (home / ".config/GIMP/3.0/plug-ins/camera-looks").is_dir()


@pytest.mark.slow("makes an environment")
def test_without_wheels_and_network_there_is_a_sentence_and_nothing_left(home: Path, checkout: Path) -> None:
    play_flatpak(home, RIGHT)
    bare = home / "checkout"
    shutil.copytree(checkout, bare, ignore=shutil.ignore_patterns("wheels"))
    answer = install(home, bare)
    assert answer.returncode == 1
    assert "pip could not fetch numpy and Pillow for Python 3." in answer.stderr and "try again" in answer.stderr
    assert list((home / ".var/app/org.gimp.GIMP/data/camera-looks/engine").iterdir()) == []
