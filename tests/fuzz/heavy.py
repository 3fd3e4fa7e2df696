"""Crafted files of 10 MB, and what reading them takes: at most 2 s and 200 MB, whatever is in them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from . import target

SIZE = 10_000_000
CODE = "import sys; from tests.fuzz import heavy; heavy.child(sys.argv[1])"
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
    """In a process of its own: read each file; prints seconds and the growth of memory in MB."""
    import resource

    kind = target.KINDS[name]
    for sample in target.seeds(kind)[: len(target.SAMPLES[kind.name])]:
        target.attempt(kind, sample)  # what is imported and cached at first use is not the file's
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for index, sample in enumerate(target.SAMPLES[kind.name]):
        for title, data in crafted(sample, SIZE):
            start = time.process_time()  # the machine may be busy
            target.attempt(kind, data)
            seconds = time.process_time() - start
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(json.dumps([index, title, seconds, (peak - base) / 1024]), flush=True)


ONE = """
import resource, sys, time
from tests.fuzz import target
kind = target.KINDS[sys.argv[1]]
target.attempt(kind, target.SAMPLES[kind.name][0])
base, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
target.attempt(kind, open(sys.argv[2], "rb").read())
seconds, kilobytes = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base
sys.exit(f"{seconds:.1f} s, {kilobytes / 1024:.0f} MB" if seconds > 2 or kilobytes > 200 << 10 else 0)
"""


def fails(name: str, path: Path) -> bool:
    """Whether a file fails, or breaks a limit, in a process of its own.

    A search's own memory grows without end: atheris keeps every array that was ever compared.
    """
    result = subprocess.run([sys.executable, "-c", ONE, name, str(path)], capture_output=True, text=True, check=False)
    if result.returncode:
        print(result.stderr.strip().splitlines()[-1])
    return bool(result.returncode)


def report(names: list[str]) -> int:
    """A line for each format with its worst, and one for each file beyond the limits."""
    failed = False
    for name in names:
        result = subprocess.run([sys.executable, "-c", CODE, name], capture_output=True, text=True, check=False)
        figures = [json.loads(line) for line in result.stdout.splitlines()]
        seconds, megabytes = (max((row[column] for row in figures), default=0.0) for column in (2, 3))
        print(f"{name}: {len(figures)} files, at most {seconds:.2f} s and {megabytes:.0f} MB")
        before = 0.0
        for index, title, took, peak in figures:
            if took > MAX_SECONDS or peak > max(MAX_MEGABYTES, before):
                failed = True
                print(f"  sample {index}, {title}: {took:.2f} s, {peak:.0f} MB")
            before = max(before, peak)
        if result.returncode:
            failed = True
            print(result.stderr[-2000:])
    return int(failed)
