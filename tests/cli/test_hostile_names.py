"""Names and titles that would drive a terminal: every command shows them as text."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
import pytest
from developing import photo, pixels
from PIL import Image, PngImagePlugin

import lut
from lut import Lut, looks
from lut.cli import COMMANDS, main
from lut.looks.template import write_template
from lut.shared import folders
from tests.user_folders import set_home

# A color, a title of the window, a line of its own, a change of direction, a byte that is no UTF-8, C1's escape.
EVIL = "e\x1b[31m\x1b]0;t\x07\r\ncamera-looks: done\u202egnp\u2028\udce9\x9b5m"
SHOWN = r"e\x1b[31m\x1b]0;t\x07\r\ncamera-looks: done\u202egnp\u2028\udce9\x9b5m"
HARMLESS = "Soirée 胶片 \u3000\u00a0👩\u200d🚀"
TITLE = EVIL.replace("\udce9", "").replace("\r\n", "")  # formats of lines of text can hold no more

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="this system has no file names of arbitrary bytes"
)


def named(extension: str) -> str:
    return EVIL + extension


@pytest.fixture
def files(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """LUTs, recipes, packs and photographs whose names and contents are hostile, also in the user's folder."""
    set_home(monkeypatch, here / "home")
    (folders.user_looks() / EVIL).mkdir(parents=True)
    film = Lut(Lut.identity(5).table ** np.array([0.8, 1.0, 1.3], np.float32))
    lut.write(film, "film.cube")
    text = Path("film.cube").read_text(encoding="utf-8")
    Path(named(".cube")).write_text(f'TITLE "{TITLE}"\nLUT_1D_INPUT_RANGE 0 2\n{text}', encoding="utf-8", newline="")
    Path(named(".txt")).write_text(f"{TITLE} 1 2\n", encoding="utf-8", newline="")
    Path(named(".toml")).write_text(write_template("Evening"), encoding="utf-8")
    Path(f"title {EVIL}.toml").write_text(
        write_template("Evening").replace('"Evening"', json.dumps(TITLE)), encoding="utf-8"
    )
    with zipfile.ZipFile(named(".zip"), "w") as pack:
        pack.write(named(".cube"), f"{TITLE}/{TITLE}.cube")
        pack.writestr(f"{TITLE}/broken {TITLE}.cube", f"LUT_3D_SIZE 2\n{TITLE}\n")
        pack.writestr(f"{TITLE}.txt", "read me")
    for place in (folders.user_looks(), folders.user_looks() / EVIL):
        shutil.copy(named(".cube"), place)
        shutil.copy(named(".toml"), place)
        (place / f"broken {EVIL}.toml").write_text(
            f'name = "{EVIL[:1]}"\nnonsense = {json.dumps(TITLE)}\n', encoding="utf-8"
        )
        (place / f"broken {EVIL}.cube").write_text("LUT_3D_SIZE 2\n", encoding="utf-8")
    figures = {"confidence": TITLE, "curve_ev": {"0.18": 0.1}, "black_L": 0, "white_L": 100}
    Path(named(".json")).write_text(json.dumps({"looks": {f"look {EVIL}": figures}}), encoding="utf-8")
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", TITLE)
    exif = Image.Exif()
    exif[0x010E] = exif[0x010F] = TITLE.encode("utf-8").decode("latin-1")
    image = Image.fromarray(pixels())
    image.save(named(".png"), pnginfo=info, exif=exif)
    image.save(named(".jpg"), exif=exif)
    Path(f"folder {EVIL}").mkdir()
    shutil.copy(named(".png"), f"folder {EVIL}/{named('.png')}")
    Path(f"folder {EVIL}/{named('.jpg')}").write_bytes(b"\xff\xd8\xff broken")
    Path(f"folder {EVIL}/{named('.xyz' + EVIL)}").write_bytes(b"")
    photo("after.png", 1)
    return here


