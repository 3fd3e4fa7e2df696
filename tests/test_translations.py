"""What the user of an editor reads is translated, in every language that there is."""

from __future__ import annotations

import importlib.util
import string
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
ADVICE = "run python docs/translations.py and translate what it names"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "docs/translations.py")
    assert spec is not None and spec.loader is not None
    module = sys.modules["translations"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TRANSLATIONS = script()
BOTH = [
    pytest.param(domain, language, id=f"{domain.folder}-{language}")
    for domain in TRANSLATIONS.DOMAINS
    for language in TRANSLATIONS.LANGUAGES
]


def committed(domain: Any, language: str) -> Catalog:
    return read_po(BytesIO(domain.place(language, ".po").read_bytes()), locale=language)


@pytest.mark.parametrize(("domain", "language"), BOTH)
def test_every_message_is_translated_and_no_other(domain: Any, language: str) -> None:
    found = committed(domain, language)
    translated = {message.id for message in found if message.id and message.string and not message.fuzzy}
    assert translated == {message.text for message in domain.messages()}, ADVICE
    assert not found.obsolete, ADVICE


@pytest.mark.parametrize(("domain", "language"), BOTH)
def test_what_programs_read_is_what_was_translated(domain: Any, language: str) -> None:
    compiled = domain.place(language, ".mo").read_bytes()
    assert compiled == TRANSLATIONS.compiled(domain.updated(language)), ADVICE


def test_messages_stay_where_they_are_and_new_ones_come_behind_their_neighbor() -> None:
    """So that few lines change with a label, also after files have been renamed."""
    kept = TRANSLATIONS.keep_order(["", "d", "a", "gone", "b"], ["", "new 1", "a", "new 2", "new 3", "b", "d"])
    assert kept == ["", "new 1", "d", "a", "new 2", "new 3", "b"]
    assert TRANSLATIONS.keep_order([], ["", "a", "b"]) == ["", "a", "b"]


def places(text: str) -> Counter[tuple[str, str | None, str | None]]:
    """Where values are put in, and how they are written."""
    return Counter(part[1:] for part in string.Formatter().parse(text) if part[1] is not None)


@pytest.mark.parametrize(("domain", "language"), BOTH)
def test_translations_have_the_shape_of_their_messages(domain: Any, language: str) -> None:
    for message in committed(domain, language):
        source, text = str(message.id), str(message.string)
        if source:
            assert places(text) == places(source), text
            assert [part for part in (source, text) if part != part.strip()] in ([], [source, text]), text
            assert (source.count("_") == 1) == (text.count("_") == 1), text  # a mnemonic
            assert text.count("„") == text.count("“") and "”" not in text and '"' not in text, text
            for end in (".", ":", "…"):
                assert source.endswith(end) == text.endswith(end), text
