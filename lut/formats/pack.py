"""Packs: a .zip of LUT files, as makers of LUTs hand them out.

    Warm pack.zip
      Film/Warm.cube        a LUT of any format, recognized as it is on its own
      Film/Cold.3dl
      Read me.txt           left alone
      __MACOSX/…            left out without a word, as are hidden files

A pack comes from anywhere.  Nothing in it is trusted: how many files there are, how large they get and how far they
were compressed is limited before and while they are unpacked; names that lead out of a folder are refused (``..``,
absolute ones, drives, devices, links); packs within packs stay packed.

A pack is read where it lies, one file in it at a time: memory does not grow with the pack.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Protocol

from ..boundary import explain_errors
from ..errors import LutError, LutFormatError
from ..files.names import is_device
from ..files.zip_names import decode_names
from ..table import Lut
from .collection import LINK, MAX_FILE_BYTES, MAX_FILES, NO_LUT, Recognize, find_luts, is_hidden
from .format import Format, Several, quote

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")  # a file's header, or the end of a pack of no files
ENTRY = b"PK\x01\x02"
MAX_BYTES = 1 << 28  # of a pack that is read for a single LUT; imports have no limit
MAX_DIRECTORY_BYTES = 1 << 22  # of the list of files at a pack's end
MAX_TOTAL_BYTES = 1 << 33
MAX_RATIO = 200  # unpacked to packed; what is written in words gets down to a tenth or so
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1

DRIVE = re.compile(r"[A-Za-z]:")
DAMAGED = (  # what zipfile raises for damaged packs
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError),
    *(LookupError, AttributeError, OverflowError),
)


class Source(Protocol):
    """The bytes of a pack."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...

    def tell(self) -> int: ...

    def seekable(self) -> bool: ...


class CheckedDirectory:
    """The bytes of a pack; raises LutFormatError before zipfile parses a list of too many files."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.opening = True
        self.seek, self.tell, self.seekable = source.seek, source.tell, source.seekable

    def read(self, size: int = -1) -> bytes:
        if self.opening and size > MAX_DIRECTORY_BYTES:
            raise make_refusal(f"expected at most {MAX_FILES:,} files in a pack, found a list of {size:,} bytes")
        data = self.source.read(size)
        if self.opening and data.count(ENTRY) > 2 * MAX_FILES:
            raise make_refusal(f"expected at most {MAX_FILES:,} files in a pack, found more")
        return data


class Pack:
    """A pack that is open.  Raises LutFormatError where it cannot be, or breaks a limit.

    recognize: tells the format of a file of that name and beginning; None if it is no LUT file.
    entries: its files by name, in the order of names.  skipped: by name, why a file is not among the LUTs; it grows
    as files turn out to be none.  A ``Collection``.
    """

    packed = "a pack within a pack: unpack it"

    def __init__(self, source: Source, recognize: Recognize) -> None:
        self.recognize = recognize
        size = source.seek(0, io.SEEK_END)
        try:
            checked = CheckedDirectory(source)
            self.archive = zipfile.ZipFile(checked)
            checked.opening = False
            names = decode_names(self.archive.infolist())
        except LutFormatError:  # which is a ValueError
            raise
        except DAMAGED:
            raise make_refusal("expected a .zip file, found a damaged one") from None
        entries = [
            (cleaned, entry)
            for name, entry in zip(names, self.archive.infolist(), strict=True)
            if not (cleaned := name.replace("\\", "/")).endswith("/") and not is_hidden(cleaned)
        ]
        if len(entries) > MAX_FILES:
            raise make_refusal(f"expected at most {MAX_FILES:,} files in a pack, found {len(entries):,}")
        self.skipped: dict[str, str] = {}
        self.entries: dict[PurePosixPath, zipfile.ZipInfo] = {}
        for name, entry in sorted(entries, key=lambda found: found[0].casefold()):
            place = PurePosixPath(name)
            reason = find_trouble(name, entry) or ("its name is there twice" if place in self.entries else "")
            if reason:
                self.skipped[quote(name, 80)] = reason
            else:
                self.entries[place] = entry
        total = sum(entry.file_size for entry in self.entries.values())  # of what may be unpacked, by its own account
        if total > MAX_TOTAL_BYTES or total > MAX_FILE_BYTES + MAX_RATIO * size:
            raise make_refusal(f"expected a pack of LUTs, found {total:,} bytes squeezed into {size:,}")

    def contents(self, name: PurePosixPath, limit: int = MAX_FILE_BYTES) -> bytes:
        """Read a file's bytes, up to ``limit``.  Raises LutFormatError."""
        try:
            with self.archive.open(self.entries[name]) as file:
                return file.read(limit)
        except DAMAGED:
            raise make_refusal("expected a file that can be unpacked, found a damaged one") from None

    def names(self) -> list[PurePosixPath]:
        return list(self.entries)


