"""Crafted files of 10 MB, and what reading them takes: at most 2 s and 200 MB, whatever is in them."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lut.formats import Format

from .. import measured
from . import extremes, target

SIZE = 10_000_000
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
        ("numbers of 5,000 digits", b"9" * 5000 + b" "),
        ("lines of numbers of 5,000 digits", b" ".join([b"9" * 5000] * 3) + b"\n"),
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


def warmed(name: str) -> Format:
    """A format of which everything is imported and cached that its first use imports and caches."""
    kind = target.KINDS[name]
    for sample in target.SAMPLES[kind.name]:
        target.attempt(kind, sample)
    return kind


def read_each(kind: Format, files: Iterable[tuple[str, bytes]]) -> None:
    """Read files in turn; print of each its title, the seconds of its longest step, and the peak so far in MB."""
    import resource  # not on Windows

    for title, data in files:
        seconds = slowest(kind, data)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * measured.UNIT / 1e6
        print(json.dumps([title, seconds, peak]), flush=True)


def slowest(kind: Format, data: bytes) -> float:
    """The processor time in seconds that the longest of the things done to a file takes."""
    longest = 0.0
    for part in target.parts(kind, data):
        start = time.process_time()
        target.tried(part)
        longest = max(longest, time.process_time() - start)
    return longest


PREPARE = """
import sys
from pathlib import Path
from tests.fuzz import heavy
kind, *others = [heavy.warmed(name) for name in sys.argv[1].split()]
"""
READ_CRAFTED = """
for each in (kind, *others):
    heavy.read_each(each, heavy.crafted_of(each, sys.argv[2:]))
"""
READ_FILES = "heavy.read_each(kind, ((Path(path).name, Path(path).read_bytes()) for path in sys.argv[2:]))"


def crafted_of(kind: Format, parts: Sequence[str] = ()) -> Iterator[tuple[str, bytes]]:
    """The crafted files of all samples; or, of the smallest sample, those whose title has one of the parts."""
    samples = target.SAMPLES[kind.name]
    if parts:
        every = crafted(min(samples, key=len), SIZE)
        return ((f"{kind.name}, {title}", data) for title, data in every if any(part in title for part in parts))
    return (
        (f"{kind.name}, sample {index}, {title}", data)
        for index, sample in enumerate(samples)
        for title, data in crafted(sample, SIZE)
    )


def cost_of_crafted(names: str, *parts: str) -> Costs:
    """Of one format's crafted files, or of several formats'; see crafted_of."""
    return Costs(names, measured.cost(PREPARE, READ_CRAFTED, names, *parts))


def cost_of_files(name: str, *paths: Path) -> Costs:
    return Costs(name, measured.cost(PREPARE, READ_FILES, name, *paths))


def cost_of_extremes(name: str, *titles: str) -> Costs:
    """Of a format's extreme files, or of those with these titles."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for title in titles or extremes.EXTREMES.get(name, {}):
            data = extremes.EXTREMES[name][title]()
            assert len(data) <= SIZE, f"{title}: {len(data):,} bytes"
            paths.append(Path(folder, title))
            paths[-1].write_bytes(data)
        return cost_of_files(name, *paths)


class Costs:
    """What reading files took: of each the seconds, and in MB how far memory had grown when it was done."""

    def __init__(self, name: str, whole: measured.Cost) -> None:
        self.name, self.megabytes = name, whole.megabytes
        rows = [json.loads(line) for line in whole.lines]
        base = max((peak for _, _, peak in rows), default=0.0) - whole.megabytes
        self.rows = [(title, seconds, peak - base) for title, seconds, peak in rows]
        self.seconds = max((seconds for _, seconds, _ in rows), default=0.0)

    def __str__(self) -> str:
        return f"{self.name}: {len(self.rows)} files, at most {self.seconds:.2f} s and {self.megabytes:.0f} MB"

    def beyond(self, most_seconds: float = MAX_SECONDS, most_megabytes: float = MAX_MEGABYTES) -> list[str]:
        """A line for each file that took more; a peak never shrinks, so that it is told of the file that raised it."""
        found, before = [], most_megabytes
        for title, seconds, peak in self.rows:
            if seconds > most_seconds or peak > before:
                found.append(f"{title}: {seconds:.2f} s, {peak:.0f} MB")
            before = max(before, peak)
        return found


def fails(name: str, path: Path) -> bool:
    """Whether a file fails, or breaks a limit; in a process of its own, as a search's memory grows without end."""
    try:
        found = cost_of_files(name, path).beyond()
    except AssertionError as error:
        found = [str(error).strip().splitlines()[-1]]
    for line in found:
        print(line)
    return bool(found)


def report(names: list[str]) -> int:
    """A line for each format with its worst, and one for each file beyond the limits."""
    failed = False
    for name in names:
        try:
            for costs in (cost_of_crafted(name), cost_of_extremes(name)):
                beyond = costs.beyond()
                print("\n  ".join([str(costs), *beyond]), flush=True)
                failed |= bool(beyond)
        except AssertionError as error:
            failed = True
            print(f"{name}: {error}")
    return int(failed)
