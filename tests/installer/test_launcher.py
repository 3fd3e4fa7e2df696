"""The command line's batch file: cmd reads it in the console's code page, so that no name of a user may be in it."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest

from plugin.installer import build

NAMES = ["ann", "Ольга Jürgen", "100%", "%PATH%", "a&b", "wow!", "x^y", "two words", "(1)"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("python", [r"AppData\Local\camera-looks\engine\python-3.11-0a\Scripts", r"Python\Python313"])
def test_a_users_name_is_not_in_it(name: str, python: str) -> None:
    home = PureWindowsPath(r"C:\Users", name)
    text = build.batch_file(home / r"AppData\Local\camera-looks\program", home / python / "python.exe")
    assert text.isascii() and text.count("\r\n") == text.count("\n") == 2
    program = text.splitlines()[1].split('"')[1]
    assert program.startswith("%~dp0..") == (not name.isascii())
    if not name.isascii():
        assert name not in text


def test_percent_signs_of_a_path_are_no_variables() -> None:
    text = build.batch_file(PureWindowsPath(r"C:\Users\ann\program"), PureWindowsPath(r"C:\100%\%PATH%\python.exe"))
    assert r'@"C:\100%%\%%PATH%%\python.exe" -E' in text


def test_a_python_on_another_drive_keeps_its_letters_in_a_code_page_that_has_them() -> None:
    text = build.batch_file(PureWindowsPath(r"C:\Users\Ольга\program"), PureWindowsPath(r"D:\Питон\python.exe"))
    lines = text.splitlines()
    assert lines[2:4] == ["@chcp 65001 >nul", f'@"D:\\Питон\\python.exe" -E -c "{build.BOOT}" "%~dp0." %*']
    assert lines[-2:] == ["@chcp %page% >nul", "@exit /b %code%"]
