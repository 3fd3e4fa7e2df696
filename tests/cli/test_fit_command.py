"""``camera-looks fit``, run in this process."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut import looks
from lut.cli import main
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
    assert said[1].startswith("Residual: ΔE2000 0.") and said[2].startswith("Coverage: ")
    assert "The look is monochrome." in said
    with Image.open(drawing) as image:
        assert image.width > 1000
        colors = np.asarray(image.convert("RGB")).reshape(-1, 3)
    assert (np.ptp(colors, axis=1) > 80).mean() > 0.01  # dots in color


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["before.png", "gray.png"], "expected a picture after of many colors, found one of a single color"),
        (["before.png"], "expected pairs of pictures and then a LUT file, found 2 names"),
        (["before.png", "after.jpg", "before.png"], "expected pairs of pictures and then a LUT file, found 4 names"),
        (["before.png", "after.jpg", "before.png", "gray.png"], "pair 2: expected a picture after of many colors"),
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
