"""Decode the names in a .zip, whose encoding the file does not tell.

A name is in UTF-8 where its flag says so, or where Info-ZIP's Unicode path field (0x7075) holds it a second time
(APPNOTE 6.3.10, 4.4.4 and 4.6.9).  All others are bytes in the code page of the computer that packed them: GBK in
China, Shift-JIS in Japan, CP437 or CP850 in the West, UTF-8 on macOS.  All names of an archive together decide: the
encoding is the one in which they are most likely, by how frequent their characters are in its language.
"""

from __future__ import annotations

import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import log

from .common_characters import JAPANESE, KOREAN, SIMPLIFIED, TRADITIONAL

UTF_8_FLAG = 0x800
UNICODE_PATH = 0x7075
RAW = "cp437"  # what zipfile decodes names with: each byte is a character
ASCII = 1 / 60  # of a letter, digit or sign of ASCII, in any language
UNKNOWN = 1e-8  # of a byte in a name that a code page cannot decode
ALONE = 0.001  # how much less likely an East Asian character is that stands alone inside of a Latin word
LISTED = 0.85  # share of a language's text that its ranked characters make up
FLAT = 12.0  # ranks over which the most frequent characters are about equally so

FREQUENT_ACCENTS, RARE_ACCENTS = "éüöäßàèñçãóíáê", "ëâòôìîïúùûåøæœõÄÖÜÉÈÀÊÇÑÅØÆÓÁÍÚ"

Weigh = Callable[[str, int], float]  # a name and a place in it → the probability of the character there


def decode_names(entries: Iterable[zipfile.ZipInfo]) -> list[str]:
    """Return the entries' names, in their order."""
    entries = list(entries)
    known = [read_told_name(entry) for entry in entries]
    raw = [entry.orig_filename.encode(RAW) for entry, name in zip(entries, known, strict=True) if name is None]
    guessed = iter(decode_together(raw))
    return [next(guessed) if name is None else name for name in known]


def read_told_name(entry: zipfile.ZipInfo) -> str | None:
    """Return a name whose encoding the entry tells; None where it does not."""
    if entry.flag_bits & UTF_8_FLAG:
        return entry.orig_filename
    raw = entry.orig_filename.encode(RAW)
    for kind, data in extra_fields(entry.extra):
        # A version, a checksum of the other name, by which a name that was changed later is noticed, and the name.
        if kind == UNICODE_PATH and len(data) > 5 and data[0] == 1 and data[1:5] == struct.pack("<L", zlib.crc32(raw)):
            try:
                return data[5:].decode()
            except UnicodeDecodeError:
                return None
    return None


def extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield ids and data of an entry's extra fields."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        yield kind, extra[4 : 4 + size]
        extra = extra[4 + size :]


def decode_together(names: list[bytes]) -> list[str]:
    """Decode names of one archive.  Never raises: CP437 has a character for each byte."""
    if all(name.isascii() for name in names):
        return [name.decode("ascii") for name in names]
    chosen = choose_encoding(names)
    return [try_decoding(name, chosen) or name.decode(RAW) for name in names]


def choose_encoding(names: list[bytes]) -> str:
    """Choose the encoding in which all names together are most likely."""
    telling = {name for name in names if not name.isascii()}
    return max(PAGES, key=lambda page: log(page.prior) + sum(page.weigh_name(name) for name in telling)).encoding


def try_decoding(name: bytes, encoding: str) -> str | None:
    try:
        return name.decode(encoding)
    except UnicodeDecodeError:
        return None


@dataclass(frozen=True)
class Page:
    """A code page.  prior: how many archives have it, about.  weigh: the probability of a character."""

    encoding: str
    prior: float
    weigh: Weigh

    def weigh_name(self, name: bytes) -> float:
        """Return the log-likelihood of a name in this page."""
        text = try_decoding(name, self.encoding)
        if text is None:
            return sum(log(ASCII if byte < 0x80 else UNKNOWN) for byte in name)
        return sum(log(ASCII if letter < "\x80" else self.weigh(text, at)) for at, letter in enumerate(text))


