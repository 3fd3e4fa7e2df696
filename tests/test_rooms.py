"""The rooms of the code, and which may import which: no circle of files, none of folders, one way through the library.

Every import counts, wherever it stands: inside functions, and for type checkers only.  gimpfu's own files are left out:
their circles are those of GIMP 2.10's API, which they repeat.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ("lut", "plugin")
API_SHAPE = ("plugin.gimpfu",)

# The rooms of the library, from what people call down to what stands alone: each may import those after it.
ORDER = (
    "lut.cli",
    "lut.engine",
    "lut.drawing",
    "lut.create",
    "lut.looks",
    "lut.formats",
    "lut.images",
    "lut.operators",
    "lut.apply_lut",
    "lut.color",
    "lut.table",
    "lut.lattice",
    "lut.kernel",
    "lut.files",
    "lut.boundary",
    "lut.errors",
    "lut.language",
    "lut.on_demand",
    "lut.shared",
)

Graph = dict[str, set[str]]


def module_files() -> dict[str, Path]:
    """Every module of both programs by its dotted name; a package is its __init__.py."""
    found = {}
    for program in PROGRAMS:
        for file in sorted((ROOT / program).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if not name.startswith(API_SHAPE):
                found[name] = file
    assert len(found) > 100
    return found


def imported_names(name: str, file: Path) -> Iterator[str]:
    """The dotted name of everything that a module imports, as ``package.module.name`` for ``from`` imports."""
    package = name.split(".") if file.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) + 1 - node.level] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def import_graph(files: Mapping[str, Path]) -> Graph:
    """The modules that each module imports."""
    graph: Graph = {}
    for name, file in files.items():
        found = set()
        for imported in imported_names(name, file):
            module = imported if imported in files else imported.rpartition(".")[0]
            if module in files and module != name:
                found.add(module)
        graph[name] = found
    return graph


def circles(graph: Graph) -> list[list[str]]:
    """Groups of nodes that lead back to themselves (strongly connected components of more than one)."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(graph[start])
        while waiting:
            if (node := waiting.pop()) not in seen:
                seen.add(node)
                waiting += graph[node]
        return seen

    ways = {node: reached(node) for node in graph}
    groups = {tuple(sorted(other for other in ways[node] if node in ways[other])) for node in graph}
    return sorted(list(group) for group in groups if len(group) > 1)


def folder_graphs(graph: Graph) -> dict[str, Graph]:
    """For each folder, which of the files and folders in it import which others of it.

    A folder stands for all that lies in it.  The folder's own __init__.py is left out: it hands out what lies in it.
    """
    result: dict[str, Graph] = {}
    for name, imported in graph.items():
        parts = name.split(".")
        for depth in range(1, len(parts)):
            folder, child = ".".join(parts[:depth]), ".".join(parts[: depth + 1])
            inside = result.setdefault(folder, {}).setdefault(child, set())
            for other in imported:
                neighbor = ".".join(other.split(".")[: depth + 1])
                if other.startswith(f"{folder}.") and neighbor != child:
                    inside.add(neighbor)
    return result


GRAPH = import_graph(module_files())


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circles(GRAPH) == []


@pytest.mark.parametrize("folder", sorted(folder_graphs(GRAPH)))
def test_no_folders_import_each_other_in_a_circle(folder: str) -> None:
    assert circles(folder_graphs(GRAPH)[folder]) == []


def test_the_librarys_rooms_import_one_way() -> None:
    rooms = folder_graphs(GRAPH)["lut"]
    del rooms["lut.__main__"]  # runs the command line
    assert rooms.keys() == set(ORDER)
    upward = [
        f"{room} imports {other}"
        for room, others in rooms.items()
        for other in others
        if ORDER.index(other) < ORDER.index(room)
    ]
    assert upward == []


def test_a_circle_is_found_wherever_its_imports_stand(tmp_path: Path) -> None:
    texts = {
        "lut.a": "from . import b",
        "lut.b": "def late():\n    from .c.d import x",
        "lut.c": "",
        "lut.c.d": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..a import y",
        "lut.e": "import lut.a",
    }
    files = {}
    for name, text in texts.items():
        files[name] = tmp_path / ("__init__.py" if name == "lut.c" else f"{name}.py")
        files[name].write_text(text, encoding="utf-8")
    graph = import_graph(files)
    assert circles(graph) == [["lut.a", "lut.b", "lut.c.d"]]
    assert circles(folder_graphs(graph)["lut"]) == [["lut.a", "lut.b", "lut.c"]]
