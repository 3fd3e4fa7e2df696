"""``camera-looks fit``, run in this process."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut import looks
from lut.cli import main
from tests.images.dng_maker import dng
from tests.system_words import MISSING

PHOTO = Path(__file__).resolve().parents[2] / "docs/photos/fig.jpg"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """before.png and after.jpg, small; and some that won't do."""
    folder = tmp_path_factory.mktemp("pair")
    with Image.open(PHOTO) as image:
        before = np.asarray(image.resize((300, 200), Image.Resampling.BOX))
    Image.fromarray(before).save(folder / "before.png")
    Image.fromarray(lut.apply(before, looks.load("leica-sepia").bake())).save(folder / "after.jpg", quality=95)
    Image.fromarray(np.full_like(before, 90)).save(folder / "gray.png")
    (folder / "small.dng").write_bytes(dng(before / 255))
    (folder / "empty").mkdir()
    return folder


def test_a_lut_is_written_and_told_about(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, drawing = tmp_path / "Brown Print.cube", tmp_path / "colors.png"
    assert main(["fit", str(folder / "before.png"), str(folder / "after.jpg"), str(out), "--plot", str(drawing)]) == 0
    found = lut.read(out)
    assert (found.size, found.title) == (33, "Brown Print")
    gray = found([[0.5, 0.5, 0.5]])[0]
    assert gray[0] > gray[1] > gray[2]
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"{out} written." and said[-1] == f"{drawing} written."
    assert said[1] == "Close. Few colors are in these pictures; a second pair makes the rest surer."
    assert said[2] == "The look is monochrome."
    figures = said[said.index("Details:") + 1 :]
    assert figures[0].startswith("  On other photographs expect ΔE2000 ")
    assert figures[1].startswith("  Residual: ΔE2000 0.") and figures[2].startswith("  Coverage: ")
    with Image.open(drawing) as image:
        assert image.width > 1000
        colors = np.asarray(image.convert("RGB")).reshape(-1, 3)
    assert (np.ptp(colors, axis=1) > 80).mean() > 0.01  # dots in color


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["before.png", "gray.png"], "expected a picture after of many colors, found one of a single color"),
        (["before.png"], "before.png: expected a raw file, or the same picture with the look behind it"),
        (["before.png", "after.jpg", "gray.png"], "gray.png: expected a raw file, or the same picture with the look"),
        (["small.dng"], "small.dng: expected the camera’s own rendering inside of the raw file, found none"),
        (
            ["before.png", "gray.png", "small.dng"],
            "0.0 of 255; none of the 2 pairs can be used",
        ),
        (["empty"], "expected raw files, or pairs of pictures, found none"),
        (["before.png", "nowhere.jpg"], f"nowhere.jpg: {MISSING}"),
    ],
)
def test_nothing_is_written_for_what_will_not_do(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], names: list[str], sentence: str
) -> None:
    assert main(["fit", *(str(folder / name) for name in names), str(tmp_path / "out.cube")]) == 1
    said = capsys.readouterr()
    assert sentence in said.err and said.err.count("\n") == 1 and not said.out
    assert not list(tmp_path.iterdir())


def test_a_picture_is_not_replaced(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = (folder / "after.jpg").read_bytes()
    names = [str(folder / name) for name in ("before.png", "after.jpg", "after.jpg")]
    assert main(["fit", *names]) == 1
    assert "is one of the pictures" in capsys.readouterr().err
    assert (folder / "after.jpg").read_bytes() == kept


def test_a_raw_file_is_fitted_to_its_own_rendering(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Image.open(PHOTO) as image:
        before = np.asarray(image.resize((1024, 683), Image.Resampling.BOX))
    after = lut.apply(before, looks.load("leica-sepia").bake())
    (tmp_path / "IMG_1.DNG").write_bytes(dng(before / 255, rendering=after))
    assert main(["fit", str(tmp_path / "IMG_1.DNG"), str(tmp_path / "look.cube")]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[1] == "Pair 1: IMG_1.DNG and its own rendering" and said.err == ""
    found, wanted = lut.read(tmp_path / "look.cube"), looks.load("leica-sepia").bake()
    assert np.abs(found([[0.5] * 3]) - wanted([[0.5] * 3])).max() < 0.01


def test_of_a_folder_what_fails_and_what_is_left_out_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("1.dng", "2.dng"):
        shutil.copy(folder / "small.dng", tmp_path / name)
    shutil.copy(folder / "after.jpg", tmp_path / "1.jpg")
    shutil.copy(folder / "after.jpg", tmp_path / "1~2.jpg")
    out = tmp_path / "look.cube"
    assert main(["fit", str(tmp_path), str(out)]) == 1
    said = capsys.readouterr()
    assert out.exists() and said.out.splitlines()[:2] == [f"{out} written.", "Pair 1: 1.dng and 1.jpg"]
    told = [line for line in said.err.splitlines() if not line[0].isdigit()]  # a slow machine tells how far it is
    assert f"Note: {tmp_path / '1~2.jpg'} is left out: 1.jpg is used for 1.dng." in told
    assert told[-2] == "camera-looks: 1 of 2 pairs failed:"
    assert told[-1].startswith(f"  {tmp_path / '2.dng'}: expected the camera’s own rendering")
