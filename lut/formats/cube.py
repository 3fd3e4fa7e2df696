"""Cube: the text format that everything exchanges, in the dialects of Adobe, Resolve and Nucoda.

    # anything
    TITLE "Warm"
    LUT_3D_SIZE 2
    DOMAIN_MIN 0 0 0
    DOMAIN_MAX 1 1 1
    0.00 0.00 0.00
    1.00 0.05 0.00
    0.05 1.00 0.00
    1.00 1.00 0.00
    0.00 0.00 0.90
    1.00 0.05 0.90
    0.05 1.00 0.90
    1.00 1.00 0.90

Adobe (Cube LUT Specification 1.0, 2013, after Iridas): LUT_1D_SIZE 2…65536 or LUT_3D_SIZE 2…256,
TITLE, and a domain per channel. Resolve (README of its Developer/LUT folder): the same sizes, but
LUT_1D_INPUT_RANGE and LUT_3D_INPUT_RANGE, one range for all channels; with both sizes, the rows of a
1D shaper come before the lattice's. In both, red varies fastest, inputs outside the domain clamp, and
outputs may leave 0…1.

Nucoda's .cms (Digital Vision, user manual UM-2014.1: "3D LUT File Format") has NUCODA_3D_CUBE and a version as well.
Version 3 is Resolve's dialect.  Versions 1 and 2 have no ranges; in 1, a shaper's numbers run from 0 to the lattice's
size.

LUT_IN_VIDEO_RANGE and LUT_OUT_VIDEO_RANGE (Resolve) say that the table takes, or gives, video levels,
where black is 64 and white 940 of 1023. Pictures have full levels, so the domain, or the table, is
scaled: what Resolve does around such a table.

A range of a table that the file doesn't have is ignored, with a note, as in Resolve. Integer codes become 0…1, see
codes.py. Any other keyword is refused. No other one turned up in public files and parsers, so there is none of
which we know that it leaves the colors alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple, NoReturn

import numpy as np

from ..errors import LutError, LutFormatError
from ..lattice import MAX_SHAPER_SIZE, MAX_SIZE, MAX_VALUE, MIN_SIZE, UNIT, Floats, Shaper
from ..table import Lut
from . import decimals, vlt
from .codes import decode_codes
from .format import Line, quote, split_lines, text_format
from .rows import BLANK, MAX_ROW, Part, parse_number, read_rows

SIZES = ("LUT_1D_SIZE", "LUT_3D_SIZE")
NUCODA = "NUCODA_3D_CUBE"
WHOLE = {SIZES[0]: (MIN_SIZE, MAX_SHAPER_SIZE), SIZES[1]: (MIN_SIZE, MAX_SIZE), NUCODA: (1, 3)}  # from and to
ADOBE = ("DOMAIN_MIN", "DOMAIN_MAX")
RESOLVE = ("LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE")
VIDEO_IN, VIDEO_OUT = "LUT_IN_VIDEO_RANGE", "LUT_OUT_VIDEO_RANGE"
COUNTS = dict.fromkeys(WHOLE, 1) | dict.fromkeys(ADOBE, 3) | dict.fromkeys(RESOLVE, 2)
COUNTS |= {VIDEO_IN: 0, VIDEO_OUT: 0}

BLACK, WHITE = 64 / 1023, 940 / 1023  # video levels
COMMENTED_TITLE = re.compile(r"^#[ \t]*TITLE[ \t]+([^\n]*)", re.MULTILINE | re.IGNORECASE)
SIZE_LINE = re.compile(r"^[ \t]*LUT_[13]D_SIZE\b", re.MULTILINE | re.IGNORECASE)


class Given(NamedTuple):
    """The numbers behind a keyword, and the line they are on."""

    numbers: tuple[float, ...]
    line: int


@dataclass
class Header:
    """A file's keywords, and the line of its first row."""

    title: str = ""
    given: dict[str, Given] = field(default_factory=dict)
    body: Line | None = None
    notes: list[str] = field(default_factory=list)

    def size(self, keyword: str) -> int:
        """A table's size, or Nucoda's version; 0 if there is none."""
        return int(self.given[keyword].numbers[0]) if keyword in self.given else 0

    @property
    def sizes(self) -> str:
        return " and ".join(f"{keyword} {self.size(keyword)}" for keyword in SIZES if keyword in self.given)

    def domain(self, *keywords: str) -> Floats | None:
        """The (2, 3) domain that a range, or a minimum and a maximum, give; None if the file has none."""
        if not any(keyword in self.given for keyword in keywords):
            return None
        if len(keywords) == 1:
            domain = np.array([[end] * 3 for end in self.given[keywords[0]].numbers], np.float32)
        else:
            ends = zip(keywords, UNIT, strict=True)
            numbers = [self.given[keyword].numbers if keyword in self.given else end for keyword, end in ends]
            domain = np.array(numbers, np.float32)
        if not (domain[0] < domain[1]).all():
            found = " ".join(f"{end:g}" for end in domain.ravel())
            self.refuse(f"expected a minimum below the maximum in each channel, found {found}", *keywords)
        return domain

    def refuse(self, sentence: str, *keywords: str) -> NoReturn:
        """Raise an error on the last line that holds one of these keywords."""
        raise LutFormatError("", max(self.given[name].line for name in keywords if name in self.given), sentence)


