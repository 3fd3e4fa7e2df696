"""Crafted files of 10 MB, and what reading them takes: at most 2 s and 200 MB, whatever is in them (Linux)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from lut.formats import Format

from . import extremes, target

SIZE = 10_000_000
CODE = "import sys; from tests.fuzz import heavy; heavy.{}(*sys.argv[1:])"
MAX_SECONDS, MAX_MEGABYTES = 2.0, 200


def crafted(sample: bytes, size: int) -> Iterator[tuple[str, bytes]]:
    """A valid file, blown up in different ways to so many bytes."""
    lines = sample.splitlines(keepends=True) or [b"\n"]
    last = lines[-1].rstrip(b"\r\n") + b"\n"
    middle = len(sample) // 2
    yield "last line again and again", padded(sample, last, size)
    yield "middle line again and again", padded(b"".join(lines[: len(lines) // 2]), lines[len(lines) // 2], size)
    yield "first line again and again", padded(b"", lines[0] + b"\n", size)
    yield "the whole again and again", padded(sample, sample, size)
    for name, filler in (
        ("blanks", b" "),
        ("blank lines", b"\n"),
        ("comments", b"#\n"),
        ("a long word", b"a"),
        ("a long number", b"9"),
        ("numbers in a line", b"1 "),
        ("exponents", b"1e0 1e0 1e0\n"),
        ("quotes", b'"'),
        ("brackets", b"{\n"),
        ("elements", b"<a/>"),
        ("nested elements", b"<a>"),
        ("attributes", b' a="b"'),
        ("zeros", b"\0"),
        ("bytes", b"\xff"),
    ):
        yield f"{name} behind it", padded(sample, filler, size)
        yield f"{name} inside", padded(sample[:middle], filler, size - len(sample) + middle) + sample[middle:]


def padded(start: bytes, filler: bytes, size: int) -> bytes:
    return start + filler * max(0, (size - len(start)) // max(len(filler), 1))


def child(name: str) -> None:
    """In a process of its own: read each crafted file; prints seconds and the growth of memory in MB."""
    kind = target.KINDS[name]
    base = warmed(kind)
    for index, sample in enumerate(target.SAMPLES[kind.name]):
        for title, data in crafted(sample, SIZE):
            print(json.dumps([f"sample {index}, {title}", slowest(kind, data), grown(base)]), flush=True)


def one(name: str, path: str) -> None:
    """In a process of its own: read one file."""
    kind = target.KINDS[name]
    base = warmed(kind)
    print(json.dumps([slowest(kind, Path(path).read_bytes()), grown(base)]))


def warmed(kind: Format) -> float:
    """The memory in MB that this process takes after what is imported and cached at first use."""
    for sample in target.SAMPLES[kind.name]:
        target.attempt(kind, sample)
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    return grown(0)


def slowest(kind: Format, data: bytes) -> float:
    """The longest time that any one thing done to a file takes."""
    longest = 0.0
    for part in target.parts(kind, data):
        start = time.process_time()  # the machine may be busy
        target.tried(part)
        longest = max(longest, time.process_time() - start)
    return longest


def grown(base: float) -> float:
    """The peak in MB beyond a base; what getrusage says begins with the peak of whichever process started this one."""
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert peak is not None
    return int(peak[1]) * 1024 / 1e6 - base


def read_apart(name: str, path: Path) -> list[float] | str:
    """Seconds and MB that a file takes in a process of its own, or what went wrong there.

    A search's own memory grows without end: atheris keeps every array that was ever compared.
    """
    result = run("one", name, str(path))
    return result.stderr if result.returncode else list(json.loads(result.stdout))


def run(function: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", CODE.format(function), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def fails(name: str, path: Path) -> bool:
    """Whether a file fails, or breaks a limit."""
    found = read_apart(name, path)
    if isinstance(found, str):
        print(found.strip().splitlines()[-1])
        return True
    seconds, megabytes = found
    if seconds > MAX_SECONDS or megabytes > MAX_MEGABYTES:
        print(f"{seconds:.1f} s, {megabytes:.0f} MB")
        return True
    return False


def extreme(name: str, title: str) -> tuple[float, float]:
    """Seconds and MB that one of a format's extreme files takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        path.write_bytes(extremes.EXTREMES[name][title]())
        assert path.stat().st_size <= SIZE, f"{title}: {path.stat().st_size:,} bytes"
        found = read_apart(name, path)
    assert not isinstance(found, str), f"{title}: {found}"
    return found[0], found[1]


def report(names: list[str]) -> int:
    """A line for each format with its worst, and one for each file beyond the limits."""
    failed = False
    for name in names:
        result = run("child", name)
        figures = [json.loads(line) for line in result.stdout.splitlines()]
        rows = [*figures, *((title, *extreme(name, title)) for title in extremes.EXTREMES.get(name, {}))]
        seconds, megabytes = (max((row[column] for row in rows), default=0.0) for column in (1, 2))
        print(f"{name}: {len(rows)} files, at most {seconds:.2f} s and {megabytes:.0f} MB", flush=True)
        before = 0.0
        for index, (title, took, peak) in enumerate(rows):
            if took > MAX_SECONDS or peak > max(MAX_MEGABYTES, before):
                failed = True
                print(f"  {title}: {took:.2f} s, {peak:.0f} MB")
            before = max(before, peak) if index < len(figures) else 0.0  # crafted files share a process
        if result.returncode:
            failed = True
            print(result.stderr[-2000:])
    return int(failed)
