# -*- coding: utf-8 -*-
"""Messages in the user's language, and text and paths as the running Python has them.

English is in the source, other languages are in ``locale/``.

Values are put in after translation, ``_("“{name}” is locked").format(name=…)``: an f-string cannot be looked up.
In every host, so valid in Python 2.7, too.
"""

import gettext
import io
import itertools
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping  # noqa: F401 - in type comments

# Type checkers know Python 3 and one system: what is ignored below is of Python 2, or of Windows.
PYTHON_2 = sys.version_info[0] == 2  # of which GIMP 2.10 brings one: it calls bytes ``str``
DOMAIN = "camera-looks"
LOCALES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")


def languages(environment=os.environ, system=sys.platform):
    # type: (Mapping[str, str], str) -> list[str]
    """List the user's languages, the preferred one first, up to English, which needs no translation.

    The rules are gettext's, and so GIMP's, which puts the language of its preferences into LANGUAGE: that list
    counts wherever the locale is not the C one.  Without any of the variables, what the system itself is set to.
    """
    said = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), None)
    own = [said] if said else of_windows() if system == "win32" else of_mac() if system == "darwin" else []
    if not own or own[0] in ("C", "POSIX"):
        return []
    wanted = [language for language in environment.get("LANGUAGE", "").split(":") if language] or own
    others = itertools.takewhile(lambda language: not language.startswith("en"), wanted)
    return [name for language in others for name in with_relative(language)]


def with_relative(language):
    # type: (str) -> list[str]
    """List a language, and behind it the translation that its readers understand where it has none of its own."""
    code = language.partition(".")[0]
    relative = code
    if code.startswith("zh"):
        traditional = any(part in ("TW", "HK", "MO", "Hant") for part in code.split("_"))
        relative = "zh_TW" if traditional else "zh_CN"
    elif code.startswith("pt"):
        relative = "pt_BR"
    return [language] if relative == code else [language, relative]


def of_windows():
    # type: () -> list[str]
    """Return the language of Windows' own windows."""
    import ctypes
    from locale import windows_locale

    known = windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage())  # type: ignore[attr-defined,unused-ignore]
    return [known] if known else []


def of_mac():
    # type: () -> list[str]
    """Return the languages in macOS' settings; none in Python 2, which cannot read them."""
    import plistlib

    try:
        with io.open(os.path.expanduser("~/Library/Preferences/.GlobalPreferences.plist"), "rb") as settings:
            found = plistlib.load(settings)["AppleLanguages"]
    except (EnvironmentError, ValueError, KeyError, AttributeError):
        return []
    return [str(language).replace("-", "_") for language in found]


LANGUAGES = languages()
TRANSLATION = gettext.translation(DOMAIN, LOCALES, LANGUAGES, fallback=True)


def _(message):
    # type: (str) -> str
    """Return the message in the user's language; the empty one is gettext's own name for something else."""
    if PYTHON_2:
        return native(TRANSLATION.ugettext(message.decode("utf-8"))) if message else message  # type: ignore
    return TRANSLATION.gettext(message) if message else ""


def ngettext(one, many, number):
    # type: (str, str, int) -> str
    """Return the message in the form that the user's language has for this number, for ``format`` to put it in."""
    if PYTHON_2:
        return native(TRANSLATION.ungettext(one.decode("utf-8"), many.decode("utf-8"), number))  # type: ignore
    return TRANSLATION.ngettext(one, many, number)


def without_key(label):
    # type: (str) -> str
    """Return a label without the mark of its key: a _ in it, or, as in Chinese, "(_A)" behind it."""
    at = label.find("(_")
    if at >= 0 and label[at + 3 : at + 4] == ")":
        label = label[:at] + label[at + 4 :]
    return label.replace("_", "")


def native(text):
    # type: (str) -> str
    """Return text from JSON as a ``str``: in Python 2, UTF-8."""
    return text.encode("utf-8") if PYTHON_2 and not isinstance(text, bytes) else text  # type: ignore[return-value]


def native_path(path, system=sys.platform):
    # type: (str, str) -> str
    """Return a path from JSON as this Python opens it: Python 2 calls Windows with bytes of its code page."""
    if system == "win32" and PYTHON_2 and not isinstance(path, bytes):
        return path.encode(sys.getfilesystemencoding())  # type: ignore[return-value]
    return native(path)


def shown_path(path, system=sys.platform):
    # type: (object, str) -> str
    """Return a path as messages have it: Python 2 has it in Windows' code page, and GIMP takes UTF-8."""
    if system == "win32" and isinstance(path, bytes):
        return native(path.decode(sys.getfilesystemencoding(), "replace"))
    return str(path)
