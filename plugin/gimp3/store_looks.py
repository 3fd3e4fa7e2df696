"""Store the looks that files bring in the user's folder, and tell what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gi.repository import Gimp

from ..engine.client import Engine
from ..language import _
from .known_looks import PATIENCE, known_looks

AT_A_TIME = 5  # looks that the engine stores between two steps of the progress bar
MOST_NAMES = 8
KINDS = ("written", "known", "same", "failed")


@dataclass
class Stored:
    """The files of looks: new ones, those that were there, and those whose table was there under another name.

    failed: a sentence for each look that could not be stored.
    """

    written: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def describe(self) -> list[str]:
        """Tell it in sentences."""
        told = (
            (self.written, _("Imported: {names}.")),
            (self.known, _("Among your looks already: {names}.")),
            (self.same, _("Among your looks already, under other names: {names}.")),
        )
        sentences = [sentence.format(names=list_names(paths)) for paths, sentence in told if paths]
        return sentences + [_("Not imported: {failed}").format(failed="; ".join(self.failed))] * bool(self.failed)


def list_names(paths: Sequence[str]) -> str:
    names = [Path(path).stem for path in paths]
    return ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")


def store_looks(engine: Engine, chosen: Mapping[str, Sequence[int]], title: str) -> Stored:
    """Store looks by the numbers that the engine has offered them by.  chosen: these, by the looks' color space."""
    stored = Stored()
    Gimp.progress_init(title)
    tried, count = 0, sum(map(len, chosen.values()))
    for space, numbers in split_offers(chosen):
        answer = engine.request("import", offers=numbers, lut_space=space or None)
        for what in KINDS:
            getattr(stored, what).extend(answer[what])
        if sum(len(answer[what]) for what in KINDS) < len(numbers):
            break  # the disk is full: the others would say the same
        tried += len(numbers)
        Gimp.progress_update(tried / count)
    Gimp.progress_end()
    return stored


def split_offers(chosen: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, Sequence[int]]]:
    """Split the numbers of looks to store, by the space that they are made for, into a few at a time."""
    for space, numbers in chosen.items():
        for start in range(0, len(numbers), AT_A_TIME):
            yield space, numbers[start : start + AT_A_TIME]


def find_stored(engine: Engine, stored: Stored) -> list[str]:
    """Find the ids of looks that were stored; without any, of those that were there."""
    while engine.request("own", patience=PATIENCE)["waiting"]:
        pass
    ids = {file: look for look, entry in known_looks().items() for file in entry["files"] or ()}
    paths = stored.written or [*stored.known, *stored.same]
    return list(dict.fromkeys(ids[path] for path in paths if path in ids))
