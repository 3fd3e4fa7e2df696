"""Import: list, preview and store the looks from a file, which may be a LUT, a pack of them or a recipe.

A file is one look.  A pack, or a file of several LUTs, becomes a folder of looks that is named like it.  Nothing
that is there is replaced.
"""

from __future__ import annotations

import errno
import io
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..boundary import explain_errors
from ..errors import LutError, LutFormatError, RecipeError
from ..files.names import make_portable
from ..files.regular import read_bytes
from ..language import _
from ..table import Lut
from .look import Look
from .own_looks import RECIPE
from .recipe import read_recipe
from .recipe_text import MAX_BYTES, is_file_name

if TYPE_CHECKING:
    from ..formats.pack import Pack

LONGEST, MOST_BYTES = 100, 200  # characters and bytes of a name without its ending; file systems hold 255 bytes
UNFIT = (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL)  # of a name that the file system does not take
MOST = 1000  # names that are tried for a file
NEW, KNOWN, TAKEN = "new", "known", "taken"


@dataclass(frozen=True)
class Offer:
    """A look that can be stored.

    source: what messages call it.  inner: its name in a pack or in a file of several, else "".  name: of the file that
    it becomes.  data: that file's bytes.  parse: them → a LUT or a recipe's look.  The last two raise LutError.
    """

    source: str
    inner: str
    name: str
    data: Callable[[], bytes]
    parse: Callable[[bytes], Lut | Look]

    def state(self, folder: Path) -> str:
        """NEW; KNOWN where the same file is in the folder; TAKEN where another one has its name.  Raises LutError."""
        place = folder / self.name
        if not place.exists():
            return NEW
        return KNOWN if has_content(place, self.data()) else TAKEN


@dataclass
class Offers:
    """The looks in a file.  folder: inside that of the looks, or "".  skipped: by name, why one is not offered."""

    folder: str
    looks: list[Offer] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)


def read_offers(file: Path) -> Offers:
    """List the looks in a file; most are parsed when asked for.  Raises LutFormatError."""
    from ..formats import PACK, find_format, pack, read_contents

    with explain_errors(file):
        if file.suffix.lower() == RECIPE:
            data = read_bytes(file, MAX_BYTES)
            name = safe_name(file.stem) + RECIPE
            return Offers("", [Offer(str(file), "", name, lambda: data, lambda data: parse_recipe(file))])
        kind, data = read_contents(file)[:2]
        if kind is PACK:
            return read_pack(file, pack.Pack(io.BytesIO(data), find_format))
        luts = kind.read_all(data) if kind.read_all is not None else {}
        if len(luts) > 1:
            return Offers(safe_name(file.stem), list(split_luts(luts, str(file))))
        name = safe_name(file.stem) + file.suffix
        return Offers("", [Offer(str(file), "", name, lambda: data, kind.read)])


def read_pack(file: Path, opened: Pack) -> Offers:
    result = Offers(safe_name(file.stem), skipped=opened.skipped)
    for name, kind in opened.luts():
        luts: Mapping[str, Lut] = {}
        if kind.read_all is not None:
            try:
                with explain_errors():
                    luts = kind.read_all(opened.contents(name))
            except LutError as error:
                result.skipped[str(name)] = str(error)
                continue
        if len(luts) > 1:
            result.looks += split_luts(luts, str(file), str(name.with_suffix("")))
        else:
            data = partial(opened.contents, name)
            result.looks.append(Offer(f"{file}: {name}", str(name), flatten_name(name), data, kind.read))
    return result


def split_luts(luts: Mapping[str, Lut], source: str, stem: str = "") -> Iterator[Offer]:
    """Convert each LUT of a file that holds several to a .cube file.  stem: of the file, where it lies in a pack."""
    from ..formats import cube

    for inner in luts:
        name = f"{stem}/{inner}" if stem else inner
        file = flatten_name(PurePosixPath(name + ".cube"))
        yield Offer(f"{source}: {name}", name, file, partial(convert_to_cube, luts, inner), cube.FORMAT.read)


def convert_to_cube(luts: Mapping[str, Lut], name: str) -> bytes:
    from ..formats import cube

    assert cube.FORMAT.write is not None
    return cube.FORMAT.write(luts[name])


def parse_recipe(file: Path) -> Look:
    """Return the look of a recipe that needs no other file."""
    look = read_recipe(file)
    if look.base is not None and is_file_name(look.base.name):
        sentence = _("starts from {base}: put both files into the folder of your looks")
        raise RecipeError(file, None, sentence.format(base=look.base.name))
    return look


def flatten_name(name: PurePosixPath) -> str:
    """Return a file's name for a folder without folders: ``Film/Warm.cube`` is ``Film - Warm.cube``."""
    return safe_name(" - ".join(name.with_suffix("").parts)) + name.suffix.lower()


def safe_name(name: str) -> str:
    """Return a name that every system takes, without ending."""
    return make_portable(make_portable(name)[:LONGEST].encode()[:MOST_BYTES].decode(errors="ignore")) or "LUT"


def write_new_file(folder: Path, name: str, data: bytes, own: Container[Path] = ()) -> tuple[Path, bool]:
    """Write a file under that name, or with a number if there is another one: where it is, and whether it was there.

    own: files that this import has written: the same look twice is two.  Raises LutFormatError for a name that can't
    be had, OSError for what would stop any file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return write_file(folder, name, data, own)
    except OSError as error:
        if error.errno not in UNFIT:
            raise
        sentence = _("cannot be written: {reason}").format(reason=error.strerror)
        raise LutFormatError(folder / name, None, sentence) from error


def write_file(folder: Path, name: str, data: bytes, own: Container[Path]) -> tuple[Path, bool]:
    from ..files.saving import save_file

    path = Path(name)
    for number in range(1, MOST):
        target = folder / (name if number == 1 else f"{path.stem} ({number}){path.suffix}")
        try:
            target.open("xb").close()
        except FileExistsError:
            if target not in own and has_content(target, data):
                return target, True
            continue
        try:
            save_file(data, target)
        except BaseException:
            target.unlink()
            raise
        return target, False
    raise LutFormatError(folder / name, None, _("there are {count} files of that name").format(count=MOST))


def has_content(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
