"""LUT files, one module per format; only here are files opened."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from functools import partial
from os import PathLike
from pathlib import Path

from ..boundary import FAULTS, explain_errors
from ..errors import LutError, LutFormatError
from ..files.regular import check_regular, open_regular
from ..files.saving import save_file
from ..language import _
from ..table import Lut
from . import (
    cdl,
    clf,
    csp,
    cube,
    dcp,
    discreet1d,
    gmz,
    houdini,
    icc_lut,
    iridas_look,
    itx,
    pack,
    pandora,
    picture_files,
    spi1d,
    spi3d,
    spimtx,
    threedl,
    truelight,
    vf,
    vlt,
    xmp_profile,
)
from .archives import name_archive
from .format import HEAD_BYTES, Format, Several
from .recent import Recent, Stamp

__all__ = ["FORMATS", "Format", "read", "read_all", "write"]

PACK = pack.make_format(lambda place, head: find_format(place, head))
FORMATS: tuple[Format, ...] = (
    cube.FORMAT,
    threedl.FORMAT,
    csp.FORMAT,
    spi1d.FORMAT,
    spi3d.FORMAT,
    vf.FORMAT,
    itx.FORMAT,
    vlt.FORMAT,
    pandora.FORMAT,
    houdini.FORMAT,
    discreet1d.FORMAT,
    truelight.FORMAT,
    gmz.FORMAT,
    picture_files.FORMAT,
    icc_lut.FORMAT,
    xmp_profile.FORMAT,
    dcp.FORMAT,
    clf.FORMAT,
    cdl.FORMAT,
    spimtx.FORMAT,
    iridas_look.FORMAT,
    PACK,
)

RECENT = Recent()


def read(path: str | PathLike[str]) -> Lut:
    """Read a LUT file of any known format.

    The format is detected from the content, then from the extension. A file that has not changed is not parsed again.

    Parameters
    ----------
    path : str or PathLike
        A regular file; pipes and devices are refused.

    Returns
    -------
    Lut
        With the file's title, domain and shaper, or its operators. ``notes`` has a sentence for each thing that the
        LUT holds only nearly.

    Raises
    ------
    LutFormatError
        The file cannot be opened, is too large, or is not understood: ``film.cube:12: expected 3 numbers, found 2: …``.

    Examples
    --------
    >>> lut.write(lut.Lut.identity(5, title="No change"), "same.cube")
    >>> lut.read("same.cube")
    Lut(5³, title='No change')
    """
    place = Path(os.fsdecode(path))
    with explain_errors(place):
        return read_cached(place)


def read_all(path: str | PathLike[str]) -> Mapping[str, Lut]:
    """Read every LUT of a file: of a pack (.zip), or of a format that holds several.

    Parameters
    ----------
    path : str or PathLike
        A LUT file. One that holds a single LUT gives that one, under the file's name without its extension.

    Returns
    -------
    Mapping of str to Lut
        Each LUT is read when it is asked for. What a pack has besides LUTs is in a note of the first.

    Raises
    ------
    LutFormatError
        As ``read``; for one LUT of several, when that one is asked for.

    Examples
    --------
    >>> lut.write(lut.Lut.identity(5), "same.cube")
    >>> sorted(lut.formats.read_all("same.cube"))
    ['same']
    """
    place = Path(os.fsdecode(path))
    with explain_errors(place):
        kind, data = read_contents(place)[:2]
        found = {place.stem: kind.read(data)} if kind.read_all is None else kind.read_all(data)
    return Several({name or place.stem: partial(read_one, found, name, place) for name in found})


def read_one(found: Mapping[str, Lut], name: str, place: Path) -> Lut:
    with explain_errors(place):
        return found[name]


def read_cached(place: Path) -> Lut:
    name = str(place.absolute())
    status = place.stat()
    check_regular(place, status)
    known = RECENT.unchanged(name, Stamp.of(status))
    if known is not None:
        return known
    now = time.time_ns()
    kind, data, stamp = read_contents(place)
    lut = RECENT.same(name, stamp, data, now)
    if lut is None:
        lut = kind.read(data)
        RECENT.keep(name, stamp, lut, data, now)
    return lut


def read_contents(place: Path) -> tuple[Format, bytes, Stamp]:
    """Return a file's format and bytes, and its stamp when it was opened."""
    with open_regular(place) as file:
        stamp = Stamp.of(os.fstat(file.fileno()))
        kind = require_format(place, file.read(HEAD_BYTES))
        if stamp.size > kind.max_bytes:
            raise LutFormatError("", None, f"expected at most {kind.max_bytes:,} bytes, found {stamp.size:,}")
        file.seek(0)
        return kind, file.read(stamp.size), stamp


