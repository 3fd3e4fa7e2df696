"""Looks that are pinned to be compared: flicking through them, and what is side by side."""

from __future__ import annotations

import pytest

from plugin.gimp3.dialogs.pinned_looks import MOST, PinnedLooks, Version, best_columns


def version(name: str, strength: float = 100.0) -> Version:
    settings = {"look": name, "strength": strength}
    return Version(name, {"look": name, "strength": strength / 100}, False, settings)


def titles(looks: PinnedLooks) -> list[str]:
    return ["original" if each is None else looks.title_of(each) for each in looks.side_by_side()]


def pin(looks: PinnedLooks, *names: str) -> None:
    for name in names:
        looks.take(version(name))
        looks.toggle()


def flick(looks: PinnedLooks) -> str:
    following = looks.next()
    assert following is not None
    looks.take(following)
    return following.name


def test_nothing_is_pinned() -> None:
    looks = PinnedLooks()
    assert looks.next() is None and not looks.is_pinned
    looks.toggle()  # nothing to pin yet
    looks.take(version("vivid"))
    assert looks.next() is None and not looks.is_pinned
    assert titles(looks) == ["original", "vivid"]


def test_flicking_between_a_pinned_look_and_another() -> None:
    looks = PinnedLooks()
    pin(looks, "vivid")
    assert looks.is_pinned and looks.next() is None
    assert titles(looks) == ["original", "A · vivid"]
    looks.take(version("sepia"))
    assert not looks.is_pinned
    assert [flick(looks) for _each in range(3)] == ["vivid", "sepia", "vivid"]
    assert titles(looks) == ["A · vivid", "B · sepia"]


def test_what_is_not_pinned_gives_way_to_another() -> None:
    looks = PinnedLooks()
    pin(looks, "vivid")
    looks.take(version("sepia"))
    assert flick(looks) == "vivid"
    looks.take(version("blue"))
    assert titles(looks) == ["A · vivid", "B · blue"]


def test_other_settings_of_the_same_look_are_another_version() -> None:
    looks = PinnedLooks()
    pin(looks, "vivid")
    looks.take(version("vivid", 60))
    assert not looks.is_pinned and flick(looks) == "vivid" and looks.is_pinned
    looks.take(version("vivid"))  # set by hand as it was
    assert looks.is_pinned


def test_as_many_as_there_is_room_for() -> None:
    looks = PinnedLooks()
    pin(looks, "vivid", "sepia")
    looks.take(version("blue"))
    assert titles(looks) == ["original", "A · vivid", "B · sepia", "C · blue"]
    pin(looks, "blue", "classic")
    assert len(looks.pinned) == MOST and not looks.takes_more and not looks.is_pinned
    assert titles(looks) == ["A · vivid", "B · sepia", "C · blue", "D · classic"]
    assert [flick(looks) for _each in range(4)] == ["vivid", "sepia", "blue", "classic"]


def test_unpinned_it_is_what_is_not_pinned() -> None:
    looks = PinnedLooks()
    pin(looks, "vivid", "sepia")
    assert flick(looks) == "vivid"
    looks.toggle()
    assert titles(looks) == ["A · sepia", "B · vivid"] and not looks.is_pinned
    assert flick(looks) == "sepia"
    looks.toggle()
    assert titles(looks) == ["original", "sepia"] and looks.next() is None


@pytest.mark.parametrize(
    ("count", "room", "picture", "columns"),
    [
        (2, (600, 400), (4000, 3000), 2),
        (2, (600, 400), (3000, 4000), 2),
        (2, (400, 600), (4000, 3000), 1),
        (4, (600, 400), (4000, 3000), 2),
        (4, (1200, 300), (3000, 4000), 4),
        (4, (600, 900), (6000, 1000), 1),
    ],
)
def test_pictures_are_as_large_as_they_can_be(
    count: int, room: tuple[int, int], picture: tuple[int, int], columns: int
) -> None:
    assert best_columns(count, room, picture) == columns