def read(text: str) -> Lut:
    """Read a file's text. A 1D table alone becomes a shaper ahead of an identity."""
    header = read_header(text)
    length, size = map(header.size, SIZES)
    curves_domain, domain = find_domains(header)
    start = header.body.start if header.body else len(text)
    expected = length + size**3
    rows = read_rows(Part(text, start, len(text)), 3, expected, f"{expected:,} rows for {header.sizes}")
    shaper = Shaper(rows[:length], curves_domain) if length else None
    if shaper is not None and not size:
        lut = Lut.from_shaper(shaper, header.title)
    else:
        table = rows[length:].reshape(size, size, size, 3).transpose(2, 1, 0, 3)  # file: red varies fastest
        lut = Lut(table, domain, shaper, header.title)
    lut = decode_codes(lut).noted(*header.notes)
    return convert_video_levels(lut, VIDEO_IN in header.given, VIDEO_OUT in header.given)


def convert_video_levels(lut: Lut, inputs: bool, outputs: bool) -> Lut:
    """Convert the LUT to full levels where the file's inputs or outputs are video levels."""
    shaper, domain, table = lut.shaper, lut.domain, lut.table
    if not (inputs or outputs):
        return lut
    if shaper is not None and lut.is_curves:
        values = scale_video_levels(shaper.values) if outputs else shaper.values
        shaper = Shaper(values, scale_video_levels(shaper.domain) if inputs else shaper.domain)
        return Lut.from_shaper(shaper, lut.title).noted(*lut.notes)
    if inputs and shaper is not None:
        shaper = replace(shaper, domain=scale_video_levels(shaper.domain))
    elif inputs:
        domain = scale_video_levels(domain)
    return replace(lut, table=scale_video_levels(table) if outputs else table, domain=domain, shaper=shaper)


def read_header(text: str) -> Header:
    """Read the keywords ahead of the first row: each one known, complete, and given once."""
    header = Header()
    for line in split_lines(text):
        word, _, rest = BLANK.sub(" ", line.text, count=1).partition(" ")
        keyword = word.upper()
        if word[0] in "+-.0123456789" or keyword in ("NAN", "INF", "INFINITY"):
            header.body = line
            break
        if keyword in header.given:
            first = header.given[keyword].line
            raise LutFormatError("", line.number, f"expected {keyword} once, found it on line {first} too")
        if keyword == "TITLE":
            header.title = unquote(rest)
            header.given[keyword] = Given((), line.number)
        elif keyword not in COUNTS:
            expected = f"{', '.join(name for name in COUNTS if name != NUCODA)}, TITLE or 3 numbers"
            raise LutFormatError("", line.number, f"expected {expected}; found {quote(line.text)}")
        else:
            header.given[keyword] = Given(read_arguments(keyword, rest, line.number), line.number)
    if not any(keyword in header.given for keyword in SIZES):
        number = header.body.number if header.body else None
        raise LutFormatError("", number, "expected LUT_3D_SIZE or LUT_1D_SIZE ahead of the first row, found neither")
    commented = COMMENTED_TITLE.search(text, 0, header.body.start if header.body else len(text))
    if commented and not header.title:
        header.title = unquote(commented.group(1))
    return header


def unquote(title: str) -> str:
    """Take what is between the first quote and the last; all of it where it doesn't begin with a quote."""
    if not title.startswith('"'):
        return title
    return title[1 : title.rindex('"')] if title.count('"') > 1 else title[1:]


def read_arguments(keyword: str, rest: str, line: int) -> tuple[float, ...]:
    """Read the numbers behind a keyword, as many as it wants; a size within its limits."""
    words = rest[: MAX_ROW + 1].partition("#")[0].split()
    numbers = tuple(number for number in map(parse_number, words) if number is not None)
    if keyword in WHOLE:
        low, high = WHOLE[keyword]
        wanted = f"{keyword} from {low} to {high}"
        fine = len(numbers) == 1 and numbers[0].is_integer() and low <= numbers[0] <= high
    else:
        wanted = f"{COUNTS[keyword] or 'no'} numbers behind {keyword}"
        fine = len(numbers) == COUNTS[keyword] and all(abs(number) <= MAX_VALUE for number in numbers)
    if not fine or len(words) != len(numbers) or len(rest) > MAX_ROW:
        raise LutFormatError("", line, f"expected {wanted}, found {quote(rest)}")
    return numbers


