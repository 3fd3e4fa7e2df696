"""Line numbers of keys and values in a TOML text, which a TOML parser does not tell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from typing import NoReturn

from ..errors import RecipeError
from .recipe_text import parse_toml

Place = tuple[str | int, ...]  # ("look", 0, "steps", 2, "tone", "mid"): keys, and positions in lists

DEEPEST = 16  # brackets within brackets, and parts of a dotted key; parsers of TOML are recursive
MOST = 20_000  # keys and list items; the library's longest recipe has 400
BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
SPACE = re.compile(r"[ \t]*")
BARE = re.compile(r"[A-Za-z0-9_-]+")
STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}|'
    + r"'''(?:[^']|'{1,2}(?!'))*'{3,5}|"
    + r'"(?:[^"\\\n]|\\.)*"|'
    + r"'[^'\n]*'",
    re.DOTALL,
)
SCALAR = re.compile(r"[^,\]}\n#]*")


class LostError(Exception):
    """Raised where the text is not TOML any more; the parser says why."""


def find_lines(text: str) -> dict[Place, int]:
    """Return the line, counted from 1, of every key and list item; what follows a mistake in the TOML is left out.

    Raises RecipeError, without a path, for what cannot be parsed safely or in time: too many keys, or too deep.
    """
    walk = Walk(text)
    with suppress(LostError):
        walk.document()
    return walk.lines


def nearest_line(known: dict[Place, int], place: Place) -> int | None:
    """Return the line of a place, or of what it is in; None for the whole document."""
    while place and place not in known:
        place = place[:-1]
    return known.get(place)


class Walk:
    """Walks through a text and notes the lines of what it passes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Place, int] = {}
        self.noted = 0
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.counts: dict[Place, int] = {}  # of tables so far, by array of tables

    @property
    def line(self) -> int:
        return bisect_right(self.starts, self.at)

    def document(self) -> None:
        table: Place = ()
        while self.skip(BLANK):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table, 0)

    def skip(self, what: re.Pattern[str]) -> bool:
        """Skip what matches.  Return True if anything is left."""
        found = what.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at < len(self.text)

    def take(self, what: str) -> bool:
        """Skip that text.  Return True if it was here."""
        here = self.text.startswith(what, self.at)
        self.at += len(what) * here
        return here

    def need(self, what: str) -> None:
        self.skip(SPACE)
        if not self.take(what):
            raise LostError

    def match(self, what: re.Pattern[str]) -> str:
        found = what.match(self.text, self.at)
        if found is None:
            raise LostError
        self.at = found.end()
        return found[0]

    def note(self, place: Place, line: int, parts: int = 1) -> None:
        """Return the line of a place, and of the tables above it that its last parts have opened."""
        self.noted += 1
        if self.noted > MOST:
            raise RecipeError("", line, f"expected at most {MOST:,} keys and values, found more")
        for length in range(len(place) - parts + 1, len(place) + 1):
            self.lines.setdefault(place[:length], line)

    def header(self) -> Place:
        """``[a.b]`` or ``[[a.b]]``: the place of that table."""
        line = self.line
        self.take("[")
        array = self.take("[")
        *above, last = self.key()
        self.need("]]" if array else "]")
        place: Place = ()
        for part in above:
            place = self.current((*place, part))
        place = (*place, last)
        if array:
            self.counts[place] = self.counts.get(place, 0) + 1
        place = self.current(place)
        self.note(place, line, len(place))
        return place

    def current(self, place: Place) -> Place:
        """Return a place; in an array of tables, its last one's."""
        return (*place, self.counts[place] - 1) if place in self.counts else place

    def key(self) -> tuple[str, ...]:
        """Return the parts of ``a."b c".d``."""
        parts: list[str] = []
        while len(parts) < DEEPEST:
            self.skip(SPACE)
            quoted = self.text.startswith(('"', "'"), self.at)
            parts.append(unquoted(self.match(STRING)) if quoted else self.match(BARE))
            self.skip(SPACE)
            if not self.take("."):
                return tuple(parts)
        self.fail()

    def pair(self, table: Place, depth: int) -> None:
        line = self.line
        parts = self.key()
        self.need("=")
        place = (*table, *parts)
        self.note(place, line, len(parts))
        self.skip(SPACE)
        self.value(place, depth)

    def value(self, place: Place, depth: int) -> None:
        if depth > DEEPEST:
            self.fail()
        if self.take("["):
            for index in self.items("]"):
                self.note((*place, index), self.line)
                self.value((*place, index), depth + 1)
        elif self.take("{"):
            for _ in self.items("}"):
                self.pair(place, depth + 1)
        elif self.text.startswith(('"', "'"), self.at):
            self.match(STRING)
        else:
            self.match(SCALAR)

    def items(self, end: str) -> Iterator[int]:
        """Stop at each item between brackets, and pass the closing one."""
        index = 0
        while self.skip(BLANK) and not self.take(end):
            yield index
            index += 1
            self.skip(BLANK)
            if not self.take(","):
                if not self.take(end):
                    raise LostError
                return

    def fail(self) -> NoReturn:
        raise RecipeError("", self.line, f"expected at most {DEEPEST} keys or brackets within each other, found more")


def unquoted(text: str) -> str:
    try:
        return str(parse_toml(f"key = {text}")["key"])
    except ValueError:
        raise LostError from None
