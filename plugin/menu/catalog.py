"""Parse a catalog of looks (lut/looks/catalog_entries.py): ours, or the user's own.

In every host, so valid in Python 2.7, too.
"""

import re

from lut.shared.printable import printable

from ..engine.json_input import (
    NotUnderstood,
    are_texts,
    check_fields,
    is_amount,
    is_flag,
    is_text,
    is_word,
    or_none,
    read_object,
)
from .amounts import NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any  # noqa: F401 - in type comments

IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")  # procedures are named after it
FIELDS = {
    "id": ("letters, digits and hyphens", lambda value: is_text(value) and bool(IDENTIFIER.match(value))),
    "name": ("text", is_text),
    "maker": ("text", lambda value: is_text(value) and bool(value.strip())),
    "character": ("text", is_text),
    "rests_on": ("text", or_none(is_text)),
    "remarks": ("a list of texts", or_none(are_texts)),
    "gray": ("gray, rgb or null", lambda value: value in (None, "gray", "rgb")),
    "colors_skin": ("true, false or null", or_none(is_flag)),
    "crop": ("a line of text", or_none(is_word)),
    "variants": ("a list of texts", or_none(are_texts)),
    "files": ("a list of texts", or_none(are_texts)),
}
FIELDS.update(dict.fromkeys(NAMES, ("a number from 0 to 1", or_none(is_amount))))


def read_renamed(data):
    # type: (bytes) -> dict[str, str]
    """Parse the catalog's present ids of looks by those that earlier versions gave them.

    Empty where the catalog is none, or has none of them.
    """
    try:
        found = read_object(data).get("renamed")
    except NotUnderstood:
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {former: now for former, now in pairs if is_text(now) and IDENTIFIER.match(now)}


def read_looks(data):
    # type: (bytes) -> list[dict[str, Any]]
    """Parse the entries of the looks in a catalog, each id once.

    An entry that is not understood is left out, as a menu can't show it.  Raises NotUnderstood where the catalog is
    none.
    """
    entries = read_object(data).get("looks")
    if not isinstance(entries, list):
        raise NotUnderstood("expected a list of looks, found something else")
    found, known = [], set()
    for entry in entries:
        try:
            check_fields(entry, FIELDS)
        except NotUnderstood:
            continue
        if entry["id"] not in known:
            known.add(entry["id"])
            found.append(dict(dict.fromkeys(FIELDS), **entry))
            found[-1].update(rests_on=entry.get("rests_on") or "", remarks=entry.get("remarks") or [])
    return found


def shown_look(look):
    # type: (dict[str, Any]) -> dict[str, Any]
    """Return a look's entry of a catalog with its texts printable, and a name where none can be seen."""
    texts = {key: printable(look[key]) for key in ("name", "maker", "character", "rests_on")}
    texts["name"] = texts["name"].strip() or look["id"]
    return dict(look, remarks=[printable(remark) for remark in look["remarks"]], **texts)
