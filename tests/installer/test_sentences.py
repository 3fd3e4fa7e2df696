"""Each sentence with advice, as each system's users read it: nothing in it belongs to another system."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable

import pytest

from plugin.engine.interpreter import Interpreter
from plugin.installer import advice, own_window
from plugin.installer.install_error import describe_error
from plugin.programs.python_stubs import is_stub

DEBIAN = {"ID": "debian", "VERSION_ID": "13"}
SENTENCES: dict[str, Callable[[str], str]] = {
    "no Python": advice.advise_python,
    "no venv": lambda system: advice.advise_venv(system, release(system)),
    "no environment": lambda system: advice.advise_environment(system, release(system)),
    "GIMP's Python": lambda system: advice.advise_gimp_python(system, release(system)),
    "no home": advice.advise_home,
    "two copies": lambda system: advice.advise_two_copies(system, "/opt/gimp/plug-ins/camera-looks"),
    "a bundle": lambda system: advice.advise_bundle(["win32" if system == "win32" else "linux"]),
    "no room": lambda system: describe_error(OSError(errno.ENOSPC, "No space left on device", "x")),
}
# Words that no sentence for a system may have.
FOREIGN = {
    "win32": r"python3\b|~/|\bsudo\b|\bapt\b|brew|\bHOME\b|your system's package",
    "darwin": r"\bpy install|winget|\bsudo\b|\bapt\b|USERPROFILE|PATH\\|your system's package",
    "linux": r"\bpy install|winget|brew|USERPROFILE|Finder",
}


def release(system: str) -> dict[str, str]:
    """A distribution's description, also where a system has none: it must not matter there."""
    return DEBIAN


@pytest.mark.parametrize("system", FOREIGN)
@pytest.mark.parametrize("name", SENTENCES)
def test_advice_is_of_the_readers_system(system: str, name: str) -> None:
    text = SENTENCES[name](system)
    assert text and not re.search(FOREIGN[system], text), text


def test_what_each_system_is_told() -> None:
    assert advice.advise_python("win32").endswith("winget install Python.Python.3.13. Then run: py install.py")
    assert advice.advise_python("darwin").endswith("brew install python. Then run: python3 install.py")
    assert advice.advise_venv("linux", DEBIAN) == "Run this, then install.py again: sudo apt install python3-venv"
    assert advice.advise_venv("win32", {}) == advice.advise_python("win32")
    assert advice.advise_bundle(["win32", "linux"]).endswith(": python3 install.py (on Windows: py install.py)")


@pytest.mark.parametrize(
    ("system", "start", "told"),
    [
        ("win32", r'"C:\Users\Ольга Jürgen\camera-looks.cmd"', " (in PowerShell, with & in front)"),
        ("win32", r"C:\Users\ann\camera-looks.cmd", ""),
        ("linux", "'/home/two words/camera-looks'", ""),
    ],
)
def test_a_command_in_quotes_is_one_for_cmd(system: str, start: str, told: str) -> None:
    assert advice.name_shell(start, system) == told


@pytest.mark.parametrize(
    ("programs", "alone"),
    [
        ([r"C:\Windows\py.exe", r"C:\Python313\python.exe"], True),
        ([r"C:\Users\Ольга\v\Scripts\python.exe", r"C:\Python313\PYTHON3.13.EXE"], True),
        ([r"C:\Windows\System32\cmd.exe", r"C:\Python313\python.exe"], False),
        ([r"C:\Windows\py.exe", ""], False),
        ([r"C:\pythonista\happy.exe"], False),
        ([], False),
    ],
)
def test_only_a_window_of_its_own_waits_for_a_key(programs: list[str], alone: bool) -> None:
    assert own_window.is_alone(programs) == alone


@pytest.mark.parametrize(
    ("system", "path", "has_tools", "expected"),
    [
        ("darwin", "/usr/bin/python3", False, True),
        ("darwin", "/usr/bin/python3", True, False),
        ("darwin", "/opt/homebrew/bin/python3", False, False),
        ("linux", "/usr/bin/python3", False, False),
        ("win32", r"C:\Users\ann\AppData\Local\Microsoft\windowsapps\python.exe", False, True),
        ("win32", r"C:\Users\ann\.pyenv\pyenv-win\shims\python.BAT", False, True),
        ("win32", r"C:\Python313\python.exe", False, False),
    ],
)
def test_what_opens_a_shop_or_a_dialog_is_no_python(system: str, path: str, has_tools: bool, expected: bool) -> None:
    assert is_stub(path, system, lambda: has_tools) == expected


def test_a_python_for_32_bits_is_refused_in_words() -> None:
    modules: dict[str, str | None] = {"numpy": "2.2.0", "PIL.Image": "11.0"}
    python = Interpreter("python.exe", (3, 12, 0), False, modules, (), "win32")
    assert python.lacks() == ["64 bits (it is a Python for 32 bits)"]
