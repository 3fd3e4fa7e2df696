# -*- coding: utf-8 -*-
"""Replies of the engine, checked, and fit to be shown.  In every host, so valid in Python 2.7, too."""

from lut.shared.printable import printable

from .json_input import TEXT, check_fields, read_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any  # noqa: F401 - in type comments

SAID = ("error", "broken", "failed", "changes", "report", "notes", "name", "offers", "entry")  # to people


def read_reply(line):
    # type: (bytes) -> dict[str, Any]
    """Parse a line as a reply whose texts can be shown.  Raises NotUnderstood for what is none."""
    reply = read_object(line)
    check_fields(reply, {"id": ("a whole number", lambda value: isinstance(value, int))})
    return printable_reply(reply)


def printable_reply(reply):
    # type: (dict[str, Any]) -> dict[str, Any]
    """Return a reply with all that is said to people printable; paths stay as they are."""
    return {key: printable_values(value) if key in SAID else value for key, value in reply.items()}


def printable_values(value):
    # type: (Any) -> Any
    """Return what JSON holds, with all text in it printable."""
    if isinstance(value, dict):
        return {key: printable_values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [printable_values(item) for item in value]
    return printable(value) if isinstance(value, TEXT) else value
