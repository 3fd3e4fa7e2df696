"""The type of a format, and what all text formats share: decoding, and counting lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ..errors import LutError, LutFormatError
from ..table import Lut

HEAD_BYTES = 1 << 16  # what a file is recognized by
LONG = 1000  # characters of a text that should be a word
CONTENT = re.compile(r"^[ \t]*([^ \t\n#][^\n]*)", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?:#+|//)[ \t]*([^\n]{1,300})", re.MULTILINE)
UNICODE_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),  # first: it begins like UTF-16's
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


@dataclass(frozen=True)
class Format:
    """One kind of LUT file.

    name: as people call it.  extensions: lower case, with the dot, the usual one first.
    read: the file's bytes → Lut; raises LutFormatError without a path.  write: the reverse, or None
    where we only read; raises LutError for what the format cannot hold.  sniff: whether the file's
    first 64 KB are of this format.  max_bytes: larger files are refused unread.  read_all: the LUTs of
    a file that can hold several, by name; read then gives the first, and says so in a note. A single LUT may lie under
    "", and has the file's name then.

    key: as ``write`` is asked for it by name; by default the first extension, without the dot.
    read_only: further extensions, of files that are read but not written.
    kinds, write_as: for a format that is written in several ways; what else than ``key`` write can be asked for, and
    (LUT, one of them, the file's extension) → bytes.  next_size: (lattice size, kind) → the size that the format
    can hold, and that keeps such a LUT best.  detail: what is to be said of a file beyond the format's name.
    comments: a file's first 64 KB → the lines that it has for people.
    """

    name: str
    extensions: tuple[str, ...]
    read: Callable[[bytes], Lut]
    write: Callable[[Lut], bytes] | None
    sniff: Callable[[bytes], bool]
    max_bytes: int = 1 << 30  # a table of 256³, at twenty digits a number
    read_all: Callable[[bytes], Mapping[str, Lut]] | None = None
    key: str = ""
    read_only: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    write_as: Callable[[Lut, str, str], bytes] | None = None
    next_size: Callable[[int, str], int] | None = None
    detail: Callable[[bytes], str] | None = None
    comments: Callable[[bytes], list[str]] | None = None

    def __post_init__(self) -> None:
        if not self.key:
            object.__setattr__(self, "key", self.extensions[0].removeprefix("."))


class Several(Mapping[str, Lut]):
    """The LUTs of a file by name, each read whenever it is asked for: all of them could be too many for memory."""

    def __init__(self, readers: Mapping[str, Callable[[], Lut]]) -> None:
        self.readers = readers

    def __getitem__(self, name: str) -> Lut:
        return self.readers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self.readers)

    def __len__(self) -> int:
        return len(self.readers)


def text_format(
    name: str,
    extensions: tuple[str, ...],
    read: Callable[[str], Lut],
    write: Callable[[Lut], str] | None,
    sniff: Callable[[str], bool],
    next_size: Callable[[int, str], int] | None = None,
) -> Format:
    """Make a format whose functions see text: no byte order marks, lines that end in a line feed."""
    return Format(
        name,
        extensions,
        lambda data: read(decode_text(data)),
        None if write is None else lambda lut: write(lut).encode("utf-8"),
        lambda head: (
            b"\0" not in head and sniff(head.removeprefix(codecs.BOM_UTF8).decode("latin-1").replace("\r", "\n"))
        ),
        next_size=next_size,
        comments=list_comments,
    )


def list_comments(head: bytes) -> list[str]:
    """List the comments of a text: lines that begin with # or //, without it."""
    return [match[1].strip() for match in COMMENT.finditer(head.decode("utf-8", "replace").replace("\r", "\n"))]


def check_plain(lut: Lut, extension: str) -> None:
    """Raise LutError for a LUT with a shaper or a domain, where files of that extension hold a table alone."""
    if not lut.is_plain:
        found = "one with a shaper" if lut.shaper is not None else "the domain {} … {}".format(*lut.domain.tolist())
        raise LutError(f"expected a table over 0…1 for a {extension} file, found {found}; take its .baked() table")


def decode_text(data: bytes) -> str:
    """Decode a file's text, with lines that end in a line feed.

    UTF-8, else Latin-1: numbers and keywords are ASCII in either, only titles and comments differ.
    """
    for mark, encoding in UNICODE_MARKS:
        if data.startswith(mark):
            raise LutFormatError("", None, f"expected text in UTF-8, found {encoding}; save the file as UTF-8")
    nul = data.find(b"\0")
    if nul >= 0:
        found = "UTF-16; save the file as UTF-8" if nul < 2 and len(data) > 3 and data[nul + 2] == 0 else "binary data"
        raise LutFormatError("", None, f"expected text in UTF-8, found {found}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class Line(NamedTuple):
    """A line that says something: its number, counted from 1, its text without blanks around it, where it begins."""

    number: int
    text: str
    start: int


def split_lines(text: str, start: int = 0, number: int | None = None) -> Iterator[Line]:
    """Yield the lines that are neither blank nor all comment.

    start: where to begin.  number: of the line there, counted from 1; by default, lines are counted from the text's
    beginning.
    """
    counted = start
    number = text.count("\n", 0, start) + 1 if number is None else number
    for match in CONTENT.finditer(text, start):
        number += text.count("\n", counted, match.start())
        counted = match.start()
        yield Line(number, match.group(1).rstrip(" \t"), counted)


def find_next_line(text: str, line: Line) -> int:
    """Return where the line behind this one begins; the text's end if there is none."""
    return text.find("\n", line.start) + 1 or len(text)


def quote(text: str, limit: int = 40) -> str:
    """Quote text from a file in a message: short, with its length where that may be what is wrong."""
    if len(text) <= limit:
        return repr(text)
    return repr(f"{text[: limit - 1]}…") + (f" ({len(text):,} characters)" if len(text) > LONG else "")
