"""``recipe``: begin a recipe, check recipes, list the steps."""

from __future__ import annotations

import argparse
import re
import unicodedata
from pathlib import Path

from ...errors import LutError, LutFormatError
from ...files.names import make_portable
from ...shared.shell import word
from ..command import Command, describe_error, program_name
from ..terminal import say, warn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="what to do", metavar="WHAT", required=True, dest="what")
    new = actions.add_parser("new", help="write a recipe to begin with, in which every step is explained")
    new.add_argument("name", metavar="NAME", help='the look\'s name, such as "Evening Light"')
    new.add_argument("out", nargs="?", metavar="OUT.toml", help="the file (default: named after the look)")
    check = actions.add_parser("check", help="tell whether recipes are right, and what is wrong where")
    check.add_argument("files", nargs="+", metavar="FILE.toml", help="recipes")
    actions.add_parser("steps", help="every step with its parameters, ranges, units and defaults")


def run(arguments: argparse.Namespace) -> int:
    if arguments.what == "new":
        return write_new(arguments.name, arguments.out)
    if arguments.what == "check":
        return max(map(check_file, arguments.files))
    from ...looks.template import write_reference

    say(*write_reference().splitlines())
    return 0


def write_new(name: str, out: str | None) -> int:
    from ...looks.template import write_template

    text = write_template(name)
    place = Path(out or f"{name_file(name)}.toml")
    if place.suffix.lower() != ".toml":
        raise LutFormatError(place, None, "expected a name that ends in .toml")
    try:
        with place.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise LutFormatError(place, None, "is there already; expected another name") from None
    say(
        f"{place} written: change it in any text editor, then",
        f"  {program_name()} recipe check {word(str(place))}",
        f"  {program_name()} apply PHOTO OUT --look {word(str(place))}",
    )
    return 0


def name_file(name: str) -> str:
    """Turn a look's name into a file name for every system: ``Été 2024!`` becomes ``ete-2024``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return make_portable(re.sub(r"[^a-z0-9]+", "-", plain).strip("-")) or "look"


def check_file(file: str) -> int:
    """Print what a recipe is, or what is wrong with it.  Return the exit code."""
    from ... import looks

    try:
        found = looks.read_recipe(file)
        table = found.bake(33)
    except (LutError, OSError) as error:
        warn(f"camera-looks: {describe_error(error)}")
        return 1
    count = len(found.steps)
    start = f" on {found.base.name}" if found.base is not None else ""
    scenes = f", for {', '.join(found.scenes)}" if found.scenes else ""
    finishing = f", then {', '.join(type(step).__name__.lower() for step in found.finish)}" if found.finish else ""
    steps = f"{count} step{'' if count == 1 else 's'}"
    say(f"{file} is right: {found.name}, {steps}{start}{finishing}{scenes}.")
    for violation in looks.violations(table) + looks.skin_violations(table, found):
        say(f"Note: this may show in pictures: {violation}.")
    return 0


COMMAND = Command(
    "recipe",
    "begin a recipe, check one, look its steps up",
    "A recipe is a text file with an ordered list of steps, from which a look is made. `new` writes one to begin with, "
    "`check` tells whether one is right, `steps` lists every step and what it takes.",
    add_arguments,
    run,
    'camera-looks recipe new "Evening Light"\ncamera-looks recipe check evening-light.toml\ncamera-looks recipe steps',
)
