"""What depends on the system in messages: its own words for an error, and what stands between folders."""

from __future__ import annotations

from pathlib import Path


def missing_file() -> str:
    """The system's words for a file that is not there, such as "No such file or directory"."""
    try:
        Path("no such file").stat()
    except FileNotFoundError as error:
        return str(error.strerror)
    raise AssertionError("there is a file called 'no such file'")


MISSING = missing_file()


def native(pattern: str) -> str:
    """A regular expression in which each / stands for what a system has between folders."""
    return pattern.replace("/", r"[/\\]")
