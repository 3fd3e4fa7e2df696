"""install.py for a GIMP 2.10 without Python, played; tests/real_gimp2 does the same with a real one."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from fakes import gimp, gimp_two
from users import RIGHT, User

SETTINGS = ("environ/camera-looks.env", "interpreters/camera-looks.interp")


@pytest.fixture
def cleo(ann: User) -> User:
    gimp_two(ann.home / "bin/gimp-console-2.10")
    return ann


def profile(user: User) -> Path:
    return user.profile("2.10")


def test_it_gets_the_plugin_and_what_runs_scripts_and_loses_both_again(cleo: User) -> None:
    before = cleo.everything()
    answer = cleo.install()
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "GIMP 2.10.34 … " in answer.stdout and "gives the right pixels" in answer.stdout
    folder = profile(cleo) / "plug-ins/camera-looks"
    assert (folder / "camera-looks.py").read_bytes() == (cleo.checkout / "plugin/gimp2/camera-looks.py").read_bytes()
    assert json.loads((folder / "engine.json").read_text(encoding="utf-8"))["python"] == sys.executable
    assert f"python2={sys.executable}\n" in (profile(cleo) / SETTINGS[1]).read_text(encoding="utf-8")
    assert cleo.install("--uninstall").returncode == 0
    assert cleo.everything() == before


@pytest.mark.slow("installs once more")
def test_a_lost_record_does_not_leave_its_settings(cleo: User) -> None:
    assert cleo.install().returncode == 0
    (cleo.data / "install.json").unlink()
    assert cleo.install("--uninstall").returncode == 0
    assert not any((profile(cleo) / name).exists() for name in SETTINGS)


@pytest.mark.slow("installs for each way to fail", but_first=True)
@pytest.mark.parametrize(
    ("does", "sentence"),
    [
        (
            "print('batch command experienced an execution error: Error: eval: unbound variable: "
            "python-fu-camera-looks-apply ')",
            "GIMP 2.10.34 could not apply a look: GIMP has not loaded the plug-in",
        ),
        (
            "print('batch command experienced an execution error:', 'Error: It failed: The engine died.', sep=chr(10))",
            "GIMP 2.10.34 could not apply a look: It failed: The engine died.",
        ),
        ("pass", "GIMP 2.10.34 ended before it had applied a look."),
        ("shutil.copy(photo, result)", "GIMP 2.10.34 says that it applied a look, but the photo is unchanged"),
        (
            "from PIL import Image; Image.new('RGB', Image.open(photo).size).save(result)",
            "GIMP 2.10.34 gave other pixels than the engine (up to",
        ),
    ],
)
def test_one_that_does_not_prove_it_keeps_what_it_had(cleo: User, does: str, sentence: str) -> None:
    assert cleo.install().returncode == 0
    (profile(cleo) / SETTINGS[0]).write_text(": PYTHONPATH=mine\n", encoding="utf-8")
    gimp_two(cleo.home / "bin/gimp-console-2.10", does)
    answer = cleo.install()
    assert answer.returncode == 1
    assert sentence in answer.stderr, answer.stderr
    assert (profile(cleo) / SETTINGS[0]).read_text(encoding="utf-8") == ": PYTHONPATH=mine\n"
    assert (profile(cleo) / "plug-ins/camera-looks/camera-looks.py").is_file()


@pytest.mark.slow("installs twice")
def test_a_first_check_that_fails_leaves_no_settings(cleo: User) -> None:
    gimp_two(cleo.home / "bin/gimp-console-2.10", "pass")
    assert cleo.install().returncode == 1
    assert [path for path in profile(cleo).rglob("*") if path.is_file()] == []


@pytest.mark.slow("installs into two GIMPs")
def test_two_and_three_side_by_side_each_get_their_own(cleo: User) -> None:
    gimp(cleo.home / "bin/gimp-console-3.0", RIGHT)
    answer = cleo.install()
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.count("gives the right pixels") == 2
    two, three = (folder / "camera-looks/camera-looks.py" for folder in (profile(cleo) / "plug-ins", cleo.plug_ins))
    assert two.read_bytes() != three.read_bytes()
    assert not (cleo.plug_ins.parent / SETTINGS[0]).exists()


@pytest.mark.slow("installs for each thing that breaks")
def test_the_doctor_knows_it_too(cleo: User) -> None:
    assert cleo.install().returncode == 0
    assert "Nothing is wrong" in cleo.install("--doctor").stdout
    (profile(cleo) / SETTINGS[1]).unlink()
    answer = cleo.install("--doctor")
    assert f"GIMP 2.10.34 cannot start scripts: {Path(SETTINGS[1])} in its profile" in answer.stdout
    assert cleo.install("--doctor", "--mend").returncode == 0
    assert "Nothing is wrong" in cleo.install("--doctor").stdout


def test_a_download_without_the_host_for_it_says_so(cleo: User, tmp_path: Path) -> None:
    copy = tmp_path / "without"
    shutil.copytree(cleo.checkout, copy)
    (copy / "plugin/gimp2/camera-looks.py").unlink()
    answer = User(cleo.home, copy).install("--dry-run")
    assert "GIMP 2.10.34 is not served by this version: it needs GIMP 3." in answer.stdout
