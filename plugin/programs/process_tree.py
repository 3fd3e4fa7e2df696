"""Start a program so that it and all that it starts can be ended together.

On POSIX that is a session, which a program may leave; on Windows a job object, which it may not.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class ProcessTree:
    """A started program without input, whose output is a pipe; OSError if it cannot be started.

    errors_apart: whether what it says on its standard error is dropped instead of joining the output.
    """

    def __init__(
        self,
        words: Sequence[str],
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        errors_apart: bool = False,
    ) -> None:
        self.job = make_job()
        try:
            self.process = subprocess.Popen(
                words,
                bufsize=0,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL if errors_apart else subprocess.STDOUT,
                start_new_session=True,
                creationflags=START_FLAGS,
            )
        except BaseException:
            close_job(self.job)
            raise
        self.job = enter_job(self.job, self.process)

    def end(self) -> None:
        """End the program and all that it started."""
        end_all(self.process, self.job)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(END_SECONDS)

    def close(self) -> None:
        """Release the job object."""
        close_job(self.job)
        self.job = None


END_SECONDS = 10

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    # Suspended until it belongs to its job: what it starts before that would not. Without a window of its own.
    CREATE_SUSPENDED = 0x4
    START_FLAGS = CREATE_SUSPENDED | subprocess.CREATE_NO_WINDOW
    kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
    ntdll = ctypes.WinDLL("ntdll")
    kernel32.CreateJobObjectW.argtypes = [ctypes.c_void_p, wintypes.LPCWSTR]
    kernel32.CreateJobObjectW.restype = wintypes.HANDLE
    kernel32.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
    kernel32.TerminateJobObject.argtypes = [wintypes.HANDLE, wintypes.UINT]
    kernel32.CloseHandle.argtypes = [wintypes.HANDLE]
    ntdll.NtResumeProcess.argtypes = [wintypes.HANDLE]

    def make_job() -> int | None:
        return kernel32.CreateJobObjectW(None, None) or None

    def enter_job(job: int | None, process: subprocess.Popen[bytes]) -> int | None:
        """Put a suspended program into a job and resume it.  Return the job, or None where the system refuses that."""
        handle = int(process._handle)  # type: ignore[attr-defined]
        inside = job is not None and kernel32.AssignProcessToJobObject(job, handle)
        if not inside:
            close_job(job)
        if ntdll.NtResumeProcess(handle):
            process.kill()
            raise OSError(0, "Windows does not let it run", str(process.args))
        return job if inside else None

    def end_all(process: subprocess.Popen[bytes], job: int | None) -> None:
        if job is not None:
            kernel32.TerminateJobObject(job, 1)
            return
        taskkill = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            words = [str(taskkill), "/T", "/F", "/PID", str(process.pid)]
            quiet = subprocess.DEVNULL
            subprocess.run(words, stdin=quiet, stdout=quiet, stderr=quiet, timeout=END_SECONDS)
        process.kill()

    def close_job(job: int | None) -> None:
        if job is not None:
            kernel32.CloseHandle(job)

else:
    START_FLAGS = 0

    def make_job() -> int | None:
        return None

    def enter_job(job: int | None, process: subprocess.Popen[bytes]) -> int | None:
        return job

    def end_all(process: subprocess.Popen[bytes], job: int | None) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says the latter of one that has ended
            os.killpg(process.pid, signal.SIGKILL)

    def close_job(job: int | None) -> None:
        pass
