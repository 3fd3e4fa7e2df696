"""``--lut-space``: LUT files that are made for another color space than sRGB, on photographs and on raw files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut import images
from lut.cli import main
from lut.color.encodings import ENCODINGS
from lut.lattice import lattice
from lut.looks import own_catalog
from lut.looks.lut_space import parse_lut_space
from lut.shared.folders import user_looks
from lut.table import Lut

RANDOM = np.random.default_rng(3)


@pytest.fixture
def here(here: Path) -> Path:
    """A folder with a conversion from V-Log to Rec.709, and a photograph of 8 bits."""
    light = np.maximum(ENCODINGS["v-log"].decode(lattice(33)), 0)
    lut.write(Lut(np.clip(ENCODINGS["rec709"].encode(light * (1 + light / 36) / (1 + light)) * 1.06, 0, 1)), "log.cube")
    Image.fromarray(RANDOM.integers(0, 256, (40, 60, 3), dtype=np.uint8)).save("photo.png")
    return here


def pixels(path: str) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


def test_a_photograph_goes_through_the_space(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["apply", "photo.png", "out.png", "--lut", "log.cube", "--lut-space", "v-log:rec709"]
    assert main(words) == 0
    assert capsys.readouterr().err == ""
    right = parse_lut_space("v-log:rec709").place(lut.read("log.cube"))
    assert (pixels("out.png") == lut.apply(pixels("photo.png"), right)).all()
    plain = lut.apply(pixels("photo.png"), lut.read("log.cube"))
    assert np.abs(pixels("out.png").astype(int) - plain).mean() > 10


def test_a_guess_at_the_result_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["apply", "photo.png", "out.png", "--lut", "log.cube", "--lut-space", "v-log"]) == 0
    assert "Note on log.cube: its results were taken for Rec.709." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--lut", "log.cube", "--lut-space", "vlog"], "unknown color space 'vlog': did you mean 'v-log'?"),
        (["--look", "leica-authentic", "--lut-space", "v-log"], "argument --lut-space: expected --lut with it"),
    ],
)
def test_a_mistake_is_one_sentence(
    here: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["apply", "photo.png", "out.png", *words])
    assert caught.value.code == 2
    assert sentence in capsys.readouterr().err
    assert not Path("out.png").exists()


def test_another_space_is_another_run(here: Path) -> None:
    """--resume must not leave what was made in another space."""
    words = ["apply", "photo.png", "out.png", "--lut", "log.cube", "--resume", "--overwrite", "-q"]
    for space in ("v-log", "s-log3"):
        assert main([*words, "--lut-space", space]) == 0
        right = parse_lut_space(space).place(lut.read("log.cube"))
        assert (pixels("out.png") == lut.apply(pixels("photo.png"), right)).all()


def test_a_recipe_is_as_exact_as_its_file(here: Path) -> None:
    Path("look.toml").write_text('base = { from = "log.cube", space = "v-log:rec709" }', encoding="utf-8")
    assert main(["apply", "photo.png", "recipe.png", "--look", "look.toml", "-q"]) == 0
    assert main(["apply", "photo.png", "file.png", "--lut", "log.cube", "--lut-space", "v-log:rec709", "-q"]) == 0
    assert (pixels("recipe.png") == pixels("file.png")).all()


def test_a_sheet_shows_files_in_their_space(here: Path) -> None:
    plain, placed = (["sheet", "photo.png", "-o", name, "--lut", "log.cube", "--width", "480"] for name in "ab")
    plain[3], placed[3] = "plain.png", "placed.png"
    assert main(plain) == 0
    assert main([*placed, "--lut-space", "v-log"]) == 0
    assert (pixels("plain.png") != pixels("placed.png")).any()


@pytest.mark.parametrize("by", ["file", "recipe"])
def test_a_raw_files_light_is_that_of_the_scene(here: Path, by: str) -> None:
    """No tone curve: a gray of 18 % has the maker's code, and white the code of a white of 100 %."""
    dng_maker = pytest.importorskip("tests.images.dng_maker", reason="no rawpy here, by which raw files are developed")
    Path("photo.dng").write_bytes(dng_maker.dng(dng_maker.smooth_picture(64, 96)))
    developed = images.read("photo.dng").pixels
    table = parse_lut_space("v-log:rec709").place(lut.read("log.cube"), scene_light=True)
    words = ["--lut", "log.cube", "--lut-space", "v-log:rec709"]
    if by == "recipe":
        Path("look.toml").write_text('base = { from = "log.cube", space = "v-log:rec709" }', encoding="utf-8")
        words = ["--look", "look.toml"]
    assert main(["apply", "photo.dng", "out.tif", *words, "-q"]) == 0
    found = images.read("out.tif").pixels
    assert np.abs(found.astype(int) - lut.apply(developed, table)).max() <= 1
    shown = parse_lut_space("v-log:rec709").place(lut.read("log.cube"))
    assert np.abs(found.astype(int) - lut.apply(developed, shown)).max() > 1000


