"""Find out how much memory a picture may take: what the machine has left, shared by the processes at work."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

CGROUPS = Path("/sys/fs/cgroup")
UNLIMITED = 1 << 60  # cgroup v1 writes about 2**63 where there is no limit


class MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of the Windows API."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("memory_load", ctypes.c_uint32),
        ("total_phys", ctypes.c_uint64),
        ("avail_phys", ctypes.c_uint64),
        ("total_page_file", ctypes.c_uint64),
        ("avail_page_file", ctypes.c_uint64),
        ("total_virtual", ctypes.c_uint64),
        ("avail_virtual", ctypes.c_uint64),
        ("avail_extended_virtual", ctypes.c_uint64),
    )


def available_bytes() -> int:
    """Return the bytes that this process can still take before the system refuses or ends a program.

    The least of what the machine, the process' control groups and its own limit leave.
    """
    return max(min((*machine_bytes(), *group_bytes(), *limit_bytes()), default=UNLIMITED), 0)


def machine_bytes() -> Iterator[int]:
    """Yield memory and swap that are free, or can be freed."""
    if sys.platform == "win32":
        yield from windows_bytes()
    elif sys.platform == "darwin":  # it compresses and swaps before it runs short: what is free now says little
        yield from mac_bytes()
    else:
        with suppress(OSError, KeyError, ValueError):
            lines = (line.split() for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
            kilobytes = {words[0]: int(words[1]) for words in lines}
            yield 1024 * (kilobytes["MemAvailable:"] + kilobytes["SwapFree:"])


def windows_bytes() -> Iterator[int]:
    """Yield what may still be committed, and what is left of the addresses."""
    status = MemoryStatus(length=ctypes.sizeof(MemoryStatus))
    # Types of other systems have no windll, those of Windows have: the comment is needed, or not, by the system.
    if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):  # type: ignore[attr-defined,unused-ignore]
        yield min(status.avail_page_file, status.avail_virtual)


def mac_bytes() -> Iterator[int]:
    """Yield the size of the memory, by sysctl."""
    size, length = ctypes.c_uint64(), ctypes.c_size_t(8)
    with suppress(OSError, AttributeError):
        system = ctypes.CDLL(None)
        if system.sysctlbyname(b"hw.memsize", ctypes.byref(size), ctypes.byref(length), None, 0) == 0:
            yield size.value


def group_bytes() -> Iterator[int]:
    """Yield what each control group of Linux around this process leaves, version 2 and 1 (a container's limit)."""
    with suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text(encoding="utf-8", errors="replace").splitlines():
            _, controllers, path = line.split(":", 2)
            if controllers == "":
                names, root = ("memory.max", "memory.current", "inactive_file"), CGROUPS
            elif "memory" in controllers.split(","):
                names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
                root = CGROUPS / "memory"
            else:
                continue
            inner = PurePosixPath(path.lstrip("/"))
            for folder in (root / inner, *(root / parent for parent in inner.parents)):
                yield from group_bytes_left(folder, *names)


def group_bytes_left(group: Path, limit: str, usage: str, reclaimable: str) -> Iterator[int]:
    """Yield the bytes that a control group leaves; nothing where it has no limit.  Cached files give way."""
    with suppress(OSError, ValueError, KeyError):
        most = int((group / limit).read_text(encoding="ascii"))  # "max" is no number
        if most < UNLIMITED:
            lines = (line.split() for line in (group / "memory.stat").read_text(encoding="ascii").splitlines())
            cached = {words[0]: int(words[1]) for words in lines}[reclaimable]
            yield most - int((group / usage).read_text(encoding="ascii")) + cached


def limit_bytes() -> Iterator[int]:
    """Yield what the process' own limit of addresses (``ulimit -v``) leaves."""
    if sys.platform == "win32":
        yield from ()
        return
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    if soft != resource.RLIM_INFINITY:
        with suppress(OSError, ValueError):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            yield soft - pages * resource.getpagesize()
