"""Print every row of the specification beside our looks, figure by figure, inside or outside its interval.

    python -m tests.looks.report [ID …] [--outside]

Ends with 1 where a figure is outside, or a row has no look.
"""

from __future__ import annotations

import argparse
import sys

from .rows import report, row_figures
from .specification import ROWS


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.looks.report", description="Hold the looks to their rows.")
    parser.add_argument("look", nargs="*", metavar="ID", help="these looks only")
    parser.add_argument("--outside", action="store_true", help="print only what is outside")
    chosen = parser.parse_args(arguments)
    for identifier in chosen.look:
        if identifier not in ROWS:
            parser.error(f"no row is called {identifier!r}")
    identifiers = chosen.look or list(ROWS)
    for line in report(identifiers, chosen.outside):
        print(line)
    return 0 if all(figure.inside for identifier in identifiers for figure in row_figures(identifier)) else 1


if __name__ == "__main__":
    sys.exit(main())
