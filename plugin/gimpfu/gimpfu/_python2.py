"""Names of Python 2 that scripts for the original gimpfu use: they come with `from gimpfu import *`.

A script has to be valid Python 3; these are what is left when its syntax is: functions that Python 3 renamed, and the
`unicode` that Python 2 wanted of gettext.install.
"""

from __future__ import annotations

import gettext as _gettext
from functools import reduce
from typing import Any, Callable

__all__ = ["apply", "basestring", "cmp", "file", "long", "raw_input", "reduce", "unichr", "unicode", "xrange"]

basestring = unicode = str
file = open
long = int
raw_input = input
unichr = chr
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
