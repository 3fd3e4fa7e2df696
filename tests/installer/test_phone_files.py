"""Phones' files: an engine that reads them is chosen or made where it is asked for, and what is missing is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from fakes import python
from users import User

from lut.shared.shell import command
from plugin.engine.interpreter import PHONE, Interpreter, packages
from plugin.installer import choose_python, environment, phone_files
from plugin.installer.channels import SYSTEM
from plugin.installer.console import Report
from plugin.installer.engines import Engines
from plugin.installer.machine import describe_machine
from plugin.installer.record import Record
from plugin.installer.runner import Runner

GOOD = {"numpy": "2.2.4", "PIL.Image": "11.1.0", "imagecodecs": "2025.3.30", "tifffile": "2025.3.30"}
ALL = {module: "99" for _, module, _, _ in PHONE}


def engines(tmp_path: Path, phone: bool, given: str | None = None) -> Engines:
    return Engines(describe_machine(), tmp_path, given, phone, Record(), Report("install.py"), Runner())


def interpreter(**modules: str | None) -> Interpreter:
    return Interpreter("/usr/bin/python3", (3, 12, 0), False, {**GOOD, **modules})


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Interpreter]:
    """The system's Python, which lacks them; and what is found in the engine's folder, an environment or nothing."""
    made: list[Interpreter] = []
    system = python(tmp_path / "system", **GOOD)
    monkeypatch.setattr(choose_python, "system_pythons", lambda: [system])
    monkeypatch.setattr(environment, "find_environment", lambda *_: made[0] if made else None)
    return made


def test_a_system_python_is_enough_unless_they_are_asked_for(tmp_path: Path, played: list[Interpreter]) -> None:
    found = engines(tmp_path, phone=False).ready(SYSTEM)
    assert found is not None and "system" in found.python
    assert engines(tmp_path, phone=True).ready(SYSTEM) is None, "one has to be made"


def test_an_environment_that_has_them_stays_the_engine(tmp_path: Path, played: list[Interpreter]) -> None:
    """An upgrade, which nobody starts with --phone, loses nothing."""
    played.append(interpreter(**ALL))
    assert engines(tmp_path, phone=False).ready(SYSTEM) == played[0]
    assert engines(tmp_path, phone=True).ready(SYSTEM) == played[0]


def test_the_python_that_the_user_names_is_taken_as_it_is(tmp_path: Path, played: list[Interpreter]) -> None:
    given = python(tmp_path / "given", **GOOD)
    found = engines(tmp_path, phone=True, given=given).ready(SYSTEM)
    assert found is not None and "given" in found.python
    told = phone_files.tell_missing(found.misses_phone(), phone_files.advise(tmp_path, True, found.python))
    assert told.startswith("HEIC, raw files and JPEG XL with a color profile are not read without pillow-heif and ")
    assert told.endswith(command([found.python, "-m", "pip", "install", *packages(wanted=PHONE)]))


def test_what_is_missing_is_said_with_the_command(tmp_path: Path) -> None:
    missing = interpreter(pillow_heif="1.0", pillow_jxl="1.3.8", packaging="24.0").misses_phone()
    told = phone_files.tell_missing(missing, phone_files.advise(tmp_path, False, None))
    assert told.startswith(
        "HEIC, raw files and JPEG XL with a color profile are not read without rawpy; to have them: "
    )
    assert told.replace('"', "").endswith("install.py --phone")  # Windows quotes the path of this test
    told = phone_files.tell_missing(missing, phone_files.advise(tmp_path, True, None))
    assert told.endswith("are not read without rawpy, of which there is none for this Python.")


@pytest.mark.slow("installs, and asks the doctor")
def test_the_doctor_says_whether_they_are_read(with_gimp: User) -> None:
    assert with_gimp.install().returncode == 0
    done = with_gimp.install("--doctor", "--no-check")
    assert done.returncode == 0, done.stdout + done.stderr
    found = choose_python.inspect_python(sys.executable, Runner())
    assert found is not None
    missing = found.misses_phone()
    expected = f"are not read without {' and '.join(missing)}" if missing else "are read."
    assert "Phone" in done.stdout and expected in " ".join(done.stdout.split())
