"""Errors, each with one sentence that a person can act on."""

from __future__ import annotations

from os import PathLike, fsdecode
from typing import Any


class LutError(ValueError):
    """Any failure this library explains; ``str(error)`` is the sentence to show."""


class LutFormatError(LutError):
    """A file that is not understood: where, what was expected, what was found.

    ``path`` (empty while only text is known) and ``line`` (counted from 1, or None for the whole
    file) stay as attributes, and ``str(error)`` is ``film.cube:12: expected 3 numbers, found 2: '0.5 0.5'``.
    """

    def __init__(self, path: str | PathLike[str], line: int | None, sentence: str) -> None:
        self.path = fsdecode(path)
        self.line = line
        self.sentence = sentence
        if self.path:
            where = self.path if line is None else f"{self.path}:{line}"
        else:
            where = "" if line is None else f"line {line}"
        super().__init__(f"{where}: {sentence}" if where else sentence)

    def at(self, path: str | PathLike[str]) -> LutFormatError:
        """Return the same error for that file: parsers see text only, and leave the path to who opened it."""
        return type(self)(path, self.line, self.sentence)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as it was made, so that it crosses a process pool."""
        return type(self), (self.path, self.line, self.sentence)


class NoRoomError(LutFormatError):
    """A picture that takes more memory than there is for it now."""


class RecipeError(LutFormatError):
    """A recipe that is not understood: file, key, allowed range, what was found."""


class PixelError(LutError):
    """Pixels or settings that ``apply`` cannot work on."""
