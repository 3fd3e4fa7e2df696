"""Say what happens: a line per thing, and progress for what takes long."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

WIDTH = 9
SLOW_SECONDS = 2.0


class Report:
    """Lines such as ``Engine    /usr/bin/python3 with numpy 2.2.4 and Pillow 11.1.0``."""

    def __init__(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(errors="replace")  # a terminal without ▸ or × shows a ? instead

    def say(self, text: str = "") -> None:
        print(text, flush=True)

    def line(self, label: str, text: str) -> None:
        self.say(f"{label:<{WIDTH}} {text}")

    def fail(self, sentence: str, code: int = 1) -> int:
        sys.stdout.flush()
        print(f"\ninstall.py: {sentence}", file=sys.stderr, flush=True)
        return code

    def agree(self, question: str) -> bool:
        """Ask on a terminal; nobody is there to agree elsewhere."""
        if not (sys.stdin is not None and sys.stdin.isatty()):
            return False
        print(f"{question} [Y/n] ", end="", flush=True)
        return sys.stdin.readline().strip().lower() in ("", "y", "yes")

    @contextlib.contextmanager
    def step(self, label: str, doing: str) -> Iterator[Callable[[str], None]]:
        """Something that takes time: ``with report.step("Engine", "making it") as done: …; done("made")``."""
        began = time.monotonic()
        print(f"{label:<{WIDTH}} {doing} …", end="", flush=True)
        outcome = ["done"]
        try:
            yield lambda text: outcome.__setitem__(0, text)
        except BaseException:
            self.say(" failed")
            raise
        seconds = time.monotonic() - began
        self.say(f" {outcome[0]}" + (f" ({seconds:.0f} s)" if seconds >= SLOW_SECONDS else ""))


def short(path: Path | str) -> str:
    """A path as people write it: below the current folder or with ~ for the home folder."""
    text = str(path)
    for base, instead in ((Path.cwd(), ""), (Path.home(), "~/")):
        prefix = str(base).rstrip(os.sep) + os.sep
        if text.startswith(prefix) and prefix != os.sep:
            return instead + text[len(prefix) :]
    return text
