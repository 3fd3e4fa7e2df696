"""Names of Python 2 that scripts for the original gimpfu use: they come with `from gimpfu import *`.

A script has to be valid Python 3; these are what is left when its syntax is: functions that Python 3 renamed, and the
`unicode` that Python 2 wanted of gettext.install.
"""

from __future__ import annotations

import gettext as _gettext
from functools import reduce
from typing import Any, Callable, Sequence

__all__ = ["apply", "basestring", "cmp", "file", "long", "ord", "range", "raw_input", "reduce", "unichr", "unicode"]
__all__ += ["xrange"]

basestring = unicode = str
file = open
long = int
raw_input = input
unichr = chr
_ord, _range = ord, range


def ord(character: str | bytes | int) -> int:
    """Of a pixel's component as well, which is a number already."""
    return character if isinstance(character, int) else _ord(character)


def range(*limits: float) -> Sequence[int]:
    """Python 2's `/` of whole numbers left out the fraction, so a limit does here."""
    return _range(*(int(limit // 1) if isinstance(limit, float) else limit for limit in limits))


xrange = range


def apply(function: Callable[..., Any], arguments: Any = (), named: Any = None) -> Any:
    return function(*arguments, **(named or {}))


def cmp(left: Any, right: Any) -> int:
    return int(left > right) - int(left < right)


_install = _gettext.install


def _install_of_any_python(domain: str, localedir: Any = None, *_: Any, names: Any = None, **__: Any) -> None:
    """Take Python 2's `unicode` as well, which 2to3 calls `str`, and its `codeset`."""
    _install(domain, localedir, names=names)


_gettext.install = _install_of_any_python
