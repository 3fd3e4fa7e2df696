"""The line that shows how far a job has come."""

from __future__ import annotations

import io

import pytest

from lut.cli.progress import Progress, clock


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_the_line_and_loses_it() -> None:
    terminal = Terminal()
    with Progress(2, terminal) as progress:
        progress.step("a.jpg")
        progress.step("b.jpg")
    lines = terminal.getvalue().split("\r")
    assert "[........................] 0/2" in lines[1]
    assert "[########################] 2/2  0:00 left  b.jpg" in lines[-2]
    assert lines[-1] == "\x1b[K"


@pytest.mark.parametrize(("stream", "total"), [(io.StringIO(), 9), (Terminal(), 1)])
def test_files_and_single_pictures_see_nothing(stream: io.StringIO, total: int) -> None:
    with Progress(total, stream) as progress:
        progress.step("a.jpg")
    assert stream.getvalue() == ""


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (59.6, "1:00"), (125, "2:05"), (3725, "1:02:05")])
def test_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text
