"""Other processes: whether one runs, ending and stopping one, on each system."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tests.waiting import wait_until


def alive(pid: int) -> bool:
    """Return whether a process runs. One that has ended and waits to be noticed by its parent does not."""
    if sys.platform == "win32":
        return _exit_code(pid) == STILL_ACTIVE
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def wait_for_end(pid: int) -> None:
    wait_until(lambda: not alive(pid), f"the end of process {pid}")


def kill(pid: int) -> None:
    """End a process that can neither refuse nor clean up."""
    os.kill(pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)  # TerminateProcess


def freeze(pid: int) -> None:
    """Stop a process without ending it."""
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(SUSPEND_RESUME, False, pid)
        assert handle and ctypes.windll.ntdll.NtSuspendProcess(handle) == 0
        ctypes.windll.kernel32.CloseHandle(handle)
    else:
        os.kill(pid, signal.SIGSTOP)


STILL_ACTIVE = 259  # GetExitCodeProcess
QUERY_INFORMATION, SUSPEND_RESUME = 0x0400, 0x0800


def _exit_code(pid: int) -> int | None:
    if sys.platform != "win32":
        return None
    import ctypes

    handle = ctypes.windll.kernel32.OpenProcess(QUERY_INFORMATION, False, pid)
    if not handle:
        return None
    code = ctypes.c_ulong()
    ctypes.windll.kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
    ctypes.windll.kernel32.CloseHandle(handle)
    return code.value
