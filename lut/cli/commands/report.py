"""``report``: print versions, installations and the last error, without anything private."""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from ...boundary import explain_errors
from ...errors import LutError
from ...files.json_input import read_object
from ...files.regular import read_bytes
from ...shared.printable import printable
from ..command import Command
from ..redaction import last_error, shorten
from ..terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write it to a file")
    parser.add_argument(
        "--record", type=Path, metavar="FILE", help="what install.py has recorded, where it lies elsewhere"
    )
    parser.add_argument(
        "--gimp", action="append", metavar="TEXT", help="a GIMP of this machine, as install.py knows it"
    )


def run(arguments: argparse.Namespace) -> int:
    lines = [*report_lines(arguments.record, arguments.gimp)]
    if arguments.output is None:
        say(*lines)
        return 0
    arguments.output.write_text("\n".join(map(printable, lines)) + "\n", encoding="utf-8")
    say(f"Written to {arguments.output}. Read it before you send it.")
    return 0


def report_lines(place: Path | None, gimps: list[str] | None) -> Iterator[str]:
    from ...looks import own_looks
    from ...shared import folders

    data, cache = folders.data(), folders.cache()
    yield from report_versions()
    record = read_record(place or data / "install.json")
    found = gimps if gimps is not None else only_texts(record.get("gimps"))
    yield f"GIMP: {'; '.join(map(shorten, found)) or 'none known'}"
    yield from report_installations(record)
    yield f"Looks of the user's own: {len(own_looks.look_files())}"
    yield ""
    error = last_error([cache / "engine.log", cache / "engine.old.log"])
    if error is None:
        yield "No error in the log."
        return
    text, date = error
    written = time.strftime("%Y-%m-%d %H:%M", time.localtime(date))
    yield f"The last error in the log, which was written last on {written}:"
    yield ""
    yield from text.split("\n")


def report_versions() -> Iterator[str]:
    import numpy
    import PIL

    from ... import __version__

    yield f"Camera Looks {__version__}"
    yield f"Python {platform.python_version()} ({shorten(sys.executable)})"
    yield f"numpy {numpy.__version__}, Pillow {PIL.__version__}"
    system = [platform.system(), platform.release(), platform.machine(), distribution()]
    yield f"System: {' '.join(filter(None, system))}"


def distribution() -> str:
    with suppress(OSError, AttributeError):
        return f"({platform.freedesktop_os_release().get('PRETTY_NAME', '')})"
    return ""


def report_installations(record: dict[str, Any]) -> Iterator[str]:
    """List the installed folders, with their versions and interpreters."""
    folders = only_texts(record.get("folders"))
    for folder in folders:
        engine = read_record(Path(folder) / "engine.json")
        pythons = [
            f"{key} {shorten(path)}{'' if Path(path).exists() else ' (gone)'}"
            for key, path in engine.items()
            if key != "version" and isinstance(path, str)
        ]
        yield f"Installed: {shorten(folder)}: {', '.join([str(engine.get('version', 'no record')), *pythons])}"
    if not folders:
        yield "Installed: nothing that install.py has recorded"


def read_record(path: Path) -> dict[str, Any]:
    """Read a record of install.py; empty where there is none that is understood."""
    try:
        with explain_errors(path):
            return read_object(read_bytes(path))
    except LutError:
        return {}


def only_texts(found: Any) -> list[str]:
    """Return the texts in what should be a list of texts."""
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


COMMAND = Command(
    "report",
    "versions and the last error, to send to us",
    "Print what helps when something went wrong: the versions of Camera Looks, Python, numpy, Pillow and the system, "
    "the GIMPs and installations that install.py has recorded, and the last error in the log. It names no user, no "
    "pictures and no files of yours. Nothing is sent anywhere: read it, then send it yourself.",
    add_arguments,
    run,
    "camera-looks report\ncamera-looks report -o report.txt",
)
