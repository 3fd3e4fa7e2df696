"""The gallery shows the looks as they are now; where it does not, ``python docs/pictures.py`` makes it anew."""

import importlib.util
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lut import looks

DOCS = Path(__file__).resolve().parents[2] / "docs"
WHOLE = 4_000_000  # bytes


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
    assert (DOCS / "gallery.md").read_text(encoding="utf-8") == gallery().page()


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
    """Within what JPEG loses, in blocks of pixels, where most of that cancels out."""
    with Image.open(DOCS / "gallery" / f"{name}.jpg") as image:
        found = np.asarray(image).astype(float)
    expected = strips()[name].astype(float)
    assert found.shape == expected.shape
    rows, columns = (size // 16 * 16 for size in found.shape[:2])
    off = (found - expected)[:rows, :columns].reshape(rows // 16, 16, columns // 16, 16, 3).mean(axis=(1, 3))
    assert np.abs(off).mean() < 0.5
    assert np.abs(off).max() < 5
