"""The workflow for the systems that cannot be had here: read by actionlint, and for what that does not mind."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.building import ROOT

WORKFLOW = ROOT / ".github/workflows/ci.yml"
ACTIONLINT = Path(sys.executable).with_name("actionlint")


@pytest.fixture(scope="module")
def text() -> str:
    return WORKFLOW.read_text(encoding="utf-8")


def lint(file: Path) -> subprocess.CompletedProcess[str]:
    """shellcheck, which reads the scripts in it, is asked where there is one."""
    return subprocess.run([ACTIONLINT, "-no-color", file], capture_output=True, encoding="utf-8", cwd=file.parent)


@pytest.mark.skipif(not ACTIONLINT.exists(), reason="There is no actionlint beside this Python.")
def test_actionlint_finds_nothing_to_say(text: str, tmp_path: Path) -> None:
    done = lint(WORKFLOW)
    assert (done.returncode, done.stdout) == (0, "")
    broken = tmp_path / "ci.yml"
    broken.write_text(text.replace("matrix.system", "matrix.sistem", 1), encoding="utf-8")
    done = lint(broken)
    assert done.returncode == 1 and 'property "sistem" is not defined' in done.stdout


def test_every_action_is_pinned_to_a_commit(text: str) -> None:
    used = re.findall(r"uses: (.*)", text)
    assert len(used) > 5
    assert [each for each in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", each)] == []


def test_it_may_read_and_publishes_from_tags_alone(text: str) -> None:
    """Only the job that publishes gets more, and no password is there for it to lose."""
    before, publish = text.split("\n  publish:\n")
    assert re.findall(r"permissions:\n((?: +.*\n)+?)\n", before) == ["  contents: read\n"]
    assert "    if: startsWith(github.ref, 'refs/tags/v')\n" in publish
    assert "    permissions:\n      id-token: write" in publish and publish.count("write") == 1
    assert "secrets." not in text
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")


def test_it_runs_every_python_that_the_package_names(text: str) -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    [line] = re.findall(r"python: \[(.*)\]", text)
    assert re.findall(r'"([\d.]+)"', line) == re.findall(r"Python :: (3\.\d+)", project)
