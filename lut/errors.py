"""What can go wrong, each as one sentence that a person can act on."""

from __future__ import annotations

from os import PathLike, fspath


class LutError(ValueError):
    """Any failure this library explains; ``str(error)`` is the sentence to show."""


class LutFormatError(LutError):
    """A file that is not understood: where, what was expected, what was found.

    ``path`` and ``line`` (counted from 1, or None for the whole file) stay as attributes, and
    ``str(error)`` is ``film.cube:12: expected 3 numbers, found 2: '0.5 0.5'``.
    """

    def __init__(self, path: str | PathLike[str], line: int | None, sentence: str) -> None:
        self.path = fspath(path)
        self.line = line
        self.sentence = sentence
        where = self.path if line is None else f"{self.path}:{line}"
        super().__init__(f"{where}: {sentence}" if where else sentence)


class RecipeError(LutFormatError):
    """A recipe that is not understood: file, key, allowed range, what was found."""


class PixelError(LutError):
    """Pixels or settings that ``apply`` cannot work on."""
