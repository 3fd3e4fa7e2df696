"""Who may import what: lut/ nothing of plugin/ and no gi; plugin/ no numpy and nothing of lut/.

GIMP's Python has no numpy, and a library that imports GIMP is none.  See DESIGN: two programs that meet at a protocol.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = {"numpy", "PIL", "tomli", "imagecodecs", "tifffile"}
EDITOR = {"gi"}
GIMPFU = {file.stem for file in (ROOT / "plugin/gimpfu").iterdir()}  # what lies on a plug-in's path


def imports(file: Path) -> set[str]:
    """The top-level names of everything that a file imports, wherever in it; relative imports as full names."""
    found = set()
    package = file.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.ImportFrom):
            found.add(package[0] if node.level <= len(package) else "above the project")
    return found


def files(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found, f"no files in {folder}"
    return found


def standard(names: set[str]) -> set[str]:
    return names & (sys.stdlib_module_names | {"__future__", "tomllib"})  # tomllib: from 3.11


@pytest.mark.parametrize("file", files("lut"), ids=lambda file: str(file.relative_to(ROOT)))
def test_the_library_knows_nothing_of_the_editor(file: Path) -> None:
    found = imports(file)
    assert found - standard(found) - LIBRARY == found & {"lut"}


def of_gimpfu(file: Path) -> bool:
    return file.is_relative_to(ROOT / "plugin/gimpfu")


@pytest.mark.parametrize("file", files("plugin/gimpfu"), ids=lambda file: str(file.relative_to(ROOT)))
def test_gimpfu_stands_alone_on_python_3_8(file: Path) -> None:
    """Its folder lies on the path of plug-ins of anyone, in GIMPs of Ubuntu 20.04."""
    found = imports(file)
    assert found - standard(found) <= GIMPFU
    ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize(
    "file", [file for file in files("plugin") if not of_gimpfu(file)], ids=lambda file: str(file.relative_to(ROOT))
)
def test_the_editors_side_is_the_standard_library_and_gi(file: Path) -> None:
    found = imports(file)
    inside_gimp = file.is_relative_to(ROOT / "plugin/gimp3") or file.name == "inside_gimp.py"
    inside_gimp2 = file.is_relative_to(ROOT / "plugin/gimp2")
    allowed = {"plugin"} | (EDITOR if inside_gimp else GIMPFU if inside_gimp2 else set())
    assert found - standard(found) <= allowed


def test_the_installer_starts_on_a_bare_python() -> None:
    found = imports(ROOT / "install.py")
    assert found - standard(found) == {"plugin"}
