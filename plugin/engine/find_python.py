"""Find a Python that can compute, where install.py has recorded none: for a folder that was copied by hand."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from lut.shared import folders
from lut.shared.shell import command, python_word

from ..language import _
from ..programs.python_stubs import is_stub
from ..programs.run_program import TookTooLong, run_program
from .client import EngineError
from .interpreter import FLAGS, Interpreter, parse_answer
from .json_input import NotUnderstood, are_texts, check_fields, is_text, read_object
from .launch import leave_bundle

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


def find_python() -> str:
    """Return an interpreter that can run the engine.  Raises EngineError with what to do without one."""
    found = load_found() or search()
    if found is None:
        raise EngineError(
            _(
                "Camera Looks found no Python that has numpy and Pillow. Run install.py, which sets one up, or install "
                "both ({command}, or your system’s packages); then try again."
            ).format(command=command([python_word(), "-m", "pip", "install", "numpy", "Pillow"]))
        )
    return found


def search() -> str | None:
    """Return the first Python of this machine that can run the engine; save it, since asking takes time."""
    for candidate in candidates():
        found = ask_python(candidate)
        if found is not None and not found.lacks():
            save_found(found)
            return found.python
    return None


def candidates() -> Iterator[str]:
    """Yield the Pythons of this machine, each once: this one, PATH's, those in usual places, and our environments."""
    bundle = os.environ.get("APPDIR")  # an AppImage brings a Python that only runs inside of it
    program = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    ours = [str(path) for path in sorted((folders.data() / "engine").glob(f"*/{program}"))]
    seen = set()
    for path in filter(None, (sys.executable, *map(shutil.which, NAMES), *usual_places(), *ours)):
        itself = path if path in ours else os.path.realpath(path)
        if itself in seen or is_stub(path) or (bundle and path.startswith(bundle)):
            continue
        seen.add(itself)
        yield path


def usual_places() -> Iterator[str]:
    """Yield what there is of PLACES, the newest first."""
    for pattern in PLACES.get(sys.platform, ()):
        try:
            place = Path(pattern.format_map(os.environ))
        except KeyError:
            continue  # a variable that this machine does not have
        found = Path(place.anchor).glob(str(place.relative_to(place.anchor)))
        yield from sorted(map(str, found), reverse=True)


def ask_python(python: str) -> Interpreter | None:
    """Return what an interpreter says about itself; None when it does not answer as Python does."""
    try:
        answer = run_program([python, *FLAGS], ANSWER_SECONDS, environment=leave_bundle(os.environ), errors_apart=True)
        return parse_answer(answer.output)
    except (OSError, TookTooLong, ValueError, KeyError, TypeError):
        return None


def found_file() -> Path:
    return folders.cache() / "found-python.json"


def save_found(found: Interpreter) -> None:
    try:
        found_file().parent.mkdir(parents=True, exist_ok=True)
        found_file().write_text(json.dumps({"python": found.python, "files": found.files}), encoding="utf-8")
    except OSError:
        pass  # it is searched for again the next time


def load_found() -> str | None:
    """Return the Python that was found last, as long as it and its numpy are where they were."""
    try:
        kept = read_object(found_file().read_bytes())
        check_fields(kept, {"python": ("a path", is_text), "files": ("paths", are_texts)})
        python, files = kept["python"], kept["files"]
    except (OSError, NotUnderstood):
        return None
    return python if all(Path(path).exists() for path in (python, *files)) else None
