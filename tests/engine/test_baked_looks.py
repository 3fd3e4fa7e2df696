"""Baked looks in the cache: read instead of baked again, and what goes wrong costs time alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from engine_requests import forget

import lut
from lut.engine import baked_looks
from lut.engine.baked_looks import find_look, find_table
from lut.shared import folders
from tests.user_folders import set_home

pytestmark = pytest.mark.usefixtures("own_cache")


def test_a_coarser_table_will_do_until_the_looks_own_is_baked() -> None:
    assert find_table(find_look("leica-authentic"), rough=True).size == baked_looks.ROUGH_SIZE
    assert find_table(find_look("leica-authentic")).size == baked_looks.BAKED_SIZE
    forget()
    assert find_table(find_look("leica-authentic"), rough=True).size == baked_looks.BAKED_SIZE


def test_a_scene_that_is_baked_and_one_that_is_not_are_mixed_in_one_size() -> None:
    """A thumbnail of a look of which only the day has been used."""
    mixture = {"day": 0.7, "night": 0.3}
    find_table(find_look("leica-authentic"))
    forget()
    assert find_table(find_look("leica-authentic"), mixture, rough=True).size == baked_looks.ROUGH_SIZE
    whole = find_table(find_look("leica-authentic"), mixture)
    forget()
    known = find_table(find_look("leica-authentic"), mixture, rough=True)
    assert known.size == baked_looks.BAKED_SIZE and (known.table == whole.table).all()


def test_a_look_is_baked_once_and_then_read_from_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    first = find_table(find_look("leica-authentic"))
    forget()
    monkeypatch.setattr(lut.looks.Look, "table", lambda *_: pytest.fail("baked again"))
    assert (find_table(find_look("leica-authentic")).table == first.table).all()


@pytest.mark.parametrize("damage", [lambda data: data[:1000], lambda data: b"", lambda data: b"PK\x03\x04" + data])
def test_a_damaged_cache_is_baked_over(damage: Callable[[bytes], bytes]) -> None:
    first = find_table(find_look("leica-authentic"))
    (cached,) = folders.baked_looks().glob("*.npy")
    cached.write_bytes(damage(cached.read_bytes()))
    forget()
    assert (find_table(find_look("leica-authentic")).table == first.table).all()


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    set_home(monkeypatch, tmp_path / "file")
    assert find_table(find_look("leica-authentic")).size == baked_looks.BAKED_SIZE


@pytest.mark.parametrize("name", [".1f-0123abcd.part", "tmpab12cd34.part"])  # as it is, and as it was called before
def test_what_a_killed_engine_began_to_write_goes_with_the_next_table(name: str) -> None:
    left, fresh = folders.baked_looks() / name, folders.baked_looks() / ".2f-0123abcd.part"
    left.parent.mkdir(parents=True, exist_ok=True)
    for part in (left, fresh):
        part.write_bytes(bytes(100))
    long_ago = fresh.stat().st_mtime - 2 * baked_looks.ABANDONED_SECONDS
    os.utime(left, (long_ago, long_ago))
    forget()
    find_table(find_look("leica-authentic"))
    assert not left.exists() and fresh.exists(), "another engine may be writing the fresh one"


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files, which Windows has not")
def test_a_cache_on_a_full_disk_only_costs_time_and_leaves_no_half_of_a_file() -> None:
    """Played with a limit on the size of files, which stops the writing in the middle as a full disk does."""
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        forget()
        assert find_table(find_look("leica-authentic")).size == baked_looks.BAKED_SIZE
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(folders.baked_looks().iterdir()) == []
