# -*- coding: utf-8 -*-
"""Escape what cannot be shown in text from outside, a file's name or a look's.  Valid in Python 2.7, too."""

from __future__ import unicode_literals

import re
import unicodedata

NOT_ASCII = re.compile("[^ -~]")  # most text has few of them, and a menu has much text
JOINERS = "\u200c\u200d"  # in words of Persian and Hindi, and in emoji
ISOLATES = "\u061c\u2066\u2067\u2068\u2069"  # change the direction, which Python 2.7 does not know yet
ACTING = ("cc", "cf", "cs", "zl", "zp")  # categories: controls, formats, halves of characters, line ends
SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable(text):
    # type: (str) -> str
    """Escape control characters, line ends, changes of direction, and halves of characters.

    They appear as in Python: \\x1b, \\u202e, \\udce9 (a byte of a name that is not UTF-8, which GTK and GIMP refuse).
    text: Python 2's unicode.
    """
    return NOT_ASCII.sub(lambda found: found.group() if is_shown(found.group()) else escaped(found.group()), text)


def printable_lines(text):
    # type: (str) -> str
    """Escape text that may have several lines, which it keeps."""
    return "\n".join(map(printable, text.split("\n")))


def is_shown(letter):
    # type: (str) -> bool
    return letter in JOINERS or not (letter in ISOLATES or unicodedata.category(letter).lower() in ACTING)


def escaped(letter):
    # type: (str) -> str
    code = ord(letter)
    return SHORT.get(letter) or ("\\x%02x" if code < 0x100 else "\\u%04x" if code < 0x10000 else "\\U%08x") % code
