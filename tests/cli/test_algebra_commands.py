"""``mix``, ``invert`` and ``simplify``, run in this process."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import lut
from lut import create, looks
from lut.cli import main


@pytest.fixture(autouse=True)
def here(here: Path) -> Path:
    lut.write(curved(), "film.cube")
    return here


def curved() -> lut.Lut:
    return lut.Lut(lut.Lut.identity(17).table ** np.array([0.8, 1.0, 1.25], np.float32), title="Film")


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_mix_a_look_and_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mix", "leica-authentic", "film.cube", "mine.cube", "--share", "40%"]) == 0
    assert said(capsys) == ["mine.cube written.", "Note: a LUT cannot hold the look's vignette."]
    found, expected = lut.read("mine.cube"), create.mixed(looks.load("leica-authentic").bake(), curved(), 0.4)
    assert np.abs(found.table - expected.table).max() < 2e-6
    assert found.title == "Xiaomi × Leica Authentic 60%, Film 40%"


def test_mix_recipes_and_say_how_it_was_sampled(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.toml").write_text("steps = [{ saturation = { gain = 0.5 } }]", encoding="utf-8")
    assert main(["mix", "a.toml", "film.cube", "half.cube", "--title", "Half", "--size", "21"]) == 0
    first, note = said(capsys)
    assert first == "half.cube written." and note.startswith("Note: Mixed by sampling at 21³: off by ")
    found = lut.read("half.cube")
    assert (found.size, found.title) == (21, "Half")
    colors = np.random.default_rng(0).random((1000, 3))
    expected = (looks.read_recipe("a.toml").bake()(colors) + curved()(colors)) / 2
    assert np.abs(found(colors) - expected).mean() < 0.001


def test_invert(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["invert", "film.cube", "unfilm.cube", "--size", "21"]) == 0
    first, note = said(capsys)
    assert first == "unfilm.cube written."
    assert note.startswith("Note: An inverse; after the LUT, it is off by 0.") and "ΔE2000 0." in note
    back = lut.read("unfilm.cube")
    assert (back.title, back.size) == ("Inverse of Film", 21)
    colors = np.random.default_rng(0).random((5000, 3), dtype=np.float32)
    assert np.abs(back(curved()(colors)) - colors).mean() < 0.004
    assert main(["invert", "film.cube", "shaped.cube", "--shaper"]) == 0
    assert lut.read("shaped.cube").shaper is not None
    assert np.abs(lut.read("shaped.cube")(curved()(colors)) - colors).mean() < 0.0002


def test_simplify(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simplify", "leica-authentic", "small.cube", "--delta-e", "1"]) == 0
    first, note = said(capsys)
    small = lut.read("small.cube")
    assert first == "small.cube written." and small.size < 20
    assert note.startswith(f"Note: Simplified from 33³ to {small.size}³: ΔE2000 0.")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["invert", "leica-bw-natural", "x.cube"], "the LUT cannot be inverted: in 100% of the color cube, different"),
        (["invert", "missing.cube", "x.cube"], "missing.cube: cannot be read"),
        (["invert", "film.cube", "./film.cube"], "./film.cube: is film.cube itself; expected another name"),
        (["simplify", "film.cube", "film.cube"], "film.cube: is film.cube itself; expected another name"),
        (["simplify", "film.cube", "x.jpg"], "x.jpg: expected a name that ends in "),
        (
            ["mix", "film.cube", "leica-autentic", "x.cube"],
            "unknown look 'leica-autentic': did you mean 'leica-authentic'",
        ),
        (["mix", "leica-authentic", "film.cube", "film.cube"], "film.cube: is film.cube itself; expected another name"),
    ],
)
def test_errors_are_one_sentence_and_write_nothing(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    before = Path("film.cube").read_bytes()
    assert main(arguments) == 1
    text = capsys.readouterr()
    assert text.out == "" and text.err.count("\n") == 1
    assert text.err.startswith(f"camera-looks: {sentence}")
    assert [path.name for path in here.iterdir()] == ["film.cube"]
    assert Path("film.cube").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["mix", "a", "b", "c.cube", "--share", "140%"],
            "expected a number from 0 to 1, or from 0% to 100%, found '140%'",
        ),
        (["simplify", "a", "b", "--delta-e", "0"], "expected a number above 0, found '0'"),
        (["simplify", "a", "b", "--delta-e", "nan"], "expected a number above 0, found 'nan'"),
        (["invert", "a", "b", "--size", "1"], "expected a whole number from 2 to 129, found '1'"),
    ],
)
def test_settings_out_of_range(capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert sentence in capsys.readouterr().err
