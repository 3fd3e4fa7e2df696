"""The page of looks shows the looks as they are now; where it does not, ``python docs/pictures.py`` makes it anew."""

import importlib.util
import re
from functools import cache
from pathlib import Path

import numpy as np
import PIL
import pytest
from PIL import Image

from lut import looks

PILLOW = tuple(int(part) for part in PIL.__version__.split(".")[:2])
DOCS = Path(__file__).resolve().parents[2] / "docs"
# Y, Cb and Cr of R, G and B, but for an offset: JFIF 1.02, "Conversion to and from RGB"
YCBCR = np.array([[0.299, 0.587, 0.114], [-0.1687, -0.3313, 0.5], [0.5, -0.4187, -0.0813]])
WHOLE, CHARTS = 4_000_000, 2_000_000  # bytes
ADVICE = "not the look as it is now: run python docs/pictures.py"
FIGURE = re.compile(r"\d+\.\d\d")
SCENES = [f"{look.id}-scenes" for look in looks.all_looks() if look.scenes]


@cache
def gallery():
    spec = importlib.util.spec_from_file_location("gallery", DOCS / "gallery.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def strips():
    return gallery().strips()


def test_the_page_says_what_the_recipes_say():
    """Figures of the table may differ in the last digit, where another processor rounds differently."""
    found, expected = (DOCS / "looks.md").read_text(encoding="utf-8"), gallery().page()
    assert FIGURE.sub("0.00", found) == FIGURE.sub("0.00", expected)
    numbers = [[float(number) for number in FIGURE.findall(text)] for text in (found, expected)]
    assert len(numbers[0]) > 100
    assert numbers[0] == pytest.approx(numbers[1], abs=0.011)


def test_every_look_has_its_chart():
    names = {look.id for look in looks.all_looks()}
    assert {path.stem for path in (DOCS / "charts").iterdir()} == names
    assert set(re.findall(r"\]\(charts/(.+)\.png\)", gallery().page())) == names
    assert sum(path.stat().st_size for path in (DOCS / "charts").iterdir()) < CHARTS


@pytest.mark.slow("draws a chart each", but_first=True)
@pytest.mark.skipif(PILLOW < (10, 1), reason="before Pillow 10.1 its font has one size, and charts other letters")
@pytest.mark.parametrize("look", looks.all_looks(), ids=lambda look: look.id)
def test_chart_is_of_the_look_as_it_is(look):
    """But for what a processor that rounds differently may draw and put into the palette."""
    with Image.open(DOCS / "charts" / f"{look.id}.png") as image:
        found = np.asarray(image.convert("RGB")).astype(int)
    charts = gallery().charts
    expected = np.asarray(charts.in_palette(charts.chart(look)).convert("RGB"))
    assert found.shape == expected.shape
    assert np.abs(found - expected).mean() < 0.1, ADVICE
    assert (np.abs(found - expected).max(axis=2) > 20).mean() < 0.0005


@pytest.mark.slow("bakes every look")
def test_the_page_shows_every_picture_there_is_and_no_other():
    shown = set(re.findall(r"\]\(gallery/(.+)\.jpg\)", gallery().page()))
    assert shown == set(strips()) == {path.stem for path in (DOCS / "gallery").iterdir()}
    assert {look.id for look in looks.all_looks()} < shown


def test_pictures_are_small():
    assert sum(path.stat().st_size for path in (DOCS / "gallery").iterdir()) < WHOLE


@pytest.mark.slow("renders a photograph each", but_first=True)
@pytest.mark.parametrize(
    "name",
    [
        "original",
        *(look.id for look in looks.all_looks()),
        *(f"{look.id}-scenes" for look in looks.all_looks() if look.scenes),
    ],
)
def test_picture_is_of_the_look_as_it_is(name):
    """Within what JPEG loses, in blocks of pixels, where most of that cancels out.

    What does not cancel out in an even tint is taken in before: JPEG keeps whole numbers of Y, Cb and Cr.
    """
    with Image.open(DOCS / "gallery" / f"{name}.jpg") as image:
        found = np.asarray(image).astype(float)
    expected = (np.round(strips()[name] @ YCBCR.T) @ np.linalg.inv(YCBCR).T).round().clip(0, 255)
    assert found.shape == expected.shape
    rows, columns = (size // 16 * 16 for size in found.shape[:2])
    off = (found - expected)[:rows, :columns].reshape(rows // 16, 16, columns // 16, 16, 3).mean(axis=(1, 3))
    assert np.abs(off).mean() < 0.5, ADVICE
    assert np.abs(off).max() < 5
