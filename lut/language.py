"""Sentences in the language of a conversation: English in the source and unless told, others in ``locale/``.

What is wrong inside a LUT file or a recipe (``formats``, ``looks.recipe``) is said in English in every language, as is
what is wrong with a message: it quotes the format's words, and people search for it as it is.

Values are put in after the look-up, ``_("off by {most:.1f} levels").format(most=…)``: an f-string cannot be looked up.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from contextvars import ContextVar
from functools import lru_cache
from gettext import NullTranslations, translation
from numbers import Number
from pathlib import Path
from typing import Any

DOMAIN = "camera-looks-engine"
LOCALES = Path(__file__).resolve().parent / "locale"
# What stands between thousands, in languages with a decimal comma.
THOUSANDS = {"de": ".", "es": ".", "fr": "\u202f", "it": ".", "pt_BR": ".", "ru": "\u00a0"}

# Conversations hold threads of their own, which begin in English.
spoken: ContextVar[NullTranslations | None] = ContextVar("spoken", default=None)


def choose_language(languages: Sequence[str]) -> None:
    """Speak the first of these languages that there is, from here on in this thread; English where there is none."""
    spoken.set(find_translation(tuple(languages)))


@lru_cache(maxsize=8)
def find_translation(languages: tuple[str, ...]) -> NullTranslations | None:
    """Return the messages in the first of these languages that there is; None for English."""
    found = translation(DOMAIN, LOCALES, languages, fallback=True)
    return found if found.info() else None


def _(message: str) -> str:
    """Translate a message into the language of this conversation, for ``format`` to put values in."""
    translations = spoken.get()
    return message if translations is None else with_signs(translations.gettext(message), translations)


def ngettext(one: str, many: str, number: int) -> str:
    """Translate a message in the form that the language of this conversation has for a number."""
    translations = spoken.get()
    if translations is None:
        return one if number == 1 else many
    return with_signs(translations.ngettext(one, many, number), translations)


def with_signs(text: str, translations: NullTranslations) -> str:
    thousands = THOUSANDS.get(translations.info().get("language", ""))
    return text if thousands is None else WithComma(text, thousands)


def join_names(names: Sequence[str]) -> str:
    """Join names as in a sentence: "one, two and three"; at least one."""
    if len(names) == 1:
        return names[0]
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


class WithComma(str):
    """A text into which ``format`` puts numbers with a decimal comma, and with a language's sign between thousands."""

    signs: dict[int, str]

    def __new__(cls, text: str, thousands: str) -> WithComma:
        result = super().__new__(cls, text)
        result.signs = str.maketrans({".": ",", ",": thousands})
        return result

    def format(self, *values: object, **named: object) -> str:
        return Formatter(self.signs).format(self, *values, **named)


class Formatter(string.Formatter):
    def __init__(self, signs: dict[int, str]) -> None:
        self.signs = signs

    def format_field(self, value: Any, format_spec: str) -> str:
        text: str = super().format_field(value, format_spec)
        return text.translate(self.signs) if isinstance(value, Number) else text
