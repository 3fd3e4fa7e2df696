"""Messages in the user's language: English in the source, other languages in ``locale/``.

Values are put in after translation, ``_("“{name}” is locked").format(name=…)``: an f-string cannot be looked up.
"""

from __future__ import annotations

import gettext
import itertools
import os
import sys
from collections.abc import Mapping
from pathlib import Path

DOMAIN = "camera-looks"
LOCALES = Path(__file__).resolve().parent / "locale"


def languages(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> list[str]:
    """The user's languages, the preferred one first, up to English, which needs no translation.

    The rules are gettext's, and so GIMP's, which puts the language of its preferences into LANGUAGE: that list
    counts wherever the locale is not the C one.  Without any of the variables, what the system itself is set to.
    """
    said = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), None)
    own = [said] if said else of_windows() if system == "win32" else of_mac() if system == "darwin" else []
    if not own or own[0] in ("C", "POSIX"):
        return []
    wanted = [language for language in environment.get("LANGUAGE", "").split(":") if language] or own
    return list(itertools.takewhile(lambda language: not language.startswith("en"), wanted))


def of_windows() -> list[str]:
    """The language of Windows' own windows."""
    import ctypes
    from locale import windows_locale

    known = windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage())  # type: ignore[attr-defined]
    return [known] if known else []


def of_mac() -> list[str]:
    """The languages in macOS' settings."""
    import plistlib

    try:
        with (Path.home() / "Library/Preferences/.GlobalPreferences.plist").open("rb") as settings:
            found = plistlib.load(settings)["AppleLanguages"]
    except (OSError, ValueError, KeyError, plistlib.InvalidFileException):
        return []
    return [str(language).replace("-", "_") for language in found]


LANGUAGES = languages()

_messages = gettext.translation(DOMAIN, LOCALES, LANGUAGES, fallback=True)


def _(message: str) -> str:
    """The message in the user's language; the empty one is gettext's own name for something else."""
    return _messages.gettext(message) if message else ""
