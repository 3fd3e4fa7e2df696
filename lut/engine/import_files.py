"""Import: list, preview and store looks from files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..boundary import explain_errors
from ..errors import LutError
from ..formats.pack import NO_LUT
from ..looks.importing import Offer, read_offers, write_new_file
from ..looks.space_suggestion import Suggestion, suggest_space
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
        self.offers: list[tuple[Path, Offer]] = []
        self.failed: list[str] = []
        for file in map(Path, files):
            try:
                found = read_offers(file)
            except LutError as error:
                self.failed.append(str(error))
                continue
            self.offers += [(folders.user_looks() / found.folder, offer) for offer in found.looks]
            self.failed += [f"{file}: {name}: {reason}" for name, reason in found.skipped.items() if reason != NO_LUT]

    def list_offers(self) -> list[dict[str, Any]]:
        """List each look's name and pack, and whether the folder has it already (importing.py says the states)."""
        found = []
        for folder, offer in self.offers:
            try:
                with explain_errors(offer.source):
                    state = offer.state(folder)
            except LutError as error:
                state = "broken"
                self.failed.append(str(error))
            pack = "" if folder == folders.user_looks() else folder.name
            found.append({"name": Path(offer.name).stem, "pack": pack, "source": offer.source, "state": state})
        return found

    def make_draft(self, number: int) -> Draft:
        """Return the look of that number, to try.  Raises LutError."""
        offer = self.find_offer(number)[1]
        with explain_errors(offer.source):
            found = offer.parse(offer.data())
            return Draft(found, found.notes) if isinstance(found, Lut) else Draft(found.bake(), look=found)

    def suggest_space(self, number: int) -> Suggestion | None:
        """Suggest the space that a LUT of that number is made for; None for a recipe.  Raises LutError."""
        offer = self.find_offer(number)[1]
        with explain_errors(offer.source):
            found = offer.parse(offer.data())
            return suggest_space(found, Path(offer.name).stem) if isinstance(found, Lut) else None

    def store(self, numbers: Iterable[int]) -> dict[str, list[str]]:
        """Put looks into the folder.  Return what was written, what was there, and a sentence for each that failed."""
        written: list[Path] = []
        known: list[Path] = []
        failed: list[str] = []
        for number in numbers:
            folder, offer = self.find_offer(number)
            try:
                self.make_draft(number)  # what cannot be read is not stored
                with explain_errors(offer.source):
                    data = offer.data()
                target, there = write_new_file(folder, offer.name, data, written)
            except LutError as error:
                failed.append(str(error))
            except OSError as error:
                failed.append(f"{error.filename or folder}: {error.strerror or error}")
                break  # the disk: the others would say the same
            else:
                (known if there else written).append(target)
        return {"written": [*map(str, written)], "known": [*map(str, known)], "failed": failed}

    def find_offer(self, number: int) -> tuple[Path, Offer]:
        if not 0 <= number < len(self.offers):
            raise ProtocolError(f"engine: expected one of {len(self.offers)} offers, found number {number}")
        return self.offers[number]
