"""Ask for processes of this computer by their ids."""

from __future__ import annotations

import os
import sys

QUERY_LIMITED_INFORMATION = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION of the Windows API
ACCESS_DENIED = 5  # ERROR_ACCESS_DENIED
STILL_ACTIVE = 259  # what GetExitCodeProcess gives for a process that has not ended


def is_alive(process: int) -> bool:
    """Return whether a process exists, of whichever user.  Raises OverflowError for what is no process' number."""
    if sys.platform == "win32":
        return is_alive_on_windows(process)  # os.kill would end it there, whatever the signal
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        pass
    return True


if sys.platform == "win32":

    def is_alive_on_windows(process: int) -> bool:
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        number = ctypes.c_uint32.from_buffer_copy(process.to_bytes(4, "little"))  # ctypes would cut it off
        handle = ctypes.c_void_p(kernel.OpenProcess(QUERY_LIMITED_INFORMATION, False, number))
        if not handle:
            return ctypes.get_last_error() == ACCESS_DENIED
        code = ctypes.c_uint32()
        known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return not known or code.value == STILL_ACTIVE
