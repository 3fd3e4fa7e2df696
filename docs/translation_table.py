"""Translations as a table in TOML: each line an English text and its translation.

    "_Import" = "_Importieren"
    "{count} more look" = ["Noch {count} Look", "Noch {count} Looks"]

A text with plural forms stands there by its singular, with a list: the forms in the order of gettext's expression.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from translation_faults import find_faults

from lut.looks.recipe_text import parse_toml


def write_table(messages: Sequence[Message], forms: int) -> str:
    """Write a table of messages to translate, with their places as comments, and texts still empty."""
    lines: dict[str, str] = {}
    for message in messages:
        several = isinstance(message.id, tuple)
        comment = " ".join([*dict.fromkeys(file for file, _line in message.locations), *message.auto_comments])
        comment += f" — for many: {message.id[1]}" if several else ""
        lines.setdefault(key(message), f"# {comment}\n{quote(key(message))} = {quote([''] * forms if several else '')}")
    return "".join(f"{line}\n" for line in lines.values())


def merge_table(place: Path, language: str, catalogs: Sequence[Catalog]) -> list[str]:
    """Put a table's translations into the catalogs, without those that are empty or wrong.  Return what is wrong."""
    try:
        table = parse_toml(place.read_text(encoding="utf-8"))
    except ValueError as error:  # also where it is not UTF-8
        return [f"{place}: {error}"]
    if wrong := [source for source, text in table.items() if not is_text(text)]:
        return [f"expected a text or a list of texts: {quote(source)}" for source in wrong]
    table = {source: text for source, text in table.items() if any(text)}
    messages: dict[str, list[Message]] = {}
    for catalog in catalogs:
        for message in catalog:
            messages.setdefault(key(message), []).append(message)
    faults = [f"unknown: {quote(source)}" for source in table if source not in messages or not source]
    for source, text in table.items():
        for message in messages.get(source, []):
            translation = tuple(text) if isinstance(text, list) else text
            found = [f"{fault}: {quote(source)}" for fault in find_faults(message.id, translation, language)]
            faults += found
            if not found:
                message.string = translation
                message.flags.discard("fuzzy")
    return list(dict.fromkeys(faults))


def is_text(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(text, str) for text in value))


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def quote(text: str | list[str]) -> str:
    """Write a TOML string or list, which JSON's is."""
    return json.dumps(text, ensure_ascii=False)
