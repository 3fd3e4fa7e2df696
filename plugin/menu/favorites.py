"""The user's favorite looks, and those that were used last."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lut.shared.atomic_write import write_atomically

from ..engine.json_input import NotUnderstood, is_text, read_object

RECENT = 8


@dataclass(frozen=True)
class Shelf:
    """Looks by their ids: favorites in the order in which they became that, recent ones with the latest first."""

    favorites: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()

    def toggled(self, look: str) -> Shelf:
        """Make the look a favorite, or no longer."""
        without = tuple(other for other in self.favorites if other != look)
        return replace(self, favorites=without if look in self.favorites else (*without, look))

    def used(self, look: str) -> Shelf:
        """Make the look the latest one."""
        others = (other for other in self.recent if other != look)
        return replace(self, recent=(look, *others)[:RECENT])

    def renamed(self, names: Mapping[str, str]) -> Shelf:
        """Call looks by their present ids.  names: these by former ones."""
        now = [tuple(dict.fromkeys(names.get(look, look) for look in kept)) for kept in (self.favorites, self.recent)]
        return Shelf(*now)


def remember_use(look: str, path: Path) -> None:
    """Make the look the latest one of those that were kept."""
    save_shelf(load_shelf(path).used(look), path)


def load_shelf(path: Path) -> Shelf:
    """Read what was kept, as far as it can be understood; an empty shelf where there is nothing."""
    try:
        kept = read_object(path.read_bytes())
    except (OSError, NotUnderstood):
        return Shelf()
    return Shelf(keep_texts(kept.get("favorites")), keep_texts(kept.get("recent"))[:RECENT])


def keep_texts(found: Any) -> tuple[str, ...]:
    """Keep the texts in what should be a list of them, each once."""
    return tuple(dict.fromkeys(filter(is_text, found))) if isinstance(found, list) else ()


def save_shelf(shelf: Shelf, path: Path) -> None:
    """Write the shelf; where that cannot be, it is as it was the next time."""
    text = json.dumps({"favorites": shelf.favorites, "recent": shelf.recent})
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode())
