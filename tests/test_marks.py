"""What the marks leave out of the fast tests, and that a run tells it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TESTS = """
import pytest

def test_fast(): pass

@pytest.mark.slow("takes long")
def test_slow(): pass

@pytest.mark.slow("takes long", but_first=True)
@pytest.mark.parametrize("case", "abc")
def test_cases(case): pass

@pytest.mark.soak
@pytest.mark.parametrize("case", "ab")
def test_long(case): pass
"""


def run(folder: Path, tests: str, *options: str) -> tuple[int, list[str]]:
    """Our conftest.py, and a file of tests, in a project of their own; the exit code, and what was printed."""
    (folder / "tests").mkdir()
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in ("conftest.py", "user_folders.py"):
        shutil.copy(ROOT / "tests" / name, folder / "tests")
    (folder / "tests/test_it.py").write_text(tests, encoding="utf-8")
    (folder / "tests/test_other.py").write_text("def test_other(): pass\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    return done.returncode, done.stdout.splitlines()


@pytest.mark.slow("runs pytest each", but_first=True)
@pytest.mark.parametrize("workers", [["-n", "2", "--dist", "loadfile"], []], ids=["two processes", "one"])
def test_what_is_left_out_is_told(tmp_path: Path, workers: list[str]) -> None:
    code, printed = run(tmp_path, TESTS, "-m", "not thorough", *workers)
    assert code == 0
    assert printed[-2] == "Left out, and run by install.py --test --all: 3 slow, 2 long runs."
    assert printed[-1].startswith("3 passed, 5 deselected in ")


@pytest.mark.slow("runs pytest once more")
def test_with_the_marks_there_is_all_the_rest(tmp_path: Path) -> None:
    code, printed = run(tmp_path, TESTS, "-m", "thorough")
    assert code == 0 and printed[-1].startswith("5 passed, 3 deselected in ")
    assert not any("Left out" in line for line in printed)


def test_a_slow_test_without_a_reason_is_refused(tmp_path: Path) -> None:
    code, printed = run(tmp_path, TESTS.replace('"takes long"', "", 1))
    assert code != 0 and any("test_slow: slow without a reason" in line for line in printed)


def test_every_file_of_tests_has_a_name_of_its_own() -> None:
    """Pytest imports them by name alone, and refuses to collect two of one name."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []
