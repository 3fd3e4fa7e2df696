"""The engine's client in each host's Python: the promises of tests/plugin/test_engine_process.py in Python 2.7, too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_original_gimpfu import EACH

import lut
from lut.engine.baked_looks import BAKED_SIZE
from tests.user_folders import variables
from tests.waiting import HANG_SECONDS

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("talk_to_engine.py")
SHAPE = (5000, 700, 3)  # several strips
UNCHANGED = "; the image is unchanged."
LOG = {"engine.log", "source"}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and sockets of POSIX")


@pytest.fixture(params=EACH)
def python(request: pytest.FixtureRequest) -> tuple[list[str], dict[str, str]]:
    """A Python that a host runs in: how to start it, and the variables that it needs."""
    found: tuple[list[str], dict[str, str]] = request.param
    return found


def ask(python: tuple[list[str], dict[str, str]], folder: Path, promise: str, **more: str) -> dict[str, Any]:
    """Run one of the functions of talk_to_engine.py."""
    command, needed = python
    pixels = np.random.default_rng(7).integers(0, 256, SHAPE, np.uint8)
    pixels.tofile(folder / "source")
    with tempfile.TemporaryDirectory(prefix="cl-") as short:  # a socket's path has little room
        environment = {**os.environ, **variables(folder.parent / "home"), **needed, "XDG_RUNTIME_DIR": short, **more}
        done = subprocess.run(
            [*command, "-B", str(SCRIPT), str(ROOT), sys.executable, str(folder), promise],
            capture_output=True,
            env=environment,
            timeout=HANG_SECONDS,
            encoding="utf-8",
        )
    assert done.returncode == 0 and done.stderr == "", done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "größe"
    place.mkdir()
    return place


def test_strips_through_the_engine_equal_the_whole(python: Any, folder: Path) -> None:
    assert ask(python, folder, "strips")["answer"] == 1.0
    pixels = np.fromfile(folder / "source", np.uint8).reshape(SHAPE)
    result = np.fromfile(folder / "result", np.uint8).reshape(SHAPE)
    assert (result == lut.apply(pixels, lut.looks.load("leica-authentic").bake(BAKED_SIZE))).all()


@pytest.mark.parametrize(
    ("promise", "sentence"),
    [
        ("own_sentence", "größe"),
        ("killed", "The Camera Looks engine ended unexpectedly" + UNCHANGED),
        ("silent", "The Camera Looks engine did not answer for 0 seconds and was ended" + UNCHANGED),
        ("no_interpreter", "Camera Looks could not start its engine /nonesuch/python (No such file or directory)"),
        ("no_engine", "The Camera Looks engine ended unexpectedly"),
        ("no_room", "and could not have it ("),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_leaves_no_file(
    python: Any, folder: Path, promise: str, sentence: str
) -> None:
    found = ask(python, folder, promise)
    assert sentence in found["answer"]
    assert set(found["left"]) <= LOG


def test_a_message_that_is_too_long_is_not_sent(python: Any, folder: Path) -> None:
    sentence, following = ask(python, folder, "too_long")["answer"]
    assert "too much to tell" in sentence and following == 3


def test_progress_comes_before_the_answer(python: Any, folder: Path) -> None:
    assert ask(python, folder, "progress")["answer"] == [[0.5], [], 3]


def test_the_next_call_finds_the_engine_of_the_first(python: Any, folder: Path) -> None:
    assert ask(python, folder, "next_call")["answer"] == 1


def test_a_large_log_is_put_aside(python: Any, folder: Path) -> None:
    assert ask(python, folder, "large_log")["answer"] == [3, (1 << 20) + 1]


def test_the_engine_gets_nothing_of_an_appimage(python: Any, folder: Path) -> None:
    assert ask(python, folder, "environment")["answer"] == [None, False]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LC_ALL": "C", "LANGUAGE": "de"}, "The Camera Looks engine"),
        ({"LC_ALL": "C.UTF-8", "LANGUAGE": "de"}, "Das Rechenprogramm von Camera Looks"),
        ({"LC_ALL": "de_DE.UTF-8", "LANGUAGE": ""}, "Das Rechenprogramm von Camera Looks"),
    ],
)
def test_sentences_are_in_the_users_language(
    python: Any, folder: Path, variables: dict[str, str], expected: str
) -> None:
    assert ask(python, folder, "no_engine", **variables)["answer"].startswith(expected)
