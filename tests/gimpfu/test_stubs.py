"""The stubs are what the code and GIMP's list of procedures give; mypy reads them, alone and as they are installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import gimp
import gimp_backends
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs"))
import gimpfu_stubs

SOURCE = Path(gimp_backends.__file__).parents[1]
MODULES = ("gimp", "gimpcolor", "gimpenums", "gimpfu")

# In the stub only: the bases of the classes, what is raised, and procedures. In the code only: its own.
NOT_COMPARED = r"""
gimp\.(CancelError|HasParasites|Identified|NoProcedure|Transforms|VectorsStroke)
gimp\.PDB\.(extension|file|gimp|plug_in|python_fu|script_fu)_\w+
gimp\.PDBFunction\.__init__
gimp\.(SETTINGS|WIDGETS)
gimpcolor\.(Color|__all__)
"""

SCRIPT = """
from gimpfu import *


def shade(image, layer):
    # type: (gimp.Image, gimp.Layer) -> None
    reveal_type(image.width)
    reveal_type(image.layers[0].name)
    reveal_type(layer.get_pixel_rgn(0, 0, 8, 8)[0, 0])
    reveal_type(pdb.gimp_image_flatten(image))
    reveal_type(pdb.gimp_image_get_resolution(image))
    reveal_type(pdb.gimp_context_set_opacity(50.0))
    reveal_type(pdb.gimp_context_get_foreground())
    reveal_type(pdb.gimp_drawable_get_name(layer))
    reveal_type(pdb.gimp_image_get_layers(image))
    reveal_type(pdb["gimp-image-flatten"].proc_name)
    reveal_type(RGB_IMAGE)
    pdb.gimp_image_insert_layer(image, layer, None, 0)
    pdb.plug_in_gauss(image, layer, 5.0, 5.0, 0, run_mode=RUN_NONINTERACTIVE)
    pdb.gimp_context_set_foreground("red")
    pdb["python-fu-mine"](image, layer, 5)
    pdb.gimp_image_flaten(image)
    pdb.gimp_image_flatten(layer)
    pdb.gimp_image_scale(image, 5)
    pdb.gimp_layer_set_opacity(layer, "half")
    image.width = 5
    image.add_layer(image)


register("shade", "", "", "", "", "", "Shade", "*", [(PF_IMAGE, "image", "", None)], [], shade, menu="<Image>/Filters")
main()
"""
WORDS = """
7: note: Revealed type is "int"
8: note: Revealed type is "str"
9: note: Revealed type is "bytes"
10: note: Revealed type is "gimp.Layer"
11: note: Revealed type is "tuple[float, float]"
12: note: Revealed type is "None"
13: note: Revealed type is "gimpcolor.RGB"
14: note: Revealed type is "str"
15: note: Revealed type is "tuple[int, tuple[int, ...]]"
16: note: Revealed type is "str"
17: note: Revealed type is "Literal[0]?"
22: error: "PDB" has no attribute "gimp_image_flaten"
23: error: Argument 1 to "gimp_image_flatten" of "PDB" has incompatible type "Layer"; expected "Image"
24: error: Too few arguments for "gimp_image_scale" of "PDB"
25: error: Argument 2 to "gimp_layer_set_opacity" of "PDB" has incompatible type "str"; expected "float"
26: error: Property "width" defined in "Image" is read-only
27: error: Argument 1 to "add_layer" of "Image" has incompatible type "Image"; expected "Layer"
"""

IN_MEMORY = """
import sys
from gimp_backends.memory import Memory as OldName
from gimp_in_memory import Memory

assert OldName is Memory

memory = Memory()
import gimpfu
from gimpfu import gimp, pdb

assert memory.load("mine.py") == ["python-fu-mine"]
image = gimp.Image(4, 4)
layer = image.new_layer("Layer")
pdb.python_fu_mine(image, layer, 5)
print(image.layers[0].name, gimpfu.__file__.startswith(sys.prefix), sorted(sys.modules.keys() & {"numpy", "PIL"}))
"""
MINE = """
from gimpfu import *

def mine(image, layer, number):
    layer.name = "Number %d" % number

register("mine", "", "", "", "", "", "Mine", "*",
    [(PF_IMAGE, "image", "", None), (PF_DRAWABLE, "layer", "", None), (PF_INT, "number", "", 3)],
    [], mine, menu="<Image>/Filters")
