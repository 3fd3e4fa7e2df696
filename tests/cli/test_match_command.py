"""``camera-looks match``, run in this process."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut.cli import main
from lut.create import match

PHOTOS = Path(__file__).resolve().parents[2] / "docs" / "photos"


@pytest.fixture(autouse=True)
def here(here: Path) -> Path:
    for name in ("mountain", "wine", "fig"):
        with Image.open(PHOTOS / f"{name}.jpg") as image:
            image.thumbnail((160, 160), Image.Resampling.BOX)
            image.save(f"{name}.png")
    return here


def pixels(name: str) -> np.ndarray:
    with Image.open(name) as image:
        return np.asarray(image)


def test_writes_the_match_and_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "mountain.png", "wine.png", "out.cube"]) == 0
    expected = match(pixels("mountain.png"), pixels("wine.png"))
    found = lut.read("out.cube")
    assert np.abs(found.table - expected.table).max() < 1e-6
    assert found.title == "Match"
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "out.cube written."
    assert lines[0].startswith("The look ") and lines[0].endswith(" this picture.")
    lines = [line.strip() for line in lines[lines.index("Details:") + 1 :]]
    assert lines[0].startswith(f"Exposure: shadows {expected.report.exposure[0]:+.2f}, middle tones ")
    assert f"chroma × {expected.report.chroma:.2f}." in lines[1]
    before, after = expected.report.before, expected.report.after
    assert lines[2] == f"Distance of the colors from the reference's: {before:.3f} before, {after:.3f} after."
    assert lines[3].startswith("The photos differ as scenes do: 15% of the difference in tone and ")


def test_strength_size_and_several_references() -> None:
    arguments = ["match", "mountain.png", "wine.png", "fig.png", "out.cube", "--strength", "40%", "--size", "9"]
    assert main(arguments) == 0
    expected = match(pixels("mountain.png"), [pixels("wine.png"), pixels("fig.png")], 0.4, 9)
    assert np.abs(lut.read("out.cube").table - expected.table).max() < 1e-6
    assert main([*arguments[:-3], "0"]) == 0
    assert np.abs(lut.read("out.cube").table - lut.Lut.identity().table).max() < 1e-6


def test_says_that_the_reference_is_monochrome(capsys: pytest.CaptureFixture[str]) -> None:
    Image.open("wine.png").convert("L").save("gray.png")
    assert main(["match", "mountain.png", "gray.png", "out.cube"]) == 0
    assert "Color: monochrome, as the reference." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.png", "wine.png", "out.cube"], "missing.png"),
        (["mountain.png", "missing.png", "out.cube"], "missing.png"),
        (["mountain.png", "flat.png", "out.cube"], "flat.png: expected a photograph, found all of one color"),
        (["clear.png", "wine.png", "out.cube"], "clear.png: expected at least 64 visible pixels, found 0"),
        (["pixel.png", "wine.png", "out.cube"], "pixel.png: expected at least 64 visible pixels, found 1"),
        (["mountain.png", "wine.png", "./wine.png"], "is one of the photographs; expected another name for the LUT"),
        (["mountain.png", "wine.png", "out.jpg"], "expected a name that ends in"),
    ],
)
def test_errors_are_one_sentence(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    Image.new("RGB", (40, 30), (90, 80, 70)).save("flat.png")
    Image.new("RGBA", (40, 30), (90, 80, 70, 0)).save("clear.png")
    Image.new("RGB", (1, 1), (90, 80, 70)).save("pixel.png")
    before = {path.name: path.read_bytes() for path in here.iterdir()}
    assert main(["match", *arguments]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("camera-looks: ")
    assert message in said.err
    assert said.err.count("\n") == 1
    assert {path.name: path.read_bytes() for path in here.iterdir()} == before


@pytest.mark.parametrize("arguments", [["a.png", "b.cube"], ["a.png", "b.png", "c.cube", "--strength", "2"]])
def test_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["match", *arguments])
    assert capsys.readouterr().err.startswith("camera-looks: ")
