"""``export``: where files go, what is refused, and what is said."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import lut
from lut import looks
from lut.cli import main
from lut.color.encodings import ENCODINGS
from lut.looks.export_targets import TARGETS
from lut.looks.lut_space import parse_lut_space


def film() -> lut.Lut:
    return lut.Lut(lut.Lut.identity(9).table ** np.array([0.8, 1.0, 1.25], np.float32), title="Film")


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["export", *arguments]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    return said.err.removeprefix("camera-looks: ").rstrip("\n")


def test_a_look_gets_a_name_and_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "leica-authentic", "--for", "lumix"]) == 0
    written, *notes, how = capsys.readouterr().out.splitlines()
    assert written == "Authenti.vlt written: for Lumix, 17 points a side."
    assert notes[-2:] == [
        "Note: a LUT cannot hold the look's vignette.",
        "Note: this is the look by day; --scene exports it for people, food, plants, sunset or night.",
    ]
    assert how.startswith("Copy Authenti.vlt to the top folder of a memory card, ")
    assert np.abs(lut.read("Authenti.vlt").table - looks.load("leica-authentic").bake(17).table).max() < 0.51 / 4095


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)
def test_every_target(target: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "sony-st", "--for", target.id, "-o", "made/"]) == 0  # type: ignore[attr-defined]
    (made,) = Path("made").iterdir()
    assert made.name in capsys.readouterr().out.splitlines()[-1]
    assert np.abs(lut.read(made)([0.2, 0.5, 0.7]) - looks.load("sony-st").bake()([0.2, 0.5, 0.7])).max() < 2 / 255


def test_several_looks_go_to_a_folder(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Looks of several makers have the same name, and get numbers."""
    vivid = [look.id for look in looks.all_looks() if "Vivid" in look.name or look.name == "Natural"]
    assert len(vivid) > 3
    assert main(["export", *vivid, "--for", "lumix", "-o", "card"]) == 0
    made = sorted(path.name for path in (here / "card").iterdir())
    assert len(made) == len(vivid) and all(re.fullmatch(r"[A-Za-z0-9]{1,8}\.vlt", name) for name in made)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2] == "Load each file as the first one:"
    for name in vivid:
        table = looks.load(name).bake(17).table
        assert any(np.abs(lut.read(here / "card" / each).table - table).max() < 0.51 / 4095 for each in made)


def test_the_same_name_gets_a_number(here: Path) -> None:
    for folder in ("a", "b"):
        Path(folder).mkdir()
        lut.write(film(), f"{folder}/Velvia.cube")
    assert main(["export", "a/Velvia.cube", "b/Velvia.cube", "--for", "lumix", "-o", "card/"]) == 0
    assert main(["export", "a/Velvia.cube", "b/Velvia.cube", "--for", "capcut", "-o", "app/"]) == 0
    assert sorted(path.name for path in here.glob("card/*")) == ["Velvia.vlt", "Velvia2.vlt"]
    assert sorted(path.name for path in here.glob("app/*")) == ["Velvia 2.cube", "Velvia.cube"]


def test_a_lut_file_and_a_recipe(here: Path) -> None:
    lut.write(film(), "film.cube")
    Path("mine.toml").write_text('base = "film.cube"\nname = "Mine"\n', encoding="utf-8")
    assert main(["export", "film.cube", "mine.toml", "--for", "obs", "-o", "out"]) == 0
    assert sorted(path.name for path in here.glob("out/*")) == ["Mine.png", "film.png"]
    for name in ("Mine", "film"):
        assert np.abs(lut.read(f"out/{name}.png").table - film().resized(64).table).max() < 1.5 / 255