main()
"""


def mypy(folder: Path, script: str, path: Path | None, *more: str) -> str:
    """What mypy says of a script, without its file's name."""
    (folder / "script.py").write_text(script, encoding="utf-8")
    (folder / "mypy.ini").write_text("[mypy]\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--allow-untyped-calls",
        "--hide-error-codes",
        *more,
        "script.py",
    ]
    environment = {**os.environ, "MYPYPATH": str(path or "")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return "\n".join(line.partition(":")[2] for line in done.stdout.splitlines()[:-1])


def held(found: str) -> None:
    """mypy's words are those of WORDS; behind them, it may guess what was meant."""
    wanted = WORDS.strip().splitlines()
    lines = [re.sub(r"builtins\.", "", line) for line in found.splitlines()]
    for line, start in zip(lines, wanted, strict=True):
        assert line.startswith(start), (line, start)


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A folder with the stubs and nothing of the code but what they name."""
    for module in MODULES:
        (tmp_path / "stubs" / module).mkdir(parents=True)
        shutil.copy(SOURCE / module / "__init__.pyi", tmp_path / "stubs" / module)
    shutil.copy(SOURCE / "gimpfu/_python2.py", tmp_path / "stubs/gimpfu")
    return tmp_path / "stubs"


def test_the_stubs_are_in_step_with_the_code() -> None:
    stubs = gimpfu_stubs.stubs()
    assert sorted(file.parent.name for file in stubs) == sorted(MODULES)
    for file, text in stubs.items():
        assert file.read_text(encoding="utf-8") == text, f"{file}: run `python docs/gimpfu_stubs.py`"


def test_every_procedure_is_in_them() -> None:
    lines = (SOURCE / "gimp_in_memory/procedures.txt").read_text(encoding="utf-8").splitlines()
    text = Path(gimp.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    methods = set(re.findall(r"^    def (\w+)\(", text, re.MULTILINE))
    assert {line.split()[1].replace("-", "_") for line in lines} <= methods and len(lines) > 1300


@pytest.mark.oracle
def test_the_stubs_say_of_the_code_what_is_true(alone: Path) -> None:
    """As mypy's stubtest finds, which imports the code and compares."""
    (alone / "allowed").write_text(NOT_COMPARED, encoding="utf-8")
    (alone / "mypy.ini").write_text("[mypy]\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy.stubtest", "--concise", "--allowlist", alone / "allowed"]
    environment = {**os.environ, "MYPYPATH": str(alone), "PYTHONPATH": str(SOURCE)}
    done = subprocess.run(
        [*command, "--mypy-config-file", alone / "mypy.ini", *MODULES],
        cwd=alone.parent,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow("mypy reads the stubs of all procedures")
def test_mypy_finds_mistakes_in_a_script(alone: Path, tmp_path: Path) -> None:
    held(mypy(tmp_path, SCRIPT, alone))


@pytest.mark.slow("makes an environment")
def test_the_package_installed_in_an_empty_environment(tmp_path: Path) -> None:
    """Built from its own pyproject.toml; a script runs in memory there, and mypy reads the types from there."""
    pytest.importorskip("setuptools", reason="setuptools builds the package, and is not fetched here")
    shutil.copytree(SOURCE, tmp_path / "source", ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))

    def run(*command: str | Path) -> str:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    offline = ("--no-index", "--no-deps", "--quiet")
    run(sys.executable, "-m", "pip", "wheel", *offline, "--no-build-isolation", "-w", "wheels", "./source")
    venv.create(tmp_path / "empty", with_pip=False)
    python = tmp_path / "empty" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    (wheel,) = (tmp_path / "wheels").glob("gimpfu-*.whl")
    run(sys.executable, "-m", "pip", "--python", python, "install", *offline, wheel)
    (tmp_path / "mine.py").write_text(MINE, encoding="utf-8")
    (tmp_path / "in_memory.py").write_text(IN_MEMORY, encoding="utf-8")
    assert run(python, "in_memory.py") == "Number 5 True []\n"
    held(mypy(tmp_path, SCRIPT, None, "--python-executable", str(python)))
    assert (
        mypy(
            tmp_path,
            "from gimp_in_memory import Memory\nMemory().load('x')\n",
            None,
            "--python-executable",
            str(python),
        )
        == ""
    )
