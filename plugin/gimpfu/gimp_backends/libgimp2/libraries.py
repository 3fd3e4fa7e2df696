"""GIMP 2.10's own libraries: their names on each system, and functions as their C declarations say."""

from __future__ import annotations

import ctypes
import re
import sys
from functools import lru_cache
from typing import Any

# By the part that GIMP's own headers call them.
NAMES = {
    "linux": {
        "gimp": "libgimp-2.0.so.0",
        "gimpbase": "libgimpbase-2.0.so.0",
        "gimpui": "libgimpui-2.0.so.0",
        "gimpwidgets": "libgimpwidgets-2.0.so.0",
        "gegl": "libgegl-0.4.so.0",
        "babl": "libbabl-0.1.so.0",
        "glib": "libglib-2.0.so.0",
        "gobject": "libgobject-2.0.so.0",
        "gtk": "libgtk-x11-2.0.so.0",
        "gdk": "libgdk-x11-2.0.so.0",
    },
    "darwin": {
        "gimp": "libgimp-2.0.0.dylib",
        "gimpbase": "libgimpbase-2.0.0.dylib",
        "gimpui": "libgimpui-2.0.0.dylib",
        "gimpwidgets": "libgimpwidgets-2.0.0.dylib",
        "gegl": "libgegl-0.4.0.dylib",
        "babl": "libbabl-0.1.0.dylib",
        "glib": "libglib-2.0.0.dylib",
        "gobject": "libgobject-2.0.0.dylib",
        "gtk": "libgtk-quartz-2.0.0.dylib",
        "gdk": "libgdk-quartz-2.0.0.dylib",
    },
    "win32": {
        "gimp": "libgimp-2.0-0.dll",
        "gimpbase": "libgimpbase-2.0-0.dll",
        "gimpui": "libgimpui-2.0-0.dll",
        "gimpwidgets": "libgimpwidgets-2.0-0.dll",
        "gegl": "libgegl-0.4-0.dll",
        "babl": "libbabl-0.1-0.dll",
        "glib": "libglib-2.0-0.dll",
        "gobject": "libgobject-2.0-0.dll",
        "gtk": "libgtk-win32-2.0-0.dll",
        "gdk": "libgdk-win32-2.0-0.dll",
    },
}

# A string that a function returns as ``text`` is the library's own; one that the caller has to free is a pointer.
TYPES: dict[str, Any] = {
    "void": None,
    "int": ctypes.c_int,
    "uint": ctypes.c_uint,
    "size": ctypes.c_size_t,
    "double": ctypes.c_double,
    "float": ctypes.c_float,
    "text": ctypes.c_char_p,
    "pointer": ctypes.c_void_p,
}
DECLARATION = re.compile(r"^(\w+) (\w+)\((.*)\)$", re.MULTILINE)


class LibraryMissing(Exception):
    """``str(error)`` is one sentence for the user."""


class Library:
    """A shared library; its declared functions are its attributes.

    declarations: one a line, for example ``int gimp_main(pointer, int, pointer)``, with the words of TYPES.  What a
    function with a variable number of arguments takes beyond the declared ones is passed as ctypes values.
    """

    def __init__(self, part: str, declarations: str) -> None:
        try:
            name = NAMES[sys.platform][part]
            self._library = ctypes.CDLL(name)
        except KeyError:
            raise LibraryMissing(f"expected Linux, macOS or Windows, found {sys.platform}") from None
        except OSError as error:
            raise LibraryMissing(f"GIMP 2.10's library {name} could not be loaded ({error})") from None
        found = DECLARATION.findall(declarations)
        self._declared = {function: (result, arguments) for result, function, arguments in found}

    def __getattr__(self, name: str) -> Any:
        """Bind a function at its first use."""
        if name not in self._declared:
            raise AttributeError(name)
        result, arguments = self._declared[name]
        function = getattr(self._library, name)
        function.restype = TYPES[result]
        function.argtypes = [TYPES[word] for word in arguments.split(", ")] if arguments else []
        setattr(self, name, function)
        return function

    def constant(self, name: str, kind: Any) -> Any:
        """The value of a variable of the library's."""
        return kind.in_dll(self._library, name).value


@lru_cache(maxsize=None)
def library(part: str) -> Library:
    """One of GIMP's libraries, loaded once.  Raises LibraryMissing."""
    from gimp_backends.libgimp2 import declarations

    return Library(part, declarations.OF[part])


def encoded(text: str) -> bytes:
    """GIMP's strings are UTF-8; what was not, when it came from there, goes back as it was."""
    return text.encode("utf-8", "surrogateescape")


def decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
