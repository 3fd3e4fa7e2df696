"""List GIMP 2.10's procedures for the GIMP in memory: their names and the types of their parameters.

`python tests/gimpfu/in_memory/pdb_dump.py DUMP` prints plugin/gimpfu/gimp_in_memory/procedures.txt.  DUMP is what
GIMP's own `(gimp-procedural-db-dump "DUMP")` writes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

KINDS = {
    "Internal GIMP procedure": "internal",
    "GIMP Plug-In": "plug-in",
    "GIMP Extension": "extension",
    "Temporary Procedure": "temporary",
}
TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([()])|register-procedure')


def _nested(text: str) -> list:
    """The dump's lists of texts: it is Scheme."""
    stack: list[list] = [[]]
    for found in TOKEN.finditer(text):
        if found.group(2) == "(":
            stack.append([])
        elif found.group(2) == ")":
            done = stack.pop()
            stack[-1].append(done)
        elif found.group(1) is not None:
            stack[-1].append(found.group(1))
    return stack[0]


def _parameters(entries: list[list[str]]) -> str:
    return " ".join(f"{name}:{kind.replace('GIMP_PDB_', '')}{_range(text)}" for name, kind, text in entries)


def _range(description: str) -> str:
    """The limits that a description ends with, `(1 <= width <= 524288)`, as `[1..524288]`."""
    found = re.search(r"\((?:(-?[\d.]+) <= )?[a-z-]+(?: (?:<=|>=) (-?[\d.]+))?\)$", description)
    if not found or not (found.group(1) or found.group(2)):
        return ""
    if ">=" in found.group():
        return f"[{found.group(2)}..]"
    return f"[{found.group(1) or ''}..{found.group(2) or ''}]"


def lines(dump: str) -> list[str]:
    """A line for each procedure: its kind, name and parameters, and after `->` its results."""
    found = []
    for name, *_, kind, parameters, results in _nested(dump):
        line = f"{KINDS[kind]} {name} {_parameters(parameters)} -> {_parameters(results)}"
        found.append(re.sub(" +", " ", line).strip())
    return sorted(found)


if __name__ == "__main__":
    print("\n".join(lines(Path(sys.argv[1]).read_text(encoding="utf-8", errors="replace"))))
