"""Programs for Windows from Python scripts, as pip makes them: its launcher, the interpreter's name, an archive."""

from __future__ import annotations

import importlib
import io
import sys
import zipfile
from pathlib import Path


def make_program(path: Path, source: str) -> str:
    """Write a script as ``path`` with .exe at its end, to be run by this Python; returns its name."""
    distlib = importlib.import_module("pip._vendor.distlib")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as script:
        script.writestr("__main__.py", source)
    program = path if path.suffix == ".exe" else path.with_name(path.name + ".exe")
    program.parent.mkdir(parents=True, exist_ok=True)
    launcher = Path(str(distlib.__file__)).with_name("t64.exe").read_bytes()
    program.write_bytes(launcher + f'#!"{sys.executable}"\r\n'.encode() + archive.getvalue())
    return str(program)
