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
    "Camera Looks: preview",  # a layer, by whose name it is found
    *("WindowsApps", "AppleLanguages", "Hant"),
    "Flash",  # EXIF's name
    "Pillow",  # what pip is asked for
    "Strip",  # a type
    *("Left", "Right", "Up", "Down", "Home", "End"),  # keys, by GDK's names
}
WORDS = re.compile(r"[A-Za-z]{2,}[,.;:”)]* [“(]?[A-Za-z]{2,}|^_?[A-Z][a-z_]*[a-z][…:.]?\s*$")
ENGLISH = (  # what others than the user of an editor read
    "plugin/installer",
    "plugin/gimpfu",
    "plugin/engine/interpreter.py",  # what install.py says of a Python
    "plugin/menu/tag_rules.py",  # what the looks' English sentences are searched for
    *("plugin/programs/process_tree.py", "plugin/programs/run_program.py"),  # what install.py says of a program
    *(
        "plugin/engine/json_input.py",
        "plugin/menu/catalog.py",
        "plugin/gimp3/layer_settings.py",
    ),  # what is wrong inside of JSON
    *("lut/images/file_kinds.py", "lut/images/writing.py"),  # pictures are written by the command line alone
)
SPEAKING = ("lut/engine", "lut/create", "lut/images", "lut/looks/own_looks.py", "lut/looks/importing.py")
NOT_OF_THE_EDITOR = {"ProtocolError", "ProfileError", "GainMapError", "ValueError", "AttributeError", "struct.error"}
MARKS = {"_": 1, "ngettext": 3}  # and how many arguments each takes
TAG = re.compile(r"<[^>]*>")


def files(*places: str) -> list[str]:
    found = [
        path for place in places for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
    ]
    names = sorted(path.relative_to(ROOT).as_posix() for path in found)
    return [name for name in names if not name.startswith(ENGLISH)]


def looks_up(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS


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


def test_the_editors_words_are_marked() -> None:
    assert [f"{file}: {word}" for file in files("plugin") for word in unmarked(tree(file))] == []


def test_the_engines_errors_are_marked() -> None:
    assert [f"{file}: {word}" for file in files(*SPEAKING) for word in unmarked_errors(tree(file))] == []


def unmarked_errors(found: ast.Module) -> list[str]:
    raised = [node.exc for node in ast.walk(found) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)]
    of_the_editor = [error for error in raised if ast.unparse(error.func) not in NOT_OF_THE_EDITOR]
    return [word for error in of_the_editor for word in unmarked(error)]


def test_marks_can_be_looked_up() -> None:
    """A message is one literal, values come after, and nothing else is called _ where it is asked for one."""
    assert [f"{file}: {what}" for file in files("plugin", "lut") for what in bad_marks(tree(file))] == []


def bad_marks(module: ast.Module) -> Iterator[str]:
    found = list(ast.walk(module))
    marks = [node for node in found if looks_up(node)]
    for mark in marks:
        texts = mark.args[:2] if mark.func.id == "ngettext" else mark.args
        if len(mark.args) != MARKS[mark.func.id] or any(isinstance(text, (ast.JoinedStr, ast.BinOp)) for text in texts):
            yield f"no literal: {ast.unparse(mark)}"
    inside = [part for node in found if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if looks_up(part)]
    for mark in inside:
        if isinstance(mark.args[0], ast.Constant):
            yield f"Babel does not look into f-strings: {ast.unparse(mark)}"
    if marks:
        # A module that several hosts share imports none: its functions are given the host's.
        imported = {name.name for node in found if isinstance(node, ast.ImportFrom) for name in node.names}
        kinds = (ast.Name, ast.arg) if "_" in imported else ast.Name
        bound = [node for node in found if isinstance(node, kinds) and is_bound(node)]
        yield from (f"line {node.lineno}: _ is bound to something else" for node in bound)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('_("Some words")', []),
        ('_("Some " + words)', ["no literal"]),
        ("_(f'Some {words}')", ["no literal"]),
        ('ngettext("{n} word", "{n} words", n)', []),
        ('ngettext("{n} word", "{n} " + words, n)', ["no literal"]),
        ('ngettext("{n} word", n)', ["no literal"]),
        ("""f'{_("Some words")}'""", ["Babel does not look into f-strings"]),
        ('_("Some words")\nfor _ in x: pass', ["line 2"]),
        ('from words import _\ndef say(_): _("Some words")', ["line 2"]),
        ('def say(_): _("Some words")', []),
    ],
)
def test_marks_that_cannot_be_looked_up_are_found(source: str, found: list[str]) -> None:
    assert [what.split(":")[0] for what in bad_marks(ast.parse(source))] == found


def test_words_without_a_mark_are_found() -> None:
    source = (
        'raise LutError("expected some words")\nraise LutError(_("expected others"))\nraise ValueError("no user reads")'
    )
    assert unmarked_errors(ast.parse(source)) == ["expected some words"]
    assert list(unmarked(ast.parse('label.set_text("Show My Looks")'))) == ["Show My Looks"]


def is_bound(node: ast.Name | ast.arg) -> bool:
    return node.arg == "_" if isinstance(node, ast.arg) else node.id == "_" and not isinstance(node.ctx, ast.Load)
