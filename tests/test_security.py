"""What the source must not contain, so that data from outside stays data: see SECURITY.md.

Ruff's rules (flake8-bandit, and the banned modules in pyproject.toml) look for it by meaning: whatever a function was
imported as. What they cannot say is said here. The snippets prove that both find what they are for.
"""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ("install.py", "lut", "plugin")
RULES = "S,TID251,B009,F403"

# Where the source makes an exception for itself ("noqa"), and of what. Nothing else may.
EXCEPTIONS = {
    ("lut/on_demand.py", "TID251", "importlib"),
    ("lut/engine/socket_server.py", "TID251", "socket"),
    ("lut/files/xml.py", "TID251", "xml"),
    ("lut/images/optional_packages.py", "TID251", "importlib"),
    ("plugin/gimp3/message.py", "TID251", "gi.repository.Gimp.message"),
    ("plugin/engine/launch.py", "TID251", "socket"),
    # gimpfu: scripts of the caller of a test; and gimp.set_data, which a running GIMP keeps, and only plug-ins write.
    ("plugin/gimpfu/gimp_in_memory/__init__.py", "TID251", "runpy"),
    ("plugin/gimpfu/gimpshelf/__init__.py", "TID251", "pickle"),
    ("plugin/gimpfu/gimpshelf/__init__.py", "S301", "pickle"),
}

STRONG = {"builtins", "importlib", "multiprocessing", "os", "pickle", "runpy", "socket", "subprocess"}
NAMES = {"__builtins__", "__import__", "compile"}  # eval and exec are ruff's
AF_UNIX = ["socket.AF_UNIX"]


def checked(*arguments: str, text: str | None = None, folder: Path = ROOT) -> list[dict[str, object]]:
    """What ruff finds with the project's configuration."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "json", *arguments]
    done = subprocess.run(command, cwd=folder, input=text, capture_output=True, encoding="utf-8")
    assert done.returncode in (0, 1), done.stderr
    return list(json.loads(done.stdout))


def test_nothing_is_fetched_evaluated_unpickled_or_given_to_a_shell() -> None:
    found = checked("--select", RULES, "--ignore", "S101", *SOURCE)
    assert [f"{each['filename']}: {each['message']}" for each in found] == []


def test_the_exceptions_are_these() -> None:
    found = checked("--select", "S,TID251", "--ignore", "S101", "--ignore-noqa", *SOURCE)
    places = {
        (
            Path(str(each["filename"])).relative_to(ROOT).as_posix(),
            str(each["code"]),
            str(each["message"]).split("`")[1],
        )
        for each in found
    }
    assert places == EXCEPTIONS


def test_what_ruff_cannot_say() -> None:
    files = [
        path
        for place in SOURCE
        for path in ([ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py")))
    ]
    assert len(files) > 300, "the source was not found"
    found = [
        f"{file.relative_to(ROOT)}:{line}: {what}"
        for file in files
        for line, what in hidden(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert found == []


def hidden(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Lines that could do by another name what ruff would find by its own."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    modules = {
        alias.asname or alias.name.split(".")[0]: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    programs = "subprocess" in froms | set(modules.values())
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in NAMES:
            yield node.lineno, f"{node.id} makes code of data"
        elif isinstance(node, ast.Name) and modules.get(node.id, "").split(".")[0] in STRONG:
            parent = parents[node]
            if not (isinstance(parent, ast.Attribute) or asks_for_a_constant(parent)):
                yield node.lineno, f"{node.id} is passed on, where no rule follows it: {ast.unparse(parent)}"
        elif isinstance(node, ast.Attribute) and node.attr == "__dict__" and isinstance(node.value, ast.Name):
            if modules.get(node.value.id) in STRONG:
                yield node.lineno, f"{ast.unparse(node)} can be asked for anything"
        elif isinstance(node, ast.Call):
            yield from (
                (node.lineno, f"{keyword.arg}= is not False")
                for keyword in node.keywords
                if keyword.arg == "allow_pickle" or (keyword.arg == "shell" and programs)
                if ast.unparse(keyword.value) != "False"
            )
            called = ast.unparse(node.func)
            if called.endswith("socket.socket") and [*map(ast.unparse, node.args)] != AF_UNIX:
                yield node.lineno, "a socket that is not AF_UNIX"
            if called.startswith("subprocess.") and not all(
                keyword.arg or harmless(keyword.value, tree) for keyword in node.keywords
            ):
                yield node.lineno, "** hides what is given to subprocess"
        elif isinstance(node, ast.ImportFrom) and node.module == "socket":
            yield node.lineno, "the kind of socket must be seen: import socket"


def asks_for_a_constant(node: ast.AST) -> bool:
    """``hasattr(os, "…")``, and ``getattr(os, "O_BINARY", 0)``: constants are not called."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1):
        return False
    asked = node.args[1]
    named = isinstance(asked, ast.Constant) and isinstance(asked.value, str)
    return named and (node.func.id == "hasattr" or (node.func.id == "getattr" and asked.value.isupper()))


def harmless(value: ast.expr, tree: ast.AST) -> bool:
    """What is behind ``**``: dictionaries whose keys can be read, where it stands or where its name is given them."""
    if isinstance(value, ast.Name):
        given = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and value.id in map(ast.unparse, node.targets)
        ]
        return (
            bool(given)
            and not any(isinstance(each, ast.Name) for each in given)
            and all(harmless(each, tree) for each in given)
        )
    if isinstance(value, ast.IfExp):
        return harmless(value.body, tree) and harmless(value.orelse, tree)
    return isinstance(value, ast.Dict) and all(
        isinstance(key, ast.Constant) and key.value != "shell" for key in value.keys
    )


