"""``catalog``: print the looks as JSON, for an editor's menu."""

from __future__ import annotations

import argparse
import json

from ..command import Command
from ..terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    from ... import looks

    say(*json.dumps(looks.catalog(), indent=2).splitlines())
    return 0


COMMAND = Command(
    "catalog",
    "the looks as JSON, for an editor's menu",
    "Print the catalog of looks as JSON, from which an editor's plug-in builds its menu.",
    add_arguments,
    run,
)
