"""Import: store looks in the user's folder.

Nothing that is there is replaced, and no LUT is stored twice: one whose table is there under another name, for the same
color space, is told.
Each file is whole or not there, so an import that was interrupted goes on when it is started again.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..boundary import explain_errors
from ..errors import LutError, LutFormatError
from ..language import _
from ..table import Lut
from .file_facts import FileFacts, digest_lut
from .importing import Offer
from .own_looks import RECIPE, find_candidates

if TYPE_CHECKING:
    from .lut_space import LutSpace

UNFIT = (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL)  # of a name that the file system does not take
MOST = 1000  # names that are tried for a file
NEW, KNOWN, TAKEN = "new", "known", "taken"
WRITTEN, SAME = "written", "same"


@dataclass(frozen=True)
class Stored:
    """What became of an offer.

    state: WRITTEN; KNOWN where the same file was there; SAME where its table was there under another name.  path: of
    that file.
    """

    state: str
    path: Path
    notes: tuple[str, ...] = ()


class Store:
    """A folder to import looks into.  space: that all LUTs are made for, sRGB by default."""

    def __init__(self, base: Path, space: LutSpace | None = None) -> None:
        self.base = base
        self.space = space
        self.facts = FileFacts()
        self.tables: dict[str, list[Path]] = {}
        self.written: set[Path] = set()

    def read_tables(self) -> None:
        """Read the LUTs that are there, but for those that were read before, to tell duplicates."""
        for path in find_candidates(self.base):
            if path.suffix.lower() != RECIPE:
                try:
                    with explain_errors(path):
                        self.tables.setdefault(self.facts.read(path).table, []).append(path)
                except LutError:  # which the catalog tells
                    continue

    def find_state(self, offer: Offer) -> str:
        """Return NEW; KNOWN where the same file is in the folder; TAKEN where another one has its name.

        Raises LutError.
        """
        place = self.base / offer.place
        if not place.exists():
            return NEW
        return KNOWN if has_content(place, offer.data()) else TAKEN

    def put(self, offer: Offer) -> Stored:
        """Store a look, unless it is there; a LUT with the recipe that keeps its space.

        Raises LutFormatError for one that is broken, or whose name can't be had; OSError for what would stop any file.
        """
        if self.space is None or offer.place.suffix.lower() == RECIPE:
            return self._put(offer)
        from .space_recipe import refuse_other_recipe, write_space_recipe

        place = self.base / offer.place
        if not place.exists():
            refuse_other_recipe(place)
        stored = self._put(offer)
        written = write_space_recipe(stored.path, self.space)
        return replace(stored, state=WRITTEN) if written else stored

    def _put(self, offer: Offer) -> Stored:
        place = self.base / offer.place
        with explain_errors(offer.source):
            data = offer.data()
            if offer.base is None and has_content(place, data):
                return Stored(KNOWN, place)
            found = offer.parse(data)
        if not isinstance(found, Lut):
            return self._put_recipe(offer, data)
        from ..formats.recent import Stamp

        digest = digest_lut(found)
        same = self.find_same(digest, place)
        if same is not None:
            known = same not in self.written and same.parent == place.parent and has_content(same, data)
            return Stored(KNOWN if known else SAME, same, found.notes)
        target, there = write_new_file(place, data)
        self.facts.keep(target, found, digest, Stamp.of(target.stat()))
        self.tables.setdefault(digest, []).append(target)
        self.written.add(target)
        return Stored(KNOWN if there else WRITTEN, target, found.notes)

    def find_same(self, digest: str, place: Path) -> Path | None:
        """Return a file with that table for the same color space, or the one that has the name; None without any."""
        from .space_recipe import keeps_space

        there = (path for path in self.tables.get(digest, ()) if path.exists())
        return next((path for path in there if path == place or keeps_space(path, self.space)), None)

    def _put_recipe(self, offer: Offer, data: bytes) -> Stored:
        """Store a recipe; with its table, both under the names by which the one knows the other."""
        place = self.base / offer.place
        if offer.base is None:
            target, there = write_new_file(place, data)
            self.written.add(target)
            return Stored(KNOWN if there else WRITTEN, target)
        with explain_errors(offer.source):
            base = offer.base[1]()
        parts = ((place.with_name(offer.base[0]), base), (place, data))
        for path, content in parts:
            if path.exists() and not has_content(path, content):
                raise LutFormatError(offer.source, None, _("another file has its name: {path}").format(path=path))
        were_there = [write_new_file(path, content)[1] for path, content in parts]
        self.written.update(path for path, _content in parts)
        return Stored(KNOWN if all(were_there) else WRITTEN, place)


@contextmanager
def open_store(base: Path, space: LutSpace | None = None) -> Iterator[Store]:
    """Open a folder to import looks into.  What was learned of its files is kept, after an interruption as well."""
    store = Store(base, space)
    try:
        store.read_tables()
        yield store
    finally:
        store.facts.save()


def write_new_file(place: Path, data: bytes) -> tuple[Path, bool]:
    """Write a file under that name, or with a number if there is another one: where it is, and whether it was there.

    Raises LutFormatError for a name that can't be had, OSError for what would stop any file.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        return write_file(place, data)
    except OSError as error:
        if error.errno not in UNFIT:
            raise
        sentence = _("cannot be written: {reason}").format(reason=error.strerror)
        raise LutFormatError(place, None, sentence) from error


def write_file(place: Path, data: bytes) -> tuple[Path, bool]:
    from ..files.saving import save_file

    for number in range(1, MOST):
        target = place if number == 1 else place.with_name(f"{place.stem} ({number}){place.suffix}")
        try:
            target.open("xb").close()
        except FileExistsError:
            if has_content(target, data):
                return target, True
            continue
        try:
            save_file(data, target)
        except BaseException:
            target.unlink()
            raise
        return target, False
    raise LutFormatError(place, None, _("there are {count} files of that name").format(count=MOST))


def has_content(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
