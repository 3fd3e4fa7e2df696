"""``info``: what a LUT file is, in words, for programs, and to look at."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut import Lut, Shaper, formats
from lut.apply_lut import apply
from lut.cli import main, terminal_preview
from lut.drawing.before_after import draw_before_after, draw_test_chart
from lut.formats import format

CELL = re.compile("\x1b\\[38;2;(\\d+);(\\d+);(\\d+);48;2;(\\d+);(\\d+);(\\d+)m▀")


@pytest.fixture(autouse=True)
def here(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "80")
    return here


def film(size: int = 16) -> Lut:
    return Lut(Lut.identity(size).table ** np.array([0.8, 1.0, 1.25], np.float32), title="Film")


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["info", *arguments]) == 0
    return capsys.readouterr().out


def facts(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    return dict(json.loads(said(capsys, *arguments, "--json")))


def test_pictures_say_which(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(film(), "film.png")
    assert "Format:      LUT picture (Hald picture of level 4, 16 bits)\n" in said(capsys, "film.png")
    lut.write(film(), "film.png", kind="unity")
    found = facts(capsys, "film.png")
    assert (found["format"], found["detail"]) == ("LUT picture", "strip from the bottom up, 8 bits")
    assert (found["size"], found["title"], found["luts"], found["notes"]) == (16, "Film", [], [])


def test_curves_have_no_lattice(capsys: pytest.CaptureFixture[str]) -> None:
    steps = np.linspace(0, 1, 32)[:, None]
    lut.write(Lut.from_shaper(Shaper(steps ** (0.5, 1, 2) * 1.5 - 0.25, ((0, 0, 0), (2, 2, 2)))), "film.cube")
    text = said(capsys, "film.cube")
    assert "Lattice:     none, a curve for each channel\n" in text
    assert "Shaper:      32 values for 0 to 2\n" in text
    assert "Output:      -0.25 to 1.25\n" in text
    assert "Input:" not in text


def test_notes_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(film(), "film.png", kind="hald8")
    with Image.open("film.png") as image:
        image.save("film.jpg", quality=90)
    assert "\nNote:        read from a JPEG, whose compression changed the colors (" in said(capsys, "film.jpg")
    (note,) = facts(capsys, "film.jpg")["notes"]  # type: ignore[misc]
    assert note.startswith("read from a JPEG")


def test_several_luts_are_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    several = {f"look {number}": film(number) for number in range(2, 30)}
    odd = format.Format(
        "odd",
        (".odd",),
        lambda data: several["look 2"],
        None,
        lambda head: head == b"odd",
        read_all=lambda data: several,
    )
    monkeypatch.setattr(formats, "FORMATS", (odd,))
    Path("film.odd").write_bytes(b"odd")
    text = said(capsys, "film.odd")
    assert "LUTs:        28, of which this is the first\n             look 2\n" in text
    assert "             look 21\n             … and 8 more\n" in text
    assert facts(capsys, "film.odd")["luts"] == list(several)


def test_the_picture_shows_before_and_after(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(film(), "film.cube")
    said(capsys, "film.cube", "--picture", "film.png")
    with Image.open("film.png") as image:
        pixels = np.asarray(image)
    before = draw_test_chart(520)
    after = apply(before, lut.read("film.cube"))
    height = len(before)
    assert np.array_equal(pixels[116 : 116 + height, 32 : 32 + 520], before)
    assert np.array_equal(pixels[116 : 116 + height, 568 : 568 + 520], after)


def test_a_photograph_is_shown_above(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(film(), "film.cube")
    photo = np.random.default_rng(0).integers(0, 256, (26, 52, 3), dtype=np.uint8)
    Image.fromarray(photo).save("photo.png")
    said(capsys, "film.cube", "--picture", "film.png", "--photo", "photo.png")
    with Image.open("film.png") as image:
        pixels = np.asarray(image)
    assert pixels.shape[0] == draw_before_after(film(), "Film").shape[0] + 260 + 16
    small = pixels[116 : 116 + 260, 32 : 32 + 520]
    assert np.array_equal(pixels[116 : 116 + 260, 568 : 568 + 520], apply(small, lut.read("film.cube")))
    assert np.abs(small.mean(axis=(0, 1)) - photo.mean(axis=(0, 1))).max() < 2


@pytest.mark.parametrize("name", ["film.cube", "photo.png"])
def test_the_picture_replaces_no_source(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(film(), "film.cube")
    Image.new("RGB", (20, 20)).save("photo.png")
    before = Path(name).read_bytes()
    assert main(["info", "film.cube", "--photo", "photo.png", "--picture", name]) == 1
    assert f"{name}: is a file to read; expected another name for the picture" in capsys.readouterr().err
    assert Path(name).read_bytes() == before


def test_a_picture_needs_a_pictures_name(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(film(), "film.cube")
    assert main(["info", "film.cube", "--picture", "film.txt"]) == 1
    text = capsys.readouterr()
    assert (text.out, text.err.count("\n")) == ("", 1)


# In the terminal


def cells(text: str) -> list[np.ndarray]:
    """Lines of (W, 2, 3): each character's upper and lower color."""
    lines = [CELL.findall(line) for line in text.splitlines() if "▀" in line]
    return [np.array(line, dtype=int).reshape(-1, 2, 3) for line in lines]


