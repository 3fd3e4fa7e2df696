"""The command line: ``python -m lut …``, installed as ``camera-looks``.

One file per command in ``commands``.  Commands raise; ``main`` is the one place that turns
an error into a sentence and an exit code: 0 done, 1 failed, 2 not understood, 130 interrupted.
"""

from __future__ import annotations

import argparse
import logging
import sys
import textwrap
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from ..boundary import FAULTS
from ..errors import LutError
from .command import describe_error, program_name
from .commands import COMMANDS, install
from .terminal import discard_output, flush, open_missing_streams, warn, warn_of_trace

DESCRIPTION = """\
Give photographs the look of phone cameras that were made together with a camera maker,
and read, write, convert and measure the LUTs behind such looks."""

EXAMPLES = """\
camera-looks list
camera-looks sheet photo.jpg
camera-looks apply photo.jpg out.jpg --look leica-authentic
camera-looks apply holiday/ developed/ --look hasselblad-natural --strength 80%"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    open_missing_streams()
    tolerate_plain_terminals()
    parser = build_parser()
    words = list(sys.argv[1:] if argv is None else argv)
    if not words:
        parser.print_help(sys.stderr)
        return 2
    if words[0] in install.OPTIONS:  # the words behind it are for install.py
        arguments = argparse.Namespace(run=install.run, debug=False)
    else:
        arguments = parse_words(parser, words)
    arguments.words = words
    try:
        with warnings.catch_warnings(), printed_faults(arguments.debug):
            if not arguments.debug:
                warnings.filterwarnings("ignore", module="PIL")  # of oddities in metadata that nobody asked about
            code = int(arguments.run(arguments))
            flush()
            return code
    except BrokenPipeError:  # whoever read our output has enough: `camera-looks list | head`
        discard_output()
        return 1
    except KeyboardInterrupt:
        return fail("Interrupted.", 130)
    except (LutError, OSError, MemoryError) as error:
        if arguments.debug:
            warn_of_trace(traceback.format_exc())
        return fail(describe_error(error))
    except Exception as error:  # a fault of ours
        if arguments.debug:
            traceback.print_exc()
        return fail(f"failed unexpectedly ({type(error).__name__}: {error}); --debug shows where")


def parse_words(parser: Parser, words: Sequence[str]) -> argparse.Namespace:
    """Parse the command line.  Raises SystemExit, after --help and --version as well."""
    try:
        return parser.parse_args(words)
    except SystemExit:
        try:
            flush()
        except BrokenPipeError:
            discard_output()
        raise
    except BrokenPipeError:  # of argparse before Python 3.12, when nobody reads the help
        discard_output()
        raise SystemExit(0) from None


@contextmanager
def printed_faults(debug: bool) -> Iterator[None]:
    """With --debug, print the traceback of what became a sentence about one of many files."""
    handler = logging.StreamHandler(sys.stderr) if debug else logging.NullHandler()
    FAULTS.addHandler(handler)
    try:
        yield
    finally:
        FAULTS.removeHandler(handler)


def fail(message: str, code: int = 1) -> int:
    warn(f"camera-looks: {message}")
    return code


class Parser(argparse.ArgumentParser):
    """Prints usage errors like every other error, and how to get the help."""

    def error(self, message: str) -> NoReturn:
        warn(f"camera-looks: {message}", f"Try: {self.prog} --help")
        raise SystemExit(2)


def format_examples(text: str) -> str:
    return "examples:\n" + textwrap.indent(text.replace("camera-looks ", f"{program_name()} "), "  ") if text else ""


def build_parser() -> Parser:
    from .. import __version__

    common = Parser(add_help=False)
    common.add_argument("--debug", action="store_true", help="show where in the program an error arose")
    result = Parser(
        prog=program_name(),
        description=DESCRIPTION,
        epilog=format_examples(EXAMPLES),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    result.add_argument("-V", "--version", action="version", version=f"camera-looks {__version__}")
    commands = result.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name,
            help=command.summary,
            description=textwrap.fill(command.description, 79),
            epilog=format_examples(command.examples),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[common],
        )
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return result


def tolerate_plain_terminals() -> None:
    """Print a ? for × or é on a terminal that cannot show them, instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
