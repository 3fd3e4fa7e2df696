"""``install.py --test``: the checks of the project, in an environment inside the checkout."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from lut.shared import shell

from ..engine.interpreter import PYTHON as OLDEST
from ..engine.interpreter import dotted
from . import advice
from .choose_python import running_python
from .console import Report
from .environment import python_in
from .install_error import InstallError

CODE = ["install.py", "docs", "lut", "plugin", "tests"]
LINTERS = (
    ["ruff", "check", *CODE],
    ["ruff", "format", "--check", *CODE],
    # Once per system: what another one's standard library lacks, or types in another way, is found on each.
    *(
        ["mypy", "--platform", system, "--cache-dir", f".mypy_cache/{system}"]
        for system in ("linux", "win32", "darwin")
    ),
)
PYENV_PYTHON = "python.exe" if sys.platform == "win32" else "bin/python"
OLDEST_NAME = f"python{dotted(OLDEST)}"
# Left out on the oldest versions: what needs a real GIMP, what tries the tools that make packages and check types, and
# the longest of what other tests of install.py go through there as well.
NOT_OLDEST = [
    *("tests/packaging", "tests/real_gimp", "tests/real_gimp2", "tests/gimpfu/test_stubs.py"),
    *(f"tests/installer/test_{name}.py" for name in ("doctor", "gimp_two", "sandboxes")),
]
# Random input and kills try our own code, for minutes, and no version of others'.
NOT_RANDOM = ["-m", "not fuzz and not soak"]
# A line of dots and percents; a file's tests on one worker, as they share what takes long to make.
ALL_CORES = ["-q", "-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]
FAST = ["-m", "not thorough"]  # see the marks in pyproject.toml
FAILED, UNAVAILABLE = 1, 77
# pip brings no TOML reader that can be imported, and Python 3.10 has none.
READ_PROJECT = """
import json, sys
try:
    import tomllib
except ImportError:
    import tomli as tomllib
project = tomllib.load(open(sys.argv[1], "rb"))["project"]
extras = project["optional-dependencies"]
print(json.dumps([project["dependencies"] + extras["phone"], extras["test"]]))
"""


def run_suite(checkout: Path, everything: bool, oldest: bool, tests: Sequence[str] = ()) -> int:
    """Run the linters and the fast tests; with ``everything`` all tests, and those on the oldest versions.

    With ``tests`` only these, whatever they are marked with.  With ``oldest`` the tests alone, but for NOT_OLDEST, on
    the oldest versions that are supported.  The tests come last: their closing lines are the verdict.
    """
    if not (checkout / "tests").is_dir():
        raise InstallError("The tests come with the project's source, which this is not: download that to run them.")
    if oldest:
        return run_oldest(checkout, tests)
    python = prepare_environment(checkout, ".venv-test", running_python(), pinned=False)
    if tests:
        return run_pytest(python, tests, checkout)
    failed = [linter for linter in LINTERS if run_in_sight([python, "-m", *linter], checkout)]
    for linter in failed:
        Report().say(f"install.py: {shell.command(linter)} failed, see above. The tests run all the same.")
    codes = [run_oldest(checkout)] if everything else []
    codes.append(run_pytest(python, [*ALL_CORES, *([] if everything else FAST)], checkout))
    return next((code for code in codes if code not in (0, UNAVAILABLE)), FAILED if failed else 0)


def run_oldest(checkout: Path, tests: Sequence[str] = ()) -> int:
    base = find_oldest_python()
    if base is None:
        Report().say(f"There is no {OLDEST_NAME} here: install it to test on the oldest supported versions.")
        return UNAVAILABLE
    python = prepare_environment(checkout, ".venv-test-oldest", base, pinned=True)
    left_out = [f"--ignore={path}" for path in NOT_OLDEST]
    return run_pytest(python, [*(tests or [*ALL_CORES, *NOT_RANDOM]), *left_out], checkout)


def run_pytest(python: str, arguments: Sequence[str], checkout: Path) -> int:
    """Run tests.  Text without an encoding warns there, and pyproject.toml makes that a failure."""
    return run_in_sight([python, "-m", "pytest", *arguments], checkout, {"PYTHONWARNDEFAULTENCODING": "1"})


def prepare_environment(checkout: Path, name: str, base: str, pinned: bool) -> str:
    """Make the environment of the tests, again when pyproject.toml has changed.  Return its Python."""
    folder = checkout / name
    python = str(python_in(folder))
    stamp = folder / "made-for"
    wanted = fingerprint(checkout, base)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    Report().say(f"Making {name}, the environment of the tests (once, and when pyproject.toml changes) …")
    shutil.rmtree(folder, ignore_errors=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--no-input"]
    if run_in_sight([base, "-m", "venv", str(folder)], checkout):
        then = advice.advise_venv(sys.platform, advice.read_os_release())
        raise InstallError(f"{base} cannot make virtual environments. {then}")
    if sys.version_info < (3, 11) or pinned:
        install_packages([*pip, "tomli>=2"], checkout)
    answer = subprocess.run(
        [python, "-c", READ_PROJECT, "pyproject.toml"], cwd=checkout, capture_output=True, check=True
    )
    dependencies, tests = json.loads(answer.stdout)
    if pinned:
        dependencies = [pin_oldest(requirement) for requirement in dependencies]
    install_packages([*pip, *dependencies, *tests], checkout)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def fingerprint(checkout: Path, base: str) -> str:
    digest = hashlib.sha256((checkout / "pyproject.toml").read_bytes()).hexdigest()
    return f"{digest} {os.path.realpath(base)}\n"


def pin_oldest(requirement: str) -> str:
    """Pin the oldest promised version: ``numpy>=1.26`` as ``numpy==1.26.*``, ``Pillow>=10`` as ``Pillow==10.0.*``."""
    return re.sub(r">=\s*(\d+)(\.\d+)?[\d.]*", lambda oldest: f"=={oldest[1]}{oldest[2] or '.0'}.*", requirement)


def find_oldest_python() -> str | None:
    """Find a Python of the oldest supported version, on PATH or among pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [shutil.which(OLDEST_NAME), *map(str, sorted(pyenv.glob(f"{dotted(OLDEST)}.*/{PYENV_PYTHON}")))]
    return next((candidate for candidate in candidates if candidate and is_oldest(candidate)), None)


def is_oldest(python: str) -> bool:
    """Return True if a Python is of that version: a pyenv shim of another answers, too."""
    question = f"import sys; sys.exit(sys.version_info[:2] != {OLDEST})"
    return subprocess.run([python, "-c", question], capture_output=True).returncode == 0


def install_packages(command: Sequence[str], checkout: Path) -> None:
    if run_in_sight(command, checkout):
        raise InstallError("pip could not fetch what the tests need, see above. Connect to the internet and try again.")


def run_in_sight(command: Sequence[str], folder: Path, variables: Mapping[str, str] | None = None) -> int:
    """Run a command in sight of the user, with more variables in its environment."""
    Report().say(f"$ {shell.command([Path(command[0]).name.removesuffix('.exe'), *command[1:]])}")
    return subprocess.run(command, cwd=folder, env={**os.environ, **(variables or {})}).returncode