def find_domains(header: Header) -> tuple[Floats, Floats]:
    """Find the domains of the 1D table and of the lattice; refuse files that don't say which is meant."""
    adobe = header.domain(*ADOBE)
    unit = np.array(UNIT, np.float32)
    alone = not all(size in header.given for size in SIZES)
    version = header.size(NUCODA)
    if version in (1, 2) and any(keyword in header.given for keyword in RESOLVE):
        header.refuse(f"expected no ranges in version {version} of Nucoda's format, found one", *RESOLVE)
    if not alone and adobe is not None and not np.array_equal(adobe, unit):
        header.refuse(f"expected {' and '.join(RESOLVE)} for two tables, found {' or '.join(ADOBE)}", *ADOBE)
    found = []
    for size, keyword in zip(SIZES, RESOLVE, strict=True):
        domain = header.domain(keyword) if size in header.given else None
        if size not in header.given and header.given.get(keyword, Given((0.0, 1.0), 0)).numbers != (0.0, 1.0):
            header.notes.append(f"its {keyword} is ignored, as in Resolve and OpenColorIO: there is no {size}")
        if alone and domain is not None and adobe is not None and not np.array_equal(domain, adobe):
            header.refuse(f"expected one domain, found two that differ: {keyword} and {ADOBE[0]}", keyword, *ADOBE)
        found.append(next(known for known in (domain, adobe, unit) if known is not None))
    if version == 1 and not alone:
        return found[0], unit * header.size(SIZES[1])
    return found[0], found[1]


def scale_video_levels(video: Floats) -> Floats:
    """Scale video levels to full levels."""
    return ((video.astype(np.float64) - BLACK) / (WHITE - BLACK)).astype(np.float32)


def write(lut: Lut) -> str:
    """Lut → a file's text. Float32 survives.

    A LUT without shaper, and curves alone, in Adobe's dialect; a lattice behind a shaper in Resolve's,
    whose domains are the same in all channels. There the title is in a comment, since OpenColorIO
    refuses files of that dialect with another one.
    """
    shaper = lut.shaper
    title = 'TITLE "{}"\n'.format(lut.title.replace('"', "'")) if lut.title else ""
    table = lut.table.transpose(2, 1, 0, 3).reshape(-1, 3)  # file: red varies fastest
    if shaper is None:
        head = f"{title}LUT_3D_SIZE {lut.size}\n{print_domain(lut.domain)}"
        return head + "".join(decimals.print_rows(table))
    if lut.is_curves:
        head = f"{title}LUT_1D_SIZE {len(shaper.values)}\n{print_domain(shaper.domain)}"
        return head + "".join(decimals.print_rows(shaper.values))
    if not is_range(shaper.domain):
        found = " ".join(f"{end:g}" for end in shaper.domain.ravel())
        raise LutError(f"expected a shaper with the same domain in each channel for a .cube file, found {found}")
    values, domain = shaper.values, lut.domain
    if not is_range(domain):  # the shaper's outputs can hold what a range for all channels cannot
        low, high = domain.astype(np.float64)
        values, domain = ((values - low) / (high - low)).astype(np.float32), np.array(UNIT, dtype=np.float32)
    head = "".join(
        (
            "# " + title if title else "",
            f"LUT_1D_SIZE {len(values)}\n{print_range(RESOLVE[0], shaper.domain)}",
            f"LUT_3D_SIZE {lut.size}\n{print_range(RESOLVE[1], domain)}",
        )
    )
    return head + "".join(decimals.print_rows(values)) + "".join(decimals.print_rows(table))


def is_range(domain: Floats) -> bool:
    """Return True if a domain is the same in each channel."""
    return bool((domain == domain[:, :1]).all())


def print_domain(domain: Floats) -> str:
    if np.array_equal(domain, UNIT):
        return ""
    return "".join(f"{keyword} {ends}" for keyword, ends in zip(ADOBE, print_lines(domain), strict=True))


def print_range(keyword: str, domain: Floats) -> str:
    return "" if np.array_equal(domain, UNIT) else f"{keyword} {print_lines(domain[:, :1].T)[0]}"


def print_lines(numbers: Floats) -> list[str]:
    return "".join(decimals.print_rows(numbers)).splitlines(keepends=True)


def sniff(head: str) -> bool:
    """Return True if a file has a cube's size, and does not begin as Panasonic's .vlt, which has it as well."""
    return SIZE_LINE.search(head) is not None and not vlt.sniff(head)


FORMAT = replace(text_format("cube", (".cube",), read, write, sniff), read_only=(".cms",))
