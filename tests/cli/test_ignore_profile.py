"""``--ignore-profile``, and the sentences that name it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

sys.path.append(str(Path(__file__).parents[1] / "images"))
import icc_maker as maker
from sample_photos import PROFILE, saved, with_chunk

import lut
from lut import images, looks
from lut.cli import main
from lut.lattice import lattice

SQUARE = Image.new("RGB", (32, 32), (200, 90, 60))
TRUNCATED = PROFILE[:200]
TONED = next(look.id for look in looks.all_looks() if look.monochrome and looks.gray_result(look) != "gray")
P3 = maker.rgb(maker.DISPLAY_P3, maker.parametric(*maker.SRGB_CURVE))


@pytest.fixture
def cube(tmp_path: Path) -> Path:
    table = lattice(17) ** np.array([0.9, 1.0, 1.1], np.float32)
    lut.write(lut.Lut(table), tmp_path / "warm.cube")
    return tmp_path / "warm.cube"


def numbers(path: Path) -> list[int]:
    return [int(number) for number in images.read(path, ignore_profile=True).pixels[0, 0]]


def looked_up(codes: np.ndarray, cube: Path) -> list[int]:
    return [int(number) for number in lut.apply(codes.reshape(1, 1, 3), lut.read(cube))[0, 0]]


PICTURES = {
    "Display P3": (saved("PNG", SQUARE, icc_profile=P3), ""),
    "Display P3 by code points": (with_chunk(saved("PNG", SQUARE), b"cICP", bytes([12, 13, 0, 1])), ""),
    "narrow range": (with_chunk(saved("PNG", SQUARE), b"cICP", bytes([12, 13, 0, 0])), ""),
    "PQ": (with_chunk(saved("PNG", SQUARE), b"cICP", bytes([9, 16, 0, 1])), "its numbers are HDR, coded as PQ"),
    "truncated": (saved("PNG", SQUARE, icc_profile=TRUNCATED), "its color profile is broken (it ends after 200 of"),
    "CMYK": (saved("PNG", SQUARE, icc_profile=maker.profile({}, space=b"CMYK")), "its color profile is for CMYK"),
    "gray": (saved("PNG", SQUARE, icc_profile=maker.gray(maker.gamma(2))), "its color profile is for gray"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_apply(name: str, tmp_path: Path, cube: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, refusal = PICTURES[name]
    source, target = tmp_path / "in.png", tmp_path / "out.png"
    source.write_bytes(data)
    command = ["apply", str(source), str(target), "--lut", str(cube)]
    assert main(command) == (1 if refusal else 0)
    said = capsys.readouterr().err
    if refusal:
        assert refusal in said
        assert said.rstrip().endswith("; --ignore-profile uses the stored numbers without conversion")
        assert not target.exists()
    else:
        assert numbers(target) != looked_up(np.array([200, 90, 60], np.uint8), cube)
    assert main([*command, "--ignore-profile", "--overwrite"]) == 0
    assert numbers(target) == looked_up(np.array([200, 90, 60], np.uint8), cube)
    with Image.open(source) as before, Image.open(target) as after:
        keys = ("icc_profile", "cicp")
        kept = {key: before.info.get(key) for key in keys}
        assert {key: after.info.get(key) for key in keys} == kept


@pytest.mark.parametrize("look", ["lut", "look"])
def test_gray_that_gets_colors_has_no_gray_profile(
    look: str, tmp_path: Path, cube: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out.png"
    profile = maker.gray(maker.gamma(1.8))
    SQUARE.convert("L").save(source, icc_profile=profile)
    chosen = ["--lut", str(cube)] if look == "lut" else ["--look", TONED]
    assert main(["apply", str(source), str(target), *chosen, "--ignore-profile"]) == 0
    assert "its color profile was left out: it is for gray" in capsys.readouterr().err
    with Image.open(target) as image:
        assert (image.mode, image.info.get("icc_profile")) == ("RGB", None)
    gray = lut.Lut(lattice(17) ** np.float32(0.9))
    lut.write(gray, cube)
    assert main(["apply", str(source), str(target), "--lut", str(cube), "--ignore-profile", "--overwrite"]) == 0
    with Image.open(target) as image:
        assert (image.mode, image.info.get("icc_profile")) == ("L", profile)


def test_another_way_of_reading_is_another_order(tmp_path: Path, cube: Path) -> None:
    """What was made without the option is not taken for what is made with it."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for name in ("a.png", "b.png"):
        (source / name).write_bytes(PICTURES["Display P3"][0])
    command = ["apply", str(source), str(out), "--lut", str(cube), "--quiet", "--jobs", "1"]
    assert main(command) == 0
    before = numbers(out / "a.png")
    assert main([*command, "--ignore-profile", "--overwrite"]) == 0
    assert numbers(out / "a.png") != before


@pytest.mark.slow("runs a command each", but_first=True)
@pytest.mark.parametrize("kind", ["sheet", "fit", "match", "info"])
def test_other_commands(kind: str, tmp_path: Path, cube: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = tmp_path / "photo.png"
    with Image.open(Path(__file__).parents[2] / "docs" / "photos" / "fig.jpg") as fig:
        fig.convert("RGB").reduce(4).save(photo, icc_profile=TRUNCATED)
    after = Path(shutil.copy(photo, tmp_path / "after.png"))
    out = tmp_path / ("out.png" if kind in ("sheet", "info") else "out.cube")
    command = {
        "sheet": ["sheet", str(photo), "-o", str(out), "--width", "480"],
        "fit": ["fit", str(photo), str(after), str(out)],
        "match": ["match", str(photo), str(photo), str(out)],
        "info": ["info", str(cube), "--photo", str(photo), "--picture", str(out)],
    }[kind]
    assert main(command) == 1
    assert "; --ignore-profile uses the stored numbers without conversion" in capsys.readouterr().err
    assert not out.exists()
    assert main([*command, "--ignore-profile"]) == 0
    assert out.exists()
