"""The words by which looks are found."""

from __future__ import annotations

import pytest

from lut import looks
from plugin.menu.actions import localize_look
from plugin.menu.catalog import FIELDS
from plugin.menu.tag_rules import SAID, SCENES
from plugin.menu.tags import WORDS, searched_text

ENTRIES = {look["id"]: localize_look({**dict.fromkeys(FIELDS), **look}) for look in looks.catalog()["looks"]}


def find(*words: str) -> set[str]:
    return {name for name, look in ENTRIES.items() if all(word in searched_text(look) for word in words)}


@pytest.mark.parametrize("words", ["black and white", "mono", "b&w", "bw", "monochrome"])
def test_every_word_for_black_and_white_finds_the_same_looks(words: str) -> None:
    assert {name for name, look in ENTRIES.items() if look["monochrome"]} <= find(*words.split())


@pytest.mark.parametrize(
    ("words", "look"),
    [
        ("portrait", "sony-pt"),
        ("film", "gr-positive-film"),
        ("cinema", "sony-s-cinetone"),
        ("warm", "leica-brass"),
        ("cool", "leica-teal"),
        ("matte", "leica-chrome"),
        ("vivid", "leica-vibrant"),
        ("soft", "sony-sh"),
        ("night", "leica-authentic"),
        ("panorama", "hasselblad-xpan-color"),
        ("grainy", "gr-hi-contrast-bw"),
        ("xperia film", "sony-fl2"),
    ],
)
def test_a_word_finds_a_look_that_nothing_of_its_own_says_it_of(words: str, look: str) -> None:
    assert look in find(*words.split())


def test_every_tag_has_words() -> None:
    assert {*SAID, *SCENES.values()} <= set(WORDS)