PLACES = ("lut/formats", "plugin", "plugin/gimp3")
# Each: what someone could write, and the rule that finds it.
FOUND_BY_RUFF = [
    ('from os import system\n\nsystem("x")\n', "S605"),
    ('import os as o\n\no.system("x")\n', "S605"),
    ('import os\n\nos.popen("x")\n', "S605"),
    ('import os\n\nos.execv("x", [])\n', "S606"),
    ('import os\n\ngetattr(os, "system")("x")\n', "B009"),
    ('from os import *\n\nsystem("x")\n', "F403"),
    ('import subprocess\n\nsubprocess.run("x", shell=True)\n', "S602"),
    ('from subprocess import getoutput as g\n\ng("x")\n', "S605"),
    ("import subprocess\n\nsubprocess.run([a, b])\n", "S603"),
    ('from subprocess import run\n\nrun(["sh", "-c", "x"])\n', "S607"),
    ("import urllib.request as u\n", "TID251"),
    ("from urllib import request\n", "TID251"),
    ("def f():\n    from http.client import HTTPConnection\n", "TID251"),
    ("import asyncio\n", "TID251"),
    ("import webbrowser\n", "TID251"),
    ("import socket\n", "TID251"),
    ("from multiprocessing.connection import Listener\n", "TID251"),
    ('import importlib\n\nimportlib.import_module("socket")\n', "TID251"),
    ('from importlib import import_module as i\n\ni("socket")\n', "TID251"),
    ('import runpy\n\nrunpy.run_path("x")\n', "TID251"),
    ("from builtins import compile as c\n", "TID251"),
    ('exec("x")\n', "S102"),
    ('eval("x")\n', "S307"),
    ("import pickle as p\n\np.loads(b)\n", "S301"),
    ("from marshal import loads\n", "TID251"),
    ("import shelve\n", "TID251"),
    ("import yaml\n\nyaml.load(x)\n", "S506"),
    ("import xml.etree.ElementTree as E\n", "TID251"),
    ("from xml import sax\n", "TID251"),
    ('import tarfile\n\ntarfile.open("x").extractall()\n', "S202"),
    ("import tempfile\n\ntempfile.mktemp()\n", "S306"),
]


@pytest.fixture(scope="module")
def rules_broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules that each snippet breaks, by its file's name in a project of this configuration."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for place in PLACES:
        (folder / place).mkdir(parents=True)
        for number, (snippet, _) in enumerate(FOUND_BY_RUFF):
            (folder / place / f"new{number}.py").write_text(snippet, encoding="utf-8")
    found: dict[str, set[str]] = {}
    for each in checked(".", folder=folder):
        found.setdefault(Path(str(each["filename"])).relative_to(folder).as_posix(), set()).add(str(each["code"]))
    return found


@pytest.mark.parametrize(("number", "rule"), [(number, rule) for number, (_, rule) in enumerate(FOUND_BY_RUFF)])
def test_ruff_finds(rules_broken: dict[str, set[str]], number: int, rule: str) -> None:
    for place in PLACES:
        found = rules_broken.get(f"{place}/new{number}.py", set())
        assert rule in found, f"{place}: {FOUND_BY_RUFF[number][0]!r} breaks only {found}"


@pytest.mark.parametrize(
    "snippet",
    [
        'import os\no = os\no.system("x")',
        'import os as p\ngetattr(p, "sys" + "tem")("x")',
        'import os\ngetattr(os, "system", None)("x")',
        'import os\nvars(os)["system"]("x")',
        'import os\nos.__dict__["system"]("x")',
        "import subprocess\nsubprocess.run(x, shell=bool(1))",
        'import subprocess\nsubprocess.run(x, **{"shell": True})',
        "import subprocess\nsubprocess.run(x, **options)",
        'import subprocess\noptions = {"shell": True}\nsubprocess.run(x, **options)',
        "import subprocess\noptions = {name: True}\nsubprocess.run(x, **options)",
        "from subprocess import run\nrun(x, shell=yes)",
        "import numpy as np\nnp.load(x, allow_pickle=True)",
        "from numpy import load\nload(x, allow_pickle=y)",
        '__import__("socket")',
        '__builtins__["eval"]("x")',
        'code = compile(x, "x", "exec")',
        "import socket\nsocket.socket()",
        "import socket\nsocket.socket(socket.AF_INET)",
        "import socket as s\nsocket.socket(s.AF_UNIX + 1)",
        "from socket import socket\nsocket()",
    ],
)
def test_what_is_hidden_from_ruff_is_found_here(snippet: str) -> None:
    assert [*hidden(ast.parse(snippet))], snippet


@pytest.mark.parametrize(
    "snippet",
    [
        "import os\nos.replace(a, b)",
        'import os\nflags = os.O_RDONLY | getattr(os, "O_BINARY", 0)',
        'import os\nhasattr(os, "register_at_fork")',
        "import re\nre.compile(x)",
        'import subprocess\nsubprocess.run([a], shell=False, **({"creationflags": 1} if windows else {}))',
        'import subprocess\noptions = {"a": 1} if b else {"c": 2}\nsubprocess.run([a], **options)',
        "import socket\nsocket.socket(socket.AF_UNIX)",
    ],
)
def test_what_is_harmless_is_not_found(snippet: str) -> None:
    assert [*hidden(ast.parse(snippet))] == []


def test_a_noqa_without_need_is_found() -> None:
    """So that exceptions go when their reason does."""
    found = checked("--stdin-filename", "lut/new.py", "-", text="import os  # noqa: TID251\n\nprint(os.name)\n")
    assert "RUF100" in {each["code"] for each in found}
