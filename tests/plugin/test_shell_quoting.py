"""Commands and paths for each system: what people copy from a sentence has to work where they read it."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from lut.shared import shell
from plugin.programs.commands import install_command, short


def with_py(name: str) -> str | None:
    return r"C:\Windows\py.exe" if name == "py" else None


def without_py(name: str) -> str | None:
    return None


@pytest.mark.parametrize(
    ("system", "which", "expected"),
    [
        ("linux", without_py, "python3 install.py --doctor"),
        ("darwin", without_py, "python3 install.py --doctor"),
        ("win32", with_py, "py install.py --doctor"),
        ("win32", without_py, "python install.py --doctor"),
    ],
)
def test_the_command_of_install_py(system: str, which: shell.Which, expected: str) -> None:
    assert install_command("--doctor", system=system, which=which) == expected


@pytest.mark.parametrize(
    ("system", "word", "expected"),
    [
        ("linux", "plain", "plain"),
        ("linux", "/home/Ольга Jürgen/it's", "'/home/Ольга Jürgen/it'\"'\"'s'"),
        ("win32", r"C:\Users\ann\install.py", r"C:\Users\ann\install.py"),
        ("win32", r"C:\Users\Ольга Jürgen\install.py", r'"C:\Users\Ольга Jürgen\install.py"'),
        ("win32", r"C:\a&b\install.py", r'"C:\a&b\install.py"'),
        ("win32", "D:\\GIMP 3\\", '"D:\\GIMP 3\\\\"'),
        ("win32", "", '""'),
    ],
)
def test_words_are_quoted_as_the_systems_shells_read_them(system: str, word: str, expected: str) -> None:
    assert shell.word(word, shell.find_shell(system, {})) == expected


@pytest.mark.parametrize(
    ("system", "path", "expected"),
    [
        ("linux", "/home/ann/.local/share/camera-looks", "~/.local/share/camera-looks"),
        ("linux", "/home/ann/work/photo.jpg", "photo.jpg"),
        ("linux", "/home/anna/photo.jpg", "/home/anna/photo.jpg"),
        ("darwin", "/home/ann/Library", "~/Library"),
        ("win32", r"C:\Users\ann\AppData\Local\camera-looks", r"C:\Users\ann\AppData\Local\camera-looks"),
        ("win32", r"c:\users\Ann\work\photo.jpg", "photo.jpg"),
    ],
)
def test_paths_are_short_where_shells_understand_that(system: str, path: str, expected: str) -> None:
    home = PureWindowsPath(r"C:\Users\ann") if system == "win32" else PurePosixPath("/home/ann")
    assert short(path, system, home, home / "work") == expected


def test_a_windows_without_python_on_path_is_given_the_one_that_runs() -> None:
    program = r"C:\Ольга Jürgen\python.exe"
    for which, expected in ((without_py, f'& "{program}" install.py'), (with_py, "py install.py")):
        assert install_command(system="win32", which=which, otherwise=program) == expected
    assert install_command(system="linux", which=without_py, otherwise="/usr/bin/python3.12") == "python3 install.py"
