# -*- coding: utf-8 -*-
"""Text from outside, a file's name or a look's, as it can be shown.  In every host, so valid in Python 2.7, too."""

from __future__ import unicode_literals

import re
import unicodedata

NOT_ASCII = re.compile("[^ -~]")  # most text has few of them, and a menu has much text
JOINERS = "\u200c\u200d"  # in words of Persian and Hindi, and in emoji
ISOLATES = "\u061c\u2066\u2067\u2068\u2069"  # change the direction, which Python 2.7 does not know yet
ACTING = ("cc", "cf", "cs", "zl", "zp")  # categories: controls, formats, halves of characters, line ends
SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
SAID = ("error", "broken", "failed", "changes", "report", "notes", "name", "offers", "entry")


def printable(text):
    """Text on one line, without control characters, changes of direction, and halves of characters.

    Those appear as in Python: \\x1b, \\u202e, \\udce9 (a byte of a name that is not UTF-8, which GTK and GIMP refuse).
    text: Python 2's unicode.  lut/cli/terminal.py does the same.
    """
    return NOT_ASCII.sub(lambda found: found.group() if is_shown(found.group()) else escaped(found.group()), text)


def printable_lines(text):
    """The same, of text that may have several lines."""
    return "\n".join(map(printable, text.split("\n")))


def is_shown(letter):
    return letter in JOINERS or not (letter in ISOLATES or unicodedata.category(letter).lower() in ACTING)


def escaped(letter):
    code = ord(letter)
    return SHORT.get(letter) or ("\\x%02x" if code < 0x100 else "\\u%04x" if code < 0x10000 else "\\U%08x") % code


def printable_reply(reply):
    """The engine's reply with all that is said to people printable; paths stay as they are."""
    return {key: printable_values(value) if key in SAID else value for key, value in reply.items()}


def printable_values(value):
    """What JSON holds, with all text in it printable."""
    if isinstance(value, dict):
        return {key: printable_values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [printable_values(item) for item in value]
    return printable(value) if isinstance(value, type("")) else value


def shown_look(look):
    """A look's entry of a catalog with its texts printable, and a name where none can be seen."""
    texts = {key: printable(look[key]) for key in ("name", "maker", "character", "rests_on")}
    texts["remarks"] = [printable(remark) for remark in look["remarks"]]
    texts["name"] = texts["name"].strip() or look["id"]
    return dict(look, **texts)
