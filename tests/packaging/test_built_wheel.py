"""``pip install camera-looks``: the library, the command line, and the installer with what it installs."""

from __future__ import annotations

import email
import os
import re
import signal
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import lut
import lut.cli
import lut.cli.commands.install
from plugin.engine.interpreter import PHONE, packages
from plugin.installer import archives, origin
from plugin.installer.console import Report
from tests.packaging.building import ROOT, build
from tests.waiting import HANG_SECONDS

USED = (".py", ".toml", ".mo", ".npy", ".txt", ".md", ".html", ".xml", ".pyi", ".typed")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment with the wheel in it, and numpy and Pillow from this one."""
    import numpy

    folder = tmp_path_factory.mktemp("environment") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    [site] = folder.glob("lib/python3.*/site-packages")
    (site / "here.pth").write_text(str(Path(numpy.__file__).parents[1]), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin/python", "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True)
    return folder / "bin/python"


def files(folder: str) -> set[str]:
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.suffix in USED}
    return {name for name in found if not re.search(r"/\.|/__pycache__/", name)}


@pytest.mark.slow("builds the package")
def test_the_extra_for_phones_is_in_the_wheels_metadata(wheel: Path) -> None:
    """What ``pip install camera-looks[phone]`` reads."""
    data = zipfile.ZipFile(wheel).read(f"camera_looks-{lut.__version__}.dist-info/METADATA").decode()
    found = email.message_from_string(data)
    assert "phone" in found.get_all("Provides-Extra", [])
    words = [line.replace("'", '"').split(";") for line in found.get_all("Requires-Dist", [])]
    extra = [name.strip() for name, *marker in words if marker and marker[0].strip() == 'extra == "phone"']
    assert sorted(extra) == sorted(each for each in packages(wanted=PHONE) if not each.startswith("packaging"))


@pytest.mark.slow("builds the package")
def test_a_wheel_has_the_library_and_all_that_is_installed_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    info = f"camera_looks-{lut.__version__}.dist-info"
    library = {name for name in names if name.startswith("lut/")}
    packed = {name.removeprefix("camera_looks/") for name in names if name.startswith("camera_looks/")}
    assert library == files("lut") | {"lut/looks/data/LICENSE"}
    serves_tests = {name for name in files("plugin") if re.search(r"/(gimp_in_memory/|memory\.py$)", name)}
    assert serves_tests
    assert {name for name in packed if name.startswith("plugin/")} == files("plugin") - serves_tests
    others = {name for name in archives.PROJECT if name not in ("lut", "plugin")}
    assert {name for name in packed if not name.startswith("plugin/")} == others
    assert all(name.startswith(("lut/", "camera_looks/", f"{info}/")) for name in names)
    assert f"{info}/licenses/LICENSE" in names


@pytest.mark.slow("builds the package")
def test_an_sdist_builds_the_same_wheel(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    [source] = tmp_path.glob("camera_looks-*/")
    assert {"tests", "plugin", "lut", "docs", "install.py"} <= {path.name for path in source.iterdir()}
    assert build("wheel", tmp_path / "again", source).read_bytes() == wheel.read_bytes()


@pytest.mark.slow("builds the package")
def test_twine_finds_nothing_to_say(wheel: Path, sdist: Path) -> None:
    command = [sys.executable, "-m", "twine", "check", "--strict", wheel, sdist]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0 and done.stdout.count("PASSED") == 2, done.stdout


def run(python: Path, home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command that pip has made, for a user with this home and no GIMP, away from the checkout."""
    clean = {"HOME": str(home), "PATH": str(home / "bin"), "LANG": "C.UTF-8"}
    command = [python.with_name("camera-looks"), *words]
    return subprocess.run(command, cwd=home, env=clean, capture_output=True, encoding="utf-8", timeout=HANG_SECONDS)


@pytest.mark.slow("builds and installs a wheel; the command line is tried from the checkout")
def test_it_is_a_command_line_that_works(python: Path, tmp_path: Path) -> None:
    done = run(python, tmp_path, "bake", "leica-authentic", tmp_path / "look.cube")
    assert done.returncode == 0, done.stderr
    assert len(lut.read(tmp_path / "look.cube").table) == 33