ORDERS: dict[str, list[list[str]]] = {
    "list": [[], ["--json"]],
    "apply": [
        [named(".png"), f"out {EVIL}.png", "--lut", named(".cube")],
        [named(".png"), f"out {EVIL}.png", "--look", named(".toml"), "--debug"],
        [named(".png"), named(".png"), "--look", "leica-authentic"],
        [named(".png"), f"out {EVIL}.png", "--look", EVIL],
        [named(".png"), f"out{EVIL}.{EVIL}", "--look", "leica-authentic"],
        [named(".txt"), f"out {EVIL}.png", "--look", "leica-authentic"],
        [f"missing {EVIL}", f"out {EVIL}", "--look", "leica-authentic"],
        [f"folder {EVIL}", f"many {EVIL}", "--look", "leica-authentic"],
        [f"folder {EVIL}", named(".png"), f"many {EVIL}", "--look", "leica-authentic", "--debug"],
        ["a", "b", EVIL, "--nonsense", EVIL],
        ["a", "b", "--strength", EVIL],
    ],
    "sheet": [[named(".png"), "-o", f"sheet {EVIL}.jpg", "--lut", named(".cube")], [named(".txt")]],
    "info": [
        [named(".cube")],
        [named(".cube"), "--json"],
        [named(".cube"), "--preview", "--photo", named(".png")],
        [named(".cube"), "--picture", f"info {EVIL}.png"],
        [named(".zip")],
        [named(".txt")],
        [f"missing {EVIL}.cube"],
    ],
    "convert": [
        [named(".cube"), f"out {EVIL}.spi3d"],
        [named(".cube"), f"out {EVIL}.cube", "--title", EVIL],
        [named(".cube"), named(".cube")],
        [named(".cube"), f"out.{EVIL}"],
        [named(".cube"), f"out {EVIL}.cube", "--kind", EVIL],
    ],
    "export": [
        ["leica-bw-natural", named(".cube"), named(".toml"), "-o", f"exported {EVIL}", "--for", "unreal"],
        [named(".cube"), "--for", "lumix", "-o", f"exported {EVIL}.vlt"],
        [named(".txt"), "--for", "obs"],
        [EVIL, "--for", EVIL],
    ],
    "import": [[named(".zip"), named(".cube"), named(".txt"), named(".toml"), f"missing {EVIL}"], [EVIL, "--to", EVIL]],
    "spaces": [[], ["--json"], [EVIL]],
    "hald": [
        ["new", f"hald {EVIL}.png", "--level", "4"],
        ["new", named(".png")],
        ["read", named(".png"), f"read {EVIL}.cube"],
    ],
    "bake": [[named(".toml"), f"baked {EVIL}.cube"], [EVIL, "x.cube"], [f"missing {EVIL}.toml", "x.cube"]],
    "recipe": [
        ["new", EVIL],
        ["new", TITLE, f"new {EVIL}.toml"],
        ["new", "x", named(".toml")],
        [
            "check",
            named(".toml"),
            f"title {EVIL}.toml",
            f"data/camera-looks/looks/broken {EVIL}.toml",
            f"missing {EVIL}.toml",
        ],
        ["steps"],
    ],
    "mix": [[named(".cube"), named(".toml"), f"mixed {EVIL}.cube"], [named(".cube"), EVIL, "x.cube"]],
    "invert": [[named(".cube"), f"inverse {EVIL}.cube", "--size", "9"], [named(".cube"), named(".cube")]],
    "simplify": [[named(".cube"), f"small {EVIL}.cube"], [named(".cube"), "x.cube", "--delta-e", EVIL]],
    "fit": [
        [named(".png"), "after.png", f"fit {EVIL}.cube", "--plot", f"fit {EVIL}.png"],
        [named(".png"), named(".txt"), "x.cube"],
    ],
    "match": [[named(".png"), "after.png", f"match {EVIL}.cube"], [named(".txt"), "after.png", "x.cube"]],
    "measure": [
        [named(".cube")],
        [named(".toml"), "--json"],
        [named(".toml"), "--plot", f"plot {EVIL}.png"],
        [named(".cube"), "--against", named(".json")],
        [named(".cube"), "--against", named(".json"), "--entry", EVIL],
        [named(".cube"), "--against", named(".json"), "--entry", f"look {EVIL}", "--plot", f"both {EVIL}.png"],
        [EVIL],
    ],
    "catalog": [[]],
    "report": [["--gimp", EVIL], ["--record", named(".txt"), "-o", f"report {EVIL}.txt"], ["-o", f"none {EVIL}/x"]],
    "install": [["--gimp", f"missing {EVIL}"], ["--python", f"missing {EVIL}"], ["--nonsense", EVIL]],
    "uninstall": [["--nonsense", EVIL]],
    "doctor": [["--nonsense", EVIL]],
}
RUNS = [
    pytest.param(command, order, id=f"{command}-{index}")
    for command in ORDERS
    for index, order in enumerate(ORDERS[command])
]


def test_every_command_is_here() -> None:
    assert list(ORDERS) == [command.name for command in COMMANDS]


def acting(text: str) -> set[str]:
    """The characters of a text, but line feeds, that a terminal does not just show."""
    return {letter for letter in text if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n"}


@pytest.mark.parametrize(("command", "order"), RUNS)
def test_nothing_that_is_printed_drives_the_terminal(
    command: str, order: list[str], files: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    try:
        main([command, *order])
    except SystemExit as end:
        assert end.code == 2
    out, err = capfd.readouterr()
    assert out + err
    if "--preview" in order:  # its colors are control sequences of ours
        out = "".join(line for line in out.splitlines(keepends=True) if "\x1b[38;2;" not in line)
    assert not acting(out + err)
    assert not any(line.startswith("camera-looks: done") for line in (out + err).splitlines())


@pytest.mark.parametrize(
    "order",
    [
        ["apply", named(".png"), f"out {EVIL}.png", "--lut", named(".cube")],
        ["sheet", named(".png"), "-o", f"sheet {EVIL}.jpg"],
        ["info", named(".cube")],
        ["convert", named(".cube"), f"out {EVIL}.spi3d"],
        ["import", named(".cube"), "--to", EVIL],
        ["bake", named(".toml"), f"baked {EVIL}.cube"],
        ["mix", named(".cube"), named(".toml"), f"mixed {EVIL}.cube"],
        ["list"],
    ],
    ids=lambda order: order[0],
)
def test_what_would_drive_it_is_there_as_text(order: list[str], files: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(order) == 0
    assert (SHOWN[:16] if order[0] == "list" else SHOWN) in capfd.readouterr().out  # whose lines are wrapped


def test_names_in_any_script_are_shown_as_they_are(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in.png")
    assert main(["apply", "in.png", f"{HARMLESS}.png", "--look", "leica-authentic"]) == 0
    assert capsys.readouterr().out.startswith(f"{HARMLESS}.png written.\n")


@pytest.mark.parametrize("name", [named(".png"), named(".jpg")])
def test_a_name_that_is_no_utf_8_is_read_and_written(name: str, files: Path) -> None:
    assert main(["apply", name, f"out {name}", "--look", "leica-authentic"]) == 0
    assert Path(f"out {name}").is_file()


def test_own_looks_of_such_names_are_looks_like_any_other(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = looks.own_catalog()
    json.dumps(found).encode("utf-8")
    mine = [look["id"] for look in found["looks"]]
    assert len(mine) == 4
    for identifier in mine:
        assert main(["apply", named(".png"), f"{identifier}.png", "--look", identifier]) == 0
