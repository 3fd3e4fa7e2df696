"""``convert``: between any two formats, and what it costs."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest

import lut
from lut import Lut, Shaper
from lut.cli import main
from lut.formats import FORMATS, fitting

WRITTEN = [kind for kind in FORMATS if kind.write]
WIDE = ((-0.5, -0.5, -0.5), (2, 2, 2))
STEPS = np.linspace(0, 1, 256, dtype=np.float32)[:, None]


def film(size: int = 9, title: str = "") -> Lut:
    return Lut(Lut.identity(size).table ** np.array([0.8, 1.0, 1.25], np.float32), title=title)


def converted(source: Lut, *arguments: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines that are said."""
    lut.write(source, "film.cube")
    assert main(["convert", "film.cube", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


SOURCES = {
    "17": film(17),
    "33": film(33),
    "shaper": Lut(film(9).table, shaper=Shaper(STEPS ** (0.6, 1.0, 1.4))),
    "domain": Lut(film(9).table, domain=((-0.5, 0, 0), (1, 1, 2))),
    "clipped": Lut(film(9).table * 1.2 - 0.1),
    "all": Lut(film(9).table * 1.2 - 0.1, WIDE, Shaper(STEPS.repeat(3, axis=1) * 2 - 0.5, WIDE)),
    "curves": Lut.from_shaper(Shaper(STEPS ** (0.6, 1.0, 1.4))),
}


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.key)
@pytest.mark.parametrize("name", ["17", "clipped", "all", "curves"])
def test_any_lut_into_any_format(name: str, kind: object, capsys: pytest.CaptureFixture[str]) -> None:
    """The error that is told is what the file read back is off by, found here at other colors."""
    source, name = SOURCES[name], f"out{kind.extensions[0]}"  # type: ignore[attr-defined]
    if name == "out.spi1d" and not source.is_curves:  # that has no lattice
        lut.write(source, "film.cube")
        assert main(["convert", "film.cube", name]) == 1
        assert capsys.readouterr().err.startswith("camera-looks: out.spi1d: expected ")
        return
    lines = converted(source, name, capsys=capsys)
    assert lines[0].startswith(f"{name} written")
    (told,) = (line for line in lines if line.startswith("Read back: "))
    back = lut.read(name)
    colors = np.random.default_rng(7).uniform(0, 1, (5000, 3)).astype(np.float32)
    off = float(np.abs(back(colors) - source(colors)).max() * 255)
    if told == "Read back: the same, within print precision.":
        assert off < 2e-6 * 255
        assert not any(line.startswith("Because") for line in lines)
        return
    largest = float(re.search(r"average, <?([\d.]+) at most", told).group(1))  # type: ignore[union-attr]
    assert off <= largest * 1.06 + 0.001  # told in two digits
    assert off >= largest * 0.3 - 0.001
    assert lines[-1].startswith("Because: ")


def test_what_was_changed_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    said = "\n".join(converted(SOURCES["all"], "out.png", capsys=capsys))
    assert said.startswith("out.png written: Hald picture of level 8, 16 bits.\nRead back: off by ")
    assert "for inputs beyond 0 to 1 by up to " in said
    assert "Because: shaper and domain baked into a lattice over 0 to 1 of 64 points a side; rounded to what" in said
    said = "\n".join(converted(SOURCES["clipped"], "out.png", capsys=capsys))
    assert "Because: clipped to 0 to 1, from -0.1 to 1.1; rounded to what the file holds (0.0019 at most)." in said
    said = "\n".join(converted(SOURCES["shaper"], "out.png", capsys=capsys))
    assert "Because: shaper baked into a lattice over 0 to 1 of 64 points a side; rounded to what the file" in said
    assert "beyond" not in said
    said = "\n".join(converted(SOURCES["33"], "out.png", "--bits", "8", capsys=capsys))
    assert "8 bits." in said
    assert (
        "Because: resampled from 33 to 64 lattice points a side; rounded to what the file holds (0.5 at most)." in said
    )
    said = "\n".join(converted(SOURCES["17"], "out.cube", "--size", "9", capsys=capsys))
    assert said.endswith("Because: resampled from 17 to 9 lattice points a side.")


def test_an_exact_copy_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    for source in SOURCES.values():
        lines = converted(source, "out.cube", capsys=capsys)
        assert lines == ["out.cube written.", "Read back: the same, within print precision."]


def test_kind_size_and_bits(capsys: pytest.CaptureFixture[str]) -> None:
    assert converted(film(16), "a.png", capsys=capsys)[0].endswith("Hald picture of level 4, 16 bits.")
    assert converted(film(16), "a.png", "--kind", "strip", capsys=capsys)[0].endswith("strip, 8 bits.")
    assert converted(film(16), "a.png", "--kind", "strip", "--bits", "16", capsys=capsys)[0].endswith("strip, 16 bits.")
    assert converted(film(16), "a.png", "--kind", "grid", "--size", "25", capsys=capsys)[0].endswith("slices, 8 bits.")
    assert lut.read("a.png").size == 25
    converted(film(16), "a.png", "--kind", "cube", capsys=capsys)
    assert Path("a.png").read_bytes().startswith(b"LUT_3D_SIZE 16")


def test_titles(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Note: " not in "\n".join(converted(film(16, "Film"), "a.png", capsys=capsys))
    assert lut.read("a.png").title == "Film"
    converted(film(16, "Film"), "a.png", "--title", "Other", capsys=capsys)
    assert lut.read("a.png").title == "Other"


def test_the_sources_notes_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(film(16), "a.png")
    pixels = lut.images.read("a.png").pixels
    lut.images.write(lut.images.Picture((pixels // 257).astype(np.uint8)), "lossy.jpg")
    assert main(["convert", "lossy.jpg", "out.cube"]) == 0
    assert capsys.readouterr().out.startswith("Note: read from a JPEG, whose compression changed the colors (about ")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["a.cube", "--bits", "8"],
            "a.cube: expected --bits with a picture only (.png, .tif), found it with the kind 'cube'",
        ),
        (["a.png", "--size", "33"], "a.png: expected 25 or 36 lattice points a side for a Hald picture, found 33"),
        (
            ["a.png", "--kind", "strip", "--size", "65"],
            "a.png: expected at most 64 lattice points a side for a strip, found 65",
        ),
        (["a.gif"], "a.gif: expected a name that ends in "),
        (["a.png", "--kind", "jpeg"], "a.png: expected one of the kinds cube, "),
        (["folder/a.cube"], "folder/a.cube: cannot be written: "),
    ],
)
def test_what_cannot_be_written(
    arguments: list[str], sentence: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lut.write(film(), "film.cube")
    assert main(["convert", "film.cube", *arguments]) == 1
    text = capsys.readouterr()
    assert (text.out, text.err.count("\n")) == ("", 1)
    assert text.err.replace(os.sep, "/").startswith(f"camera-looks: {sentence}")
    assert [path.name for path in here.iterdir()] == ["film.cube"]


def test_a_table_that_looks_like_no_lut_is_read_back(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A picture of one color, which any other program's would be refused as."""
    lut.write(Lut(np.full((4, 4, 4, 3), 0.5)), "film.cube")
    assert main(["convert", "film.cube", "a.png"]) == 0
    assert "Read back: off by" in capsys.readouterr().out
    assert abs(lut.read("a.png").table - 0.5).max() < 1e-5


def test_the_least_is_changed_that_will_do() -> None:
    """A format that takes anything gets the LUT itself."""
    found = fitting.fit_to_format(SOURCES["all"], Path("a.cube"))
    assert found.lut is SOURCES["all"]
    assert found.changes == ()
    assert fitting.fit_to_format(film(16), Path("a.png")).lut.size == 16
    assert fitting.fit_to_format(film(65), Path("a.png")).lut.size == 81
    assert fitting.fit_to_format(film(65), Path("a.png"), "strip").lut.size == 64
