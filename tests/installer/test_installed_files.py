"""The files that each GIMP gets: all that its plug-in imports, and nothing that only the other GIMP or tests use."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from users import ROOT, User

from plugin.installer import build, manifest, origin
from plugin.installer.channels import SYSTEM
from plugin.installer.runner import Runner

OF_3, OF_2 = {"gimp3"}, {"gimp2", "gimpfu"}
NO_GIMP = {"installer", "gimp_in_memory", "memory.py", "camera-looks.py"}


class NoEngine(build.Engine):
    """An engine that makes an empty catalog without being started."""

    def run(self, folder: Path, runner: Runner, seconds: float, *words: str | Path) -> str:
        assert words == ("catalog",)
        return "{}"


@pytest.fixture(scope="module", params=[False, True], ids=["GIMP 3", "GIMP 2.10"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bool]:
    """What is installed into a profile, and whether it is for GIMP 2.10."""
    folder = tmp_path_factory.mktemp("built")
    build.fill_plugin(
        ROOT, folder, origin.read_version(ROOT), [NoEngine(SYSTEM, "python3")], Runner(), two=request.param
    )
    return folder, request.param


def names(folder: Path) -> set[str]:
    """Every file's and folder's name in the plug-in's part of an installation."""
    return {path.name for path in (folder / "plugin").rglob("*")}


def missing_modules(folder: Path) -> Iterator[str]:
    """Modules that an installed file imports from ``plugin`` or ``lut``, wherever, and that are not installed."""
    for file in sorted((folder / "plugin").rglob("*.py")):
        package = file.relative_to(folder).parent.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").split(".")[0] == "lut"):
                start = package[: len(package) + 1 - node.level] if node.level else ()
                module = folder.joinpath(*start, *(node.module or "").split("."))
                if not (module.is_dir() or module.with_name(f"{module.name}.py").is_file()):
                    yield f"{file.relative_to(folder)}: {module.relative_to(folder)}"


def test_a_gimp_gets_nothing_that_only_the_other_one_imports(built: tuple[Path, bool]) -> None:
    folder, two = built
    assert (OF_2 if two else OF_3) <= names(folder)
    assert not names(folder) & ((OF_3 if two else OF_2) | NO_GIMP)
    assert not [name for name in names(folder) if name.endswith((".pyi", ".po", ".toml", ".md"))]


def test_everything_that_its_files_import_is_there(built: tuple[Path, bool]) -> None:
    folder, _two = built
    assert list(missing_modules(folder)) == []


def test_a_module_that_is_missing_is_found(built: tuple[Path, bool], tmp_path: Path) -> None:
    shutil.copytree(built[0], tmp_path / "copy")
    (tmp_path / "copy/plugin/engine/strips.py").unlink()
    assert any(str(Path("plugin/engine/strips")) in line for line in missing_modules(tmp_path / "copy"))


@pytest.mark.slow("installs twice")
def test_an_upgrade_leaves_nothing_of_a_version_that_installed_everything(with_gimp: User) -> None:
    """Earlier versions gave every GIMP the files for all."""
    assert with_gimp.install().returncode == 0
    folder = with_gimp.plug_ins / "camera-looks"
    for name in OF_2:
        shutil.copytree(ROOT / "plugin" / name, folder / "plugin" / name)
    manifest.seal_folder(folder, passed=1)
    assert names(folder) >= OF_2
    assert with_gimp.install().returncode == 0
    assert not names(folder) & OF_2
    assert not (with_gimp.data / "kept").exists(), "those files were ours"
    assert "Nothing is wrong" in with_gimp.install("--doctor").stdout
