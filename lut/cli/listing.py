"""``list``: which looks there are."""

from __future__ import annotations

import argparse
import json
import textwrap
from itertools import groupby

from .command import Command

WIDTH = 88


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for programs")


def run(arguments: argparse.Namespace) -> int:
    from .. import looks

    entries = looks.catalog()["looks"]
    if arguments.json:
        print(json.dumps(entries, indent=2))
        return 0
    column = max(len(look["id"]) for look in entries) + 2
    for maker, group in groupby(entries, key=lambda look: look["maker"]):
        print(f"{maker}\n")
        for look in group:
            since = ", ".join(str(part) for part in (look["phone"], look["year"]) if part)
            print(f"  {look['id']:{column}}{look['name']}" + (f" ({since})" if since else ""))
            for text in (look["character"], f"Rests on: {look['rests_on']}"):
                print(textwrap.fill(text, WIDTH, initial_indent="      ", subsequent_indent="      "))
        print()
    return 0


COMMAND = Command(
    "list",
    "the looks, by partnership",
    "List the looks by partnership: the id that the other commands take, the name, the phone and year where it "
    "appeared first, its character, and what our version of it rests on.",
    arguments,
    run,
)
