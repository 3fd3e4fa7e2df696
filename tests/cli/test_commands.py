"""The other commands, run in this process."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut import formats, looks
from lut.cli import commands, main
from lut.drawing import contact_sheet as sheet
from lut.looks.basis import describe_basis
from lut.looks.skin import protect


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def curved(size: int = 9) -> lut.Lut:
    identity = lut.Lut.identity(size).table
    return lut.Lut(identity ** np.array([0.8, 1.0, 1.25], np.float32), title="Curved")


def test_list_shows_every_look_in_the_menus_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    text = said(capsys)
    flat = " ".join(text.split())
    for look in looks.all_looks():
        assert f" {look.id} " in text
        for part in (look.maker, look.name, look.phone, str(look.year or ""), look.character, describe_basis(look)):
            assert part in flat
    places = [text.index(f" {look.id} ") for look in looks.all_looks()]
    assert places == sorted(places)
    assert text.count("× Leica\n\n") == len({look.maker for look in looks.all_looks() if "× Leica" in look.maker})


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("leica-authentic", ["Scenes: day, people, food, plants, sunset, night", "Finishing: vignette 29%"]),
        ("leica-vibrant", ["Scenes: day, indoor, night"]),
        ("hasselblad-xpan-bw", ["Finishing: grain 25%, 65:24 crop"]),
        ("sony-sh", ["Scenes: day, indoor", "Finishing: glow 12%"]),
        ("sony-st", []),
    ],
)
def test_list_shows_scenes_and_finishing(
    capsys: pytest.CaptureFixture[str], identifier: str, expected: list[str]
) -> None:
    assert main(["list"]) == 0
    lines = iter(said(capsys).splitlines())
    assert any(line.startswith(f"  {identifier} ") for line in lines)
    own = [line.strip() for line in itertools.takewhile(lambda line: line.startswith("      "), lines)]
    assert [line for line in own if line.startswith(("Scenes:", "Finishing:"))] == expected


def test_list_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    assert json.loads(said(capsys)) == looks.catalog()["looks"]


def test_catalog(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog"]) == 0
    text = said(capsys)
    assert json.loads(text) == looks.catalog()
    assert text.isascii()  # so that any terminal's encoding carries it


def test_measure_prints_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measure", "leica-authentic"]) == 0
    lines = said(capsys).splitlines()
    figures = looks.measure(looks.load("leica-authentic").bake())
    assert [line.split()[0] for line in lines] == list(figures)
    assert f"{figures['contrast']:.2f} ×" in lines[list(figures).index("contrast")]
    assert f"{figures['mid_ev']:+.2f} EV" in lines[list(figures).index("mid_ev")]


def test_measure_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(curved(), "film.cube")
    assert main(["measure", "film.cube", "--json"]) == 0
    assert json.loads(said(capsys)) == json.loads(json.dumps(looks.measure(lut.read("film.cube"))))


@pytest.mark.parametrize("scene", looks.SCENES)
def test_measure_a_scene(capsys: pytest.CaptureFixture[str], scene: str) -> None:
    assert main(["measure", "leica-vibrant", "--scene", scene, "--json"]) == 0
    found = json.loads(said(capsys))
    assert found == json.loads(json.dumps(looks.measure(looks.load("leica-vibrant").bake(scene={scene: 1}))))
    assert main(["measure", "leica-vibrant", "--json"]) == 0
    same = scene == "day" or scene not in looks.load("leica-vibrant").scenes
    assert (found == json.loads(said(capsys))) is same


def test_measure_shows_what_has_no_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measure", "leica-bw-high-contrast"]) == 0
    assert "hue_skin" in (text := said(capsys))
    assert "–" in next(line for line in text.splitlines() if line.startswith("hue_skin"))


def test_bake_a_look_and_a_recipe(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bake", "leica-authentic", "a.cube"]) == 0
    assert said(capsys) == (
        "a.cube written.\n"
        "Note: a LUT cannot hold the look's vignette.\n"
        "Note: this is the look by day; --scene bakes it for people, food, plants, sunset or night.\n"
    )
    assert np.abs(lut.read("a.cube").table - looks.load("leica-authentic").bake().table).max() < 1e-6
    assert main(["bake", "hasselblad-xpan-bw", "x.cube", "--size", "5"]) == 0
    assert said(capsys).endswith("cannot hold the look's grain and crop.\n")
    Path("mine.toml").write_text(
        'id = "mine"\nname = "Mine"\nsteps = [{ saturation = { gain = 0.5 } }]\n', encoding="utf-8"
    )
    assert main(["bake", "mine.toml", "b.cube", "--size", "17"]) == 0
    assert said(capsys) == "b.cube written.\n"
    assert lut.read("b.cube").size == 17


def test_bake_a_scene(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bake", "leica-vibrant", "night.cube", "--scene", "night", "--size", "9"]) == 0
    assert said(capsys) == "night.cube written.\n"
    look = looks.load("leica-vibrant")
    assert np.abs(lut.read("night.cube").table - look.bake(9, {"night": 1}).table).max() < 1e-6
    assert np.abs(lut.read("night.cube").table - look.bake(9).table).max() > 0.01


def test_bake_protects_skin(capsys: pytest.CaptureFixture[str]) -> None:
    table = looks.load("hasselblad-emerald").bake()
    for options, size in (([], 65), (["--size", "33"], 33)):
        assert main(["bake", "hasselblad-emerald", "e.cube", "--protect-skin", "80%", *options]) == 0
        assert said(capsys) == "e.cube written.\n"
        written = lut.read("e.cube")
        assert written.size == size
        assert np.abs(written.table - protect(table, 0.8).resized(size).table).max() < 1e-6
        assert np.abs(written.table - table.resized(size).table).max() > 0.05


def test_bake_says_that_a_glow_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bake", "sony-sh", "sh.cube", "--size", "5"]) == 0
    assert "\nNote: a LUT cannot hold the look's glow.\n" in said(capsys)


def test_bake_replaces_what_it_baked(here: Path) -> None:
    assert main(["bake", "leica-authentic", "a.cube", "--size", "5"]) == 0
    assert main(["bake", "leica-vibrant", "a.cube", "--size", "5"]) == 0
    assert np.abs(lut.read("a.cube").table - looks.load("leica-vibrant").bake(5).table).max() < 1e-6


def test_convert(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(curved(), "film.cube")
    assert main(["convert", "film.cube", "copy.cube"]) == 0
    copy = lut.read("copy.cube")
    assert (copy.table == lut.read("film.cube").table).all()
    assert copy.title == "Curved"
    assert main(["convert", "film.cube", "small.cube", "--size", "5", "--title", "Small"]) == 0
    small = lut.read("small.cube")
    assert (small.size, small.title) == (5, "Small")
    assert np.abs(small.table - copy.table[::2, ::2, ::2]).max() < 1e-6


def test_convert_does_not_replace_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(curved(), "film.cube")
    before = Path("film.cube").read_bytes()
    assert main(["convert", "film.cube", "./film.cube", "--size", "5"]) == 1
    assert Path("film.cube").read_bytes() == before
    assert "is IN itself" in capsys.readouterr().err


def test_info(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(lut.Lut(curved().table, domain=((0, 0, 0), (1, 1, 2)), title="Curved"), "film.cube")
    assert main(["info", "film.cube"]) == 0
    text = said(capsys)
    assert "Curved" in text
    assert "9 × 9 × 9" in text
    assert "R 0 to 1, G 0 to 1, B 0 to 2" in text
    assert main(["info", "film.cube", "--json"]) == 0
    facts = json.loads(said(capsys))
    assert (facts["size"], facts["format"]) == (9, formats.find_by_extension(Path("film.cube")).name)
    assert facts["domain"] == [[0, 0, 0], [1, 1, 2]]
    assert facts["output"] == [[0, 0, 0], [1, 1, 1]]
    assert facts["monochrome"] is False
    assert facts["difference"]["largest"] > facts["difference"]["mean"] > 1


def test_info_knows_the_identity_and_monochrome(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(lut.Lut.identity(5), "same.cube")
    assert main(["info", "same.cube"]) == 0
    assert "none: this LUT is the identity" in said(capsys)
    gray = np.repeat(lut.Lut.identity(5).table.mean(axis=-1, keepdims=True), 3, axis=-1)
    lut.write(lut.Lut(gray), "gray.cube")
    assert main(["info", "gray.cube"]) == 0
    assert "monochrome" in said(capsys)


def photo(path: str, size: tuple[int, int] = (90, 60)) -> None:
    rng = np.random.default_rng(0)
    Image.fromarray(rng.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)).save(path)


def test_sheet_has_a_name_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    photo("photo.png")
    assert main(["sheet", "photo.png", "--width", "600"]) == 0
    assert said(capsys) == "photo-looks.jpg written.\n"
    with Image.open("photo-looks.jpg") as sheet:
        assert sheet.width == 600


def test_sheet_with_luts_of_ones_own(here: Path) -> None:
    photo("photo.png")
    lut.write(curved(), "film.cube")
    assert main(["sheet", "photo.png", "-o", "without.png", "--width", "600"]) == 0
    assert main(["sheet", "photo.png", "-o", "with.png", "--width", "600", "--lut", "film.cube"]) == 0
    assert Path("with.png").read_bytes() != Path("without.png").read_bytes()


def test_sheet_follows_the_scene(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dark picture by itself is by night, and another by day."""
    rng = np.random.default_rng(0)
    for name, least, most in (("dark.png", 0, 40), ("light.png", 150, 200)):
        Image.fromarray(rng.integers(least, most, (60, 90, 3), dtype=np.uint8)).save(name)
    given = []
    monkeypatch.setattr(
        sheet, "draw_contact_sheet", lambda *arguments: given.append(arguments) or np.zeros((9, 9, 3), "u1")
    )
    for options in (["dark.png"], ["light.png"], ["dark.png", "--scene", "day"], ["light.png", "--scene", "indoor"]):
        assert main(["sheet", *options, "-o", "sheet.png"]) == 0
    tables = [arguments[1][0].entries[0].table.table for arguments in given]
    look = looks.load("leica-authentic")
    for table, scene in zip(tables, ("night", "day", "day", "indoor"), strict=True):
        assert (table == look.bake(scene={scene: 1}).table).all()
    assert [arguments[4] for arguments in given] == [f"Scene: {scene}" for scene in ("night", "day", "day", "indoor")]


