"""The looks that are pinned to be compared: their letters, the way through them, and what is shown beside each other.

A look and its settings make up a ``Version``.  Up to ``MOST`` are pinned, with the letters A, B and C.  What the dialog
shows and is not pinned has the letter behind theirs; it is kept while one looks at a pinned one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST = 3
LETTERS = "ABCD"


@dataclass(frozen=True, eq=False)
class Version:
    """A look with its settings.  name: for people;  job: the engine's;  settings: the dialog's, by their names."""

    name: str
    job: Mapping[str, Any]
    own_numbers: bool
    settings: Mapping[str, Any]

    def is_same(self, other: Version) -> bool:
        return dict(self.settings) == dict(other.settings)


@dataclass
class PinnedLooks:
    """now: what the dialog shows.  loose: what it showed last that is not pinned."""

    pinned: list[Version] = field(default_factory=list)
    now: Version | None = None
    loose: Version | None = None

    def take(self, now: Version) -> None:
        """Take what the dialog shows now: one that is known already, where nothing has changed."""
        known = self.all()
        place = self._place(now, known)
        if place is not None and dict(known[place].job) == dict(now.job):
            now = known[place]
        self.now = now
        if place is not None and place < len(self.pinned):
            self.pinned[place] = now  # its job depends on where the result goes, too
        else:
            self.loose = now

    @property
    def is_pinned(self) -> bool:
        """True if what the dialog shows is pinned."""
        return self.now in self.pinned

    @property
    def takes_more(self) -> bool:
        return len(self.pinned) < MOST

    def toggle(self) -> None:
        """Pin what the dialog shows, as far as there is room; or unpin it."""
        if self.now is None:
            return
        if self.now in self.pinned:
            self.pinned.remove(self.now)
            self.loose = self.now
        elif self.takes_more:
            self.pinned.append(self.now)
            self.loose = None

    def all(self) -> list[Version]:
        """List the pinned ones, and the one that is not."""
        return [*self.pinned, *([self.loose] if self.loose is not None else [])]

    def next(self) -> Version | None:
        """Return the one behind what the dialog shows, around; None if there is no other."""
        versions = self.all()
        if self.now is None or len(versions) < 2:
            return None
        return versions[(versions.index(self.now) + 1) % len(versions)]

    def side_by_side(self) -> list[Version | None]:
        """List two or four to see beside each other: all, and None for the original in the room that is left."""
        versions: list[Version | None] = [*self.all()]
        return versions if len(versions) in (2, 4) else [None, *versions]

    def title_of(self, version: Version) -> str:
        """Return the name with the letter; the bare name while nothing is pinned."""
        return f"{LETTERS[self.all().index(version)]} · {version.name}" if self.pinned else version.name

    @staticmethod
    def _place(version: Version, versions: list[Version]) -> int | None:
        return next((place for place, each in enumerate(versions) if each.is_same(version)), None)


def best_columns(count: int, room: tuple[int, int], picture: tuple[int, int]) -> int:
    """Return in how many columns so many pictures are largest in a room: as many in each row."""
    sizes = {
        columns: min(room[0] / columns / picture[0], room[1] / (count // columns) / picture[1])
        for columns in range(count, 0, -1)
        if count % columns == 0
    }
    return max(sizes, key=lambda columns: sizes[columns])
