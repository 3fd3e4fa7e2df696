"""What is wrong with a translation, by its language's own rules.  For docs/translations.py and the tests."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple


class Rules(NamedTuple):
    """plural: gettext's expression.  quotes: the pair that stands for “ and ”."""

    forms: int
    plural: str
    quotes: str


ONE = (1, "0")
TWO = (2, "(n != 1)")
FROM_TWO = (2, "(n > 1)")
SLAVIC = (3, "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)")
# As GIMP's own translations have them.
RULES = {
    "de": Rules(*TWO, "„“"),
    "es": Rules(*TWO, "«»"),
    "fr": Rules(*FROM_TWO, "«»"),
    "it": Rules(*TWO, "«»"),
    "ja": Rules(*ONE, "「」"),
    "ko": Rules(*ONE, "“”"),
    "pt_BR": Rules(*FROM_TWO, "“”"),
    "ru": Rules(*SLAVIC, "«»"),
    "zh_CN": Rules(*ONE, "“”"),
    "zh_TW": Rules(*ONE, "「」"),
}
WITHOUT_LETTERS = ("ja", "ko", "zh_CN", "zh_TW")  # a mnemonic stands behind the label: 適用(_A)
WITHOUT_SPACES = ("ja", "zh_CN", "zh_TW")  # between words
QUOTES = '„“”«»「」"'
ENDS = {".": ".。", ":": ":：", "…": "…"}  # and what ends a text so in Chinese and Japanese
MNEMONIC = re.compile(r"\(_[A-Z0-9]\)(?=…?$|[:：]$)")


def places(text: str) -> Counter[tuple[str, str | None, str | None]]:
    """Count where values are put in, and how they are written."""
    return Counter(part[1:] for part in string.Formatter().parse(text) if part[1] is not None)


def find_faults(source: str | tuple[str, ...], text: str | tuple[str, ...], language: str) -> Iterator[str]:
    """Say what is wrong with a translation.  Tuples: the two English forms, and the language's."""
    if isinstance(source, str) and isinstance(text, str):
        yield from faults_of_text(source, text, language)
    elif isinstance(source, str):
        yield f"expected one text, found {len(text)} plural forms"
    elif isinstance(text, str) or len(text) != RULES[language].forms:
        found = "one text" if isinstance(text, str) else len(text)
        yield f"expected {RULES[language].forms} plural forms ({RULES[language].plural}), found {found}"
    elif any(text) and not all(text):
        yield "one of the plural forms is empty"
    else:
        for form in text:
            yield from faults_of_text(source[1], form, language)


def faults_of_text(source: str, text: str, language: str) -> Iterator[str]:
    try:
        different = places(source) != places(text)
    except ValueError as error:
        yield f"placeholders: {error}"
        return
    if different:
        yield f"expected the placeholders {name_places(source)}, found {name_places(text)}"
    spaced = text != text.strip()
    if spaced != (source != source.strip()) and (spaced or language not in WITHOUT_SPACES):
        yield f"expected {'no' if spaced else 'a'} space at an end"
    yield from faults_of_mnemonic(source, text, language)
    opening, closing = RULES[language].quotes
    if text.count(opening) != text.count(closing):
        yield f"{opening} and {closing} are not pairs"
    if others := set(text) & (set(QUOTES) - {opening, closing}):
        yield f"expected {opening}{closing} as quotation marks, found {' '.join(sorted(others))}"
    for end, ends in ENDS.items():
        if source.endswith(end) != text.endswith(tuple(ends)):
            yield f"{'ends' if text.endswith(tuple(ends)) else 'does not end'} with {end}"


def faults_of_mnemonic(source: str, text: str, language: str) -> Iterator[str]:
    """A label has one _ before the letter to press with Alt; other texts with a _ have as many as the English one."""
    if source.count("_") == 1:
        if text.count("_") != 1:
            yield f"expected one mnemonic (_), found {text.count('_')}"
        elif language in WITHOUT_LETTERS and not MNEMONIC.search(text):
            yield "expected the mnemonic at the end, as (_A)"
        elif not text[text.index("_") + 1 :][:1].isalnum():
            yield "expected a letter behind the mnemonic's _"
    elif (source.count("_") == 0) != (text.count("_") == 0):
        yield f"expected {source.count('_')} of _, found {text.count('_')}"


def name_places(text: str) -> str:
    names = [name + (f"!{cast}" if cast else "") + (f":{form}" if form else "") for name, form, cast in places(text)]
    return ", ".join(f"{{{name}}}" for name in names) or "none"
