"""Text from outside, such as a file's name, as it can be shown.  Of the standard library alone: install.py needs it."""

from __future__ import annotations

import unicodedata

JOINERS = "\u200c\u200d"  # in words of Persian and Hindi, and in emoji


def printable(text: str) -> str:
    """Text on one line, without control characters, changes of direction, and halves of characters.

    Those appear as in Python: \\x1b, \\u202e, \\udce9 (a byte of a name that is not UTF-8).  lut/cli/terminal.py does
    the same.
    """
    return "".join(letter if is_shown(letter) else repr(letter)[1:-1] for letter in text)


def is_shown(letter: str) -> bool:
    return letter.isprintable() or letter in JOINERS or unicodedata.category(letter) == "Zs"


def printable_lines(text: str) -> str:
    """The same, of text that may have several lines."""
    return "\n".join(map(printable, text.split("\n")))
