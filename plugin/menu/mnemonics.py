# -*- coding: utf-8 -*-
"""The letter that one presses to choose a menu entry, and names in paths.  In every host, so valid in Python 2.7."""

from __future__ import unicode_literals

import re


def with_mnemonic(label, taken):
    # type: (str, set[str]) -> str
    """Give a menu entry's label a letter to press, which no entry above it has: the first of a word if it can be.

    label: text (Python 2's unicode).  taken: the letters of the entries above; this one's is added.
    """
    if label.startswith("<"):  # GIMP takes a label that begins so for a menu's path, and leaves the entry out
        return "_" + label.replace("_", "__")
    starts = [match.start() for match in re.finditer(r"\b[^\W_]", label, re.UNICODE)]
    inside = [index for index, letter in enumerate(label) if letter.isalnum()]
    for place in starts + inside:
        letter = label[place].lower()
        if letter not in taken:
            taken.add(letter)
            before, after = (part.replace("_", "__") for part in (label[:place], label[place:]))
            return before + "_" + after
    return label.replace("_", "__")


def in_path(name):
    # type: (str) -> str
    """Make a submenu's name fit a path: GIMP takes underscores out, and loses submenus that have two."""
    return name.replace("_", " ").replace("/", "\u2215")
