"""The catalog of looks for menus, ready for JSON."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..boundary import explain_errors
from ..errors import LutError
from ..files.json_input import TEXT, object_of, optional, read_object
from ..files.regular import read_bytes
from ..shared import folders
from ..shared.amounts import FINISHING
from . import own_looks

if TYPE_CHECKING:
    from .look import Look

VERSION = 5  # the user's own of another version is made anew
ENTRY = object_of({**dict.fromkeys(("id", "name", "maker", "character"), TEXT), "file": optional(TEXT)}, "a look")


def list_looks(looks: Iterable[Look]) -> dict[str, Any]:
    """List looks and their partnerships in the menu's order."""
    return add_makers([look_entry(look) for look in looks])


def add_makers(entries: list[dict[str, Any]]) -> dict[str, Any]:
    makers = list(dict.fromkeys(found["maker"] for found in entries))
    return {"version": VERSION, "partnerships": makers, "looks": entries}


def list_spaces() -> list[dict[str, str]]:
    """List the color spaces that LUTs are made for: id, name, and kind, one of display, log, linear."""
    from ..color.encodings import ENCODINGS

    return [
        {"id": one.id, "name": one.name, "kind": "linear" if one.is_linear else "log" if one.scene else "display"}
        for one in ENCODINGS.values()
    ]


def own_catalog(before: Mapping[str, Any] | None = None, patience: float = math.inf) -> dict[str, Any]:
    """Return the user's own looks; ``broken`` has a sentence for each file that is none, and for what is left out.

    ``renamed``: ids by those of earlier versions, where they differ.

    The facts of a LUT file take reading all of it, and are kept until it changes.  Recipes are short, and may rest on
    other files: they are read again.
    before: the catalog of the last time, for the looks that this one leaves waiting.  patience: seconds, after which
    files that would have to be read are left for the next time; ``waiting`` are so many.
    """
    known = {look.get("file"): look for look in (before or {}).get("looks", ())}
    waiting, entries = 0, []
    broken = list(own_looks.list_left_out())
    files = own_looks.look_files()
    if files:
        from .file_facts import FileFacts
        from .look import FileLook

        facts = FileFacts()
    end = time.monotonic() + patience  # without the imports, which can take that long by themselves
    for identifier, path in files.items():
        try:
            with explain_errors(path):
                look = own_looks.read_look(identifier, path)
                if not isinstance(look, FileLook):
                    changed = {"changed": path.stat().st_mtime_ns}  # its entry may say nothing of it
                    entries.append(look_entry(look) | list_files(path, look) | changed)
                    continue
                if facts.find(path) is None and time.monotonic() > end:
                    waiting += 1
                    kept = known.get(str(path), {})
                    entries += [kept] if kept.get("id") == identifier else []
                    continue
                entries.append(look_entry(look, facts.read(path).gray) | {"file": str(path)} | list_files(path, look))
        except LutError as error:
            broken.append(str(error))
    if files:
        facts.save()
    return add_makers(entries) | {"renamed": own_looks.renamed_ids(files), "broken": broken, "waiting": waiting}


def list_files(path: Path, look: Look) -> dict[str, Any]:
    """List the files of one of the user's own looks, its own first.

    Null for a name that is not text, which not every program can be told.
    """
    part = own_looks.find_part(path, look)
    files = [str(file) for file in (path, part) if file is not None]
    return {"files": files if all(file.isprintable() for file in files) else None}


def refresh_own_catalog(patience: float = math.inf) -> dict[str, Any]:
    """Bring the list of the user's looks, from which menus are built, up to date, and tell whether it has changed.

    patience: seconds, after which the rest is left for the next time.
    """
    place = folders.own_catalog()
    if not folders.user_looks().exists() and not place.exists():
        return {"changed": False, "broken": [], "waiting": 0}
    known = read_own_catalog(place)
    found = own_catalog(known, patience)
    if found != known and (found["looks"] or known):
        from ..files.saving import save_file

        place.parent.mkdir(parents=True, exist_ok=True)
        save_file(json.dumps(found, indent=1).encode(), place)
    changed = found["looks"] != known.get("looks", [])
    return {"changed": changed, "broken": found["broken"], "waiting": found["waiting"]}


def read_own_catalog(place: Path) -> dict[str, Any]:
    """Read the list as it was the last time; without entries that are not understood, empty where nothing is."""
    try:
        with explain_errors(place):
            known: dict[str, Any] = read_object(read_bytes(place))
    except LutError:
        return {}
    if known.get("version") != VERSION or not isinstance(known.get("looks"), list):
        return {}
    return known | {"looks": list(filter(ENTRY.admits, known["looks"]))}


def look_entry(look: Look, gray: str | None = None) -> dict[str, Any]:
    """Collect a look's facts and its own amounts; null where there is nothing to set.

    gray: what ``gray_result`` says, where that is known.
    """
    from .basis import describe_basis, describe_remarks
    from .look import gray_result

    return {
        "id": look.id,
        "name": look.name,
        "maker": look.maker,
        "phone": look.phone,
        "year": look.year,
        "character": look.character,
        "rests_on": describe_basis(look),
        "remarks": describe_remarks(look),
        "basis": look.basis and {"kind": look.basis.kind, "names": list(look.basis.names)},
        "monochrome": look.monochrome,
        "gray": gray or (gray_result(look) if look.works_on_grays else None),
        "colors_skin": look.colors_skin,
        "protect_skin": None if look.monochrome else 0.0,
        **{step.name: look.amount(step.name) for step in FINISHING},
        "crop": look.crop and str(look.crop),
        "variants": list(look.scenes),
    }
