"""The language of a conversation with the engine."""

from __future__ import annotations

import gettext
import threading
from pathlib import Path

import numpy as np
import pytest

from lut import language
from lut.engine.server import Server


def answer(message: dict[str, object], *languages: str) -> dict[str, object]:
    server = Server()
    server.answer({"id": 1, "do": "hello", "languages": [*languages]})
    return server.answer({"id": 2, **message})


UNKNOWN = {"do": "job", "look": "leica-autentic", "strength": 1, "frame": [8, 8], "type": "uint8", "channels": 3}


def test_hello_names_the_languages_and_the_first_that_there_is_is_spoken() -> None:
    german = "unbekannter Look 'leica-autentic': ist 'leica-authentic' gemeint?"
    english = "unknown look 'leica-autentic': did you mean 'leica-authentic'?"
    assert answer(UNKNOWN, "tlh", "de_AT.UTF-8", "fr")["error"] == german
    assert answer(UNKNOWN, "tlh")["error"] == english
    assert answer(UNKNOWN, "de")["error"] == german
    assert answer(UNKNOWN)["error"] == english


def test_each_conversation_speaks_its_own() -> None:
    """The engine holds them in threads, while others go on."""
    found = []
    language.choose_language(["de"])
    thread = threading.Thread(target=lambda: found.append(answer(UNKNOWN, "en_US")["error"]))
    thread.start()
    thread.join()
    assert found[0].startswith("unknown look") and language._("blue") == "Blau"


def test_what_is_wrong_inside_a_file_is_said_in_english(tmp_path: Path) -> None:
    path = tmp_path / "film.cube"
    path.write_text("LUT_3D_SIZE 2\n0 0\n", encoding="utf-8")
    assert answer({**UNKNOWN, "lut": str(path)}, "de")["error"] == f"{path}:2: expected 3 numbers, found 2: '0 0'"


@pytest.mark.parametrize(
    ("value", "spec", "expected"),
    [
        (0.405, ".2f", "0,41"),
        (np.float32(-1234.5), "+,.1f", "-1.234,5"),
        (1234567, ",", "1.234.567"),
        (0.3, "", "0,3"),
        ("a.cube", "", "a.cube"),
    ],
)
def test_german_numbers_have_a_comma(value: object, spec: str, expected: str) -> None:
    language.choose_language(["de"])
    form = language.WithComma(f"Wert: {{value:{spec}}}", ".")
    assert form.format(value=value) == f"Wert: {expected}"
    assert isinstance(language._("blue"), language.WithComma)
    language.choose_language(())
    assert language._("{found:.2f}").format(found=0.5) == "0.50"


@pytest.mark.parametrize(
    ("name", "expected"), [("fr", "1\u202f234,5"), ("ru", "1\u00a0234,5"), ("pt_BR", "1.234,5"), ("ja", "1,234.5")]
)
def test_numbers_have_their_languages_signs(name: str, expected: str) -> None:
    translations = gettext.NullTranslations()
    translations._info = {"language": name}  # as a .mo has it
    assert language.with_signs("{value:,}", translations).format(value=1234.5) == expected


def test_a_number_chooses_the_form_of_a_message() -> None:
    language.choose_language(())
    assert [language.ngettext("{n} look", "{n} looks", number) for number in (0, 1, 2)] == [
        "{n} looks",
        "{n} look",
        "{n} looks",
    ]
