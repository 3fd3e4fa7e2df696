"""The command line as a shell starts it."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut import images, looks
from lut.cli import COMMANDS, main
from lut.cli.command import Command, describe_error
from lut.cli.commands import install
from lut.shared.shell import python_word
from tests.user_folders import variables

ROOT = Path(lut.__file__).parent.parent


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **settings}
    command = [sys.executable, "-m", "lut", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)


def test_a_photograph_is_developed(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (30, 40, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "in.png")
    arguments = ["apply", str(tmp_path / "in.png"), str(tmp_path / "out.png"), "--look", "hasselblad-natural"]
    result = run(*arguments, **variables(tmp_path / "home"))
    assert (result.returncode, result.stderr) == (0, "")
    expected = lut.apply(pixels, looks.load("hasselblad-natural").bake())
    assert (images.read(tmp_path / "out.png").pixels == expected).all()


def test_catalog_is_json() -> None:
    assert json.loads(run("catalog").stdout) == looks.catalog()


def test_failure_is_exit_code_1_and_one_sentence() -> None:
    result = run("info", "no-such-file.cube")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)


def test_nothing_asked_is_answered_with_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    text = capsys.readouterr()
    assert text.out == ""
    assert all(command.summary in text.err for command in COMMANDS)


def test_examples_can_be_copied() -> None:
    assert f"\n  {python_word()} -m lut sheet photo.jpg\n" in run("--help").stdout
    assert "camera-looks" not in run("apply", "--help").stdout.partition("examples:")[2]


@pytest.mark.parametrize("arguments", [["no-such-command"], ["list", "--no-such-option"]])
def test_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "--help" in capsys.readouterr().err


def test_help_names_every_command() -> None:
    text = run("--help").stdout
    assert all(f"  {command.name} " in text and command.summary in text for command in COMMANDS)


@pytest.mark.parametrize(
    "command", [each for each in COMMANDS if each.name not in install.OPTIONS], ids=lambda command: command.name
)
def test_every_command_has_help(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command.name, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert " ".join(command.description.split()[:3]) in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_version() -> None:
    assert run("--version").stdout == f"camera-looks {lut.__version__}\n"


def test_an_ascii_terminal_is_enough() -> None:
    result = run("list", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.returncode == 0
    assert "leica-authentic" in result.stdout


@pytest.mark.parametrize(("words", "code"), [("list", 1), ("list --json", 1), ("--help", 0), ("apply --help", 0)])
def test_a_reader_that_has_enough(words: str, code: int) -> None:
    """``camera-looks list | head -1`` says nothing of a broken pipe, which Windows calls EINVAL."""
    command = [sys.executable, "-m", "lut", *words.split()]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == code


def test_windows_says_einval_of_a_closed_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Closed(io.StringIO):
        def flush(self) -> None:
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stdout", Closed())
    assert main(["list"]) == 1
    assert capsys.readouterr().err == ""


def test_listing_loads_no_picture_library() -> None:
    """It starts fast because it does not load what it does not need."""
    code = "import sys; from lut.cli import main; main(['list']); print(sorted(m for m in sys.modules if m == 'PIL'))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment, check=True, encoding="utf-8"
    )
    assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.skipif(os.name != "posix", reason="closes streams as POSIX's shells do")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_stop_nothing(tmp_path: Path, closed: str) -> None:
    """As services and cron jobs may have them: nothing is said there, and no file takes their place."""
    (tmp_path / "in").mkdir()
    for name in ("1.png", "2.png"):
        Image.new("RGB", (8, 8), (200, 90, 60)).save(tmp_path / "in" / name)
    command = [sys.executable, "-m", "lut", "apply", "in", "out", "--look", "leica-vivid", "--jobs", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables(tmp_path / "home")}
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh", *command]
    result = subprocess.run(shell, capture_output=True, cwd=tmp_path, env=environment, check=False, encoding="utf-8")
    assert (result.returncode, result.stderr) == (0, "")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["1.png", "2.png"]
    for name in ("1.png", "2.png"):
        images.read(tmp_path / "out" / name)


def test_windows_says_of_long_paths_that_nothing_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    long = FileNotFoundError(errno.ENOENT, "No such file or directory", "C:" + "\\folder" * 40)
    assert describe_error(long).endswith(": Windows finds no file by a path of more than 259 letters")
    short = FileNotFoundError(errno.ENOENT, "No such file or directory", "C:\\a.jpg")
    assert describe_error(short) == "C:\\a.jpg: No such file or directory"


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "ascii"])
def test_a_code_page_without_the_letters_ends_nothing(tmp_path: Path, encoding: str) -> None:
    """Names of pictures, in what is said of them on both streams, where Windows' output is no console."""
    command = [sys.executable, "-m", "lut", "info", str(tmp_path / "Вечер × 夜.jpg")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    said = done.stderr.decode(encoding)
    assert (done.returncode, done.stdout, said.count("\n")) == (1, b"", 1)
    assert f"????? {'×' if encoding == 'cp1252' else '?'} ?.jpg: " in said
