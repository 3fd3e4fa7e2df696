"""A real GIMP's windows under Xvfb: keys, mouse, screenshots."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import gimps

from tests.waiting import HANG_SECONDS

SCREEN = "1400x900x24"
SEARCH = "Search Actions"
T = TypeVar("T")

# No question and no news between the start and the test.
GIMPRC = """\
(show-welcome-dialog no)
(check-updates no)
(restore-session no)
"""


@dataclass(frozen=True)
class Window:
    """A running GIMP with a screen of its own.  gimp: the same GIMP with DISPLAY set, for further programs."""

    gimp: gimps.RealGimp
    process: subprocess.Popen[str]
    log: Path
    verdict: Path | None

    def xdotool(self, *arguments: str | int) -> str:
        """Press keys, move the mouse, find windows: xdotool's own words, for example ``key``, ``Return``."""
        answer = self.gimp.call(["xdotool", *map(str, arguments)])
        if answer.returncode:
            raise gimps.ScriptError(f"xdotool {' '.join(map(str, arguments))}: {answer.stdout}")
        return answer.stdout.strip()

    def windows(self, name: str) -> list[str]:
        """The numbers of the visible windows whose title matches a regular expression."""
        while True:
            found = self.gimp.call(["xdotool", "search", "--onlyvisible", "--name", name]).stdout
            if "X Error" not in found:  # one was gone before xdotool had read its title
                return found.split()

    def find(self, name: str) -> str:
        """Wait for a window of that title and return its number."""
        return wait_for(lambda: self.windows(name)[-1:], f"a window {name!r}", self)[0]

    def focus(self, name: str) -> None:
        """Give a window the keyboard once it takes it: a dialog is there a moment before it is ready."""

        def taken() -> bool:
            found = self.windows(name)[-1:]
            return bool(found) and not self.gimp.call(["xdotool", "windowfocus", "--sync", *found]).returncode

        wait_for(taken, f"the keyboard in a window {name!r}", self)

    def search_action(self, words: str) -> None:
        """Run the first menu entry that GIMP's search finds; an image window has the keyboard."""
        self.xdotool("key", "slash")
        self.focus(SEARCH)
        self.xdotool("type", "--delay", "40", words)

        def taken() -> bool:
            """The list follows the typing a moment later, and Return does nothing until then."""
            if self.windows(SEARCH):
                self.xdotool("key", "Return")
            return not self.windows(SEARCH)

        wait_for(taken, f"the end of the search for {words!r}", self)

    def gone(self, name: str) -> None:
        """Wait until no window of that title is left."""
        wait_for(lambda: not self.windows(name), f"the end of the windows {name!r}", self)

    def screenshot(self, path: Path) -> Path:
        """Save what is on the screen; path lies in one of the test's temporary folders."""
        answer = self.gimp.call(["import", "-window", "root", path])
        if answer.returncode:
            raise gimps.ScriptError(f"no screenshot: {answer.stdout}")
        return path

    def outcome(self) -> gimps.Outcome:
        """Wait for the script that was started in this GIMP."""
        assert self.verdict is not None, "no script was given"
        verdict = self.verdict
        wait_for(lambda: verdict.exists() and verdict.read_text(encoding="utf-8"), "the script's end", self)
        return self.gimp.outcome(verdict, self.output())

    def output(self) -> str:
        """Everything that GIMP has printed so far."""
        return self.log.read_text(errors="replace", encoding="utf-8")


@contextlib.contextmanager
def opened(
    gimp: gimps.RealGimp, arguments: Sequence[str | Path], verdict: Path | None, gimprc: str = GIMPRC
) -> Iterator[Window]:
    """Start a screen and GIMP on it; both end with the block, and all that they started."""
    gimp.profile.mkdir(parents=True, exist_ok=True)
    (gimp.profile / "gimprc").write_text(gimprc, encoding="utf-8")
    log = gimp.base / f"window-{time.monotonic_ns()}.log"
    screen = gimp.start(["Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", SCREEN])
    try:
        assert screen.stdout is not None
        # It complains about every number that another screen has before it says the one that it took.
        said = []
        number = ""
        while not number.isdigit():
            if not (line := screen.stdout.readline()):
                raise gimps.ScriptError(f"no screen: {''.join(said)}")
            said.append(line)
            number = line.strip()
        here = gimp.at_home(gimp.home, DISPLAY=f":{number}")
        with log.open("w", encoding="utf-8") as output:
            process = here.start(["dbus-run-session", "--", *arguments], output)
        try:
            yield Window(here, process, log, verdict)
        finally:
            gimps.end(process)
    finally:
        gimps.end(screen)


def wait_for(happened: Callable[[], T], what: str, window: Window) -> T:
    """Look until something is so and return it; fail with GIMP's own words when it never is."""
    latest = time.monotonic() + HANG_SECONDS
    while not (found := happened()):
        if window.process.poll() is not None:
            raise gimps.ScriptError(f"GIMP ended while the test waited for {what}:\n{window.output()}")
        if time.monotonic() > latest:
            raise gimps.ScriptError(
                f"{what} did not come within {HANG_SECONDS:.0f} s; GIMP printed:\n{window.output()}"
            )
        time.sleep(0.1)
    return found
