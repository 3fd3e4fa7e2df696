"""What is known of LUT files that takes reading all of a file, kept until the file changes."""

from __future__ import annotations

import hashlib
import json
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..boundary import explain_errors
from ..errors import LutError
from ..files.json_input import read_object
from ..files.regular import read_bytes
from ..shared import folders

if TYPE_CHECKING:
    from ..formats.recent import Stamp
    from ..table import Lut

VERSION = 1


class Facts(NamedTuple):
    """gray: what ``gray_result`` says of the LUT as a look.  table: its digest; LUTs with the same one are the same."""

    gray: str
    table: str


class FileFacts:
    """Facts by path, in a file that every program of ours shares; what gets lost is read again."""

    def __init__(self) -> None:
        self.place = folders.cache() / "lut-facts.json"
        self.known: dict[str, tuple[Stamp, Facts]] = load_facts(self.place)
        self.changed = False

    def find(self, path: Path) -> Facts | None:
        """Return what is known of a file as it is now, without reading it.  Raises OSError where there is none."""
        from ..formats.recent import Stamp

        kept = self.known.get(str(path))
        return kept[1] if kept is not None and kept[0] == Stamp.of(path.stat()) else None

    def read(self, path: Path) -> Facts:
        """Return what is known of a file, and read it where that is nothing.  Raises LutError and OSError."""
        from .. import formats
        from ..formats.recent import Stamp

        facts = self.find(path)
        if facts is not None:
            return facts
        stamp = Stamp.of(path.stat())
        lut = formats.read(path)
        return self.keep(path, lut, digest_lut(lut), stamp)

    def keep(self, path: Path, lut: Lut, digest: str, stamp: Stamp) -> Facts:
        """Remember the LUT that was read from a file, or written to it.  stamp: the file's, before it was read."""
        from .measurements import tints_grays

        facts = Facts("rgb" if tints_grays(lut) else "gray", digest)
        self.known[str(path)] = stamp, facts
        self.changed = True
        return facts

    def save(self) -> None:
        """Write down what is new, of files whose stamps could hide no other change; without those that are gone."""
        if not self.changed:
            return
        from ..files.saving import save_file

        now = time.time_ns()
        files = {
            path: [list(stamp), *facts]
            for path, (stamp, facts) in self.known.items()
            if stamp.is_old(now) and Path(path).exists()
        }
        with suppress(OSError, LutError):  # it can be made again
            self.place.parent.mkdir(parents=True, exist_ok=True)
            save_file(json.dumps({"version": VERSION, "files": files}).encode(), self.place)
        self.changed = False


def digest_lut(lut: Lut) -> str:
    """Return 16 hexadecimal digits that LUTs have in common only if they do the same to every color."""
    return hashlib.sha256(lut.content).hexdigest()[:16]


def load_facts(place: Path) -> dict[str, tuple[Stamp, Facts]]:
    """Read the file of facts; without entries that are not understood, empty where nothing is."""
    try:
        with explain_errors(place):
            found = read_object(read_bytes(place))
    except LutError:
        return {}
    files = found.get("files")
    if found.get("version") != VERSION or not isinstance(files, dict):
        return {}
    from ..formats.recent import Stamp

    return {path: (Stamp(*entry[0]), Facts(*entry[1:])) for path, entry in files.items() if is_entry(entry)}


def is_entry(entry: Any) -> bool:
    if not (isinstance(entry, list) and len(entry) == 3 and isinstance(entry[0], list)):
        return False
    stamp, gray, table = entry
    return (
        len(stamp) == 5 and all(type(each) is int for each in stamp) and gray in ("gray", "rgb") and type(table) is str
    )
