"""Machines that detection can be asked about without running on them."""

from __future__ import annotations

from pathlib import PurePath, PurePosixPath, PureWindowsPath

from plugin.installer.machine import Machine


def machine(
    system: str, paths: str, versions: dict[str, str] | None = None, home: str = "", **environment: str
) -> Machine:
    """A machine with these paths, one a line, and these answers to ``--version`` by path.

    A program that is asked must be one of the paths: asking another fails the test.
    """
    kind = PureWindowsPath if system == "win32" else PurePosixPath
    known: set[PurePath] = set()
    for line in filter(None, map(str.strip, paths.splitlines())):
        known |= {kind(line), *kind(line).parents}
    answers = {kind(path): version for path, version in (versions or {}).items()}
    assert answers.keys() <= known, f"not among the paths: {answers.keys() - known}"

    def names(folder: PurePath) -> list[str]:
        return sorted(path.name for path in known if path.parent == folder and path != folder)

    def version(program: PurePath) -> str | None:
        assert program in known, f"{program} is asked, but does not exist"
        return answers.get(program)

    homes = {"linux": "/home/ann", "darwin": "/Users/ann", "win32": r"C:\Users\ann"}
    return Machine(system, environment, kind(home or homes[system]), names, version)
