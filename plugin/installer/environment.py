"""The engine's own virtual environment, for machines whose Python lacks numpy or Pillow, and for sandboxes.

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

from ..engine.interpreter import WISHES, Interpreter, dotted, packages
from ..programs.run_program import Finished, TookTooLong
from . import advice, durable, files, wheels
from .channels import SYSTEM, Channel
from .errors import InstallError, about, sentence
from .interpreter import inspect, running
from .runner import Runner

MARKER = "complete"
NAMES = r"(python-\d+\.\d+-[0-9a-f]{8}|wheels-\w+)"  # of what ``make`` makes
VENV_SECONDS = 180
PIP_SECONDS = 1200
WHERE_TO_IMPORT_FROM = "import json, sysconfig; print(json.dumps(sysconfig.get_path('platlib')))"


def python_in(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def existing(folder: Path, runner: Runner, channel: Channel = SYSTEM) -> Interpreter | None:
    """The newest complete environment in the folder that still works."""
    complete = sorted(folder.glob(f"*/{MARKER}"), key=lambda marker: marker.stat().st_mtime, reverse=True)
    for marker in complete:
        found = inspect(python_in(marker.parent), runner, channel)
        if found is not None and not found.lacks():
            return found
    return None


def make(
    folder: Path, base: Interpreter, runner: Runner, bundle: Path | None = None, channel: Channel = SYSTEM
) -> Interpreter:
    """A new environment in the folder with what the engine needs.

    base: the interpreter to make it with, of that channel.  bundle: a folder with wheels.
    """
    environment = folder / f"python-{dotted(base.version[:2])}-{secrets.token_hex(4)}"
    refuse_undecodable(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        create(environment, base, runner, bundle, channel)
        found = inspect(python_in(environment), runner, channel)
        if found is None or found.lacks():
            lacks = " and ".join(found.lacks()) if found else "a working Python"
            raise InstallError(f"The new environment {environment} lacks {lacks}. {instead()}")
        durable.flush_tree(environment)
        durable.write(environment / MARKER, "")
    except OSError as error:
        remove(environment)
        raise InstallError(sentence(about(error, error.filename2 or error.filename or str(environment)))) from None
    except BaseException:
        remove(environment)
        raise
    return found


def create(environment: Path, base: Interpreter, runner: Runner, bundle: Path | None, channel: Channel) -> None:
    carried = wheels.choose(bundle, base) if bundle is not None else None
    if carried is not None:
        unpack(environment, base, carried, runner, channel)
    elif channel.sandbox:
        with tempfile.TemporaryDirectory(prefix="wheels-", dir=environment.parent) as name:
            fetched = Path(name)
            wheels.download(fetched, pip_beside(fetched / "pip", runner), base, runner)
            unpack(environment, base, wheels.choose(fetched, base) or [], runner, channel)
    else:
        install(environment, base, runner)


def unpack(environment: Path, base: Interpreter, fetched: list[Path], runner: Runner, channel: Channel) -> None:
    """An environment from wheels: needs no network and no pip."""
    bare = runner.run([*channel.words(base.python), "-m", "venv", "--without-pip", environment], VENV_SECONDS)
    if bare.code:
        refuse_full_disk(bare, environment)
        raise InstallError(f"{base.python} cannot make virtual environments. {no_venv()}")
    python = channel.words(str(python_in(environment)))
    site = runner.run([*python, "-E", "-c", WHERE_TO_IMPORT_FROM], VENV_SECONDS).last_line
    for wheel in fetched:
        wheels.unpack(wheel, Path(json.loads(site)))


def install(environment: Path, base: Interpreter, runner: Runner) -> None:
    """An environment through pip, its own or the one that the base has."""
    pip = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--retries", "2", "--prefer-binary"]
    try:
        whole = runner.run([base.python, "-m", "venv", environment], VENV_SECONDS)
        refuse_full_disk(whole, environment)
        if whole.code == 0:
            command: list[str | Path] = [python_in(environment), *pip]
        else:
            # Some distributions keep pip's bundled copy apart from venv; another pip can fill the environment as well.
            remove(environment)
            bare = runner.run([base.python, "-m", "venv", "--without-pip", environment], VENV_SECONDS)
            if bare.code or not wheels.has_pip(base.python, runner):
                raise InstallError(f"{base.python} cannot make virtual environments. {no_venv()}")
            command = [base.python, *pip[:2], "--python", python_in(environment), *pip[2:]]
        done = runner.run([*command, *packages(base.version)], PIP_SECONDS)
    except TookTooLong:
        raise InstallError(
            f"Fetching numpy and Pillow was not done in {PIP_SECONDS // 60} minutes. {instead()}"
        ) from None
    refuse_full_disk(done, environment)
    if done.code:
        raise InstallError(f"pip could not fetch numpy and Pillow ({reason(done)}). {instead()}")
    with contextlib.suppress(TookTooLong):
        runner.run([*command, "--only-binary", ":all:", *packages(base.version, WISHES)], PIP_SECONDS)


def refuse_undecodable(folder: Path) -> None:
    """Python's venv writes the path into text files."""
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        raise InstallError(
            f"Python makes no environment in {folder}: that path is not valid UTF-8. "
            "Name a Python that has numpy and Pillow with --python PATH."
        ) from None


def refuse_full_disk(done: Finished, environment: Path) -> None:
    """Raise OSError if that is why a program failed: other advice would not help."""
    if done.code and os.strerror(errno.ENOSPC) in done.output:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(environment))


def pip_beside(folder: Path, runner: Runner) -> list[str | Path]:
    """A pip of this machine: the running Python's, or one in a new environment in that folder."""
    if wheels.has_pip(running(), runner):
        return [running(), "-m", "pip"]
    if runner.run([running(), "-m", "venv", folder], VENV_SECONDS).code:
        raise InstallError(f"{running()} has no pip and cannot make virtual environments. {no_venv()}")
    return [python_in(folder), "-m", "pip"]


def reason(done: Finished) -> str:
    """Why pip failed, in its own words."""
    errors = [line for line in done.output.splitlines() if line.startswith("ERROR:")]
    return (errors[0].removeprefix("ERROR:").strip() if errors else done.last_line).rstrip(".")


def no_venv() -> str:
    return advice.no_venv(sys.platform, advice.read_os_release())


def instead() -> str:
    """What to do when no environment can be made."""
    return advice.no_environment(sys.platform, advice.read_os_release())


def tidy(folder: Path, used: Collection[str]) -> None:
    """Remove environments that no installation uses."""
    for environment in own(folder):
        if not any(Path(python).is_relative_to(environment) for python in used):
            remove(environment)


def tidy_unfinished(folders: Iterable[Path]) -> None:
    """Remove what interrupted runs left.  Only one run at a time makes environments."""
    for folder in folders:
        for left in own(folder):
            if not (left / MARKER).exists():
                remove(left)


def own(folder: Path) -> list[Path]:
    """What ``make`` makes in a folder, finished or not."""
    return [left for left in folder.glob("*-*") if re.fullmatch(NAMES, left.name) and not left.is_symlink()]


def remove(folder: Path) -> None:
    """Remove an environment.  What a program has open of it, the next run removes; nobody takes it for a whole."""
    with contextlib.suppress(OSError):
        files.remove(folder / MARKER)
        files.remove(folder)
