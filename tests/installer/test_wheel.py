"""``pip install .``: the library and the command line, whole, and nothing of the plug-in or the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from users import ROOT

import lut


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made by pip in an environment of its own, from a copy: building leaves folders behind."""
    base = tmp_path_factory.mktemp("wheel")
    source = base / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "lut", "plugin"):
        (source / name).symlink_to(ROOT / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", base, source]
    made = subprocess.run(command, capture_output=True, timeout=900, encoding="utf-8")
    assert made.returncode == 0, made.stderr
    [file] = base.glob("*.whl")
    return file


@pytest.mark.slow("builds the package and makes an environment")
def test_what_is_in_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    used = (".py", ".toml", ".mo")
    package = {path.relative_to(ROOT).as_posix() for path in (ROOT / "lut").rglob("*.*") if path.suffix in used}
    info = f"camera_looks-{lut.__version__}.dist-info"
    assert {name for name in names if not name.startswith(info)} == package | {"lut/looks/data/LICENSE"}
    assert f"{info}/licenses/LICENSE" in names


@pytest.mark.slow("builds and installs a wheel; the command line is tried from the checkout")
def test_it_is_a_command_line_that_works(wheel: Path, tmp_path: Path) -> None:
    """In a new environment with numpy and Pillow from this one, away from the checkout."""
    import numpy

    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "env"], check=True)
    [site] = (tmp_path / "env").glob("lib/python3.*/site-packages")
    (site / "here.pth").write_text(str(Path(numpy.__file__).parents[1]), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", tmp_path / "env/bin/python", "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [tmp_path / "env/bin/camera-looks", "bake", "leica-authentic", tmp_path / "look.cube"]
    subprocess.run(command, cwd=tmp_path, env=clean, check=True, capture_output=True)
    assert len(lut.read(tmp_path / "look.cube").table) == 33
