"""Commands in messages are what a shell needs to run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lut.cli import COMMANDS, command
from lut.cli.command import Command
from lut.errors import LutError
from lut.images import codecs
from lut.shared import shell

ROOT = Path(command.__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="quoted for POSIX shells")
WORDS = [
    "plain",
    "two words",
    "Zoë's",
    "$HOME",
    "a;b",
    "*",
    "",
    "-x",
    "tab\tend\n",
    "\x1b[31m'\\",
    "\udcff",
    "b\u200bc",
]


@posix
@pytest.mark.parametrize("text", WORDS)
def test_a_shell_reads_the_word_back(text: str) -> None:
    quoted = shell.posix_word(text)
    assert quoted.isprintable()
    line = ["bash", "-c", f"printf %s {quoted}"]
    assert subprocess.run(line, capture_output=True, check=True).stdout == os.fsencode(text)


def test_an_option_is_added_once_and_where_it_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "started_words", lambda: ["camera-looks"])
    assert command.repeat_command(["apply", "--", "-x", "out"], "--resume") == "camera-looks apply --resume -- -x out"
    assert command.repeat_command(["apply", "--resume", "a", "b"], "--resume") == "camera-looks apply --resume a b"
    assert command.repeat_command(["apply", "a", "b"]) == "camera-looks apply a b"


@posix
def test_the_program_is_the_one_that_runs(here: Path) -> None:
    """Started as a module, and as the script that pip installs."""
    code = "import sys; from lut.cli import command; print(command.repeat_command(['list']))"
    script = here / "my tools" / "camera-looks"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
    script.chmod(0o755)
    (here / "asking").mkdir()
    (here / "asking/__main__.py").write_text(code, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(here)])}
    environment["PATH"] = os.environ["PATH"]
    for line in ([sys.executable, "-m", "asking", "list"], [str(script), "list"]):
        told = subprocess.run(line, capture_output=True, env=environment, check=True, encoding="utf-8").stdout
        again = subprocess.run(
            told, shell=True, capture_output=True, env=environment, check=True, encoding="utf-8"
        ).stdout
        assert told == again  # it ran, and told the same
    on_the_path = environment | {"PATH": f"{script.parent}{os.pathsep}{environment['PATH']}"}
    told = subprocess.run(
        ["camera-looks", "list"], capture_output=True, env=on_the_path, check=True, encoding="utf-8"
    ).stdout
    assert told == "camera-looks list\n"


@pytest.mark.parametrize(
    ("system", "environment", "expected"),
    [
        ("linux", {}, shell.POSIX),
        ("darwin", {"PROMPT": "%n"}, shell.POSIX),  # zsh's
        ("win32", {"PROMPT": "$P$G"}, shell.CMD),
        ("win32", {}, shell.POWERSHELL),
    ],
)
def test_the_shell_is_known(system: str, environment: dict[str, str], expected: str) -> None:
    assert shell.find_shell(system, environment) == expected


@pytest.mark.parametrize(
    ("words", "posix_line", "cmd", "powershell"),
    [
        (["py", "-m", "lut"], "py -m lut", "py -m lut", "py -m lut"),
        (["a", r"C:\my pics\\"], r"a 'C:\my pics\\'", r'a "C:\my pics\\\\"', r'a "C:\my pics\\\\"'),
        (["a", "Zoë's"], "a 'Zoë'\"'\"'s'", 'a "Zoë\'s"', 'a "Zoë\'s"'),
        (["a", "$5 it's"], "a '$5 it'\"'\"'s'", 'a "$5 it\'s"', "a '$5 it''s'"),
        (["a", "x&y"], "a 'x&y'", 'a "x&y"', 'a "x&y"'),
        (["a", 'say "x"'], "a 'say \"x\"'", r'a "say \"x\""', r'a "say \"x\""'),
        (["a", ""], "a ''", 'a ""', 'a ""'),
        ([r"C:\P F\py.exe", "-x"], r"'C:\P F\py.exe' -x", r'"C:\P F\py.exe" -x', r'& "C:\P F\py.exe" -x'),
        ([r"D:\Ольга\a.jpg"], r"'D:\Ольга\a.jpg'", r"D:\Ольга\a.jpg", r"D:\Ольга\a.jpg"),
    ],
)
def test_each_shell_has_its_quotes(words: list[str], posix_line: str, cmd: str, powershell: str) -> None:
    found = [shell.command(words, kind) for kind in (shell.POSIX, shell.CMD, shell.POWERSHELL)]
    assert found == [posix_line, cmd, powershell]


@pytest.mark.skipif(sys.platform != "win32", reason="cmd is Windows'")
@pytest.mark.parametrize(
    "text", ["plain", "two words", "Zoë's", "a&b", "(x)", "50% off", "C:\\dir\\", "my dir\\", "a;b,c=d"]
)
def test_cmd_reads_the_word_back(text: str) -> None:
    line = shell.command([sys.executable, "-c", "import sys; print(ascii(sys.argv[1]))", text], shell.CMD)
    done = subprocess.run(f'cmd /d /s /c "{line}"', capture_output=True, encoding="utf-8")
    assert done.stdout.strip() == ascii(text), line


SYSTEMS = ("linux", "darwin", "win32")


@pytest.fixture(params=SYSTEMS)
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The defaults are taken when the functions are made, so they are given by hand."""
    name = str(request.param)
    find, word = shell.find_shell, shell.python_word
    monkeypatch.setattr(shell, "find_shell", lambda: find(name, {}))
    monkeypatch.setattr(shell, "python_word", lambda: word(name, {"py": r"C:\Windows\py.exe"}.get))
    return name


def test_each_system_is_told_its_own_python(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["lut/__main__.py"])
    assert command.program_name() == ("py -m lut" if system == "win32" else "python3 -m lut")


def test_without_the_launcher_windows_is_told_of_python() -> None:
    assert shell.python_word("win32", {}.get) == "python"  # type: ignore[arg-type]


def test_a_missing_library_names_the_python_that_lacks_it(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tifffile", None)
    python = r"C:\Users\Ольга Jürgen\py.exe" if system == "win32" else "/opt/my python/bin/python3"
    monkeypatch.setattr(sys, "executable", python)
    with pytest.raises(LutError) as raised:
        codecs.import_library("tifffile")
    line = str(raised.value).rpartition("; run: ")[2]
    start = f'& "{python}"' if system == "win32" else f"'{python}'"
    assert line == f"{start} -m pip install imagecodecs tifffile"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_examples_can_be_copied_into_every_shell(command: Command) -> None:
    """cmd knows no single quotes, and nobody but POSIX shells knows ~ and backslashes before a space."""
    for line in command.examples.splitlines():
        assert not set("'~$\\`^") & set(line), line
        assert line.startswith("camera-looks "), line
