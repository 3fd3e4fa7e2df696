"""Bring the translations up to date with the words in the source: ``python docs/translations.py``.

New messages come to each language's ``locale/LANGUAGE/LC_MESSAGES/DOMAIN.po``: empty, or with the translation of what
resembled them and the mark ``#, fuzzy``.  Translate them there, delete the line with the mark, and run this again:
programs read the ``.mo`` beside it.  The tests say what is still missing.  Needs Babel (``pip install babel``).

Or in a table (docs/translation_table.py): ``--table ja > ja.toml`` writes one of what is missing in Japanese, and
``--merge ja ja.toml`` puts in what is right and names the rest.

A new language: its rules in docs/translation_faults.py, ``--table`` and ``--merge`` until nothing is missing: the
tests want it whole as soon as it has a folder.  A page of help (plugin/gimp3/help) may follow: until then, the
English one opens.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as CatalogMessage
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

import translation_table
from translation_faults import RULES

from lut import language, looks
from lut.looks.basis import describe_basis, describe_remarks
from lut.looks.look import MY_LOOKS
from plugin.language import DOMAIN

LANGUAGES = tuple(sorted(folder.name for folder in (ROOT / "plugin/locale").iterdir()))
WIDTH = 110
KEYWORDS = {"_": None, "ngettext": (1, 2)}


class Header(Catalog):
    """A catalog whose header says what programs read, and no dates."""

    @property
    def num_plurals(self) -> int:
        return RULES[str(self.locale_identifier)].forms

    @property
    def plural_expr(self) -> str:
        return RULES[str(self.locale_identifier)].plural

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


class Message(NamedTuple):
    """text: or that for one and that for many.  file: where it stands, from the project's root."""

    text: str | tuple[str, str]
    file: str
    comments: Sequence[str] = ()


@dataclass(frozen=True)
class Domain:
    """The messages of one program.  folder: its source; left_out: what in there speaks English."""

    name: str
    folder: str
    left_out: tuple[str, ...] = ()

    def place(self, language: str, ending: str) -> Path:
        return ROOT / self.folder / "locale" / language / "LC_MESSAGES" / f"{self.name}{ending}"

    def messages(self) -> Iterator[Message]:
        """All there are in the source, in the order of files."""
        for path in sorted((ROOT / self.folder).rglob("*.py")):
            if path.relative_to(ROOT / self.folder).parts[0] in self.left_out:
                continue
            file = path.relative_to(ROOT).as_posix()
            for _line, text, comments, _context in extract_from_file(
                "python", path, keywords=KEYWORDS, comment_tags=["Translators:"], strip_comment_tags=True
            ):
                assert isinstance(text, str) or len(text) == 2, f"{file}: {text!r} is no message"
                yield Message(text, file, comments)
        if self is PLUGIN:
            yield Message(MY_LOOKS, "lut/looks/look.py", ["The folder of the user's own looks, in menus"])
            for look in looks.all_looks():
                for text in filter(None, (look.character, describe_basis(look), *describe_remarks(look))):
                    yield Message(text, "lut/looks/data", [look.name])

    def updated(self, language: str) -> Catalog:
        """The translations there are, brought up to date with the source."""
        template = Header(locale=language)
        for message in self.messages():
            template.add(message.text, locations=[(message.file, 0)], auto_comments=list(message.comments))
        place = self.place(language, ".po")
        known = read_po(BytesIO(place.read_bytes()), locale=language) if place.exists() else Header(locale=language)
        order = keep_order([message.id for message in known], [message.id for message in template])
        known.update(template, no_fuzzy_matching=False)
        result = Header(
            locale=language, fuzzy=False, header_comment=f"# {language}, made by docs/translations.py: translate here."
        )
        for message in map(template.get, filter(None, order)):
            old = known[message.id]
            fuzzy = {"fuzzy"} & old.flags if old is not None else ()
            text = (old.string if old is not None else "") or ""
            result.add(message.id, text, message.locations, fuzzy, message.auto_comments)
        for message in result:
            message.flags &= {"fuzzy"}  # Babel takes "5 % of" for a conversion of C's
        return result


PLUGIN = Domain(DOMAIN, "plugin", ("installer", "gimpfu"))
ENGINE = Domain(language.DOMAIN, "lut")
DOMAINS = (PLUGIN, ENGINE)


def keep_order(known: Sequence[str], source: Sequence[str]) -> list[str]:
    """Sort the source's messages as they are known; a new one goes behind the one that is ahead of it in the source.

    So a changed label is a change of a few lines, wherever files have moved since.
    """
    order = [text for text in known if text in set(source)]
    for number, text in enumerate(source):
        if text not in order:
            order.insert(order.index(source[number - 1]) + 1 if number else 0, text)
    return order


def compiled(catalog: Catalog) -> bytes:
    data = BytesIO()
    write_mo(data, catalog)
    return data.getvalue()


def find_missing(catalog: Catalog) -> list[CatalogMessage]:
    return [message for message in catalog if message.id and (message.fuzzy or not is_whole(message.string))]


def is_whole(text: str | Sequence[str] | None) -> bool:
    return bool(text) and all(text)


def write_catalog(domain: Domain, name: str, catalog: Catalog) -> None:
    """Write a language's .po and .mo, and say what is missing."""
    place = domain.place(name, ".po")
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        write_po(file, catalog, width=WIDTH, include_lineno=False)
    domain.place(name, ".mo").write_bytes(compiled(catalog))
    missing = find_missing(catalog)
    print(f"{place.relative_to(ROOT)}: {len(catalog)} messages, {len(missing)} to translate")
    for message in missing:
        print(f"  {message.locations[0][0]}: {message.id}")


def main(words: Sequence[str]) -> None:
    if words[:1] == ["--table"] and len(words) == 2:
        missing = [message for domain in DOMAINS for message in find_missing(domain.updated(words[1]))]
        print(translation_table.write_table(missing, RULES[words[1]].forms), end="")
    elif words[:1] == ["--merge"] and len(words) == 3:
        name, catalogs = words[1], [domain.updated(words[1]) for domain in DOMAINS]
        faults = translation_table.merge_table(Path(words[2]), name, catalogs)
        for domain, catalog in zip(DOMAINS, catalogs, strict=True):
            write_catalog(domain, name, catalog)
        if faults:
            sys.exit("\n".join(["Not merged:", *faults]))
    elif words:
        sys.exit("translations.py, translations.py --table LANGUAGE, or translations.py --merge LANGUAGE FILE.toml")
    for domain in () if words else DOMAINS:
        for name in LANGUAGES:
            write_catalog(domain, name, domain.updated(name))


if __name__ == "__main__":
    main(sys.argv[1:])
