"""A user of Windows whose name no code page can write: installing, a look in GIMP, a folder, uninstalling.

GIMP is played by played_gimp.py, which runs the installed plug-in's own modules.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut import looks
from lut.looks.own_looks import slug
from lut.shared.look_names import OWN
from plugin.installer.verify import PROCEDURE
from tests.user_folders import variables
from tests.windows.programs import make_program

if sys.platform != "win32":
    pytest.skip("for Windows: .ci/windows makes one", allow_module_level=True)

ROOT = Path(lut.__file__).parent.parent
USER = "Ольга Jürgen"
PLAYED = Path(__file__).with_name("played_gimp.py").read_text(encoding="utf-8")
LUT_SIZE = 2
SECONDS = 600.0  # after which something hangs


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_gimp(tmp_path_factory.mktemp("Users") / USER)


def with_gimp(home: Path) -> Path:
    """Her home, with a GIMP that she installed for herself alone."""
    make_program(home / "AppData/Local/Programs/GIMP 3/bin/gimp-console-3.0.exe", PLAYED)
    return home


@pytest.fixture(scope="module")
def installed(home: Path) -> Iterator[Path]:
    """The plug-in's folder in her GIMP, until the tests are over."""
    answer = run(home, sys.executable, "install.py")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "gives the right pixels" in answer.stdout and "Ready." in answer.stdout
    yield home / "AppData/Roaming/GIMP/3.0/plug-ins/camera-looks"
    before = answer.stdout
    answer = run(home, sys.executable, "install.py", "--uninstall")
    assert (answer.returncode, answer.stderr) == (0, ""), before


