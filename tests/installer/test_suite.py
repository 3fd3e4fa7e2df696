"""`install.py --test`: what it runs, in which order, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import script

from lut.shared.shell import word
from plugin.installer import run_tests
from plugin.installer.choose_python import running_python
from plugin.installer.environment import python_in
from plugin.installer.install_error import InstallError

# Stands for the environment's Python: it answers for the tools of the suite, and fails the one that a test names.
TOOL = """
import os, sys
assert sys.argv[1] == "-m", sys.argv
tool = sys.argv[2:4] if sys.argv[2] == "ruff" else sys.argv[2:3]
assert tool in (["ruff", "check"], ["ruff", "format"], ["mypy"], ["pytest"]), sys.argv
print("closing line of", *tool, flush=True)
sys.exit({failing!r} == " ".join(tool))
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    (tmp_path / "tests").mkdir()
    return tmp_path


def prepare(checkout: Path, failing: str = "") -> None:
    """An environment that fits the checkout."""
    folder = checkout / ".venv-test"
    script(python_in(folder), TOOL.format(failing=failing))
    (folder / "made-for").write_text(run_tests.fingerprint(checkout, running_python()), encoding="utf-8")


@pytest.mark.parametrize(
    ("failing", "code"), [("", 0), ("ruff check", 1), ("ruff format", 1), ("mypy", 1), ("pytest", 1)]
)
def test_everything_runs_whatever_fails_and_the_tests_closing_line_is_the_last(
    checkout: Path, capfd: pytest.CaptureFixture[str], failing: str, code: int
) -> None:
    prepare(checkout, failing)
    assert run_tests.run_suite(checkout, everything=False, oldest=False) == code
    lines = capfd.readouterr().out.splitlines()
    ran = [line.removeprefix("closing line of ") for line in lines if line.startswith("closing")]
    assert ran == ["ruff check", "ruff format", "mypy", "mypy", "mypy", "pytest"]
    assert lines[-1] == "closing line of pytest"
    assert [line.split(" failed")[0] for line in lines if "failed, see above" in line] == [
        f"install.py: {' '.join(linter)}"
        for linter in run_tests.LINTERS
        if failing and " ".join(linter).startswith(failing)
    ]
    shown = [line for line in lines if line.startswith("$ ")]
    assert shown[0] == "$ python -m ruff check install.py docs lut plugin tests"
    fast = word("not thorough")
    assert shown[-1] == f"$ python -m pytest -q -n auto --maxprocesses 4 --dist loadfile -m {fast}"


def test_all_of_them(checkout: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    prepare(checkout)
    monkeypatch.setattr(run_tests, "find_oldest_python", lambda: None)
    assert run_tests.run_suite(checkout, everything=True, oldest=False) == 0
    lines = capfd.readouterr().out.splitlines()
    assert "There is no python3.10 here: install it to test on the oldest supported versions." in lines
    assert lines[-2:] == ["$ python -m pytest -q -n auto --maxprocesses 4 --dist loadfile", "closing line of pytest"]


def test_all_of_them_on_the_oldest_versions_too(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    prepare(checkout)
    old = script(python_in(checkout / ".venv-test-oldest"), TOOL.format(failing="pytest"))
    monkeypatch.setattr(run_tests, "find_oldest_python", lambda: old)
    (checkout / ".venv-test-oldest/made-for").write_text(run_tests.fingerprint(checkout, old), encoding="utf-8")
    assert run_tests.run_suite(checkout, everything=True, oldest=False) == 1, "a failure there is one"
    assert capfd.readouterr().out.count("closing line of pytest") == 2


def test_only_the_tests_that_are_named(checkout: Path, capfd: pytest.CaptureFixture[str]) -> None:
    prepare(checkout)
    assert run_tests.run_suite(checkout, everything=False, oldest=False, tests=["tests/formats"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines == ["$ python -m pytest tests/formats", "closing line of pytest"]


def test_an_environment_is_used_again_until_the_project_asks_for_something_else(checkout: Path) -> None:
    prepare(checkout)
    ready = str(python_in(checkout / ".venv-test"))
    base = running_python()
    assert run_tests.prepare_environment(checkout, ".venv-test", base, pinned=False) == ready
    (checkout / "pyproject.toml").write_text('[project]\nname = "y"\n', encoding="utf-8")
    with pytest.raises(InstallError, match="cannot make virtual environments"):
        run_tests.prepare_environment(
            checkout, ".venv-test", script(checkout / "no-venv", "raise SystemExit(1)"), pinned=False
        )
    assert not Path(ready).exists(), "one for another project must not be taken for a good one"


@pytest.mark.parametrize(
    ("requirement", "pinned"),
    [
        ("numpy>=1.26", "numpy==1.26.*"),
        ("Pillow>=10", "Pillow==10.0.*"),
        ("tomli>=2; python_version < '3.11'", "tomli==2.0.*; python_version < '3.11'"),
        ("x >= 1.2.3", "x ==1.2.*"),
    ],
)
def test_the_oldest_of_a_requirement(requirement: str, pinned: str) -> None:
    assert run_tests.pin_oldest(requirement) == pinned


def test_a_machine_without_the_oldest_python_says_so(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_tests, "find_oldest_python", lambda: None)
    assert run_tests.run_suite(checkout, everything=False, oldest=True) == run_tests.UNAVAILABLE
    assert (
        capsys.readouterr().out == "There is no python3.10 here: install it to test on the oldest supported versions.\n"
    )


def test_a_shim_that_starts_another_version_is_not_the_oldest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path / "shims" / run_tests.OLDEST_NAME, "raise SystemExit(1)")
    monkeypatch.setenv("PATH", str(tmp_path / "shims"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert run_tests.find_oldest_python() is None
    real = script(tmp_path / "versions/3.10.13" / run_tests.PYENV_PYTHON, "")
    assert run_tests.find_oldest_python() == real
