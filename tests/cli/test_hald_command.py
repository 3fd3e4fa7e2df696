"""``hald``: a picture to edit, and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut import Lut
from lut.cli import main
from lut.formats import hald


@pytest.mark.parametrize("name", ["new.png", "new.tif"])
@pytest.mark.parametrize(("options", "level", "bits"), [([], 8, 16), (["--level", "5", "--bits", "8"], 5, 8)])
def test_new(name: str, options: list[str], level: int, bits: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hald", "new", name, *options]) == 0
    text = capsys.readouterr().out
    side, size = level**3, level**2
    assert text.startswith(
        f"{name} written: {side} × {side} pixels, {bits} bits, for a LUT of {size} × {size} × {size}.\n"
    )
    assert f"hald read EDITED{name[3:]} my-look.cube\n" in text
    assert np.array_equal(lut.images.read(name).pixels, hald.make_identity(level, bits))


def test_new_does_not_replace_what_may_be_edited(capsys: pytest.CaptureFixture[str]) -> None:
    Path("new.png").write_text("hours of work", encoding="utf-8")
    assert main(["hald", "new", "new.png"]) == 1
    assert Path("new.png").read_text(encoding="utf-8") == "hours of work"
    assert "exists, and may be edited already; expected another name, or --overwrite" in capsys.readouterr().err
    assert main(["hald", "new", "new.png", "--overwrite", "--level", "2"]) == 0
    assert lut.read("new.png").size == 4


@pytest.mark.parametrize("name", ["new.jpg", "new.cube", "new"])
def test_new_is_a_picture_that_keeps_colors(name: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hald", "new", name]) == 1
    assert f"{name}: expected a name that ends in .png, .tif, .tiff, found '{name}'" in capsys.readouterr().err
    assert not list(here.iterdir())


@pytest.mark.parametrize(
    "arguments", [["hald"], ["hald", "new"], ["hald", "new", "a.png", "--level", "1"], ["hald", "x"]]
)
def test_what_is_not_understood(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "\nTry: " in capsys.readouterr().err


def edited(name: str, bits: int, level: int = 4) -> None:
    """Red halved, as an editor would."""
    pixels = hald.make_identity(level, bits) // np.array([2, 1, 1], np.uint8)
    lut.images.write(lut.images.Picture(pixels), name)


@pytest.mark.parametrize("bits", [8, 16])
def test_read(bits: int, capsys: pytest.CaptureFixture[str]) -> None:
    edited("edited.png", bits)
    assert main(["hald", "read", "edited.png", "my-look.cube"]) == 0
    assert capsys.readouterr().out == "my-look.cube written.\nRead back: the same, within print precision.\n"
    found = lut.read("my-look.cube")
    assert np.abs(found.table - Lut.identity(16).table * (0.5, 1, 1)).max() <= 1 / (2**bits - 1)
    assert found.title == "my-look"


def test_read_takes_what_convert_takes(capsys: pytest.CaptureFixture[str]) -> None:
    edited("edited.png", 16)
    assert main(["hald", "read", "edited.png", "my.cube", "--size", "9", "--title", "Mine"]) == 0
    assert "Because: resampled from 16 to 9 lattice points a side." in capsys.readouterr().out
    assert (lut.read("my.cube").size, lut.read("my.cube").title) == (9, "Mine")
    assert main(["hald", "read", "edited.png", "my.png", "--kind", "strip"]) == 0
    assert "my.png written: strip, 8 bits." in capsys.readouterr().out


def test_an_unedited_picture_is_noted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hald", "new", "new.png", "--level", "4", "--bits", "8"]) == 0
    assert main(["hald", "read", "new.png", "my.cube"]) == 0
    assert "Note: the picture is as it was written: this LUT changes nothing.\n" in capsys.readouterr().out


def test_damage_is_noted_or_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited("edited.png", 8, 8)
    image = Image.open("edited.png")
    image.save("edited.jpg", quality=85)
    assert main(["hald", "read", "edited.jpg", "my.cube", "--size", "5"]) == 0
    assert capsys.readouterr().out.startswith("Note: read from a JPEG, whose compression changed the colors (about ")
    for name, broken in (
        ("smaller", image.resize((500, 500))),
        ("cropped", image.crop((0, 0, 500, 512))),
        ("blank", Image.new("RGB", (512, 512))),
        ("turned", image.rotate(90)),
    ):
        broken.save(f"{name}.png")
        assert main(["hald", "read", f"{name}.png", f"{name}.cube"]) == 1
        assert f"{name}.png: expected " in capsys.readouterr().err
        assert not (here / f"{name}.cube").exists()


def test_read_does_not_replace_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    edited("edited.png", 8)
    before = Path("edited.png").read_bytes()
    assert main(["hald", "read", "edited.png", "./edited.png"]) == 1
    assert Path("edited.png").read_bytes() == before
    assert "is EDITED itself" in capsys.readouterr().err
