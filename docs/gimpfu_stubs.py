"""Types of our gimpfu for mypy and editors: its `__init__.pyi`, written by ``python docs/gimpfu_stubs.py``.

The objects' types are those that the code declares. The procedures' come from GIMP's own list in procedures.txt, which
does not say where a result may be None, nor which of several kinds of item an ITEM is.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent / "plugin/gimpfu"
sys.path.insert(0, str(ROOT))

import gimpcolor
import gimpenums
from gimp_backends import fields
from gimp_backends.contract import Parameter, Procedure
from gimp_in_memory.signatures import all_known

GIMP = "_errors _parasite _pixels _transforms _items _channel _layer _vectors _image _display _plugin _session _pdb"
MADE = "# Written by docs/gimpfu_stubs.py: change the code, or that."
SPECIAL = ("__init__", "__call__", "__len__", "__iter__", "__getitem__", "__setitem__", "__str__")
PARTS = ("_items", "contract")  # modules whose names are written with theirs before them

# Of a parameter, and of a result, by PDB_ names. Everything that scripts pass for a color or for bytes is one.
ITEMS = {"DRAWABLE": "Drawable", "ITEM": "Item", "LAYER": "Layer", "CHANNEL": "Channel", "SELECTION": "Channel"}
TAKEN = {
    **dict.fromkeys(("INT32", "INT16", "INT8", "STATUS"), "int"),
    **{kind: f"{name} | None" for kind, name in {**ITEMS, "VECTORS": "Vectors", "DISPLAY": "Display"}.items()},
    **{"FLOAT": "float", "STRING": "str | None", "IMAGE": "Image", "PARASITE": "Parasite", "COLOR": "_Color"},
    **{"INT32ARRAY": "Sequence[int]", "INT16ARRAY": "Sequence[int]", "INT8ARRAY": "bytes | str | Sequence[int]"},
    **{"FLOATARRAY": "Sequence[float]", "STRINGARRAY": "Sequence[str]", "COLORARRAY": "Sequence[_Color]"},
}
GIVEN = {
    **{kind: taken.removesuffix(" | None") for kind, taken in TAKEN.items()},
    **{"COLOR": "RGB", "COLORARRAY": "tuple[RGB, ...]", "INT8ARRAY": "tuple[int, ...]"},
    **{f"{kind}ARRAY": f"tuple[{of}, ...]" for kind, of in {"INT32": "int", "INT16": "int", "FLOAT": "float"}.items()},
    "STRINGARRAY": "tuple[str, ...]",
}
KINDS = {getattr(gimpenums, f"PDB_{name}"): name for name in TAKEN}

GIMP_IMPORTS = """\
# A value that is None now and then (an image's active layer) is `Layer | Any`: mypy does not ask for a check of it.
from array import array
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, Tuple

from gimpcolor import RGB

_Color = RGB | str | Sequence[float]"""
COLOR_IMPORTS = """\
from collections.abc import Iterator, Sequence
from typing import Any, Final"""
GIMPFU_IMPORTS = """\
import gettext as gettext
import math as math
from collections.abc import Callable, Sequence
from typing import Any, Final

import gimp as gimp
import gimpcolor as gimpcolor
from gimp import pdb as pdb
from gimpenums import *
from gimpfu._python2 import *"""


class _Plain(ast.NodeTransformer):
    """An annotation without the names of our modules."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        return ast.Name(node.attr) if isinstance(node.value, ast.Name) and node.value.id in PARTS else node


def _text(node: ast.AST) -> str:
    return ast.unparse(_Plain().visit(node))


def _function(node: ast.FunctionDef, indent: str = "") -> str:
    arguments = node.args
    arguments.defaults = [ast.Constant(...) for _ in arguments.defaults]
    arguments.kw_defaults = [value and ast.Constant(...) for value in arguments.kw_defaults]
    decorators = "".join(f"{indent}@{_text(decorator)}\n" for decorator in node.decorator_list)
    result = f" -> {_text(node.returns)}" if node.returns else ""
    return f"{decorators}{indent}def {node.name}({_text(arguments)}){result}: ..."


def _read_only(value: ast.expr | None) -> bool:
    """Whether a class's attribute is a property that scripts cannot set."""
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Name):
        return False
    return value.func.id == "property" or (value.func.id == "attribute" and len(value.args) == 1)


