"""``list``: list the looks, by partnership."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ...shared.amounts import FINISHING
from ...shared.printable import printable
from ..command import Command
from ..terminal import say

WIDTH = 88
LONG = 32  # an id that is longer moves its own name aside, not those of all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for programs")


def run(arguments: argparse.Namespace) -> int:
    from ... import looks

    own = looks.own_catalog()
    entries = [*looks.catalog()["looks"], *own["looks"]]
    if arguments.json:
        say(*json.dumps(entries, indent=2).splitlines())
        return 0
    column = min(max(len(look["id"]) for look in entries), LONG)
    for maker, group in groupby(entries, key=lambda look: look["maker"]):
        say(maker, "")
        for look in group:
            since = ", ".join(str(part) for part in (look["phone"], look["year"]) if part)
            say(f"  {look['id']:{column}}  {look['name']}" + (f" ({since})" if since else ""))
            known = " ".join(filter(None, (look["rests_on"], *look["remarks"])))
            for text in filter(None, (look["character"], known, *describe_extras(look))):
                say(*textwrap.wrap(printable(text), WIDTH, initial_indent="      ", subsequent_indent="      "))
        say("")
    for sentence in own["broken"]:
        say(f"Not listed: {sentence}")
    return 0


def describe_extras(look: dict[str, Any]) -> Iterator[str]:
    """Describe the look's scenes and finishing steps."""
    if look["variants"]:
        yield f"Scenes: {', '.join(look['variants'])}"
    amounts = [f"{step.words} {look[step.name]:.0%}" for step in FINISHING if look[step.name]]
    if finishing := amounts + ([f"{look['crop']} crop"] if look["crop"] else []):
        yield f"Finishing: {', '.join(finishing)}"


COMMAND = Command(
    "list",
    "the looks, by partnership",
    "List the looks by partnership: the id that the other commands take, the name, the phone and year where it "
    "appeared first, its character, what our version of it rests on (measured, described, our interpretation or "
    "imagined), the scenes that it tells apart, and the finishing steps that follow its table.  Looks of your own come "
    "last.",
    add_arguments,
    run,
)
