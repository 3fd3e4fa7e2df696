"""The short names of looks, in layers and in Edit ▸ Undo."""

from __future__ import annotations

import pytest

from lut import looks
from plugin.menu.titles import short_title


@pytest.mark.parametrize(
    ("look", "title"),
    [
        ("leica-authentic", "Leica Authentic"),
        ("leica-vivid", "Leica Vivid"),
        ("huawei-leica-vivid", "Huawei Leica Vivid"),
        ("leica-classic", "Leica Classic"),
        ("hasselblad-natural", "Hasselblad Natural Color"),
        ("harcourt-classic", "Studio Harcourt Classic"),
        ("sony-vv", "Sony Xperia VV Vivid"),
        ("sony-xperia", "Sony Xperia"),
        ("samsung-sony-imagined", "Samsung Sony Imagined"),
    ],
)
def test_a_title_is_the_cameras_and_the_looks(look: str, title: str) -> None:
    assert short_title(entry_of(look)) == title


def test_no_two_looks_have_the_same() -> None:
    titles = [short_title(entry_of(look.id)) for look in looks.all_looks()]
    assert len(set(titles)) == len(titles)


def test_a_look_of_the_users_own_has_its_name_alone() -> None:
    assert short_title({"id": "my-film", "maker": "My Looks · Pack", "name": "Film"}) == "Film"


def entry_of(look: str) -> dict[str, str]:
    found = looks.load(look)
    return {"id": found.id, "maker": found.maker, "name": found.name}
