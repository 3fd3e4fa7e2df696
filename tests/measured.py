"""What a piece of Python costs in a process of its own: processor time and memory, those of C libraries included.

The kernel's account of the child (``wait4``) is read, not a clock: a busy machine does not change it.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
UNIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such account of a process (wait4)")
UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
MOST_SECONDS = 120  # of processor time, after which the child is ended

# A small process between, as a child's account of memory begins with the peak of the process that started it.
BETWEEN = """
import json, os, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]),) * 2)
child = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[2:]], os.environ)
_, status, used = os.wait4(child, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""
SO_FAR = """
import json as _json, resource as _resource
_used = _resource.getrusage(_resource.RUSAGE_SELF)
print("so far:", _json.dumps([_used.ru_utime + _used.ru_stime, _used.ru_maxrss]), flush=True)
"""


@dataclass(frozen=True)
class Cost:
    """What ``work`` took.

    seconds: of all processors, user and system.  megabytes: the peak beyond that of ``prepare``.  lines: printed.
    """

    seconds: float
    megabytes: float
    lines: tuple[str, ...]


def cost(prepare: str, work: str, *arguments: str | Path, stdin: str | Path | None = None) -> Cost:
    """Run ``work`` after ``prepare``, in one child; what prepare takes is not counted.

    AssertionError when the child fails, or is ended for its use of the processor.
    """
    code = "\n".join((prepare, SO_FAR, work))
    command = [sys.executable, "-I", "-S", "-c", BETWEEN, str(MOST_SECONDS), "-c", code, *map(str, arguments)]
    with Path(stdin or "/dev/null").open("rb") as file:
        done = subprocess.run(command, cwd=ROOT, stdin=file, capture_output=True, check=True, encoding="utf-8")
    *lines, last = done.stdout.splitlines()
    status, seconds, peak = json.loads(last)
    assert status == 0, f"{ended(status, seconds)}; printed: {lines[-1:]}\n{done.stderr[-2000:]}"
    at = next(number for number, line in enumerate(lines) if line.startswith("so far:"))
    seconds_before, peak_before = json.loads(lines[at].removeprefix("so far:"))
    return Cost(seconds - seconds_before, (peak - peak_before) * UNIT / 1e6, tuple(lines[at + 1 :]))


def ended(status: int, seconds: float) -> str:
    how = f"by {signal.Signals(-status).name}" if status < 0 else f"with exit code {status}"
    return f"the child ended {how} after {seconds:.1f} s of processor time"