def test_a_lut_for_another_space_is_made_for_srgb(capsys: pytest.CaptureFixture[str]) -> None:
    """What it looks made for is said where nobody has said it."""
    codes = lut.Lut.identity(33).table
    light = ENCODINGS["v-log"].decode(codes.reshape(-1, 3))
    shown = np.clip(ENCODINGS["rec709"].encode(light), 0, 1).reshape(codes.shape)
    lut.write(lut.Lut(shown), "VLog_to_V709.cube")
    assert main(["export", "VLog_to_V709.cube", "--for", "obs"]) == 0
    assert "Note: VLog_to_V709.cube looks made for V-Log / V-Gamut " in capsys.readouterr().out
    options = ["--lut-space", "v-log:rec709", "--overwrite"]
    assert main(["export", "VLog_to_V709.cube", "--for", "obs", *options]) == 0
    assert "looks made for" not in capsys.readouterr().out
    placed = parse_lut_space("v-log:rec709").place(lut.read("VLog_to_V709.cube"))
    grays = np.linspace(0, 1, 64, dtype=np.float32)[:, None].repeat(3, axis=1)
    assert np.abs(lut.read("VLog_to_V709.png")(grays) - np.clip(placed(grays), 0, 1)).max() < 0.51 / 255
    assert np.abs(placed(grays) - lut.read("VLog_to_V709.cube")(grays)).max() > 0.2


def test_a_space_is_for_lut_files(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", "sony-st", "--for", "obs", "--lut-space", "v-log"])
    assert "argument --lut-space: expected LUT files with it, found the look sony-st" in capsys.readouterr().err


def test_the_extension_chooses_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "sony-st", "--for", "obs", "-o", "film.cube", "--size", "65"]) == 0
    assert Path("film.cube").read_text(encoding="utf-8").count("LUT_3D_SIZE 65\n") == 1
    assert capsys.readouterr().out.startswith("film.cube written: for OBS Studio, 65 points a side.\n")


def test_nothing_is_replaced_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    Path("film.cube").write_text("mine", encoding="utf-8")
    arguments = ("sony-st", "--for", "resolve", "-o", "film.cube")
    assert refused(capsys, *arguments) == "film.cube: exists; expected another name, or --overwrite"
    assert Path("film.cube").read_text(encoding="utf-8") == "mine"
    assert main(["export", *arguments, "--overwrite"]) == 0
    assert lut.read("film.cube").size == 33


def test_one_that_exists_stops_all(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "sony-st", "--for", "ffmpeg", "-o", "out/"]) == 0
    capsys.readouterr()
    there = sorted(here.glob("out/*"))
    assert refused(capsys, "leica-vivid", "sony-st", "--for", "ffmpeg", "-o", "out").endswith("or --overwrite")
    assert sorted(here.glob("out/*")) == there


def test_one_that_fails_stops_no_other(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("broken.cube").write_text("LUT_3D_SIZE 3\n", encoding="utf-8")
    assert main(["export", "broken.cube", "sony-st", "--for", "ffmpeg", "-o", "out"]) == 1
    said = capsys.readouterr()
    assert said.err == "camera-looks: broken.cube: expected 27 rows for LUT_3D_SIZE 3, found none\n"
    assert [path.name for path in here.glob("out/*")] == ["Sony-Xperia-ST-Standard.cube"]
    assert "lut3d=Sony-Xperia-ST-Standard.cube:" in said.out


def test_a_source_is_not_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(film(), "film.cube")
    before = Path("film.cube").read_bytes()
    said = refused(capsys, "film.cube", "--for", "resolve", "--overwrite")
    assert said == "film.cube: is film.cube itself; expected another name"
    assert Path("film.cube").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["sony-st", "--for", "lumix", "-o", "film.png"], "film.png: expected a name that ends in .vlt or .cube for"),
        (["sony-st", "--for", "lumix", "-o", "My film.vlt"], "My film.vlt: Lumix takes no ' ' in a name; expected a"),
        (["sony-st", "--for", "lumix", "--size", "65"], "expected 17 or 33 lattice points a side in a .vlt for Lumix"),
        (["sony-st", "--for", "obs", "--scene", "night"], "sony-st is the same in every scene: --scene is for looks"),
        (["nothing", "--for", "obs"], "unknown look 'nothing': expected one of "),
        (["missing.cube", "--for", "obs"], "missing.cube: cannot be read: "),
    ],
)
def test_errors_are_one_sentence(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert refused(capsys, *arguments).startswith(sentence)
    assert list(here.iterdir()) == []


def test_a_target_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", "sony-st"])
    assert "the following arguments are required: --for" in capsys.readouterr().err