def test_the_preview_is_the_lut(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(film(), "film.cube")
    lines = cells(said(capsys, "film.cube", "--preview"))
    assert [len(line) for line in lines] == [76] * 4
    for line in lines:
        before = line[None, :, 0].astype(np.uint8)
        assert np.array_equal(apply(before, lut.read("film.cube"))[0], line[:, 1])
    assert lines[0][[0, -1], 0].tolist() == [[0, 0, 0], [255, 255, 255]]


def test_the_preview_of_a_photograph(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(film(), "film.cube")
    Image.fromarray(np.full((40, 60, 3), (200, 100, 50), np.uint8)).save("photo.png")
    lines = cells(said(capsys, "film.cube", "--preview", "--photo", "photo.png"))
    after = apply(np.array([[[200, 100, 50]]], np.uint8), film())[0, 0].tolist()
    assert [len(line) for line in lines[:-4]] == [37 + 1 + 37] * 12
    assert lines[0][0].tolist() == [[200, 100, 50]] * 2
    assert lines[0][-1].tolist() == [after] * 2


@pytest.mark.parametrize(
    ("variables", "terminal", "shown"),
    [
        ({"COLORTERM": "truecolor"}, True, True),
        ({"COLORTERM": "24bit"}, True, True),
        ({"COLORTERM": "truecolor"}, False, False),
        ({"COLORTERM": "yes"}, True, False),
        ({}, True, False),
        ({"COLORTERM": "truecolor", "NO_COLOR": "1"}, True, False),
    ],
)
def test_colors_only_where_they_are_seen(
    variables: dict[str, str], terminal: bool, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COLORTERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stdout", stream)
    assert terminal_preview.shows_colors() == shown
    lut.write(film(), "film.cube")
    assert main(["info", "film.cube"]) == 0
    assert ("\x1b" in stream.getvalue()) == shown


def test_the_space_that_it_looks_made_for(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(film(), "film for Adobe RGB.cube")
    told = (
        "Note:        it looks made for Adobe RGB (1998) (its name says so).\n"
        "             `apply --lut-space adobe-rgb:adobe-rgb` applies it so.\n"
    )
    assert told in said(capsys, "film for Adobe RGB.cube")
    assert facts(capsys, "film for Adobe RGB.cube")["made_for"] == {
        "space": "adobe-rgb",
        "out": "adobe-rgb",
        "choice": "adobe-rgb:adobe-rgb",
        "also": [],
        "sentence": "looks made for Adobe RGB (1998) (its name says so)",
    }
    lut.write(film(), "film.cube")
    assert "looks made" not in said(capsys, "film.cube")
    assert facts(capsys, "film.cube")["made_for"] is None
