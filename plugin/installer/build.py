"""Make the folders that get installed: the plug-in with its engine, or the engine alone."""

from __future__ import annotations

import json
import ntpath
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from ..programs.run_program import TookTooLong
from . import durable, origin
from .channels import Channel
from .install_error import InstallError
from .runner import Runner

NAME = "camera-looks"
START = f"plugin/{NAME}.py"
START_TWO = f"plugin/gimp2/{NAME}.py"
CATALOG_SECONDS = 120
LEAVE_OUT = ("__pycache__", "*.py[cod]", "*.po", "py.typed", ".*")
# In plugin/: what no GIMP runs.  Of gimpfu, that is the GIMP in memory, types for editors, and the package's own files.
NO_GIMP = (
    *("installer", f"{NAME}.py", "gimp_in_memory", "memory.py"),
    *("*.pyi", "pyproject.toml", "README.md", "build", "*.egg-info"),
)
# Its folders that only the other GIMP runs.
GIMP_3_ONLY, GIMP_2_ONLY = ("gimp3",), ("gimp2", "gimpfu")

BOOT = "import sys; sys.path[0] = sys.argv.pop(1); from lut.cli import main; sys.exit(main())"
LAUNCHER = f"""\
#!/bin/sh
exec {{python}} -E -c '{BOOT}' {{folder}} "$@"
"""
# For cmd, which reads it in the console's code page: ASCII, if that is possible.  %~dp0 is the batch file's own folder,
# and a ! in that folder's name stays where a user has switched delayed expansion on.
BATCH = f"""\
@setlocal DisableDelayedExpansion
@"{{python}}" -E -c "{BOOT}" "%~dp0." %*
"""
BATCH_UNICODE = f"""\
@setlocal DisableDelayedExpansion
@for /f "tokens=2 delims=:." %%p in ('chcp') do @set "page=%%p"
@chcp 65001 >nul
@"{{python}}" -E -c "{BOOT}" "%~dp0." %*
@set "code=%errorlevel%"
@chcp %page% >nul
@exit /b %code%
"""


@dataclass(frozen=True)
class Engine:
    """An interpreter that runs the engine where the GIMPs of a channel run."""

    channel: Channel
    python: str

    def run(self, folder: Path, runner: Runner, seconds: float, *words: str | Path) -> str:
        """Run ``lut`` from a folder with these words, and return what it prints."""
        command = [*self.channel.words(self.python), "-E", "-X", "utf8", "-c", BOOT, folder, *words]
        try:
            done = runner.run(command, seconds)
        except TookTooLong:
            raise InstallError(f"The engine was not done in {seconds:.0f} s ({words[0]}). Try again.") from None
        if done.code:
            raise InstallError(f"The engine failed ({words[0]}): {done.last_line}")
        return done.output


def fill_plugin(
    checkout: Path, folder: Path, version: str, engines: Sequence[Engine], runner: Runner, two: bool = False
) -> None:
    """Fill an empty folder with the plug-in for GIMP 3 or, with ``two``, for GIMP 2.10."""
    fill_library(checkout, folder, version, engines, runner)
    left_out = shutil.ignore_patterns(*LEAVE_OUT, *NO_GIMP, *(GIMP_3_ONLY if two else GIMP_2_ONLY))
    shutil.copytree(checkout / "plugin", folder / "plugin", ignore=left_out, copy_function=shutil.copyfile)
    start = folder / f"{NAME}.py"
    # A new date, not the source's: GIMP asks a plug-in for its menu only when this file has changed.
    shutil.copyfile(checkout / (START_TWO if two else START), start)
    start.chmod(0o755)


def fill_library(checkout: Path, folder: Path, version: str, engines: Sequence[Engine], runner: Runner) -> None:
    """Fill an empty folder with the library, the catalog of its looks, and the record of its interpreters."""
    copy_library(checkout, folder)
    catalog = engines[0].run(folder, runner, CATALOG_SECONDS, "catalog")
    durable.write_text(folder / "catalog.json", catalog)
    record = {"version": version, **{engine.channel.key: engine.python for engine in engines}}
    durable.write_text(folder / "engine.json", json.dumps(record, indent=2) + "\n")


def copy_library(checkout: Path, folder: Path) -> None:
    left_out = shutil.ignore_patterns(*LEAVE_OUT)
    shutil.copytree(origin.library_folder(checkout), folder / "lut", ignore=left_out, copy_function=shutil.copyfile)


def write_launcher(folder: Path, place: Path, python: str) -> None:
    """Write the program of the command line.  place: where the folder will be."""
    if sys.platform == "win32":
        durable.write_text(folder / f"{NAME}.cmd", batch_file(PureWindowsPath(place), PureWindowsPath(python)))
        return
    start = folder / NAME
    durable.write_text(start, LAUNCHER.format(python=quote_sh(python), folder=quote_sh(str(place))))
    start.chmod(0o755)


def batch_file(place: PureWindowsPath, python: PureWindowsPath) -> str:
    """Return the text of a batch file in a folder, which starts this Python with the library in that folder.

    Where Python's path is not ASCII, both mostly lie in a user's folder of that name, and the way from one to the other
    leaves it out.
    """
    ways = [str(python).replace("%", "%%")]
    if python.drive.lower() == place.drive.lower():
        ways.append("%~dp0" + ntpath.relpath(python, place).replace("%", "%%"))
    way = next(filter(str.isascii, ways), None)
    text = BATCH_UNICODE.format(python=ways[0]) if way is None else BATCH.format(python=way)
    return text.replace("\n", "\r\n")


def read_looks(folder: Path) -> list[dict[str, object]]:
    """Read the looks in a built folder's catalog."""
    found: list[dict[str, object]] = json.loads((folder / "catalog.json").read_text(encoding="utf-8"))["looks"]
    if not found:
        raise InstallError(f"{folder / 'catalog.json'} holds no look: download Camera Looks again.")
    return found


def quote_sh(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
