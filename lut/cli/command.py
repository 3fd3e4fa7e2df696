"""What a command is, and the kinds of argument that several of them take."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass

MOST_LETTERS = (
    259  # of a path, where long ones are not switched on (MAX_PATH of the Windows API without the final zero)
)


@dataclass(frozen=True)
class Command:
    """``camera-looks NAME``.

    summary: a few words for the list of commands.  description: what its own help says first.
    examples: command lines for the end of its help.  arguments: declares them.  run: returns the exit code.
    """

    name: str
    summary: str
    description: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    examples: str = ""


def share(text: str) -> float:
    """A strength: 0 to 1, or 0% to 100%."""
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"expected a number from 0 to 1, or from 0% to 100%, found {text!r}")
    return value


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number between those two."""

    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise argparse.ArgumentTypeError(f"expected a whole number from {low} to {high}, found {text!r}")
        return int(text)

    return number


def sentence(error: BaseException) -> str:
    """What went wrong, for a person."""
    if isinstance(error, MemoryError):
        return "There is not enough memory for this picture."
    if (
        isinstance(error, FileNotFoundError)
        and sys.platform == "win32"
        and len(str(error.filename or "")) > MOST_LETTERS
    ):
        return f"{error.filename}: Windows finds no file by a path of more than {MOST_LETTERS} letters"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
