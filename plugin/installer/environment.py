"""Virtual environments for the engine, where Python lacks numpy or Pillow, and in sandboxes.

Environments cannot be moved, so each has its final, unique name from the start; it counts only once the
marker file is in it, which is written last.  An interrupted one is not used, and removed later.

numpy and Pillow come from the wheels of a bundle where there is one, else through pip; what else is of use, too, but
where there is none of it, the environment does without.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import secrets
import sys
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path

from ..engine.interpreter import PHONE, WISHES, Interpreter, dotted, packages
from ..programs.run_program import Finished, TookTooLong
from . import advice, durable, locked_files, wheels
from .channels import SYSTEM, Channel
from .choose_python import inspect_python, running_python
from .install_error import InstallError, describe_error, name_path
from .runner import Runner

MARKER = "complete"
NAMES = r"(python-\d+\.\d+-[0-9a-f]{8}|wheels-\w+)"  # of what ``make`` makes
VENV_SECONDS = 180
PIP_SECONDS = 1200
WHERE_TO_IMPORT_FROM = "import json, sysconfig; print(json.dumps(sysconfig.get_path('platlib')))"


def python_in(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def find_environment(folder: Path, runner: Runner, channel: Channel = SYSTEM) -> Interpreter | None:
    """Find the newest complete environment in the folder that still works, of those that miss the least for phones."""
    complete = sorted(folder.glob(f"*/{MARKER}"), key=lambda marker: marker.stat().st_mtime, reverse=True)
    found = [inspect_python(python_in(marker.parent), runner, channel) for marker in complete]
    able = [each for each in found if each is not None and not each.lacks()]
    return min(able, key=lambda each: len(each.misses_phone()), default=None)


def make_environment(
    folder: Path, base: Interpreter, runner: Runner, bundle: Path | None = None, channel: Channel = SYSTEM
) -> Interpreter:
    """Make an environment in the folder with what the engine needs.

    base: the interpreter to make it with, of that channel.  bundle: a folder with wheels.
    """
    environment = folder / f"python-{dotted(base.version[:2])}-{secrets.token_hex(4)}"
    refuse_undecodable(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fill_environment(environment, base, runner, bundle, channel)
        found = inspect_python(python_in(environment), runner, channel)
        if found is None or found.lacks():
            lacks = " and ".join(found.lacks()) if found else "a working Python"
            raise InstallError(f"The new environment {environment} lacks {lacks}. {advise_instead()}")
        durable.flush_tree(environment)
        durable.write_text(environment / MARKER, "")
    except OSError as error:
        remove_environment(environment)
        raise InstallError(
            describe_error(name_path(error, error.filename2 or error.filename or str(environment)))
        ) from None
    except BaseException:
        remove_environment(environment)
        raise
    return found


def fill_environment(
    environment: Path, base: Interpreter, runner: Runner, bundle: Path | None, channel: Channel
) -> None:
    carried = wheels.choose_wheels(bundle, base) if bundle is not None else None
    if carried is not None:
        make_from_wheels(environment, base, carried, runner, channel)
    elif channel.sandbox:
        with tempfile.TemporaryDirectory(prefix="wheels-", dir=environment.parent) as name:
            fetched = Path(name)
            wheels.download_wheels(fetched, find_pip(fetched / "pip", runner), base, runner)
            make_from_wheels(environment, base, wheels.choose_wheels(fetched, base) or [], runner, channel)
    else:
        make_with_pip(environment, base, runner)


def make_from_wheels(
    environment: Path, base: Interpreter, fetched: list[Path], runner: Runner, channel: Channel
) -> None:
    """Make an environment from wheels, without a network and without pip."""
    bare = runner.run([*channel.words(base.python), "-m", "venv", "--without-pip", environment], VENV_SECONDS)
    if bare.code:
        refuse_full_disk(bare, environment)
        raise InstallError(f"{base.python} cannot make virtual environments. {advise_venv()}")
    python = channel.words(str(python_in(environment)))
    site = runner.run([*python, "-E", "-c", WHERE_TO_IMPORT_FROM], VENV_SECONDS).last_line
    for wheel in fetched:
        wheels.unpack_wheel(wheel, Path(json.loads(site)))


def make_with_pip(environment: Path, base: Interpreter, runner: Runner) -> None:
    """Make an environment with its own pip or the base's."""
    pip = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--retries", "2", "--prefer-binary"]
    try:
        whole = runner.run([base.python, "-m", "venv", environment], VENV_SECONDS)
        refuse_full_disk(whole, environment)
        if whole.code == 0:
            command: list[str | Path] = [python_in(environment), *pip]
        else:
            # Some distributions keep pip's bundled copy apart from venv; another pip can fill the environment as well.
            remove_environment(environment)
            bare = runner.run([base.python, "-m", "venv", "--without-pip", environment], VENV_SECONDS)
            if bare.code or not wheels.has_pip(base.python, runner):
                raise InstallError(f"{base.python} cannot make virtual environments. {advise_venv()}")
            command = [base.python, *pip[:2], "--python", python_in(environment), *pip[2:]]
        done = runner.run([*command, *packages(base.version)], PIP_SECONDS)
    except TookTooLong:
        raise InstallError(
            f"Fetching numpy and Pillow was not done in {PIP_SECONDS // 60} minutes. {advise_instead()}"
        ) from None
    refuse_full_disk(done, environment)
    if done.code:
        raise InstallError(f"pip could not fetch numpy and Pillow ({wheels.pip_reason(done)}). {advise_instead()}")
    with contextlib.suppress(TookTooLong):
        runner.run([*command, "--only-binary", ":all:", *packages(base.version, WISHES)], PIP_SECONDS)
    for package in packages(base.version, PHONE):  # one by one: each is of use without the others
        with contextlib.suppress(TookTooLong):
            runner.run([*command, "--only-binary", ":all:", package], PIP_SECONDS)


