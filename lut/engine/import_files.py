"""Import: list, preview and store looks from files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..boundary import explain_errors
from ..errors import LutError
from ..formats.collection import NO_LUT
from ..looks.importing import Offer, read_offers
from ..looks.lut_space import parse_lut_space
from ..looks.space_suggestion import Suggestion, suggest_space
from ..looks.storing import SAME, WRITTEN, Store
from ..shared import folders
from ..table import Lut
from .creation import Draft
from .messages import ProtocolError


class ImportOffers:
    """The looks that files bring, by number.

    failed: a sentence for each file without a look, and for each broken LUT of a pack; a pack's other files (pictures,
    texts) have none.
    """

    def __init__(self, files: Iterable[str]) -> None:
        self.offers: list[Offer] = []
        self.failed: list[str] = []
        self.opened: Store | None = None  # for all that is stored, a few at a time
        for file in map(Path, files):
            try:
                found = read_offers(file)
            except LutError as error:
                self.failed.append(str(error))
                continue
            self.offers += found.looks
            self.failed += [f"{file}: {name}: {reason}" for name, reason in found.skipped.items() if reason != NO_LUT]

    def list_offers(self) -> list[dict[str, Any]]:
        """List each look's name and pack, and whether the folder has it already (storing.py says the states)."""
        found = []
        store = Store(folders.user_looks())
        for offer in self.offers:
            try:
                with explain_errors(offer.source):
                    state = store.find_state(offer)
            except LutError as error:
                state = "broken"
                self.failed.append(str(error))
            pack = " / ".join(offer.place.parent.parts)
            found.append({"name": offer.place.stem, "pack": pack, "source": offer.source, "state": state})
        return found

    def make_draft(self, number: int) -> Draft:
        """Return the look of that number, to try.  Raises LutError."""
        offer = self.find_offer(number)
        with explain_errors(offer.source):
            found = offer.parse(offer.data())
            return Draft(found, found.notes) if isinstance(found, Lut) else Draft(found.bake(), look=found)

    def suggest_space(self, number: int) -> Suggestion | None:
        """Suggest the space that a LUT of that number is made for; None for a recipe.  Raises LutError."""
        offer = self.find_offer(number)
        with explain_errors(offer.source):
            found = offer.parse(offer.data())
            return suggest_space(found, offer.place.stem) if isinstance(found, Lut) else None

    def store(self, numbers: Iterable[int], lut_space: str | None = None) -> dict[str, list[str]]:
        """Put looks into the folder.  lut_space: that their LUTs are made for, as protocol.py has it.

        Return what was written, what was there (under another name: with that name), and a sentence for each that
        failed.
        """
        answer: dict[str, list[str]] = {"written": [], "known": [], "same": [], "failed": []}
        if self.opened is None:
            self.opened = Store(folders.user_looks())
            self.opened.read_tables()
        self.opened.space = parse_lut_space(lut_space) if lut_space else None
        for offer in map(self.find_offer, numbers):
            try:
                stored = self.opened.put(offer)
            except LutError as error:
                answer["failed"].append(str(error))
            except OSError as error:
                answer["failed"].append(f"{error.filename or self.opened.base}: {error.strerror or error}")
                break  # the disk: the others would say the same
            else:
                key = {WRITTEN: "written", SAME: "same"}.get(stored.state, "known")
                answer[key].append(str(stored.path))
        self.opened.facts.save()
        return answer

    def find_offer(self, number: int) -> Offer:
        if not 0 <= number < len(self.offers):
            raise ProtocolError(f"engine: expected one of {len(self.offers)} offers, found number {number}")
        return self.offers[number]
