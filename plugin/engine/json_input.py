"""Parse JSON from outside (catalogs, layers' settings, replies), and check it before it is used.

In every host, so valid in Python 2.7, too.  lut/files/json_input.py is the engine's.
"""

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping  # noqa: F401 - in type comments
    from typing import Any  # noqa: F401 - in type comments

TEXT = type("".encode("ascii").decode("ascii"))  # Python 2's unicode


class NotUnderstood(ValueError):
    """``str(error)`` says what was expected, and what was found."""


def read_object(data):
    # type: (bytes) -> dict[str, Any]
    """Parse bytes as a JSON object.  Raises NotUnderstood for everything else."""
    try:
        found = json.loads(data.decode("utf-8"))
    except Exception:  # broken text, too many digits or brackets: no program of ours has written it
        found = None
    if not isinstance(found, dict):
        raise NotUnderstood("expected a JSON object, found other text")
    return found


def read_reply(line):
    # type: (bytes) -> dict[str, Any]
    """Parse a line as a reply of the engine.  Raises NotUnderstood for what is none."""
    reply = read_object(line)
    number = ("a whole number", lambda value: isinstance(value, int))
    check_fields(reply, {"id": number, "progress": ("a number from 0 to 1", or_none(is_amount))})
    return reply


def check_fields(found, fields):
    # type: (object, Mapping[str, tuple[str, Callable[[Any], bool]]]) -> None
    """Raise NotUnderstood where a field of an object is missing or of another kind.

    fields: by name, what it has to be in words, and a function that tells whether a value (None for a missing one) is.
    """
    if not isinstance(found, dict):
        raise NotUnderstood("expected an object, found something else")
    for name, (words, admits) in fields.items():
        if not admits(found.get(name)):
            other = "something else" if name in found else "nothing"
            raise NotUnderstood("expected %s as %s, found %s" % (words, name, other))


def is_text(value):
    # type: (object) -> bool
    return isinstance(value, TEXT)


def is_word(value):
    # type: (Any) -> bool
    """Return whether a value is a line of text that a menu can show."""
    if not is_text(value) or not value.strip() or any(letter < " " for letter in value):
        return False
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:  # half a character
        return False
    return True


def is_flag(value):
    # type: (object) -> bool
    return isinstance(value, bool)


def is_amount(value):
    # type: (object) -> bool
    """Return whether a value is a number from 0 to 1."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


def are_texts(value):
    # type: (object) -> bool
    return isinstance(value, list) and all(is_text(each) for each in value)


def or_none(admits):
    # type: (Callable[[Any], bool]) -> Callable[[Any], bool]
    return lambda value: value is None or admits(value)