def read_files(pack: Pack) -> Iterator[tuple[PurePosixPath, Several]]:
    """Yield every LUT file, and the LUTs in it by name (one: the file's, without ending).

    Files that hold several and can't be read are skipped, with a word on each.
    """
    for name, kind in find_luts(pack):
        stem = str(name.with_suffix(""))
        if kind.read_all is None:
            yield name, Several({stem: partial(read_one, pack, name, kind)})
            continue
        try:
            with explain_errors():
                inner = kind.read_all(pack.contents(name))
        except LutError as error:
            pack.skipped[str(name)] = str(error)
        else:
            names = {each: f"{stem}/{each}" if each else stem for each in inner}
            yield name, Several({full: partial(inner.__getitem__, each) for each, full in names.items()})


def read_one(pack: Pack, name: PurePosixPath, kind: Format) -> Lut:
    try:
        with explain_errors():
            return kind.read(pack.contents(name))
    except LutError as error:
        raise make_refusal(f"{name}: {error}") from error


def read(recognize: Recognize, data: bytes) -> Lut:
    """Read the first LUT of a pack, with a note on the others."""
    pack = Pack(io.BytesIO(data), recognize)
    files = list(find_luts(pack))
    if not files:
        raise refuse_empty(pack)
    lut = read_one(pack, *files[0])
    return lut if len(files) == 1 else lut.noted(f"this is the first LUT, {files[0][0]}, of a pack of {len(files)}")


def read_all(recognize: Recognize, data: bytes) -> Several:
    """Read every LUT of a pack by its name without ending; the first has a note on the files that are none."""
    pack = Pack(io.BytesIO(data), recognize)
    readers: dict[str, Callable[[], Lut]] = {}
    for place, luts in read_files(pack):
        for name, read_one in luts.readers.items():
            readers[name if name not in readers else str(place)] = read_one
    if not readers:
        raise refuse_empty(pack)
    left_out = "; ".join(f"{name} ({reason})" for name, reason in pack.skipped.items() if reason != NO_LUT)
    if left_out:
        first = next(iter(readers))
        readers[first] = partial(read_noted, readers[first], f"left out of the pack: {left_out}")
    return Several(readers)


def read_noted(read_one: Callable[[], Lut], note: str) -> Lut:
    return read_one().noted(note)


def refuse_empty(pack: Pack) -> LutFormatError:
    reasons = [f"{name} ({reason})" for name, reason in pack.skipped.items()]
    more = f" and {len(reasons) - 3} more" if len(reasons) > 3 else ""
    return make_refusal(f"expected LUT files in the pack, found {', '.join(reasons[:3]) or 'no files'}{more}")


def make_refusal(sentence: str) -> LutFormatError:
    return LutFormatError("", None, sentence)


def find_trouble(name: str, entry: zipfile.ZipInfo) -> str:
    """Say why a file of a pack is not to be unpacked; empty if it may be.  name: with slashes between folders."""
    parts = name.split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if not PurePosixPath(name).name:
        return "it has no name"
    if name.startswith("/") or ".." in parts or DRIVE.match(name):
        return "its name leads out of the folder"
    if not all(letter.isprintable() for letter in name):
        return "its name has control characters"
    if any(map(is_device, parts)):
        return "its name is that of a device"
    if kind not in (0, stat.S_IFREG):
        return LINK if kind == stat.S_IFLNK else "no file"
    if entry.flag_bits & ENCRYPTED:
        return "it is locked with a password"
    if entry.compress_type not in METHODS:
        return "it is compressed in an unusual way: unpack it with another program"
    if entry.file_size > MAX_FILE_BYTES:
        return f"expected at most {MAX_FILE_BYTES:,} bytes unpacked, found {entry.file_size:,}"
    return ""


def sniff(head: bytes) -> bool:
    """Return True if a file begins as a zip does."""
    return head.startswith(MAGIC)


def make_format(recognize: Recognize) -> Format:
    """Make the format of packs.  recognize: see ``Pack``."""
    return Format(
        "pack of LUTs", (".zip",), partial(read, recognize), None, sniff, MAX_BYTES, partial(read_all, recognize)
    )
