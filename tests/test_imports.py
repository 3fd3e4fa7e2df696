"""Who may import what: lut/ nothing of plugin/ and no gi; plugin/ no numpy, and of lut/ only lut/shared/.

GIMP's Python has no numpy, and a library that imports GIMP is none: two programs that meet at a protocol.  lut/shared/
holds what both must agree on, and is the standard library alone.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = {"numpy", "PIL", "tomli", "imagecodecs", "tifffile"}
EDITOR = {"gi"}
GIMPFU = {file.stem for file in (ROOT / "plugin/gimpfu").iterdir()}  # what lies on a plug-in's path


SHARED = "lut.shared"


def imports(file: Path) -> set[str]:
    """Find the top-level names of everything that a file imports, wherever in it; relative imports as full names.

    What both programs may import is ``lut.shared``.
    """
    found = set()
    package = file.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {top_level(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found |= {top_level(f"{node.module}.{alias.name}") for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level > len(package):
            found.add("above the project")
        elif isinstance(node, ast.ImportFrom):
            base = [*package[: len(package) - node.level + 1], *filter(None, [node.module])]
            found |= {top_level(".".join([*base, alias.name])) for alias in node.names}
    return found


def top_level(name: str) -> str:
    return SHARED if f"{name}.".startswith(f"{SHARED}.") else name.split(".")[0]


def files(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found, f"no files in {folder}"
    return found


def standard(names: set[str]) -> set[str]:
    return names & (sys.stdlib_module_names | {"__future__", "tomllib", "Queue"})  # from 3.11, and of 2.7


def foreign(folder: str, allowed: Callable[[Path], set[str]]) -> list[str]:
    """A line for each file of a folder that imports what it may not."""
    return [
        f"{file.relative_to(ROOT)}: {', '.join(sorted(beyond))}"
        for file in files(folder)
        if (beyond := imports(file) - standard(imports(file)) - allowed(file))
    ]


def test_the_library_knows_nothing_of_the_editor() -> None:
    assert foreign("lut", lambda file: LIBRARY | {"lut", SHARED}) == []


def test_what_both_programs_import_is_the_standard_library_alone() -> None:
    assert foreign("lut/shared", lambda file: {SHARED}) == []


def test_importing_the_shared_package_loads_nothing_else_of_the_library() -> None:
    code = "import sys, lut.shared.folders; print(sorted(name for name in sys.modules if name.split('.')[0] == 'lut'))"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert told.stdout.strip() == str(["lut", "lut.shared", "lut.shared.folders"])


def test_gimpfu_stands_alone_on_python_3_8() -> None:
    """Its folder lies on the path of plug-ins of anyone, in GIMPs of Ubuntu 20.04."""
    assert foreign("plugin/gimpfu", lambda file: GIMPFU) == []
    for file in files("plugin/gimpfu"):
        ast.parse(file.read_text(encoding="utf-8"), str(file), feature_version=(3, 8))


def test_the_editors_side_is_the_standard_library_and_gi() -> None:
    def allowed(file: Path) -> set[str]:
        if file.is_relative_to(ROOT / "plugin/gimpfu"):
            return GIMPFU  # and nothing of plugin: see above
        inside_gimp = file.is_relative_to(ROOT / "plugin/gimp3") or file.name == "inside_gimp.py"
        inside_gimp2 = file.is_relative_to(ROOT / "plugin/gimp2")
        return {"plugin", SHARED} | (EDITOR if inside_gimp else GIMPFU if inside_gimp2 else set())

    assert foreign("plugin", allowed) == []


def test_the_installer_starts_on_a_bare_python() -> None:
    found = imports(ROOT / "install.py")
    assert found - standard(found) == {"plugin", SHARED}


def test_an_import_that_is_foreign_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    (tmp_path / "lut").mkdir()
    (tmp_path / "lut/new.py").write_text(
        "def f():\n    from plugin import x\n    import gi, numpy, os\n    from .. import y\n", encoding="utf-8"
    )
    assert foreign("lut", lambda file: LIBRARY | {"lut", SHARED}) == ["lut/new.py: above the project, gi, plugin"]


def test_what_python_2_reads_names_its_encoding() -> None:
    """Otherwise a letter that is not ASCII is a SyntaxError there, which other tests find only with a Python 2.7."""
    read_by_both = [
        (file, text)
        for folder in ("lut", "plugin")
        for file in files(folder)
        for text in [file.read_text(encoding="utf-8")]
        if "gimp2" in file.parts or "valid in Python 2.7" in text.replace("Valid", "valid")
    ]
    assert len(read_by_both) > 20
    encoded = [file for file, text in read_by_both if not text.isascii() and "coding: utf-8" not in text[:80]]
    assert encoded == []
