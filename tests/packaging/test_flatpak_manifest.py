"""What Flathub builds the plug-in from: a manifest that names every file with its hash, and no address."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import lut
from tests.packaging.building import ROOT

ID = "org.gimp.GIMP.Plugin.CameraLooks"
METAINFO = ROOT / f"docs/packaging/{ID}.metainfo.xml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As prepare.py makes it; pip finds wheels of two packages in a folder in place of an index."""
    base = tmp_path_factory.mktemp("flatpak")
    (base / "index").mkdir()
    for tag in ("cp313-cp313-manylinux_2_28_x86_64", "cp313-cp313-manylinux_2_28_aarch64"):
        for name in ("numpy-2.4.0", "pillow-12.0.0"):
            played_wheel(base / "index", name, tag)
    options = ["flatpak", base / "made", "--engine", "linux-x86_64@3.13", "--engine", "linux-aarch64@3.13"]
    variables = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(base / "index"), "SOURCE_DATE_EPOCH": "1700000000"}
    prepare(*options, **variables)
    return base / "made"


def prepare(*options: str | Path, **variables: str) -> None:
    command = [sys.executable, ROOT / "docs/packaging/prepare.py", *options]
    done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def played_wheel(folder: Path, name: str, tag: str) -> None:
    project, version = name.split("-")
    info = f"{project}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{tag}.whl", "w") as wheel:
        wheel.writestr(f"{project}/__init__.py", f"__version__ = {version!r}\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: {tag}\n")
        wheel.writestr(f"{info}/RECORD", "")


@pytest.mark.slow("runs pip")
def test_every_file_is_listed_with_its_hash_and_machine(folder: Path) -> None:
    manifest = json.loads((folder / f"{ID}.json").read_text(encoding="utf-8"))
    [module] = manifest["modules"]
    listed = {source["path"]: source for source in module["sources"]}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(listed) == there - {f"{ID}.json"}
    for path, source in listed.items():
        assert source["sha256"] == hashlib.sha256((folder / path).read_bytes()).hexdigest()
        assert "url" not in source
    engines = {path: source.get("only-arches") for path, source in listed.items() if path.endswith(".whl")}
    assert len(engines) == 4
    assert all(machines == [re.search(r"_(x86_64|aarch64)\.whl", path)[1]] for path, machines in engines.items())
    assert module["sources"][0]["path"] == f"camera-looks-{lut.__version__}.zip"


@pytest.mark.slow("runs pip")
@pytest.mark.skipif(not shutil.which("flatpak-builder"), reason="There is no flatpak-builder here.")
def test_flatpak_builder_understands_it(folder: Path) -> None:
    """It leaves out of what it shows whatever it does not know."""
    file = folder / f"{ID}.json"
    command = ["flatpak-builder", "--show-manifest", file]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=folder)
    assert "warning" not in done.stderr.lower(), done.stderr
    shown, ours = json.loads(done.stdout), json.loads(file.read_text(encoding="utf-8"))
    assert set(ours) <= set(shown)
    assert set(ours["modules"][0]) <= set(shown["modules"][0])
    for mine, understood in zip(ours["modules"][0]["sources"], shown["modules"][0]["sources"], strict=True):
        assert set(mine) <= set(understood)


@pytest.mark.slow("makes an environment of this one's numpy and Pillow, and bakes the catalog")
def test_its_commands_make_a_plug_in_that_knows_its_engine(tmp_path: Path) -> None:
    """As flatpak-builder runs them; wheels of this Python's own modules by their paths stand for the real ones."""
    import numpy

    python = f"cp3{sys.version_info.minor}"
    for name in ("numpy-2.4.0", "pillow-12.0.0", "tomli-2.0"):
        played_wheel(tmp_path, name, f"{python}-{python}-manylinux_2_17_x86_64")
        with zipfile.ZipFile(next(tmp_path.glob(f"{name}-*.whl")), "w") as wheel:
            wheel.writestr(f"{name}.pth", f"{Path(numpy.__file__).parents[1]}\n")
    manifest = json.loads((ROOT / f"docs/packaging/flatpak/{ID}.json").read_text(encoding="utf-8"))
    command = manifest["modules"][0]["build-commands"][0].replace("wheels wheels", f"wheels {tmp_path}")
    made = tmp_path / "CameraLooks"
    words = command.replace("${FLATPAK_DEST}", str(made)).replace("python3", sys.executable, 1)
    subprocess.run(["sh", "-c", words], cwd=ROOT, check=True)
    record = json.loads((made / "plug-ins/camera-looks/engine.json").read_text(encoding="utf-8"))
    assert record == {"version": lut.__version__, "flatpak": str(made / "engine/bin/python")}
    assert (made / "plug-ins/camera-looks/camera-looks.py").stat().st_mode & 0o111
    rooms = {path.name for path in (made / "plug-ins/camera-looks/plugin").iterdir()}
    assert "gimp3" in rooms and not rooms & {"gimp2", "gimpfu", "installer"}
    question = [record["flatpak"], "-E", "-c", "import numpy, PIL; print(numpy.__version__)"]
    answer = subprocess.run(question, capture_output=True, encoding="utf-8", check=True)
    assert answer.stdout.strip() == numpy.__version__


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="There is no appstreamcli here.")
def test_appstream_finds_nothing_wrong(tmp_path: Path) -> None:
    """But for the capitals of GIMP's own id, and, before AppStream 1.0, the tag that replaced developer_name."""
    text = METAINFO.read_text(encoding="utf-8").replace("@VERSION@", lut.__version__).replace("@DATE@", "2026-01-31")
    file = tmp_path / METAINFO.name

    def validate(written: str) -> set[str]:
        file.write_text(written, encoding="utf-8")
        command = ["appstreamcli", "validate", "--no-net", "--pedantic", "--no-color", file]
        done = subprocess.run(command, capture_output=True, encoding="utf-8")
        assert "Validation" in done.stdout, done.stdout + done.stderr
        return set(re.findall(r"^([EWIP]): [\w.]+:[\d~]+: ([\w-]+)", done.stdout, re.MULTILINE))

    allowed = {("P", "cid-contains-uppercase-letter"), ("I", "unknown-tag")}
    assert validate(text) <= allowed
    broken = text.replace("<extends>org.gimp.GIMP</extends>", "")
    assert ("E", "addon-extends-missing") in validate(broken)
