"""Pipes, devices, sockets and folders where a file is expected: one sentence, and nothing is waited for."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import lut
from lut.errors import LutFormatError
from lut.files.saving import save_file

ROOT = Path(lut.__file__).parent.parent
HANG = 300  # seconds; a command that waits for a pipe would wait for ever

pytestmark = pytest.mark.skipif(os.name != "posix", reason="named pipes, sockets and devices in folders are POSIX's")

# Commands as they are typed; {} is what is no file, with the extension that stands behind it.
COMMANDS = [
    "apply {}.png out.png --look leica-authentic",
    "apply {}.jpg photo.png out --look leica-authentic",
    "apply photo.png out.png --lut {}.cube",
    "apply photo.png out.png --look {}.toml",
    "sheet {}.tif",
    "sheet photo.png --lut {}.3dl",
    "info {}.cube",
    "info {}.png",
    "info identity.cube --picture out.png --photo {}.jpg",
    "convert {}.clf out.cube",
    "import {}.zip",
    "import {}.toml",
    "hald read {}.png out.cube",
    "bake {}.toml out.cube",
    "recipe check {}.toml",
    "mix {}.cube leica-authentic out.cube",
    "invert {}.spi3d out.cube",
    "simplify {}.csp out.cube",
    "fit {}.png photo.png out.cube",
    "fit photo.png {}.webp out.cube",
    "match photo.png {}.jpg out.cube",
    "measure {}.cube",
]
# Each is written somewhere else than the standard output: {} is where.
WRITERS = [
    "apply photo.png {}.png --look leica-authentic --overwrite",
    "sheet photo.png -o {}.png",
    "convert identity.cube {}.3dl",
    "hald new {}.png --overwrite",
    "bake leica-authentic {}.cube",
    "mix leica-authentic leica-vivid {}.cube",
]
CHILD = """
import contextlib, io, json, sys
from lut.cli import main
for line in sys.stdin:
    told = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(told):
        code = main(line.split())
    print(json.dumps([line.strip(), code, told.getvalue()]), flush=True)
"""


def make(kind: str, place: Path) -> str:
    """Something that is no file, and what a sentence calls it."""
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "link to a pipe":
        os.mkfifo(place.with_name(f"behind-{place.name}"))
        place.symlink_to(f"behind-{place.name}")
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(place.name)
    else:
        place.symlink_to("/dev/zero")
    return kind.removeprefix("link to a ")


def run(lines: list[str]) -> list[tuple[str, int, str]]:
    """Exit code and standard error of each command line, all by one process, which must not hang."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input="\n".join(lines),
        capture_output=True,
        timeout=HANG,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


@pytest.fixture(autouse=True)
def files(here: Path) -> None:
    Image.effect_noise((40, 30), 60).convert("RGB").save("photo.png")
    (here / "identity.cube").write_text(
        "LUT_3D_SIZE 2\n" + "".join(f"{n & 1} {n >> 1 & 1} {n >> 2}\n" for n in range(8)), encoding="utf-8"
    )


@pytest.mark.slow("runs many commands for each kind", but_first=True)
@pytest.mark.parametrize("kind", ["pipe", "link to a pipe", "device", "socket", "folder"])
def test_what_is_no_file_is_refused_in_one_sentence(here: Path, kind: str) -> None:
    lines = [line for line in COMMANDS if not (kind == "folder" and line.startswith(("apply {}", "fit", "import")))]
    for extension in {line.split("{}")[1].split()[0] for line in lines}:
        called = make(kind, here / f"odd{extension}")
    for line, code, told in run([line.format("odd") for line in lines]):
        assert code == 1, f"{line}: {told}"
        assert told.count("\n") == 1 or line.startswith("apply odd.jpg"), f"{line}: {told}"
        assert f"expected a file, found a {called}" in told, f"{line}: {told}"
    assert not Path("out.cube").exists() and not Path("out.png").exists()


@pytest.mark.slow("runs many commands for each kind", but_first=True)
@pytest.mark.parametrize("kind", ["pipe", "link to a pipe", "device", "socket", "folder"])
def test_nothing_that_is_no_file_is_replaced(here: Path, kind: str) -> None:
    for extension in {line.split("{}")[1].split()[0] for line in WRITERS}:
        make(kind, here / f"odd{extension}")
    before = {path.name: path.lstat() for path in here.iterdir()}
    for line, code, told in run([line.format("odd") for line in WRITERS]):
        assert code == 1 or (kind == "folder" and line.startswith("apply")), f"{line}: {told}"
    after = {path.name: path.lstat() for path in here.iterdir()}
    assert {name: status.st_ino for name, status in after.items()} == {n: status.st_ino for n, status in before.items()}


def test_a_device_is_not_renamed_over(tmp_path: Path) -> None:
    (tmp_path / "null").symlink_to("/dev/null")
    with pytest.raises(LutFormatError, match="null: expected the name of a file to write, found a device"):
        save_file(b"colors", tmp_path / "null")
    assert Path("/dev/null").is_char_device()


def test_a_pipe_in_a_folder_of_photographs_stops_only_itself(here: Path) -> None:
    (here / "holiday").mkdir()
    for name in ("a.png", "c.png"):
        (here / "holiday" / name).write_bytes((here / "photo.png").read_bytes())
    os.mkfifo(here / "holiday" / "b.png")
    [(_, code, told)] = run(["apply holiday out --look leica-authentic --jobs 1"])
    assert code == 1
    assert "b.png: expected a file, found a pipe" in told
    assert sorted(path.name for path in Path("out").iterdir()) == ["a.png", "c.png"]
