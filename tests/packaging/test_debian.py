"""Debian packages, built by Debian's own tools and read by its checker; tests/real_gimp/test_apt.py installs them."""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

import lut
from tests.packaging.building import build_debian, why_no_debian_package

pytestmark = [
    pytest.mark.skipif(bool(why_no_debian_package()), reason=why_no_debian_package()),
    pytest.mark.slow("builds Debian packages"),
]
EXPECTED = {"initial-upload-closes-no-bugs"}  # what lintian may say: there is no bug report to close


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return build_debian(tmp_path_factory.mktemp("debian") / "made")


def names(package: Path) -> dict[str, tarfile.TarInfo]:
    data = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(data)) as archive:
        return {item.name.removeprefix("./"): item for item in archive.getmembers()}


def test_one_folder_serves_the_command_line_and_gimp(packages: list[Path]) -> None:
    program, plugin = packages
    assert program.name == f"camera-looks_{lut.__version__}-1_all.deb"
    there = names(program)
    folder = "usr/share/camera-looks"
    for name in ("camera-looks.py", "catalog.json", "engine.json", "lut/cli/__init__.py", "plugin/gimp3/plugin.py"):
        assert f"{folder}/{name}" in there
    assert there[f"{folder}/camera-looks.py"].mode & 0o111 and there["usr/bin/camera-looks"].mode & 0o111
    others = ("installer", "gimp2", "gimpfu")  # the package is for GIMP 3
    assert not [name for name in there if any(other in name for other in others)]
    [link] = [item for item in names(plugin).values() if item.issym()]
    place, _, last = link.name.removeprefix("./").rpartition("/")
    assert re.fullmatch(r"usr/lib/[\w-]+/gimp/3.0/plug-ins", place) and last == "camera-looks"
    assert "/".join([".."] * place.count("/") + [".."]) + "/share/camera-looks" == "../" + link.linkname


@pytest.mark.skipif(not shutil.which("lintian"), reason="There is no lintian here.")
def test_lintian_finds_nothing_else_to_say(packages: list[Path]) -> None:
    [changes] = packages[0].parent.glob("*.changes")
    command = ["lintian", "--allow-root", "--fail-on", "none", "--profile", "debian", changes]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    told = [line for line in done.stdout.splitlines() if re.match("[EW]: ", line)]
    assert {line.split(": ", 2)[2].split()[0] for line in told} == EXPECTED, "\n".join(told)
