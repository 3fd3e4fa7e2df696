"""Text from outside on its way to menus, messages and the installer's report."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from lut.cli import terminal
from lut.shared.printable import printable, printable_lines
from plugin.engine.client import Engine, EngineError, printable_reply
from plugin.installer.console import Report
from plugin.menu.catalog import shown_look

EVERY = [chr(code) for code in range(sys.maxunicode + 1)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Soirée 胶片 \u3000\u00a0\u202f👩\u200d🚀", "Soirée 胶片 \u3000\u00a0\u202f👩\u200d🚀"),
        ("\x1b[31m\x1b]0;t\x07", r"\x1b[31m\x1b]0;t\x07"),
        ("a\r\nb\tc", r"a\r\nb\tc"),
        ("\u202egnp\u2066\u200e\ufeff", r"\u202egnp\u2066\u200e\ufeff"),
        ("\udce9t\udce9\x9b", r"\udce9t\udce9\x9b"),
        ("\u2028\U000e0001\uf8ff", "\\u2028\\U000e0001\uf8ff"),
    ],
)
def test_what_a_terminal_would_act_on_is_text(text: str, shown: str) -> None:
    assert printable(text) == terminal.printable(text) == shown


def test_the_library_and_the_plug_in_agree_on_every_character() -> None:
    assert [letter for letter in EVERY if printable(letter) != terminal.printable(letter)] == []


@pytest.mark.slow("goes through every character")
def test_what_is_printable_is_utf_8_and_has_no_control_characters() -> None:
    found = "".join(map(printable, EVERY))
    found.encode("utf-8")
    assert {unicodedata.category(letter) for letter in found} & {"Cc", "Cs", "Zl", "Zp"} == set()
    assert {letter for letter in found if unicodedata.category(letter) == "Cf"} == {"\u200c", "\u200d"}


def test_lines_stay_lines() -> None:
    assert printable_lines("a\x1b\nb\r\n") == "a\\x1b\nb\\r\n"


def test_of_a_reply_what_people_read_is_printable_and_paths_stay() -> None:
    reply = {"id": 1, "path": "/p\udce9", "broken": ["\udce9: x"], "offers": [{"name": "\x1b", "good": True}]}
    shown = {"id": 1, "path": "/p\udce9", "broken": [r"\udce9: x"], "offers": [{"name": r"\x1b", "good": True}]}
    assert printable_reply(reply) == shown


def test_an_engines_error_is_printable() -> None:
    replies = io.BytesIO(json.dumps({"id": 1, "error": "/\udce9\x1b.cube: expected a LUT"}).encode() + b"\n")
    engine = Engine(io.BytesIO(), replies, kill=lambda: None, log=sys.executable)  # type: ignore[arg-type]
    with pytest.raises(EngineError, match=r"^/\\udce9\\x1b\.cube: expected a LUT$"):
        engine.ready()


@pytest.mark.parametrize(("name", "shown"), [("  ", "my-look"), (" a ", "a"), ("\udce9", r"\udce9"), ("\x1b", r"\x1b")])
def test_a_look_has_a_name_to_be_seen(name: str, shown: str) -> None:
    look = {
        "id": "my-look",
        "name": name,
        "maker": "My Looks · \udce9",
        "character": "From \u202e.",
        "rests_on": "",
        "remarks": [],
    }
    found = shown_look(look)
    assert found["name"] == shown
    assert (found["maker"], found["character"]) == (r"My Looks · \udce9", r"From \u202e.")
    assert look["name"] == name


def test_an_option_that_the_installer_does_not_know_is_printable() -> None:
    script = Path(__file__).resolve().parents[2] / "install.py"
    done = subprocess.run([sys.executable, script, "--\x1b[31m\u202e"], capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert r"unrecognized arguments: --\x1b[31m\u202e" in done.stderr
    assert "\x1b" not in done.stderr


def test_the_installer_reports_what_is_printable(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()
    report.line("Removed", "/home/\x1b[31m\udce9")
    with report.step("Engine\x07", "making \u202e it") as done:
        done("made\x9b")
    assert report.fail("/home/\x1b]0;x: Permission denied\nMend that.") == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [r"Removed   /home/\x1b[31m\udce9", "Engine\\x07   making \\u202e it … made\\x9b"]
    assert err == "\ninstall.py: /home/\\x1b]0;x: Permission denied\nMend that.\n"
