"""The help that GIMP opens: a page in each language, found by GIMP's way of looking pages up."""

from __future__ import annotations

import html.parser
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from plugin.gimp3.help_pages import find_page

HELP = Path(__file__).resolve().parents[2] / "plugin/gimp3/help"
LOCALES = Path(__file__).resolve().parents[2] / "plugin/locale"
EMPTY = ("meta",)  # elements that have no end


class Outline(html.parser.HTMLParser):
    """The elements of a page; fails where one ends that has not begun."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.count: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count[tag] = self.count.get(tag, 0) + 1
        assert not {name for name, _value in attrs} & {"src", "href"}, "a page needs no network and no other file"
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()


def read_outline(language: str) -> Outline:
    """The page that GIMP's Help opens for any procedure in a language."""
    table = ElementTree.parse(HELP / language / "gimp-help.xml").getroot()
    assert table.tag == "gimp-help"
    outline = Outline()
    outline.feed((HELP / language / table.find("help-missing").attrib["ref"]).read_text(encoding="utf-8"))
    assert not outline.open
    return outline


PAGES = sorted(folder.name for folder in HELP.iterdir())


def test_pages_are_there_in_english_and_in_languages_of_the_menus() -> None:
    """GIMP takes the English one, too, where a language has none."""
    assert {"en"} <= {*PAGES} <= {"en", *(folder.name for folder in LOCALES.iterdir())}


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ([], "en"),
        (["de_AT.UTF-8"], "de"),
        (["tlh", "de"], "de"),
        (["tlh_XX.UTF-8"], "en"),
        ([""], "en"),
    ],
)
def test_a_language_without_a_page_gets_the_next_ones(languages: list[str], expected: str) -> None:
    assert find_page(languages) == HELP / expected / "using.html"


@pytest.mark.parametrize("language", PAGES)
def test_pages_are_whole_and_say_the_same(language: str) -> None:
    assert read_outline(language).count == read_outline("en").count
