"""Whether an engine's Python reads phones' files and raw files, in words, and how to get what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lut.shared import folders, shell

from ..engine import find_python
from ..engine.interpreter import PHONE, Interpreter, packages
from ..engine.launch import read_record
from .build import NAME
from .channels import SYSTEM
from .choose_python import inspect_python
from .console import command_again
from .detect import Gimp
from .installed_folders import PROGRAM
from .runner import Runner

KINDS = "HEIC, raw files and JPEG XL with a color profile"


def tell_missing(missing: list[str], advice: str) -> str:
    return f"{KINDS} are not read without {' and '.join(missing)}{advice}"


def advise(checkout: Path, asked: bool, given: str | None) -> str:
    """Return how to get packages that the engine's Python lacks, as the end of a sentence.

    asked: whether this run was to fetch them, and so there are none.  given: the Python that the user named.
    """
    if given:
        install = shell.command([given, "-m", "pip", "install", *packages(wanted=PHONE)])
        return f"; to have them: {install}"
    return (
        ", of which there is none for this Python."
        if asked
        else f"; to have them: {command_again(checkout, '--phone')}"
    )


def examine_phone_files(gimps: list[Gimp], checkout: Path, runner: Runner) -> Iterator[str]:
    """Yield a sentence for each of the engines that are installed: whether it reads phones' files."""
    places = [(gimp.channel, Path(gimp.profile) / "plug-ins" / NAME) for gimp in gimps] or [
        (SYSTEM, folders.data() / PROGRAM)
    ]
    told = set()
    for channel, folder in places:
        python = str(read_record(folder).get(channel.key) or find_python.search() or "")
        found: Interpreter | None = inspect_python(python, runner, channel) if python else None
        if found is None or found.python in told:
            continue
        told.add(found.python)
        missing = found.misses_phone()
        yield tell_missing(missing, advise(checkout, False, None)) if missing else f"{KINDS} are read."
