"""Keep open the window that Windows opens for install.py on a double click, until a key is pressed."""

from __future__ import annotations

import ctypes
import re
import sys

# What may be between a double click and this program: Python's launchers, and a virtual environment's.
PYTHONS = re.compile(r"(py|pyw|pymanager|python[\d.]*|pythonw[\d.]*)\.exe", re.IGNORECASE)
MANY = 64  # processes in a window, and more than there are ever
QUERY = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION


def keep_open(arguments: list[str]) -> None:
    """Wait for a key if the window would close at once.  arguments: of the command line."""
    if sys.platform == "win32" and not arguments and is_alone(list_programs()) and is_terminal():
        import msvcrt

        sys.stdout.write("\nPress any key to close this window.")
        sys.stdout.flush()
        msvcrt.getwch()


def is_alone(programs: list[str]) -> bool:
    """Return True if only Python uses a window, and no shell that somebody types into.  programs: their paths."""
    return bool(programs) and all(PYTHONS.fullmatch(re.split(r"[\\/]", program)[-1]) for program in programs)


def is_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def list_programs() -> list[str]:
    """List the paths of all programs that use this one's window; empty for one that cannot be seen."""
    if sys.platform != "win32":
        return []
    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.OpenProcess.restype = ctypes.c_void_p
    identifiers = (ctypes.c_uint32 * MANY)()
    count = kernel32.GetConsoleProcessList(identifiers, MANY)
    return [program_path(kernel32, identifier) for identifier in identifiers[: min(count, MANY)]]


def program_path(kernel32: ctypes.CDLL, identifier: int) -> str:
    handle = kernel32.OpenProcess(QUERY, False, identifier)
    if not handle:
        return ""
    path, length = ctypes.create_unicode_buffer(32768), ctypes.c_uint32(32768)
    known = kernel32.QueryFullProcessImageNameW(ctypes.c_void_p(handle), 0, path, ctypes.byref(length))
    kernel32.CloseHandle(ctypes.c_void_p(handle))
    return path.value if known else ""
