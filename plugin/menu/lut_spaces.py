# -*- coding: utf-8 -*-
"""The color spaces that LUTs are made for, as the catalog lists them, and a choice of them as a script writes it.

A choice is empty for a LUT that is made for sRGB, else ``v-log``, or ``v-log:rec709`` with the space of the results.
In every host, so valid in Python 2.7, too.
"""

from lut.shared.printable import printable

from ..engine.json_input import NotUnderstood, check_fields, is_word, read_object
from ..language import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    Group = tuple[str, list[tuple[str, str]]]  # a label, and the spaces' ids and names

SRGB, BETWEEN = "srgb", ":"
AS_IT_IS = _("sRGB (as it is)")
AUTOMATIC = _("Automatic")
GROUPS = (("log", _("Cameras' logs")), ("display", _("Displays and pictures")), ("linear", _("Linear light")))
FIELDS = dict.fromkeys(("id", "name", "kind"), ("text", is_word))


def read_spaces(data):
    # type: (bytes) -> list[Group]
    """Parse a catalog's spaces, in groups: logs by their names, others in the catalog's order.

    Empty where the catalog has none; an entry that is not understood is left out.
    """
    try:
        entries = read_object(data).get("spaces")
    except NotUnderstood:
        return []
    found = {kind: [] for kind, _label in GROUPS}  # type: dict[str, list[tuple[str, str]]]
    for entry in entries if isinstance(entries, list) else ():
        try:
            check_fields(entry, FIELDS)
        except NotUnderstood:
            continue
        if entry["kind"] in found:
            found[entry["kind"]].append((entry["id"], printable(entry["name"])))
    found["log"].sort(key=lambda space: space[1].lower())
    return [(label, found[kind]) for kind, label in GROUPS if found[kind]]


def join_choice(space, out):
    # type: (str, str) -> str
    """Write a choice.  Both are ids, or empty: for sRGB as it is, and for what the table tells."""
    return space + BETWEEN + out if space and out else space


def split_choice(choice):
    # type: (str) -> tuple[str, str]
    """Read a choice: the space and that of the results, each perhaps empty."""
    space, _between, out = choice.partition(BETWEEN)
    return ("", "") if space == SRGB and out in ("", SRGB) else (space, out)