def read_comments(path: str | PathLike[str]) -> list[str]:
    """List the lines that a LUT file has for people: comments and descriptions.  Raises LutFormatError.

    Descriptions of the input and the output begin with "Input: " and "Output: ".
    """
    place = Path(os.fsdecode(path))
    with explain_errors(place), open_regular(place) as file:
        head = file.read(HEAD_BYTES)
        kind = require_format(place, head)
        return [] if kind.comments is None else kind.comments(head)


def require_format(place: Path, head: bytes) -> Format:
    """Find the format of a file that begins like this.  Raises LutFormatError where there is none."""
    kind = find_format(place, head)
    if kind is not None:
        return kind
    if archive := name_archive(head):
        sentence = _("expected a LUT file, found {archive}: unpack it, then import the folder")
        raise LutFormatError("", None, sentence.format(archive=archive))
    sentence = _("expected a LUT file ({known}), found the extension {extension!r} and other content")
    if not head:
        sentence = _("expected a LUT file ({known}), found an empty file")
    raise LutFormatError("", None, sentence.format(known=list_extensions(), extension=place.suffix))


def find_format(place: Path, head: bytes) -> Format | None:
    """Find the format of a file that begins like this; None if it is no LUT file."""
    by_name = find_by_extension(place)
    by_content = [kind for kind in FORMATS if sniffs(kind, head)]
    if by_content:
        return by_name if by_name in by_content else by_content[0]
    return by_name  # its reader says what is wrong


def sniffs(kind: Format, head: bytes) -> bool:
    """Return True if a file begins like this format.  Never raises: the other formats are asked as well."""
    try:
        return kind.sniff(head)
    except Exception as error:
        FAULTS.error("%s fails to recognize a file:", kind.name, exc_info=error)
        return False


def write(lut: Lut, path: str | PathLike[str], kind: str | None = None) -> None:
    """Write a LUT file, whole or not at all.

    Parameters
    ----------
    lut : Lut
        What to write. Of operators, the nearest table: the notes of ``lut.as_table`` say how near. A domain or shaper
        that the format has no place for is refused: write ``lut.baked()``.
    path : str or PathLike
        The extension says which format. A file of that name is replaced.
    kind : str, optional
        The key of a format, where the extension leaves a choice or none is wanted: "cube", "clf", "hald", "strip" …;
        for pictures with the bits behind it, "hald8", "strip16". By default a picture becomes a Hald picture of 16
        bits.

    Raises
    ------
    LutFormatError
        The format cannot hold this LUT, or the file cannot be written.

    Examples
    --------
    >>> lut.write(lut.Lut.identity(17), "same.3dl")
    >>> lut.write(lut.Lut.identity(32), "strip.png", kind="strip8")
    """
    place = Path(os.fsdecode(path))
    try:
        data = encode(lut, place, kind)
    except LutFormatError as error:
        raise error.at(place) from error.__cause__
    except LutError as error:
        raise LutFormatError(place, None, str(error)) from error
    save_lut_file(data, place)


def save_lut_file(data: bytes, place: Path) -> None:
    """Save a LUT file.  Raises LutFormatError where it can't be written."""
    try:
        save_file(data, place)
    except OSError as error:
        sentence = _("cannot be written: {reason}").format(reason=error.strerror or error)
        raise LutFormatError(place, None, sentence) from error


def encode(lut: Lut, place: Path, kind: str | None = None) -> bytes:
    """Return the bytes that ``write`` puts into a file of that name.  Raises LutError, without a path."""
    chosen, lut = choose_format(place, kind), lut.as_table
    if chosen.write_as is not None:
        return chosen.write_as(lut, kind or chosen.key, place.suffix.lower())
    assert chosen.write is not None
    return chosen.write(lut)


def choose_format(place: Path, kind: str | None = None) -> Format:
    """Choose the format to write.  Raises LutFormatError where there is none."""
    can = [each for each in FORMATS if each.write is not None]
    if kind is not None:
        chosen = next((each for each in can if kind == each.key or kind in each.kinds), None)
        if chosen is None:
            keys = dict.fromkeys(key for each in can for key in (each.key, *each.kinds))
            raise LutFormatError("", None, f"expected one of the kinds {', '.join(keys)}, found {kind!r}")
        return chosen
    chosen = next((each for each in can if place.suffix.lower() in each.extensions), None)
    if chosen is None:
        sentence = _("expected a name that ends in {known}, found {name!r}")
        raise LutFormatError("", None, sentence.format(known=list_extensions(writing=True), name=place.name))
    return chosen


def find_by_extension(place: Path) -> Format | None:
    """Find the format by a file's extension."""
    extension = place.suffix.lower()
    return next((kind for kind in FORMATS if extension in (*kind.extensions, *kind.read_only)), None)


def list_extensions(writing: bool = False) -> str:
    """List the extensions in the formats' order, each once."""
    if writing:
        names = [name for kind in FORMATS if kind.write for name in kind.extensions]
    else:
        names = [name for kind in FORMATS for name in (*kind.extensions, *kind.read_only)]
    return ", ".join(dict.fromkeys(names))
