# -*- coding: utf-8 -*-
"""The letter of a menu entry that one presses to choose it.  In every host, so valid in Python 2.7, too."""

import re


def with_mnemonic(label, taken):
    """A menu entry's label with a letter to press, one that no entry above it has: the first of a word if it can be.

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
