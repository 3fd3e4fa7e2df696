# -*- coding: utf-8 -*-
"""Text in the user's language, as the running Python's gimpfu takes it: Python 2 calls UTF-8 bytes ``str``."""

import gettext
import itertools
import os
import sys

LOCALES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "locale")
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
SAID = next((value for value in map(os.environ.get, VARIABLES) if value), "").split(":")
# The user's, the preferred one first, up to English, which needs no translation.
LANGUAGES = list(itertools.takewhile(lambda language: language and not language.startswith("en"), SAID))
TRANSLATION = gettext.translation("camera-looks", LOCALES, LANGUAGES, fallback=True)


def native(text):
    return text.encode("utf-8") if sys.version_info[0] == 2 and not isinstance(text, bytes) else text


def native_path(text, system=sys.platform):
    """A path from JSON as this Python opens it: Python 2 calls Windows with bytes of its code page."""
    if system == "win32" and sys.version_info[0] == 2 and not isinstance(text, bytes):
        return text.encode(sys.getfilesystemencoding())
    return native(text)


def shown_path(path, system=sys.platform):
    """A path of this machine as a message has it: Python 2 has it in Windows' code page, and GIMP takes UTF-8."""
    if system == "win32" and isinstance(path, bytes):
        return native(path.decode(sys.getfilesystemencoding(), "replace"))
    return path


def _(text):
    """Values are put in after translation: ``_("“{name}” is locked").format(name=…)``."""
    if sys.version_info[0] == 2:
        return native(TRANSLATION.ugettext(text.decode("utf-8")))
    return TRANSLATION.gettext(text)