def test_spaces_are_listed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spaces"]) == 0
    listed = capsys.readouterr().out
    for one in ENCODINGS.values():
        assert f"  {one.id} " in listed
    assert main(["spaces", "--json"]) == 0
    assert [entry["id"] for entry in json.loads(capsys.readouterr().out)] == [*ENCODINGS]


def test_an_imported_lut_keeps_its_space(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["import", "log.cube", "--lut-space", "v-log"]
    assert main(words) == 0
    recipe = (user_looks() / "log.toml").read_text(encoding="utf-8")
    assert recipe == 'name = "log"\n\n[base]\nfrom = "log.cube"\nspace = "v-log:rec709"\n'
    assert [(look["id"], look["name"]) for look in own_catalog()["looks"]] == [("my-log", "log")]
    assert main(["apply", "photo.png", "own.png", "--look", "my-log", "-q"]) == 0
    assert main(["apply", "photo.png", "file.png", "--lut", "log.cube", "--lut-space", "v-log", "-q"]) == 0
    assert (pixels("own.png") == pixels("file.png")).all()
    capsys.readouterr()
    assert main(words) == 0
    assert capsys.readouterr().out == f"Nothing new: {user_looks()} has it all.\n"


def test_the_space_of_a_look_that_is_there_is_added(here: Path) -> None:
    assert main(["import", "log.cube"]) == 0
    assert main(["import", "log.cube", "--lut-space", "v-log:rec709"]) == 0
    assert sorted(path.name for path in user_looks().iterdir()) == ["log.cube", "log.toml"]


def test_the_same_table_for_another_space_is_another_look(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy("log.cube", "other.cube")
    assert main(["import", "log.cube"]) == 0
    assert main(["import", "other.cube", "--lut-space", "v-log:rec709"]) == 0
    assert sorted(path.name for path in user_looks().iterdir()) == ["log.cube", "other.cube", "other.toml"]
    shutil.copy("log.cube", "third.cube")
    capsys.readouterr()
    for words in (["third.cube"], ["third.cube", "--lut-space", "v-log:rec709"]):
        assert main(["import", *words]) == 0
        assert capsys.readouterr().out.startswith("Nothing new")
    assert len(list(user_looks().iterdir())) == 3


def test_another_recipe_of_that_name_is_not_replaced(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    user_looks().mkdir(parents=True)
    (user_looks() / "log.toml").write_text('base = "leica-authentic"', encoding="utf-8")
    assert main(["import", "log.cube", "--lut-space", "v-log"]) == 1
    expected = f"{user_looks() / 'log.toml'}: is there already; expected no recipe of that name"
    assert expected in capsys.readouterr().err
    assert [path.name for path in user_looks().iterdir()] == ["log.toml"]
    assert (user_looks() / "log.toml").read_text(encoding="utf-8") == 'base = "leica-authentic"'
