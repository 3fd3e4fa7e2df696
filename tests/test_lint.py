"""Lines that the linters must find, each in a project of this configuration: a rule that finds nothing is no check."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plugin.installer import run_tests

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (
    "docs",
    "lut/cli",
    "plugin",
    "plugin/gimp2",
    "plugin/gimp3",
    "plugin/gimpfu",
    "plugin/installer",
    "tests/cli",
)
# Each: what someone could write, and whose standard library it is wrong for.
WRONG_ON = [
    ("import os\n\nos.getuid()\n", {"win32"}),
    ("import signal\n\nsignal.pthread_sigmask(signal.SIG_BLOCK, [])\n", {"win32"}),
    ("import os\n\nos.sched_getaffinity(0)\n", {"win32", "darwin"}),
    ("import winreg\n\nwinreg.HKEY_CURRENT_USER\n", {"linux", "darwin"}),
    (
        "from multiprocessing import Pipe\nfrom multiprocessing.connection import Connection\n\n"
        "ours: Connection = Pipe()[0]\n",
        {"win32"},
    ),
]
# Text whose encoding is that of whoever runs it.
UNSAID = [
    'open("x")\n',
    'from pathlib import Path\n\nPath("x").read_text()\n',
    'from pathlib import Path\n\nPath("x").write_text("y")\n',
    'from tempfile import NamedTemporaryFile\n\nNamedTemporaryFile("w")\n',
]


def platforms() -> list[str]:
    """The systems that ``install.py --test`` lets mypy check for."""
    return [linter[linter.index("--platform") + 1] for linter in run_tests.LINTERS if "--platform" in linter]


def test_each_system_is_checked() -> None:
    assert platforms() == ["linux", "win32", "darwin"]


@pytest.mark.parametrize("platform", platforms())
def test_mypy_finds_what_a_system_does_not_have(tmp_path: Path, platform: str) -> None:
    for number, (snippet, _) in enumerate(WRONG_ON):
        (tmp_path / f"new{number}.py").write_text(snippet, encoding="utf-8")
    options = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path / "cache")]
    names = [f"new{number}.py" for number in range(len(WRONG_ON))]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "--platform", platform, *names],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    found = {line.split(":")[0] for line in done.stdout.splitlines() if ": error:" in line}
    assert found == {name for name, (_, systems) in zip(names, WRONG_ON, strict=True) if platform in systems}, (
        done.stdout + done.stderr
    )


def test_ruff_finds_text_without_an_encoding_everywhere(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    places = {f"{folder}/new{number}.py": each for folder in FOLDERS for number, each in enumerate(UNSAID)}
    places |= {"install.py": UNSAID[0]}
    for place, snippet in places.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(snippet, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise", *run_tests.CODE]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8")
    # Which rule it is stands for itself: newer versions of ruff print its name instead of its code.
    found = {
        line.split(":")[0].replace("\\", "/")
        for line in done.stdout.splitlines()
        if "PLW1514" in line or "unspecified-encoding" in line
    }
    assert found == set(places), done.stdout + done.stderr


@pytest.mark.skipif(sys.flags.warn_default_encoding == 0, reason="PYTHONWARNDEFAULTENCODING is not set")
def test_an_encoding_that_is_not_said_fails_a_test(tmp_path: Path) -> None:
    name = tmp_path / "x"
    name.touch()
    with pytest.raises(EncodingWarning):
        name.read_text()