def refuse_undecodable(folder: Path) -> None:
    """Refuse paths that are not UTF-8: Python's venv writes the path into text files."""
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        raise InstallError(
            f"Python makes no environment in {folder}: that path is not valid UTF-8. "
            "Name a Python that has numpy and Pillow with --python PATH."
        ) from None


def refuse_full_disk(done: Finished, environment: Path) -> None:
    """Raise OSError if a full disk made a program fail: other advice would not help."""
    if done.code and os.strerror(errno.ENOSPC) in done.output:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(environment))


def find_pip(folder: Path, runner: Runner) -> list[str | Path]:
    """Find a pip of this machine: the running Python's, or one in a new environment in that folder."""
    if wheels.has_pip(running_python(), runner):
        return [running_python(), "-m", "pip"]
    if runner.run([running_python(), "-m", "venv", folder], VENV_SECONDS).code:
        raise InstallError(f"{running_python()} has no pip and cannot make virtual environments. {advise_venv()}")
    return [python_in(folder), "-m", "pip"]


def advise_venv() -> str:
    return advice.advise_venv(sys.platform, advice.read_os_release())


def advise_instead() -> str:
    """Say what to do when no environment can be made."""
    return advice.advise_environment(sys.platform, advice.read_os_release())


def remove_unused(folder: Path, used: Collection[str]) -> None:
    """Remove environments that no installation uses."""
    for environment in list_environments(folder):
        if not any(Path(python).is_relative_to(environment) for python in used):
            remove_environment(environment)


def remove_unfinished(folders: Iterable[Path]) -> None:
    """Remove what interrupted runs left.  Only one run at a time makes environments."""
    for folder in folders:
        for left in list_environments(folder):
            if not (left / MARKER).exists():
                remove_environment(left)


def list_environments(folder: Path) -> list[Path]:
    """List the environments in a folder, finished or not."""
    return [left for left in folder.glob("*-*") if re.fullmatch(NAMES, left.name) and not left.is_symlink()]


def remove_environment(folder: Path) -> None:
    """Remove an environment.  Files that a program has open remain for the next run, without the marker."""
    with contextlib.suppress(OSError):
        locked_files.remove(folder / MARKER)
        locked_files.remove(folder)
