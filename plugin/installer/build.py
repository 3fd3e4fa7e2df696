"""Make the folders that get installed: the plug-in with its engine, or the engine alone."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from .errors import InstallError
from .runner import Runner, TookTooLong

NAME = "camera-looks"
CATALOG_SECONDS = 120
LEAVE_OUT = shutil.ignore_patterns("__pycache__", "*.py[cod]", "installer", f"{NAME}.py", ".*")

LAUNCHER = """\
#!/bin/sh
exec {python} -E -c '
import sys; sys.path[0] = sys.argv.pop(1)
from lut.cli import main; sys.exit(main())' {folder} "$@"
"""


def plugin(checkout: Path, folder: Path, version: str, python: str, runner: Runner) -> None:
    """Fill an empty place with what GIMP 3 loads.  python: the engine's interpreter."""
    engine(checkout, folder, version, python, runner)
    shutil.copytree(checkout / "plugin", folder / "plugin", ignore=LEAVE_OUT)
    start = folder / f"{NAME}.py"
    # A new date, not the source's: GIMP asks a plug-in for its menu only when this file has changed.
    shutil.copyfile(checkout / "plugin" / f"{NAME}.py", start)
    start.chmod(0o755)


def engine(checkout: Path, folder: Path, version: str, python: str, runner: Runner) -> None:
    """Fill an empty place with the library, the catalog of its looks, and the record of its interpreter."""
    folder.mkdir()
    shutil.copytree(checkout / "lut", folder / "lut", ignore=LEAVE_OUT)
    catalog = command_line(python, folder, runner, CATALOG_SECONDS, "catalog")
    (folder / "catalog.json").write_text(catalog, encoding="utf-8")
    record = {"python": python, "version": version}
    (folder / "engine.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def launcher(folder: Path, place: Path, python: str) -> None:
    """The command line as a program, for the folder once it lies at its place."""
    start = folder / NAME
    start.write_text(LAUNCHER.format(python=quoted(python), folder=quoted(str(place))), encoding="utf-8")
    start.chmod(0o755)


def command_line(python: str, folder: Path, runner: Runner, seconds: float, *words: str | Path) -> str:
    """Run the folder's ``lut`` with the engine's interpreter, and return what it prints."""
    command = [python, "-E", "-m", "lut", *words]
    try:
        done = runner.run(command, seconds, folder, {**os.environ, "PYTHONUTF8": "1"})
    except TookTooLong:
        raise InstallError(f"The engine was not done in {seconds:.0f} s ({words[0]}). Try again.") from None
    if done.code:
        raise InstallError(f"The engine failed ({words[0]}): {done.last_line}")
    return done.output


def looks(folder: Path) -> list[dict[str, object]]:
    """The looks of a built folder, as the catalog has them."""
    found: list[dict[str, object]] = json.loads((folder / "catalog.json").read_text(encoding="utf-8"))["looks"]
    if not found:
        raise InstallError(f"{folder / 'catalog.json'} holds no look: download Camera Looks again.")
    return found


def quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
