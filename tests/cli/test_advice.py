"""Commands in messages are what a shell needs to run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lut.cli import advice

ROOT = Path(advice.__file__).parents[2]
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
    quoted = advice.word(text)
    assert quoted.isprintable()
    shell = ["bash", "-c", f"printf %s {quoted}"]
    assert subprocess.run(shell, capture_output=True, check=True).stdout == os.fsencode(text)


def test_an_option_is_added_once_and_where_it_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advice, "started", lambda: ["camera-looks"])
    assert advice.again(["apply", "--", "-x", "out"], "--resume") == "camera-looks apply --resume -- -x out"
    assert advice.again(["apply", "--resume", "a", "b"], "--resume") == "camera-looks apply --resume a b"
    assert advice.again(["apply", "a", "b"]) == "camera-looks apply a b"


@posix
def test_the_program_is_the_one_that_runs(here: Path) -> None:
    """Started as a module, and as the script that pip installs."""
    code = "import sys; from lut.cli import advice; print(advice.again(['list']))"
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
