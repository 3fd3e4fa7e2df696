"""Find the last error in the engine's log, and remove private data from it.

The place in our own program and the kind of error stay.  Paths, names of files, whatever stands in quotes, and the
names of the user and the machine are replaced: too much rather than too little.
"""

from __future__ import annotations

import getpass
import platform
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ..shared.folders import home_folder

START = "Traceback (most recent call last):"
CHAIN = ("During handling of the above exception", "The above exception was the direct cause")
MOST_LINES = 60
GONE = "…"
FRAME = re.compile(r'^( +File )"(.*)"(, line \d+.*)$')
PACKAGES = re.compile(r"(?:^|[/\\])((?:lut|plugin|site-packages|dist-packages|python3\.\d+)[/\\].*)$")
QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|“[^”\n]*”|‘[^’\n]*’|„[^“\n]*“|«[^»\n]*»")
PATH = re.compile(r"(?<![\w.])(?:[A-Za-z]:[\\/]|~?/|\\\\)[^'\"“”„:;\n]*")
FILE = re.compile(
    r"[^\s/\\:'\"“”()]+(?: [^\s/\\:'\"“”()]+)*"
    r"(\.(?:jpe?g|png|tiff?|webp|heic|bmp|gif|xcf|psd|dng|nef|cr[23]|arw|raf|orf|rw2|toml|zip"
    r"|cube|cms|vlt|gmz|cimgz?|dcp"
    r"|3dl|csp|clf|ctf|look|lut|cub|itx|vf|m3d|mga|spi1d|spi3d|spimtx|cdl|ccc?|icc|icm|xmp))\b",
    re.IGNORECASE,
)
# In these, what is in quotes is the name of a module or of something in a program.
NAMES_OF_CODE = ("ModuleNotFoundError", "ImportError", "AttributeError", "NameError")


def last_error(logs: Iterable[Path]) -> tuple[str, float] | None:
    """Return the last traceback of the first log that has one, redacted, and when that log was written last."""
    for log in logs:
        with suppress(OSError):
            lines = last_traceback(log.read_text(encoding="utf-8", errors="replace").splitlines())
            if lines:
                return "\n".join(map(redact_line, lines)), log.stat().st_mtime
    return None


def last_traceback(lines: list[str]) -> list[str]:
    """Return the last traceback with those that it follows from, at most MOST_LINES."""
    starts = [number for number, line in enumerate(lines) if line == START]
    if not starts:
        return []
    first = starts.pop()
    while starts and any(line.startswith(CHAIN) for line in lines[starts[-1] : first]):
        first = starts.pop()
    end = max(number for number, line in enumerate(lines) if line == START) + 1
    while end < len(lines) and lines[end].startswith(" "):
        end += 1
    return lines[first : end + 1][-MOST_LINES:]  # the line that is not indented says what it was


def redact_line(line: str) -> str:
    """Remove paths and names from a line of a traceback."""
    frame = FRAME.match(line)
    if frame:
        return f'{frame[1]}"{path_in_package(frame[2])}"{frame[3]}'
    if line.startswith("    "):
        return remove_names(line)  # our own source
    if not line.startswith(NAMES_OF_CODE):
        line = QUOTED.sub(lambda found: found[0][0] + GONE + found[0][-1], line)
    return remove_names(FILE.sub(rf"{GONE}\1", PATH.sub(GONE, line)))


def path_in_package(path: str) -> str:
    """Return the path below the package, for our files, a library's and Python's; the name alone for any other."""
    found = PACKAGES.search(path)
    name = path.replace("\\", "/").rpartition("/")[2]
    return found[1] if found else f"{GONE}/{name}"


def shorten(text: str | Path) -> str:
    """Write ~ for the home folder, and remove the user's and the machine's names."""
    home = re.escape(str(home_folder()))
    return remove_names(re.sub(rf"{home}(?=[/\\]|$)", "~", str(text)))


def remove_names(text: str) -> str:
    """Replace the names of the user and of the machine, wherever they stand as words."""
    for names, instead in ((user_names(), "USER"), ({platform.node(), platform.node().split(".")[0]}, "HOST")):
        for name in sorted(filter(None, names), key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", instead, text, flags=re.IGNORECASE)
    return text


def user_names() -> set[str]:
    names = {home_folder().name}
    with suppress(OSError, KeyError, ImportError):
        names.add(getpass.getuser())
    return names - {"root"}
