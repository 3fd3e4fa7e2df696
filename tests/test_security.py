"""What the source must not contain, so that data from outside stays data: see SECURITY.md."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = [ROOT / "install.py", *sorted((ROOT / "lut").rglob("*.py")), *sorted((ROOT / "plugin").rglob("*.py"))]

NETWORK = {"asyncio", "ftplib", "http", "imaplib", "poplib", "requests", "smtplib", "socketserver", "ssl", "telnetlib"}
NETWORK |= {"urllib", "webbrowser", "xmlrpc"}
UNPICKLING = {"dill", "marshal", "pickle", "shelve", "yaml"}
EVALUATING = {"eval", "exec", "compile", "__import__"}
# gimp.set_data is kept by a running GIMP, and only plug-ins can write there: programs, which run code as it is.
UNPICKLING_ITS_OWN = {"plugin/gimpfu/gimpshelf.py"}
# Local sockets, which have a place in the file system and no address.
SOCKETS = {"lut/engine/linger.py", "plugin/gimp2/engine.py", "plugin/launch.py"}
PARSERS_OF_XML = {"lut/formats/xml.py"}  # where entities and document types are refused


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imported(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module or "")
    return {module.split(".")[0] for module in found} | {module for module in found if module.startswith("xml.")}


@pytest.mark.parametrize("file", FILES, ids=name)
def test_nothing_is_fetched_evaluated_or_given_to_a_shell(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    modules = imported(tree)
    assert not modules & NETWORK
    assert not modules & UNPICKLING or name(file) in UNPICKLING_ITS_OWN
    assert "socket" not in modules or name(file) in SOCKETS
    assert not any(module.startswith("xml.") for module in modules) or name(file) in PARSERS_OF_XML
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name):
                assert called.id not in EVALUATING, f"{name(file)}:{node.lineno}"
            if isinstance(called, ast.Attribute):
                assert ast.unparse(called) not in ("os.system", "os.popen"), f"{name(file)}:{node.lineno}"
            for keyword in node.keywords:
                program = "subprocess" in ast.unparse(called) or "subprocess" in modules
                shell = program and keyword.arg == "shell" and ast.unparse(keyword.value) != "False"
                unpickled = keyword.arg == "allow_pickle" and ast.unparse(keyword.value) != "False"
                assert not shell and not unpickled, f"{name(file)}:{node.lineno}"
        if isinstance(node, ast.Attribute) and name(file) in SOCKETS:
            assert node.attr not in ("AF_INET", "AF_INET6", "create_connection", "create_server")
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "socket.socket":
            assert [ast.unparse(argument) for argument in node.args] == ["socket.AF_UNIX"]
