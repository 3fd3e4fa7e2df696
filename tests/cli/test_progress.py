"""The line that shows how far a job has come."""

from __future__ import annotations

import io

import pytest

from lut.cli.batch.progress import Progress, format_seconds


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class PlainTerminal(Terminal):
    encoding = "ascii"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("terminal", "full", "empty"), [(Terminal(), "━", "─"), (PlainTerminal(), "#", ".")])
def test_a_terminal_sees_the_bar_and_loses_it(terminal: Terminal, full: str, empty: str) -> None:
    with Progress(2, stream=terminal, clock=Clock()) as progress:
        progress.step("a.jpg")
        progress.step("b.jpg", failed=True)
    lines = terminal.getvalue().split("\r")
    assert lines[1] == f"{empty * 24} 0/2  \x1b[K"
    assert lines[-2] == f"{full * 24} 2/2, 1 failed, 0:00 left  b.jpg\x1b[K"
    assert lines[-1] == "\x1b[K"


def test_elsewhere_there_is_a_line_now_and_then() -> None:
    stream, clock = io.StringIO(), Clock()
    with Progress(100, stream=stream, clock=clock) as progress:
        for number in range(1, 100):
            clock.now = number / 4
            progress.step(f"{number}.jpg")
    assert stream.getvalue() == "40/100, 0:15 left\n80/100, 0:05 left\n"


def test_what_is_left_goes_by_weight() -> None:
    """Of two pictures, the first is nine times as large."""
    stream, clock = io.StringIO(), Clock()
    with Progress(2, 1000.0, stream=stream, clock=clock) as progress:
        clock.now = 90.0
        progress.step("large.tif", 900.0)
        clock.now = 101.0
        progress.refresh()
    assert stream.getvalue() == "1/2, 0:10 left\n1/2, 0:11 left\n"


def test_time_goes_on_while_nothing_is_done() -> None:
    terminal, clock = Terminal(), Clock()
    with Progress(4, stream=terminal, clock=clock) as progress:
        clock.now = 1.0
        progress.step("a.jpg")
        clock.now = 2.0
        progress.refresh()
    assert "1/4, 0:03 left" in terminal.getvalue() and "1/4, 0:06 left" in terminal.getvalue()


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_quiet_is_quiet(stream: io.StringIO) -> None:
    with Progress(9, quiet=True, stream=stream) as progress:
        progress.step("a.jpg")
    assert stream.getvalue() == ""


def test_a_name_stays_on_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    for name, shown in (
        ("a\nb\x1b[31m.jpg", r"a\nb\x1b[31m.jpg"),
        ("写" * 40, "写" * 9),
        ("e\u0301" * 40, "e\u0301" * 18),
    ):
        terminal = Terminal()
        with Progress(2, stream=terminal, clock=Clock()) as progress:
            progress.step("a")
            progress.step(name)
        assert terminal.getvalue().split("\r")[-2] == f"{'━' * 24} 2/2, 0:00 left  {shown}\x1b[K"


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (59.6, "1:00"), (125, "2:05"), (3725, "1:02:05")])
def test_clock(seconds: float, text: str) -> None:
    assert format_seconds(seconds) == text