@pytest.mark.slow("builds and installs a wheel")
def test_it_installs_and_uninstalls_as_install_py_does(python: Path, tmp_path: Path) -> None:
    """Where there is no GIMP: the test with one is tests/real_gimp/test_wheel.py."""
    told = run(python, tmp_path, "install", "--python", sys.executable)
    assert told.returncode == 0, told.stdout + told.stderr
    command = python.with_name("camera-looks")
    assert f"To remove everything again: {command} install --uninstall" in told.stdout
    program = tmp_path / ".local/share/camera-looks/program"
    listed = subprocess.run([program / "camera-looks", "list"], capture_output=True, encoding="utf-8", check=True)
    assert "leica-authentic" in listed.stdout
    assert (tmp_path / ".local/share/camera-looks/demo/contact-sheet.jpg").is_file(), "not among pip's files"
    assert "Nothing is wrong" in run(python, tmp_path, "doctor").stdout
    assert (
        f"Camera Looks {lut.__version__}\n"
        in run(python, tmp_path, "install", "--python", sys.executable, "--report").stdout
    )
    assert run(python, tmp_path, "uninstall").returncode == 0
    assert not program.exists()


@pytest.mark.slow("builds and installs a wheel")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["install", "--nonesuch"], "camera-looks install: error: unrecognized arguments: --nonesuch\n"),
        (["install", "--test"], "camera-looks install: The tests come with the project's source"),
        (["doctor", "--python", "nonesuch"], "No GIMP was found here, and Camera Looks is not installed."),
    ],
)
def test_it_speaks_of_itself_by_the_name_that_it_was_called(
    python: Path, tmp_path: Path, words: list[str], sentence: str
) -> None:
    done = run(python, tmp_path, *words)
    assert done.returncode != 0 and sentence in done.stdout + done.stderr
    assert "install.py" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Close GIMP, then run install.py again.", "Close GIMP, then run camera-looks install again."),
        ("Yours: install.py --uninstall.", "Yours: camera-looks install --uninstall."),
        ("Unzip it, then in it: python3 install.py", "Unzip it, then in it: python3 install.py"),
        ("/home/ann/install.py is not there.", "/home/ann/install.py is not there."),
    ],
)
def test_its_sentences_name_the_command(text: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    Report("camera-looks install").say(text)
    assert capsys.readouterr().out == f"{told}\n"
    Report().say(text)
    assert capsys.readouterr().out == f"{text}\n"


def test_a_copy_without_an_installer_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lut.cli.commands.install, "PLACES", ("nonesuch/install.py",))
    assert lut.cli.main(["install"]) == 1
    assert capsys.readouterr().err.startswith("camera-looks: This copy of Camera Looks has no installer: ")


def test_in_a_checkout_it_runs_install_py(capfd: pytest.CaptureFixture[str]) -> None:
    assert lut.cli.main(["install", "--help"]) == 0
    assert capfd.readouterr().out.startswith("usage: install.py ")
    assert lut.cli.main(["uninstall", "--test"]) == 2
    assert "not allowed with argument --uninstall" in capfd.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="Windows ends a program without telling it")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_ends_it_ends_the_installer_first(tmp_path: Path, number: int) -> None:
    """The installer, played here, has something to take back, and says what it ends with."""
    (tmp_path / "camera_looks/plugin").mkdir(parents=True)
    (tmp_path / "camera_looks/install.py").write_text(
        "import signal, sys, time\n"
        "def end(number, frame):\n    print('taken back', flush=True)\n    sys.exit(128 + number)\n"
        f"signal.signal({int(number)}, end)\nprint('begun', flush=True)\ntime.sleep({HANG_SECONDS})\n",
        encoding="utf-8",
    )
    (tmp_path / "lut").symlink_to(ROOT / "lut")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\nfrom pathlib import Path\n"
    code += (
        "import lut.cli.commands.install as i; i.__file__ = sys.argv.pop(1); from lut.cli import main; sys.exit(main())"
    )
    command = [sys.executable, "-c", code, tmp_path / "lut/cli/commands/install.py", "install"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout is not None and process.stdout.readline() == "begun\n"
    process.send_signal(number)
    assert process.communicate(timeout=HANG_SECONDS)[0] == "taken back\n"
    assert process.returncode == 128 + number


def test_the_version_is_said_in_one_place() -> None:
    assert origin.read_version(ROOT) == lut.__version__
    assert lut.__version__ not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
