"""What the user of an editor reads is translated, in every language that there is."""

from __future__ import annotations

import gettext
import importlib.util
import sys
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
FAULTS, TABLE = sys.modules["translation_faults"], sys.modules["translation_table"]
# The forms for 0, 1, 2, 5, 11, 21, 22 and a million, by how many there are and whether 0 is as 1.
PLURALS = {(1, False): "00000000", (2, False): "10111111", (2, True): "00111111", (3, False): "20122012"}
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
    translated = {message.id for message in found if message.id} - {m.id for m in TRANSLATIONS.find_missing(found)}
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


@pytest.mark.parametrize(("domain", "language"), BOTH)
def test_translations_have_the_shape_of_their_messages(domain: Any, language: str) -> None:
    """Placeholders, plural forms, mnemonics, quotation marks, and how a sentence ends."""
    messages = [message for message in committed(domain, language) if message.id]
    faults = [
        (fault, message.id)
        for message in messages
        for fault in FAULTS.find_faults(message.id, message.string, language)
    ]
    assert faults == []


def test_every_language_is_whole_and_has_rules() -> None:
    for domain in TRANSLATIONS.DOMAINS:
        folders = {folder.name for folder in (ROOT / domain.folder / "locale").iterdir()}
        assert folders == {*TRANSLATIONS.LANGUAGES} <= {*FAULTS.RULES}


@pytest.mark.parametrize("language", FAULTS.RULES)
def test_programs_choose_the_plural_form_that_translators_were_asked_for(language: str) -> None:
    """The header of the .mo says how; English has one for 1 and another for all others."""
    catalog = TRANSLATIONS.Header(locale=language)
    forms = tuple(f"{{n}} {number}" for number in range(FAULTS.RULES[language].forms))
    catalog.add(("{n} look", "{n} looks"), forms)
    found = gettext.GNUTranslations(BytesIO(TRANSLATIONS.compiled(catalog)))
    assert found.info()["language"] == language
    chosen = [found.ngettext("{n} look", "{n} looks", number)[-1] for number in (0, 1, 2, 5, 11, 21, 22, 1000000)]
    assert "".join(chosen) == PLURALS[len(forms), language in ("fr", "pt_BR")]


@pytest.mark.parametrize(
    ("language", "source", "text", "fault"),
    [
        ("de", "_Apply {look}", "{look} _anwenden", ""),
        ("ja", "_Apply…", "適用(_A)…", ""),
        ("ja", " or ", "または", ""),
        ("fr", "“{layer}” is locked:", "« {layer} » est verrouillé :", ""),
        ("zh_CN", "Done.", "完成。", ""),
        ("ru", ("{n:,} look", "{n:,} looks"), ("{n:,} a", "{n:,} b", "{n:,} c"), ""),
        ("de", "{look:.1f}", "{look}", "expected the placeholders {look:.1f}, found {look}"),
        ("de", "{look}", "{look", "placeholders: expected '}' before end of string"),
        ("de", "_Apply", "Anwenden", "expected one mnemonic (_), found 0"),
        ("de", "Apply", "_Anwenden", "expected 0 of _, found 1"),
        ("de", "_Apply", "Anwenden_", "expected a letter behind the mnemonic's _"),
        ("ko", "_Apply", "_적용", "expected the mnemonic at the end, as (_A)"),
        ("de", "Done.", "Fertig", "does not end with ."),
        ("de", "Done", "Fertig:", "ends with :"),
        ("de", "a “b”", "ein „b”", "„ and “ are not pairs"),
        ("fr", "a “b”", "un “b”", "expected «» as quotation marks, found “ ”"),
        ("de", " or ", "oder", "expected a space at an end"),
        ("ja", "or", "または ", "expected no space at an end"),
        ("de", "a look", ("ein Look", "Looks"), "expected one text, found 2 plural forms"),
        ("ru", ("{n} look", "{n} looks"), ("{n} a", "{n} b"), "expected 3 plural forms"),
        ("ja", ("{n} look", "{n} looks"), "{n}", "expected 1 plural forms (0), found one text"),
        ("de", ("{n} look", "{n} looks"), ("ein Look", "{n} Looks"), "expected the placeholders {n}, found none"),
    ],
)
def test_faults_of_a_translation_are_named(language: str, source: Any, text: Any, fault: str) -> None:
    found = list(FAULTS.find_faults(source, text, language))
    assert found[0].startswith(fault) if fault else found == []


def test_a_table_of_what_is_missing_is_merged_when_it_is_right(tmp_path: Path) -> None:
    catalog = TRANSLATIONS.Header(locale="ru")
    catalog.add("Choose “{look}”\\")
    catalog.add(("{n} look", "{n} looks"))
    catalog.add("_Apply", "_Применить")
    table = tmp_path / "ru.toml"
    written = TABLE.write_table(TRANSLATIONS.find_missing(catalog), 3)
    assert written.splitlines()[1::2] == ['"Choose “{look}”\\\\" = ""', '"{n} look" = ["", "", ""]']
    table.write_text(written, encoding="utf-8")
    assert TABLE.merge_table(table, "ru", [catalog]) == []  # nothing yet, nothing wrong
    table.write_text(written.replace('["", "", ""]', '["{n} стиль", "{n} стиля"]'), encoding="utf-8")
    assert len(TABLE.merge_table(table, "ru", [catalog])) == 1
    assert not any(catalog["{n} look"].string or ())  # what is wrong is left out
    table.write_text(written.replace('["", "", ""]', '["{n} стиль", "{n} стиля", "{n} стилей"]'), encoding="utf-8")
    assert TABLE.merge_table(table, "ru", [catalog]) == []
    assert catalog["{n} look"].string == ("{n} стиль", "{n} стиля", "{n} стилей")
    assert [message.id for message in TRANSLATIONS.find_missing(catalog)] == ["Choose “{look}”\\"]
    for wrong, fault in (('"_Aply" = "x"', 'unknown: "_Aply"'), ('"a" = ', f"{table}: "), ('"_Apply" = 1', "expected")):
        table.write_text(wrong, encoding="utf-8")
        assert TABLE.merge_table(table, "ru", [catalog])[0].startswith(fault)
