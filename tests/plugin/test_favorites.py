"""Favorites and recent looks, and the file they are kept in."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin.menu.actions import renamed_looks
from plugin.menu.favorites import RECENT, Shelf, load_shelf, save_shelf


def test_a_favorite_is_one_until_it_is_chosen_again() -> None:
    shelf = Shelf().toggled("a").toggled("b")
    assert shelf.favorites == ("a", "b")
    assert shelf.toggled("a").favorites == ("b",)


def test_the_latest_comes_first_and_once_and_old_ones_go() -> None:
    shelf = Shelf()
    for look in [*"abcdefghij", "c"]:
        shelf = shelf.used(look)
    assert shelf.recent == ("c", *"jihgfed") and len(shelf.recent) == RECENT


def test_looks_that_have_other_ids_now_stay_what_they_were() -> None:
    before = Shelf(("my-gru-n", "b", "my-gr-n"), ("a", "my-gru-n"))
    now = before.renamed({"my-gru-n": "my-gr-n"})
    assert now == Shelf(("my-gr-n", "b"), ("a", "my-gr-n"))
    assert before.renamed({}) == before


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"renamed": {"my-gru-n": "my-gr-n", "x": 5, "y": "no id!"}}', {"my-gru-n": "my-gr-n"}),
        (b'{"renamed": []}', {}),
        (b'{"looks": []}', {}),
        (b"no catalog", {}),
        (None, {}),
    ],
)
def test_former_ids_are_read_with_care(tmp_path: Path, content: bytes | None, expected: dict[str, str]) -> None:
    place = tmp_path / "own-looks.json"
    if content is not None:
        place.write_bytes(content)
    assert renamed_looks(place) == expected


def test_it_is_kept(tmp_path: Path) -> None:
    place = tmp_path / "new" / "shelf.json"
    save_shelf(Shelf(("a",), ("b", "c")), place)
    assert load_shelf(place) == Shelf(("a",), ("b", "c"))
    assert [path.name for path in place.parent.iterdir()] == ["shelf.json"]


@pytest.mark.parametrize("content", [None, "", "[]", '{"favorites": 1, "recent": []}', '{"recent": []}', b"\xff"])
def test_what_cannot_be_understood_is_an_empty_shelf(tmp_path: Path, content: str | bytes | None) -> None:
    place = tmp_path / "shelf.json"
    if content is not None:
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert load_shelf(place) == Shelf()


def test_a_place_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    save_shelf(Shelf(("a",)), tmp_path / "file" / "shelf.json")
    assert (tmp_path / "file").read_text(encoding="utf-8") == ""