@cache
def rank_characters(ranked: str) -> dict[str, float]:
    """Return the probability of each ranked character, after Zipf and Mandelbrot: 1 / (rank + FLAT)."""
    shares = [1 / (rank + FLAT) for rank in range(len(ranked))]
    return {letter: LISTED * share / sum(shares) for letter, share in zip(ranked, shares, strict=True)}


def weigh_ranked(ranked: str, strict: str, rows: tuple[tuple[int, int], ...]) -> Weigh:
    """Weigh the characters of a language by rank.

    strict: the encoding of its standard's own characters; others are rare.  rows: first bytes there of the characters
    in daily use, of which the ranked ones leave (1 - LISTED) to the rest.
    """
    count = sum(94 * (last - first + 1) for first, last in rows) - len(ranked)

    def weigh(text: str, at: int) -> float:
        letter = text[at]
        around = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
        alone = ALONE if around.isascii() and any(map(str.isalpha, around)) else 1.0
        if letter in (known := rank_characters(ranked)):
            return alone * known[letter]
        try:
            code = letter.encode(strict)
        except UnicodeEncodeError:
            return 1e-9
        if letter.isalpha() and "\u3000" < letter < "\uff00" and any(first <= code[0] <= last for first, last in rows):
            return alone * (1 - LISTED) / count
        return alone * 1e-4 if is_sign(letter) else 1e-7

    return weigh


def is_sign(letter: str) -> bool:
    """Return True for punctuation in East Asian names: brackets, dots, full-width digits."""
    return letter in "・（）【】《》「」『』〜～·。、！＋－＿\u3000—＆：" or "０" <= letter <= "９"


def weigh_latin(text: str, at: int) -> float:
    """Weigh a character of a name in a language of Western Europe: accents are beside other letters of their case."""
    letter, before, after = text[at], text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    if letter in "°×" and before.isdigit():
        return 3e-3
    if letter not in FREQUENT_ACCENTS + RARE_ACCENTS:
        return 1e-5 if letter in "°×®©™–—’“”«»·ªº²³¿¡…" else 1e-7
    if letter.isupper() and before.isalpha() and before.islower():
        return 1e-6
    beside = [each for each in (before, after) if each.isalpha() and each.isascii()]
    return (6e-3 if letter in FREQUENT_ACCENTS else 1e-3) if beside else 2e-5


def weigh_cyrillic(text: str, at: int) -> float:
    """Weigh a character of a name in Russian: capitals begin words, or follow others."""
    letter, before, after = text[at], text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    if not ("а" <= letter.lower() <= "я" or letter in "ёЁ"):
        return 1e-7
    if any(each.isascii() and each.isalpha() for each in (before, after)):  # no word has letters of both
        return 1e-5
    if letter.isupper():
        return 1e-6 if before.isalpha() and before.islower() else 1 / 400
    return 1 / 30 if letter in "оеаинтсрвлкмдпу" else 1 / 100


def weigh_unicode(text: str, at: int) -> float:
    """Weigh a character of a name that is valid UTF-8, which bytes of a code page hardly are beyond two characters."""
    letter = text[at]
    if letter >= "\u0800":
        return 1e-3
    if unicodedata.combining(letter):
        return 1e-2
    if "Ά" <= letter <= "ώ" or "א" <= letter <= "ۿ":  # Greek, Hebrew, Arabic
        return 2e-3
    return max(weigh_latin(text, at), weigh_cyrillic(text, at), 2e-5)


PAGES = (
    Page("utf-8", 10.0, weigh_unicode),
    Page("gb18030", 1.0, weigh_ranked(SIMPLIFIED, "gb2312", ((0xB0, 0xD7),))),
    Page("cp932", 1.0, weigh_ranked(JAPANESE, "shift_jis", ((0x82, 0x83), (0x88, 0x97)))),
    Page("cp437", 1.0, weigh_latin),
    Page("cp850", 0.9, weigh_latin),
    Page("cp1252", 0.5, weigh_latin),
    Page("cp950", 0.3, weigh_ranked(TRADITIONAL, "big5", ((0xA4, 0xC6),))),
    Page("cp949", 0.5, weigh_ranked(KOREAN, "euc_kr", ((0xB0, 0xC8),))),
    Page("cp866", 0.1, weigh_cyrillic),
    Page("cp1251", 0.05, weigh_cyrillic),
)
