"""Words that the user of an editor reads are marked, ``_("…")``, so that they can be looked up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Names of things, spelled as others did, and programs.
NO_WORDS = {
    *("Camera Looks", "Camera Looks, GPL-3.0-or-later", "<Image>/Filters/Camera Looks", "RGB*, GRAY*"),
    *("Library", "Application Support", "Caches", "AppData", "Local", "WindowsApps", "AppleLanguages"),
    "import sys; sys.path[0] = sys.argv.pop(1); from lut.engine.server import main; main()",
}
WORDS = re.compile(r"[A-Za-z]{2,}[,.;:”)]* [“(]?[A-Za-z]{2,}|^_?[A-Z][a-z_]*[a-z][…:.]?\s*$")
ENGLISH = (  # what others than the user of an editor read
    "plugin/installer",
    "plugin/gimpfu",
    "plugin/interpreter.py",  # what install.py says of a Python
    "plugin/folders.py",  # a fault of the machine's, on the way to another folder
    *("lut/images/formats.py", "lut/images/writing.py"),  # pictures are written by the command line alone
)
SPEAKING = ("lut/engine", "lut/create", "lut/images", "lut/looks/own.py", "lut/looks/importing.py")
NOT_OF_THE_EDITOR = {"ProtocolError", "ProfileError", "ValueError", "AttributeError", "struct.error"}
TAG = re.compile(r"<[^>]*>")


def files(*places: str) -> list[str]:
    found = [
        path for place in places for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
    ]
    names = sorted(path.relative_to(ROOT).as_posix() for path in found)
    return [name for name in names if not name.startswith(ENGLISH)]


def looks_up(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"


def no_text(node: ast.AST) -> bool:
    """Documentation, and calls such as gi.require_version("Gtk", "3.0")."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "gi.require_version"


def unmarked(node: ast.AST) -> Iterator[str]:
    """Literals that read like words for people and are not looked up."""
    for child in ast.iter_child_nodes(node):
        if looks_up(child) or no_text(child):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str) and child.value not in NO_WORDS:
            yield from [child.value] if WORDS.search(TAG.sub("", child.value)) else []
        yield from unmarked(child)


def tree(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", files("plugin"))
def test_the_editors_words_are_marked(file: str) -> None:
    assert list(unmarked(tree(file))) == []


@pytest.mark.parametrize("file", files(*SPEAKING))
def test_the_engines_errors_are_marked(file: str) -> None:
    raised = [
        node.exc for node in ast.walk(tree(file)) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
    ]
    of_the_editor = [error for error in raised if ast.unparse(error.func) not in NOT_OF_THE_EDITOR]
    assert [word for error in of_the_editor for word in unmarked(error)] == []


@pytest.mark.parametrize("file", files("plugin", "lut"))
def test_marks_can_be_looked_up(file: str) -> None:
    """A message is one literal, values come after, and nothing else is called _ where it is asked for one."""
    found = list(ast.walk(tree(file)))
    marks = [node for node in found if looks_up(node)]
    for mark in marks:
        (message,) = mark.args
        assert not isinstance(message, (ast.JoinedStr, ast.BinOp)), ast.unparse(mark)
    inside = [part for node in found if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if looks_up(part)]
    assert not any(isinstance(part.args[0], ast.Constant) for part in inside), "Babel does not look into f-strings"
    if marks:
        bound = [node for node in found if isinstance(node, (ast.Name, ast.arg)) and is_bound(node)]
        assert bound == []


def is_bound(node: ast.Name | ast.arg) -> bool:
    return node.arg == "_" if isinstance(node, ast.arg) else node.id == "_" and not isinstance(node.ctx, ast.Load)