def test_sheet_does_not_replace_the_photograph(capsys: pytest.CaptureFixture[str]) -> None:
    photo("photo.png")
    before = Path("photo.png").read_bytes()
    assert main(["sheet", "photo.png", "-o", "photo.png"]) == 1
    assert Path("photo.png").read_bytes() == before
    assert "is the photograph itself" in capsys.readouterr().err


def test_plot(here: Path) -> None:
    assert main(["measure", "leica-authentic", "--plot", "plot.png"]) == 0
    with Image.open("plot.png") as plot:
        assert plot.width > 1000


@pytest.mark.parametrize(
    "arguments",
    [
        ["measure", "no-such-look"],
        ["measure", "missing.cube"],
        ["bake", "missing.toml", "a.cube"],
        ["bake", "leica-authentic", "a.jpg"],
        ["convert", "missing.cube", "a.cube"],
        ["info", "missing.cube"],
        ["sheet", "missing.jpg"],
        ["measure", "sony-st", "--scene", "day"],
        ["bake", "sony-st", "a.cube", "--scene", "night"],
    ],
)
def test_errors_are_one_sentence(here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(arguments) == 1
    text = capsys.readouterr()
    assert text.out == ""
    assert text.err.startswith("camera-looks: ")
    assert text.err.count("\n") == 1
    assert list(here.iterdir()) == []


def test_debug_shows_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "missing.cube", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_every_command_file_is_listed_and_named_after_its_command() -> None:
    files = {path.stem for path in Path(commands.__file__).parent.glob("*.py")} - {"__init__"}
    of_install = {command.name for command in commands.install.COMMANDS}
    listed = {command.name for command in commands.COMMANDS} - of_install
    named = {"list_looks": "list", "import_looks": "import"}  # words of Python
    assert {named.get(file, file) for file in files} == {*listed, "install"}