def run(home: Path, *command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a program as her; what it prints is read in the code page that Windows's programs print in."""
    return subprocess.run(
        list(map(str, command)),
        cwd=ROOT,
        env={**os.environ, **variables(home), **more},
        capture_output=True,
        timeout=SECONDS,
        encoding="mbcs",  # type: ignore[call-overload, unused-ignore]
    )


def run_in_cmd(home: Path, line: str) -> subprocess.CompletedProcess[str]:
    """Type a line into cmd as her, in her home."""
    return subprocess.run(
        line,
        shell=True,
        cwd=home,
        env={**os.environ, **variables(home)},
        capture_output=True,
        timeout=SECONDS,
        encoding="mbcs",  # type: ignore[call-overload, unused-ignore]
    )


def gradient(path: Path) -> np.ndarray:
    """A photograph of many colors, written there."""
    red, green = np.meshgrid(np.arange(0, 256, 4), np.arange(0, 256, 4))
    pixels = np.stack([red, green, (red + green) // 2], axis=-1).astype(np.uint8)
    Image.fromarray(pixels).save(path)
    return pixels


def in_gimp(home: Path, look: str, photo: Path, expected: Path) -> dict[str, object]:
    """Apply a look by the installed plug-in and compare; the verdict of the installer's own script."""
    verdict = home / "verdict.json"
    settings = {"photo": photo, "expected": expected, "look": look, "procedure": PROCEDURE, "verdict": verdict}
    script = ROOT / "plugin/installer/inside_gimp.py"
    answer = run(
        home,
        home / "AppData/Local/Programs/GIMP 3/bin/gimp-console-3.0.exe",
        *("--no-interface", "--no-data", "--no-fonts", "--batch-interpreter=python-fu-eval"),
        *("-b", f"exec(open({str(script)!r}, encoding='utf-8').read())", "--quit"),
        CAMERA_LOOKS_CHECK=json.dumps({name: str(value) for name, value in settings.items()}),
    )
    assert verdict.exists(), answer.stderr
    found: dict[str, object] = json.loads(verdict.read_text(encoding="utf-8"))
    verdict.unlink()
    return found


def test_a_look_in_gimp_gives_the_librarys_pixels(installed: Path, home: Path) -> None:
    pixels = gradient(home / "Вечер.png")
    Image.fromarray(lut.apply(pixels, looks.load("leica-vivid").bake())).save(home / "expected.png")
    assert in_gimp(home, "leica-vivid", home / "Вечер.png", home / "expected.png") == {"changed": True, "apart": 0}


def test_her_own_look_with_an_umlaut_works_in_gimp(installed: Path, home: Path) -> None:
    film = lut.Lut(1 - lut.Lut.identity(LUT_SIZE).table)
    lut.write(film, home / "AppData/Local/camera-looks/looks/Grün.cube")
    pixels = gradient(home / "photo.png")
    Image.fromarray(255 - pixels).save(home / "expected.png")
    verdict = in_gimp(home, OWN + slug(Path("Grün")), home / "photo.png", home / "expected.png")
    assert verdict == {"changed": True, "apart": 0}


def test_a_folder_is_developed_by_several_processes(home: Path) -> None:
    photos = home / "Pictures/Лето"
    photos.mkdir(parents=True)
    for name in ("a.png", "b.png", "Вечер.png"):
        pixels = gradient(photos / name)
    command = [sys.executable, "-m", "lut", "apply", photos, home / "out", "--look", "leica-vivid", "--jobs", "2"]
    answer = run(home, *command)
    assert (answer.returncode, answer.stderr) == (0, "")
    expected = lut.apply(pixels, looks.load("leica-vivid").bake())
    assert sorted(path.name for path in (home / "out").iterdir()) == ["a.png", "b.png", "Вечер.png"]
    for path in (home / "out").iterdir():
        assert (np.asarray(Image.open(path)) == expected).all()
    assert "3 left alone" in run(home, *command, "--resume").stdout


def test_the_doctor_has_her_gimp_apply_a_look_and_mends_what_is_broken(installed: Path, home: Path) -> None:
    answer = run(home, sys.executable, "install.py", "--doctor")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "gives the right pixels" in answer.stdout
    assert "Nothing is wrong with Camera Looks here." in answer.stdout
    name = "lut/kernel/interpolation.py"
    (installed / name).unlink()
    answer = run(home, sys.executable, "install.py", "--doctor")
    assert (answer.returncode, answer.stderr) == (1, "")
    assert f"camera-looks lacks {name}." in answer.stdout
    assert not (installed / name).exists(), "nobody was there to agree"
    answer = run(home, sys.executable, "install.py", "--doctor", "--mend")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert (installed / name).read_bytes() == (ROOT / name).read_bytes()


def test_cmd_starts_the_command_line_that_is_installed_without_a_gimp(tmp_path: Path) -> None:
    """By the words that install.py prints, with a Python whose path has her name in it."""
    home = tmp_path / USER
    home.mkdir()
    python = home / "AppData/Local/Programs/Python/Scripts/python.exe"
    made = run(home, sys.executable, "-m", "venv", "--without-pip", "--system-site-packages", python.parents[1])
    assert (made.returncode, made.stderr) == (0, "")
    answer = run(home, sys.executable, "install.py", "--python", python)
    assert (answer.returncode, answer.stderr) == (0, "")
    launcher = home / "AppData/Local/camera-looks/program/camera-looks.cmd"
    assert launcher.read_bytes().isascii(), "cmd reads it in the console's code page"
    printed = re.search(r'^  (".+camera-looks.cmd") apply photo.jpg out.jpg --look ', answer.stdout, re.MULTILINE)
    assert printed is not None, answer.stdout
    start = f'"{launcher}"'  # what is printed is so in this code page, which lacks her name's letters
    assert len(printed[1]) == len(start)
    pixels = gradient(home / "Вечер.png")
    done = run_in_cmd(home, f"{start} apply Вечер.png out.png --look leica-vivid")
    assert (done.returncode, done.stderr) == (0, "")
    expected = lut.apply(pixels, looks.load("leica-vivid").bake())
    assert (np.asarray(Image.open(home / "out.png")) == expected).all()
    failed = run_in_cmd(home, f"{start} apply nonesuch.png other.png --look leica-vivid")
    assert failed.returncode == 1 and "nonesuch.png" in failed.stderr
    assert run(home, sys.executable, "install.py", "--uninstall").returncode == 0
    assert not launcher.exists()


def test_uninstalling_waits_for_a_file_in_use_and_leaves_nothing_but_her_looks(installed: Path, home: Path) -> None:
    own = home / "AppData/Local/camera-looks/looks/Film.cube"
    lut.write(lut.Lut.identity(LUT_SIZE), own)
    before = sorted(path.relative_to(installed) for path in installed.rglob("*"))
    with (installed / "plugin/engine/client.py").open(encoding="utf-8"):
        answer = run(home, sys.executable, "install.py", "--uninstall")
        assert answer.returncode == 1 and "close" in answer.stderr.lower()
        assert sorted(path.relative_to(installed) for path in installed.rglob("*")) == before
    answer = run(home, sys.executable, "install.py", "--uninstall")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert own.exists() and not installed.exists()
    left = [path for path in (home / "AppData/Local/camera-looks").rglob("*") if path.is_file()]
    assert {path.parent.name for path in left} == {"looks"}


def test_a_bundle_installs_for_a_python_without_numpy(tmp_path: Path) -> None:
    """The wheels are fetched for this Python; the installation has none but those."""
    home = with_gimp(tmp_path / USER)
    version = f"windows@{sys.version_info[0]}.{sys.version_info[1]}"
    made = run(home, sys.executable, "install.py", "--bundle", home / "bundle.zip", "--for", version)
    assert (made.returncode, made.stderr) == (0, "")
    with zipfile.ZipFile(home / "bundle.zip") as bundle:
        bundle.extractall(home / "Загрузки")
    [unpacked] = (home / "Загрузки").iterdir()
    bare = tmp_path / "Python"
    shutil.copytree(sys.base_prefix, bare, ignore=shutil.ignore_patterns("site-packages", "test", "Doc"))
    answer = run(home, bare / "python.exe", unpacked / "install.py", PIP_NO_INDEX="1")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "gives the right pixels" in answer.stdout
    record = home / "AppData/Roaming/GIMP/3.0/plug-ins/camera-looks/engine.json"
    engine = Path(json.loads(record.read_text(encoding="utf-8"))["python"])
    assert engine.is_relative_to(home / "AppData/Local/camera-looks/engine") and engine.is_file()
    removed = run(home, bare / "python.exe", unpacked / "install.py", "--uninstall")
    assert (removed.returncode, removed.stderr) == (0, "")
    assert not engine.exists() and not record.parent.exists()
