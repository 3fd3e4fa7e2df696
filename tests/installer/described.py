"""Machines that detection can be asked about without running on them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from plugin.installer.detect import Survey
from plugin.installer.machine import Machine

PROGRAM_FILES = r"C:\Program Files"
LOCAL = r"C:\Users\ann\AppData\Local"
ROAMING = r"C:\Users\ann\AppData\Roaming"


def machine(
    system: str,
    paths: str,
    versions: dict[str, str] | None = None,
    home: str = "",
    listed: Sequence[str] = (),
    held_back: Sequence[str] = (),
    **environment: str,
) -> Machine:
    """A machine with these paths, one a line, and these answers to ``--version`` by path or command.

    listed: folders in the system's list of programs.  held_back: programs that were downloaded and not opened.
    A program that is asked must be one of the paths, or a command with an answer: asking another fails the test.
    """
    kind = PureWindowsPath if system == "win32" else PurePosixPath
    known: set[PurePath] = set()
    for line in filter(None, map(str.strip, paths.splitlines())):
        known |= {kind(line), *kind(line).parents}
    answers = versions or {}
    programs = {kind(command) for command in answers if " run " not in command}
    assert programs <= known, f"not among the paths: {programs - known}"

    def names(folder: PurePath) -> list[str]:
        return sorted(path.name for path in known if path.parent == folder and path != folder)

    def version(command: Sequence[str]) -> str | None:
        words = " ".join(command)
        assert words in answers or kind(words) in known, f"{words} is asked, but does not exist"
        return next((answer for known, answer in answers.items() if kind(known) == kind(words)), None)

    homes = {"linux": "/home/ann", "darwin": "/Users/ann", "win32": r"C:\Users\ann"}
    folders = [kind(folder) for folder in listed]
    return Machine(
        system,
        environment,
        kind(home or homes[system]),
        names,
        version,
        lambda: folders,
        lambda program: str(program) in held_back,
    )


def found(answer: Survey) -> list[tuple[str, str, str]]:
    return [(str(gimp)[5:], " ".join(gimp.command), str(gimp.profile)) for gimp in answer.gimps]