def _member(node: ast.stmt, made: type) -> Iterator[str]:
    """What a class's stub says of a statement in it."""
    if isinstance(node, ast.FunctionDef) and (not node.name.startswith("_") or node.name in SPECIAL):
        yield _function(node, "    ")
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id[0] != "_":
        name, kind = node.target.id, _text(node.annotation)
        yield f"    @property\n    def {name}(self) -> {kind}: ..." if _read_only(node.value) else f"    {name}: {kind}"
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id[0] != "_":
        name = node.targets[0].id
        signature = getattr(getattr(made, name), "__signature__", None)
        if signature:  # a transformation, which is made of the names of its parameters
            yield f"    def {name}{str(signature).replace(chr(39), '')}: ..."
        elif isinstance(node.value, ast.Name):
            yield f"    {_text(node)}"


def _class(node: ast.ClassDef, module: Any) -> str:
    bases = ", ".join(map(_text, node.bases))
    if node.name == "PDBFunction":  # scripts do not make any
        node.body = [part for part in node.body if getattr(part, "name", "") != "__init__"]
    members = [line for part in node.body for line in _member(part, getattr(module, node.name))]
    if node.name == "PDB":
        members += [f"    def {line}" for line in procedures()]
    return f"class {node.name}{f'({bases})' if bases else ''}:\n" + ("\n".join(members) or "    pass")


def declared(package: str, *parts: str) -> Iterator[str]:
    """What modules of a package declare, as a stub says it."""
    for part in parts:
        yield from _declared(package, importlib.import_module(package if part == "__init__" else f"{package}.{part}"))


def _declared(package: str, module: Any) -> Iterator[str]:
    for node in ast.parse(Path(module.__file__).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and (node.name[0] != "_" or node.name == "_Intersection"):
            yield _class(node, module)
        elif isinstance(node, ast.FunctionDef) and hasattr(sys.modules[package], node.name) and node.name[0] != "_":
            yield _function(node)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id[0] != "_":
            yield f"{node.target.id}: {_text(node.annotation)}"
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.targets[0].id[0] != "_":
            yield _text(node)


def _taken(parameters: tuple[Parameter, ...]) -> str:
    """The parameters of a call: they have no keywords, but the run mode, which is left out, has one."""
    mode = bool(parameters) and parameters[0].name == "run-mode"
    seen: Counter[str] = Counter()
    listed = ["self"]
    for parameter in parameters[mode:]:
        name = parameter.name.replace("-", "_")
        seen[name] += 1
        number = f"_{seen[name]}" if seen[name] > 1 else ""
        listed.append(f"{name}{number}: {TAKEN[KINDS[parameter.type]]}")
    return ", ".join([*listed, "/", *(["*", "run_mode: int = ..."] if mode else [])])


def _given(results: tuple[Parameter, ...]) -> str:
    kinds = [GIVEN[KINDS[result.type]] for result in results]
    return f"tuple[{', '.join(kinds)}]" if len(kinds) > 1 else kinds[0] if kinds else "None"


def procedures() -> list[str]:
    """A method's line for each of GIMP's procedures."""

    def line(procedure: Procedure) -> str:
        name = procedure.name.replace("-", "_")
        return f"{name}({_taken(procedure.parameters)}) -> {_given(procedure.results)}: ..."

    return [line(known.procedure) for known in all_known().values()]


def _constants(values: dict[str, Any]) -> str:
    return "\n".join(f"{name}: Final = {value!r}" for name, value in values.items() if name[0] != "_")


def stubs() -> dict[Path, str]:
    """The text of each stub, by its file."""
    colors = {name: value for name, value in vars(gimpcolor).items() if name.startswith("RGB_")}
    parameters = {name: value for name, value in vars(fields).items() if name.startswith("PF_")}
    texts = {
        "gimp": [GIMP_IMPORTS, *declared("gimp", *GIMP.split(), "__init__"), "pdb: PDB"],
        "gimpcolor": [COLOR_IMPORTS, _constants(colors), *declared("gimpcolor", "_models", "__init__")],
        "gimpenums": ["from typing import Final", _constants(vars(gimpenums))],
        "gimpfu": [GIMPFU_IMPORTS, _constants(parameters), *declared("gimpfu", "__init__")],
    }
    return {ROOT / name / "__init__.pyi": "\n\n".join([MADE, *parts]) + "\n" for name, parts in texts.items()}


if __name__ == "__main__":
    for file, text in stubs().items():
        file.write_text(text, encoding="utf-8")
