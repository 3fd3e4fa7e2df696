"""Which Python computes: the one that install.py recorded, or, for a folder copied by hand, one that is found."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from lut.shared import folders

from ..language import _
from ..programs import shell
from ..programs.python_stubs import is_stub
from ..programs.run_program import TookTooLong, run_program
from .client import EngineError
from .interpreter import FLAGS, Interpreter, understood
from .json_input import NotUnderstood, are_texts, check_fields, is_text, read_object

ANSWER_SECONDS = 20
NAMES = ("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python")
# Where Pythons lie that are not on the PATH of a program started from the desktop; {NAME} is a variable.
PLACES = {
    "linux": ("/usr/bin/python3", "/usr/local/bin/python3", "/home/linuxbrew/.linuxbrew/bin/python3"),
    "darwin": (
        *("/opt/homebrew/bin/python3", "/usr/local/bin/python3", "/opt/local/bin/python3"),
        *("/Library/Frameworks/Python.framework/Versions/3.*/bin/python3", "/opt/homebrew/bin/python3.*"),
    ),
    "win32": (
        *("{LOCALAPPDATA}/Programs/Python/Python3*/python.exe", "{ProgramFiles}/Python3*/python.exe"),
        *("{LOCALAPPDATA}/Python/*/python.exe", "{USERPROFILE}/*conda3/python.exe"),
        *("{PYENV}/versions/3*/python.exe", "{USERPROFILE}/.pyenv/pyenv-win/versions/3*/python.exe"),
    ),
}


def of(folder: Path) -> str:
    """The interpreter for the installation in a folder; EngineError with what to do where there is none."""
    record = recorded(folder)
    key = sandbox() or "python"
    known = record.get(key)
    if is_text(known):
        return str(known)
    found = remembered() or search()
    if found is None:
        raise EngineError(
            _(
                "Camera Looks found no Python that has numpy and Pillow. Run install.py, which sets one up, or install "
                "both ({command}, or your system’s packages); then try again."
            ).format(command=shell.command(shell.python(), "-m", "pip", "install", "numpy", "Pillow"))
        )
    return found


def recorded(folder: Path) -> Mapping[str, object]:
    """What install.py wrote; nothing where it did not."""
    try:
        return read_object((folder / "engine.json").read_bytes())
    except (OSError, NotUnderstood):
        return {}


def sandbox() -> str | None:
    """Which sandbox of GIMP's this process is in: its Pythons are others than the system's, under the same names.

    A GIMP that is started from another program's sandbox inherits that one's variables, so the names count.
    """
    if os.environ.get("FLATPAK_ID") == "org.gimp.GIMP":
        return "flatpak"
    return "snap" if os.environ.get("SNAP_NAME") == "gimp" else None


def search() -> str | None:
    """The first Python of this machine that can run the engine; it is remembered, since asking takes time."""
    for candidate in candidates():
        found = ask(candidate)
        if found is not None and not found.lacks():
            remember(found)
            return found.python
    return None


def candidates() -> Iterator[str]:
    """Pythons of this machine, each once: this one, those on PATH, where they usually lie, and environments of ours."""
    bundle = os.environ.get("APPDIR")  # an AppImage brings a Python that only runs inside of it
    program = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    ours = [str(path) for path in sorted((folders.data() / "engine").glob(f"*/{program}"))]
    seen = set()
    for path in filter(None, (sys.executable, *map(shutil.which, NAMES), *places(), *ours)):
        itself = path if path in ours else os.path.realpath(path)
        if itself in seen or is_stub(path) or (bundle and path.startswith(bundle)):
            continue
        seen.add(itself)
        yield path


def places() -> Iterator[str]:
    """What there is of PLACES, the newest first."""
    for pattern in PLACES.get(sys.platform, ()):
        try:
            place = Path(pattern.format_map(os.environ))
        except KeyError:
            continue  # a variable that this machine does not have
        found = Path(place.anchor).glob(str(place.relative_to(place.anchor)))
        yield from sorted(map(str, found), reverse=True)


def ask(python: str) -> Interpreter | None:
    """What an interpreter says about itself; None when it does not answer as Python does."""
    try:
        answer = run_program([python, *FLAGS], ANSWER_SECONDS, environment=outside(os.environ), errors_apart=True)
        return understood(answer.output)
    except (OSError, TookTooLong, ValueError, KeyError, TypeError):
        return None


def outside(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for a program that is not part of GIMP's bundle.

    An AppImage preloads its own libraries into whatever it starts; the system's Python breaks on them.
    """
    kept = dict(environment)
    bundle = kept.get("APPDIR")
    if bundle:
        for name in ("LD_PRELOAD", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH"):
            kept.pop(name, None)
        entries = kept.get("PATH", "").split(os.pathsep)
        kept["PATH"] = os.pathsep.join(entry for entry in entries if not entry.startswith(bundle))
    return kept


def memory() -> Path:
    return folders.cache() / "found-python.json"


def remember(found: Interpreter) -> None:
    try:
        memory().parent.mkdir(parents=True, exist_ok=True)
        memory().write_text(json.dumps({"python": found.python, "files": found.files}), encoding="utf-8")
    except OSError:
        pass  # it is searched for again the next time


def remembered() -> str | None:
    """The Python that was found last, as long as it and its numpy are where they were."""
    try:
        kept = read_object(memory().read_bytes())
        check_fields(kept, {"python": ("a path", is_text), "files": ("paths", are_texts)})
        python, files = kept["python"], kept["files"]
    except (OSError, NotUnderstood):
        return None
    return python if all(Path(path).exists() for path in (python, *files)) else None
